"""The live keys: something is wrong, unwell, walk; and keys that do not arrive."""

from __future__ import annotations

import pytest

from controller.core.commands import SetSpeed, StartBelt, StopBelt
from controller.core.events import (
    BatteryRead,
    KeysBack,
    KeysLost,
    NothingToNote,
    SomethingWrong,
    StartPressed,
    Unwell,
    WalkPressed,
)
from controller.core.state import Outcome, Phase, segment
from controller.core.timeline import Gait
from tests.core.worlds import JOG, WALK, World, at_segment, bring, world

DRIVEN = [0, 1, 2, 3, 4]


def in_segment(index: int) -> World:
    """Return a world some seconds into a segment, with no question open."""
    made = at_segment(index)
    made.run(3)
    return made.forget()


@pytest.mark.parametrize("index", [1, 3])
def test_something_wrong_in_a_run_walks_first_and_then_asks(index: int) -> None:
    """The belt goes down at once; the question comes below jogging speed, not before."""
    made = in_segment(index)
    made.tell(SomethingWrong())
    first = made.heard(SetSpeed)[0]
    assert first[0] == made.now
    assert made.state.course.question is None
    while made.state.course.question is None:
        assert made.speed >= 0
        made.run(0.1)
        assert (made.state.belt.speed or 0) < JOG or made.state.course.question is None
    made.run(1).tell(NothingToNote())
    interval = segment(made.state)
    assert interval is not None
    assert interval.gait is Gait.WALK


@pytest.mark.parametrize("index", [0, 2, 4])
def test_something_wrong_in_a_walk_asks_at_once(index: int) -> None:
    """Walking, the question is there with the key."""
    made = in_segment(index)
    made.tell(SomethingWrong())
    assert made.state.course.question is not None


def test_a_run_that_was_cut_is_not_repeated() -> None:
    """After "nothing" the walk behind the cut run goes on, and then the next run."""
    made = in_segment(1)
    made.tell(SomethingWrong())
    made.run(8)
    made.tell(NothingToNote())
    assert made.state.progress.index == 2
    assert made.state.progress.ran < 30 * 10**9


@pytest.mark.parametrize("index", DRIVEN)
def test_unwell_brings_the_belt_down_and_refers(index: int) -> None:
    """One key, in a run or in a walk; the outcome is a referral."""
    made = in_segment(index)
    made.tell(Unwell())
    assert made.phase is Phase.STOPPING
    made.until(Phase.ENDED, 60)
    assert made.state.ended is not None
    assert made.state.ended.outcome is Outcome.STOPPED_AND_REFER
    assert made.state.ended.confirmed is True


@pytest.mark.parametrize("index", [1, 3])
def test_walk_ends_the_run_and_twice_ends_the_running(index: int) -> None:
    """W walks now; W again walks to the end; no later run comes."""
    made = in_segment(index)
    made.tell(WalkPressed())
    made.run(10)
    assert made.state.course.walk_out is None
    assert made.speed == WALK
    made.tell(WalkPressed())
    assert made.phase is Phase.WALKING_OUT
    made.forget()
    for _ in range(60):
        if made.state.course.question is not None:
            made.tell(NothingToNote())
        made.run(5)
    assert all(each.speed <= WALK for _, each in made.heard(SetSpeed))
    assert made.state.ended is not None
    assert made.state.ended.outcome is Outcome.WALKED_OUT


def test_walk_is_forgotten_when_the_next_run_begins() -> None:
    """A press in one walk and a press in a later run are not "twice"."""
    made = in_segment(1)
    made.tell(WalkPressed())
    at = made.state.progress.index
    while made.state.progress.index == at:
        if made.state.course.question is not None:
            made.tell(NothingToNote())
        made.run(0.5)
    made.run(10).tell(WalkPressed())
    assert made.phase is Phase.RUNNING


def test_without_keys_no_run_begins() -> None:
    """In a walk the next run waits for as long as keys do not arrive."""
    made = in_segment(2)
    made.tell(KeysLost())
    made.run(50)
    if made.state.course.question is not None:
        made.tell(NothingToNote())
    made.run(120)
    assert made.state.progress.index == 2
    assert all(each.speed <= WALK for _, each in made.heard(SetSpeed))
    made.tell(KeysBack())
    made.run(40)
    assert made.state.progress.index == 3


def test_without_keys_a_run_becomes_a_walk_after_twenty_seconds() -> None:
    """Nobody could say that something is wrong."""
    made = in_segment(1)
    made.tell(KeysLost())
    made.run(19.5)
    assert made.state.progress.index == 1
    made.run(1)
    assert made.state.progress.index == 2
    assert made.heard(StopBelt) == []


def test_keys_that_come_back_in_time_change_nothing() -> None:
    """A glance at another window for ten seconds costs no run."""
    made = in_segment(1)
    made.tell(KeysLost())
    made.run(10)
    made.tell(KeysBack())
    made.run(12)
    assert made.state.progress.index == 1


@pytest.mark.parametrize("event", [KeysLost(), BatteryRead(too_low=True)], ids=repr)
def test_no_start_without_keys_or_with_an_empty_battery(event: object) -> None:
    """The start key does nothing, and nothing starts by itself when it is mended."""
    made = world()
    made.tell(event)  # type: ignore[arg-type]  # a list of events is a list of objects here
    made.tell(StartPressed())
    assert made.phase is Phase.STILL
    made.tell(KeysBack())
    made.tell(BatteryRead(too_low=False))
    made.run(60)
    assert made.heard(StartBelt) == []
    made.tell(StartPressed())
    made.run(11)
    assert len(made.heard(StartBelt)) == 1


def test_keys_that_get_lost_call_the_countdown_off() -> None:
    """Whoever cannot call it off is not started upon."""
    made = bring(Phase.COUNTDOWN)
    made.tell(KeysLost())
    assert made.phase is Phase.STILL
    made.run(60)
    assert made.heard(StartBelt) == []
