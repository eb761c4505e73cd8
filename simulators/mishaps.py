"""What a script lets happen beside the keys, to a treadmill in a room: `AT_THE_MACHINE`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from protocols.units import SECOND, CentiKmh, Nanoseconds, StepsPerMinute
from simulators.hand import presses
from simulators.treadmill import Press, target_speed

if TYPE_CHECKING:
    from protocols.clock import Clock
    from simulators.air import SimulatedAir
    from simulators.script import Scripted


class Mishaps:
    """They happen to one treadmill, at once."""

    def __init__(self, clock: Clock, air: SimulatedAir, address: str) -> None:
        """Be ready to let them happen to the treadmill at an address."""
        self._clock, self._air, self._address = clock, air, address

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
                air.lose_link(at)
                back = Nanoseconds(self._clock.now() + each.value * SECOND)
                self._clock.call_at(back, lambda: air.restore_link(at))
            case _:
                pass

    def _turn_to(self, wanted: CentiKmh) -> None:
        """Press an arrow key until the target is nearest to what is wanted."""
        treadmill = self._air.treadmill(self._address)
        target = target_speed(treadmill)
        key = Press.FASTER if wanted > target else Press.SLOWER
        for _ in range(presses(treadmill.machine, key, target, wanted)):
            self._air.press_console(self._address, key)
