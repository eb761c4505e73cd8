"""A computer's Bluetooth on Bumble: one host, its links, and requests that are never cancelled.

What it guards against (bluetooth.md section 1): a cancelled request would free the bearer while
its answer is on the way, and the next request would take that answer for its own; a lost link
cancels the request that is under way, which must not look as if the caller had been cancelled.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar

from bleak.exc import BleakDeviceNotFoundError, BleakError, BleakGATTProtocolError
from bumble import hci
from bumble.att import ATT_Error
from bumble.core import BaseBumbleError
from bumble.device import Device
from bumble.transport import open_transport

from simulators.link.radio_end import UNLIKELY_ERROR
from simulators.radio.virtual import Dongle, device_beside

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from bumble.device import Connection
    from bumble.transport.common import Transport

    from simulators.radio.virtual import Air

T = TypeVar("T")

_ADDRESS: Final = hci.Address("F0:F1:F2:F3:F4:F5")
_NAME: Final = "Computer"


class Central:
    """A Bluetooth host that is switched on; made by `beside` or `connect`."""

    def __init__(self, device: Device, transport: Transport | None) -> None:
        """Take a device over; its transport, if it has one, is closed with it."""
        self.device = device
        self.links: dict[str, Link] = {}
        """By the treadmill's address, in upper case."""
        self._transport = transport
        self._connecting = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    @classmethod
    async def beside(cls, air: Air) -> Central:
        """Switch on a host whose controller is in this process, on the same air."""
        device = device_beside(Dongle(_NAME, air), _ADDRESS, _NAME)
        await device.power_on()
        return cls(device, None)

    @classmethod
    async def connect(cls, transport: str) -> Central:
        """Switch on a host whose controller is at a Bumble transport (``tcp-client:HOST:PORT``).

        Raises:
            OSError: nothing listens there.
        """
        opened = await open_transport(transport)
        device = Device.with_hci(_NAME, _ADDRESS, opened.source, opened.sink)
        await device.power_on()
        return cls(device, opened)

    async def close(self) -> None:
        """End every link, and the connection to a controller in another process."""
        for link in tuple(self.links.values()):
            await link.end()
        if self._transport is not None:
            await self._transport.close()

    async def link_to(self, address: str, seconds: float, dropped: Callable[[], None]) -> Link:
        """Connect to the treadmill at an address, when it next advertises.

        Args:
            address: as it was found by a scan.
            seconds: for the attempt, in the time of the event loop.
            dropped: is called once, when the link has ended.

        Raises:
            BleakDeviceNotFoundError: it did not advertise in time, or a link to it is held.
        """
        key = address.upper()
        if key in self.links:
            raise BleakDeviceNotFoundError(address, f"another client is connected to {address}")
        attempt = asyncio.ensure_future(self._attempt(key, seconds))
        try:
            connection = await asyncio.shield(attempt)
        except asyncio.CancelledError:
            self._later(self._call_off(attempt))
            raise
        if self.device.lookup_connection(connection.handle) is not connection:
            raise BleakDeviceNotFoundError(address, f"{address} went while it was connected to")
        link = self.links[key] = Link(connection, dropped)
        connection.on(connection.EVENT_DISCONNECTION, lambda _reason: self._ended(key, link))
        return link

    async def _attempt(self, address: str, seconds: float) -> Connection:
        try:
            async with self._connecting:
                return await self.device.connect(hci.Address(address), timeout=seconds)
        except (BaseBumbleError, TimeoutError) as error:
            raise BleakDeviceNotFoundError(
                address, f"no treadmill advertises at {address}"
            ) from error

    async def _call_off(self, attempt: asyncio.Future[Connection]) -> None:
        """Undo an attempt that nobody waits for any more."""
        await self.device.cancel_connection()  # type: ignore[no-untyped-call]
        with suppress(BleakError, BaseBumbleError):
            connection = await attempt
            await connection.disconnect()

    def _later(self, what: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _ended(self, key: str, link: Link) -> None:
        del self.links[key]
        link.ended()


class Link:
    """A connection to one treadmill."""

    def __init__(self, connection: Connection, dropped: Callable[[], None]) -> None:
        """Take over a connection that is up; ``dropped`` is called once, when it has ended."""
        self.connection = connection
        self.up = True
        self.name: str | None = None
        """What the treadmill calls itself, once it was asked."""
        self.services: frozenset[str] = frozenset()
        """The ids of the services that were found, in full."""
        self._dropped = dropped
        self._turn = asyncio.Lock()
        self._running: set[asyncio.Future[Any]] = set()

    async def ask(self, request: Callable[[], Awaitable[T]]) -> T:
        """Make a request when those before it have been answered, and return its answer.

        It runs to its end even if the caller is cancelled.

        Raises:
            BleakGATTProtocolError: it was refused, or (0x0E) the link did not survive it.
            BleakError: it was not answered within the 30 s that ATT allows.
        """
        return await self._to_its_end(self._ask(request))

    async def end(self) -> None:
        """Disconnect; ``dropped`` has been called when this returns."""
        if self.up:
            await self._to_its_end(self._end())

    def ended(self) -> None:
        """Take the end of the link from the device."""
        self.up = False
        self._dropped()

    async def _to_its_end(self, work: Coroutine[Any, Any, T]) -> T:
        """Return what comes of the work, which goes on even if nobody waits for it any more."""
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._done)
        await asyncio.wait([task])
        return task.result()

    def _done(self, task: asyncio.Future[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # whoever asked may be gone, and this is no news to anybody else

    async def _ask(self, request: Callable[[], Awaitable[T]]) -> T:
        async with self._turn:
            if not self.up:
                raise BleakGATTProtocolError(UNLIKELY_ERROR)
            try:
                return await request()
            except ATT_Error as error:
                raise BleakGATTProtocolError(error.error_code) from error
            except asyncio.CancelledError as error:
                if self.up:
                    raise  # the event loop ends
                raise BleakGATTProtocolError(UNLIKELY_ERROR) from error
            except BaseBumbleError as error:
                raise BleakError(str(error) or type(error).__name__) from error

    async def _end(self) -> None:
        with suppress(BaseBumbleError):  # it has ended by itself meanwhile
            await self.connection.disconnect()
