"""Rooms with simulated treadmills in them, on virtual time, and clients as an application's."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import pytest
from bleak import BleakClient

from protocols import ftms
from protocols.gatt import CONTROL_POINT, FITNESS_MACHINE_SERVICE, full_uuid
from protocols.units import MILLISECOND
from simulators.link.air import SimulatedAir
from simulators.link.distant import DistantAir
from simulators.link.host import Guest, Host
from simulators.link.station import Station
from simulators.link.wire import Message, decode, encode
from simulators.profiles import find_machine
from simulators.radio.backends import backends_for
from simulators.radio.central import Central
from simulators.radio.peripheral import Peripheral
from simulators.radio.virtual import Air
from simulators.virtual_time import VirtualClock, run_virtual

if TYPE_CHECKING:
    from bleak.backends.characteristic import BleakGATTCharacteristic

GENERIC = "AA:00:00:00:00:01"
E1L = "AA:00:00:00:00:02"

Heard = list[tuple[float, str]]


AnyRoom = TypeVar("AnyRoom", bound="Room")


class Room:
    """Two treadmills, and what their clients heard."""

    connecting: ClassVar[float] = 40
    """Milliseconds that the first connection takes."""
    machines: ClassVar = {GENERIC: "generic", E1L: "urevo-e1l"}

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self.air = SimulatedAir(clock)
        for address, name in self.machines.items():
            self.air.add(address, find_machine(name))
        self.client_backend = self.air.client_backend
        self.scanner_backend = self.air.scanner_backend
        self.adapter_backend = self.air.adapter_backend
        self.heard: Heard = []
        self.disconnected: list[float] = []

    async def open(self) -> None:
        """Switch on what takes its time."""

    async def close(self) -> None:
        """Switch it off."""

    @property
    def milliseconds(self) -> float:
        """The time by the clock, exact while it is a whole number."""
        return self.clock.now() / MILLISECOND

    def client(self, address: str = GENERIC) -> BleakClient:
        """Return a client made as an application makes it, but for its backend."""
        return BleakClient(
            address,
            lambda _client: self.disconnected.append(self.milliseconds),
            backend=self.client_backend,
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


class DistantRoom(Room):
    """The same behind a host that shares each link, at the end of a wire that takes no time."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__(clock)
        self.host = Host(self.air.stations)
        self.distant, self.guest = self.join()
        self.client_backend = self.distant.client_backend
        self.scanner_backend = self.distant.scanner_backend
        self.adapter_backend = self.distant.adapter_backend

    def join(self) -> tuple[DistantAir, Guest]:
        """Let another process come in: what it reaches the room by, and its side at the host."""
        call_soon = asyncio.get_running_loop().call_soon
        told: list[Message] = []

        def to_world(message: Message) -> None:
            call_soon(guest.take, _sent(message))

        def to_client(message: Message) -> None:
            told.append(message)
            if len(told) == 1:
                air.take(_sent(message))  # it makes the backends, which a real client waits for
            else:
                call_soon(air.take, _sent(message))

        def refuse() -> None:
            pytest.fail(f"the host understood something else: {told}")

        def hang_up() -> None:
            call_soon(guest.leave)
            call_soon(air.gone)

        air = DistantAir(lambda _speedup: self.clock, to_world, hang_up)
        guest = self.host.admit(to_client, refuse)
        return air, guest


class RadioRoom(Room):
    """The same over Bluetooth packets: each treadmill a peripheral, the computer a host."""

    connecting = 32  # the next advertisement is waited for

    async def open(self) -> None:
        """Put everything on the air."""
        self.ether = Air()
        for station in self.air.stations.values():
            if isinstance(station, Station):  # a sensor is not put on this air
                await Peripheral.switch_on(station, self.ether)
        await self.open_again()

    async def open_again(self) -> None:
        """Switch another computer on."""
        self.central = await Central.beside(self.ether)
        backends = backends_for(self.central)
        self.client_backend = backends.client  # type: ignore[assignment]
        self.scanner_backend = backends.scanner  # type: ignore[assignment]
        self.adapter_backend = backends.adapter  # type: ignore[assignment]

    async def close(self) -> None:
        """End the host's links, and let the treadmills advertise again."""
        await self.central.close()
        await asyncio.sleep(1)


def _sent(message: Message) -> Message:
    sent = decode(encode(message))
    assert sent is not None
    return sent


Story = Callable[[Any], Awaitable[None]]
InRoom = Callable[[Story], Room]


def write(client: BleakClient, data: bytes, *, response: bool = True) -> Awaitable[None]:
    """Write to the control point."""
    return client.write_gatt_char(full_uuid(CONTROL_POINT), data, response=response)


def in_room_of(kind: Callable[[VirtualClock], AnyRoom], story: Story) -> AnyRoom:
    """Run a story in a room on virtual time and return the room."""

    async def main(clock: VirtualClock) -> AnyRoom:
        room = kind(clock)
        await room.open()
        await story(room)
        await room.close()
        return room

    return run_virtual(main)
