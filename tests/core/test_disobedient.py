"""A belt that does something else than it was asked to: it is stopped, and the session is over."""

from __future__ import annotations

from controller.core.commands import RaiseAlarm, SetSpeed, StartBelt, StopBelt
from controller.core.events import WalkPressed
from controller.core.numbers import ALARM_AFTER, OBEY_GRACE, OBEY_RATE
from controller.core.state import Cause, Phase
from protocols.units import SECOND
from tests.core.worlds import WALK, bring


def test_a_belt_that_does_not_slow_down_is_stopped() -> None:
    """From the last step down it has a slow belt's time and five seconds; then it is stopped."""
    made = bring(Phase.RUNNING)
    made.deaf = True
    made.tell(WalkPressed())
    made.until(Phase.STOPPING, 60)
    asked_at, walk = made.heard(SetSpeed)[-1]
    stopped_at, stop = made.heard(StopBelt)[0]
    assert walk.speed == WALK
    assert stopped_at == asked_at + OBEY_GRACE + (made.speed - WALK) * SECOND // OBEY_RATE
    assert stop.because == "the belt did not follow a slower target"
    assert made.state.stop is not None
    assert made.state.stop.cause is Cause.FAULT
    made.run(5)
    alarms = [when for when, each in made.said if isinstance(each, RaiseAlarm)]
    assert alarms[0] <= stopped_at + ALARM_AFTER


def test_a_belt_that_slows_down_is_left_alone() -> None:
    """The same walk on a belt that obeys: no stop, no alarm."""
    made = bring(Phase.RUNNING)
    made.tell(WalkPressed())
    made.run(60)
    assert made.heard(StopBelt) == []
    assert made.heard(RaiseAlarm) == []


def test_a_belt_that_stops_by_itself_ends_the_session() -> None:
    """Nobody asked for it here: it is stopped for good, and nothing starts it again."""
    made = bring(Phase.RUNNING)
    made.deaf, made.speed = True, 0
    made.until(Phase.ENDED, 30)
    made.run(60)
    assert made.state.ended is not None
    assert made.state.ended.because == "the belt came to a stop that nobody asked for here"
    assert made.heard(StartBelt) == []
    assert made.heard(SetSpeed) == []
