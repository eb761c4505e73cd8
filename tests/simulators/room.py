"""A room with simulated treadmills in it, on virtual time, and clients as an application's."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bleak import BleakClient

from protocols import ftms
from protocols.gatt import CONTROL_POINT, FITNESS_MACHINE_SERVICE, full_uuid
from protocols.units import MILLISECOND
from simulators.air import SimulatedAir
from simulators.profiles import find_machine
from simulators.virtual_time import VirtualClock, run_virtual

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bleak.backends.characteristic import BleakGATTCharacteristic

GENERIC = "AA:00:00:00:00:01"
E1L = "AA:00:00:00:00:02"

Heard = list[tuple[float, str]]


class Room:
    """Two treadmills, and what their clients heard."""

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self.air = SimulatedAir(clock)
        self.air.add(GENERIC, find_machine("generic"))
        self.air.add(E1L, find_machine("urevo-e1l"))
        self.heard: Heard = []
        self.disconnected: list[float] = []

    @property
    def milliseconds(self) -> float:
        """The time by the clock, exact while it is a whole number."""
        return self.clock.now() / MILLISECOND

    def client(self, address: str = GENERIC) -> BleakClient:
        """Return a client made as an application makes it, but for its backend."""
        return BleakClient(
            address,
            lambda _client: self.disconnected.append(self.milliseconds),
            backend=self.air.client_backend,
            services=[full_uuid(FITNESS_MACHINE_SERVICE)],
        )

    def hear(self, _sender: BleakGATTCharacteristic, data: bytearray) -> None:
        """Note a value and its time."""
        self.heard.append((self.milliseconds, data.hex(" ")))

    async def started(self, client: BleakClient) -> None:
        """Connect, subscribe to answers and bring the belt to 1 km/h."""
        await client.connect()
        await client.start_notify(full_uuid(CONTROL_POINT), self.hear)
        await write(client, ftms.REQUEST_CONTROL)
        await asyncio.sleep(0.1)
        await write(client, ftms.START)
        await asyncio.sleep(5)
        assert self.air.belt_speed(GENERIC) == 100


def write(client: BleakClient, data: bytes, *, response: bool = True) -> Awaitable[None]:
    """Write to the control point."""
    return client.write_gatt_char(full_uuid(CONTROL_POINT), data, response=response)


def in_room(story: Callable[[Room], Awaitable[None]]) -> Room:
    """Run a story in a room on virtual time and return the room."""

    async def main(clock: VirtualClock) -> Room:
        room = Room(clock)
        await story(room)
        return room

    return run_virtual(main)
