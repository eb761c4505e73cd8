"""Somebody else's client drives every simulated treadmill that obeys the specification.

pyftms is as it was installed: the backends stand where bleak chooses the platform's, and nothing
else is changed. Its timeouts are the event loop's, so they pass in virtual time, too.
"""

from __future__ import annotations

import asyncio
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final
from unittest.mock import patch

import bleak
import pytest

from protocols.units import MILLISECOND, SECOND
from simulators.profiles import find_machine, machine_names
from tests.simulators.room import Room, in_room_of

pytestmark = pytest.mark.skipif(
    find_spec("pyftms") is None, reason="pyftms is not installed: it needs Python 3.12 or newer"
)

HERE: Final = "AA:00:00:00:00:09"


CONFORMING: Final = [name for name in machine_names() if find_machine(name).conforms]


async def connected(room: Room, name: str) -> Any:
    """Let pyftms find the machine at its address, and connect."""
    pyftms = import_module("pyftms")
    room.air.add(HERE, find_machine(name))
    async for device, kind in pyftms.discover_ftms_devices(10):
        if device.address == HERE:
            client = pyftms.get_client(device, kind)
            await client.connect()
            return client
    raise AssertionError(f"pyftms does not see {name}")


def in_room_with_pyftms(room: Room) -> Any:
    """Let bleak choose the room's backends for whoever names none."""
    return patch.multiple(
        bleak,
        get_platform_client_backend_type=lambda: (room.client_backend, "simulated"),
        get_platform_scanner_backend_type=lambda: (room.scanner_backend, "simulated"),
    )


def test_there_is_somebody_to_drive() -> None:
    """The rows tell the obedient from the others, and both kinds are there."""
    assert 2 <= len(CONFORMING) < len(machine_names())


@pytest.mark.parametrize("name", CONFORMING)
def test_pyftms_drives_it(name: str) -> None:
    """Find, read the ranges, take control, start, set a speed, hear of it, stop, disconnect."""
    machine = find_machine(name)
    speeds = machine.motion.speeds

    async def story(room: Room) -> None:
        with in_room_with_pyftms(room):
            client = await connected(room, name)
            low, high, step = client.supported_ranges["target_speed"]
            assert (round(low * 100), round(high * 100), round(step * 100)) == speeds
            assert (await client.start_resume()).name == "SUCCESS"
            await asyncio.sleep(machine.motion.start_delay_to_expect / SECOND)
            assert client.get_property("speed_instant") > 0
            assert (await client.set_target_speed(5.0)).name == "SUCCESS"
            await asyncio.sleep(10)
            assert client.get_property("speed_instant") == 5.0
            assert room.air.belt_speed(HERE) == 500
            assert (await client.stop()).name == "SUCCESS"
            await asyncio.sleep(10)
            assert room.air.belt_speed(HERE) == 0
            await client.disconnect()
            assert not room.air.treadmill(HERE).link.connected
            commands = [data.hex() for _, data in room.air.commands(HERE)]
            assert commands == ["00", "07", "02f401", "0801"]

    in_room_of(Room, story)


def test_pyftms_raises_the_deck_and_reads_every_field() -> None:
    """What the machine has beside a belt: a split record, a deck, a heart rate."""

    async def story(room: Room) -> None:
        with in_room_with_pyftms(room):
            client = await connected(room, "specification")
            assert client.supported_ranges["target_inclination"] == (-3.0, 15.0, 0.5)
            assert client.supported_ranges["target_heart_rate"] == (80, 180, 1)
            assert (await client.start_resume()).name == "SUCCESS"
            await asyncio.sleep(5)
            assert (await client.set_target_inclination(2.0)).name == "SUCCESS"
            assert (await client.set_target_heart_rate(120)).name == "SUCCESS"
            await asyncio.sleep(15)
            expected = {
                "speed_instant": 5.0,
                "inclination": 2.0,
                "heart_rate": 120,
                "force_on_belt": 41,
                "training_status_string": "Quick Start",
            }
            assert {name: client.get_property(name) for name in expected} == expected
            assert set(client.supported_properties) <= set(client.properties)
            await client.stop()
            await client.disconnect()

    in_room_of(Room, story)


def test_its_timeouts_pass_in_virtual_time() -> None:
    """A machine that never answers Request Control costs it 2 s of the room's clock."""

    async def story(room: Room) -> None:
        with in_room_with_pyftms(room):
            client = await connected(room, "horizon-omega-z")
            asked = room.clock.now()
            with pytest.raises(TimeoutError):
                await client.stop()
            assert abs(room.clock.now() - asked - 2 * SECOND) < MILLISECOND
            await client.disconnect()

    in_room_of(Room, story)
