"""Quantities as integers in wire resolution.

A speed of 7.5 km/h is ``CentiKmh(750)`` everywhere between the YAML file and the radio, so
that nothing is ever lost to ``speed / 0.01`` (FTMS v1.0 section 4.4 gives Treadmill speeds a
resolution of 0.01 km/h). Time is an integer number of nanoseconds since the session began.
"""

from __future__ import annotations

from typing import Final, NamedTuple, NewType

CentiKmh = NewType("CentiKmh", int)
"""A belt speed in 0.01 km/h."""

DeciPercent = NewType("DeciPercent", int)
"""An inclination in 0.1 %; downhill is negative."""

Nanoseconds = NewType("Nanoseconds", int)
"""A moment since the session began, or a span between two moments."""

StepsPerMinute = NewType("StepsPerMinute", int)
"""Cadence, both feet counted."""

SECOND: Final = Nanoseconds(1_000_000_000)
MILLISECOND: Final = Nanoseconds(1_000_000)

MILE: Final = 1_609_344
"""The international mile in millimetres, which is exact; and in millionths of a kilometre."""


class SpeedRange(NamedTuple):
    """What a treadmill says it can do, Supported Speed Range (FTMS v1.0 section 4.11).

    All three are in 0.01 km/h, and ``increment`` is above 0. A real increment need not divide the
    range (UREVO E1L: 0.96 to 6.43 by 0.32), so the highest speed on the grid may lie below
    ``maximum``.
    """

    minimum: CentiKmh
    maximum: CentiKmh
    increment: CentiKmh

    def at_or_below(self, speed: CentiKmh) -> CentiKmh:
        """Return the fastest speed on the machine's grid that is not above ``speed``.

        Below the range's minimum there is nothing to offer but the minimum itself.
        """
        minimum, maximum, increment = self
        if speed <= minimum:
            return minimum
        top = min(speed, maximum)
        return CentiKmh(minimum + (top - minimum) // increment * increment)

    def at_or_above(self, speed: CentiKmh) -> CentiKmh:
        """Return the slowest speed on the grid not below ``speed``, or the fastest there is."""
        below = self.at_or_below(speed)
        if below >= speed:
            return below
        return self.at_or_below(CentiKmh(below + self.increment))


class InclinationRange(NamedTuple):
    """Supported Inclination Range (FTMS v1.0 section 4.12), in 0.1 %."""

    minimum: DeciPercent
    maximum: DeciPercent
    increment: DeciPercent


class HeartRateRange(NamedTuple):
    """Supported Heart Rate Range (FTMS v1.0 section 4.15), in beats per minute."""

    minimum: int
    maximum: int
    increment: int


def kmh(speed: int) -> str:
    """Return a speed in 0.01 km/h as people read it: ``"7.5"``, ``"6.75"``."""
    whole, hundredths = divmod(abs(speed), 100)
    text = f"{whole}.{hundredths:02d}"
    sign = "-" if speed < 0 else ""
    return sign + text.removesuffix("0")


def clock_time(moment: int) -> str:
    """Return a span in nanoseconds as minutes and whole seconds, the rest cut off: ``"8:18"``."""
    minutes, seconds = divmod(moment // SECOND, 60)
    return f"{minutes}:{seconds:02d}"
