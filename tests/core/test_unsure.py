"""After the end of a session whose belt was never seen to stand: nobody lets go."""

from __future__ import annotations

import pytest

from controller.core import numbers
from controller.core.commands import EndAlarm, PauseBelt, SetSpeed, StartBelt, StopBelt
from controller.core.events import LinkLost, LinkRestored, TakenOver
from controller.core.state import Outcome, Phase, begin
from controller.core.step import is_over
from tests.core.worlds import SETUP, World, bring


def unsure() -> World:
    """Return a world whose session has ended without a link, the belt running on."""
    made = bring(Phase.UNKNOWN)
    made.silent = True
    made.until(Phase.ENDED, 200)
    assert made.state.ended is not None
    assert made.state.ended.confirmed is False
    assert made.state.ended.outcome is Outcome.LINK_LOST
    return made.forget()


def test_the_link_that_comes_back_is_used_to_stop() -> None:
    """Ten minutes later: 08 01 at that instant, and the belt is seen to stand."""
    made = unsure()
    made.run(600)
    assert made.heard(StopBelt) == []
    made.tell(LinkRestored())
    assert made.heard(StopBelt) == [(made.now, made.heard(StopBelt)[0][1])]
    made.silent = False
    made.run(30)
    assert made.speed == 0
    assert made.state.ended is not None
    assert made.state.ended.confirmed is True
    assert made.heard(EndAlarm)
    made.run(20)
    assert is_over(made.state)


def test_a_belt_that_says_nothing_is_asked_again_and_again() -> None:
    """With a link and without telemetry: a stop every ten seconds, and nothing else, for long."""
    made = unsure()
    made.tell(LinkRestored())
    made.forget().run(300)
    assert len(made.heard(StopBelt)) == 300 * 10**9 // numbers.UNSURE_RESEND
    assert not [each for _, each in made.said if isinstance(each, StartBelt | SetSpeed | PauseBelt)]


def test_it_is_given_up_after_half_an_hour() -> None:
    """A session does not stay for ever; the alarm stands."""
    made = unsure()
    made.run(1799)
    assert not is_over(made.state)
    made.run(2)
    assert is_over(made.state)
    assert made.heard(EndAlarm) == []


@pytest.mark.parametrize("speed", [0, 100, 500, 800])
@pytest.mark.parametrize("deaf", [False, True])
def test_a_session_that_takes_over_only_ever_stops(speed: int, *, deaf: bool) -> None:
    """Whatever the belt does: 08 01 first, then the ladder; still ends it, motion raises alarm."""
    made = World(setup=SETUP, state=begin(SETUP), speed=speed, target=speed, deaf=deaf)
    commands = made.tell(TakenOver("the controller has died"))
    assert [type(each).__name__ for each in commands] == ["RaiseAlarm", "StopBelt"]
    made.run(40)
    assert made.refused == []
    assert not made.heard(StartBelt)
    asked = [each.speed for _, each in made.heard(SetSpeed)]
    assert all(each <= max(speed, SETUP.speed_range.minimum) for each in asked)
    stopped = not deaf or speed == 0
    assert (made.phase is Phase.ENDED) is stopped
    if deaf and speed:
        assert made.heard(PauseBelt)
        assert made.state.course.alarm is not None


def test_a_start_sent_just_before_the_death_is_waited_for() -> None:
    """Zero is not still while a Start of the dead controller may be under way."""
    made = World(setup=SETUP, state=begin(SETUP))
    made.tell(TakenOver("the controller has died"))
    made.run(14)
    assert made.phase is not Phase.ENDED
    made.speed = made.target = 100
    made.run(3)
    assert made.speed == 0
    made.until(Phase.ENDED, 30)


def test_a_link_that_goes_after_the_end_changes_nothing() -> None:
    """It is looked for again, and used to stop."""
    made = unsure()
    made.tell(LinkRestored())
    made.tell(LinkLost("out of range"))
    made.forget().run(100)
    assert made.heard(StopBelt) == []
    made.tell(LinkRestored())
    assert len(made.heard(StopBelt)) == 1
