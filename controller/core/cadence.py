"""What a cadence sensor counts, steps or strides, found out by physics.

RSC leaves the unit of its cadence open: Technogym and RUNN send steps, some foot pods send the
strides of one leg, and a Stryd can be set to put a tenth of its power there (ftms.md 2.9). A count
and the belt's speed imply how long a step is, and that tells what the count can be.

A reading of the count is ruled out if its step would be shorter than 0.3 m or longer than 1.4 m
(ftms.md 2.9), or if it makes more than 240 steps a minute (a limit of this project: the quickest
sprinters come to about that). A unit is certain only when the other one is ruled out. The known
machines that mix units up report miles an hour as if they were km/h (Q34 and Q35), so
a reading is ruled out for its speed only if it is at 1.609 times the reported speed too. That
margin costs some certainty at a walk, and a machine in mph makes no wrong unit certain. No machine
is known that errs the other way, and against that there is no margin.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, unique
from typing import Final

from controller.core.numbers import CADENCE_STALE_AFTER
from protocols.units import SECOND, CentiKmh, Nanoseconds, StepsPerMinute

_SHORTEST: Final = 30
"""Centimetres of a step."""
_LONGEST: Final = 140
"""Likewise."""
_MOST_STEPS: Final = 240
"""A minute."""
STEADY_FOR: Final = Nanoseconds(10 * SECOND)
"""The belt's speed must have been the same for this long: sensors lag by some seconds, and a
machine that reports its target is there by then (every step up is 0.5 km/h at most)."""
AGREEING: Final = 5
"""So many frames in a row must say the same."""
_ALIKE: Final = 8
"""Counts that differ by more than an eighth are not somebody's even gait."""
_MILE: Final = 1609
"""Metres, and thousandths of a kilometre."""


@unique
class Unit(Enum):
    """What a sensor's count is."""

    ASSUMED = "steps, as far as is known"
    STEPS = "steps"
    STRIDES = "strides of one leg"
    IMPLAUSIBLE = "neither steps nor strides"
    """Shown as such and used for nothing but that it is not zero."""


def implied(count: int, speed: CentiKmh) -> Unit:
    """Return what one count a minute can be at one steady belt speed; neither is 0."""
    steps, strides = _possible(count, speed), _possible(2 * count, speed)
    if steps and strides:
        return Unit.ASSUMED
    if steps:
        return Unit.STEPS
    return Unit.STRIDES if strides else Unit.IMPLAUSIBLE


def _possible(steps: int, speed: CentiKmh) -> bool:
    """Return whether somebody can make so many steps a minute, at the speed or at so many mph."""
    minute = speed * 1000  # 0.01 km/h are 1000/60 cm a minute
    longest_needed, shortest_needed = minute * _MILE // 1000, minute
    per_step = 60 * steps
    return (
        steps <= _MOST_STEPS
        and longest_needed >= _SHORTEST * per_step
        and shortest_needed <= _LONGEST * per_step
    )


@dataclass(frozen=True, slots=True)
class Cadence:
    """One sensor: its last count, and what its counts have turned out to be."""

    count: int | None = None
    """A minute, in the sensor's own unit."""
    at: Nanoseconds = Nanoseconds(0)
    """When its last frame came."""
    rested_at: Nanoseconds | None = None
    """When it last counted nothing; None: it never did."""
    unit: Unit = Unit.ASSUMED
    leaning: Unit = Unit.ASSUMED
    """What the last frames in a row say, if it is not what is held of it."""
    agreeing: int = 0
    """How many frames in a row have said so."""
    alike: int = 0
    """The count that those frames began with."""

    def counted(self, count: int, steady: CentiKmh | None, now: Nanoseconds) -> Cadence:
        """Return what is known after one frame.

        Args:
            count: a minute's, as it was sent.
            steady: the belt's speed if it has been that for `STEADY_FOR`, else None.
            now: the moment.
        """
        rested_at = self.rested_at if count else now
        seen = Cadence(count, now, rested_at, self.unit, self.leaning, alike=self.alike)
        if not count or not steady:
            return seen
        says = implied(count, steady)
        settled = says is Unit.ASSUMED and self.unit in (Unit.STEPS, Unit.STRIDES)
        if settled or says is self.unit:
            return seen
        if not self.agreeing or says is not self.leaning or not _are_alike(count, self.alike):
            return replace(seen, leaning=says, agreeing=1, alike=count)
        if self.agreeing + 1 < AGREEING:
            return replace(seen, agreeing=self.agreeing + 1)
        return replace(seen, unit=says)

    def live(self, now: Nanoseconds) -> bool:
        """Return whether the last frame is recent enough to mean anything."""
        return self.count is not None and now - self.at < CADENCE_STALE_AFTER

    def steps(self, now: Nanoseconds) -> StepsPerMinute | None:
        """Return the steps of both feet a minute; None: the sensor is silent or makes no sense."""
        if self.count is None or not self.live(now) or self.unit is Unit.IMPLAUSIBLE:
            return None
        return StepsPerMinute(self.count * 2 if self.unit is Unit.STRIDES else self.count)


def _are_alike(one: int, other: int) -> bool:
    return abs(one - other) * _ALIKE <= max(one, other)
