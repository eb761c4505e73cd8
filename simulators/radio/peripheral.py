"""A treadmill as a Bluetooth peripheral: what it advertises, and a GATT server before its station.

Every request takes the station's own time and comes to the station's own answer; nothing about
treadmills is decided here.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final

from bumble import att, gatt, hci
from bumble.core import UUID, AdvertisingData
from bumble.data_types import (
    CompleteListOf16BitServiceUUIDs,
    CompleteLocalName,
    Flags,
    ServiceData16BitUUID,
)
from bumble.gatt_server import Server

from protocols.gatt import CONTROL_POINT, FITNESS_MACHINE_SERVICE
from simulators.link.radio_end import UNLIKELY_ERROR
from simulators.radio.virtual import Dongle, device_beside
from simulators.treadmill.machine import gatt_table
from simulators.treadmill.server import Refused, Subscribe, Unsubscribe, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from bumble.core import DataType
    from bumble.device import Connection, Device

    from simulators.link.radio_end import Reply
    from simulators.link.station import Station
    from simulators.radio.virtual import Air
    from simulators.treadmill.machine import MachineProfile, Property

_ADVERTISING_MS: Final = 20
"""Between two advertisements: the shortest interval that Bluetooth allows."""

_CONTROL_POINT: Final = UUID(CONTROL_POINT)
_Properties = gatt.Characteristic.Properties
_PROPERTIES: Final[dict[Property, _Properties]] = {
    "read": _Properties.READ,
    "write": _Properties.WRITE,
    "write-without-response": _Properties.WRITE_WITHOUT_RESPONSE,
    "notify": _Properties.NOTIFY,
    "indicate": _Properties.INDICATE,
}


class Peripheral:
    """A station on a device: on the virtual air by `switch_on`, else by `adapter.Adapter`."""

    def __init__(
        self, station: Station, device: Device, end_link: Callable[[Connection], None]
    ) -> None:
        """Give the device, which is off, the station's services.

        Args:
            station: answers everything.
            device: whose link is the station's.
            end_link: ends a link at the device's side.
        """
        self._station, self._device, self._end_link = station, device, end_link
        self._connection: Connection | None = None
        self._sending: set[asyncio.Task[None]] = set()
        self._server = _Server(device, station)
        device.gatt_server = self._server
        device.on(device.EVENT_CONNECTION, self._connected)
        self._characteristics = self._add_services()

    @classmethod
    async def switch_on(cls, station: Station, air: Air) -> Peripheral:
        """Put a station on the virtual air; it advertises whenever it is vacant."""
        address = hci.Address(station.address)
        dongle = Dongle(station.machine.name, air)
        device = device_beside(dongle, address, station.machine.radio.local_name)
        peripheral = cls(station, device, lambda _connection: air.end_link(address))
        air.put(address, station)
        await device.power_on()
        await peripheral.advertise(again=True)
        return peripheral

    async def advertise(self, *, again: bool) -> None:
        """Let the device advertise the station, and ``again`` after every link."""
        advertising, response = _advertisement(self._station.machine)
        await self._device.start_advertising(
            auto_restart=again,
            advertising_data=bytes(AdvertisingData(advertising)),
            scan_response_data=bytes(AdvertisingData(response)),
            advertising_interval_min=_ADVERTISING_MS,
            advertising_interval_max=_ADVERTISING_MS,
        )

    def end(self) -> None:
        """End the client's link, if there is one."""
        if self._connection is not None:
            self._station.detach(self)

    async def switch_off(self) -> None:
        """End the client's link, if there is one, and leave the air."""
        connection = self._connection
        ended = asyncio.get_running_loop().create_future()
        if connection is not None:
            connection.once(connection.EVENT_DISCONNECTION, ended.set_result)
            self.end()
            await ended
        await self._device.power_off()

    def receive(self, value: Value) -> None:
        """Take a value from the station to the client that subscribed to it."""
        if self._connection is None:
            return
        characteristic = self._characteristics[value.characteristic]
        notify = characteristic.has_properties(_Properties.NOTIFY) or (
            self._station.machine.control_point.answers_by_notification
        )
        send = self._server.notify_subscriber if notify else self._server.indicate_subscriber
        # By force: that there is a subscription is for the station to know, and it does.
        task = asyncio.ensure_future(send(self._connection, characteristic, value.data, force=True))
        self._sending.add(task)
        task.add_done_callback(self._sent)

    def dropped(self) -> None:
        """Take the end of the link from the station, and to the client's controller."""
        connection, self._connection = self._connection, None
        for task in self._sending:
            # An indication that nobody will confirm any more would wait for 30 s and fail then.
            task.cancel()
        if connection is not None:
            self._end_link(connection)

    def _sent(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        if not task.cancelled():
            task.exception()  # a client that confirms nothing within 30 s is its own trouble

    def _connected(self, connection: Connection) -> None:
        if self._station.linked or not self._station.vacant:
            # Its last advertisement was heard, and then it went.
            self._end_link(connection)
            return
        connection.on(connection.EVENT_DISCONNECTION, partial(self._ended, connection))
        self._connection = connection
        self._station.attach(self)

    def _ended(self, connection: Connection, _reason: int) -> None:
        if connection is self._connection:
            self._station.detach(self)

    async def _answer(
        self, client: att.Bearer, ask: Callable[[asyncio.Future[Reply]], None]
    ) -> bytes:
        """Return what the station replies to a client.

        Raises:
            ATT_Error: it refuses, or the client is gone: Bumble brings a request later than the
                end of the link that it came on.
        """
        if client is not self._connection:
            raise att.ATT_Error(UNLIKELY_ERROR)
        reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        ask(reply)
        answer = await reply
        if isinstance(answer, Refused):
            raise att.ATT_Error(answer.att_error)
        return answer

    def _add_services(self) -> dict[str, gatt.Characteristic[bytes]]:
        self._device.add_default_services()
        made: dict[str, gatt.Characteristic[bytes]] = {}
        for service, table in gatt_table(self._station.machine).items():
            own = {short: self._characteristic(short, table[short]) for short in table}
            self._device.add_service(gatt.Service(service, list(own.values())))
            made |= own
        return made

    def _characteristic(
        self, short: str, properties: tuple[Property, ...]
    ) -> gatt.Characteristic[bytes]:
        station = self._station

        async def read(client: Connection) -> bytes:
            return await self._answer(client, partial(station.request_read, short))

        async def write(client: Connection, data: bytes) -> None:
            await self._answer(client, partial(station.request_write, bytes(data)))

        async def configure(bearer: att.Bearer, data: bytes) -> None:
            change = Subscribe(short) if any(data) else Unsubscribe(short)
            await self._answer(bearer, partial(station.request, change))
            self._server.write_cccd(bearer, characteristic, data)

        def configuration(bearer: att.Bearer) -> bytes:
            return self._server.read_cccd(bearer, characteristic)

        bits = _Properties(0)
        for each in properties:
            bits |= _PROPERTIES[each]
        characteristic = gatt.Characteristic[bytes](
            short,
            bits,
            gatt.Characteristic.READABLE | gatt.Characteristic.WRITEABLE,
            att.AttributeValue(read, write),
        )
        if bits & (_Properties.NOTIFY | _Properties.INDICATE):
            characteristic.descriptors = [
                gatt.Descriptor(
                    gatt.GATT_CLIENT_CHARACTERISTIC_CONFIGURATION_DESCRIPTOR,
                    gatt.Descriptor.READABLE | gatt.Descriptor.WRITEABLE,
                    att.AttributeValueV2(configuration, configure),
                )
            ]
        return characteristic


class _Server(Server):
    """Bumble's GATT server, which does not look at properties before it writes, made to.

    What may be written to the control point is for the station to say.
    """

    def __init__(self, device: Device, station: Station) -> None:
        super().__init__(device)
        self._station = station

    def on_att_write_request(self, bearer: att.Bearer, request: att.ATT_Write_Request) -> None:
        if self._forbids(request.attribute_handle):
            raise att.ATT_Error(att.ErrorCode.WRITE_NOT_PERMITTED, request.attribute_handle)
        super().on_att_write_request(bearer, request)

    def on_att_write_command(self, _bearer: att.Bearer, request: att.ATT_Write_Command) -> None:
        if self._is_control_point(request.attribute_handle):
            self._station.command(bytes(request.attribute_value))

    def _forbids(self, handle: int) -> bool:
        attribute = self.get_attribute(handle)
        return (
            isinstance(attribute, gatt.Characteristic)
            and not self._is_control_point(handle)
            and not attribute.has_properties(_Properties.WRITE)
        )

    def _is_control_point(self, handle: int) -> bool:
        attribute = self.get_attribute(handle)
        return isinstance(attribute, gatt.Characteristic) and attribute.uuid == _CONTROL_POINT


def _advertisement(machine: MachineProfile) -> tuple[list[DataType], list[DataType]]:
    """Return what a machine advertises, and what it answers to a scan request."""
    radio = machine.radio
    flags = Flags(
        AdvertisingData.Flags.LE_GENERAL_DISCOVERABLE_MODE
        | AdvertisingData.Flags.BR_EDR_NOT_SUPPORTED
    )
    services = [UUID(each) for each in gatt_table(machine)]
    advertising: list[DataType] = [flags, CompleteListOf16BitServiceUUIDs(services)]
    name = radio.local_name
    # An empty one would be a name all the same.
    response: list[DataType] = [CompleteLocalName(name)] if name else []
    data = ServiceData16BitUUID(UUID(FITNESS_MACHINE_SERVICE), radio.service_data)
    (response if radio.service_data_on_scan else advertising).append(data)
    return advertising, response
