"""From a cause to the bytes that stop the belt, over real processes.

Each row kills, freezes or tells one of them while the belt walks, many times over, and takes the
moment at which the world's treadmill got the next slower target or stop, and the first stop. What
it cannot be faster than is the wait that the design asks for, and half a round trip of the radio.
"""

from __future__ import annotations

import os
import signal
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from tests.operator.household import STOP, Household, household

SPEEDUP: Final = 10
HALF_TRIP: Final = 15 / SPEEDUP
"""Milliseconds; the generic treadmill's radio, sped up like its belt."""


class Case(NamedTuple):
    """One cause, and how long the design waits before it acts on it, in ms."""

    name: str
    act: Callable[[Household], None]
    waits: int


def _front(number: signal.Signals) -> Callable[[Household], None]:
    return lambda home: os.kill(home.front.pid, number)


def _controller(number: signal.Signals) -> Callable[[Household], None]:
    return lambda home: os.kill(home.controller.pid, number)


def _stuck(home: Household) -> None:
    home.freeze()
    home.key(" ")


CASES: Final = (
    Case("the stop key", lambda home: home.key(" "), 0),
    Case("the stop key, the screen's loop blocked for 2 s", _stuck, 0),
    Case("the screen is killed (SIGKILL)", _front(signal.SIGKILL), 0),
    Case("the screen is frozen (SIGSTOP)", _front(signal.SIGSTOP), 800),
    Case("Ctrl-C to the group", lambda home: os.killpg(home.front.pid, signal.SIGINT), 0),
    Case("the terminal is closed", Household.hang_up, 0),
    Case("the screen is told to go (SIGTERM)", _front(signal.SIGTERM), 0),
    Case("the controller is told to go (SIGTERM)", _controller(signal.SIGTERM), 0),
    Case("the controller is killed (SIGKILL)", _controller(signal.SIGKILL), 0),
    Case("the controller is frozen (SIGSTOP)", _controller(signal.SIGSTOP), 1000),
)


def once(case: Case, front: list[str]) -> tuple[float, float]:
    """Return ms from the cause to slower, and to stop bytes."""
    with (
        tempfile.TemporaryDirectory() as folder,
        household(Path(folder), *front, speedup=SPEEDUP) as home,
    ):
        home.bring_to_motion()
        home.controller.is_running()
        cause = time.monotonic_ns()
        case.act(home)
        home.wait_until_still()
        sent = [each for each in home.world.look().commands if each[0] >= cause]
    stops = [when for when, data in sent if data == STOP]
    return (sent[0][0] - cause) / 1e6, (stops[0] - cause) / 1e6


def rows(repeats: int, front: list[str]) -> Iterator[str]:
    """Yield the table's lines."""
    yield "| cause | the design waits | slower after: p50 | max | stop after: p50 | max (ms) |"
    yield "|---|---|---|---|---|---|"
    for case in CASES:
        times = [once(case, front) for _ in range(repeats)]
        slower, stop = ([each[at] for each in times] for at in (0, 1))
        yield (
            f"| {case.name} | {case.waits} | {statistics.median(slower):.1f} | {max(slower):.1f} "
            f"| {statistics.median(stop):.1f} | {max(stop):.1f} |"
        )
