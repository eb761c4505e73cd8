"""Simulated treadmills through the real bleak API."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest
from bleak import BleakAdapter, BleakClient, BleakScanner
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.service import BleakGATTServiceCollection
from bleak.exc import (
    BleakCharacteristicNotFoundError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
)

from protocols import ftms
from protocols.gatt import (
    CONTROL_POINT,
    FITNESS_MACHINE_SERVICE,
    MACHINE_STATUS,
    RSC_MEASUREMENT,
    SUPPORTED_SPEED_RANGE,
    TREADMILL_DATA,
    full_uuid,
)
from protocols.units import MILLISECOND, SECOND
from simulators.treadmill.server import Press
from tests.simulators.room import E1L, GENERIC, InRoom, Room, in_room_of, write


def test_a_scan_finds_what_advertises(in_room: InRoom) -> None:
    """A scan by service finds both machines, with name and FTMS service data."""

    async def story(room: Room) -> None:
        found = await BleakScanner.discover(
            1.0,
            return_adv=True,
            service_uuids=[full_uuid(FITNESS_MACHINE_SERVICE)],
            backend=room.scanner_backend,
        )
        assert set(found) == {GENERIC, E1L}
        device, advertisement = found[E1L]
        assert (device.address, device.name) == (E1L, "URTM041")
        assert advertisement.service_data == {full_uuid("1826"): b"\x01\x01\x00"}

    in_room(story)


def test_a_machine_that_advertises_no_name_has_none(
    in_room: InRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None, as bleak says of it, in a scan and while it is connected; an empty name is none."""
    monkeypatch.setattr(Room, "machines", {GENERIC: "horizon-omega-z"})

    async def story(room: Room) -> None:
        found = await BleakScanner.discover(1.0, return_adv=True, backend=room.scanner_backend)
        device, advertisement = found[GENERIC]
        assert (device.name, advertisement.local_name) == (None, None)
        adapter = await BleakAdapter.get(backend=room.adapter_backend)
        async with BleakClient(device, backend=room.client_backend) as client:
            (held,) = await adapter.get_connected_devices(["1826"])
            assert (held.name, client.name) == (None, GENERIC)

    in_room(story)


def test_a_scan_for_something_else_finds_nothing(in_room: InRoom) -> None:
    """A filter on another service hears no treadmill."""

    async def story(room: Room) -> None:
        assert not await BleakScanner.discover(
            1.0, service_uuids=[full_uuid("180D")], backend=room.scanner_backend
        )

    in_room(story)


def test_a_connected_or_lost_machine_does_not_advertise(in_room: InRoom) -> None:
    """It can be found again when it is free, in reach, and no sooner."""

    async def story(room: Room) -> None:
        find = partial(
            BleakScanner.find_device_by_address,
            GENERIC,
            timeout=1.0,
            backend=room.scanner_backend,
        )
        device = await find()
        assert device is not None
        async with BleakClient(device, backend=room.client_backend):
            assert await find() is None
        assert await find() is not None
        room.air.lose_link(GENERIC)
        assert await find() is None

    in_room(story)


def test_a_connected_machine_is_known_to_the_adapter(in_room: InRoom) -> None:
    """The adapter tells of the links it holds, by service; a scan is not needed."""

    async def story(room: Room) -> None:
        adapter = await BleakAdapter.get(backend=room.adapter_backend)
        assert await adapter.get_connected_devices(["1826"]) == []
        async with BleakClient(E1L, backend=room.client_backend):
            (device,) = await adapter.get_connected_devices(["1826"])
            assert (device.address, device.name) == (E1L, "URTM041")
            assert await adapter.get_connected_devices(["1814"]) == []
        async with BleakClient(GENERIC, backend=room.client_backend):
            assert len(await adapter.get_connected_devices(["1814"])) == 1
        assert await adapter.get_connected_devices(["1826"]) == []

    in_room(story)


def test_a_client_in_this_process_has_its_link_for_itself() -> None:
    """As with most treadmills over the air: a second client finds nothing to connect to."""

    async def story(room: Room) -> None:
        async with BleakClient(GENERIC, backend=room.client_backend):
            with pytest.raises(BleakDeviceNotFoundError):
                await room.client().connect()

    in_room_of(Room, story)


def test_reads_and_services(in_room: InRoom) -> None:
    """Services are a real collection, and a read takes the ATT round trip."""

    async def story(room: Room) -> None:
        client = room.client()
        await client.connect()
        assert room.milliseconds == room.connecting
        assert (client.is_connected, client.mtu_size, client.name) == (True, 23, "Treadmill")
        assert isinstance(client.services, BleakGATTServiceCollection)
        control = client.services.get_characteristic(full_uuid(CONTROL_POINT))
        assert control is not None
        assert (control.properties, control.max_write_without_response_size) == (
            ["write", "indicate"],
            20,
        )
        assert control.service_uuid == full_uuid(FITNESS_MACHINE_SERVICE)
        data = await client.read_gatt_char(full_uuid(SUPPORTED_SPEED_RANGE))
        assert ftms.decode_speed_range(bytes(data)) == (100, 1600, 10)
        assert room.milliseconds == room.connecting + 30
        with pytest.raises(BleakGATTProtocolError) as caught:
            await client.read_gatt_char(full_uuid(TREADMILL_DATA))
        assert caught.value.code == 0x02
        await client.disconnect()
        await room.client(E1L).connect()

    in_room(story)


def test_a_write_with_response_and_its_indication(in_room: InRoom) -> None:
    """The write arrives after half the round trip and returns after all of it."""

    async def story(room: Room) -> None:
        client = room.client()
        await client.connect()
        await client.start_notify(full_uuid(CONTROL_POINT), room.hear)
        began = room.milliseconds
        await write(client, ftms.REQUEST_CONTROL)
        assert room.milliseconds == began + 30
        await asyncio.sleep(1)
        assert room.heard == [(began + 45, "80 00 01")]
        assert room.air.commands(GENERIC) == [((began + 15) * MILLISECOND, b"\x00")]
        await client.disconnect()

    in_room(story)


def test_att_errors_are_exceptions(in_room: InRoom) -> None:
    """Refusals come as bleak's protocol error, with the code."""

    async def story(room: Room) -> None:
        client = room.client()
        await client.connect()
        with pytest.raises(BleakGATTProtocolError) as caught:
            await write(client, ftms.START)
        assert caught.value.code == 0xFD
        await client.disconnect()

    in_room(story)


def test_the_way_of_writing_follows_the_properties(in_room: InRoom) -> None:
    """The E1L takes commands only, the generic machine requests only."""

    async def story(room: Room) -> None:
        client = room.client(E1L)
        await client.connect()
        await client.start_notify(full_uuid(CONTROL_POINT), room.hear)
        with pytest.raises(BleakGATTProtocolError) as caught:
            await write(client, ftms.STOP)
        assert caught.value.code == 0x03
        began = room.milliseconds
        await write(client, ftms.STOP, response=False)
        assert room.milliseconds == began
        await asyncio.sleep(1)
        assert room.heard == [(began + 45, "80 08 01")]
        with pytest.raises(BleakCharacteristicNotFoundError):
            await client.start_notify(full_uuid(RSC_MEASUREMENT), room.hear)
        generic = room.client()
        await generic.connect()
        with pytest.raises(BleakError, match="no write without response"):
            await write(generic, ftms.STOP, response=False)

    in_room(story)


def test_telemetry_comes_while_subscribed(in_room: InRoom) -> None:
    """Once a second, at rest too, until the subscription is cleared."""

    async def story(room: Room) -> None:
        client = room.client()
        await client.connect()
        await client.start_notify(full_uuid(TREADMILL_DATA), room.hear)
        await asyncio.sleep(10)
        assert len(room.heard) == 10
        await client.stop_notify(full_uuid(TREADMILL_DATA))
        heard = len(room.heard)
        await asyncio.sleep(10)
        assert len(room.heard) == heard
        await client.disconnect()

    in_room(story)


def test_hands_and_feet(in_room: InRoom) -> None:
    """What happens at the machine itself: keys, and nobody on the belt."""

    async def story(room: Room) -> None:
        client = room.client()
        await client.connect()
        for short in (MACHINE_STATUS, RSC_MEASUREMENT):
            await client.start_notify(full_uuid(short), room.hear)
        room.air.press_console(GENERIC, Press.START)
        await asyncio.sleep(8)
        assert room.air.treadmill(GENERIC).belt.target == 100
        room.air.step_off(GENERIC)
        await asyncio.sleep(1)
        off = room.heard[-1][1]
        room.air.step_on(GENERIC)
        await asyncio.sleep(1)
        assert (off, room.heard[-1][1]) == ("00 47 00 00", "00 47 00 2a")
        assert "04" in [data for _, data in room.heard]
        await client.disconnect()

    in_room(story)


def test_bonds_and_descriptors(in_room: InRoom) -> None:
    """No bond is needed, no descriptor is offered, and a stranger's name is its address."""

    async def story(room: Room) -> None:
        client = room.client()
        await client.connect()
        await client.pair()
        await client.unpair()
        control = client.services.get_characteristic(full_uuid(CONTROL_POINT))
        assert control is not None
        descriptor = BleakGATTDescriptor(None, 99, full_uuid("2901"), control)
        with pytest.raises(BleakError, match="no descriptor 99"):
            await client.read_gatt_descriptor(descriptor)
        with pytest.raises(BleakError, match="no descriptor 99"):
            await client.write_gatt_descriptor(descriptor, b"")
        await client.disconnect()
        assert room.client("nobody").name == "nobody"

    in_room(story)


def test_an_application_without_callbacks(in_room: InRoom) -> None:
    """The disconnected callback is the application's choice, and so is scanning to the end."""

    async def story(room: Room) -> None:
        async with BleakClient(GENERIC, backend=room.client_backend):
            pass
        scanner = BleakScanner(backend=room.scanner_backend)
        await scanner.stop()

    in_room(story)


def test_a_connection_attempt_can_be_cancelled(in_room: InRoom) -> None:
    """Nothing is left of it, neither a link nor a timer that matters."""

    async def story(room: Room) -> None:
        client = room.client()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(client.connect(), 0.01)
        await asyncio.sleep(1)
        assert not client.is_connected
        await client.connect()
        await client.disconnect()

    in_room(story)


@pytest.mark.long
def test_two_runs_are_the_same(in_room: InRoom) -> None:
    """On virtual time a session is a function of its inputs."""

    async def story(room: Room) -> None:
        client = room.client()
        await room.started(client)
        await client.start_notify(full_uuid(TREADMILL_DATA), room.hear)
        await asyncio.sleep(600)
        await client.disconnect()

    first, second = in_room(story), in_room(story)
    assert first.heard == second.heard
    assert first.clock.now() == second.clock.now() > 600 * SECOND
