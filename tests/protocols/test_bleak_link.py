"""The link over simulated radio on virtual time: what a session is told, and in which order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from bleak import BleakClient

from protocols.bleak_find import find_treadmill
from protocols.bleak_link import BleakLink
from protocols.ftms import REQUEST_CONTROL, START, STOP, decode_speed_range
from protocols.gatt import (
    CONTROL_POINT,
    FITNESS_MACHINE_FEATURE,
    RSC_MEASUREMENT,
    SUPPORTED_INCLINATION_RANGE,
    SUPPORTED_SPEED_RANGE,
    TREADMILL_DATA,
    full_uuid,
)
from protocols.link import LinkEvent, LinkFailed, Lost, Machine, Received, Restored, WriteDone
from protocols.units import MILLISECOND, SECOND, Nanoseconds
from simulators.link.air import SimulatedAir
from simulators.profiles import find_machine, machine_names
from simulators.treadmill.machine import MachineProfile
from simulators.virtual_time import VirtualClock, run_virtual

HERE = "5E:1F:7E:AD:00:01"


class Room:
    """A connected treadmill and everything the link told, with its moment."""

    def __init__(self, clock: VirtualClock, air: SimulatedAir, link: BleakLink) -> None:
        self.clock, self.air, self.link = clock, air, link
        self.heard: list[tuple[Nanoseconds, LinkEvent]] = []
        self.machine: Machine | None = None
        link.listen(lambda event: self.heard.append((clock.now(), event)))

    async def wait(self, milliseconds: int) -> None:
        """Let virtual time pass."""
        await pause(self.clock, milliseconds)

    def told(self, kind: type) -> list[tuple[int, LinkEvent]]:
        """Return the events of a kind with their milliseconds."""
        return [(at // MILLISECOND, each) for at, each in self.heard if isinstance(each, kind)]

    def arrived(self) -> list[tuple[int, bytes]]:
        """Return what reached the control point, with its milliseconds."""
        return [(at // MILLISECOND, data) for at, data in self.air.commands(HERE)]


async def pause(clock: VirtualClock, milliseconds: int) -> None:
    """Wait on the clock of the room."""
    done = asyncio.get_running_loop().create_future()
    clock.call_at(Nanoseconds(clock.now() + milliseconds * MILLISECOND), lambda: done.set_result(0))
    await done


def in_a_room(
    act: Callable[[Room], Awaitable[None]], machine: MachineProfile | None = None
) -> Room:
    """Connect to a treadmill, act, disconnect, and return what happened."""

    async def main(clock: VirtualClock) -> Room:
        air = SimulatedAir(clock)
        air.add(HERE, machine or find_machine("generic"))
        device = await find_treadmill(None, backend=air.scanner_backend)
        link, found = await BleakLink.connect(device, backend=air.client_backend)
        room = Room(clock, air, link)
        room.machine = found
        try:
            await act(room)
        finally:
            await link.close()
        return room

    return run_virtual(main)


async def nothing(_room: Room) -> None:
    """Do nothing."""


@pytest.mark.parametrize("name", machine_names())
def test_connecting_reads_what_the_machine_says_of_itself(name: str) -> None:
    """Feature and ranges are read raw; nothing is written."""
    machine = find_machine(name)
    room = in_a_room(nothing, machine)
    assert room.machine is not None
    assert (room.machine.address, room.machine.name) == (HERE, machine.radio.local_name)
    assert set(room.machine.reads) == {
        FITNESS_MACHINE_FEATURE,
        SUPPORTED_SPEED_RANGE,
        SUPPORTED_INCLINATION_RANGE,
    }
    offered = decode_speed_range(room.machine.reads[SUPPORTED_SPEED_RANGE])
    assert offered == machine.offered_speeds
    assert room.arrived() == []


def test_a_treadmill_without_a_control_point_is_connected_and_listened_to() -> None:
    """It says so, its data comes, and a write returns as failed, once, and touches nothing."""

    async def act(room: Room) -> None:
        await room.wait(3000)
        room.link.write(STOP)
        assert room.told(WriteDone) == []  # later, on the loop, as for any other machine
        await room.wait(3000)

    room = in_a_room(act, find_machine("no-control"))
    assert room.machine is not None
    assert not room.machine.control_point
    assert len(room.told(Received)) >= 5
    ((_, done),) = room.told(WriteDone)
    assert isinstance(done, WriteDone)
    assert done.error
    assert room.told(Lost) == []
    assert room.arrived() == []


def test_a_treadmill_with_a_control_point_says_so() -> None:
    """What a session may ask for hangs on it."""
    machine = in_a_room(nothing, find_machine("deaf-control")).machine
    assert machine is not None
    assert machine.control_point


def test_telemetry_arrives_by_itself() -> None:
    """Treadmill data and cadence come from the moment of the connection on."""

    async def act(room: Room) -> None:
        await room.wait(3000)

    room = in_a_room(act)
    short = [each.characteristic for _, each in room.heard if isinstance(each, Received)]
    assert short.count(TREADMILL_DATA) == 3
    assert short.count(RSC_MEASUREMENT) == 3


def test_a_write_returns_and_is_answered() -> None:
    """The write's return and the machine's answer are two things."""

    async def act(room: Room) -> None:
        room.link.write(REQUEST_CONTROL)
        await room.wait(200)

    room = in_a_room(act)
    assert [each for _, each in room.told(WriteDone)] == [WriteDone("")]
    assert Received(CONTROL_POINT, b"\x80\x00\x01") in [each for _, each in room.heard]


@pytest.mark.parametrize("name", [name for name in machine_names() if name != "no-control"])
def test_a_write_waits_behind_the_one_under_way(name: str) -> None:
    """Three writes at once reach the machine in their order, each after the last returned."""
    machine = find_machine(name)

    async def act(room: Room) -> None:
        for data in (REQUEST_CONTROL, START, STOP):
            room.link.write(data)
        await room.wait(1000)

    room = in_a_room(act, machine)
    assert [data for _, data in room.arrived()] == [REQUEST_CONTROL, START, STOP]
    assert len(room.told(WriteDone)) == 3
    if "write" in machine.control_point.properties:
        moments = [at for at, _ in room.arrived()]
        trip = machine.radio.att_round_trip // MILLISECOND
        assert all(after - before >= trip for before, after in pairwise(moments))


def test_a_refused_write_is_told_in_words() -> None:
    """An ATT error ends the write and says why; the link stays."""
    generic = find_machine("generic")
    slow = replace(
        generic,
        control_point=replace(generic.control_point, answers_after=Nanoseconds(SECOND)),
    )

    async def act(room: Room) -> None:
        room.link.write(REQUEST_CONTROL)
        room.link.write(START)
        await room.wait(500)

    room = in_a_room(act, slow)
    first, second = [each for _, each in room.told(WriteDone)]
    assert isinstance(first, WriteDone)
    assert isinstance(second, WriteDone)
    assert first.error == ""
    assert second.error != ""
    assert room.told(Lost) == []


def test_a_lost_link_is_told_once_and_restored() -> None:
    """Lost after the supervision timeout, restored once the machine is there again."""

    async def act(room: Room) -> None:
        await room.wait(1000)
        room.air.lose_link(HERE)
        await room.wait(10_000)
        assert room.told(Restored) == []
        room.air.restore_link(HERE)
        await room.wait(3000)

    room = in_a_room(act)
    (lost_at, _), *more_lost = room.told(Lost)
    (restored_at, _), *more_restored = room.told(Restored)
    assert (more_lost, more_restored) == ([], [])
    assert 10_000 < restored_at - lost_at < 12_000
    last, _ = room.heard[-1]
    assert last // MILLISECOND > restored_at
    assert isinstance(room.heard[-1][1], Received)
    assert room.arrived() == []


def test_a_write_on_a_silent_link_fails_when_the_link_is_lost() -> None:
    """It is told as returned with an error, and a write after the return gets through."""

    async def act(room: Room) -> None:
        room.air.lose_link(HERE)
        room.link.write(STOP)
        await room.wait(2000)
        assert [each for _, each in room.told(WriteDone) if each != WriteDone("")] != []
        room.air.restore_link(HERE)
        await room.wait(3000)
        room.link.write(STOP)
        await room.wait(100)

    room = in_a_room(act)
    assert [data for _, data in room.arrived()] == [STOP]
    assert room.told(WriteDone)[-1][1] == WriteDone("")


def test_a_dropped_link_comes_back() -> None:
    """Dropping tells of the loss at once, connects anew, and a stop gets through."""

    async def act(room: Room) -> None:
        room.link.drop()
        room.link.drop()
        await room.wait(3000)
        room.link.write(STOP)
        await room.wait(100)

    room = in_a_room(act)
    assert (len(room.told(Lost)), len(room.told(Restored))) == (1, 1)
    assert [data for _, data in room.arrived()] == [STOP]


def test_a_write_of_the_old_connection_is_not_told_of_in_the_new_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It returns at last, and must not be taken for the stop that is under way by then."""
    stuck: list[asyncio.Future[None]] = []

    async def act(room: Room) -> None:
        real = room.link._client.write_gatt_char

        async def write(*args: Any, **named: Any) -> None:
            if stuck:
                await real(*args, **named)
            else:
                stuck.append(asyncio.get_running_loop().create_future())
                await stuck[0]

        monkeypatch.setattr(room.link._client, "write_gatt_char", write)
        room.link.write(REQUEST_CONTROL)
        await room.wait(2000)
        room.link.drop()
        await room.wait(3000)
        stuck[0].set_result(None)
        await room.wait(1000)
        assert room.told(WriteDone) == []
        room.link.write(STOP)
        await room.wait(100)
        assert [each for _, each in room.told(WriteDone)] == [WriteDone("")]

    in_a_room(act)


@pytest.mark.parametrize("already", [False, True], ids=["while it is made", "once it is made"])
def test_what_was_asked_of_a_connection_is_not_sent_in_the_next(
    monkeypatch: pytest.MonkeyPatch, *, already: bool
) -> None:
    """A start that waited behind a stuck write goes with the connection, whoever asked for it."""
    stuck: list[asyncio.Future[None]] = []
    subscribe = BleakClient.start_notify

    async def act(room: Room) -> None:
        real = room.link._client.write_gatt_char

        async def write(*args: Any, **named: Any) -> None:
            if stuck:
                await real(*args, **named)
            else:
                stuck.append(asyncio.get_running_loop().create_future())
                await stuck[0]

        async def subscribing(client: BleakClient, which: Any, callback: Any) -> None:
            if which.uuid == full_uuid(CONTROL_POINT) and not already:
                stuck[0].set_result(None)
            await subscribe(client, which, callback)

        monkeypatch.setattr(room.link._client, "write_gatt_char", write)
        monkeypatch.setattr(BleakClient, "start_notify", subscribing)
        room.link.write(REQUEST_CONTROL)
        room.link.write(START)
        await room.wait(2000)
        room.link.drop()
        await room.wait(3000)
        assert stuck[0].done() is not already
        if already:
            stuck[0].set_result(None)
        await room.wait(1000)
        room.link.write(STOP)
        await room.wait(100)

    room = in_a_room(act)
    assert len(room.told(Restored)) == 1
    assert [data for _, data in room.arrived()] == [STOP]


def test_closing_waits_for_the_write_under_way() -> None:
    """A stop that was just handed over still arrives."""

    async def act(room: Room) -> None:
        room.link.write(STOP)

    assert [data for _, data in in_a_room(act).arrived()] == [STOP]


def test_closing_while_the_link_is_lost_ends() -> None:
    """Reconnecting is given up with the session; nothing is left behind."""

    async def act(room: Room) -> None:
        room.air.lose_link(HERE)
        await room.wait(5000)

    room = in_a_room(act)
    assert (len(room.told(Lost)), room.told(Restored)) == (1, [])


def _refusal(act: Callable[[VirtualClock, SimulatedAir], Awaitable[object]]) -> str:
    async def main(clock: VirtualClock) -> str:
        with pytest.raises(LinkFailed) as failed:
            await act(clock, SimulatedAir(clock))
        return str(failed.value)

    return run_virtual(main)


@pytest.mark.parametrize("address", [None, "AA:AA:AA:AA:AA:AA"])
def test_nothing_found_is_one_sentence(address: str | None) -> None:
    """It says for how long was looked, for what, and what to do."""

    async def act(clock: VirtualClock, air: SimulatedAir) -> object:
        if address is not None:
            air.add(HERE, find_machine("generic"))
        found = await find_treadmill(address, seconds=3, backend=air.scanner_backend)
        assert clock.now() >= 3 * SECOND
        return found

    told = _refusal(act)
    assert told.endswith(".")
    assert ". " not in told
    assert "\n" not in told
    assert "3 s" in told
    assert (address or "no treadmill was") in told


def test_an_address_is_found_in_any_case() -> None:
    """The letters of an address may be typed small."""

    async def main(clock: VirtualClock) -> str:
        air = SimulatedAir(clock)
        air.add(HERE, find_machine("generic"))
        found = await find_treadmill(HERE.lower(), backend=air.scanner_backend)
        await pause(clock, 1)  # bleak closes its scan in a task of its own
        return found.address

    assert run_virtual(main) == HERE


def test_a_treadmill_that_cannot_be_connected_is_one_sentence() -> None:
    """It was seen, and then it was gone."""

    async def act(_clock: VirtualClock, air: SimulatedAir) -> object:
        air.add(HERE, find_machine("generic"))
        device = await find_treadmill(HERE, backend=air.scanner_backend)
        air.lose_link(HERE)
        return await BleakLink.connect(device, backend=air.client_backend)

    told = _refusal(act)
    assert told.endswith("switch it off and on again.")
    assert "\n" not in told


def test_the_name_of_a_machine_can_be_shown() -> None:
    """A stranger chose it: it must not clear a person's terminal."""

    async def main(clock: VirtualClock) -> str:
        air, machine = SimulatedAir(clock), find_machine("generic")
        air.add(HERE, replace(machine, radio=replace(machine.radio, local_name="T\x1b[2J")))
        device = await find_treadmill(HERE, backend=air.scanner_backend)
        link, found = await BleakLink.connect(device, backend=air.client_backend)
        await link.close()
        return found.name

    assert run_virtual(main) == "T\N{REPLACEMENT CHARACTER}[2J"


def test_no_two_writes_are_under_way_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that are would go out in any order: the second waits until the first has returned."""
    under: list[int] = [0]
    most: list[int] = []

    async def act(room: Room) -> None:
        real = room.link._client.write_gatt_char

        async def write(*args: Any, **named: Any) -> None:
            under[0] += 1
            most.append(under[0])
            await real(*args, **named)
            under[0] -= 1

        monkeypatch.setattr(room.link._client, "write_gatt_char", write)
        for data in (REQUEST_CONTROL, STOP, STOP):
            room.link.write(data)
        await room.wait(2000)

    in_a_room(act)
    assert most == [1, 1, 1]


@pytest.mark.parametrize("error", [EOFError(), OSError("x")], ids=repr)
def test_a_sensor_that_cannot_be_subscribed_to_is_done_without(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """The treadmill's cadence is optional; its data and its control point are not."""
    real = BleakClient.start_notify

    async def refuse(client: BleakClient, which: Any, callback: Any) -> None:
        if which.uuid == full_uuid(RSC_MEASUREMENT):
            raise error
        await real(client, which, callback)

    monkeypatch.setattr(BleakClient, "start_notify", refuse)

    async def act(room: Room) -> None:
        room.link.write(REQUEST_CONTROL)
        await room.wait(3000)

    short = [each.characteristic for _, each in in_a_room(act).told(Received)]  # type: ignore[union-attr]
    assert (short.count(TREADMILL_DATA), short.count(RSC_MEASUREMENT)) == (3, 0)
    assert short.count(CONTROL_POINT) == 1


def test_a_sensor_that_never_answers_holds_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the connection nor the one after a loss, where a stop may be waiting."""
    import asyncio  # noqa: PLC0415  # the one use of it

    real = BleakClient.start_notify

    async def hang(client: BleakClient, which: Any, callback: Any) -> None:
        if which.uuid == full_uuid(RSC_MEASUREMENT):
            await asyncio.Event().wait()
        await real(client, which, callback)

    monkeypatch.setattr(BleakClient, "start_notify", hang)

    async def act(room: Room) -> None:
        await room.wait(100)
        room.air.lose_link(HERE)
        await room.wait(1000)
        room.air.restore_link(HERE)
        await room.wait(3000)
        room.link.write(STOP)
        await room.wait(1000)

    room = in_a_room(act)
    assert [type(each) for _, each in room.heard if isinstance(each, Lost | Restored)] == [
        Lost, Restored,
    ]  # fmt: skip
    assert [data for _, data in room.arrived()] == [STOP]


def test_a_stop_goes_before_the_sensors_when_the_link_is_back() -> None:
    """Whoever writes in answer to the link's return is served first."""

    async def act(room: Room) -> None:
        stations = room.air.stations[HERE]
        room.air.lose_link(HERE)
        await room.wait(1000)

        def answer(event: LinkEvent) -> None:
            room.heard.append((room.clock.now(), event))
            if isinstance(event, Restored):
                room.link.write(STOP)

        room.link.listen(answer)
        room.air.restore_link(HERE)
        await room.wait(5000)
        assert stations.linked

    room = in_a_room(act)
    back = room.told(Restored)[0][0]
    trip = find_machine("generic").radio.att_round_trip // MILLISECOND
    (when, data), *_ = room.arrived()
    assert (data, when - back) == (STOP, trip // 2)
    later = [at for at, each in room.told(Received) if each.characteristic == RSC_MEASUREMENT]  # type: ignore[union-attr]
    assert later[-1] > back
