"""The host that shares a link, and how long a world lasts: on virtual time, without a socket."""

from __future__ import annotations

import asyncio

import pytest
from bleak import BleakClient
from bleak.exc import BleakDeviceNotFoundError, BleakGATTProtocolError

from protocols import ftms
from protocols.bleak_find import find_known_treadmill
from protocols.bleak_link import BleakLink
from protocols.gatt import CONTROL_POINT, TREADMILL_DATA, full_uuid
from protocols.link import LinkEvent
from protocols.units import MILLISECOND, SECOND
from simulators.link.host import Host
from simulators.link.station import Station
from simulators.profiles import find_machine
from simulators.treadmill.server import Press
from simulators.virtual_time import VirtualClock, run_virtual
from simulators.world import World
from tests.simulators.room import GENERIC, DistantRoom, in_room_of, write


def test_a_client_that_goes_without_a_word_leaves_the_link() -> None:
    """The belt runs on and the link stays; its subscriptions are given up."""

    async def story(room: DistantRoom) -> None:
        client = room.client()
        await room.started(client)
        await client.start_notify(full_uuid(TREADMILL_DATA), room.hear)
        link = room.air.treadmill(GENERIC).link
        assert link.subscribed == {CONTROL_POINT, TREADMILL_DATA}
        await room.distant.close()
        await asyncio.sleep(60)
        link = room.air.treadmill(GENERIC).link
        assert (link.connected, link.subscribed) == (True, frozenset())
        assert room.air.belt_speed(GENERIC) == 100
        assert room.disconnected == []

    in_room_of(DistantRoom, story)


def test_what_another_client_subscribed_to_stays() -> None:
    """A value goes to those who want it, for as long as one of them is there."""

    async def story(room: DistantRoom) -> None:
        other, _ = room.join()
        first = room.client()
        second = BleakClient(GENERIC, backend=other.client_backend)
        heard: list[bytes] = []
        await first.connect()
        await second.connect()
        await first.start_notify(full_uuid(TREADMILL_DATA), room.hear)
        await asyncio.sleep(1)
        await second.start_notify(
            full_uuid(TREADMILL_DATA), lambda _sender, data: heard.append(bytes(data))
        )
        await asyncio.sleep(10)
        assert 10 <= len(heard) < len(room.heard)
        await first.stop_notify(full_uuid(TREADMILL_DATA))
        before, mine = len(heard), len(room.heard)
        await asyncio.sleep(10)
        assert (len(heard), len(room.heard)) == (before + 10, mine)
        await first.start_notify(full_uuid(TREADMILL_DATA), room.hear)
        await first.disconnect()
        before = len(heard)
        await asyncio.sleep(10)
        assert len(heard) == before + 10
        assert second.is_connected
        await second.stop_notify(full_uuid(TREADMILL_DATA))
        await second.disconnect()
        assert not room.air.treadmill(GENERIC).link.connected

    in_room_of(DistantRoom, story)


def test_whoever_takes_a_link_over_has_its_control_and_no_subscription() -> None:
    """A strict machine refuses the first write, and obeys behind the subscription at once."""

    async def story(room: DistantRoom) -> None:
        other, _ = room.join()
        await room.started(room.client())
        await room.distant.close()
        await asyncio.sleep(1)
        before, began = len(room.air.commands(GENERIC)), room.milliseconds
        device = await find_known_treadmill(
            GENERIC,
            seconds=1,
            scanner_backend=other.scanner_backend,
            adapter_backend=other.adapter_backend,
        )
        link, _ = await BleakLink.connect(device, backend=other.client_backend, first=ftms.STOP)
        arrived = [
            (at / MILLISECOND - began, data) for at, data in room.air.commands(GENERIC)[before:]
        ]
        # 40 ms to connect; then three round trips of 30 ms, each heard of half-way.
        assert arrived == [(55, ftms.STOP), (115, ftms.STOP)]
        await asyncio.sleep(2)
        assert room.air.belt_speed(GENERIC) == 0
        heard: list[LinkEvent] = []
        link.listen(heard.append)
        await asyncio.sleep(2)
        assert heard
        await link.close()

    in_room_of(DistantRoom, story)


def test_a_lost_link_is_lost_for_all_who_share_it() -> None:
    """Each is told once."""

    async def story(room: DistantRoom) -> None:
        other, _ = room.join()
        told: list[float] = []
        first = room.client()
        second = BleakClient(
            GENERIC,
            lambda _client: told.append(room.milliseconds),
            backend=other.client_backend,
        )
        await first.connect()
        await second.connect()
        began = room.milliseconds
        room.air.lose_link(GENERIC)
        await asyncio.sleep(10)
        assert room.disconnected == told == [began + 420]

    in_room_of(DistantRoom, story)


def test_two_clients_of_one_process_share_its_part() -> None:
    """The link ends with the second of them."""

    async def story(room: DistantRoom) -> None:
        first, second = room.client(), room.client()
        await first.connect()
        await second.connect()
        await first.disconnect()
        assert second.is_connected
        assert room.air.treadmill(GENERIC).link.connected
        await second.disconnect()
        assert not room.air.treadmill(GENERIC).link.connected

    in_room_of(DistantRoom, story)


async def next_change(room: DistantRoom) -> None:
    """Wait until a link has been made or ended; its client has not heard of it yet."""
    station, changed = room.air.stations[GENERIC], asyncio.Event()
    tell_all = station.on_change

    def note() -> None:
        tell_all()
        changed.set()

    station.on_change = note
    await changed.wait()
    station.on_change = tell_all


def test_a_connection_that_is_given_up_half_way_leaves_no_link() -> None:
    """Even when the world has made it already."""

    async def story(room: DistantRoom) -> None:
        connecting = asyncio.ensure_future(room.client().connect())
        await next_change(room)
        assert room.air.treadmill(GENERIC).link.connected
        connecting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await connecting
        await asyncio.sleep(1)
        assert not room.air.treadmill(GENERIC).link.connected

    in_room_of(DistantRoom, story)


@pytest.mark.parametrize("rounds", [0, 1])
def test_a_link_that_is_lost_while_it_is_made_is_none(rounds: int) -> None:
    """The client does not take itself for connected, whichever news of the two is ahead."""

    async def story(room: DistantRoom) -> None:
        client = room.client()
        connecting = asyncio.ensure_future(client.connect())
        await next_change(room)
        for _ in range(rounds):
            await asyncio.sleep(0)
        room.air.stations[GENERIC].detach(room.host.links[GENERIC])
        with pytest.raises(BleakDeviceNotFoundError):
            await connecting
        assert (client.is_connected, room.disconnected) == (False, [])

    in_room_of(DistantRoom, story)


def test_nothing_works_after_letting_go() -> None:
    """A client of a closed connection is answered like one whose link is gone."""

    async def story(room: DistantRoom) -> None:
        client = room.client()
        await client.connect()
        await room.distant.close()
        with pytest.raises(BleakGATTProtocolError) as caught:
            await write(client, ftms.STOP)
        assert caught.value.code == 0x0E
        await client.disconnect()
        assert room.air.commands(GENERIC) == []

    in_room_of(DistantRoom, story)


@pytest.mark.parametrize(
    ("keys", "speed", "seconds"),
    [
        pytest.param([], 0, 0, id="still for long"),
        pytest.param([Press.START], 100, 120, id="running"),
        pytest.param([Press.START, Press.SAFETY_KEY], 0, 0.9 + 2, id="slowing down"),
    ],
)
def test_a_world_without_anybody_lasts_until_the_belt_rests(
    keys: list[Press], speed: int, seconds: float
) -> None:
    """Two seconds of rest are enough; a belt that runs is given two minutes."""

    async def main(clock: VirtualClock) -> float:
        station = Station(GENERIC, find_machine("generic"), clock)
        world = World(station, Host({GENERIC: station}))
        lasting = asyncio.ensure_future(world.last())
        for key in keys:
            await asyncio.sleep(10)
            station.give(key)
        await asyncio.sleep(0 if keys[1:] else 10)
        world.orphaned = True
        began = clock.now()
        await lasting
        assert station.belt_speed() == speed
        return (clock.now() - began) / SECOND

    assert run_virtual(main) == pytest.approx(seconds, abs=0.2)


def test_a_world_with_a_client_lasts() -> None:
    """Whatever became of its parent and however still the belt is; and again without."""

    async def main(clock: VirtualClock) -> float:
        station = Station(GENERIC, find_machine("generic"), clock)
        host = Host({GENERIC: station})
        world = World(station, host)
        world.orphaned = True
        guest = host.admit(lambda _message: None, lambda: None)
        lasting = asyncio.ensure_future(world.last())
        await asyncio.sleep(1000)
        assert not lasting.done()
        guest.leave()
        await lasting
        return clock.now() / SECOND

    assert run_virtual(main) == pytest.approx(1000, abs=0.2)
