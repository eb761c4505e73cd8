"""A treadmill that serves two clients, beside what FMSN/BV-24 says of that."""

from __future__ import annotations

import asyncio

import pytest
from bleak import BleakScanner
from bleak.exc import BleakDeviceNotFoundError

from protocols.gatt import CONTROL_POINT, MACHINE_STATUS, SUPPORTED_HEART_RATE_RANGE, TREADMILL_DATA
from simulators.link.host import Host
from simulators.treadmill.server import Press, Subscribe
from tests.simulators.ftms_tester import MACHINE, TestedRoom
from tests.simulators.room import in_room_of

UPHILL = "03 14 00"
"""An inclination of 2 %."""


async def _advertises(room: TestedRoom) -> bool:
    async with BleakScanner(backend=room.scanner_backend) as scanner:
        await asyncio.sleep(0.25)
        return MACHINE in {each.address for each in scanner.discovered_devices}


def test_it_advertises_while_it_has_room() -> None:
    """The third client finds nothing, until one of the two has left."""

    async def story(room: TestedRoom) -> None:
        first = await room.tester().connect()
        assert await _advertises(room)
        await room.tester().connect()
        assert not await _advertises(room)
        with pytest.raises(BleakDeviceNotFoundError):
            await room.tester().connect()
        await first.client.disconnect()
        assert await _advertises(room)
        await room.tester().connect()

    in_room_of(TestedRoom, story)


def test_each_has_its_own_subscriptions_and_procedures() -> None:
    """What one has switched off the other hears, and two may ask at the same moment."""

    async def story(room: TestedRoom) -> None:
        first, second = await room.tester().connect(), await room.tester().connect()
        await first.unsubscribe(TREADMILL_DATA)
        first.heard.clear()
        await second.record()
        assert first.told(TREADMILL_DATA) == []
        answers = await asyncio.gather(first.ask("00"), second.ask("00"))
        assert [*answers] == ["80 00 01", "80 00 05"]
        assert second.told(CONTROL_POINT) == ["80 00 05"]

    in_room_of(TestedRoom, story)


@pytest.mark.parametrize("leaving", [0, 1])
def test_the_end_of_one_link_is_nothing_to_the_other(leaving: int) -> None:
    """Control goes with the one that had it; the other goes on hearing, and may ask for it."""

    async def story(room: TestedRoom) -> None:
        testers = [await room.tester().connect() for _ in range(2)]
        leaver, stayer = testers[leaving], testers[1 - leaving]
        await leaver.running()
        await leaver.client.disconnect()
        assert (await stayer.record()).speed == 600
        await stayer.do("00", "08 01")
        await stayer.moving_at(0)

    in_room_of(TestedRoom, story)


def test_a_status_under_way_reaches_who_is_left() -> None:
    """The client that leaves takes what was for it alone, and no more."""

    async def story(room: TestedRoom) -> None:
        first, second = await room.tester().connect(), await room.tester().connect()
        room.air.press_console(MACHINE, Press.STEEPER)
        room.air.press_console(MACHINE, Press.START)
        await asyncio.sleep(3.1)  # the status of the start is under way for 0.2 s
        await first.client.disconnect()
        await asyncio.sleep(1)
        assert second.told(MACHINE_STATUS) == ["06 05 00", "04"]

    in_room_of(TestedRoom, story)


def test_what_is_under_way_to_one_who_left_is_not_for_who_comes_next() -> None:
    """The next client gets the number of the last, and not what was meant for it."""

    async def story(room: TestedRoom) -> None:
        active, leaver = await room.tester().connect(), await room.tester().connect()
        await active.do("00", UPHILL)  # which is told to the other within 0.2 s
        await leaver.client.disconnect()
        comer = await room.tester().connect(MACHINE_STATUS)
        await asyncio.sleep(1)
        assert (leaver.told(), comer.told()) == ([], [])

    in_room_of(TestedRoom, story)


def test_whoever_has_control_is_told_that_it_is_lost() -> None:
    """And the other, who had none, is not."""

    async def story(room: TestedRoom) -> None:
        watching, active = await room.tester().connect(), await room.tester().connect()
        await active.do("00")
        room.air.take_control_away(MACHINE)
        await asyncio.sleep(1)
        assert (watching.told(), active.told()) == ([], ["ff"])
        assert await active.ask("07") == "80 07 05"

    in_room_of(TestedRoom, story)


def test_a_silent_radio_is_silent_for_both() -> None:
    """Both links are lost, and both can be made again."""

    async def story(room: TestedRoom) -> None:
        testers = [await room.tester().connect() for _ in range(2)]
        room.air.lose_link(MACHINE)
        await asyncio.sleep(1)
        assert [each.client.is_connected for each in testers] == [False, False]
        with pytest.raises(BleakDeviceNotFoundError):
            await room.tester().connect()
        room.air.restore_link(MACHINE)
        for _ in range(2):
            await (await room.tester().connect()).record()

    in_room_of(TestedRoom, story)


def test_a_computer_has_one_link_to_it() -> None:
    """Behind a host two clients share the link, as with every other machine."""

    async def story(room: TestedRoom) -> None:
        host = Host({MACHINE: room.air.stations[MACHINE]})
        link = host.links[MACHINE]
        for number in (1, 2):
            guest = host.admit(lambda _message: None, lambda: None)
            guest.take({"do": "attach", "at": MACHINE, "id": 1})
            link.station.give(Subscribe(f"2AC{number}"))
        assert len(link.wants) == 2
        treadmill = room.air.treadmill(MACHINE)
        assert treadmill.link.subscribed == {"2AC1", "2AC2"}
        assert [each.connected for each in treadmill.links] == [True, False]

    in_room_of(TestedRoom, story)


def test_a_heart_rate_is_a_target() -> None:
    """2AD7 has its range, 06 sets it and the belt makes for the speed that belongs to it."""

    async def story(room: TestedRoom) -> None:
        active, watching = await room.tester().connect(), await room.tester().connect()
        assert await active.read(SUPPORTED_HEART_RATE_RANGE) == bytes([80, 180, 1])
        await active.running()
        watching.heard.clear()
        assert await active.ask("06 4f") == "80 06 03"
        assert await active.ask("06 b5") == "80 06 03"
        await active.do("06 78")
        assert (await active.moving_at(500)).heart_rate == 120
        assert watching.told(MACHINE_STATUS) == ["09 78"]

    in_room_of(TestedRoom, story)


@pytest.mark.parametrize("cut", ["03", "03 14", "06"])
def test_a_target_without_its_parameter_is_invalid(cut: str) -> None:
    """A request that is cut short says nothing, and is answered with 03."""

    async def story(room: TestedRoom) -> None:
        tester = await room.tester().connect()
        await tester.do("00")
        assert await tester.ask(cut) == f"80 {cut[:2]} 03"

    in_room_of(TestedRoom, story)


def test_the_keys_of_the_deck_stop_at_its_ends() -> None:
    """One step further than 15 % is 15 %."""

    async def story(room: TestedRoom) -> None:
        tester = await room.tester().connect()
        await tester.do("00", "03 96 00")
        await tester.pressed(Press.STEEPER)
        assert tester.told() == ["06 96 00"]

    in_room_of(TestedRoom, story)
