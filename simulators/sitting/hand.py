"""A hand at the simulated treadmill's console: it presses what a session in manual mode says.

It hears what a screen hears, records. Nobody else presses a console that is not real.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from controller.records.format import OUTPUT, Record
from protocols.units import SECOND, CentiKmh, Nanoseconds
from simulators.treadmill.server import Press

if TYPE_CHECKING:
    from collections.abc import Callable

    from protocols.clock import Clock, Timer
    from simulators.treadmill.machine import MachineProfile

PRESSES_AFTER: Final = Nanoseconds(2 * SECOND)
"""From what is said to the key: a person reads, and reaches out."""

_KEYS: Final = {
    "start": Press.START,
    "faster": Press.FASTER,
    "slower": Press.SLOWER,
    "stop": Press.STOP,
}


class Hand:
    """Whoever made it gives every record to `see`."""

    def __init__(
        self,
        clock: Clock,
        machine: MachineProfile,
        press: Callable[[Press], None],
        speed: Callable[[], CentiKmh],
    ) -> None:
        """Reach out to a console by ``press``, with an eye on the belt's true ``speed``."""
        self._clock, self._machine = clock, machine
        self._press, self._speed = press, speed
        self._about_to: tuple[Press, Timer] | None = None

    def see(self, record: Record) -> None:
        """Hear one record: the newest key that is said counts, and a stop before any other."""
        if record["io"] != OUTPUT:
            return
        if record["kind"] == "press":
            self.leave()
            key, when = _KEYS[record["key"]], Nanoseconds(self._clock.now() + PRESSES_AFTER)
            act = partial(self._reach, key, record["speed"])
            self._about_to = key, self._clock.call_at(when, act)
        elif record["kind"] in ("stop", "ended") and self._about_to is not None:
            key, _ = self._about_to
            if key is not Press.STOP:
                self.leave()

    def leave(self) -> None:
        """Press nothing that is still to be pressed."""
        if self._about_to is not None:
            self._about_to[1].cancel()
            self._about_to = None

    def _reach(self, key: Press, wanted: CentiKmh | None) -> None:
        self._about_to = None
        if key in (Press.START, Press.STOP) or wanted is None:
            self._press(key)
            return
        for _ in range(presses(self._machine, key, self._speed(), wanted)):
            self._press(key)


def presses(machine: MachineProfile, key: Press, speed: CentiKmh, wanted: CentiKmh) -> int:
    """Return how often an arrow key brings a speed nearest to the one that is wanted."""
    times, direction = 0, 1 if key is Press.FASTER else -1
    while abs(machine.one_step(speed, direction) - wanted) < abs(speed - wanted):
        times, speed = times + 1, machine.one_step(speed, direction)
    return times
