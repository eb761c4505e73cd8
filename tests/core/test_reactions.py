"""What a report does to the belt and to the runs to come, function by function.

Which action a report comes to is in `test_judge` and `test_reporting`; here each action is held
to what it changes, and to what it leaves alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pytest

from controller.core import course, obey, reactions, reporting, stopping
from controller.core.commands import Command
from controller.core.judge import Said
from controller.core.policy import Action, Again, Strength
from controller.core.questions import Asking, Watched
from controller.core.state import Cause, Outcome, Phase, RunsLeft, SessionState, Setup, WalkOut
from controller.core.stopping import Reason
from controller.core.targets import ConsoleChange, Obeys
from protocols.units import CentiKmh, Nanoseconds
from tests.core.test_drive import NOW, WALK_BETWEEN, WARM_UP, going
from tests.core.test_reporting import NOTHING, judged_as, runs_at
from tests.core.worlds import SETUP, WALK, seconds

KNEE: Final = Said("knee", 4, "Knee", "4 of 10", "leg")
HEAVY: Final = Said("heaviness", 1, "Heaviness", "a little")
LIMP: Final = Said("limp", 1, "Limp", "present")
CHEST: Final = Said("chest", 1, "Chest", "present")
BECAUSE: Final = "Knee, 4 of 10"
AGAIN: Final = Again(10, CentiKmh(50), 75)
OTHER: Final = Watched(Said("hip", 4, "Hip", "4"), seconds(50), seconds(250))
FASTER: Final = Obeys(change=ConsoleChange(CentiKmh(600), seconds(280), higher=True))
SOON: Final = Nanoseconds(NOW + seconds(120))


def asks_for(action: Action, symptom: str = "knee", setup: Setup = SETUP) -> Setup:
    """Return a session whose policy asks for the same at each value of a symptom."""
    return replace(setup, policy=judged_as(action, symptom))


def watching(state: SessionState, *watched: Watched) -> SessionState:
    """Return it with what is asked about again."""
    return replace(state, asking=replace(state.asking, watched=watched))


def walked_out(state: SessionState, plan: WalkOut | None) -> SessionState:
    """Return it with the running over."""
    return replace(state, course=replace(state.course, walk_out=plan))


def written(state: SessionState, said: Said = KNEE) -> SessionState:
    """Return it with the report."""
    return reporting.write_down(state, NOW, said)[0]


def lowered(state: SessionState, speed: int, because: str = BECAUSE) -> SessionState:
    """Return it with a ceiling, and on the steeper ramp."""
    ceilings = state.ceilings.lowered(CentiKmh(speed), because)
    return replace(state, ceilings=ceilings, drive=replace(state.drive, hurried=True))


def in_a_run(**parts: Any) -> SessionState:
    """Return a run in which she has been running for twenty seconds."""
    state = going(**parts)
    return replace(state, progress=replace(state.progress, ran_from=seconds(280)))


def hurried(state: SessionState) -> SessionState:
    """Return it on the steeper ramp."""
    return replace(state, drive=replace(state.drive, hurried=True))


# --- Each action ---------------------------------------------------------------------------------


@pytest.mark.parametrize("strength", [Strength.NOTE, Strength.CUE])
def test_a_note_is_written_down(strength: Strength) -> None:
    """And that is all."""
    state = going(setup=asks_for(Action(strength)))
    out: list[Command] = []
    assert reactions.react(state, NOW, out, KNEE) == written(state)
    assert len(written(state).course.reports) == 1
    assert out == []


@pytest.mark.parametrize("said", [NOTHING, replace(KNEE, value=-1)])
def test_what_was_not_reported_changes_nothing(said: Said) -> None:
    """It is the very same session."""
    state = going()
    assert reactions.react(state, NOW, [], said) is state


def test_an_end_is_no_place_for_a_report() -> None:
    """Nothing is written down, and nothing follows."""
    state = watching(going(phase=Phase.ENDED), Watched(HEAVY, seconds(1), SOON, AGAIN))
    assert reactions.react(state, NOW, [], CHEST) is state
    assert reactions.walk_out(state, NOW, BECAUSE) is state
    about = state.asking.watched[0]
    assert reactions.still_there(state, NOW, [], about, HEAVY) is state


SLOW: Final = Action(Strength.SLOW, 10, CentiKmh(50))
TWO_SPEEDS: Final = asks_for(SLOW, setup=runs_at(700, 900))


@pytest.mark.parametrize(
    ("state", "cut", "speed"),
    [
        (going(setup=asks_for(SLOW)), False, 720),
        (going(commanded=720, setup=asks_for(SLOW)), False, 720),
        # On its way up to a run: it is over, or it would become faster behind a symptom.
        (going(commanded=710, setup=asks_for(SLOW)), True, 720),
        (going(commanded=690, setup=TWO_SPEEDS), True, 810),
        (going(commanded=700, setup=TWO_SPEEDS), False, 810),
        (going(WALK_BETWEEN, WALK, setup=asks_for(SLOW)), False, 720),
        (going(WALK_BETWEEN, WALK, setup=asks_for(SLOW, setup=runs_at())), False, None),
        (going(setup=asks_for(Action(Strength.SLOW, 5, CentiKmh(0)))), False, 760),
        (going(setup=asks_for(Action(Strength.SLOW, 0, CentiKmh(60)))), False, 740),
    ],
)
def test_slower_runs(state: SessionState, *, cut: bool, speed: int | None) -> None:
    """Every run to come, and no further ramp up; where no run comes there is none to slow."""
    out: list[Command] = []
    expected = written(state)
    if cut:
        expected = course.cut_run(expected, NOW)
        assert expected.progress.cut == 1
    if speed is not None:
        expected = lowered(expected, speed)
    assert reactions.react(state, NOW, out, KNEE) == expected
    assert out == []


def test_a_ceiling_that_is_lower_stays() -> None:
    """The way down is the steeper one in any case."""
    state = lowered(going(), 300, "a ceiling")
    slow = replace(state, drive=replace(state.drive, hurried=False))
    after = reactions.walk_out(slow, NOW, BECAUSE)
    assert after.ceilings == state.ceilings
    assert after.drive.hurried


WALKS: Final = Action(Strength.WALK, again=AGAIN)


def test_a_walk_cuts_the_run() -> None:
    """By the steeper ramp; and it is asked about before the next run, which is what is left."""
    state = watching(in_a_run(setup=asks_for(WALKS)), OTHER)
    expected = hurried(course.cut_run(written(state), NOW))
    watched = Watched(KNEE, NOW, None, AGAIN, seconds(20))
    assert reactions.react(state, NOW, [], KNEE) == watching(expected, OTHER, watched)


@pytest.mark.parametrize("phase", [Phase.RUNNING, Phase.WALKING_OUT, Phase.STARTING])
def test_a_walk_in_a_walk_begins_anew(phase: Phase) -> None:
    """Where the plan goes on; a belt that was made faster is led back to it."""
    state = going(WALK_BETWEEN, WALK, phase=phase, obeys=FASTER, setup=asks_for(WALKS))
    expected = obey.led_back(written(state), BECAUSE)
    if phase is not Phase.STARTING:
        assert expected != written(state)
        expected = course.walk_anew(expected, NOW)
        assert expected.progress.count_from == NOW
    watched = Watched(KNEE, NOW, None, AGAIN)
    assert reactions.react(state, NOW, [], KNEE) == watching(expected, watched)


OUT: Final = Action(Strength.WALK_TO_THE_END)
OVER: Final = WalkOut("a symptom")


@pytest.mark.parametrize(
    ("said", "action", "earlier", "ask_at", "again"),
    [
        # A run waits for it.
        (KNEE, WALKS, None, None, AGAIN),
        (LIMP, WALKS, None, None, AGAIN),
        (HEAVY, WALKS, None, SOON, AGAIN),
        # None does: only what must not stay is asked about.
        (HEAVY, WALKS, OVER, SOON, None),
        (LIMP, WALKS, OVER, SOON, None),
        (HEAVY, OUT, None, SOON, None),
        (LIMP, OUT, None, SOON, None),
    ],
)
def test_what_is_asked_about_again(
    said: Said,
    action: Action,
    earlier: WalkOut | None,
    ask_at: Nanoseconds | None,
    again: Again | None,
) -> None:
    """Once: what was told again is asked about by its last report, and no later for that."""
    setup = asks_for(action, said.symptom)
    before = Watched(replace(said, words="before"), seconds(1), seconds(2))
    state = watching(going(WALK_BETWEEN, WALK, setup=setup), before, OTHER)
    after = reactions.react(walked_out(state, earlier), NOW, [], said)
    expected = Watched(said, NOW, None, again) if ask_at is None else replace(before, said=said)
    assert after.asking.watched == (OTHER, replace(expected, again=again))
    alone = reactions.react(walked_out(watching(state, OTHER), earlier), NOW, [], said)
    assert alone.asking.watched == (OTHER, Watched(said, NOW, ask_at, again))


@pytest.mark.parametrize(("action", "earlier"), [(WALKS, OVER), (OUT, None)])
def test_what_is_not_asked_about_again(action: Action, earlier: WalkOut | None) -> None:
    """A pain that no run waits for."""
    state = watching(going(WALK_BETWEEN, WALK, setup=asks_for(action)), OTHER)
    after = reactions.react(walked_out(state, earlier), NOW, [], KNEE)
    assert after.asking.watched == (OTHER,)


def test_the_last_bout_is_kept_beside_what_was_told() -> None:
    """In a walk it is the one before it."""
    state = going(WALK_BETWEEN, WALK, setup=asks_for(WALKS))
    state = replace(state, progress=replace(state.progress, last_bout=seconds(27)))
    assert reactions.react(state, NOW, [], KNEE).asking.watched[0].onset == seconds(27)


def test_a_walk_to_the_end() -> None:
    """And what must not stay is asked about."""
    state = in_a_run(setup=asks_for(OUT, "heaviness"))
    after = reactions.react(state, NOW, [], HEAVY)
    expected = reactions.walk_out(written(state, HEAVY), NOW, "Heaviness, a little")
    assert after == watching(expected, Watched(HEAVY, NOW, SOON, None, seconds(20)))
    assert after.course.walk_out == WalkOut("Heaviness, a little")


def test_a_walk_and_then_a_stop() -> None:
    """So long as the policy says."""
    action = Action(Strength.WALK_THEN_STOP_AND_REFER, walk_first=seconds(180))
    state = going(setup=asks_for(action))
    after = reactions.react(state, NOW, [], KNEE)
    assert after == reactions.walk_out(written(state), NOW, BECAUSE, stop_at=seconds(480))
    assert after.course.walk_out == WalkOut(BECAUSE, seconds(480))


@pytest.mark.parametrize("strength", [Strength.STOP, Strength.STOP_AND_REFER])
@pytest.mark.parametrize("phase", [Phase.RUNNING, Phase.STARTING])
@pytest.mark.parametrize("symptom", ["knee", "trip"])
def test_a_stop(strength: Strength, phase: Phase, symptom: str) -> None:
    """By the ramp; a stumble knows none."""
    said = Said(symptom, 1, "It", "present")
    state = going(phase=phase, setup=asks_for(Action(strength), symptom))
    out: list[Command] = []
    expected: list[Command] = []
    refers = strength is Strength.STOP_AND_REFER
    outcome = Outcome.STOPPED_AND_REFER if refers else Outcome.STOPPED
    lead = stopping.stop_now if symptom == "trip" else stopping.bring_down
    after = lead(written(state, said), NOW, expected, Reason("It, present", Cause.RULE, outcome))
    assert reactions.react(state, NOW, out, said) == after
    assert out == expected
    assert bool(out) is (symptom == "trip" or phase is Phase.STARTING)
    assert after.stop is not None
    assert (after.stop.outcome, after.stop.cause) == (outcome, Cause.RULE)


# --- Walking out ---------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", [Phase.RUNNING, Phase.WALKING_OUT, Phase.STARTING])
def test_walking_out(phase: Phase) -> None:
    """The bout is banked, nothing exceeds a walk, and there is no way back to a run."""
    state = in_a_run(phase=phase)
    expected = course.bank(state, NOW)
    assert (expected.progress.ran == seconds(20)) is (phase is not Phase.STARTING)
    expected = lowered(walked_out(expected, WalkOut(BECAUSE)), WALK)
    if phase is Phase.RUNNING:
        expected = replace(expected, phase=Phase.WALKING_OUT, since=NOW)
    assert reactions.walk_out(state, NOW, BECAUSE) == expected


def test_a_belt_that_was_made_faster_is_led_back_when_the_running_is_over() -> None:
    """By the same word."""
    after = reactions.walk_out(going(WALK_BETWEEN, WALK, obeys=FASTER), NOW, BECAUSE)
    assert after.obeys.change is not None
    assert (after.obeys.change.agreed, after.obeys.change.down_at) == (BECAUSE, 0)


@pytest.mark.parametrize(
    ("earlier", "stop_at", "cause", "plan"),
    [
        (None, None, Cause.RUNNER, WalkOut("now", None, Cause.RUNNER)),
        (None, 400, Cause.RULE, WalkOut("now", seconds(400))),
        # The first reason stays; a rule is graver than the runner's own wish.
        (WalkOut("then"), None, Cause.RULE, WalkOut("then")),
        (WalkOut("then"), None, Cause.RUNNER, WalkOut("then")),
        (
            WalkOut("then", None, Cause.RUNNER),
            None,
            Cause.RUNNER,
            WalkOut("then", None, Cause.RUNNER),
        ),
        (WalkOut("then", None, Cause.RUNNER), None, Cause.RULE, WalkOut("now")),
        # The earlier end counts.
        (WalkOut("then"), 400, Cause.RULE, WalkOut("then", seconds(400))),
        (WalkOut("then", seconds(500)), 400, Cause.RULE, WalkOut("then", seconds(400))),
        (WalkOut("then", seconds(350)), 400, Cause.RULE, WalkOut("then", seconds(350))),
        (WalkOut("then", seconds(350)), None, Cause.RULE, WalkOut("then", seconds(350))),
    ],
)
def test_two_reasons_to_walk_out(
    earlier: WalkOut | None, stop_at: int | None, cause: Cause, plan: WalkOut
) -> None:
    """Neither makes the other milder."""
    ends = None if stop_at is None else seconds(stop_at)
    state = walked_out(going(), earlier)
    assert reactions.walk_out(state, NOW, "now", ends, cause).course.walk_out == plan


def test_what_is_asked_about_when_no_run_waits() -> None:
    """What has its own time, and a limp, two minutes from when it was told; no run follows."""
    heavy = Watched(HEAVY, seconds(200), seconds(320), AGAIN, seconds(30))
    limp = Watched(LIMP, seconds(210), None, AGAIN, seconds(30))
    early = Watched(LIMP, seconds(210), seconds(220), AGAIN, seconds(30))
    pain = Watched(KNEE, seconds(220), None, AGAIN, seconds(30))
    state = watching(going(), pain, heavy, pain, limp, early)
    after = reactions.walk_out(state, NOW, BECAUSE)
    assert after.asking == Asking(
        watched=(
            replace(heavy, again=None),
            replace(limp, ask_at=seconds(330), again=None),
            replace(early, again=None),
        )
    )


def test_a_walk_that_ends_in_a_stop_has_its_moment() -> None:
    """Any other goes on."""
    assert reactions.walk_over_due(going()) is None
    assert reactions.walk_over_due(walked_out(going(), OVER)) is None
    assert reactions.walk_over_due(walked_out(going(), WalkOut("a", seconds(400)))) == 400 * 10**9


@pytest.mark.parametrize("phase", [Phase.WALKING_OUT, Phase.STARTING])
def test_the_last_walk_ends_in_a_referral(phase: Phase) -> None:
    """By the ramp of a planned end."""
    for plan, because in ((WalkOut("a symptom", NOW), "a symptom"), (None, "a rule")):
        state = walked_out(going(WARM_UP, WALK, phase=phase), plan)
        out: list[Command] = []
        expected: list[Command] = []
        reason = Reason(because, Cause.RULE, Outcome.STOPPED_AND_REFER)
        after = stopping.bring_down(state, NOW, expected, reason, hurried=False)
        assert reactions.refer_after_walk(state, NOW, out) == after
        assert out == expected
        assert bool(out) is (phase is Phase.STARTING)


@pytest.mark.parametrize("phase", [Phase.RUNNING, Phase.STARTING])
def test_a_plan_that_cannot_go_on(phase: Phase) -> None:
    """It is a fault, and no rule."""
    state = going(WARM_UP, WALK, phase=phase)
    out: list[Command] = []
    expected: list[Command] = []
    because = "the next part of the plan could not begin for 5 minutes"
    after = stopping.bring_down(state, NOW, expected, Reason(because, Cause.FAULT), hurried=False)
    assert reactions.held_too_long(state, NOW, out) == after
    assert out == expected
    assert bool(out) is (phase is Phase.STARTING)


# --- Still there, and gone -----------------------------------------------------------------------


def about(said: Said = HEAVY, **changes: Any) -> Watched:
    """Return what was told 180 s in, and is asked about again just now."""
    return replace(Watched(said, seconds(180), NOW), **changes)


@pytest.mark.parametrize(
    ("asked", "out"),
    [
        (about(), False),
        (about(ask_at=None), False),
        (about(ask_at=Nanoseconds(NOW - 1)), False),
        (about(again=AGAIN), True),
        (about(again=AGAIN, ask_at=None), True),
    ],
)
def test_what_is_still_there_is_a_report(asked: Watched, *, out: bool) -> None:
    """And no run waits for it any more."""
    said = replace(HEAVY, words="still there, less", again=True)
    note = asks_for(Action(Strength.NOTE), "heaviness")
    state = watching(going(WALK_BETWEEN, WALK, setup=note), asked, OTHER)
    expected = reactions.react(watching(state, OTHER), NOW, [], said)
    if out:
        expected = reactions.walk_out(expected, NOW, "Heaviness, still there, less")
    assert reactions.still_there(state, NOW, [], asked, said) == expected
    assert (expected.course.walk_out is not None) is out


def test_a_stop_behind_what_is_still_there_goes_out() -> None:
    """From where the belt was only asked to start, at once."""
    state = going(WARM_UP, WALK, phase=Phase.STARTING, setup=asks_for(Action(Strength.STOP)))
    out: list[Command] = []
    reactions.still_there(state, NOW, out, about(KNEE), KNEE)
    assert len(out) == 1


@pytest.mark.parametrize(
    ("ask_at", "stands"), [(Nanoseconds(NOW + 1), True), (NOW, False), (None, False)]
)
def test_two_minutes_that_are_not_over_stand(ask_at: Nanoseconds | None, *, stands: bool) -> None:
    """It was asked about before, because a run was waiting; nothing else is touched."""
    asked = about(ask_at=ask_at, again=AGAIN)
    said = replace(HEAVY, words="still there, less", again=True)
    state = watching(going(WALK_BETWEEN, WALK), asked, OTHER)
    after = reactions.still_there(state, NOW, [], asked, said)
    told_at, due = (seconds(180), ask_at) if stands else (NOW, SOON)
    assert after.asking.watched == (OTHER, Watched(said, told_at, due))


def left(again: Again | None, onset: float = 60, setup: Setup = SETUP) -> SessionState:
    """Return what is left of a session when a symptom is gone."""
    asked = Watched(KNEE, seconds(100), None, again, seconds(onset))
    state = watching(going(WALK_BETWEEN, WALK, setup=setup), asked, OTHER)
    return reactions.run_again(state, NOW, asked)


def walk(setup: Setup = SETUP) -> SessionState:
    """Return the walk, with the symptom not asked about any more."""
    return watching(going(WALK_BETWEEN, WALK, setup=setup), OTHER)


def runs(state: SessionState, longest: Nanoseconds | None, percent: int) -> SessionState:
    """Return it with what is left of the runs."""
    return replace(state, course=replace(state.course, runs=RunsLeft(longest, percent)))


@pytest.mark.parametrize(
    ("again", "setup", "speed", "longest", "percent"),
    [
        (Again(), SETUP, None, None, 100),
        (Again(percent=75), SETUP, None, None, 75),
        (AGAIN, SETUP, 720, None, 75),
        (Again(10), SETUP, 720, None, 100),
        (Again(1), SETUP, 790, None, 100),
        (Again(10, CentiKmh(100)), SETUP, 700, None, 100),
        (Again(0, CentiKmh(50)), SETUP, 750, None, 100),
        (Again(0, CentiKmh(50)), runs_at(750, 900), 850, None, 100),
        # A plan without a run; and a share of the time up to what was felt.
        (AGAIN, runs_at(), None, None, 75),
        (Again(onset_percent=75), SETUP, None, seconds(45), 100),
        (Again(onset_percent=1), SETUP, None, seconds(15), 100),
    ],
)
def test_what_is_gone_leaves_runs(
    again: Again, setup: Setup, speed: int | None, longest: Nanoseconds | None, percent: int
) -> None:
    """Never longer, and never faster than planned."""
    expected = walk(setup) if speed is None else lowered(walk(setup), speed)
    assert left(again, setup=setup) == runs(expected, longest, percent)


@pytest.mark.parametrize(
    ("before", "again", "longest", "percent"),
    [
        (RunsLeft(seconds(20), 50), Again(percent=75, onset_percent=75), seconds(20), 50),
        (RunsLeft(seconds(50), 80), Again(percent=75, onset_percent=75), seconds(45), 75),
        (RunsLeft(seconds(50), 80), Again(percent=75), seconds(50), 75),
    ],
)
def test_what_is_left_only_becomes_less(
    before: RunsLeft, again: Again, longest: Nanoseconds, percent: int
) -> None:
    """Of what an earlier symptom has left."""
    asked = Watched(KNEE, seconds(100), None, again, seconds(60))
    state = runs(watching(walk(), asked, OTHER), before.longest, before.percent)
    after = reactions.run_again(state, NOW, asked)
    assert after == runs(walk(), longest, percent)
    assert type(after.course.runs.longest) is int


def test_runs_that_would_be_walks_are_over() -> None:
    """It is a walk to the end, for what was told."""
    again = Again(10, CentiKmh(101))
    after = left(again)
    assert after == reactions.walk_out(walk(), NOW, BECAUSE)
    assert after.course.walk_out == WalkOut(BECAUSE)


def test_no_run_comes_again_where_none_waits() -> None:
    """It is not asked about any more, and that is all."""
    assert left(None) == walk()
    asked = Watched(KNEE, seconds(100), None, AGAIN, seconds(60))
    over = walked_out(watching(walk(), asked, OTHER), OVER)
    assert reactions.run_again(over, NOW, asked) == walked_out(walk(), OVER)
