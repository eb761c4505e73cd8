"""How her feet strike the belt: walking or running as she herself does it, off it, or stumbling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from protocols.units import SECOND, CentiKmh, Nanoseconds, StepsPerMinute
from simulators.person.chance import dice, moment
from simulators.treadmill import gait

if TYPE_CHECKING:
    from simulators.person import Legs

LOOKS_EVERY: Final = Nanoseconds(2 * SECOND)
"""So often her feet follow the belt; a sensor sends once a second and averages."""
_STUMBLES_FOR: Final = 3 * SECOND
_STUMBLING: Final = 0.55
"""Of the cadence before: assumed, two or three steps are lost to it."""
_AT_ONCE: Final = 0.6
"""Of the way to a new cadence in one `LOOKS_EVERY`: assumed, a person needs some strides."""
_MOST: Final = 255
"""What RSC has room for."""


class Feet:
    """One person's feet in one session."""

    def __init__(self, legs: Legs, seed: int) -> None:
        """Stand still, and draw from which speed she runs today."""
        self._legs = legs
        self._draws = dice(seed, "feet")
        self.runs_from = CentiKmh(self._draws.randint(*legs.runs_from))
        self.runs = False
        self._changes_at: Nanoseconds | None = None
        self._off_until = Nanoseconds(0)
        self._stumbles_until = Nanoseconds(0)
        self._steps = 0.0

    def step_off(self, now: Nanoseconds) -> None:
        """Leave the belt for a while."""
        self._off_until = Nanoseconds(now + moment(self._draws, self._legs.stays_off))

    def stumble(self, now: Nanoseconds) -> None:
        """Lose some steps."""
        self._stumbles_until = Nanoseconds(now + _STUMBLES_FOR)

    def on(self, now: Nanoseconds, speed: CentiKmh) -> StepsPerMinute:
        """Return how often she steps from now on, on a belt of this speed."""
        self._change_gait(now, speed)
        if not speed or now < self._off_until or not self._legs.counted:
            self._steps = 0.0
            return StepsPerMinute(0)
        mean = gait.running(speed) if self.runs else gait.walking(speed)
        wanted = mean * self._legs.cadence / 100 + self._draws.gauss(0, self._legs.noise)
        if now < self._stumbles_until:
            wanted *= _STUMBLING
        self._steps += (wanted - self._steps) * _AT_ONCE
        return StepsPerMinute(min(max(round(self._steps), 1), _MOST))

    def _change_gait(self, now: Nanoseconds, speed: CentiKmh) -> None:
        from_here = self.runs_from - (self._legs.walks_below if self.runs else 0)
        if (speed >= from_here) is self.runs:
            self._changes_at = None
        elif self._changes_at is None:
            wait = moment(self._draws, self._legs.changes_after)
            self._changes_at = Nanoseconds(now + wait)
        elif now >= self._changes_at:
            self.runs, self._changes_at = not self.runs, None
        if not speed:
            self.runs = False
