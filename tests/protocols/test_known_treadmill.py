"""How a process takes over a treadmill from one that died: found without a scan, stopped first."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any, Self

import pytest
from bleak import BleakClient
from bleak.backends.adapter import BaseBleakAdapter
from bleak.backends.device import BLEDevice
from bleak.exc import BleakError

from protocols.bleak_find import find_known_treadmill
from protocols.bleak_link import BleakLink
from protocols.ftms import STOP
from protocols.link import LinkFailed
from protocols.units import SECOND
from simulators.link.air import SimulatedAir
from simulators.profiles import find_machine, machine_names
from simulators.virtual_time import VirtualClock, run_virtual

HERE = "5E:1F:7E:AD:00:01"
CONTROLLED = [name for name in machine_names() if name != "no-control"]


async def find(air: SimulatedAir, adapter: type[BaseBleakAdapter] | None = None) -> BLEDevice:
    """Look for the treadmill."""
    return await find_known_treadmill(
        HERE.lower(),
        seconds=3,
        scanner_backend=air.scanner_backend,
        adapter_backend=adapter or air.adapter_backend,
    )


def a_room(clock: VirtualClock) -> SimulatedAir:
    """Return a room with the treadmill and another."""
    air = SimulatedAir(clock)
    air.add("5E:1F:7E:AD:00:02", find_machine("generic"))
    air.add(HERE, find_machine("generic"))
    return air


def test_a_connected_treadmill_is_found_at_once() -> None:
    """It does not advertise, and no time is lost on a scan; its address may be typed small."""

    async def main(clock: VirtualClock) -> None:
        air = a_room(clock)
        async with BleakClient(HERE, backend=air.client_backend):
            before = clock.now()
            assert (await find(air)).address == HERE
            assert clock.now() == before

    run_virtual(main)


def test_a_treadmill_that_is_not_connected_is_scanned_for() -> None:
    """Another one that is connected is not taken for it."""

    async def main(clock: VirtualClock) -> str:
        air = a_room(clock)
        async with BleakClient("5E:1F:7E:AD:00:02", backend=air.client_backend):
            found = await find(air)
            await asyncio.sleep(0.001)  # bleak closes its scan in a task of its own
        return found.address

    assert run_virtual(main) == HERE


def fails_with(failure: type[Exception]) -> type[BaseBleakAdapter]:
    """Return an adapter that cannot say what is connected."""

    class Adapter(BaseBleakAdapter):
        @classmethod
        async def get(cls, **_ignored: Any) -> Self:
            raise failure

    return Adapter


class Hangs(BaseBleakAdapter):
    """An adapter whose host does not answer."""

    @classmethod
    async def get(cls, **_ignored: Any) -> Self:
        """Return one."""
        return cls()

    async def get_connected_devices(self, service_uuids: frozenset[str]) -> list[BLEDevice]:
        """Wait for ever."""
        del service_uuids
        answer: asyncio.Future[list[BLEDevice]] = asyncio.get_running_loop().create_future()
        return await answer


@pytest.mark.parametrize(
    "adapter",
    [
        BaseBleakAdapter,
        fails_with(BleakError),
        fails_with(FileNotFoundError),
        fails_with(NotImplementedError),
        Hangs,
    ],
)
def test_a_host_that_cannot_be_asked_leaves_the_scan(adapter: type[BaseBleakAdapter]) -> None:
    """Whatever is wrong with it, and even when it never answers."""

    async def main(clock: VirtualClock) -> None:
        air = a_room(clock)
        assert (await find(air, adapter)).address == HERE
        assert clock.now() < 3 * SECOND
        await asyncio.sleep(0.001)

    run_virtual(main)


def test_a_treadmill_that_is_nowhere_is_one_sentence() -> None:
    """The scan's own."""

    async def main(clock: VirtualClock) -> None:
        with pytest.raises(LinkFailed, match=r"^no treadmill .* in 3 s; press a button.*\.$"):
            await find(SimulatedAir(clock))

    run_virtual(main)


@pytest.mark.parametrize("name", CONTROLLED)
def test_what_goes_first_is_all_that_is_written(name: str) -> None:
    """Once, and again where it was refused for want of a subscription; by default nothing is."""

    async def main(clock: VirtualClock, first: bytes) -> list[bytes]:
        air = SimulatedAir(clock)
        air.add(HERE, find_machine(name))
        device = await find(air)
        link, machine = await BleakLink.connect(device, backend=air.client_backend, first=first)
        assert machine.reads
        await link.close()
        return [data for _, data in air.commands(HERE)]

    times = 2 if find_machine(name).control_point.strict else 1
    assert run_virtual(partial(main, first=STOP)) == [STOP] * times
    assert run_virtual(partial(main, first=b"")) == []


def test_without_a_control_point_nothing_goes_first() -> None:
    """There is nothing to write to; it is connected all the same, to be listened to."""

    async def main(clock: VirtualClock) -> bool:
        air = SimulatedAir(clock)
        air.add(HERE, find_machine("no-control"))
        device = await find(air)
        link, machine = await BleakLink.connect(device, backend=air.client_backend, first=STOP)
        await link.close()
        assert air.commands(HERE) == []
        return machine.control_point

    assert run_virtual(main) is False


@pytest.mark.parametrize("name", CONTROLLED)
def test_what_goes_first_waits_for_nothing(name: str) -> None:
    """It is on its way before the first read and the first subscription."""

    async def main(clock: VirtualClock) -> float:
        air = SimulatedAir(clock)
        machine = find_machine(name)
        air.add(HERE, machine)
        device = await find(air)
        began = clock.now()
        link, _ = await BleakLink.connect(device, backend=air.client_backend, first=STOP)
        await link.close()
        at, _ = air.commands(HERE)[0]
        return (at - began - 40_000_000) / machine.radio.att_round_trip

    assert run_virtual(main) <= 0.5
