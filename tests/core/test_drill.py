"""The first session on a treadmill that is new here: its stop is tried before anything else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from controller.core.commands import Announce, RaiseAlarm, SetSpeed, StartBelt, StopBelt
from controller.core.events import (
    Console,
    Event,
    MachineStopped,
    PausePressed,
    ResumePressed,
    SomethingWrong,
    StopPressed,
)
from controller.core.faster import up_permitted
from controller.core.numbers import DRILL_AFTER
from controller.core.state import Outcome, Phase, begin
from tests.core.worlds import SETUP, World, bring, started

NEW = replace(SETUP, drill=True)


def moving() -> World:
    """Return a world whose new treadmill has just begun to move."""
    return started(World(setup=NEW, state=begin(NEW)).run(2))


def test_the_stop_is_tried_at_the_lowest_speed_and_the_runner_goes_on() -> None:
    """08 01 five seconds after the first motion, a pause, and from her key on the whole plan."""
    made = moving()
    began = made.now
    made.until(Phase.PAUSED, 30)
    ((when, stop),) = made.heard(StopBelt)
    assert (when - began, stop.final) == (DRILL_AFTER, False)
    assert made.heard(SetSpeed) + made.heard(Announce) == []
    assert made.state.course.stop_seen
    made.run(60)
    assert len(made.heard(StartBelt)) == 1
    made.tell(ResumePressed())
    made.until(Phase.RUNNING, 30)
    assert (made.state.progress.index, made.state.progress.detour) == (0, None)
    made.run(60)
    assert len(made.heard(StopBelt)) == 1
    assert made.state.drive.commanded == 500


def test_nothing_goes_faster_before_the_stop_was_seen_to_work() -> None:
    """A belt that is deaf to the stop: the alarm, the end, and not one target above its speed."""
    made = moving()
    made.deaf = True
    made.run(200)
    assert all(each.speed <= 100 for _, each in made.heard(SetSpeed))
    assert made.heard(RaiseAlarm)
    assert not made.state.course.stop_seen
    assert made.state.ended is not None
    assert made.state.ended.outcome is Outcome.UNKNOWN


def test_a_speed_up_waits_for_the_trial_whatever_else_is_there() -> None:
    """It is a part of "everything" that a speed-up needs (law 4)."""
    made = started().run(20)
    assert up_permitted(made.state)
    new = replace(made.state, setup=NEW)
    assert not up_permitted(new)
    assert up_permitted(replace(new, course=replace(new.course, stop_seen=True)))


def test_a_stop_before_the_belt_has_moved_shows_nothing() -> None:
    """A belt that never moved cannot be seen to stop."""
    made = bring(Phase.STARTING)
    made.starts_at = None
    made.tell(StopPressed("the stop key"))
    made.until(Phase.ENDED, 60)
    assert not made.state.course.stop_seen


@pytest.mark.parametrize("event", [PausePressed(), StopPressed("the stop key")])
def test_a_stop_that_the_runner_asks_for_is_as_good_a_trial(event: Event) -> None:
    """It was our 08 01 that brought a moving belt to stand."""
    made = moving().run(2)
    made.tell(event)
    made.run(20)
    assert made.state.course.stop_seen


def test_a_stop_at_the_console_shows_nothing_of_ours() -> None:
    """The belt stands because somebody at the treadmill stopped it."""
    made = moving().run(2)
    made.speed = made.target = 0
    made.tell(MachineStopped(Console.STOP))
    made.run(20)
    assert made.phase is Phase.ENDED
    assert not made.state.course.stop_seen


def test_the_trial_comes_even_where_something_is_wrong() -> None:
    """A walk to the end on a new treadmill is a walk on a treadmill whose stop was tried."""
    made = moving().run(1)
    made.tell(SomethingWrong())
    made.until(Phase.PAUSED, 30)
    assert made.state.course.stop_seen


def test_a_known_treadmill_is_not_stopped() -> None:
    """Its stop was seen to work in an earlier session."""
    made = started()
    made.run(60)
    assert made.heard(StopBelt) == []
    assert made.state.drive.commanded == 500


@pytest.mark.parametrize("key", [True, False])
def test_a_stop_that_she_had_to_make_herself_shows_nothing(*, key: bool) -> None:
    """The trial is ignored, the alarm tells her to use the treadmill's own stop, and she does."""
    made = moving()
    made.deaf = True
    made.until(Phase.STOPPING, 10).run(1 if key else 4)
    if key:
        made.tell(MachineStopped(Console.SAFETY_KEY))
    made.deaf, made.speed, made.target = False, 0, 0
    made.run(20)
    assert made.phase is Phase.PAUSED
    assert not made.state.course.stop_seen
    made.tell(ResumePressed())
    made.run(14)
    assert made.speed == 100
    made.run(10)
    assert len(made.heard(StopBelt)) >= 2
