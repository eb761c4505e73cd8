"""What each answer does, function by function: whose answer it is, and what becomes of it.

When an answer counts is in `test_asking`, and what its report leads to in `test_reactions`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pytest

from controller.core import answers, obey, reactions, reporting, stopping
from controller.core.commands import Command
from controller.core.judge import Reported, Said
from controller.core.policy import Action, Again, Strength
from controller.core.questions import Ask, Asking, Degree, Pending, Question, Talk, Watched
from controller.core.state import Cause, Outcome, Phase, SessionState, Setup
from controller.core.stopping import Reason
from controller.core.symptoms import TOO_MUCH
from controller.core.targets import ConsoleChange, Obeys
from protocols.units import CentiKmh, Nanoseconds
from tests.core.test_drive import NOW, WALK_BETWEEN, going
from tests.core.test_reporting import judged_as
from tests.core.worlds import SETUP, WALK, seconds

Commands = list[Command]

HEAVY: Final = Said("heaviness", 1, "Heaviness", "a little")
KNEE: Final = Said("knee", 4, "Knee", "4 of 10")
CHEST: Final = Said("chest", 1, "Chest", "present")
PAIN: Final = Said("pelvic_pain", 4, "Down below", "4 of 10")
ABOUT: Final = Watched(HEAVY, seconds(100), seconds(250))
WAITS: Final = Watched(KNEE, seconds(100), None, Again(10, CentiKmh(150), 75))
"""A run that would be none any more: what is left of it is a walk to the end."""
OTHER: Final = Watched(Said("hip", 4, "Hip", "4"), seconds(50), seconds(350))
FASTER: Final = Obeys(change=ConsoleChange(CentiKmh(600), seconds(280), higher=True))
UNTIL: Final = Nanoseconds(NOW + seconds(3))
"""Till then an answer of now can be taken back."""
NO_EFFORT: Final = replace(
    SETUP,
    policy=replace(
        SETUP.policy,
        entries=tuple(each for each in SETUP.policy.entries if each.symptom.id != "effort"),
    ),
)


def asks(ask: Ask, at: float = 290, **parts: Any) -> Question:
    """Return a question that was put ten seconds ago."""
    return Question(ask, seconds(at), seconds(at), **parts)


def walk(
    question: Question | None = None, pending: Pending | None = None, **parts: Any
) -> SessionState:
    """Return a walk behind a run, with two symptoms that are asked about again."""
    asking = Asking(question=question, pending=pending, watched=(ABOUT, WAITS, OTHER))
    state = going(WALK_BETWEEN, WALK, asking=asking, **parts)
    return replace(state, progress=replace(state.progress, last_bout=seconds(30)))


def opened(state: SessionState, question: Question | None) -> SessionState:
    """Return it with another question."""
    return replace(state, asking=replace(state.asking, question=question))


def held(
    state: SessionState,
    said: Said | None = None,
    degree: Degree | None = None,
    action: str = "",
    rule: str = "",
) -> SessionState:
    """Return it with its question answered, and the answer revocable for three seconds."""
    question = state.asking.question
    assert question is not None
    pending = Pending(question, UNTIL, said, degree, action, rule)
    return replace(state, asking=replace(state.asking, question=None, pending=pending))


Gives = Callable[[SessionState], SessionState]
OUT: Final[Commands] = []
GIVES: Final[dict[str, Gives]] = {
    "nothing": lambda state: answers.nothing(state, NOW),
    "strength": lambda state: answers.give_strength(state, NOW, OUT, 2),
    "too much": lambda state: answers.give_strength(state, NOW, OUT, TOO_MUCH),
    "place": lambda state: answers.give_place(state, NOW, OUT, "heavy"),
    "which": lambda state: answers.give_which(state, NOW, OUT, "leak_urine"),
    "degree": lambda state: answers.give_degree(state, NOW, OUT, 1),
    "talk": lambda state: answers.give_talk(state, NOW, OUT, 1),
    "go on": answers.go_on,
}
OPEN: Final[dict[str, Question | None]] = {
    "none": None,
    "anything": asks(Ask.ANYTHING),
    "strength but no place": asks(Ask.ANYTHING, strength=1),
    "where": asks(Ask.WHERE, strength=1),
    "where of nothing": asks(Ask.WHERE),
    "which": asks(Ask.WHICH, strength=1, place="leaking"),
    "which of nothing": asks(Ask.WHICH, place="leaking"),
    "still there": asks(Ask.STILL_THERE, about=ABOUT),
    "talk": asks(Ask.TALK),
    "console": asks(Ask.CONSOLE),
}
BELONGS: Final = {
    "nothing": {"anything", "strength but no place"},
    "strength": {"anything", "strength but no place"},
    "too much": {"anything", "strength but no place"},
    "place": {"where"},
    "which": {"which"},
    "degree": {"still there"},
    "talk": {"talk"},
    "go on": {"console"},
}


@pytest.mark.parametrize("answer", GIVES)
@pytest.mark.parametrize("question", OPEN)
def test_an_answer_is_to_its_own_question(answer: str, question: str) -> None:
    """To any other it is the very same session."""
    state = walk(OPEN[question])
    assert (GIVES[answer](state) is not state) is (question in BELONGS[answer])


@pytest.mark.parametrize("strength", [-1, 0, 5])
def test_there_is_no_such_strength(strength: int) -> None:
    """One to four."""
    state = walk(asks(Ask.ANYTHING))
    assert answers.give_strength(state, NOW, [], strength) is state


@pytest.mark.parametrize("value", [-1, 4])
def test_there_is_no_such_degree(value: int) -> None:
    """Gone, less, the same, more."""
    state = walk(asks(Ask.STILL_THERE, about=ABOUT))
    assert answers.give_degree(state, NOW, [], value) is state


@pytest.mark.parametrize("value", [-1, 3])
def test_there_is_no_such_talk(value: int) -> None:
    """Easily, just about, no."""
    state = walk(asks(Ask.TALK))
    assert answers.give_talk(state, NOW, [], value) is state


# --- Anything to note ----------------------------------------------------------------------------


def test_nothing_to_note_brings_the_talk_test_once_in_a_half() -> None:
    """Or is an answer that can be taken back."""
    state = walk(asks(Ask.ANYTHING))
    talks = replace(state, asking=replace(state.asking, talked=1))
    assert answers.nothing(state, NOW) == opened(talks, Question(Ask.TALK, NOW, NOW))
    assert answers.nothing(talks, NOW) == held(talks)


@pytest.mark.parametrize("shown", [290, 295])
@pytest.mark.parametrize("strength", [1, 2, 3])
def test_a_strength_leads_to_where(strength: int, shown: float) -> None:
    """With time of its own; a question that was put again has no more than it had."""
    state = walk(replace(asks(Ask.ANYTHING), shown_at=seconds(shown)))
    since = NOW if shown == 290 else seconds(290)
    asked = Question(Ask.WHERE, since, NOW, strength=strength)
    assert answers.give_strength(state, NOW, [], strength) == opened(state, asked)


@pytest.mark.parametrize("phase", [Phase.RUNNING, Phase.STARTING])
def test_too_much_brings_the_belt_to_a_stop(phase: Phase) -> None:
    """Wherever it is; it is written down as what it is judged as."""
    state = walk(asks(Ask.ANYTHING), phase=phase)
    report = Reported(
        *("heaviness", 3, NOW, "STOP_AND_REFER"), "Not sure where", "too much", "unsure", "I2"
    )  # fmt: skip
    course = replace(state.course, reports=(report,))
    because = "too much, at a place that was not named"
    reason = Reason(because, Cause.RULE, Outcome.STOPPED_AND_REFER)
    out: Commands = []
    expected: Commands = []
    closed = replace(opened(state, None), course=course)
    after = stopping.bring_down(closed, NOW, expected, reason)
    assert answers.give_strength(state, NOW, out, TOO_MUCH) == after
    assert out == expected
    assert bool(out) is (phase is Phase.STARTING)
    assert after.stop is not None
    assert after.stop.because == because


# --- Where, and which ----------------------------------------------------------------------------

ROSE: Final = (Reported("knee", 1, seconds(50), "NOTE", "Knee", "1"),)


def asked_at_once(*members: str) -> Setup:
    """Return a policy in which a place of these is asked about at once."""
    places = tuple(
        replace(each, which=True, members=members) if each.id == "leg" else each
        for each in SETUP.policy.places
    )
    return replace(SETUP, policy=replace(SETUP.policy, places=places))


@pytest.mark.parametrize(
    ("place", "strength", "setup", "reports", "which"),
    [
        ("leaking", 1, SETUP, (), False),
        ("leaking", 2, SETUP, (), True),
        ("else", 1, SETUP, (), True),
        # They differ, but the summary may ask.
        ("back", 2, SETUP, (), False),
        # What was told before makes them differ; one, or one that is known, is no choice.
        ("leg", 2, asked_at_once("knee", "hip"), (), False),
        ("leg", 2, asked_at_once("knee", "hip"), ROSE, True),
        ("leg", 2, asked_at_once("knee"), ROSE, False),
        ("leg", 2, asked_at_once("knee", "no_such_symptom"), ROSE, False),
        ("no_such_place", 2, SETUP, (), False),
    ],
)
@pytest.mark.parametrize("shown", [290, 295])
def test_which_of_a_place_is_asked_where_it_matters(  # one row of what makes it matter
    place: str,
    strength: int,
    setup: Setup,
    reports: tuple[Reported, ...],
    shown: float,
    *,
    which: bool,
) -> None:
    """Else the place is judged as the strictest of it."""
    question = replace(asks(Ask.WHERE, strength=strength), shown_at=seconds(shown))
    state = walk(question, setup=setup)
    state = replace(state, course=replace(state.course, reports=reports))
    after = answers.give_place(state, NOW, [], place)
    if which:
        since = NOW if shown == 290 else seconds(290)
        asked = Question(Ask.WHICH, since, NOW, strength=strength, place=place)
        assert after == opened(state, asked)
        return
    found = reporting.place_of(state, place)
    said = reporting.named(state, found, strength)
    verdict = reporting.verdict_of(state, said)
    assert verdict is not None
    assert after == held(state, said, None, verdict.action.strength.name, verdict.rule)


@pytest.mark.parametrize("phase", [Phase.RUNNING, Phase.STARTING])
def test_a_place_that_stops_the_belt_does_so_at_once(phase: Phase) -> None:
    """There is nothing to take back."""
    state = walk(asks(Ask.WHERE, strength=2), phase=phase)
    said = Said("shin_foot_bone", 3, "One sore spot on bone", "clear", "bone")
    stops(state, lambda out: answers.give_place(state, NOW, out, "bone"), said)


def stops(state: SessionState, does: Callable[[Commands], SessionState], said: Said) -> None:
    """See that an answer is a report that stops the belt, and closes its question."""
    out: Commands = []
    expected: Commands = []
    after = reactions.react(opened(state, None), NOW, expected, said)
    assert after.phase is Phase.STOPPING
    assert does(out) == after
    assert out == expected
    assert bool(out) is (state.phase is Phase.STARTING)


def test_a_symptom_of_a_place_speaks_for_itself() -> None:
    """Or the strictest does, where she is not sure."""
    state = walk(asks(Ask.WHICH, strength=2, place="leaking"))
    said = Said("leak_urine", 2, "Leaking pee", "clear", "leaking")
    after = answers.give_which(state, NOW, [], "leak_urine")
    assert after == held(state, said, None, "WALK_TO_THE_END", "I3")


@pytest.mark.parametrize("phase", [Phase.RUNNING, Phase.STARTING])
def test_not_sure_which_is_the_strictest(phase: Phase) -> None:
    """Wind and poo: the belt stops."""
    state = walk(asks(Ask.WHICH, strength=2, place="leaking"), phase=phase)
    said = Said("leak_bowel", 2, "Leaking", "clear", "leaking")
    stops(state, lambda out: answers.give_which(state, NOW, out, "unsure"), said)


# --- Still there, and the talk test --------------------------------------------------------------

WORDS: Final = {1: "still there, less", 2: "still there, the same", 3: "still there, more"}


def test_gone_can_be_taken_back() -> None:
    """It reports nothing."""
    state = walk(asks(Ask.STILL_THERE, about=ABOUT))
    assert answers.give_degree(state, NOW, [], 0) == held(state, None, Degree.GONE)


@pytest.mark.parametrize(
    ("ask_at", "value", "action", "rule"),
    [
        # A pelvic one that does not become less in its two minutes is a strong one.
        (seconds(250), 1, "WALK_TO_THE_END", "I3"),
        (seconds(250), 2, "WALK_THEN_STOP_AND_REFER", "I2"),
        (seconds(250), 3, "WALK_THEN_STOP_AND_REFER", "I2"),
        (NOW, 2, "WALK_THEN_STOP_AND_REFER", "I2"),
        (Nanoseconds(NOW + 1), 2, "WALK_TO_THE_END", "I3"),
        (None, 2, "WALK_THEN_STOP_AND_REFER", "I2"),
        (None, 1, "WALK_TO_THE_END", "I3"),
    ],
)
def test_what_is_still_there_can_be_taken_back(
    ask_at: Nanoseconds | None, value: int, action: str, rule: str
) -> None:
    """As long as it does not stop the belt."""
    state = walk(asks(Ask.STILL_THERE, about=replace(ABOUT, ask_at=ask_at)))
    said = replace(HEAVY, words=WORDS[value], again=True, stays=rule == "I2")
    after = answers.give_degree(state, NOW, [], value)
    assert after == held(state, said, Degree(value), action, rule)


@pytest.mark.parametrize("phase", [Phase.RUNNING, Phase.STARTING])
@pytest.mark.parametrize("strength", [Strength.STOP, Strength.STOP_AND_REFER])
def test_what_is_still_there_and_stops_the_belt(phase: Phase, strength: Strength) -> None:
    """At once, and it is no symptom to ask about any more."""
    setup = replace(SETUP, policy=judged_as(Action(strength)))
    state = walk(asks(Ask.STILL_THERE, about=WAITS), phase=phase, setup=setup)
    said = replace(KNEE, words=WORDS[1], again=True)
    out: Commands = []
    expected: Commands = []
    after = reactions.still_there(opened(state, None), NOW, expected, WAITS, said)
    assert after.phase is Phase.STOPPING
    assert answers.give_degree(state, NOW, out, 1) == after
    assert out == expected
    assert bool(out) is (phase is Phase.STARTING)


def test_what_only_ends_in_a_stop_can_be_taken_back() -> None:
    """A walk comes first."""
    action = Action(Strength.WALK_THEN_STOP_AND_REFER)
    state = walk(asks(Ask.STILL_THERE, about=WAITS), setup=replace(SETUP, policy=judged_as(action)))
    said = replace(KNEE, words=WORDS[1], again=True)
    after = answers.give_degree(state, NOW, [], 1)
    assert after == held(state, said, Degree.LESS, "WALK_THEN_STOP_AND_REFER", "I0")


HARD: Final = "How hard is this"


@pytest.mark.parametrize(
    ("talk", "setup", "said", "action", "rule"),
    [
        (Talk.EASILY, SETUP, None, "", ""),
        (
            *(Talk.JUST_ABOUT, SETUP),
            *(Said("effort", 5, HARD, "just about a whole sentence"), "NOTE", ""),
        ),
        (Talk.NO, SETUP, Said("effort", 7, HARD, "not a whole sentence"), "SLOW", "I11"),
        (Talk.NO, NO_EFFORT, Said("effort", 7, "effort", "not a whole sentence"), "", ""),
    ],
)
def test_the_talk_test(talk: Talk, setup: Setup, said: Said | None, action: str, rule: str) -> None:
    """On the scale of effort, if the policy has one."""
    state = walk(asks(Ask.TALK), setup=setup)
    assert answers.give_talk(state, NOW, [], talk) == held(state, said, None, action, rule)


@pytest.mark.parametrize("phase", [Phase.RUNNING, Phase.STARTING])
def test_a_talk_test_that_stops_the_belt(phase: Phase) -> None:
    """Where a policy says so."""
    setup = replace(SETUP, policy=judged_as(Action(Strength.STOP), "effort"))
    state = walk(asks(Ask.TALK), phase=phase, setup=setup)
    said = Said("effort", 7, HARD, "not a whole sentence")
    stops(state, lambda out: answers.give_talk(state, NOW, out, Talk.NO), said)


def test_the_plan_goes_on() -> None:
    """The belt is led back to it, by her word."""
    state = walk(asks(Ask.CONSOLE), obeys=FASTER)
    after = answers.go_on(state)
    assert after == obey.led_back(opened(state, None), "you said that the plan goes on")
    assert after.obeys.change is not None
    assert after.obeys.change.agreed == "you said that the plan goes on"


# --- Taking back ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "before", "strength"),
    [
        (Ask.WHERE, Ask.ANYTHING, None),
        (Ask.WHICH, Ask.WHERE, 2),
        (Ask.TALK, Ask.ANYTHING, None),
        (Ask.ANYTHING, None, None),
        (Ask.STILL_THERE, None, None),
        (Ask.CONSOLE, None, None),
    ],
)
def test_the_question_before_comes_again(ask: Ask, before: Ask | None, strength: int) -> None:
    """It has the time that is left, and the strength that was said to it."""
    pending = Pending(asks(Ask.ANYTHING, 280), UNTIL, said=KNEE)
    state = walk(asks(ask, strength=2, place="leaking"), pending)
    after = answers.take_back(state, NOW)
    if before is None:
        assert after is state
        return
    assert after == opened(state, Question(before, seconds(290), NOW, strength=strength))


@pytest.mark.parametrize(("asked", "leaves"), [(299, 299), (261, 261), (259, 260), (200, 260)])
def test_an_answer_is_taken_back(asked: float, leaves: float) -> None:
    """Its question comes again, not held any more, and there are 20 s to answer it."""
    question = replace(asks(Ask.WHERE, asked, strength=2), holding=True)
    state = walk(None, Pending(question, UNTIL, said=KNEE, degree=Degree.LESS))
    again = replace(question, asked_at=seconds(leaves), shown_at=NOW, holding=False)
    asking = replace(state.asking, question=again, pending=None)
    assert answers.take_back(state, NOW) == replace(state, asking=asking)


def test_there_may_be_nothing_to_take_back() -> None:
    """It is the very same session."""
    state = walk()
    assert answers.take_back(state, NOW) is state
    assert answers.settle(state, NOW, []) is state
    assert answers.settle_due(state) is None
    assert answers.settle_due(walk(None, Pending(asks(Ask.TALK), seconds(7)))) == seconds(7)


# --- When it cannot be taken back any more -------------------------------------------------------

Does = Callable[[SessionState, Commands], SessionState]


def gone(state: SessionState, out: Commands) -> SessionState:  # noqa: ARG001  # as its neighbours
    """Do what follows when what a run waits for is gone."""
    return reactions.run_again(state, NOW, WAITS)


def stays(state: SessionState, out: Commands) -> SessionState:
    """Do what follows when it is not."""
    return reactions.still_there(state, NOW, out, WAITS, KNEE)


def told(state: SessionState, out: Commands) -> SessionState:
    """Do what follows from a report."""
    return reactions.react(state, NOW, out, KNEE)


def nothing(state: SessionState, out: Commands) -> SessionState:  # noqa: ARG001  # as its neighbours
    """Leave it as it is."""
    return state


@pytest.mark.parametrize(
    ("about", "said", "degree", "does"),
    [
        (WAITS, None, Degree.GONE, gone),
        (WAITS, KNEE, Degree.GONE, gone),
        (WAITS, KNEE, Degree.LESS, stays),
        (WAITS, None, Degree.LESS, nothing),
        (WAITS, KNEE, None, told),
        (None, KNEE, None, told),
        (None, KNEE, Degree.LESS, told),
        (None, KNEE, Degree.GONE, told),
        (None, None, None, nothing),
    ],
)
@pytest.mark.parametrize("phase", [Phase.RUNNING, Phase.STARTING])
def test_an_answer_that_stands(
    about: Watched | None, said: Said | None, degree: Degree | None, does: Does, phase: Phase
) -> None:
    """It is not pending any more, and what it asks for is done."""
    action = Action(Strength.STOP if phase is Phase.STARTING else Strength.WALK)
    setup = replace(SETUP, policy=judged_as(action))
    pending = Pending(asks(Ask.STILL_THERE, about=about), UNTIL, said, degree)
    state = walk(None, pending, phase=phase, setup=setup)
    cleared = replace(state, asking=replace(state.asking, pending=None))
    out: Commands = []
    expected: Commands = []
    after = does(cleared, expected)
    assert answers.settle(state, NOW, out) == after
    assert out == expected
    assert bool(out) is (phase is Phase.STARTING and does in {stays, told})


HALF: Final = asks(Ask.WHERE, strength=1)
UNSURE: Final = Said("heaviness", 1, "Not sure where", "a little", "unsure")


TOLD: Final = Pending(asks(Ask.ANYTHING), UNTIL, said=HEAVY)


@pytest.mark.parametrize("strength", [Strength.WALK, Strength.STOP])
@pytest.mark.parametrize(
    ("question", "pending"),
    [(None, TOLD), (HALF, None), (HALF, TOLD), (asks(Ask.ANYTHING), TOLD)],
)
def test_what_was_said_counts_when_something_overtakes_it(
    question: Question | None, pending: Pending | None, strength: Strength
) -> None:
    """Both what can be taken back, and what was said by half; a stop has its own way to keep it."""
    setup = replace(SETUP, policy=judged_as(Action(strength), "heaviness"))
    state = walk(question, pending, phase=Phase.STARTING, setup=setup)
    out: Commands = []
    expected: Commands = []
    after = state
    if pending is not None:
        after = answers.settle(after, NOW, expected)
    if after.asking.question is HALF:
        after = reactions.react(reporting.close_question(after), NOW, expected, UNSURE)
    assert answers.take_as_said(state, NOW, out) == after
    assert out == expected
    assert bool(out) is (strength is Strength.STOP)
    assert len(after.course.reports) == (pending is not None) + (question is HALF)


def test_gone_is_nothing_that_overtakes() -> None:
    """What a run waits for is asked about again."""
    pending = Pending(asks(Ask.STILL_THERE, about=WAITS), UNTIL, degree=Degree.GONE)
    for question in (None, asks(Ask.ANYTHING)):
        state = walk(question, pending)
        assert answers.take_as_said(state, NOW, []) is state
        assert answers.take_as_said(walk(question), NOW, []) == walk(question)


# --- What is told by name ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("symptom", "value"),
    [("no_such_symptom", 1), ("heaviness", 0), ("knee", -1), ("heaviness", -1)],
)
def test_what_is_no_report_is_no_answer_either(symptom: str, value: int) -> None:
    """The question stays, and what can be taken back stays."""
    state = walk(HALF, Pending(asks(Ask.ANYTHING), UNTIL, said=HEAVY))
    assert answers.report_symptom(state, NOW, [], symptom, value) is state
    over = walk(HALF, phase=Phase.ENDED)
    assert answers.report_symptom(over, NOW, [], "knee", 4) is over


@pytest.mark.parametrize("phase", [Phase.RUNNING, Phase.STARTING])
@pytest.mark.parametrize("first", [HEAVY, CHEST], ids=["heavy", "chest"])
@pytest.mark.parametrize(
    ("symptom", "value", "label", "words"),
    [
        ("knee", 0, "Knee pain", "0-2"),
        ("knee", 4, "Knee pain", "4-5"),
        ("knee", 11, "Knee pain", "6-10"),
        ("chest", 1, "Chest pain, tightness, or racing or irregular heart", "present"),
    ],
)
def test_a_symptom_is_told_by_its_name(  # one row of what is told, and what was told before
    symptom: str, value: int, label: str, words: str, first: Said, *, phase: Phase
) -> None:
    """Behind what was said before; whatever was asked is answered."""
    state = walk(HALF, Pending(asks(Ask.ANYTHING), UNTIL, said=first), phase=phase)
    state = replace(state, asking=replace(state.asking, wants_to_tell=True))
    out: Commands = []
    expected: Commands = []
    before = reporting.close_question(answers.take_as_said(state, NOW, expected))
    assert len(before.course.reports) == 2
    after = reactions.react(before, NOW, expected, Said(symptom, value, label, words))
    assert answers.report_symptom(state, NOW, out, symptom, value) == after
    assert out == expected
    stop = first is CHEST or symptom == "chest" or value > 5
    assert (after.phase is Phase.STOPPING) is stop
    assert bool(out) is (stop and phase is Phase.STARTING)


# --- No answer -----------------------------------------------------------------------------------


def test_no_answer_to_no_question() -> None:
    """It is the very same session."""
    state = walk()
    assert answers.no_answer(state, NOW, []) is state


@pytest.mark.parametrize("ask", list(Ask))
def test_no_answer_holds_the_walk(ask: Ask) -> None:
    """First of all, and whatever was asked."""
    state = walk(asks(ask, strength=1), obeys=FASTER)
    question = replace(asks(ask, strength=1), holding=True)
    assert answers.no_answer(state, NOW, []) == opened(state, question)


@pytest.mark.parametrize("holding", [False, True])
def test_a_question_about_the_console_may_be_over(*, holding: bool) -> None:
    """The belt is what it was asked to be."""
    state = walk(asks(Ask.CONSOLE, holding=holding))
    assert answers.no_answer(state, NOW, []) == opened(state, None)


NOT_ANSWERED: Final = Reason("the question was not answered", Cause.RULE)


@pytest.mark.parametrize("phase", [Phase.RUNNING, Phase.STARTING])
@pytest.mark.parametrize(
    "question",
    [
        asks(Ask.ANYTHING, holding=True),
        asks(Ask.CONSOLE, holding=True),
        asks(Ask.WHERE, holding=True, strength=1),
        asks(Ask.WHICH, holding=True, strength=2, place="bone"),
    ],
    ids=["anything", "console", "where", "which"],
)
def test_no_answer_for_a_minute_brings_the_belt_down(question: Question, phase: Phase) -> None:
    """What was said by half counts, and may have stopped it already."""
    state = walk(question, phase=phase, obeys=FASTER)
    out: Commands = []
    expected: Commands = []
    after, said = state, reporting.half_said(state, question)
    if said is not None:
        after = reactions.react(opened(after, None), NOW, expected, said)
    if after.phase is not Phase.STOPPING:
        after = stopping.bring_down(after, NOW, expected, NOT_ANSWERED)
    assert answers.no_answer(state, NOW, out) == after
    assert out == expected
    assert len(out) == (phase is Phase.STARTING)
    assert len(after.course.reports) == (said is not None)
    assert after.stop is not None
    assert (after.stop.because == NOT_ANSWERED.because) is (question.ask is not Ask.WHICH)
    assert after.stop.cause is Cause.RULE
