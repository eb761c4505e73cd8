"""Each way in which a session stops or ends: whose doing it was, and in what words it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest

from controller.core.commands import AnnounceStop, PauseBelt, SetSpeed, StopBelt
from controller.core.events import (
    Console,
    KeyPressed,
    LinkLost,
    LinkRestored,
    MachineStopped,
    MustStop,
    OperatorLost,
    ResumePressed,
    StartPressed,
    StopPressed,
)
from controller.core.state import Cause, Control, Ended, Outcome, Phase, StopPlan, begin
from protocols.units import CentiKmh
from tests.core.worlds import SETUP, World, bring

NOT_STARTED: Final = (
    "the treadmill did not start the belt; "
    "with --manual you press its keys yourself, as Reprise says them"
)


def _stood_by_itself() -> World:
    made = bring(Phase.RUNNING)
    made.deaf, made.speed = True, 0
    return made.run(2)


def _went_silent() -> World:
    made = bring(Phase.RUNNING)
    made.silent = True
    return made.run(10)


def _never_started() -> World:
    made = bring(Phase.STARTING)
    made.starts_at = None
    return made.run(16)


def _nobody_started() -> World:
    made = bring(Phase.STARTING, replace(SETUP, control=Control.STOP_ONLY))
    made.starts_at = None
    return made.run(61)


def _was_tried() -> World:
    setup = replace(SETUP, drill=True)
    made = World(setup=setup, state=begin(setup)).run(2)
    made.tell(StartPressed())
    return made.until(Phase.STOPPING, 60)


def _lost_its_key() -> World:
    made = bring(Phase.STOPPING)
    made.tell(MachineStopped(Console.SAFETY_KEY))
    return made


def _was_started_there() -> World:
    made = bring(Phase.PAUSED)
    made.deaf, made.speed = True, 300
    return made.run(1)


def _did_not_obey() -> World:
    made = bring(Phase.RUNNING)
    made.deaf = True
    made.tell(StopPressed("the stop key"))
    return made.run(70)


STOPS: Final = [
    (_stood_by_itself, Cause.MACHINE, "the belt came to a stop that nobody asked for here"),
    (_went_silent, Cause.FAULT, "the treadmill has gone silent"),
    (_never_started, Cause.FAULT, NOT_STARTED),
    (_nobody_started, Cause.RUNNER, "nobody started the belt"),
    (_was_tried, Cause.RULE, "a trial of the stop"),
    (_lost_its_key, Cause.MACHINE, Console.SAFETY_KEY.value),
    (_was_started_there, Cause.MACHINE, "the belt was started at the treadmill, not here"),
    (_did_not_obey, Cause.FAULT, "the belt does not come to a stop"),
]


@pytest.mark.parametrize(("happen", "cause", "because"), STOPS)
def test_a_stop_says_whose_doing_it_is(
    happen: Callable[[], World], cause: Cause, because: str
) -> None:
    """The screen, the journal and the summary show these words."""
    asked = happen().state
    told: StopPlan | Ended | None = asked.stop or asked.ended
    assert told is not None
    assert (told.cause, told.because) == (cause, because)


def _moved_already() -> World:
    made = World(speed=300, target=300)
    made.frame()
    return made


def _was_told_to_go() -> World:
    made = World()
    made.tell(MustStop("signal SIGTERM"))
    return made


def _was_left() -> World:
    made = World()
    made.tell(OperatorLost("the screen is gone"))
    return made


@pytest.mark.parametrize(
    ("happen", "cause", "because"),
    [
        (_moved_already, Cause.MACHINE, "the belt was already moving"),
        (_was_told_to_go, Cause.RUNNER, "signal SIGTERM"),
        (_was_left, Cause.RUNNER, "the screen is gone"),
    ],
)
def test_a_session_that_never_began_confirms_nothing(
    happen: Callable[[], World], cause: Cause, because: str
) -> None:
    """It is refused, at that moment, and says why."""
    made = happen()
    ended = made.state.ended
    assert ended is not None
    assert (ended.outcome, ended.cause, ended.because) == (Outcome.REFUSED, cause, because)
    assert ended.confirmed is False
    assert (made.phase, made.state.since, ended.resent_at) == (Phase.ENDED, made.now, made.now)


def test_a_pause_that_is_too_long_says_so() -> None:
    """Half an hour, and it is the runner's own doing."""
    made = bring(Phase.PAUSED).run(1801)
    assert made.state.ended is not None
    assert made.state.ended.because == "paused for 30 minutes"
    assert made.state.ended.cause is Cause.RUNNER


@pytest.mark.parametrize("link", [False, True])
def test_an_end_that_nobody_saw_says_what_was_missing(*, link: bool) -> None:
    """Without a link it is the link that was lost; with one, nothing is known."""
    made = bring(Phase.UNKNOWN)
    made.silent = True
    if link:
        made.tell(LinkRestored())
    made.until(Phase.ENDED, 200)
    assert made.state.ended is not None
    outcome = Outcome.UNKNOWN if link else Outcome.LINK_LOST
    assert made.state.ended.outcome is outcome
    assert made.state.course.alarm == "nothing shows that the belt stands"


def test_a_belt_that_is_deaf_hears_of_every_rung_why() -> None:
    """Stop, stop, the lowest speed, the pause: the last two because the first was not obeyed."""
    made = bring(Phase.RUNNING)
    made.deaf = True
    made.tell(StopPressed("the stop key"))
    made.run(20)
    rungs = [each for _, each in made.said if isinstance(each, StopBelt | SetSpeed | PauseBelt)]
    assert [type(each) for each in rungs[:4]] == [StopBelt, StopBelt, SetSpeed, PauseBelt]
    assert rungs[2:4] == [
        SetSpeed(CentiKmh(100), "the stop was not obeyed"),
        PauseBelt("the stop was not obeyed"),
    ]
    assert made.state.course.alarm == "the belt has not been seen to slow down"
    assert made.state.drive.commanded == 100
    assert made.refused == []


def test_a_belt_at_its_slowest_is_not_asked_for_it() -> None:
    """That rung would change nothing: the stop goes again in its place."""
    made = bring(Phase.STARTING).until(Phase.RUNNING, 30).forget()
    made.deaf = True
    assert made.speed == 100
    made.tell(StopPressed("the stop key"))
    made.run(20)
    assert made.heard(SetSpeed) == []
    assert made.heard(PauseBelt)
    assert made.refused == []


def test_a_countdown_that_is_called_off_in_a_pause_leaves_the_pause() -> None:
    """Paused before, paused after; the half hour does not begin anew for whoever asks."""
    made = bring(Phase.PAUSED)
    made.tell(ResumePressed())
    assert made.phase is Phase.COUNTDOWN
    made.run(1).tell(KeyPressed())
    assert (made.phase, made.state.since) == (Phase.PAUSED, made.now)


@pytest.mark.parametrize("given_up", [False, True])
def test_a_stop_is_announced_in_whole_seconds(*, given_up: bool) -> None:
    """The journal holds integers; before the end of the session and after."""
    made = bring(Phase.RUNNING)
    made.tell(LinkLost("out of range"))
    made.silent = True
    if given_up:
        made.until(Phase.ENDED, 200)
    made.tell(LinkRestored())
    ((_, told),) = made.heard(AnnounceStop)
    assert (told.seconds, type(told.seconds)) == (5, int)
