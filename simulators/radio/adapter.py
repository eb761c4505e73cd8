"""A treadmill on a Bluetooth adapter: whatever Bumble calls a transport, real or virtual.

A transport that cannot be used is told with what to do about it. What differs from the virtual air:
an adapter advertises while it is told to, so it is told whenever the station becomes vacant or
ceases to be; and a link that falls silent is silent for data only, until it is ended.
"""

from __future__ import annotations

import asyncio
import errno
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from bumble import hci
from bumble.core import BaseBumbleError
from bumble.host import Host
from bumble.transport import open_transport

from simulators.radio.endpoint import RadioUnavailable
from simulators.radio.peripheral import Peripheral
from simulators.radio.virtual import device_of

if TYPE_CHECKING:
    from bumble.device import Connection
    from bumble.transport.common import Transport

    from simulators.link.station import Station

_WITHIN: Final = 10.0
"""Seconds for a controller to answer and to advertise."""


class Adapter:
    """A station's adapter; made by `open`."""

    def __init__(self, station: Station, name: str, transport: Transport) -> None:
        """Take a transport over; it is closed with this."""
        self.how = name
        self._station, self._name, self._transport = station, name, transport
        host = Host(transport.source, transport.sink)
        self._device = device_of(
            host, hci.Address(station.address), station.machine.radio.local_name
        )
        self._peripheral = Peripheral(station, self._device, self._end_link)
        self._changed = asyncio.Event()
        self._advertising: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()

    @classmethod
    async def open(cls, station: Station, name: str) -> Adapter:
        """Open a Bumble transport and advertise the station by its controller.

        Raises:
            RadioUnavailable: that cannot be done; the sentence says what would help.
        """
        try:
            async with asyncio.timeout(_WITHIN):
                transport = await open_transport(name)
        except TimeoutError as error:
            raise RadioUnavailable(f"{name} does not open within {_WITHIN:.0f} s.") from error
        except (Exception, SystemExit) as error:  # whatever Bumble and its drivers raise
            raise RadioUnavailable(_why(name, error)) from error
        adapter = cls(station, name, transport)
        try:
            async with asyncio.timeout(_WITHIN):
                await adapter._begin()
        except Exception as error:
            await adapter.close()
            raise RadioUnavailable(
                f"{name} can be opened, and no Bluetooth controller answers there as it should "
                f"({_said(error)}); plug the adapter in again, or name another transport."
            ) from error
        return adapter

    async def lost(self) -> None:
        """Wait until the transport has ended, and never return before.

        Raises:
            RadioUnavailable: it has.
        """
        advertising = self._advertising
        ends = [self._transport.source.terminated, *([] if advertising is None else [advertising])]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        raise RadioUnavailable(f"{self._name} is gone: the adapter was unplugged, or has failed.")

    async def close(self) -> None:
        """End the link and the advertising, and give the adapter back."""
        self._peripheral.end()
        with suppress(BaseBumbleError, hci.HCI_Error, OSError, TimeoutError):
            async with asyncio.timeout(1):
                await asyncio.gather(*self._ending)
                await self._device.stop_advertising()
        if self._advertising is not None:
            self._advertising.cancel()
        with suppress(Exception):  # it may be gone already
            await self._transport.close()

    async def _begin(self) -> None:
        device, changed = self._device, self._changed
        await device.power_on()
        await self._peripheral.advertise(again=False)
        self._station.on_change = changed.set
        # Behind the peripheral, which has heard of the connection first.
        device.on(device.EVENT_CONNECTION, self._linked)
        self._advertising = asyncio.ensure_future(self._keep_advertising())

    def _linked(self, connection: Connection) -> None:
        connection.on(connection.EVENT_DISCONNECTION, lambda _reason: self._changed.set())

    async def _keep_advertising(self) -> None:
        """Advertise while the station is vacant and no link is left of the one before."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            wanted = self._station.vacant and not self._device.connections
            if wanted != self._device.is_advertising:
                if wanted:
                    await self._peripheral.advertise(again=False)
                else:
                    await self._device.stop_advertising()

    def _end_link(self, connection: Connection) -> None:
        if self._device.lookup_connection(connection.handle) is connection:
            task = asyncio.ensure_future(_end(connection))
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)


async def _end(connection: Connection) -> None:
    with suppress(BaseBumbleError, hci.HCI_Error):  # the client was quicker
        await connection.disconnect()


def _why(name: str, error: BaseException) -> str:
    """Return what is missing and how to get it."""
    scheme = name.partition(":")[0]
    number = error.errno if isinstance(error, OSError) else None
    if scheme == "hci-socket":
        remedy = _hci_socket(name, error)
    elif scheme in ("usb", "pyusb"):
        remedy = _usb(error)
    elif isinstance(error, ConnectionRefusedError):
        remedy = "nothing listens there; start what does, or name another port"
    elif number is not None:
        remedy = "look at its name, at who uses it, and at who may"
    elif isinstance(error, ImportError):
        remedy = "that kind of transport needs a package that is not installed"
    else:
        remedy = "write it like hci-socket:0, usb:0, serial:/dev/ttyACM0 or tcp-client:HOST:PORT"
    return f"{name} cannot be used ({_said(error)}): {remedy}."


def _hci_socket(name: str, error: BaseException) -> str:
    """Return what helps with Linux' own adapters (`man 7 capabilities`, BlueZ `hci_sock.c`)."""
    if sys.platform != "linux":
        return "HCI sockets are Linux' own; use usb:0 with a dongle"
    adapter = name.partition(":")[2] or "0"
    match error.errno if isinstance(error, OSError) else None:
        case errno.EPERM | errno.EACCES:
            return (
                "taking an adapter needs CAP_NET_ADMIN; run it as root, or give the right to this "
                f"Python with: sudo setcap cap_net_admin+eip {sys.executable}"
            )
        case errno.EBUSY:
            return (
                "bluetoothd or another program has the adapter; free it with: "
                f"sudo systemctl stop bluetooth; sudo hciconfig hci{adapter} down"
            )
        case errno.ENODEV:
            return f"there is no adapter hci{adapter}; ls /sys/class/bluetooth shows which are"
        case errno.EAFNOSUPPORT | errno.EPROTONOSUPPORT:
            return "this kernel has no Bluetooth; use usb:0 with a dongle"
        case _ if isinstance(error, ValueError):
            return "write hci-socket:0 for the first adapter"
        case _:
            return (
                "this Python was built without Bluetooth sockets, as those that uv and pyenv "
                "install often are; use the system's own Python, or usb:0 with a dongle"
            )


def _usb(error: BaseException) -> str:
    """Return what helps with a USB dongle (libusb's own names of its errors)."""
    told = f"{type(error).__name__} {error}".lower()
    if "access" in told:
        return (
            "this user may not open the dongle; run it as root, or add a udev rule: "
            'SUBSYSTEM=="usb", ATTR{bDeviceClass}=="e0", MODE="0666"'
        )
    if "busy" in told:
        return "the dongle is in use; unload its driver with: sudo modprobe -r btusb"
    if "not found" in told or "no compatible" in told:
        return "no Bluetooth dongle is plugged in under that number; lsusb shows which are"
    if isinstance(error, (ImportError, OSError)) or "backend" in told:
        return "libusb is missing; on Debian and Ubuntu: sudo apt install libusb-1.0-0"
    if isinstance(error, (AssertionError, ValueError)):
        return "write usb:0 for the first dongle, or usb:VENDOR:PRODUCT"
    return "there is no USB here that libusb can use; lsusb shows what there is"


def _said(error: BaseException) -> str:
    """Return an error's own words on one line, or its name."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return " ".join(str(error).split()) or type(error).__name__
