"""bleak's three backends over Bumble: what `BleakClient(backend=…)` is given.

Unlike those of `simulators.link.backends`, they know nothing of treadmills: what they show was
heard on the air. The exceptions are those of a real stack (bluetooth.md section 3).
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import NotifyCallback
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakError
from bleak.uuids import normalize_uuid_str
from bumble.core import AdvertisingData
from bumble.device import Peer
from bumble.gatt import GATT_DEVICE_NAME_CHARACTERISTIC, Characteristic

from simulators.link.plain_backends import SMALLEST_MTU, PlainAdapter, PlainClient, PlainScanner

if TYPE_CHECKING:
    from bleak.args import SizedBuffer
    from bleak.assigned_numbers import CharacteristicPropertyName
    from bumble.core import UUID
    from bumble.device import Advertisement
    from bumble.gatt_client import CharacteristicProxy

    from simulators.radio.central import Central, Link

_Properties = Characteristic.Properties
_PROPERTIES: Final[dict[_Properties, CharacteristicPropertyName]] = {
    _Properties.READ: "read",
    _Properties.WRITE: "write",
    _Properties.WRITE_WITHOUT_RESPONSE: "write-without-response",
    _Properties.NOTIFY: "notify",
    _Properties.INDICATE: "indicate",
}
_OF_THE_HOST: Final = frozenset({"1800", "1801"})
"""Generic Access and Generic Attribute: BlueZ keeps them for itself."""


class RadioClient(PlainClient):
    """A client by way of ``central``; use the subclass that `backends_for` makes."""

    central: ClassVar[Central]

    _link: Link | None = None

    @property
    def name(self) -> str:
        """The name that was read or heard of, else the address."""
        return self.known_as or self.address

    @property
    def is_connected(self) -> bool:
        """True until a disconnection has been noticed."""
        return self._link is not None

    async def connect(self, pair: bool, **_ignored: Any) -> None:  # noqa: FBT001  # bleak's signature
        """Connect and discover the services.

        Raises:
            BleakError: it is connected already, or the link was lost meanwhile.
            BleakDeviceNotFoundError: it does not advertise.
        """
        del pair  # nothing here needs a bond
        if self._link is not None:
            raise BleakError("the client is connected already")
        link = await self.central.link_to(self.address, self._timeout, self._dropped)
        try:
            peer = Peer(link.connection)
            services = await link.ask(partial(_discover, peer))
            (name,) = await link.ask(
                partial(peer.read_characteristics_by_uuid, GATT_DEVICE_NAME_CHARACTERISTIC)
            )
        except BaseException:
            await link.end()
            raise
        if not link.up:
            raise BleakError("the link was lost while the services were discovered")
        link.name = self.known_as = name.decode(errors="replace") or None
        link.services = frozenset(each.uuid for each in services)
        self.services, self._link = services, link

    async def disconnect(self) -> None:
        """Disconnect; the callback has been called when this returns. It is not a stop."""
        if self._link is not None:
            await self._link.end()

    async def read_gatt_char(
        self, characteristic: BleakGATTCharacteristic, **_ignored: Any
    ) -> bytearray:
        """Read a value.

        Raises:
            BleakGATTProtocolError: it cannot be read, or the link was lost meanwhile.
        """
        link = self._connected()
        proxy: CharacteristicProxy[bytes] = characteristic.obj
        return bytearray(await link.ask(proxy.read_value))

    async def write_gatt_char(
        self,
        characteristic: BleakGATTCharacteristic,
        data: SizedBuffer,
        response: bool,  # noqa: FBT001  # bleak's signature
    ) -> None:
        """Write; without response it is on the air when this returns, behind no request.

        Raises:
            BleakError: not connected, or the characteristic offers no write without response.
            BleakGATTProtocolError: the machine refused the request, or (0x0E) the link was
                lost while it was under way.
        """
        link = self._connected()
        proxy: CharacteristicProxy[bytes] = characteristic.obj
        if response:
            await link.ask(partial(proxy.write_value, bytes(data), with_response=True))
        elif "write-without-response" in characteristic.properties:
            await proxy.write_value(bytes(data))
        else:
            raise BleakError(f"{characteristic.uuid} offers no write without response")

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: NotifyCallback, **_ignored: Any
    ) -> None:
        """Subscribe to notifications, or to indications where there are no others."""
        link = self._connected()
        proxy: CharacteristicProxy[bytes] = characteristic.obj
        loop = asyncio.get_running_loop()

        def hand_on(data: bytes) -> None:
            if link.up:
                callback(bytearray(data))

        def receive(data: bytes) -> None:
            # Later: an exception in it must not keep an indication from being confirmed.
            loop.call_soon(hand_on, data)

        await link.ask(partial(proxy.subscribe, receive))
        # Bumble hands on only what was subscribed to; a computer's stack hands on what comes,
        # be it a notification in the place of an indication (quirk 16).
        heard = proxy.subscribers[receive]
        for known in (proxy.client.notification_subscribers, proxy.client.indication_subscribers):
            known.setdefault(proxy.handle, set()).add(heard)

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        """Clear the subscription."""
        link = self._connected()
        proxy: CharacteristicProxy[bytes] = characteristic.obj
        await link.ask(proxy.unsubscribe)

    def _dropped(self) -> None:
        if self._link is None:
            return  # it was lost before it was of any use
        self._link = None
        self.services = None
        if self._disconnected_callback is not None:
            self._disconnected_callback()

    def _connected(self) -> Link:
        if self._link is None:
            raise BleakError("not connected")
        return self._link


class RadioScanner(PlainScanner):
    """An active scan by way of ``central``; use the subclass that `backends_for` makes."""

    central: ClassVar[Central]

    async def start(self) -> None:
        """Begin to listen; several scans share the host's."""
        self.seen_devices = {}
        device = self.central.device
        alone = not device.listeners(device.EVENT_ADVERTISEMENT)
        device.on(device.EVENT_ADVERTISEMENT, self._hear)
        if alone:
            await device.start_scanning(legacy=True)

    async def stop(self) -> None:
        """Listen no more; what was heard stays in ``seen_devices``."""
        device = self.central.device
        device.remove_listener(device.EVENT_ADVERTISEMENT, self._hear)
        if not device.listeners(device.EVENT_ADVERTISEMENT):
            await device.stop_scanning(legacy=True)

    def _hear(self, advertisement: Advertisement) -> None:
        heard = _advertisement_data(advertisement)
        if self.is_allowed_uuid(heard.service_uuids):
            address = advertisement.address.to_string(with_type_qualifier=False)
            found = self.create_or_update_device(address, address, heard.local_name, None, heard)
            self.call_detection_callbacks(found, heard)


class RadioAdapter(PlainAdapter):
    """The host, which knows the links it holds; use the subclass that `backends_for` makes."""

    central: ClassVar[Central]

    async def get_connected_devices(self, service_uuids: frozenset[str]) -> list[BLEDevice]:
        """Return what a link is held to and offers one of the services."""
        return [
            BLEDevice(address, link.name, None)
            for address, link in self.central.links.items()
            if service_uuids & link.services
        ]


class Backends(NamedTuple):
    """What bleak's `BleakClient`, `BleakScanner` and `BleakAdapter` are given as backend."""

    client: type[RadioClient]
    scanner: type[RadioScanner]
    adapter: type[RadioAdapter]


def backends_for(central: Central) -> Backends:
    """Return backends that use this host; bleak takes classes, so each host has its own."""
    shared = {"central": central}
    return Backends(
        type("AirClient", (RadioClient,), shared),
        type("AirScanner", (RadioScanner,), shared),
        type("AirAdapter", (RadioAdapter,), shared),
    )


async def _discover(peer: Peer) -> BleakGATTServiceCollection:
    """Return all services; a characteristic's ``obj`` is Bumble's, a handle that of its value."""
    found = BleakGATTServiceCollection()
    for service in await peer.discover_services():
        if service.uuid.to_hex_str() in _OF_THE_HOST:
            continue
        shown = BleakGATTService(service, service.handle, _full(service.uuid))
        found.add_service(shown)
        for proxy in await service.discover_characteristics():
            names = [name for each, name in _PROPERTIES.items() if each & proxy.properties]
            found.add_characteristic(
                BleakGATTCharacteristic(
                    proxy, proxy.handle, _full(proxy.uuid), names, lambda: SMALLEST_MTU - 3, shown
                )
            )
    return found


def _advertisement_data(advertisement: Advertisement) -> AdvertisementData:
    data = advertisement.data
    names = data.get_all(AdvertisingData.Type.COMPLETE_LOCAL_NAME)
    services = data.get_all(AdvertisingData.Type.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS)
    of_services = data.get_all(AdvertisingData.Type.SERVICE_DATA_16_BIT_UUID)
    return AdvertisementData(
        local_name=names[0] if names else None,
        manufacturer_data={},
        service_data={_full(uuid): bytes(value) for uuid, value in of_services},
        service_uuids=[_full(uuid) for each in services for uuid in each],
        tx_power=None,
        rssi=advertisement.rssi,
        platform_data=(),
    )


def _full(uuid: UUID) -> str:
    return normalize_uuid_str(uuid.to_hex_str("-"))
