"""What there is around a session: a treadmill in a room, a computer, a screen, a disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulators.link.air import SimulatedAir
from simulators.sitting.computer import Computer
from simulators.sitting.disk import Disk
from simulators.sitting.mishaps import Outages
from simulators.sitting.screen import Screen
from simulators.treadmill.machine import peripheral_of

if TYPE_CHECKING:
    from controller.session.journal import Journal
    from protocols.clock import Clock
    from protocols.units import CentiKmh
    from simulators.treadmill.machine import MachineProfile

ADDRESS: Final = "5E:1F:7E:AD:00:01"
"""The treadmill's."""


class Home:
    """It outlives every controller."""

    def __init__(self, clock: Clock, machine: MachineProfile, journal: Journal) -> None:
        """Put everything where it belongs; nobody is connected yet."""
        self.clock = clock
        self.air = SimulatedAir(clock)
        self.air.add(ADDRESS, machine)
        self.peripherals = {machine.name: peripheral_of(machine)}
        self.outages = Outages(clock, self.air)
        self.computer = Computer(clock)
        self.screen = Screen()
        self.disk = Disk(journal, clock)

    def belt_speed(self) -> CentiKmh:
        """Return how fast the belt runs now, whatever is reported."""
        return self.air.belt_speed(ADDRESS)
