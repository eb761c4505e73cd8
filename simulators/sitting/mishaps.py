"""What a script lets happen beside the keys, to a treadmill in a room: `AT_THE_MACHINE`."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from protocols.units import SECOND, CentiKmh, Nanoseconds, StepsPerMinute
from simulators.sitting.hand import presses
from simulators.treadmill.server import Press, target_speed

if TYPE_CHECKING:
    from protocols.clock import Clock
    from simulators.link.air import SimulatedAir
    from simulators.script import Scripted


class Outages:
    """Losses of the links in a room. They may overlap: a device is back when the last is over."""

    def __init__(self, clock: Clock, air: SimulatedAir) -> None:
        """Let everything be in reach."""
        self._clock, self._air = clock, air
        self._going_on: Counter[str] = Counter()

    def begin(self, address: str) -> None:
        """Let a device fall silent."""
        self._going_on[address] += 1
        self._air.lose_link(address)

    def end(self, address: str) -> None:
        """Let it be in reach again, but for other losses."""
        self._going_on[address] -= 1
        if not self._going_on[address]:
            self._air.restore_link(address)

    def last(self, address: str, span: int) -> None:
        """Let a device fall silent for so many nanoseconds."""
        self.begin(address)
        back = Nanoseconds(self._clock.now() + span)
        self._clock.call_at(back, partial(self.end, address))


class Mishaps:
    """They happen to one treadmill, at once."""

    def __init__(
        self, clock: Clock, air: SimulatedAir, address: str, outages: Outages | None = None
    ) -> None:
        """Be ready to let them happen to the treadmill at an address."""
        self._air, self._address = air, address
        self._outages = Outages(clock, air) if outages is None else outages

    def happen(self, each: Scripted) -> None:
        """Let one happen; what is not of the machine is nothing here."""
        air, at = self._air, self._address
        match each.key:
            case "console":
                self._turn_to(CentiKmh(each.value))
            case "console:stop":
                air.press_console(at, Press.STOP)
            case "safety-key":
                air.press_console(at, Press.SAFETY_KEY)
            case "steps":
                air.count_steps(at, StepsPerMinute(each.value))
            case "steps:real":
                air.count_steps(at, None)
            case "disobey":
                air.disobey(at)
            case "control-lost":
                air.take_control_away(at)
            case "link-loss":
                self._outages.last(at, each.value * SECOND)
            case _:
                pass

    def _turn_to(self, wanted: CentiKmh) -> None:
        """Press an arrow key until the target is nearest to what is wanted."""
        treadmill = self._air.treadmill(self._address)
        target = target_speed(treadmill)
        key = Press.FASTER if wanted > target else Press.SLOWER
        for _ in range(presses(treadmill.machine, key, target, wanted)):
            self._air.press_console(self._address, key)
