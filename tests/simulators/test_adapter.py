"""A treadmill on an adapter: the way to a dongle, with a virtual controller for the dongle.

No real radio is here to be tried. What is tried is all above the controller: the transport is TCP,
and behind it a controller on an air on which a client has another.
"""

from __future__ import annotations

import asyncio
import errno
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from bleak import BleakClient, BleakScanner
from bumble import hci

from protocols import ftms
from protocols.clock import LoopClock
from protocols.gatt import CONTROL_POINT, TREADMILL_DATA, full_uuid
from protocols.units import MILLISECOND, Nanoseconds
from simulators.link.station import Station
from simulators.profiles import find_machine
from simulators.radio.adapter import Adapter, _why
from simulators.radio.backends import backends_for
from simulators.radio.central import Central
from simulators.radio.endpoint import Endpoint, RadioUnavailable
from simulators.radio.serving import address_for, machine_for, put_on
from simulators.radio.virtual import Air, Dongle, Offer
from simulators.treadmill.server import Press

SOON = 10.0
"""Seconds of real time that a busy computer may take."""
_MACHINE = machine_for("usb:0", find_machine("urevo-e1l"))


class Bench:
    """A treadmill on an adapter, and a client's computer."""

    def __init__(self, station: Station, adapter: Adapter, central: Central) -> None:
        self.station, self.adapter, self.central = station, adapter, central
        self.backends = backends_for(central)
        self.dropped = asyncio.Event()

    def client(self) -> BleakClient:
        """Return a client."""
        return BleakClient(
            self.station.address, lambda _client: self.dropped.set(), backend=self.backends.client
        )

    async def found(self, seconds: float) -> bool:
        """Return whether a scan finds the treadmill."""
        device = await BleakScanner.find_device_by_address(
            self.station.address, timeout=seconds, backend=self.backends.scanner
        )
        return device is not None


class NewDongle(Dongle):
    """A Bluetooth 5 controller, which Bumble has advertise in another way."""

    le_features = Dongle.le_features | hci.LeFeatureMask.LE_EXTENDED_ADVERTISING


def on_bench(story: Callable[[Bench], Awaitable[None]], kind: type[Dongle] = Dongle) -> None:
    """Run a story on a treadmill whose belt is twenty times as quick."""

    async def run() -> None:
        air = Air()
        offer = Offer(kind("dongle", air))
        transport = await offer.listen(Endpoint("127.0.0.1", 0))
        clock = LoopClock(asyncio.get_running_loop(), 20)
        station = Station(address_for(_MACHINE), _MACHINE, clock)
        adapter = await Adapter.open(station, transport)
        central = await Central.beside(air)
        try:
            await story(Bench(station, adapter, central))
        finally:
            await central.close()
            await adapter.close()
            offer.close()

    asyncio.run(asyncio.wait_for(run(), 3 * SOON))


async def until(so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(SOON):
        while not so():  # noqa: ASYNC110  # a belt has no event for what is waited for
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("kind", [Dongle, NewDongle])
def test_a_client_finds_it_and_drives_it(kind: type[Dongle]) -> None:
    """Advertising, data, a start and a stop, and it can be found again when the client is gone."""

    async def story(bench: Bench) -> None:
        assert await bench.found(SOON)
        client = bench.client()
        await client.connect()
        data: list[bytearray] = []
        await client.start_notify(full_uuid(TREADMILL_DATA), lambda _, value: data.append(value))
        answers: list[str] = []
        await client.start_notify(
            full_uuid(CONTROL_POINT), lambda _, value: answers.append(value.hex())
        )
        for command in (ftms.REQUEST_CONTROL, ftms.START):
            await client.write_gatt_char(full_uuid(CONTROL_POINT), command, response=False)
        await until(lambda: bench.station.belt_speed() > 0 and len(data) > 1)
        await client.write_gatt_char(full_uuid(CONTROL_POINT), ftms.STOP, response=False)
        await until(lambda: bench.station.belt_speed() == 0 and len(answers) == 3)
        assert answers == ["800001", "800701", "800801"]
        await client.disconnect()
        assert await bench.found(SOON)

    on_bench(story, kind)


def test_a_silent_radio_is_not_found_and_drops_its_client() -> None:
    """After the machine's own timeout; restored, it advertises again, and the belt ran on."""

    async def story(bench: Bench) -> None:
        client = bench.client()
        await client.connect()
        bench.station.give(Press.START)
        await until(lambda: bench.station.belt_speed() > 0)
        bench.station.lose_link()
        assert client.is_connected
        async with asyncio.timeout(SOON):
            await bench.dropped.wait()
        assert not await bench.found(0.3)
        bench.station.restore_link()
        assert await bench.found(SOON)
        assert bench.station.belt_speed() > 0

    on_bench(story)


def test_a_second_client_comes_after_the_first() -> None:
    """While one is connected nothing is advertised."""

    async def story(bench: Bench) -> None:
        first = bench.client()
        await first.connect()
        assert not await bench.found(0.3)
        await first.disconnect()
        second = bench.client()
        await second.connect()
        assert second.is_connected

    on_bench(story)


def test_closing_it_drops_the_client() -> None:
    """At once, with a word from the link layer."""

    async def story(bench: Bench) -> None:
        client = bench.client()
        await client.connect()
        await bench.adapter.close()
        async with asyncio.timeout(SOON):
            await bench.dropped.wait()
        assert not client.is_connected

    on_bench(story)


def test_a_virtual_treadmill_that_is_closed_drops_its_client() -> None:
    """By a word from the link layer, though its process and its port's connection are there."""

    async def run() -> None:
        machine = find_machine("generic")
        clock = LoopClock(asyncio.get_running_loop())
        station = Station(address_for(machine), machine, clock)
        radio = await put_on("tcp-server:127.0.0.1:0", station)
        central = await Central.connect(radio.how)
        dropped = asyncio.Event()
        client = BleakClient(
            station.address, lambda _client: dropped.set(), backend=backends_for(central).client
        )
        await client.connect()
        await radio.close()
        await asyncio.wait_for(dropped.wait(), SOON)
        assert not station.linked
        await central.close()

    asyncio.run(run())


@pytest.mark.long
def test_an_adapter_that_is_pulled_out_is_told_of() -> None:
    """The other end of the transport goes; whoever waits for that learns what it means."""

    async def run() -> None:
        writers: list[asyncio.StreamWriter] = []
        air = Air()
        offer = Offer(Dongle("dongle", air))
        transport = await offer.listen(Endpoint("127.0.0.1", 0))
        port = int(transport.rpartition(":")[2])

        async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            """Pass on what the treadmill and the controller say, until it is cut."""
            theirs, ours = await asyncio.open_connection("127.0.0.1", port)
            writers.extend((writer, ours))
            await asyncio.gather(_pass(reader, ours), _pass(theirs, writer))

        between = await asyncio.start_server(relay, "127.0.0.1", 0)
        name = f"tcp-client:127.0.0.1:{between.sockets[0].getsockname()[1]}"
        clock = LoopClock(asyncio.get_running_loop())
        adapter = await Adapter.open(Station(address_for(_MACHINE), _MACHINE, clock), name)
        for each in writers:
            each.close()
        with pytest.raises(RadioUnavailable, match=f"{name} is gone: the adapter was unplugged"):
            await asyncio.wait_for(adapter.lost(), SOON)
        await adapter.close()
        between.close()
        offer.close()

    asyncio.run(run())


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(4096):
        writer.write(data)
    writer.close()


def test_a_port_without_a_controller_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """Something listens, and never says a word."""
    monkeypatch.setattr("simulators.radio.adapter._WITHIN", 0.2)

    async def run() -> None:
        writers: list[asyncio.StreamWriter] = []
        server = await asyncio.start_server(
            lambda _reader, writer: writers.append(writer), "127.0.0.1", 0
        )
        name = f"tcp-client:127.0.0.1:{server.sockets[0].getsockname()[1]}"
        clock = LoopClock(asyncio.get_running_loop())
        try:
            with pytest.raises(RadioUnavailable, match="no Bluetooth controller answers there"):
                await Adapter.open(Station(address_for(_MACHINE), _MACHINE, clock), name)
        finally:
            for each in writers:
                each.close()
            server.close()

    asyncio.run(run())


def _os_error(number: int) -> OSError:
    return OSError(number, "as the system says it")


@pytest.mark.skipif(sys.platform != "linux", reason="HCI sockets are Linux' own")
@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (_os_error(errno.EPERM), "needs CAP_NET_ADMIN; run it as root, or give the right to this"),
        (_os_error(errno.EBUSY), "sudo systemctl stop bluetooth; sudo hciconfig hci1 down."),
        (_os_error(errno.ENODEV), "there is no adapter hci1; ls /sys/class/bluetooth shows"),
        (_os_error(errno.EAFNOSUPPORT), "this kernel has no Bluetooth; use usb:0"),
        (Exception("not supported on this platform"), "built without Bluetooth sockets"),
        (ValueError("invalid literal"), "write hci-socket:0 for the first adapter."),
    ],
)
def test_what_helps_with_an_adapter_of_the_computer(error: Exception, remedy: str) -> None:
    """By the number that the kernel gives."""
    assert remedy in _why("hci-socket:1", error)


def _libusb(name: str) -> Exception:
    return Exception(f"{name} [-3]")


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (_libusb("LIBUSB_ERROR_ACCESS"), "add a udev rule"),
        (_libusb("LIBUSB_ERROR_BUSY"), "sudo modprobe -r btusb"),
        (_libusb("LIBUSB_ERROR_OTHER"), "lsusb shows what there is"),
        (RuntimeError("device not found"), "no Bluetooth dongle is plugged in"),
        (OSError("libusb-1.0.so: cannot open shared object file"), "install libusb-1.0-0"),
        (ImportError("No module named 'usb1'"), "install libusb-1.0-0"),
        (ValueError("No backend available"), "install libusb-1.0-0"),
        (AssertionError(), "write usb:0 for the first dongle"),
    ],
)
def test_what_helps_with_a_dongle(error: Exception, remedy: str) -> None:
    """By what libusb and Bumble call it; the whole is one line."""
    told = _why("usb:0", error)
    assert remedy in told
    assert told.startswith("usb:0 cannot be used (")
    assert "\n" not in told


def test_each_machine_has_a_static_address_of_its_own() -> None:
    """Core 5.4, Vol 6, Part B, 1.3.2.1: the two highest bits are 1."""
    addresses: set[Any] = set()
    for name in ("generic", "urevo-e1l", "no-control"):
        address = address_for(find_machine(name))
        assert int(address[:2], 16) >> 6 == 0b11
        addresses.add(address)
    assert len(addresses) == 3


def test_an_adapter_brings_its_own_round_trips() -> None:
    """The virtual air has the machine's; everything else is the same machine."""
    machine = find_machine("urevo-e1l")
    assert machine_for("tcp-server:127.0.0.1:0", machine) is machine
    assert _MACHINE.radio.att_round_trip == 0
    assert machine.radio.att_round_trip == Nanoseconds(90 * MILLISECOND)
    assert _MACHINE.motion == machine.motion
