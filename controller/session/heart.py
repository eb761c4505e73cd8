"""Whether a heart rate that is shown is still that of a beating heart.

It decides nothing: no target, no ceiling and no stop looks at a heart rate, so that it lies outside
the core. A sensor that was taken off goes on sending its last value (a Polar H10 does, without
contact bits: ftms.md 2.9), and a stale number beside a runner is worse than none.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from protocols.hrs import HeartRateMeasurement
from protocols.units import SECOND, Nanoseconds

SILENT_FOR: Final = Nanoseconds(3 * SECOND)
"""No frame for this long: straps send once a second."""
FROZEN_FRAMES: Final = 4
"""So many frames in a row with the same value and without an interval, from a sensor that has sent
intervals: it feels no beats. One frame or two may fall between the beats of a slow heart."""
FROZEN_FOR: Final = Nanoseconds(60 * SECOND)
"""The same value for this long from a sensor that never sends intervals: hearts do not do that."""
HIGHEST: Final = 240
"""Beats a minute; more, and 0, is no heart rate."""


class Heart(NamedTuple):
    """One source of a heart rate, and what its frames add up to."""

    rate: int | None = None
    contact: bool | None = None
    at: Nanoseconds = Nanoseconds(0)
    """When the last frame came."""
    since: Nanoseconds = Nanoseconds(0)
    """When its rate was first the present one."""
    intervals: bool = False
    """It has sent intervals."""
    frozen: int = 0
    """How many frames in a row brought the same rate and no interval."""

    def told(self, frame: HeartRateMeasurement, now: Nanoseconds) -> Heart:
        """Return what is known after one frame."""
        same = frame.heart_rate == self.rate
        bare = same and not frame.rr_intervals
        return Heart(
            rate=frame.heart_rate,
            contact=frame.contact,
            at=now,
            since=self.since if same else now,
            intervals=self.intervals or bool(frame.rr_intervals),
            frozen=self.frozen + 1 if bare else 0,
        )

    def live(self, now: Nanoseconds) -> int | None:
        """Return the beats per minute, or None: there are none, or they are stale."""
        if self.rate is None or not 0 < self.rate <= HIGHEST or self.contact is False:
            return None
        if now - self.at >= SILENT_FOR:
            return None
        if self.intervals:
            return None if self.frozen >= FROZEN_FRAMES else self.rate
        return None if now - self.since >= FROZEN_FOR else self.rate
