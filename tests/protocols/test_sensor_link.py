"""A sensor's link over simulated radio on virtual time: found, lost, found again, and in no way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from itertools import pairwise
from typing import Any

import pytest
from bleak import BleakClient, BleakScanner

from protocols.gatt import HEART_RATE_MEASUREMENT, RSC_MEASUREMENT
from protocols.link import Received, SensorEvent, SensorFound, SensorLost
from protocols.sensor_link import Radio, SensorLink
from protocols.units import SECOND
from protocols.worn import SensorKind
from simulators.link.air import SimulatedAir
from simulators.profiles import find_machine
from simulators.virtual_time import VirtualClock, run_virtual

BELT, HERE, OTHER = "5E:1F:7E:AD:00:01", "5E:1F:7E:AD:00:03", "5E:1F:7E:AD:00:04"


class Room:
    """A strap on somebody on a treadmill, and what its link told, with the second."""

    def __init__(
        self,
        clock: VirtualClock,
        *,
        present: bool = True,
        kinds: tuple[SensorKind, ...] = (SensorKind.STRAP,),
    ) -> None:
        self.clock, self.air = clock, SimulatedAir(clock)
        self.air.add(BELT, find_machine("generic"))
        if present and len(kinds) == 1:
            self.air.add_strap(HERE, BELT)
        elif present:
            self.air.add_pod_and_strap(HERE, BELT)
        self.radio = Radio(
            self.air.scanner_backend, self.air.client_backend, self.air.adapter_backend
        )
        self.heard: list[tuple[float, SensorEvent]] = []
        self.link = SensorLink(kinds, HERE, self.heard_of, self.radio)

    def states(self) -> list[str]:
        """Return what became of the link, without the data."""
        return [type(each).__name__ for _, each in self.heard if not isinstance(each, Received)]

    def data_since(self, second: float) -> int:
        """Return how many values came from then on."""
        return sum(isinstance(each, Received) and at >= second for at, each in self.heard)

    def heard_of(self, event: SensorEvent) -> None:
        """Take an event of a link."""
        self.heard.append((self.clock.now() / SECOND, event))


def in_a_room(
    act: Callable[[Room], Awaitable[None]],
    *,
    present: bool = True,
    kinds: tuple[SensorKind, ...] = (SensorKind.STRAP,),
) -> Room:
    """Let a link be, act, close it, and return what happened."""

    async def main(clock: VirtualClock) -> Room:
        room = Room(clock, present=present, kinds=kinds)
        try:
            await act(room)
        finally:
            await room.link.close()
        return room

    return run_virtual(main)


def test_it_is_found_and_listened_to() -> None:
    """By its address, in the background; every value bears it."""

    async def act(_room: Room) -> None:
        await asyncio.sleep(5.5)

    room = in_a_room(act)
    assert [each for _, each in room.heard if not isinstance(each, Received)] == [
        SensorFound(HERE, "Virtual Strap")
    ]
    values = [each for _, each in room.heard if isinstance(each, Received)]
    assert len(values) == 5
    assert {(each.characteristic, each.sensor) for each in values} == {
        (HEART_RATE_MEASUREMENT, HERE)
    }


def test_lost_and_found_again() -> None:
    """Out of reach for a minute; the wait between two attempts grows, and it is back."""

    async def act(room: Room) -> None:
        await asyncio.sleep(5)
        room.air.lose_link(HERE)
        await asyncio.sleep(60)
        assert room.states() == ["SensorFound", "SensorLost"]
        room.air.restore_link(HERE)
        await asyncio.sleep(60)

    room = in_a_room(act)
    assert room.states() == ["SensorFound", "SensorLost", "SensorFound"]
    lost = next(at for at, each in room.heard if isinstance(each, SensorLost))
    assert 5 < lost < 6
    assert room.data_since(65) > 20


def test_one_that_is_not_there_is_looked_for_less_and_less_often() -> None:
    """Each search takes 10 s of listening; the waits go from 2 s to half a minute."""
    begun: list[float] = []
    real = BleakScanner.find_device_by_address

    async def act(room: Room) -> None:
        async def find(*args: Any, **named: Any) -> Any:
            begun.append(room.clock.now() / SECOND)
            return await real(*args, **named)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(BleakScanner, "find_device_by_address", find)
            await asyncio.sleep(300)

    room = in_a_room(act, present=False)
    apart = [round(b - a) for a, b in pairwise(begun)]
    assert apart[:6] == [12, 14, 18, 26, 40, 40]
    assert [(round(at), each) for at, each in room.heard] == [
        (10, SensorLost(HERE, "was not found"))
    ]


def test_it_searches_only_while_it_may() -> None:
    """A search that is under way is called off; a link that is made stays."""

    async def act(room: Room) -> None:
        room.link.may_search(may=False)
        await asyncio.sleep(30)
        assert room.heard == []
        room.link.may_search(may=True)
        await asyncio.sleep(5)
        assert room.states() == ["SensorFound"]
        room.link.may_search(may=False)
        await asyncio.sleep(5)
        assert room.data_since(36) >= 4
        room.air.lose_link(HERE)
        await asyncio.sleep(5)
        room.air.restore_link(HERE)
        await asyncio.sleep(60)
        assert room.states() == ["SensorFound", "SensorLost"]
        room.link.may_search(may=True)
        await asyncio.sleep(40)

    assert in_a_room(act).states() == ["SensorFound", "SensorLost", "SensorFound"]


def test_a_scan_under_way_ends_when_it_may_not_go_on() -> None:
    """At once: from that moment on nobody listens."""
    listening: list[int] = []

    async def act(room: Room) -> None:
        assert room.radio.scanner is not None
        started, stopped = room.radio.scanner.start, room.radio.scanner.stop

        async def start(scanner: Any) -> None:
            listening.append(1)
            await started(scanner)

        async def stop(scanner: Any) -> None:
            listening.pop()
            await stopped(scanner)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(room.radio.scanner, "start", start)
            patch.setattr(room.radio.scanner, "stop", stop)
            await asyncio.sleep(3)
            assert listening == [1]
            room.link.may_search(may=False)
            await asyncio.sleep(0.001)
            assert listening == []
            await asyncio.sleep(100)
            assert listening == []

    in_a_room(act, present=False)


class NotOurs(Exception):  # noqa: N818  # stands for whatever a stack may think of
    """Of no kind that anybody listed."""


@pytest.mark.parametrize("error", [NotOurs(), OSError("x"), EOFError(), TimeoutError()], ids=repr)
@pytest.mark.parametrize("where", ["connect", "start_notify"])
def test_whatever_a_stack_raises_it_is_tried_again(where: str, error: Exception) -> None:
    """And the client that failed is let go of, so that the strap can be had again."""
    real = getattr(BleakClient, where)
    calls: list[int] = []

    async def act(_room: Room) -> None:
        async def fail(client: BleakClient, *args: Any, **named: Any) -> Any:
            calls.append(1)
            if len(calls) < 3:
                raise error
            return await real(client, *args, **named)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(BleakClient, where, fail)
            await asyncio.sleep(30)

    room = in_a_room(act)
    assert (len(calls), room.states()) == (3, ["SensorLost", "SensorFound"])
    assert room.data_since(0) > 10


def test_a_connection_that_hangs_is_given_up() -> None:
    """One that never returns is not the last."""
    real = BleakClient.connect
    calls: list[int] = []

    async def act(_room: Room) -> None:
        async def hang(client: BleakClient, **named: Any) -> None:
            calls.append(1)
            if len(calls) == 1:
                await asyncio.Event().wait()
            await real(client, **named)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(BleakClient, "connect", hang)
            await asyncio.sleep(60)

    assert in_a_room(act).states() == ["SensorLost", "SensorFound"]


def test_a_link_that_outlived_its_process_is_found() -> None:
    """A connected sensor does not advertise; the host knows it."""

    async def act(room: Room) -> None:
        await asyncio.sleep(3)
        assert room.states() == ["SensorFound"]
        # The host's own list, as on Linux; that the simulated strap has one client at a time is
        # why it is asked for and not connected to.
        found = await room.link._find()
        assert found.address == HERE

    in_a_room(act)


def test_a_search_that_was_called_off_is_no_news() -> None:
    """That it was not found is said only of a search that had its time."""

    async def act(room: Room) -> None:
        await asyncio.sleep(3)
        room.link.may_search(may=False)
        await asyncio.sleep(100)

    assert in_a_room(act, present=False).heard == []


BOTH = (SensorKind.FOOTPOD, SensorKind.STRAP)


def test_a_device_for_both_is_listened_to_over_one_connection() -> None:
    """It is found once, lost once, and each value bears its own characteristic."""
    real = BleakClient.connect
    connected: list[int] = []

    async def act(room: Room) -> None:
        async def connect(client: BleakClient, **named: Any) -> None:
            connected.append(1)
            await real(client, **named)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(BleakClient, "connect", connect)
            await asyncio.sleep(5.5)
        room.air.lose_link(HERE)
        await asyncio.sleep(2)

    room = in_a_room(act, kinds=BOTH)
    assert (len(connected), room.states()) == (1, ["SensorFound", "SensorLost"])
    values = [each for _, each in room.heard if isinstance(each, Received)]
    assert {each.sensor for each in values} == {HERE}
    counts = [
        sum(each.characteristic == characteristic for each in values)
        for characteristic in (RSC_MEASUREMENT, HEART_RATE_MEASUREMENT)
    ]
    assert counts == [5, 5]
    assert {len(each.data) for each in values if each.characteristic == RSC_MEASUREMENT} == {4}


def test_of_a_device_for_both_only_what_was_asked_for_is_sent() -> None:
    """Whoever named it as a strap hears of no steps."""

    async def act(room: Room) -> None:
        room.air.add_pod_and_strap(OTHER, BELT)
        link = SensorLink((SensorKind.STRAP,), OTHER, room.heard_of, room.radio)
        await asyncio.sleep(5.5)
        await link.close()

    room = in_a_room(act, present=False)
    sent = [each for _, each in room.heard if isinstance(each, Received) and each.sensor == OTHER]
    assert {each.characteristic for each in sent} == {HEART_RATE_MEASUREMENT}


@pytest.mark.parametrize(
    ("kinds", "called"), [((SensorKind.FOOTPOD,), "foot pod"), (BOTH, "foot pod")]
)
def test_a_device_that_is_something_else_is_said_to_be(
    kinds: tuple[SensorKind, ...], called: str
) -> None:
    """A strap's address in the place of the pod's: it was found, and is let go of again."""

    async def act(room: Room) -> None:
        room.air.add_strap(OTHER, BELT)
        link = SensorLink(kinds, OTHER, room.heard_of, room.radio)
        await asyncio.sleep(1)
        assert room.air.stations[OTHER].vacant
        await link.close()

    room = in_a_room(act, present=False)
    assert [each for _, each in room.heard] == [
        SensorLost(OTHER, f"answers, but not as a {called}")
    ]
