"""How a link to a simulated treadmill ends, and what becomes of what was under way."""

from __future__ import annotations

import asyncio

import pytest
from bleak.exc import BleakDeviceNotFoundError, BleakError, BleakGATTProtocolError

from protocols import ftms
from protocols.gatt import CONTROL_POINT, TREADMILL_DATA, full_uuid
from tests.simulators.room import E1L, GENERIC, InRoom, Room, write


def test_the_disconnection_is_told_before_disconnect_returns(in_room: InRoom) -> None:
    """Once, and a client that is not connected says so from then on."""

    async def story(room: Room) -> None:
        client = room.client()
        await client.connect()
        with pytest.raises(BleakError, match="connected already"):
            await client.connect()
        await client.disconnect()
        assert room.disconnected == [room.connecting]
        assert not client.is_connected
        await client.disconnect()
        assert len(room.disconnected) == 1
        await client.connect()
        backend = client._backend
        await client.disconnect()
        with pytest.raises(BleakError, match="not connected"):
            await backend.stop_notify(None)  # type: ignore[arg-type]

    in_room(story)


def test_the_belt_runs_on_when_its_client_goes(in_room: InRoom) -> None:
    """Disconnecting is not a stop."""

    async def story(room: Room) -> None:
        client = room.client()
        await room.started(client)
        await client.disconnect()
        await asyncio.sleep(60)
        assert room.air.belt_speed(GENERIC) == 100

    in_room(story)


def test_link_loss(in_room: InRoom) -> None:
    """Silence at once, the callback after the supervision timeout, and a belt that runs on."""

    async def story(room: Room) -> None:
        client = room.client()
        await room.started(client)
        await client.start_notify(full_uuid(TREADMILL_DATA), room.hear)
        await asyncio.sleep(1)
        room.air.lose_link(GENERIC)
        lost, heard, commands = room.milliseconds, len(room.heard), room.air.commands(GENERIC)
        with pytest.raises(BleakGATTProtocolError) as caught:
            await write(client, ftms.STOP)
        assert caught.value.code == 0x0E
        assert room.disconnected == [lost + 420]
        assert room.milliseconds == lost + 420
        assert not client.is_connected
        with pytest.raises(BleakDeviceNotFoundError):
            await client.connect()
        await asyncio.sleep(10)
        assert (len(room.heard), room.air.commands(GENERIC)) == (heard, commands)
        assert room.air.belt_speed(GENERIC) == 100
        room.air.restore_link(GENERIC)
        await client.connect()
        await client.start_notify(full_uuid(TREADMILL_DATA), room.hear)
        await asyncio.sleep(1)
        assert len(room.heard) == heard + 1
        await client.disconnect()

    in_room(story)


def test_a_link_that_fell_silent_stays_lost(in_room: InRoom) -> None:
    """Coming back within reach does not revive it, and a new one has to wait for its end."""

    async def story(room: Room) -> None:
        client = room.client(E1L)
        await client.connect()
        room.air.lose_link(E1L)
        room.air.restore_link(E1L)
        await write(client, ftms.STOP, response=False)
        assert room.air.commands(E1L) == []
        with pytest.raises(BleakDeviceNotFoundError):
            await room.client(E1L).connect()
        await asyncio.sleep(5)
        assert len(room.disconnected) == 1
        await client.connect()
        await asyncio.sleep(10)
        assert client.is_connected

    in_room(story)


def test_a_local_disconnect_during_silence_is_told_once(in_room: InRoom) -> None:
    """The supervision timeout of a link that was given up is nobody's news."""

    async def story(room: Room) -> None:
        client = room.client()
        await client.connect()
        room.air.lose_link(GENERIC)
        await client.disconnect()
        room.air.restore_link(GENERIC)
        await client.connect()
        await asyncio.sleep(10)
        assert client.is_connected
        assert len(room.disconnected) == 1

    in_room(story)


def test_a_cancelled_write_still_executes(in_room: InRoom) -> None:
    """Law 6: what was handed over reaches the machine, whatever became of the task."""

    async def story(room: Room) -> None:
        client = room.client()
        await room.started(client)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(write(client, ftms.STOP), 0.005)
        assert room.air.commands(GENERIC)[-1][1] == ftms.START
        await asyncio.sleep(5)
        assert room.air.commands(GENERIC)[-1][1] == ftms.STOP
        assert room.air.belt_speed(GENERIC) == 0
        await client.disconnect()

    in_room(story)


def test_a_cancelled_write_is_not_taken_for_the_next_one(in_room: InRoom) -> None:
    """A write behind a cancelled one waits for its own answer, in the order of handing over."""

    async def story(room: Room) -> None:
        client = room.client()
        await room.started(client)
        began = room.milliseconds
        stuck = asyncio.ensure_future(write(client, bytes.fromhex("02 6e 00")))
        await asyncio.sleep(0)
        stuck.cancel()
        await asyncio.gather(stuck, return_exceptions=True)
        await write(client, ftms.STOP)
        assert room.milliseconds == began + 60
        await asyncio.sleep(1)
        assert [data.hex() for _, data in room.air.commands(GENERIC)[-2:]] == ["026e00", "0801"]
        assert room.heard[-2:] == [(began + 45, "80 02 01"), (began + 75, "80 08 01")]
        await client.disconnect()

    in_room(story)


def test_a_disconnect_fails_what_is_under_way(in_room: InRoom) -> None:
    """A pending request comes back with 0x0E and never reaches the machine."""

    async def story(room: Room) -> None:
        client = room.client()
        await client.connect()
        pending = asyncio.ensure_future(write(client, ftms.STOP))
        await asyncio.sleep(0)
        await client.disconnect()
        with pytest.raises(BleakGATTProtocolError) as caught:
            await pending
        assert caught.value.code == 0x0E
        await asyncio.sleep(1)
        assert room.air.commands(GENERIC) == []

    in_room(story)


def test_lost_answers_are_lost_for_as_long_as_the_link_lasts(in_room: InRoom) -> None:
    """The write returns, the belt obeys, telemetry goes on; a new link is a new one."""

    async def story(room: Room) -> None:
        client = room.client()
        await room.started(client)
        await client.start_notify(full_uuid(TREADMILL_DATA), room.hear)
        room.air.lose_answers(GENERIC)
        heard = len(room.heard)
        await write(client, ftms.STOP)
        await asyncio.sleep(5)
        assert room.air.belt_speed(GENERIC) == 0
        assert len(room.heard) == heard + 5
        assert all(not each.startswith("80") for _, each in room.heard[heard:])
        await client.disconnect()
        await room.started(client)
        assert room.heard[-1][1] == "80 07 01"
        await client.disconnect()

    in_room(story)


def test_a_machine_that_stops_responding_is_connected_all_the_same(in_room: InRoom) -> None:
    """Nothing is carried out or answered and telemetry goes on, until there is a new link."""

    async def story(room: Room) -> None:
        client = room.client()
        await room.started(client)
        await client.start_notify(full_uuid(TREADMILL_DATA), room.hear)
        room.air.stop_responding(GENERIC)
        heard, commands = len(room.heard), room.air.commands(GENERIC)
        stuck = [asyncio.ensure_future(write(client, ftms.STOP)) for _ in range(2)]
        await asyncio.sleep(10)
        assert not any(each.done() for each in stuck)
        assert room.air.commands(GENERIC) == commands
        assert client.is_connected
        assert len(room.heard) == heard + 10
        await client.disconnect()
        refused = await asyncio.gather(*stuck, return_exceptions=True)
        assert [getattr(each, "code", None) for each in refused] == [0x0E, 0x0E]
        await client.connect()
        await client.start_notify(full_uuid(CONTROL_POINT), room.hear)
        await write(client, ftms.STOP)
        assert room.air.commands(GENERIC)[-1][1] == ftms.STOP
        await client.disconnect()

    in_room(story)
