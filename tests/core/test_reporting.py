"""From what was said to the history, function by function: nothing moves here.

Which row and which rule speak is in `test_judge`; what is done about it in `test_reactions`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pytest

from controller.core import reporting
from controller.core.judge import Reported, Said, Verdict
from controller.core.policy import Action, Again, Policy, Row, Strength
from controller.core.questions import Ask, Asking, Pending, Question, Watched
from controller.core.state import SessionState, Setup, WalkOut
from controller.core.symptoms import UNSURE
from controller.core.targets import Eased
from controller.core.timeline import Gait, Program, Role, Segment
from protocols.units import CentiKmh, Nanoseconds, SpeedRange
from tests.core.test_drive import COARSE, NOW, going
from tests.core.worlds import SETUP, WALK, seconds

POLICY: Final = SETUP.policy
KNEE: Final = Said("knee", 1, "Knee", "1 of 10")
HEAVY: Final = Said("heaviness", 1, "Heaviness", "a little")
CHEST: Final = Said("chest", 1, "Chest", "present")
NOTHING: Final = Said("no_such_symptom", 1, "No such symptom", "present")
EARLIER: Final = Reported("knee", 1, seconds(100), "NOTE", "Knee", "1 of 10")


def judged_as(action: Action, symptom: str = "knee") -> Policy:
    """Return a policy that asks for the same at each value of a symptom, and has no rules."""
    row = Row(0, 10, "any", action, "I0", ())
    entries = tuple(
        replace(each, rows=(row,)) if each.symptom.id == symptom else each
        for each in POLICY.entries
    )
    return replace(POLICY, entries=entries, during=())


def runs_at(*speeds: int, **changes: Any) -> Setup:
    """Return a plan with runs at these speeds, each behind a walk at 5.0 km/h."""
    walk = Segment(Gait.WALK, Role.WORK, seconds(90), WALK, asks=True)
    runs = [Segment(Gait.RUN, Role.WORK, seconds(30), CentiKmh(each), False) for each in speeds]
    parts = [part for run in runs for part in (walk, run)] or [walk]
    return replace(SETUP, program=Program(tuple(parts), WALK), **changes)


def told(*symptoms: str, state: SessionState | None = None) -> SessionState:
    """Return a session in which these were told before, each at 1 and as a reason to walk."""
    state = state or going()
    reports = tuple(Reported(each, 1, seconds(100), "WALK", each, "present") for each in symptoms)
    return replace(state, course=replace(state.course, reports=reports))


# --- What was said -------------------------------------------------------------------------------


def test_a_place_that_is_not_known_is_one_she_is_not_sure_of() -> None:
    """It is judged as heaviness."""
    assert reporting.place_of(going(), "leg") is POLICY.place("leg")
    assert reporting.place_of(going(), "no_such_place") is UNSURE
    assert reporting.place_of(going(), "") is UNSURE


@pytest.mark.parametrize(
    ("place", "strength", "symptom", "said"),
    [
        ("leg", 1, "", Said("hip", 2, "Hip to heel", "a little", "leg")),
        ("leg", 2, "", Said("hip", 3, "Hip to heel", "clear", "leg")),
        ("leg", 2, "knee", Said("knee", 3, "Knee pain", "clear", "leg")),
        ("leg", 3, "bulge", Said("hip", 5, "Hip to heel", "strong", "leg")),
        ("leaking", 2, "", Said("leak_bowel", 2, "Leaking", "clear", "leaking")),
        ("leaking", 2, "leak_urine", Said("leak_urine", 2, "Leaking pee", "clear", "leaking")),
        ("back", 2, "", Said("pelvic_girdle", 3, "Back, pelvis joints", "clear", "back")),
        ("unsure", 4, "", Said("heaviness", 3, "Not sure where", "too much", "unsure")),
    ],
)
def test_a_place_is_judged_as_the_strictest_of_its_symptoms(
    place: str, strength: int, symptom: str, said: Said
) -> None:
    """One that was named speaks for itself, if it is one of the place's."""
    state = going()
    assert reporting.named(state, reporting.place_of(state, place), strength, symptom) == said


def test_what_was_told_before_decides_which_is_the_strictest() -> None:
    """A sudden need to pee is noted; behind a leak it ends the running."""
    place = reporting.place_of(going(), "else")
    assert reporting.named(going(), place, 1).symptom == "limp"
    assert reporting.named(told("leak_urine"), place, 1).symptom == "urgency"


def test_a_place_of_which_a_policy_knows_nothing() -> None:
    """It is our bug: no such file is read."""
    state = going(setup=replace(SETUP, policy=replace(POLICY, entries=())))
    place = reporting.place_of(state, "leg")
    with pytest.raises(ValueError, match=r"^the policy has no symptom of leg$"):
        reporting.named(state, place, 1)


# --- What comes of it ----------------------------------------------------------------------------

SLOW: Final = Action(Strength.SLOW, 10, CentiKmh(50))
AGAIN: Final = Action(Strength.WALK, again=Again(10, CentiKmh(50)))
OUT: Final = Action(Strength.WALK_TO_THE_END)


@pytest.mark.parametrize(
    ("action", "setup", "becomes"),
    [
        # Ten per cent: a jog's 7.0 km/h is one, and what is below it is none.
        (SLOW, runs_at(800), SLOW),
        (SLOW, runs_at(780), SLOW),
        (SLOW, runs_at(770), OUT),
        (SLOW, runs_at(770, 800), SLOW),
        (SLOW, runs_at(800, 770), SLOW),
        (SLOW, runs_at(), SLOW),
        (AGAIN, runs_at(780), AGAIN),
        (AGAIN, runs_at(770), OUT),
        (Action(Strength.WALK, again=Again(0, CentiKmh(50))), runs_at(750), None),
        (Action(Strength.WALK, again=Again(0, CentiKmh(50))), runs_at(740), OUT),
        # At least so much; where a run comes again, it is what that says.
        (Action(Strength.SLOW, 0, CentiKmh(100)), runs_at(800), None),
        (Action(Strength.SLOW, 0, CentiKmh(101)), runs_at(800), OUT),
        (Action(Strength.WALK, again=Again(0, CentiKmh(101))), runs_at(800), OUT),
        (Action(Strength.WALK, 50, CentiKmh(500)), runs_at(800), None),
        # Whatever else is asked for is not about the speed of a run.
        (Action(Strength.NOTE, 50, CentiKmh(500)), runs_at(700), None),
        (Action(Strength.CUE, 50, CentiKmh(500)), runs_at(700), None),
        (OUT, runs_at(700), OUT),
        (Action(Strength.STOP, 50, CentiKmh(500)), runs_at(700), None),
    ],
)
def test_runs_that_would_be_walks_are_walks(
    action: Action, setup: Setup, becomes: Action | None
) -> None:
    """None: what the policy asks for stays as it is; the rule that speaks stays in any case."""
    state = going(0, setup=replace(setup, policy=judged_as(action)))
    assert reporting.verdict_of(state, KNEE) == Verdict(becomes or action, "I0")


@pytest.mark.parametrize(
    ("said", "before", "strength", "rule"),
    [
        (KNEE, (), Strength.NOTE, "I10"),
        # What a run waits for is not gone.
        (Said("fear", 1, "Fear", "present"), (), Strength.WALK, ""),
        (Said("fear", 1, "Fear", "present", again=True), (), Strength.WALK_TO_THE_END, ""),
        (Said("knee", 3, "Knee", "3", again=True), (), Strength.SLOW, "I9"),
        # An answer is no second report, and it may say that it stays.
        (Said("pelvic_pain", 2, "Pain", "2"), ("pelvic_pain",), Strength.STOP_AND_REFER, "I2"),
        (
            Said("pelvic_pain", 2, "Pain", "2", again=True),
            ("pelvic_pain",),
            Strength.WALK_TO_THE_END,
            "",
        ),
        (replace(HEAVY, again=True), (), Strength.WALK_TO_THE_END, "I3"),
        (
            replace(HEAVY, again=True, stays=True),
            (),
            Strength.WALK_THEN_STOP_AND_REFER,
            "I2",
        ),
    ],
)
def test_what_comes_of_a_report(
    said: Said, before: tuple[str, ...], strength: Strength, rule: str
) -> None:
    """By the policy, and by what was told before."""
    found = reporting.verdict_of(told(*before), said)
    assert found is not None
    assert (found.action.strength, found.rule) == (strength, rule)


def test_what_the_policy_does_not_know_was_not_reported() -> None:
    """There is no verdict, and nothing is written down."""
    state = told("knee")
    assert reporting.verdict_of(state, NOTHING) is None
    after, verdict = reporting.write_down(state, NOW, NOTHING)
    assert after is state
    assert verdict is None


FINE: Final = SpeedRange(CentiKmh(100), CentiKmh(1600), CentiKmh(1))


@pytest.mark.parametrize(
    ("setup", "percent", "at_least", "speed"),
    [
        (runs_at(800), 10, 50, 720),
        (runs_at(800), 5, 50, 750),
        (runs_at(800), 0, 0, 800),
        (runs_at(700, 800, 750), 10, 0, 720),
        (runs_at(777, speed_range=FINE), 10, 0, 700),
        (runs_at(800, speed_range=FINE), 10, 0, 720),
        (runs_at(800, speed_range=COARSE.speed_range), 0, 50, 720),
        (runs_at(), 10, 50, None),
    ],
)
def test_how_fast_runs_still_are(
    setup: Setup, percent: int, at_least: int, speed: int | None
) -> None:
    """The fastest of them less a share of it, or so much, on the machine's grid."""
    state = going(0, setup=setup)
    assert reporting.slower_runs(state, percent, CentiKmh(at_least)) == speed


def test_what_is_left_of_a_run_comes_down_and_not_what_was_planned() -> None:
    """She has eased it by half a kilometre an hour: 6.75 is 6.7 on the grid."""
    state = going(eased=Eased(run=CentiKmh(50)))
    assert reporting.slower_runs(state, 10, CentiKmh(50)) == 670


# --- What is written down ------------------------------------------------------------------------


def test_a_report_is_written_behind_the_others() -> None:
    """With its moment, what it leads to, and all that was said."""
    state = told("knee")
    said = Said("hip", 5, "Hip to heel", "strong", "leg")
    verdict = Verdict(Action(Strength.WALK), "I8")
    report = Reported("hip", 5, NOW, "WALK", "Hip to heel", "strong", "leg", "I8")
    expected = replace(state, course=replace(state.course, reports=(*state.course.reports, report)))
    assert reporting.written(state, NOW, said, verdict) == expected
    after, found = reporting.write_down(state, NOW, HEAVY)
    assert found == Verdict(OUT, "I3")
    assert found is not None
    assert after == reporting.written(state, NOW, HEAVY, found)


SURE: Final = Said("heaviness", 2, "Not sure where", "clear", "unsure")
BONE: Final = Said("shin_foot_bone", 3, "One sore spot on bone", "clear", "bone")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (None, None),
        (Question(Ask.ANYTHING, NOW, NOW), None),
        (Question(Ask.WHERE, NOW, NOW, strength=2), SURE),
        (Question(Ask.WHERE, NOW, NOW, strength=2, place="bone"), SURE),
        (Question(Ask.WHICH, NOW, NOW, strength=2, place="bone"), BONE),
    ],
)
def test_what_a_question_says_that_was_answered_by_half(
    question: Question | None, said: Said | None
) -> None:
    """As strictly as can be: where she did not say, she may not be sure."""
    assert reporting.half_said(going(), question) == said


def open_with(pending: Said | None = None, half: int | None = None) -> Asking:
    """Return an answer that can be taken back, and a question that was answered by half."""
    asks = Question(Ask.ANYTHING, NOW, NOW)
    return Asking(
        question=None if half is None else replace(asks, ask=Ask.WHERE, strength=half),
        pending=None if pending is None else Pending(asks, seconds(303), said=pending),
    )


GONE_BAD: Final = WalkOut("a symptom")
REFERRED: Final = WalkOut("a symptom", seconds(500))


@pytest.mark.parametrize(
    ("asks", "earlier", "reports", "walk_out"),
    [
        (open_with(), None, (), None),
        (open_with(KNEE), None, ("knee",), None),
        (open_with(Said("fear", 1, "Fear", "present")), None, ("fear",), None),
        (open_with(NOTHING), None, (), None),
        # What ends the running ends it behind a pause as well; what refers, refers.
        (open_with(HEAVY), None, ("heaviness",), WalkOut("Heaviness, a little")),
        (open_with(CHEST), None, ("chest",), WalkOut("Chest, present", NOW)),
        # By half; beside another answer both count.
        (open_with(None, 1), None, ("heaviness",), WalkOut("Not sure where, a little")),
        (open_with(NOTHING, 1), None, ("heaviness",), WalkOut("Not sure where, a little")),
        (open_with(KNEE, 1), None, ("knee", "heaviness"), WalkOut("Not sure where, a little")),
        (
            open_with(HEAVY, 3),
            None,
            ("heaviness", "heaviness"),
            WalkOut("Not sure where, strong", NOW),
        ),
        # The first reason stays, unless only the next one refers.
        (open_with(HEAVY), GONE_BAD, ("heaviness",), GONE_BAD),
        (open_with(CHEST), GONE_BAD, ("chest",), WalkOut("Chest, present", NOW)),
        (open_with(HEAVY), REFERRED, ("heaviness",), REFERRED),
        (open_with(CHEST), REFERRED, ("chest",), REFERRED),
    ],
)
def test_what_was_said_is_kept_when_a_stop_overtakes_it(
    asks: Asking, earlier: WalkOut | None, reports: tuple[str, ...], walk_out: WalkOut | None
) -> None:
    """Written down and judged as ever; nothing moves for it."""
    state = going(asking=asks)
    state = replace(state, course=replace(state.course, walk_out=earlier))
    after = reporting.keep_what_was_said(state, NOW)
    assert tuple(each.symptom for each in after.course.reports) == reports
    assert all(each.at == NOW for each in after.course.reports)
    course = replace(state.course, reports=after.course.reports, walk_out=walk_out)
    assert after == replace(state, course=course)


@pytest.mark.parametrize(
    "asks",
    [open_with(KNEE), open_with(None, 2), Asking(wants_to_tell=True)],
    ids=["pending", "question", "to tell"],
)
def test_a_question_is_closed_with_all_that_is_open(asks: Asking) -> None:
    """What is watched, and when a key came, stays."""
    kept = Asking(watched=(Watched(KNEE, seconds(1)),), key_at=Nanoseconds(5), talked=1)
    opened = replace(
        kept, question=asks.question, pending=asks.pending, wants_to_tell=asks.wants_to_tell
    )
    state = going(asking=opened)
    assert reporting.close_question(state) == replace(state, asking=kept)
    idle = going(asking=kept)
    assert reporting.close_question(idle) is idle
