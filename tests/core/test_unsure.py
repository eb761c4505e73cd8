"""After the end of a session whose belt was never seen to stand: nobody lets go."""

from __future__ import annotations

import pytest

from controller.core import numbers
from controller.core.commands import EndAlarm, PauseBelt, RaiseAlarm, SetSpeed, StartBelt, StopBelt
from controller.core.events import (
    LinkLost,
    LinkRestored,
    MustStop,
    OperatorLost,
    StopPressed,
    SymptomReported,
    TakenOver,
    TimeJumped,
    WriteReturned,
    WriteStalled,
)
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
    assert made.heard(StopBelt) == []
    made.run(5)
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
    made.run(5)
    assert len(made.heard(StopBelt)) == 1


def test_a_belt_that_stood_before_it_went_silent_is_not_known_to_stand() -> None:
    """A stop in a silent pause: three periods to speak up, then Unknown, and never confirmed."""
    made = bring(Phase.PAUSED)
    made.silent = True
    made.run(10).tell(StopPressed("the stop key"))
    assert made.phase is Phase.STOPPING
    assert made.heard(StopBelt)
    made.run(1.3)
    assert (made.phase, made.state.course.alarm) == (Phase.STOPPING, None)
    made.until(Phase.UNKNOWN, 1)
    assert made.heard(RaiseAlarm)
    made.until(Phase.ENDED, 200)
    assert made.state.ended is not None
    assert made.state.ended.confirmed is False


def test_a_belt_that_has_just_come_to_stand_is_asked_to_stop_all_the_same() -> None:
    """Who gets lost in that moment leaves no session behind that ended without an 08 01."""
    made = bring(Phase.RUNNING)
    made.claims_zero = True
    for _ in range(100):
        if made.state.belt.reported_still:
            break
        made.run(0.1)
    assert made.phase is Phase.RUNNING
    made.tell(OperatorLost("the screen is gone"))
    assert [when for when, _ in made.heard(StopBelt)] == [made.now]


@pytest.mark.parametrize(
    "phase", [Phase.STARTING, Phase.RUNNING, Phase.WALKING_OUT, Phase.STOPPING, Phase.UNKNOWN]
)
def test_a_sleep_over_a_belt_that_may_move_is_answered_with_a_stop(phase: Phase) -> None:
    """08 01 with the very step that tells of the sleep, in whatever phase that may move a belt."""
    made = bring(phase)
    made.tell(TimeJumped(30))
    assert [when for when, _ in made.heard(StopBelt)] == [made.now]
    assert made.phase is (Phase.STOPPING if phase is Phase.STOPPING else Phase.UNKNOWN)
    made.until(Phase.ENDED, 60)
    assert made.speed == 0


def test_a_sleep_behind_an_end_that_was_never_seen_asks_once_more() -> None:
    """Nobody knows what the belt did meanwhile."""
    made = unsure()
    made.tell(TimeJumped(30))
    assert len(made.heard(StopBelt)) == 1


@pytest.mark.parametrize("phase", [Phase.STILL, Phase.COUNTDOWN, Phase.PAUSED])
def test_a_sleep_over_a_belt_that_stands_starts_nothing(phase: Phase) -> None:
    """A countdown is called off, and nothing is ever asked of a belt that stood."""
    made = bring(phase)
    made.tell(TimeJumped(30))
    assert made.phase is (Phase.PAUSED if phase is Phase.PAUSED else Phase.STILL)
    made.run(60)
    assert not [each for _, each in made.said if isinstance(each, StartBelt | SetSpeed | StopBelt)]


def test_a_belt_that_is_taken_over_and_deaf_is_asked_for_its_slowest() -> None:
    """The whole ladder, though it is not known what the dead controller had asked for."""
    made = World(setup=SETUP, state=begin(SETUP), speed=500, target=500, deaf=True)
    made.tell(TakenOver("the controller has died"))
    made.run(40)
    assert {each.speed for _, each in made.heard(SetSpeed)} == {SETUP.speed_range.minimum}


def test_a_belt_that_is_waited_for_at_zero_raises_no_alarm() -> None:
    """A start that was called off in time: nothing has to slow down that never moved."""
    made = bring(Phase.STARTING)
    made.tell(StopPressed("the stop key"))
    made.until(Phase.ENDED, 60)
    assert made.heard(RaiseAlarm) == []


def test_a_belt_that_does_not_obey_stays_unknown_whatever_its_frames_say() -> None:
    """Only standing ends it: motion that is reported is no sign of obedience."""
    made = bring(Phase.RUNNING)
    made.deaf = True
    made.tell(StopPressed("the stop key"))
    made.until(Phase.UNKNOWN, 100)
    made.forget()
    for _ in range(50):
        made.run(0.1)
        assert made.phase is Phase.UNKNOWN
    assert 0 < len(made.heard(StopBelt)) <= 6
    made.deaf = False
    made.until(Phase.ENDED, 60)
    assert made.state.ended is not None
    assert made.state.ended.confirmed is True


def test_an_alarm_ends_with_the_belt_that_is_seen_to_stand() -> None:
    """The link was lost and came back, the belt stands: nothing rings on behind the end."""
    made = bring(Phase.UNKNOWN)
    assert made.state.course.alarm is not None
    made.tell(LinkRestored())
    made.until(Phase.ENDED, 60)
    assert len(made.heard(EndAlarm)) == 1
    assert made.state.course.alarm is None


def test_the_alarm_that_stays_says_what_is_not_known() -> None:
    """Whatever raised it before: the last word is that nothing shows that the belt stands."""
    made = bring(Phase.UNKNOWN)
    made.silent = True
    made.until(Phase.ENDED, 200)
    assert made.state.course.alarm == "nothing shows that the belt stands"
    assert made.heard(RaiseAlarm)[-1][1].because == "nothing shows that the belt stands"


@pytest.mark.parametrize("event", [StopPressed("the stop key"), OperatorLost("the screen is gone")])
def test_a_referral_that_was_on_its_way_stays(event: object) -> None:
    """A walk that was to end in a referral ends in it, whoever stops the belt before."""
    made = bring(Phase.RUNNING)
    made.tell(SymptomReported("heaviness", 3))
    walk = made.state.course.walk_out
    assert walk is not None
    assert walk.stop_at is not None
    made.run(1).tell(event)  # type: ignore[arg-type]  # a list of events is a list of objects here
    made.until(Phase.ENDED, 60)
    assert made.state.ended is not None
    assert made.state.ended.outcome is Outcome.STOPPED_AND_REFER
    assert made.state.ended.because == walk.because


def test_a_belt_that_moves_behind_the_end_is_stopped_loudly() -> None:
    """08 01 that nothing can follow, an alarm, and the alarm's end when the belt stands again."""
    made = bring(Phase.ENDED)
    made.speed = made.target = 300
    made.run(1)
    assert len(made.heard(RaiseAlarm)) == 1
    assert made.heard(StopBelt)
    made.run(20)
    assert made.speed == 0
    assert len(made.heard(EndAlarm)) == 1
    assert made.state.course.alarm is None
    assert all(each.final for _, each in made.heard(StopBelt))


def test_a_belt_that_runs_on_behind_an_unsure_end_is_not_let_go_of() -> None:
    """Seeing it move takes nothing off the half hour; every stop is one that nothing follows."""
    made = unsure()
    made.tell(LinkRestored())
    made.silent, made.deaf, made.speed = False, True, 300
    made.forget().run(1500)
    assert not is_over(made.state)
    assert len(made.heard(StopBelt)) > 100
    made.silent = True
    made.run(60)
    assert all(each.final for _, each in made.heard(StopBelt))


def test_a_command_that_gets_through_at_last_ends_its_own_alarm_only() -> None:
    """A graver alarm is neither replaced by it nor ended with it."""
    made = bring(Phase.RUNNING)
    made.tell(WriteStalled())
    assert len(made.heard(RaiseAlarm)) == 1
    made.tell(WriteReturned())
    assert len(made.heard(EndAlarm)) == 1
    grave = bring(Phase.UNKNOWN)
    alarm = grave.state.course.alarm
    grave.tell(WriteStalled())
    grave.tell(WriteReturned())
    assert alarm is not None
    assert grave.state.course.alarm == alarm
    assert grave.heard(EndAlarm) == []


def test_a_computer_that_must_stop_before_the_start_sends_nothing() -> None:
    """A belt that moves now is somebody else's."""
    made = bring(Phase.STILL)
    made.tell(MustStop("the computer goes to sleep"))
    assert made.phase is Phase.ENDED
    assert made.heard(StopBelt) == []
