"""The other side of FTMS.TS: a room with the machine under test, and testers that are its clients.

A tester knows nothing of the machine but what bleak's public client gives it.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from bleak import BleakClient

from protocols import ftms
from protocols.gatt import (
    CONTROL_POINT,
    FITNESS_MACHINE_SERVICE,
    MACHINE_STATUS,
    RUNNING_SPEED_AND_CADENCE_SERVICE,
    TRAINING_STATUS,
    TREADMILL_DATA,
    full_uuid,
    short_uuid,
)
from simulators.profiles import find_machine
from tests.simulators.room import RadioRoom, Room

if TYPE_CHECKING:
    from bleak.backends.characteristic import BleakGATTCharacteristic

    from simulators.link.air import SimulatedAir
    from simulators.treadmill.server import Press
    from simulators.virtual_time import VirtualClock

MACHINE: Final = "AA:00:00:00:00:03"
ALL: Final = (TREADMILL_DATA, TRAINING_STATUS, CONTROL_POINT, MACHINE_STATUS)
_PATIENCE: Final = 5.0
"""Seconds of virtual time for an answer."""


class Tester:
    """One client of the machine under test."""

    __test__ = False

    def __init__(self, client: BleakClient, air: SimulatedAir) -> None:
        """Be not connected."""
        self.client, self.air = client, air
        self.heard: dict[str, list[bytes]] = defaultdict(list)
        self._answers: asyncio.Queue[bytes] = asyncio.Queue()
        self._records: asyncio.Queue[ftms.TreadmillData] = asyncio.Queue()
        self._pending: ftms.TreadmillData | None = None

    async def connect(self, *characteristics: str) -> Tester:
        """Connect and subscribe, to all that there is if nothing is named."""
        await self.client.connect()
        for short in characteristics or ALL:
            await self.subscribe(short)
        return self

    async def subscribe(self, short: str) -> None:
        """Set a configuration descriptor."""
        await self.client.start_notify(full_uuid(short), self._hear)

    async def unsubscribe(self, short: str) -> None:
        """Clear it."""
        await self.client.stop_notify(full_uuid(short))

    async def read(self, short: str) -> bytes:
        """Read a value."""
        return bytes(await self.client.read_gatt_char(full_uuid(short)))

    async def write(self, hexadecimal: str) -> None:
        """Write to the control point."""
        data = bytes.fromhex(hexadecimal)
        await self.client.write_gatt_char(full_uuid(CONTROL_POINT), data, response=True)

    async def ask(self, hexadecimal: str) -> str:
        """Write to the control point and return what it answers."""
        await self.write(hexadecimal)
        return (await asyncio.wait_for(self._answers.get(), _PATIENCE)).hex(" ")

    async def do(self, *hexadecimals: str) -> None:
        """Ask for one thing after the other, each of which has to succeed."""
        for each in hexadecimals:
            assert await self.ask(each) == f"80 {each[:2]} 01"

    async def record(self) -> ftms.TreadmillData:
        """Return the next whole record of Treadmill Data."""
        while not self._records.empty():
            self._records.get_nowait()
        return await asyncio.wait_for(self._records.get(), _PATIENCE)

    async def moving_at(self, speed: int) -> ftms.TreadmillData:
        """Wait until telemetry shows a speed, and return the first record that does."""
        for _ in range(60):
            record = await self.record()
            if record.speed == speed:
                return record
        raise AssertionError(f"the belt never ran at {speed}")

    async def running(self, target: str = "02 58 02") -> Tester:
        """Take control, start, and run at a target, 6 km/h if nothing is said."""
        await self.do("00", "07")
        await self.moving_at(100)
        await self.do(target)
        await self.moving_at(int.from_bytes(bytes.fromhex(target)[1:], "little"))
        return self

    async def pressed(self, key: Press) -> None:
        """Press a key of the machine and give it the time to say so."""
        self.air.press_console(MACHINE, key)
        await asyncio.sleep(5)

    def told(self, short: str = MACHINE_STATUS) -> list[str]:
        """Return what a characteristic has said."""
        return [each.hex(" ") for each in self.heard[short]]

    def offered(self) -> dict[str, set[str]]:
        """Return the characteristics of the Fitness Machine Service and their properties."""
        service = self.client.services.get_service(full_uuid(FITNESS_MACHINE_SERVICE))
        assert service is not None
        return {short_uuid(each.uuid): set(each.properties) for each in service.characteristics}

    def _hear(self, sender: BleakGATTCharacteristic, data: bytearray) -> None:
        short = short_uuid(sender.uuid)
        self.heard[short].append(bytes(data))
        if short == CONTROL_POINT:
            self._answers.put_nowait(bytes(data))
        elif short == TREADMILL_DATA:
            part = ftms.decode_treadmill_data(bytes(data))
            self._pending, whole = ftms.join(self._pending, part)
            if whole is not None:
                self._records.put_nowait(whole)


class TestedRoom(Room):
    """A room with the machine under test."""

    __test__ = False

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__(clock)
        self.air.add(MACHINE, find_machine("specification"))

    def tester(self) -> Tester:
        """Return somebody who may connect."""
        services = (FITNESS_MACHINE_SERVICE, RUNNING_SPEED_AND_CADENCE_SERVICE)
        client = BleakClient(
            MACHINE,
            backend=self.client_backend,
            services=[full_uuid(each) for each in services],
        )
        return Tester(client, self.air)


class TestedRadioRoom(TestedRoom, RadioRoom):
    """The same over Bluetooth packets."""

    __test__ = False


Alone = Callable[[Tester], Awaitable[None]]
"""A case that one client can try, which is connected and subscribed to everything."""
Together = Callable[[TestedRoom], Awaitable[None]]
"""A case that takes the room: several clients, or one that comes and goes."""


class Cases:
    """Tests by the ids of their cases."""

    def __init__(self) -> None:
        self.alone: dict[str, Alone] = {}
        self.together: dict[str, Together] = {}

    def try_alone(self, case: str) -> Callable[[Alone], Alone]:
        """Return what lets a story be the test of a case."""

        def register(story: Alone) -> Alone:
            assert self.alone.setdefault(case, story) is story, f"{case} has two tests"
            return story

        return register

    def try_together(self, case: str) -> Callable[[Together], Together]:
        """Return the same for a story that takes the room."""

        def register(story: Together) -> Together:
            assert self.together.setdefault(case, story) is story, f"{case} has two tests"
            return story

        return register
