"""What only the virtual air has: packets in flight, confirmations and scan responses."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from bleak import BleakScanner
from bleak.exc import BleakError, BleakGATTProtocolError
from bumble import hci

from protocols import ftms
from protocols.gatt import CONTROL_POINT, SUPPORTED_SPEED_RANGE, full_uuid
from simulators.radio.virtual import Dongle, Plug
from tests.simulators.room import E1L, GENERIC, RadioRoom, in_room_of, write

if TYPE_CHECKING:
    from bumble.gatt_client import Client

DYING = hci.Address("F0:F1:F2:F3:F4:F6")
CONNECT = hci.HCI_LE_Create_Connection_Command(
    le_scan_interval=16,
    le_scan_window=16,
    initiator_filter_policy=0,
    peer_address_type=hci.AddressType.RANDOM_DEVICE,
    peer_address=hci.Address(GENERIC),
    own_address_type=hci.OwnAddressType.RANDOM,
    connection_interval_min=24,
    connection_interval_max=40,
    max_latency=0,
    supervision_timeout=42,
    min_ce_length=0,
    max_ce_length=0,
)


def att_client(room: RadioRoom, address: str) -> Client:
    """Return the host's ATT client of a link."""
    return room.central.links[address].connection.gatt_client


def test_an_indication_that_nobody_confirms_ends_with_its_link() -> None:
    """Its task is not found half a minute later with an exception that nobody asked for."""

    async def story(room: RadioRoom) -> None:
        client = room.client()
        await client.connect()
        await client.start_notify(full_uuid(CONTROL_POINT), room.hear)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(att_client(room, GENERIC), "send_confirmation", lambda _pdu: None)
            await write(client, ftms.REQUEST_CONTROL)
            await asyncio.sleep(1)
            assert [data for _, data in room.heard] == ["80 00 01"]
            await client.disconnect()
        await asyncio.sleep(60)

    in_room_of(RadioRoom, story)


def test_an_indication_is_confirmed_before_the_next() -> None:
    """ATT allows one at a time: with the first unconfirmed, the second is not sent."""

    async def story(room: RadioRoom) -> None:
        client = room.client()
        await client.connect()
        await client.start_notify(full_uuid(CONTROL_POINT), room.hear)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(att_client(room, GENERIC), "send_confirmation", lambda _pdu: None)
            for _ in range(2):
                await write(client, ftms.REQUEST_CONTROL)
                await asyncio.sleep(1)
            assert len(room.heard) == 1
            await client.disconnect()
        await client.connect()
        await client.start_notify(full_uuid(CONTROL_POINT), room.hear)
        for _ in range(2):
            await write(client, ftms.REQUEST_CONTROL)
            await asyncio.sleep(1)
        assert len(room.heard) == 3
        await client.disconnect()

    in_room_of(RadioRoom, story)


def test_what_waits_behind_a_request_fails_with_the_link() -> None:
    """At once, and it is not sent on a link that is gone."""

    async def story(room: RadioRoom) -> None:
        client = room.client()
        await client.connect()
        room.air.lose_link(GENERIC)
        began = room.milliseconds
        reads = [client.read_gatt_char(full_uuid(SUPPORTED_SPEED_RANGE)) for _ in range(2)]
        for result in await asyncio.gather(*reads, return_exceptions=True):
            assert isinstance(result, BleakGATTProtocolError)
            assert result.code == 0x0E
        assert room.milliseconds == began + 420

    in_room_of(RadioRoom, story)


@pytest.mark.parametrize("rounds", [0, 20])
def test_a_link_that_is_lost_while_it_is_made_is_none(rounds: int) -> None:
    """Before the treadmill knows of it, or amid discovery: connecting fails, and that is all."""

    async def story(room: RadioRoom) -> None:
        client = room.client(E1L)
        device = room.central.device

        def lose_after(left: int) -> None:
            if left:
                asyncio.get_running_loop().call_soon(lose_after, left - 1)
            else:
                room.air.lose_link(E1L)

        device.once(device.EVENT_CONNECTION, lambda _connection: lose_after(rounds))
        with pytest.raises(BleakError):
            await client.connect()
        assert (client.is_connected, room.disconnected, room.central.links) == (False, [], {})
        assert room.milliseconds < 6_000  # the supervision timeout, and not the 30 s of ATT

    in_room_of(RadioRoom, story)


def test_a_connection_that_is_cancelled_amid_discovery_leaves_no_link() -> None:
    """The treadmill can be connected to again."""

    async def story(room: RadioRoom) -> None:
        client = room.client()
        device = room.central.device
        made = asyncio.Event()
        device.once(device.EVENT_CONNECTION, lambda _connection: made.set())
        connecting = asyncio.ensure_future(client.connect())
        await made.wait()
        for _ in range(20):
            await asyncio.sleep(0)
        assert list(room.central.links) == [GENERIC]
        connecting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await connecting
        assert room.central.links == {}
        await client.connect()
        await client.disconnect()

    in_room_of(RadioRoom, story)


def test_a_silent_link_does_not_carry_a_disconnection_either() -> None:
    """The treadmill finds out by itself, though it is within reach again."""

    async def story(room: RadioRoom) -> None:
        client = room.client(E1L)
        await client.connect()
        room.air.lose_link(E1L)
        room.air.restore_link(E1L)
        await client.disconnect()
        await asyncio.sleep(4)
        assert room.air.stations[E1L].linked
        await asyncio.sleep(2)
        assert not room.air.stations[E1L].linked

    in_room_of(RadioRoom, story)


def test_the_end_of_one_scan_is_not_that_of_another() -> None:
    """Both listen to the same host."""

    async def story(room: RadioRoom) -> None:
        heard: list[str] = []
        first = BleakScanner(backend=room.scanner_backend)
        second = BleakScanner(
            lambda device, _data: heard.append(device.address), backend=room.scanner_backend
        )
        await first.start()
        await second.start()
        await first.stop()
        heard.clear()
        await asyncio.sleep(1)
        assert set(heard) == {GENERIC, E1L}
        await second.stop()

    in_room_of(RadioRoom, story)


def test_a_second_host_is_sent_away(caplog: pytest.LogCaptureFixture) -> None:
    """The first keeps the dongle, and nothing that the second says reaches it."""

    async def story(room: RadioRoom) -> None:
        dongle = Dongle("dongle", room.ether)
        first, second, third = Plug(dongle), Plug(dongle), Plug(dongle)
        first.connection_made(asyncio.WriteTransport())
        kept = dongle.host
        sent_away = _Transport()
        second.connection_made(sent_away)
        assert sent_away.closed
        assert [each.getMessage()[:30] for each in caplog.records] == [
            "a second Bluetooth host has co"
        ]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(dongle, "on_packet", lambda packet: pytest.fail(packet.hex()))
            second.data_received(bytes.fromhex("01030c00"))
        second.connection_lost(None)
        assert dongle.host is kept is not None
        first.connection_lost(None)
        assert dongle.host is None
        third.connection_made(asyncio.WriteTransport())
        assert dongle.host is not None

    in_room_of(RadioRoom, story)


class _Transport(asyncio.WriteTransport):
    """To a host that is told, and says nothing of its own."""

    closed = False

    def write(self, data: object) -> None:
        """Take what the controller says."""

    def close(self) -> None:
        self.closed = True


def dongle_of(room: RadioRoom) -> Dongle:
    """Return the controller of the computer."""
    (found,) = (each for each in room.ether.controllers if each.name == "Computer")
    assert isinstance(found, Dongle)
    return found


def test_a_host_that_dies_leaves_the_belt_and_loses_the_link() -> None:
    """After the supervision timeout; then it advertises again, and another host may come."""

    async def story(room: RadioRoom) -> None:
        client = room.client()
        await room.started(client)
        station = room.air.stations[GENERIC]
        dongle = dongle_of(room)
        began = room.milliseconds
        dongle.abandoned()
        room.ether.remove_controller(dongle)
        await asyncio.sleep(0.4)
        assert (station.linked, station.vacant) == (True, False)
        await asyncio.sleep(0.05)
        assert (station.linked, station.vacant) == (False, True)
        assert room.air.belt_speed(GENERIC) == 100
        assert room.milliseconds == began + 450
        await room.open_again()
        await room.client().connect()
        assert station.linked

    in_room_of(RadioRoom, story)


def test_a_host_that_dies_does_not_bring_a_lost_machine_back() -> None:
    """A treadmill that was out of reach stays so."""

    async def story(room: RadioRoom) -> None:
        client = room.client()
        await client.connect()
        room.air.lose_link(GENERIC)
        dongle_of(room).abandoned()
        await asyncio.sleep(1)
        assert not room.air.stations[GENERIC].linked
        assert not room.air.stations[GENERIC].vacant
        room.air.restore_link(GENERIC)
        assert room.air.stations[GENERIC].vacant

    in_room_of(RadioRoom, story)


@pytest.mark.parametrize("rounds", [None, *range(8)])
def test_a_host_may_die_at_any_moment_of_its_connecting(rounds: int | None) -> None:
    """Before an advertisement is heard, or after: it keeps the treadmill from nobody."""

    async def story(room: RadioRoom) -> None:
        dongle = Dongle("dying", room.ether)
        plug = Plug(dongle)
        plug.connection_made(_Transport())
        create = dongle.create_le_connection

        def die_after(left: int) -> None:
            if left:
                asyncio.get_running_loop().call_soon(die_after, left - 1)
            else:
                plug.connection_lost(None)

        def connected_to(address: hci.Address) -> None:
            create(address)
            die_after(rounds or 0)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(dongle, "create_le_connection", connected_to)
            plug.data_received(bytes(hci.HCI_LE_Set_Random_Address_Command(DYING)))
            plug.data_received(bytes(CONNECT))
            if rounds is None:
                plug.connection_lost(None)
            await asyncio.sleep(1)
        station = room.air.stations[GENERIC]
        assert (station.linked, station.vacant, dongle.host) == (False, True, None)
        client = room.client()
        await client.connect()
        await asyncio.sleep(1)
        assert client.is_connected

    in_room_of(RadioRoom, story)


@pytest.mark.parametrize(("address", "on_scan"), [(GENERIC, False), (E1L, True)])
def test_where_the_service_data_are(address: str, on_scan: bool) -> None:  # noqa: FBT001
    """The E1L tells of itself when it is asked, in the scan response."""

    async def story(room: RadioRoom) -> None:
        assert (
            b"\x26\x18\x01\x01\x00" in room.ether.scan_response(hci.Address(address))
        ) is on_scan

    in_room_of(RadioRoom, story)


def test_a_machine_without_a_name_sends_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not an empty one, which others take for a name."""
    monkeypatch.setattr(RadioRoom, "machines", {GENERIC: "horizon-omega-z", E1L: "urevo-e1l"})

    async def story(room: RadioRoom) -> None:
        assert b"\x08\x09URTM041" in room.ether.scan_response(hci.Address(E1L))
        assert b"\x01\x09" not in room.ether.scan_response(hci.Address(GENERIC))

    in_room_of(RadioRoom, story)


@pytest.mark.parametrize(("address", "comes_as_notification"), [(E1L, True), (GENERIC, False)])
def test_an_answer_may_come_as_a_notification(address: str, *, comes_as_notification: bool) -> None:
    """Quirk 16: on the air it is one or the other, and a client hears both alike."""

    async def story(room: RadioRoom) -> None:
        client = room.client(address)
        await client.connect()
        await client.start_notify(full_uuid(CONTROL_POINT), room.hear)
        att_client(room, address).indication_subscribers.clear()
        await write(client, ftms.REQUEST_CONTROL, response=address == GENERIC)
        await asyncio.sleep(1)
        assert bool(room.heard) is comes_as_notification

    in_room_of(RadioRoom, story)
