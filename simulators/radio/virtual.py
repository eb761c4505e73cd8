"""Virtual Bluetooth controllers and the air between them.

What Bumble's own leave out (bluetooth.md section 1): a link that falls silent and times out, scan
responses, a connection attempt that is called off, a reset that ends the links, and a host that
dies.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final, cast

from bumble import hci, ll
from bumble.controller import Controller
from bumble.device import Device, DeviceConfiguration
from bumble.host import Host
from bumble.link import LocalLink
from bumble.transport.common import AsyncPipeSink, StreamPacketSink, StreamPacketSource

if TYPE_CHECKING:
    from bumble.core import PhysicalTransport

    from simulators.link.station import Station
    from simulators.radio.endpoint import Endpoint

_LOG: Final = logging.getLogger(__name__)
_TOO_NEW: Final = hci.LeFeatureMask.LE_EXTENDED_ADVERTISING | hci.LeFeatureMask.LL_PRIVACY
"""Features that a simple treadmill has not, and that Bumble's hosts would use."""


class Air(LocalLink):
    """Carries packets between controllers, unless the station that they concern is silent."""

    def __init__(self) -> None:
        """Begin without anybody."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._stations: dict[hci.Address, Station] = {}

    def put(self, address: hci.Address, station: Station) -> None:
        """Let a station decide whether what its address sends and is sent arrives."""
        self._stations[address] = station

    def scan_response(self, address: hci.Address) -> bytes:
        """Return what an advertiser answers to a scan request."""
        for controller in self.controllers:
            if controller.random_address == address:
                return controller.le_legacy_advertiser.scan_response_data
        return b""

    def end_link(self, address: hci.Address) -> None:
        """Let both ends find out that they have not heard of each other for too long."""
        for controller in self.controllers:
            for connection in tuple(controller.le_connections.values()):
                if address in (connection.self_address, connection.peer_address):
                    controller.on_le_disconnected(
                        connection, hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR
                    )

    def lose_client(self, address: hci.Address) -> None:
        """Let a station that a host was linked to, which is gone, find that out."""
        station = self._stations.get(address)
        if station is not None and station.linked:
            station.lose_client()
        else:
            # It is just being made: what makes it is on the way to the other controller.
            asyncio.get_running_loop().call_soon(self.end_link, address)

    def send_acl_data(
        self,
        sender_controller: Controller,
        destination_address: hci.Address,
        transport: PhysicalTransport,
        data: bytes,
    ) -> None:
        """Carry data, or lose it with the whole link."""
        if not self._silent(sender_controller.random_address, destination_address):
            super().send_acl_data(sender_controller, destination_address, transport, data)

    def send_ll_control_pdu(
        self,
        sender_address: hci.Address,
        receiver_address: hci.Address,
        packet: ll.ControlPdu,
    ) -> None:
        """Carry a packet of the link layer, or lose it with the whole link."""
        if not self._silent(sender_address, receiver_address):
            super().send_ll_control_pdu(sender_address, receiver_address, packet)

    def send_advertising_pdu(
        self, sender_controller: Controller, packet: ll.AdvertisingPdu
    ) -> None:
        """Carry an advertisement while the station wants it heard, and every request to connect."""
        if isinstance(packet, ll.AdvInd):
            station = self._stations.get(packet.advertiser_address)
            if station is not None and not station.vacant:
                return
        super().send_advertising_pdu(sender_controller, packet)

    def _silent(self, *ends: hci.Address) -> bool:
        """Return whether the link between these two is lost already, though neither knows."""
        stations = [self._stations[end] for end in ends if end in self._stations]
        return any(
            not station.reachable or (station.linked and not station.carries)
            for station in stations
        )


class Dongle(Controller):
    """A Bluetooth 4 controller on the air, for a host in this process or in another."""

    le_features = Controller.le_features & ~_TOO_NEW

    def __init__(self, name: str, air: Air) -> None:
        """Join the air under a name for Bumble's log."""
        self._air = air
        super().__init__(name, link=air)

    def on_advertising_pdu(self, pdu: ll.AdvInd | ll.AdvExtInd) -> None:
        """Report an advertisement with its scan response, or connect to who sent it."""
        address = pdu.advertiser_address
        if self.le_scan_enable:
            event = hci.HCI_LE_Advertising_Report_Event
            for kind, data in (
                (event.EventType.ADV_IND, pdu.data),
                (event.EventType.SCAN_RSP, self._air.scan_response(address)),
            ):
                report = event.Report(
                    event_type=kind,
                    address_type=address.address_type,
                    address=address,
                    data=data,
                    rssi=-60,
                )
                self.send_hci_packet(event([report]))
        wanted = self.pending_le_connection
        if wanted is not None and wanted.peer_address == address:
            self.create_le_connection(address)

    def on_hci_le_create_connection_cancel_command(
        self, _command: hci.HCI_LE_Create_Connection_Cancel_Command
    ) -> hci.HCI_StatusReturnParameters:
        """Call a connection attempt off, and say so as Core 5.4, Vol 4, Part E, 7.8.13 has it."""
        wanted, self.pending_le_connection = self.pending_le_connection, None
        if wanted is None:
            return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.COMMAND_DISALLOWED_ERROR)
        self.send_hci_packet(
            hci.HCI_LE_Connection_Complete_Event(
                status=hci.HCI_ErrorCode.UNKNOWN_CONNECTION_IDENTIFIER_ERROR,
                connection_handle=0,
                role=hci.Role.CENTRAL,
                peer_address_type=wanted.peer_address.address_type,
                peer_address=wanted.peer_address,
                connection_interval=0,
                peripheral_latency=0,
                supervision_timeout=0,
                central_clock_accuracy=0,
            )
        )
        return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.SUCCESS)

    def on_hci_reset_command(
        self, command: hci.HCI_Reset_Command
    ) -> hci.HCI_StatusReturnParameters:
        """End every link without a word to the host, which is a new one or has begun anew."""
        for connection in self.le_connections.values():
            connection.send_ll_control_pdu(
                ll.TerminateInd(hci.HCI_ErrorCode.REMOTE_USER_TERMINATED_CONNECTION_ERROR)
            )
        self._begin_anew()
        return super().on_hci_reset_command(command)

    def abandoned(self) -> None:
        """Fall silent for good: the host is gone without a word, and this radio was a part of it.

        A real dongle would keep its links for a host that never comes back.
        """
        self.host = None
        gone = tuple(self.le_connections)
        self._begin_anew()
        for peer in gone:
            self._air.lose_client(peer)

    def _begin_anew(self) -> None:
        self.le_connections.clear()
        self.pending_le_connection = None
        self.le_scan_enable = False
        self.le_legacy_advertiser.stop()


class Plug(StreamPacketSource):
    """A connection by which a host in another process uses a dongle, if no other does."""

    def __init__(self, dongle: Dongle) -> None:
        """Wait for `connection_made`."""
        super().__init__()
        self._dongle = dongle

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection from the loop."""
        self._sink = StreamPacketSink(cast("asyncio.WriteTransport", transport))
        if self._dongle.host is None:
            self._dongle.host = self._sink
            self.set_packet_sink(self._dongle)
            return
        self.close()
        _LOG.error(
            "a second Bluetooth host has come to the virtual controller and was sent away: "
            "it serves one at a time, and the first is still there"
        )

    def connection_lost(self, _error: Exception | None) -> None:
        """Take its end from the loop."""
        if self._dongle.host is self._sink:
            self._dongle.abandoned()

    def close(self) -> None:
        """Part from the host behind what it was told."""
        self._sink.transport.close()


class Offer:
    """A controller on an air for hosts in other processes, one after the other."""

    def __init__(self, dongle: Dongle) -> None:
        """Prepare; nobody can connect yet."""
        self._dongle = dongle
        self._plugs: list[Plug] = []
        self._server: asyncio.Server | None = None

    async def listen(self, endpoint: Endpoint) -> str:
        """Let hosts connect, and return the Bumble transport by which they do.

        Raises:
            OSError: the endpoint cannot be listened at.
        """
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._plug, endpoint.host, endpoint.port)
        name, port = self._server.sockets[0].getsockname()[:2]
        return f"tcp-client:{name}:{port}"

    def close(self) -> None:
        """Let nobody connect any more, and part from who has."""
        if self._server is not None:
            self._server.close()
        for plug in self._plugs:
            plug.close()

    def _plug(self) -> Plug:
        plug = Plug(self._dongle)
        self._plugs.append(plug)
        return plug


def device_beside(dongle: Dongle, address: hci.Address, name: str) -> Device:
    """Return a device whose controller is in this process; it is off."""
    return device_of(Host(dongle, AsyncPipeSink(dongle)), address, name)


def device_of(host: Host, address: hci.Address, name: str) -> Device:
    """Return a device with a host, wherever that has its controller; it is off."""
    config = DeviceConfiguration(
        name=name, address=address, gap_service_enabled=False, gatt_service_enabled=False
    )
    return Device(config=config, host=host)
