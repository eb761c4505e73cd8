"""Simulated treadmills in one room, with what a test needs to see and do beside the radio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulators.link.backends import backends_for
from simulators.link.sensors import Counts, Footpod, PodAndStrap, Strap
from simulators.link.station import Station
from simulators.treadmill.server import Disobey, Foot, LoseControl, Press, Steps, Treadmill

if TYPE_CHECKING:
    from collections.abc import Mapping

    from protocols.clock import Clock
    from protocols.units import CentiKmh, Nanoseconds, StepsPerMinute
    from simulators.link.radio_end import RadioEnd
    from simulators.treadmill.belt import Belt
    from simulators.treadmill.machine import MachineProfile


class SimulatedAir:
    """Treadmills by address, driven on a clock, reached through bleak.

    ``BleakClient(address, backend=air.client_backend)``,
    ``BleakScanner(backend=air.scanner_backend)`` and
    ``BleakAdapter.get(backend=air.adapter_backend)`` are all that differs from a real radio. Every
    method below raises KeyError for an address at which nothing was put.
    """

    def __init__(self, clock: Clock) -> None:
        """Make an empty room; ``clock`` gives the time to belts, delays and advertisements."""
        self._clock = clock
        self._stations: dict[str, Station] = {}
        self._ends: dict[str, RadioEnd] = {}
        backends = backends_for(self._ends, clock)
        self.client_backend = backends.client
        self.scanner_backend = backends.scanner
        self.adapter_backend = backends.adapter

    @property
    def stations(self) -> Mapping[str, RadioEnd]:
        """The treadmills and sensors with their radio, for a host to share."""
        return self._ends

    def add(self, address: str, machine: MachineProfile) -> None:
        """Put a treadmill into the room, switched on, its belt still, somebody standing on it."""
        self._stations[address] = self._ends[address] = Station(address, machine, self._clock)

    def add_footpod(self, address: str, treadmill: str, counts: Counts = Counts.STEPS) -> Footpod:
        """Put a foot pod on whoever is on that treadmill, and return it to play with."""
        pod = Footpod(address, self._stations[treadmill], self._clock, counts)
        self._ends[address] = pod
        return pod

    def add_strap(self, address: str, treadmill: str) -> Strap:
        """Put a heart-rate strap on whoever is on that treadmill, and return it to play with."""
        strap = Strap(address, self._stations[treadmill], self._clock)
        self._ends[address] = strap
        return strap

    def add_pod_and_strap(self, address: str, treadmill: str) -> None:
        """Put one device with both services on whoever is on that treadmill."""
        on = self._stations[treadmill]
        self._ends[address] = PodAndStrap(address, on, self._clock, Counts.STEPS)

    def station(self, address: str) -> Station:
        """Return the treadmill with its radio."""
        return self._stations[address]

    def treadmill(self, address: str) -> Treadmill:
        """Return the treadmill's state as of its last event."""
        return self._stations[address].treadmill

    def belt_speed(self, address: str) -> CentiKmh:
        """Return how fast the belt runs now, whatever the machine reports; 0 only if still."""
        return self._stations[address].belt_speed()

    def belts(self, address: str) -> list[Belt]:
        """Return each course that the belt has taken, in order of its ``since``."""
        return list(self._stations[address].belts)

    def commands(self, address: str) -> list[tuple[Nanoseconds, bytes]]:
        """Return what has reached the control point, refused or not, and when."""
        return list(self._stations[address].commands)

    def press_console(self, address: str, key: Press) -> None:
        """Press a key on the machine itself, or pull its safety key."""
        self._stations[address].give(key)

    def step_on(self, address: str) -> None:
        """Put somebody on the belt: cadence and step count follow the belt."""
        self._stations[address].give(Foot(on=True))

    def step_off(self, address: str) -> None:
        """Take them off it: the belt runs on, the cadence is 0."""
        self._stations[address].give(Foot(on=False))

    def count_steps(self, address: str, per_minute: StepsPerMinute | None) -> None:
        """Let whoever is on the belt step so often, whatever it does; None: as it asks."""
        self._stations[address].give(Steps(per_minute))

    def disobey(self, address: str) -> None:
        """Let the belt ignore every target from now on, and the machine answer them as ever."""
        self._stations[address].give(Disobey())

    def take_control_away(self, address: str) -> None:
        """Let the machine take control away from its client, and say so."""
        self._stations[address].give(LoseControl())

    def lose_link(self, address: str) -> None:
        """Make the radio silent both ways at once; the belt runs on.

        A client hears of it after the profile's supervision timeout. Connecting fails until
        `restore_link`.
        """
        self._ends[address].lose_link()

    def restore_link(self, address: str) -> None:
        """Let the device be connected to again; a link that was lost stays lost."""
        self._ends[address].restore_link()

    def lose_answers(self, address: str) -> None:
        """Let no answer from the control point arrive any more, for as long as the link lasts."""
        self._ends[address].lose_answers()

    def stop_responding(self, address: str) -> None:
        """Let no read, write or subscription be carried out or answered, for as long as it lasts.

        Notifications still come: a machine whose ATT server hangs.
        """
        self._ends[address].stop_responding()
