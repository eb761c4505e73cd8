"""Plans that ask less often: what is left out, what asks all the same, and how long runs remind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.core import numbers
from controller.core.commands import SetSpeed
from controller.core.events import (
    DegreeGiven,
    NothingToNote,
    PlaceGiven,
    SomethingWrong,
    StrengthGiven,
    TalkGiven,
)
from controller.core.questions import Ask
from controller.core.state import Outcome, Phase, begin
from controller.core.timeline import JOG_FLOOR, Gait, Program, Role, Segment
from protocols.units import SECOND, Nanoseconds
from tests.core.worlds import (
    RUN,
    SETUP,
    WALK,
    WELL,
    World,
    at_segment,
    policy_of,
    seconds,
    started,
)

if TYPE_CHECKING:
    from controller.core.events import Event

WELL_ENOUGH: Final = 0.8
"""An answer counts from 0.7 s on."""


def walk(length: float = 40, *, asks: bool = False) -> Segment:
    """Return a walk."""
    return Segment(Gait.WALK, Role.WORK, seconds(length), WALK, asks=asks)


def jog(length: float = 30) -> Segment:
    """Return a run."""
    return Segment(Gait.RUN, Role.WORK, seconds(length), RUN, asks=False)


def session(*segments: Segment, policy: str = "cautious", **program: object) -> World:
    """Return a world with such a session; ``program`` has the other fields of a `Program`."""
    made = Program(segments, WALK, **program)  # type: ignore[arg-type]  # fields by their names
    setup = replace(SETUP, policy=policy_of(policy), program=made)
    return World(setup=setup, state=begin(setup)).run(2)


def ask_of(made: World) -> Ask | None:
    """Return which question is open."""
    question = made.state.asking.question
    return None if question is None else question.ask


def asked_in(made: World, answers: dict[Ask, Event] = WELL) -> list[tuple[int, Ask]]:
    """Answer all that comes until the session is over; return where what was asked."""
    questions: list[tuple[int, Ask]] = []
    for _ in range(20_000):
        if made.phase is Phase.ENDED:
            return questions
        question = ask_of(made)
        if question is None:
            made.run(0.2)
            continue
        questions.append((made.state.progress.index, question))
        made.run(WELL_ENOUGH).tell(answers[question])
    raise AssertionError("it has no end")


@pytest.mark.long
@settings(max_examples=25, deadline=None)
@given(
    asks=st.lists(st.booleans(), min_size=1, max_size=4),
    runs=st.lists(st.booleans(), min_size=4, max_size=4),
    talk_test=st.booleans(),
)
def test_a_walk_that_does_not_ask_is_walked_and_nothing_waits_for_it(
    asks: list[bool], runs: list[bool], *, talk_test: bool
) -> None:
    """Each walk that asks does so once; nothing lasts longer than planned, but for ramps."""
    segments: list[Segment] = []
    for each, run in zip(asks, runs, strict=False):
        segments += [walk(asks=each), *([jog()] if run else [])]
    segments.append(walk(asks=asks[0]))
    made = session(*segments, talk_test=talk_test)
    started(made)
    began = made.now
    questions = asked_in(made)
    expected = [index for index, each in enumerate(segments) if each.asks]
    assert [index for index, ask in questions if ask is Ask.ANYTHING] == expected
    assert talk_test or Ask.TALK not in {ask for _, ask in questions}
    assert made.state.ended is not None
    assert made.state.ended.outcome is Outcome.COMPLETED
    planned = sum(each.duration for each in segments)
    changes = 20 * (2 + 2 * sum(runs))
    assert made.now - began < planned + seconds(changes) + numbers.WATCH


@pytest.mark.parametrize("length", [1, 3, 4.9, 5, 5.1, 6])
def test_a_walk_that_asks_is_never_too_short_to_ask(length: float) -> None:
    """One that is over before its question would be put asks at its end, and a run waits for it."""
    short, silent = walk(length, asks=True), walk(length)
    segments = [short, jog(), short, silent, jog(), silent, short]
    questions = asked_in(started(session(*segments, talk_test=False)))
    assert questions == [(0, Ask.ANYTHING), (2, Ask.ANYTHING), (6, Ask.ANYTHING)]


def test_the_symptom_key_asks_in_any_walk() -> None:
    """In one that does not ask, at once; and in a run, before such a one, once the belt walks."""
    made = at_segment(0, session(walk(), jog(), walk(), jog(), walk(asks=True)))
    made.run(20).tell(SomethingWrong())
    assert ask_of(made) is Ask.ANYTHING
    made.run(WELL_ENOUGH).tell(NothingToNote())
    at_segment(1, made).run(10).tell(SomethingWrong())
    made.run(15)
    assert (made.state.progress.index, ask_of(made)) == (2, Ask.ANYTHING)
    assert made.speed < JOG_FLOOR


def test_once_something_was_told_every_walk_asks() -> None:
    """Also the very next one; "nothing" leaves the plan as it is (docs/plans.md, questions)."""
    segments = [walk(asks=True), *(jog(), walk()) * 3, jog(), walk(asks=True)]
    quiet = asked_in(started(session(*segments, talk_test=False)))
    assert quiet == [(0, Ask.ANYTHING), (8, Ask.ANYTHING)]
    made = at_segment(3, session(*segments, talk_test=False))
    made.run(10).tell(SomethingWrong())
    made.run(15)
    for event in (StrengthGiven(1), PlaceGiven("leg")):
        made.run(WELL_ENOUGH).tell(event)
    made.run(4)
    assert [each.action for each in made.state.course.reports] == ["NOTE"]
    assert asked_in(made) == [(6, Ask.ANYTHING), (8, Ask.ANYTHING)]


def test_an_answer_of_the_talk_test_is_something_told() -> None:
    """Whoever could not say a sentence is asked in every walk from then on."""
    segments = [walk(), jog(), walk(asks=True), jog(), walk(), jog(), walk(60, asks=True)]
    questions = asked_in(started(session(*segments)), {**WELL, Ask.TALK: TalkGiven(2)})
    assert [index for index, ask in questions if ask is Ask.ANYTHING] == [2, 4, 6]


def test_still_there_comes_in_a_walk_that_does_not_ask() -> None:
    """Two minutes later; and a run waits until it is gone (I2, I4)."""
    segments = [walk(), jog(), walk(60), jog(), walk(60, asks=True)]
    made = at_segment(1, session(*segments, policy="standard", talk_test=False))
    made.run(15).tell(SomethingWrong())
    made.run(15)
    for event in (StrengthGiven(1), PlaceGiven("heavy")):
        made.run(WELL_ENOUGH).tell(event)
    made.run(4).forget()
    while ask_of(made) is not Ask.STILL_THERE:
        made.run(0.2)
        if ask_of(made) is Ask.ANYTHING:
            made.run(WELL_ENOUGH).tell(NothingToNote())
    assert made.state.progress.index == 2
    assert max((each.speed for _, each in made.heard(SetSpeed)), default=WALK) < JOG_FLOOR
    made.run(WELL_ENOUGH).tell(DegreeGiven(0))
    at_segment(3, made)


def test_a_drifted_gait_asks_in_a_walk_that_does_not() -> None:
    """Low steps for 20 s of a run are a reason to ask, whatever the plan left out."""
    made = at_segment(0, session(walk(), jog(140), walk(60), talk_test=False))
    made.steps = 160
    at_segment(1, made).run(80)
    made.steps = 145
    while made.state.progress.index == 1:
        made.run(0.2)
    made.run(15)
    assert ask_of(made) is Ask.ANYTHING


@pytest.mark.parametrize("talk_test", [True, False])
def test_a_plan_may_leave_the_talk_test_out(*, talk_test: bool) -> None:
    """Then "nothing" is the end of the question, in either half."""
    made = session(walk(), jog(), walk(asks=True), walk(asks=True), talk_test=talk_test)
    questions = asked_in(started(made))
    assert [ask for _, ask in questions].count(Ask.TALK) == 2 * talk_test
    assert [index for index, ask in questions if ask is Ask.ANYTHING] == [2, 3]


def reminders(made: World, index: int, last: int) -> list[int]:
    """Return after how many seconds of running the key was reminded of, up to a segment's end."""
    at_segment(index, made)
    since, seen, found = made.now, made.state.asking.reminded, []
    while index <= made.state.progress.index <= last:
        made.run(0.1)
        if made.state.asking.reminded > seen:
            found.append(round((made.now - since) / SECOND))
        seen = made.state.asking.reminded
    return found


@pytest.mark.parametrize(
    ("every", "length", "expected"),
    [
        (120, 380, [120, 240]),  # the third would come 20 s before the end
        (120, 381, [120, 240, 360]),
        (120, 119, []),
        (60, 200, [60, 120]),
        (60, 201, [60, 120, 180]),
        (300, 660, [300, 600]),
    ],
)
def test_a_long_run_reminds_as_often_as_the_plan_says(
    every: int, length: int, expected: list[int]
) -> None:
    """From the moment its speed is reached, and not in the last 20 s."""
    made = session(walk(), jog(length), walk(), reminder=seconds(every))
    assert reminders(made, 1, 1) == expected


def test_runs_without_a_walk_between_remind_as_one() -> None:
    """Three times two minutes are six: nobody is asked in them. A walk begins it anew."""
    made = session(walk(), jog(120), jog(120), jog(120), walk(), jog(120), walk())
    assert reminders(made, 1, 3) == [300]
    assert reminders(made, 5, 5) == []
    assert made.state.asking.runs_since is None


def test_a_reminder_that_an_end_held_back_comes_with_the_next_run() -> None:
    """What would come in the last 20 s of a run that another follows is told as that one begins."""
    made = session(walk(), jog(130), jog(120), walk(), reminder=seconds(120))
    assert reminders(made, 1, 2) == pytest.approx([130], abs=1)


def test_a_run_that_is_cut_ends_the_count() -> None:
    """After the walk it begins anew, though the plan has two runs in a row."""
    made = session(walk(), jog(100), jog(100), walk(), reminder=seconds(60), talk_test=False)
    at_segment(1, made).run(50).tell(SomethingWrong())
    made.run(15)
    assert made.state.progress.detour is not None
    made.run(WELL_ENOUGH).tell(NothingToNote())
    while made.state.progress.detour is not None:
        made.run(0.5)
    assert reminders(made, 2, 2) == [60]


def test_a_reminder_of_a_program_is_a_span() -> None:
    """Five minutes where nothing else is said (docs/plans.md, questions)."""
    assert Program((walk(),), WALK).reminder == Nanoseconds(300 * SECOND)
