"""What happens to a simulated treadmill beside its radio: its console, its belt, steps, control."""

from __future__ import annotations

import asyncio
from typing import Final

import pytest

from plans.shelf import find_policy
from protocols import ftms
from protocols.gatt import MACHINE_STATUS, RSC_MEASUREMENT, full_uuid
from protocols.rsc import decode_rsc_measurement
from protocols.units import CentiKmh
from simulators.script import parse_script
from simulators.sitting.mishaps import Mishaps
from tests.simulators.room import E1L, GENERIC, Room, in_room_of, write

POLICY: Final = find_policy("cautious")


def let(room: Room, key: str, address: str = GENERIC) -> None:
    """Let something of a script happen now."""
    Mishaps(room.clock, room.air, address).happen(parse_script(f"0:00={key}", POLICY))


@pytest.mark.parametrize(("console", "speed"), [("4.0", 400), ("2.57", 260), ("1", 100)])
def test_an_arrow_key_is_held_until_the_console_shows_the_speed(console: str, speed: int) -> None:
    """Up and down, to the machine's own step; the second from wherever the belt is by then."""

    async def story(room: Room) -> None:
        await room.started(room.client())
        let(room, "console:6")
        await asyncio.sleep(2)
        let(room, f"console:{console}")
        await asyncio.sleep(30)
        assert room.air.belt_speed(GENERIC) == speed

    in_room_of(Room, story)


def test_a_belt_that_disobeys_still_stops() -> None:
    """Targets are answered with success; the belt keeps its course until its stop."""

    async def story(room: Room) -> None:
        client = room.client()
        await room.started(client)
        let(room, "disobey")
        await write(client, ftms.encode_target_speed(CentiKmh(300)))
        await asyncio.sleep(10)
        assert room.heard[-1][1] == "80 02 01"
        assert room.air.belt_speed(GENERIC) == 100
        let(room, "console:2.0")
        await asyncio.sleep(10)
        assert room.air.belt_speed(GENERIC) == 200
        await write(client, ftms.STOP)
        await asyncio.sleep(10)
        assert room.air.belt_speed(GENERIC) == 0

    in_room_of(Room, story)


def test_control_that_is_taken_away_is_told_and_needed_again() -> None:
    """Control Permission Lost, and then "control not permitted" until it is asked for."""

    async def story(room: Room) -> None:
        client = room.client()
        await room.started(client)
        await client.start_notify(full_uuid(MACHINE_STATUS), room.hear)
        let(room, "control-lost")
        await asyncio.sleep(1)
        assert [data for _, data in room.heard][-1] == "ff"
        await write(client, ftms.encode_target_speed(CentiKmh(300)))
        await asyncio.sleep(1)
        assert room.heard[-1][1] == "80 02 05"
        await write(client, ftms.REQUEST_CONTROL)
        await asyncio.sleep(1)
        await write(client, ftms.encode_target_speed(CentiKmh(300)))
        await asyncio.sleep(10)
        assert room.air.belt_speed(GENERIC) == 300

    in_room_of(Room, story)


def test_steps_are_what_the_script_says_until_they_are_real_again() -> None:
    """In the treadmill's own cadence and in a foot pod's; 0 is nobody, and 165 is a run."""
    pod = "AA:00:00:00:00:03"

    async def story(room: Room) -> None:
        room.air.add_footpod(pod, GENERIC)
        client, foot = room.client(), room.client(pod)
        own: list[tuple[bool, int | None]] = []
        pods: list[tuple[bool, int | None]] = []

        def hear(into: list[tuple[bool, int | None]], data: bytearray) -> None:
            measurement = decode_rsc_measurement(bytes(data))
            assert measurement is not None
            into.append((measurement.running, measurement.cadence))

        await room.started(client)
        await foot.connect()
        await client.start_notify(full_uuid(RSC_MEASUREMENT), lambda _, data: hear(own, data))
        await foot.start_notify(full_uuid(RSC_MEASUREMENT), lambda _, data: hear(pods, data))
        told = []
        for key in ("steps:165", "steps:0", "steps:141", "steps:real"):
            let(room, key)
            await asyncio.sleep(2.5)
            assert own[-1] == pods[-1]
            told.append(own[-1])
        assert told == [(True, 165), (False, 0), (False, 141), (False, 42)]

    in_room_of(Room, story)


def test_the_step_counter_counts_them() -> None:
    """Ten seconds at 120 a minute are twenty steps, on a belt that stands."""

    async def story(room: Room) -> None:
        let(room, "steps:120", E1L)
        await asyncio.sleep(10)
        let(room, "steps:real", E1L)
        await asyncio.sleep(10)
        assert room.air.treadmill(E1L).counters.steps == 20

    in_room_of(Room, story)


def test_the_safety_key_the_stop_key_and_the_radio() -> None:
    """As of the room itself."""

    async def story(room: Room) -> None:
        for key in ("console:stop", "safety-key"):
            client = room.client()
            await room.started(client)
            let(room, key)
            await asyncio.sleep(10)
            assert room.air.belt_speed(GENERIC) == 0
            await client.disconnect()
        client = room.client()
        await room.started(client)
        let(room, "link-loss:20")
        await asyncio.sleep(15)
        assert not client.is_connected
        assert room.air.belt_speed(GENERIC) == 100
        await asyncio.sleep(6)
        await client.connect()

    in_room_of(Room, story)
