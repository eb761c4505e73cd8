"""Which function each key leads to, and with what in hand: the key, the moment and what is said.

Where every key leads from every phase is in `test_product`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest

from controller.core import answers, choices, keys, notes, starting
from controller.core.afterwards import Notes
from controller.core.commands import Command, StopBelt
from controller.core.events import (
    CoolDownPressed,
    DegreeGiven,
    FasterPressed,
    Key,
    KeyPressed,
    NothingToNote,
    PausePressed,
    PlaceGiven,
    PlanGoesOn,
    ResumePressed,
    SignsGiven,
    SiteGiven,
    SlowerPressed,
    SomethingWrong,
    StartPressed,
    StrengthGiven,
    SymptomReported,
    TakenBack,
    TalkGiven,
    Unwell,
    WalkPressed,
    WhichGiven,
)
from controller.core.judge import Said
from controller.core.policy import Action, Strength
from controller.core.questions import Ask, Asking, Degree, Pending, Question, Watched
from controller.core.state import Cause, Ended, Outcome, Phase, SessionState
from controller.core.symptoms import TOO_MUCH
from controller.core.targets import ConsoleChange, Eased
from protocols.units import SECOND, CentiKmh, Nanoseconds
from tests.core.test_drive import NOW, WALK_BETWEEN, WARM_UP, going
from tests.core.worlds import SETUP, bring, seconds

Commands = list[Command]
Does = Callable[[SessionState, Nanoseconds, Commands], SessionState]

HEAVY: Final = Said("heaviness", 1, "Heaviness", "present")
CHEST: Final = Said("chest", 1, "Chest", "present")
HURTS: Final = Said("knee", 7, "Knee", "7 of 10")
WATCHED: Final = Watched(HEAVY, seconds(100), seconds(290))
STRICTEST: Final = replace(
    SETUP.policy,
    entries=tuple(
        replace(each, rows=tuple(replace(row, action=Action(Strength.STOP)) for row in each.rows))
        for each in SETUP.policy.entries
    ),
)
"""Whatever is told stops the belt."""
PLACE: Final = next(each for each in SETUP.policy.places if len(each.members) > 1)


def asked(
    ask: Ask,
    strength: int | None = None,
    place: str = "",
    about: Watched | None = None,
    phase: Phase = Phase.RUNNING,
) -> SessionState:
    """Return a walk in which a question has been open for ten seconds.

    Where the belt has only been asked to start, what stops it goes out in the same step.
    """
    then = seconds(290)
    question = Question(ask, then, then, strength=strength, place=place, about=about)
    state = going(WALK_BETWEEN, 500, phase=phase, asking=Asking(question=question))
    return replace(state, progress=replace(state.progress, last_bout=seconds(30)))


def answered(state: SessionState, said: Said = HEAVY) -> SessionState:
    """Return it with an answer that can still be taken back."""
    then = seconds(299)
    pending = Pending(Question(Ask.ANYTHING, then, then, strength=1), seconds(302), said=said)
    return replace(state, asking=replace(state.asking, pending=pending))


def made_faster() -> SessionState:
    """Return a walk on a belt that somebody made faster, and the question about it."""
    state = asked(Ask.CONSOLE)
    change = ConsoleChange(CentiKmh(600), seconds(280), higher=True)
    return replace(state, obeys=replace(state.obeys, change=change))


def ended() -> SessionState:
    """Return a session that has ended, and would still like to be told something."""
    state = answers.report_symptom(going(), NOW, [], "knee", 7)
    report = replace(state.course.reports[0], label=PLACE.name.capitalize(), place=PLACE.id)
    course = replace(state.course, reports=(report,), unwell=True)
    end = Ended(
        *(Outcome.STOPPED, Cause.RUNNER, "a key"), confirmed=True, watch_until=None,
        resent_at=NOW, notes=Notes((0,), signs=True, until=seconds(900)),
    )  # fmt: skip
    return replace(state, phase=Phase.ENDED, course=course, ended=end)


LEADS: Final[list[tuple[Key, SessionState, Does, bool]]] = [
    (
        StartPressed(),
        bring(Phase.STILL).state,
        lambda s, now, _: starting.count_down(s, now),
        False,
    ),
    (
        ResumePressed(),
        bring(Phase.PAUSED).state,
        lambda s, now, _: starting.count_down(s, now),
        False,
    ),
    (
        SomethingWrong(),
        answered(going()),
        lambda s, now, out: choices.something_wrong(answers.settle(s, now, out), now),
        False,
    ),
    (Unwell(), going(phase=Phase.STARTING), choices.unwell, True),
    (WalkPressed(), going(), lambda s, now, _: choices.walk(s, now, alone=True), False),
    (SomethingWrong(), going(), lambda s, now, _: choices.something_wrong(s, now), False),
    (SlowerPressed(), going(), lambda s, now, _: choices.slower(s, now), False),
    (
        SlowerPressed(),
        going(commanded=700, eased=Eased(run=CentiKmh(100))),
        lambda s, now, _: choices.slower(s, now),
        False,
    ),
    (
        FasterPressed(),
        going(commanded=750, eased=Eased(run=CentiKmh(50))),
        lambda s, now, _: choices.faster(s, now),
        False,
    ),
    (CoolDownPressed(), going(), lambda s, now, _: choices.cool_down(s, now), False),
    (PlanGoesOn(), made_faster(), lambda s, *_: answers.go_on(s), False),
    (NothingToNote(), asked(Ask.ANYTHING), lambda s, now, _: answers.nothing(s, now), False),
    (
        StrengthGiven(1),
        asked(Ask.ANYTHING),
        lambda s, now, out: answers.give_strength(s, now, out, 1),
        False,
    ),
    (
        PlaceGiven("heavy"),
        asked(Ask.WHERE, 1),
        lambda s, now, out: answers.give_place(s, now, out, "heavy"),
        False,
    ),
    (
        WhichGiven("leak_urine"),
        asked(Ask.WHICH, 1, "leaking"),
        lambda s, now, out: answers.give_which(s, now, out, "leak_urine"),
        False,
    ),
    (
        DegreeGiven(Degree.GONE),
        asked(Ask.STILL_THERE, about=WATCHED),
        lambda s, now, out: answers.give_degree(s, now, out, Degree.GONE),
        False,
    ),
    (
        DegreeGiven(Degree.MORE),
        asked(Ask.STILL_THERE, about=WATCHED),
        lambda s, now, out: answers.give_degree(s, now, out, Degree.MORE),
        False,
    ),
    (TalkGiven(2), asked(Ask.TALK), lambda s, now, out: answers.give_talk(s, now, out, 2), False),
    (
        TakenBack(),
        answered(going(WARM_UP, 500)),
        lambda s, now, _: answers.take_back(s, now),
        False,
    ),
    (
        SiteGiven(0, PLACE.members[1]),
        ended(),
        lambda s, *_: notes.give_site(s, 0, PLACE.members[1]),
        False,
    ),
    (
        SomethingWrong(),
        answered(going(phase=Phase.STARTING), CHEST),
        lambda s, now, out: choices.something_wrong(answers.settle(s, now, out), now),
        True,
    ),
    (
        StrengthGiven(TOO_MUCH),
        asked(Ask.ANYTHING, phase=Phase.STARTING),
        lambda s, now, out: answers.give_strength(s, now, out, TOO_MUCH),
        True,
    ),
    (
        PlaceGiven("bone"),
        asked(Ask.WHERE, 3, phase=Phase.STARTING),
        lambda s, now, out: answers.give_place(s, now, out, "bone"),
        True,
    ),
    (
        WhichGiven("unsure"),
        asked(Ask.WHICH, 3, "leaking", phase=Phase.STARTING),
        lambda s, now, out: answers.give_which(s, now, out, "unsure"),
        True,
    ),
    (
        DegreeGiven(Degree.MORE),
        asked(Ask.STILL_THERE, about=replace(WATCHED, said=HURTS), phase=Phase.STARTING),
        lambda s, now, out: answers.give_degree(s, now, out, Degree.MORE),
        True,
    ),
    (SignsGiven(1), ended(), lambda s, *_: notes.give_signs(s, 1), False),
    (
        TalkGiven(2),
        replace(asked(Ask.TALK, phase=Phase.STARTING), setup=replace(SETUP, policy=STRICTEST)),
        lambda s, now, out: answers.give_talk(s, now, out, 2),
        True,
    ),
    (
        SymptomReported("chest", 1),
        going(phase=Phase.STARTING),
        lambda s, now, out: answers.report_symptom(s, now, out, "chest", 1),
        True,
    ),
]


def noted(state: SessionState, now: Nanoseconds = NOW) -> SessionState:
    """Return it with the moment of a key."""
    return replace(state, asking=replace(state.asking, key_at=now))


@pytest.mark.parametrize(("key", "state", "does", "speaks"), LEADS, ids=range(len(LEADS)))
def test_what_each_key_leads_to(key: Key, state: SessionState, does: Does, *, speaks: bool) -> None:
    """The room's own function decides, with the very key, the moment and what is said."""
    said: Commands = []
    expected: Commands = []
    now = Nanoseconds((state.belt.at or NOW) + 1)
    after = keys.take(state, key, now, said)
    assert after == does(noted(state, now), now, expected)
    assert after != noted(state, now)
    assert said == expected
    assert bool(said) is speaks
    assert after.asking.key_at == now or after.phase is not state.phase


@pytest.mark.parametrize(
    ("key", "state"),
    [
        (PlanGoesOn(), made_faster()),
        (NothingToNote(), asked(Ask.ANYTHING)),
        (StrengthGiven(1), asked(Ask.ANYTHING)),
        (PlaceGiven("heavy"), asked(Ask.WHERE, 1)),
        (WhichGiven("leak_urine"), asked(Ask.WHICH, 1, "leaking")),
        (DegreeGiven(Degree.GONE), asked(Ask.STILL_THERE, about=WATCHED)),
        (TalkGiven(2), asked(Ask.TALK)),
        (KeyPressed(), going()),
    ],
    ids=repr,
)
def test_an_answer_that_cannot_have_been_meant_is_none(key: Key, state: SessionState) -> None:
    """A key came 0.2 s ago: it is held. That it came is noted, and nothing else."""
    held = noted(state, Nanoseconds(NOW - SECOND // 5))
    assert keys.take(held, key, NOW, []) == noted(state)


@pytest.mark.parametrize(("before", "alone"), [(0.69, False), (0.7, True), (None, True)])
def test_a_key_that_is_held_is_pressed_once(before: float | None, *, alone: bool) -> None:
    """Within 0.7 s a keyboard repeats itself: it neither ends the running nor makes faster."""
    key_at = None if before is None else Nanoseconds(NOW - int(before * SECOND))
    walk = going(WALK_BETWEEN, 500)
    walk = replace(walk, course=replace(walk.course, walk_asked=True))
    eased = going(commanded=750, eased=Eased(run=CentiKmh(50)))
    for state, key in ((walk, WalkPressed()), (eased, FasterPressed())):
        held = replace(state, asking=replace(state.asking, key_at=key_at))
        assert (keys.take(held, key, NOW, []) != noted(held)) is alone


def test_a_pause_takes_as_said_what_was_told() -> None:
    """What she told counts for the runs behind it; the stop goes out, and is none for good."""
    said: Commands = []
    state = keys.take(answered(going()), PausePressed(), NOW, said)
    assert said == [StopBelt("the runner paused", final=False)]
    assert state.course.reports[0].at == NOW
    assert state.stop is not None
    assert (state.stop.cause, state.stop.resumable, state.stop.asked_at) == (
        Cause.RUNNER, True, NOW,
    )  # fmt: skip
    grave = keys.take(answered(going(phase=Phase.STARTING), CHEST), PausePressed(), NOW, said)
    assert grave.stop is not None
    assert (grave.stop.because, grave.stop.resumable) == ("Chest, present", False)


@pytest.mark.parametrize("phase", [Phase.STILL, Phase.PAUSED, Phase.UNKNOWN, Phase.ENDED])
def test_a_pause_is_of_a_belt_that_moves(phase: Phase) -> None:
    """Anywhere else the key is only noted."""
    state = bring(phase).state
    now = Nanoseconds(state.since + SECOND)
    assert keys.take(state, PausePressed(), now, []) == noted(state, now)


@pytest.mark.parametrize(
    ("key", "phase"), [(StartPressed(), Phase.PAUSED), (ResumePressed(), Phase.STILL)]
)
def test_each_start_key_is_of_its_phase(key: Key, phase: Phase) -> None:
    """A start begins, and a pause is gone on from."""
    state = bring(phase).state
    now = Nanoseconds((state.belt.at or 0) + 1)
    assert keys.take(state, key, now, []) == noted(state, now)


@pytest.mark.parametrize(
    "key", [KeyPressed(), StartPressed(), WalkPressed(), NothingToNote()], ids=repr
)
def test_any_key_calls_the_start_off(key: Key) -> None:
    """And does nothing else."""
    state = bring(Phase.COUNTDOWN).state
    now = Nanoseconds((state.belt.at or 0) + 1)
    assert keys.take(state, key, now, []) == starting.call_off(noted(state, now), now)


@pytest.mark.parametrize("key", [Unwell(), SymptomReported("knee", 1)], ids=repr)
def test_what_is_told_in_a_countdown_counts(key: Key) -> None:
    """Beside the start that is called off."""
    state = bring(Phase.COUNTDOWN).state
    now = Nanoseconds((state.belt.at or 0) + 1)
    after = keys.take(state, key, now, [])
    assert after.phase is not Phase.COUNTDOWN
    assert after.course.unwell or after.course.reports
