"""How often somebody's feet strike a belt of a given speed.

The knots are group averages, not a person: walking settles near 118 steps/min, a slow jog at
7.5 km/h is near 160, and the metabolic optimum at 3.0 m/s is near 170 (evidence.md section 4).
People left alone change to running near 7.2 km/h and 141 steps/min. Whoever is on these belts has
been told that a run comes, and jogs from 6.0 km/h, where the range for walking ends. Below 3 km/h
the one measured point is the UREVO E1L's step counter: 71 steps in 62 s at 2.25 km/h. Between knots
the line is straight.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from protocols.units import SECOND, CentiKmh, StepsPerMinute
from simulators.treadmill.belt import FINE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulators.treadmill.belt import Piece

_WALK: Final = (
    (0, 0),
    (100, 42),
    (225, 70),
    (300, 88),
    (500, 118),
    (590, 127),
    (720, 141),
    (800, 148),
)
_RUN: Final = ((400, 132), (600, 148), (750, 160), (1080, 170), (1600, 184))
"""Below 6 km/h the line from there to 7.5 is continued: assumed, nobody was measured so slow."""
_JOGS_FROM: Final = 600
_KNOTS: Final = (
    *(each for each in _WALK if each[0] < _JOGS_FROM),
    *(each for each in _RUN if each[0] >= _JOGS_FROM),
)
_TRANSITION: Final = StepsPerMinute(141)


def is_running(steps_per_minute: StepsPerMinute) -> bool:
    """Return whether people run who step so often."""
    return steps_per_minute > _TRANSITION


def cadence(speed: CentiKmh) -> StepsPerMinute:
    """Return the steps per minute, both feet counted; 0 on a belt that is still."""
    return StepsPerMinute(round(_cadence(speed)))


def walking(speed: CentiKmh) -> float:
    """Return the steps per minute of people who walk at this speed, without rounding."""
    return _along(_WALK, speed)


def running(speed: CentiKmh) -> float:
    """Return those of people who run at it; below 4 km/h they trot on the spot."""
    return _along(_RUN, max(speed, _RUN[0][0]))


def _cadence(speed: float) -> float:
    """Return the cadence without rounding, ``speed`` in 0.01 km/h."""
    return _along(_KNOTS, speed)


def _along(knots: tuple[tuple[int, int], ...], speed: float) -> float:
    for (slower, low), (faster, high) in pairwise(knots):
        if speed <= faster:
            return low + (speed - slower) * (high - low) / (faster - slower)
    return knots[-1][1]


def _area(speed: float) -> float:
    """Return the integral of the cadence from 0 to ``speed``: a sum of trapezia."""
    total = 0.0
    for (slower, low), (faster, high) in pairwise(_KNOTS):
        if speed <= faster:
            return total + (speed - slower) * (low + _cadence(speed)) / 2
        total += (faster - slower) * (low + high) / 2
    return total + (speed - _KNOTS[-1][0]) * _KNOTS[-1][1]


def steps(pieces: Iterable[Piece]) -> float:
    """Return the steps made on these stretches of belt.

    On a ramp the speed is a straight line in time, so the mean cadence over time is the mean
    cadence over speed, and the sum needs no small steps.
    """
    total = 0.0
    for duration, first, last in pieces:
        if first == last:
            mean = _cadence(first / FINE)
        else:
            mean = (_area(last / FINE) - _area(first / FINE)) * FINE / (last - first)
        total += mean * duration
    return total / (60 * SECOND)
