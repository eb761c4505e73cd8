"""A treadmill that is watched and tampered with, on virtual time, and a client of the plainest."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING, Any

from protocols.gatt import CONTROL_POINT
from protocols.units import MILLISECOND, Nanoseconds
from simulators.driven.tampering import Tampering, fault_named, kind_named
from simulators.driven.watched import WatchedStation
from simulators.profiles import find_machine
from simulators.treadmill.server import Subscribe, Value
from simulators.virtual_time import VirtualClock, run_virtual

if TYPE_CHECKING:
    from simulators.link.wire import Message
    from simulators.treadmill.machine import MachineProfile


class Client:
    """The other end of the link."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.gone = False

    def receive(self, value: Value) -> None:
        """Note an answer."""
        if value.characteristic == CONTROL_POINT:
            self.heard.append(value.data.hex())

    def dropped(self) -> None:
        """Note the end."""
        self.gone = True


class Yard:
    """A watched treadmill on virtual time, driven by calls at given milliseconds."""

    def __init__(self, machine: MachineProfile, clock: VirtualClock) -> None:
        self.told: list[Message] = []
        self.clock, self.client = clock, Client()
        self.station = WatchedStation("C0:DE:00:00:00:01", machine, clock, self.told.append)
        self.tampering = Tampering(self.station, clock, Random(7))  # noqa: S311

    def at(self, milliseconds: int, what: Callable[..., Any], *given: Any) -> None:
        """Arrange a call."""
        self.clock.call_at(Nanoseconds(milliseconds * MILLISECOND), lambda: what(*given))

    def connect(self) -> None:
        """Connect and subscribe to answers."""
        self.client = Client()
        self.station.attach(self.client)
        self.station.give(Subscribe(CONTROL_POINT))

    def write(self, data: str) -> None:
        """Write to the control point, as it arrives."""
        self.station.write(bytes.fromhex(data))

    def begin(self, name: str, milliseconds: int = 0, amount: str | None = None) -> None:
        """Begin a fault, for so long or until it is mended."""
        lasts = Nanoseconds(milliseconds * MILLISECOND)
        self.tampering.begin(fault_named(name, amount, lasts, "AMOUNT"))

    def mend(self, name: str) -> None:
        """End it."""
        self.tampering.mend(kind_named(name))

    def told_of(self, key: str) -> list[Message]:
        """Return the messages of one kind."""
        return [each for each in self.told if key in each]


def played(machine: str | MachineProfile, until: int, story: Callable[[Yard], None]) -> Yard:
    """Play a story that arranges what happens, until some millisecond."""

    async def play(clock: VirtualClock) -> Yard:
        yard = Yard(find_machine(machine) if isinstance(machine, str) else machine, clock)
        story(yard)
        await asyncio.sleep(until / 1000)
        return yard

    return run_virtual(play)
