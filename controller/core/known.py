"""What is known of this very treadmill beforehand: learnt in earlier sessions, or nothing at all.

Rule: what is known may make a session wait longer. It makes it wait less only where telemetry was
seen to follow the belt (ADR 0014). It lets nothing go faster, or come earlier than it was
announced.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from controller.core import numbers
from protocols.units import CentiKmh, Nanoseconds


@dataclass(frozen=True, slots=True)
class MachineKnown:
    """What was learnt; each default says that nothing was."""

    lead: Nanoseconds | None = None
    """From a target to the moment at which the belt begins to follow, at the least; None: not
    known."""
    shown: Nanoseconds | None = None
    """From a command to the first frame that shows it, at the longest; None: not known."""
    deceleration: CentiKmh | None = None
    """The slowest per second to which the stop has brought this belt, 0.01 km/h; None: not
    known."""
    follows_belt: bool = False
    """The reported speed was seen to be the belt's own, and not its target."""
    mph: bool = False
    """It takes its targets, or reports its speed, in miles."""

    @property
    def coast_rate(self) -> CentiKmh:
        """By which deceleration a belt that is said to stand does (H13), in 0.01 km/h per s."""
        if self.deceleration is None:
            return numbers.COAST_RATE
        if self.follows_belt:
            return self.deceleration
        return min(self.deceleration, numbers.COAST_RATE)

    @property
    def stop_lag(self) -> Nanoseconds:
        """How long a stop may take to be seen, beside the telemetry's periods."""
        return numbers.STOP_LAG if self.shown is None else max(self.shown, numbers.STOP_LAG)

    @property
    def obey_grace(self) -> Nanoseconds:
        """When a belt should have followed a slower target, beyond its own deceleration."""
        if self.shown is None:
            return numbers.OBEY_GRACE
        return max(numbers.OBEY_GRACE, min(Nanoseconds(self.shown * 2), numbers.LONGEST_GRACE))

    @property
    def obey_rate(self) -> CentiKmh:
        """A deceleration slower than this belt's, within reason, in 0.01 km/h per s."""
        if self.deceleration is None:
            return numbers.OBEY_RATE
        slower = min(self.deceleration * 4 // 5, numbers.OBEY_RATE)
        return CentiKmh(max(slower, numbers.LEAST_OBEY_RATE))


UNKNOWN_MACHINE: Final = MachineKnown()
"""A treadmill of which nothing was learnt: what the slowest that are known need is allowed for."""
