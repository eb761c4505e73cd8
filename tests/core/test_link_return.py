"""A link that is lost and comes back: it may only ever serve to stop, and a stop is told of."""

from __future__ import annotations

import pytest

from controller.core.commands import AnnounceStop, RaiseAlarm, SetSpeed, StartBelt, StopBelt
from controller.core.events import (
    Event,
    LinkLost,
    LinkRestored,
    MustStop,
    OperatorLost,
    PausePressed,
    StopPressed,
    Unwell,
)
from controller.core.numbers import STOP_NOTICE
from controller.core.state import Outcome, Phase
from tests.core.worlds import World, bring, seconds

DRIVEN = [Phase.STARTING, Phase.RUNNING, Phase.WALKING_OUT]
ASKS: dict[str, Event] = {
    "stop key": StopPressed("the stop key"),
    "unwell": Unwell(),
    "told to go": MustStop("signal SIGTERM"),
    "screen lost": OperatorLost("the screen is gone"),
}


def lost(phase: Phase) -> World:
    """Return a world whose link has just been lost."""
    made = bring(phase)
    made.tell(LinkLost("out of range"))
    made.silent = True
    return made


def back(made: World) -> World:
    """Let the link come back."""
    made.silent = False
    made.tell(LinkRestored())
    return made


@pytest.mark.parametrize("away", [1, 30, 90])
@pytest.mark.parametrize("phase", DRIVEN)
def test_a_stop_that_only_the_loss_asks_for_is_announced(phase: Phase, away: float) -> None:
    """Nothing goes into the lane meanwhile; at the return five seconds' notice, then 08 01."""
    made = lost(phase)
    assert made.heard(RaiseAlarm)
    made.run(away)
    assert made.heard(StopBelt) == []
    back(made)
    at = made.now
    assert made.heard(AnnounceStop) == [(at, AnnounceStop(5))]
    made.run(4.9)
    assert made.heard(StopBelt) == []
    made.run(0.1)
    assert [when for when, _ in made.heard(StopBelt)] == [at + STOP_NOTICE]
    made.run(120)
    assert (made.phase, made.speed) == (Phase.ENDED, 0)
    assert made.heard(StartBelt) + made.heard(SetSpeed) == []
    assert made.state.ended is not None
    assert (made.state.ended.outcome, made.state.ended.confirmed) == (Outcome.LINK_LOST, True)


@pytest.mark.parametrize("what", ASKS)
@pytest.mark.parametrize("phase", DRIVEN)
def test_a_stop_that_somebody_asks_for_meanwhile_goes_at_the_return(
    phase: Phase, what: str
) -> None:
    """It waits in the lane, and the return sends it with no notice."""
    made = lost(phase).run(3)
    made.tell(ASKS[what])
    assert made.heard(StopBelt)
    back(made.forget())
    assert made.heard(AnnounceStop) == []
    assert [when for when, _ in made.heard(StopBelt)] == [made.now]


@pytest.mark.parametrize("first", [StopPressed("the stop key"), PausePressed(), Unwell()])
def test_a_stop_under_way_goes_at_the_return(first: Event) -> None:
    """It was asked for before the link was lost."""
    made = bring(Phase.RUNNING)
    made.tell(first)
    made.tell(LinkLost("out of range"))
    made.silent = True
    back(made.run(5).forget())
    assert made.heard(AnnounceStop) == []
    assert [when for when, _ in made.heard(StopBelt)] == [made.now]


@pytest.mark.parametrize("what", ASKS)
def test_the_notice_is_cut_short_by_whoever_asks(what: str) -> None:
    """The five seconds are a courtesy: any other reason for a stop sends it at once."""
    made = back(lost(Phase.RUNNING).run(3)).run(2).forget()
    made.tell(ASKS[what])
    assert [when for when, _ in made.heard(StopBelt)] == [made.now]


def test_a_link_that_goes_again_in_the_notice_puts_nothing_off() -> None:
    """Told once: what is due by then goes with the next return."""
    made = back(lost(Phase.RUNNING).run(3)).run(2)
    made.tell(LinkLost("out of range"))
    made.silent = True
    made.run(20)
    assert made.phase is Phase.UNKNOWN
    back(made.forget())
    assert made.heard(AnnounceStop) == []
    assert [when for when, _ in made.heard(StopBelt)] == [made.now]


@pytest.mark.parametrize("given_up", [False, True])
def test_a_link_that_comes_and_goes_is_stopped_in_the_first_five_seconds(*, given_up: bool) -> None:
    """Four and a half seconds here, two away, again and again; before and behind the end."""
    made = lost(Phase.RUNNING)
    made.run(200 if given_up else 3)
    first = made.now
    for _ in range(10):
        back(made).run(4.5)
        made.tell(LinkLost("out of range"))
        made.silent = True
        made.run(2)
    assert len(made.heard(AnnounceStop)) == 1
    assert made.heard(StopBelt)[0][0] - first <= STOP_NOTICE + seconds(2)
    assert back(made).run(30).speed == 0


def test_a_stop_that_was_pending_for_long_is_not_called_disobeyed() -> None:
    """Nobody could obey it before the link was back."""
    made = lost(Phase.RUNNING)
    made.tell(StopPressed("the stop key"))
    made.run(70)
    back(made).run(40)
    assert made.state.ended is not None
    assert (made.state.ended.outcome, made.state.ended.confirmed) == (Outcome.LINK_LOST, True)


def test_a_loss_longer_than_the_session_waits_is_announced_too() -> None:
    """The session has ended unknown; somebody may still be running on that belt."""
    made = lost(Phase.RUNNING)
    made.run(200)
    assert (made.phase, made.heard(StopBelt)) == (Phase.ENDED, [])
    back(made)
    at = made.now
    made.run(30)
    assert made.heard(AnnounceStop) == [(at, AnnounceStop(5))]
    assert made.heard(StopBelt)[0][0] == at + STOP_NOTICE
    assert made.speed == 0
    assert made.state.ended is not None
    assert made.state.ended.confirmed


def test_a_belt_that_stands_at_the_return_is_asked_to_stop_all_the_same() -> None:
    """It may have been stopped at its console; the end is confirmed once the stop has gone."""
    made = lost(Phase.RUNNING)
    made.speed = made.target = 0
    back(made.run(30)).run(4)
    early = made.phase
    made.run(20)
    assert (early, made.phase) == (Phase.UNKNOWN, Phase.ENDED)
    assert len(made.heard(StopBelt)) == 1


def test_silence_in_the_notice_changes_nothing_in_it() -> None:
    """The link is back and no data flows: the stop goes out when it was said to."""
    made = lost(Phase.RUNNING).run(3)
    made.tell(LinkRestored())
    at = made.now
    made.silent = False
    made.run(0.6)
    made.silent = True
    made.run(6)
    assert made.heard(StopBelt)[0][0] == at + STOP_NOTICE


def test_a_stop_key_after_the_session_has_given_up_is_pending() -> None:
    """The belt was lost two minutes ago; she presses stop: the return sends it with no notice."""
    made = lost(Phase.RUNNING)
    made.run(200)
    made.tell(StopPressed("the stop key"))
    back(made.forget())
    assert made.heard(AnnounceStop) == []
    assert [when for when, _ in made.heard(StopBelt)] == [made.now]


def test_a_belt_that_stands_in_a_late_notice_is_watched_like_any_other() -> None:
    """The notice is over with the standstill: a start at the console is answered at once."""
    made = lost(Phase.RUNNING)
    made.run(200)
    made.speed = made.target = 0
    back(made).run(2)
    assert made.state.ended is not None
    assert made.state.ended.confirmed
    made.forget().speed = made.target = 300
    made.run(0.5)
    assert len(made.heard(StopBelt)) == 1


def test_a_link_that_comes_and_goes_puts_the_end_off_for_half_an_hour_and_no_longer() -> None:
    """Each return gives a belt another two minutes to obey; the session ends all the same."""
    made = lost(Phase.RUNNING)
    for _ in range(1799 // 60):
        made.tell(LinkRestored())
        made.run(30)
        made.tell(LinkLost("out of range"))
        made.run(30)
    assert made.state.ended is None
    made.run(120)
    assert made.state.ended is not None
    assert made.state.ended.confirmed is False
