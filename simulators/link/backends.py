"""bleak's three backends over simulated treadmills: what `BleakClient(backend=…)` is given.

No line above bleak can tell the difference: services are a real collection, callbacks run on the
loop's thread, refusals and losses are the exceptions of a real stack (bluetooth.md section 3).
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import NotifyCallback
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakDeviceNotFoundError, BleakError, BleakGATTProtocolError

from protocols import gatt
from protocols.units import MILLISECOND, Nanoseconds
from simulators.link.plain_backends import SMALLEST_MTU, PlainAdapter, PlainClient, PlainScanner
from simulators.treadmill.server import Refused, Subscribe, Unsubscribe, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bleak.args import SizedBuffer
    from bleak.assigned_numbers import CharacteristicPropertyName

    from protocols.clock import Clock, Timer
    from simulators.link.radio_end import Peer, Reply
    from simulators.treadmill.machine import Peripheral

_CONNECTING: Final = Nanoseconds(40 * MILLISECOND)
"""Connecting took 0.04 s against BlueZ (bluetooth.md 3.1)."""

_ADVERTISING: Final = Nanoseconds(100 * MILLISECOND)
"""Between two advertisements, and before the first."""

_RSSI: Final = -60


class SimulatedClient(PlainClient):
    """A client of one of the devices in ``stations``; use an air's own subclass."""

    stations: ClassVar[Mapping[str, Peer]]
    clock: ClassVar[Clock]

    _station: Peer | None = None
    _callbacks: dict[str, NotifyCallback]
    """Of this connection, by characteristic."""

    @property
    def name(self) -> str:
        """The name that the machine advertises, or the address of one that has none or is away."""
        station = self.stations.get(self.address)
        return (station and station.peripheral.local_name) or self.address

    @property
    def is_connected(self) -> bool:
        """True until a disconnection has been noticed, as on every platform."""
        return self._station is not None

    async def connect(self, pair: bool, **_ignored: Any) -> None:  # noqa: FBT001  # bleak's signature
        """Connect and discover the services.

        Raises:
            BleakError: this client is connected already.
            BleakDeviceNotFoundError: nothing can be connected at the address: no such
                treadmill, a lost link, or it serves as many clients as it can.
        """
        del pair  # nothing here needs a bond
        if self._station is not None:
            raise BleakError("the client is connected already")
        await _until(self.clock, _CONNECTING)
        self._callbacks = {}
        station = self.stations.get(self.address)
        link = None if station is None else await station.connect(self)
        if station is None or link is None:
            raise BleakDeviceNotFoundError(
                self.address, f"no treadmill advertises at {self.address}"
            )
        self.services = _services(station.peripheral)
        self._station = link

    async def disconnect(self) -> None:
        """Disconnect; the callback has been called when this returns. It is not a stop."""
        if self._station is not None:
            await self._station.disconnect(self)

    async def read_gatt_char(
        self, characteristic: BleakGATTCharacteristic, **_ignored: Any
    ) -> bytearray:
        """Read a value after the ATT round trip.

        Raises:
            BleakGATTProtocolError: it cannot be read, or the link was lost meanwhile.
        """
        station, reply = self._asking()
        station.request_read(characteristic.obj, reply)
        return bytearray(_granted(await reply))

    async def write_gatt_char(
        self,
        characteristic: BleakGATTCharacteristic,
        data: SizedBuffer,
        response: bool,  # noqa: FBT001  # bleak's signature
    ) -> None:
        """Write to the control point.

        With response it returns after the ATT round trip; without, at once, and nothing tells
        whether it arrived. A cancelled write is executed all the same.

        Raises:
            BleakError: not connected, or the characteristic offers no write without response.
            BleakGATTProtocolError: the machine refused the request, or (0x0E) the link was
                lost while it was under way.
        """
        if response:
            station, reply = self._asking()
            station.request_write(bytes(data), reply)
            _granted(await reply)
        else:
            if "write-without-response" not in characteristic.properties:
                raise BleakError(f"{characteristic.uuid} offers no write without response")
            self._connected().command(bytes(data))

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: NotifyCallback, **_ignored: Any
    ) -> None:
        """Subscribe; from the moment the machine knows, ``callback`` is given every value."""
        station, reply = self._asking()
        self._callbacks[characteristic.obj] = callback
        station.request(Subscribe(characteristic.obj), reply)
        _granted(await reply)

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        """Clear the subscription."""
        station, reply = self._asking()
        self._callbacks.pop(characteristic.obj, None)
        station.request(Unsubscribe(characteristic.obj), reply)
        _granted(await reply)

    def receive(self, value: Value) -> None:
        """Take a value from the station and hand it to whoever subscribed."""
        callback = self._callbacks.get(value.characteristic)
        if callback is not None:
            callback(bytearray(value.data))

    def dropped(self) -> None:
        """Take the end of the link from the station."""
        self._station = None
        self.services = None
        self._callbacks.clear()
        if self._disconnected_callback is not None:
            self._disconnected_callback()

    def _connected(self) -> Peer:
        if self._station is None:
            raise BleakError("not connected")
        return self._station

    def _asking(self) -> tuple[Peer, asyncio.Future[Reply]]:
        return self._connected(), asyncio.get_running_loop().create_future()


class SimulatedScanner(PlainScanner):
    """A scanner that hears every vacant device in ``stations``; use an air's own subclass."""

    stations: ClassVar[Mapping[str, Peer]]
    clock: ClassVar[Clock]

    _timer: Timer | None = None

    async def start(self) -> None:
        """Begin to listen."""
        self.seen_devices = {}
        self._listen_on()

    async def stop(self) -> None:
        """Listen no more; what was heard stays in ``seen_devices``."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _listen_on(self) -> None:
        when = Nanoseconds(self.clock.now() + _ADVERTISING)
        self._timer = self.clock.call_at(when, self._hear)

    def _hear(self) -> None:
        self._listen_on()  # first: a callback may stop the scan
        for address, station in self.stations.items():
            heard = _advertisement(station.peripheral)
            if station.vacant and self.is_allowed_uuid(heard.service_uuids):
                device = self.create_or_update_device(
                    address, address, heard.local_name, None, heard
                )
                self.call_detection_callbacks(device, heard)


class SimulatedAdapter(PlainAdapter):
    """The computer's Bluetooth, which knows the links it holds; use an air's own subclass."""

    stations: ClassVar[Mapping[str, Peer]]

    async def get_connected_devices(self, service_uuids: frozenset[str]) -> list[BLEDevice]:
        """Return the devices that a link is held to and that offer one of the services."""
        return [
            BLEDevice(address, station.peripheral.local_name or None, None)
            for address, station in self.stations.items()
            if station.linked
            and service_uuids & {gatt.full_uuid(each) for each in station.peripheral.table}
        ]


class Backends(NamedTuple):
    """What bleak's `BleakClient`, `BleakScanner` and `BleakAdapter` are given as backend."""

    client: type[SimulatedClient]
    scanner: type[SimulatedScanner]
    adapter: type[SimulatedAdapter]


def backends_for(stations: Mapping[str, Peer], clock: Clock) -> Backends:
    """Return backends that reach these treadmills; bleak takes classes, so each air has its own.

    Args:
        stations: by address; what is added later is reached too.
        clock: gives the time to connecting and to advertisements.
    """
    shared = {"stations": stations, "clock": clock}
    return Backends(
        type("AirClient", (SimulatedClient,), shared),
        type("AirScanner", (SimulatedScanner,), shared),
        type("AirAdapter", (SimulatedAdapter,), shared),
    )


def _granted(reply: Reply) -> bytes:
    if isinstance(reply, Refused):
        raise BleakGATTProtocolError(reply.att_error)
    return reply


async def _until(clock: Clock, span: Nanoseconds) -> None:
    """Wait on the air's clock, which need not be the event loop's."""
    waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def ring() -> None:
        if not waiting.done():
            waiting.set_result(None)

    timer = clock.call_at(Nanoseconds(clock.now() + span), ring)
    try:
        await waiting
    finally:
        timer.cancel()


def _services(peripheral: Peripheral) -> BleakGATTServiceCollection:
    """Return the table as bleak shows it; a characteristic's ``obj`` is its short id."""
    found = BleakGATTServiceCollection()
    handle = 0
    for service_id, characteristics in peripheral.table.items():
        handle += 1
        service = BleakGATTService(None, handle, gatt.full_uuid(service_id))
        found.add_service(service)
        for short, properties in characteristics.items():
            handle += 2  # a declaration and a value
            names: list[CharacteristicPropertyName] = list(properties)
            found.add_characteristic(
                BleakGATTCharacteristic(
                    short, handle, gatt.full_uuid(short), names, lambda: SMALLEST_MTU - 3, service
                )
            )
    return found


def _advertisement(peripheral: Peripheral) -> AdvertisementData:
    return AdvertisementData(
        local_name=peripheral.local_name or None,  # bleak says None, never an empty name
        manufacturer_data={},
        service_data={
            gatt.full_uuid(service): data for service, data in peripheral.service_data.items()
        },
        service_uuids=[gatt.full_uuid(service) for service in peripheral.table],
        tx_power=None,
        rssi=_RSSI,
        platform_data=(),
    )
