"""Manual mode's limits: how near is near enough, how often a key is said, when an alarm ends."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from controller.core.by_hand import TOO_FAST, instead
from controller.core.commands import Command, ConsoleKey, EndAlarm, Instruct, SetSpeed, StopBelt
from controller.core.events import LinkRestored, StopPressed, SymptomReported
from controller.core.state import Control, Phase
from protocols.units import CentiKmh, Nanoseconds
from tests.core.test_by_hand import brought
from tests.core.worlds import seconds

FASTER, STOP = ConsoleKey.FASTER, ConsoleKey.STOP


def test_a_stop_after_an_end_that_nobody_saw_is_said_now_and_then() -> None:
    """Once for all that asks for it within ten seconds, however often the belt is seen to move."""
    made = brought(Control.STOP_ONLY, Phase.UNKNOWN)
    made.silent, made.follows = True, False
    made.until(Phase.ENDED, 200)
    made.tell(LinkRestored())
    made.silent, made.deaf, made.speed = False, True, 300
    made.forget().run(45)
    said = [when for when, each in made.heard(Instruct) if each.key is STOP]
    assert len(said) >= 4
    assert all(later - sooner >= seconds(10) for sooner, later in pairwise(said))


def test_a_stop_over_a_belt_that_shows_zero_is_not_said() -> None:
    """She has pressed it just now: one frame of zero is no standstill, and nothing to press."""
    made = brought(Control.STOP_ONLY, Phase.RUNNING)
    made.deaf, made.speed = True, 0
    made.run(0.5).forget()
    made.tell(StopPressed("the stop key"))
    assert made.heard(StopBelt)
    assert [each for _, each in made.heard(Instruct) if each.key is STOP] == []


@pytest.mark.parametrize(("slower", "said"), [(30, False), (31, True)])
def test_a_speed_that_is_near_enough_need_not_be_pressed(slower: int, *, said: bool) -> None:
    """Within 0.3 km/h, that included: many consoles have no finer keys."""
    state = brought(Control.STOP_ONLY, Phase.RUNNING).state
    belt = replace(state.belt, speed=CentiKmh(800 - slower))
    out: list[Command] = [SetSpeed(CentiKmh(800), "a test")]
    calm = replace(state, belt=belt, drive=replace(state.drive, obey_by=None))
    instead(calm, Nanoseconds(0), out)
    assert out == ([Instruct(FASTER, CentiKmh(800))] if said else [])


def test_an_alarm_over_a_belt_that_was_too_fast_ends_once() -> None:
    """With the first frame that shows the speed; the frames behind it have nothing to end."""
    made = brought(Control.NONE, Phase.RUNNING)
    made.follows = False
    made.tell(SymptomReported("heaviness", 1))
    made.run(40)
    assert made.state.course.alarm == TOO_FAST
    made.target = made.state.drive.commanded
    made.run(20)
    assert len(made.heard(EndAlarm)) == 1
    assert made.state.course.alarm is None
