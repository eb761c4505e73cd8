"""The first step up of a belt that was just started: from what it does, and once that is shown."""

from __future__ import annotations

from dataclasses import replace

from controller.core.commands import Command, SetSpeed, StartBelt
from controller.core.events import BeltReported, Event, FasterRefused, StartPressed, Woke
from controller.core.state import Phase, SessionState, Setup, begin
from controller.core.step import step
from protocols.units import SECOND, CentiKmh, Nanoseconds
from tests.core.worlds import SETUP

PERIOD = 1.3


def _told(
    state: SessionState, *happened: tuple[float, Event]
) -> tuple[SessionState, list[Command]]:
    said: list[Command] = []
    for moment, event in happened:
        state, commands, _ = step(state, event, Nanoseconds(int(moment * SECOND)))
        said += commands
    return state, said


def _started(setup: Setup = SETUP) -> tuple[SessionState, float]:
    """Return a session whose Start has gone out, and when; a frame comes each 1.3 s."""
    frames = [(n * PERIOD, BeltReported(CentiKmh(0), None)) for n in range(12)]
    state, _ = _told(begin(setup), *frames[:3], (3.0, StartPressed()), *frames[3:])
    assert state.phase is Phase.STARTING
    return state, frames[-1][0]


def test_a_first_frame_far_below_the_lowest_speed_shows_nothing() -> None:
    """Two frames are lost behind it: no step up from 0.1 km/h, however long the 3-2-1 is over."""
    state, at = _started()
    first = at + PERIOD
    state, said = _told(state, (first, BeltReported(CentiKmh(10), None)), (first + 3.1, Woke()))
    assert state.phase is Phase.RUNNING
    assert not [each for each in said if isinstance(each, SetSpeed | StartBelt)]


def test_the_lowest_speed_itself_may_be_asked_for_first() -> None:
    """A belt that is short of it, on a coarse grid, is asked for nothing beyond it yet."""
    coarse = replace(SETUP, speed_range=SETUP.speed_range._replace(increment=CentiKmh(50)))
    state, at = _started(coarse)
    first = at + PERIOD
    _, said = _told(
        state,
        (first, BeltReported(CentiKmh(30), None)),
        (first + PERIOD, BeltReported(CentiKmh(45), None)),
        (first + 2 * PERIOD, BeltReported(CentiKmh(60), None)),
        (first + 3, Woke()),
    )
    assert [each.speed for each in said if isinstance(each, SetSpeed)] == [100]


def test_a_first_step_that_is_refused_leaves_the_belt_as_it_likes() -> None:
    """Nothing was ever asked of it: the next first step is counted from the belt again."""
    state, at = _started()
    first = at + PERIOD
    state, said = _told(
        state,
        (first, BeltReported(CentiKmh(90), None)),
        (first + PERIOD, BeltReported(CentiKmh(90), None)),
        (first + 3, Woke()),
    )
    assert [each.speed for each in said if isinstance(each, SetSpeed)] == [140]
    state, said = _told(state, (first + 3, FasterRefused(None)))
    assert (state.drive.commanded, state.drive.asked) == (100, False)
    frames = [(first + n * PERIOD, BeltReported(CentiKmh(90), None)) for n in range(3, 5)]
    state, said = _told(state, *frames)
    targets = [each.speed for each in said if isinstance(each, SetSpeed)]
    assert targets == [140]
    assert frames[-1][0] - (first + 3) >= 2
