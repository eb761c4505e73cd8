"""A belt that somebody starts at the treadmill itself: asked to stop once, then it is theirs."""

from __future__ import annotations

import pytest

from controller.core.commands import EndAlarm, PauseBelt, RaiseAlarm, SetSpeed, StopBelt
from controller.core.events import Event, LinkLost, LinkRestored, MustStop, StopPressed, TimeJumped
from controller.core.numbers import ALARM_AFTER, WATCH_LIMIT
from controller.core.state import Cause, Outcome, Phase
from controller.core.step import is_over
from protocols.units import SECOND
from tests.core.test_notes import noted
from tests.core.worlds import World, bring


def started_there(phase: Phase, *, deaf: bool) -> World:
    """Return a world whose belt has just been started at its console."""
    made = bring(phase)
    made.deaf = deaf
    made.speed = made.target = 300
    return made.run(1)


@pytest.mark.parametrize("phase", [Phase.COUNTDOWN, Phase.PAUSED])
def test_a_belt_that_goes_on_is_asked_once_and_then_left_to_its_console(phase: Phase) -> None:
    """One 08 01 and no ladder; after 3 s without slowing it is said whose the belt is."""
    made = started_there(phase, deaf=True)
    ((asked, _),) = made.heard(StopBelt)
    made.run(60)
    assert len(made.heard(StopBelt)) == 1
    assert made.heard(SetSpeed) + made.heard(PauseBelt) == []
    ((when, alarm),) = made.heard(RaiseAlarm)
    assert when - asked == ALARM_AFTER
    assert "its console has it now" in alarm.because
    ended = made.state.ended
    assert ended is not None
    assert (ended.outcome, ended.cause) == (Outcome.STOPPED, Cause.MACHINE)
    assert (ended.console, ended.confirmed) == (True, False)
    assert is_over(made.state)


@pytest.mark.parametrize("phase", [Phase.COUNTDOWN, Phase.PAUSED])
def test_a_belt_that_obeys_ends_the_session_still(phase: Phase) -> None:
    """The one stop works: no alarm, and the end is confirmed."""
    made = started_there(phase, deaf=False).until(Phase.ENDED, 30)
    assert len(made.heard(StopBelt)) == 1
    assert made.heard(RaiseAlarm) == []
    assert made.state.ended is not None
    assert (made.state.ended.console, made.state.ended.confirmed) == (False, True)


def test_a_belt_that_slows_and_is_sped_up_again_is_not_fought_over() -> None:
    """It obeyed, and whoever is at the console wants it to go: that is their second word."""
    made = started_there(Phase.PAUSED, deaf=False)
    made.speed = 200
    made.run(0.5)
    made.deaf = True
    made.speed = made.target = 400
    made.run(20)
    assert len(made.heard(StopBelt)) == 1
    assert "its console has it now" in made.heard(RaiseAlarm)[0][1].because


def test_a_person_s_stop_key_climbs_the_whole_ladder() -> None:
    """The console has the belt only as far as Reprise's own doing goes."""
    made = started_there(Phase.PAUSED, deaf=True)
    made.forget().tell(StopPressed("the stop key"))
    made.run(10)
    assert len(made.heard(StopBelt)) >= 2
    assert made.heard(SetSpeed)
    assert made.heard(PauseBelt)


@pytest.mark.parametrize("phase", [Phase.PAUSED, Phase.ENDED])
def test_a_stop_key_makes_the_consoles_belt_hers(phase: Phase) -> None:
    """It is asked to stop until it stands, however late: a belt may be deaf for a while."""
    made = started_there(phase, deaf=True).run(25)
    assert made.state.ended is not None
    assert made.state.ended.console
    made.forget().tell(StopPressed("the stop key"))
    made.run(60)
    assert len(made.heard(StopBelt)) > 20
    assert not is_over(made.state)
    made.deaf = False
    made.run(30)
    assert made.speed == 0
    assert made.state.ended.confirmed
    assert made.heard(EndAlarm)
    assert is_over(made.state)


@pytest.mark.parametrize("happened", [LinkLost("out of range"), TimeJumped(5), None])
def test_no_trouble_makes_a_contest_of_it(happened: Event | None) -> None:
    """A loss, a sleep, silence: at most one more stop, and none again and again."""
    made = started_there(Phase.PAUSED, deaf=True).forget()
    if happened is None:
        made.silent = True
    else:
        made.tell(happened)
    made.run(4)
    made.silent = False
    made.tell(LinkRestored())
    made.run(60)
    assert len(made.heard(StopBelt)) <= 1


def test_a_console_belt_that_is_stopped_there_is_left_in_peace() -> None:
    """However late its console stops it: it is seen to stand, and sent nothing more."""
    made = started_there(Phase.PAUSED, deaf=True).run(20).forget()
    made.speed = made.target = 0
    made.run(10)
    assert made.heard(StopBelt) == []
    assert made.state.ended is not None
    assert (made.state.ended.confirmed, made.state.ended.console) == (True, False)


def test_each_start_at_the_console_behind_the_end_is_answered_once() -> None:
    """It stands, is started, is asked once; it stands again, is started again, is asked again."""
    made = bring(Phase.ENDED)
    for _ in range(2):
        made.forget()
        made.deaf = True
        made.speed = made.target = 300
        made.run(8)
        assert len(made.heard(StopBelt)) == 1
        assert "its console has it now" in made.heard(RaiseAlarm)[0][1].because
        made.deaf = False
        made.run(12)
        assert made.speed == 0
        assert len(made.heard(EndAlarm)) == 1
        assert len(made.heard(StopBelt)) == 1


def test_a_console_belt_behind_the_end_does_not_keep_the_session_for_ever() -> None:
    """The watch ends; the alarm stands as it was last said."""
    made = bring(Phase.ENDED)
    made.deaf = True
    made.speed = made.target = 300
    made.run(WATCH_LIMIT / SECOND + 20)
    assert is_over(made.state)
    assert len(made.heard(StopBelt)) == 1
    assert made.state.course.alarm is not None


def test_a_link_that_returns_stops_no_belt_that_its_console_has() -> None:
    """Nothing is insisted on: it is somebody's."""
    made = started_there(Phase.PAUSED, deaf=True).until(Phase.ENDED, 30).forget()
    made.tell(LinkRestored())
    made.run(20)
    assert made.heard(StopBelt) == []


def test_a_signal_makes_no_contest_of_a_belt_that_its_console_has() -> None:
    """It is nobody's finger on a key: 08 01 once more, and the watch ends as it would have."""
    made = started_there(Phase.PAUSED, deaf=True).until(Phase.ENDED, 30).forget()
    made.tell(MustStop("signal SIGTERM"))
    made.run(60)
    assert len(made.heard(StopBelt)) == 1
    assert is_over(made.state)


@pytest.mark.parametrize("late", [16, 30, 200, 570])
def test_a_belt_that_starts_again_while_notes_are_open_is_asked_and_told_of(late: float) -> None:
    """The session is still there, and watches for as long: each start anew, the stop key too."""
    made = noted("leg")
    for _ in range(2 if late < 500 else 1):
        made.forget().run(late if late > 500 else late / 2 + 8)
        assert made.state.ended is not None
        assert made.state.ended.notes is not None
        made.deaf = True
        made.speed = made.target = 300
        made.run(5)
        assert len(made.heard(StopBelt)) == 1
        assert "its console has it now" in made.heard(RaiseAlarm)[0][1].because
        made.deaf = False
        made.speed = made.target = 0
        made.run(8)
        assert made.heard(EndAlarm)
        assert len(made.heard(StopBelt)) == 1


def test_a_stop_key_still_makes_it_hers_while_notes_are_open() -> None:
    """It is asked until it stands, long after the watch."""
    made = noted("leg").run(200)
    made.deaf = True
    made.speed = made.target = 300
    made.run(5).forget().tell(StopPressed("the stop key"))
    made.run(30)
    assert len(made.heard(StopBelt)) >= 10
    assert not is_over(made.state)
