"""A sensor beside the treadmill over Bluetooth LE: a foot pod, a heart-rate strap, or both in one.

Each has a client and a task of its own, and shares nothing with the treadmill's link but the
radio. It searches only while it may (`SensorLink.may_search`): a scan or a connection that is being
made costs the treadmill's link air time, which it must not when a stop is under way. Whatever a
stack raises in here, the answer is to try again, less and less often.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Any, Final, NamedTuple

from bleak import BleakAdapter, BleakClient, BleakScanner
from bleak.backends.adapter import BaseBleakAdapter
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import BaseBleakScanner
from bleak.exc import BleakError

from protocols.discovery import tidy_name
from protocols.gatt import full_uuid
from protocols.link import Received, SensorEvent, SensorFound, SensorLost
from protocols.worn import SensorKind

_SCAN: Final = 10.0
"""Seconds of one search: a strap advertises once a second or more often."""
_ATTEMPT: Final = 30.0
"""Seconds for one search and one connection; one that hangs must not be the last."""
_ASKING_THE_HOST: Final = 2.0
_FIRST_WAIT: Final = 2.0
"""Seconds between two attempts; each that fails doubles it ..."""
_LONGEST_WAIT: Final = 30.0
"""... up to this."""
_CLOSING: Final = 5.0
"""Seconds to disconnect in (BlueZ takes 1.8 to 2.7, bluetooth.md 3.2)."""
_NOT_FOUND: Final = "was not found"


class Radio(NamedTuple):
    """bleak's backends; None is the platform's own."""

    scanner: type[BaseBleakScanner] | None = None
    client: type[BaseBleakClient] | None = None
    adapter: type[BaseBleakAdapter] | None = None


class _Connected(NamedTuple):
    client: BleakClient
    gone: asyncio.Event
    name: str


class _NotWorn(Exception):  # noqa: N818  # it says what the device is not
    """The device that answers is not what it was taken for; a few words that follow its name."""


class SensorLink:
    """One sensor, looked for until it is there, and again whenever it is lost."""

    def __init__(
        self,
        kinds: Collection[SensorKind],
        address: str,
        handler: Callable[[SensorEvent], None],
        radio: Radio,
    ) -> None:
        """Begin to look for it, in a task of the running loop.

        Args:
            kinds: what it is worn for; all of it comes over one connection.
            address: its own, as a scan shows it.
            handler: is given every event, on the loop's thread.
            radio: for bleak.
        """
        self._kinds, self._address, self._handler, self._radio = kinds, address, handler, radio
        self._free = asyncio.Event()
        self._free.set()
        self._search: asyncio.Task[_Connected] | None = None
        self._task = asyncio.get_running_loop().create_task(self._live())

    def may_search(self, *, may: bool) -> None:
        """Let it search, or call off a search that is under way. A link that is made stays."""
        if may:
            self._free.set()
            return
        self._free.clear()
        if self._search is not None:
            self._search.cancel()

    async def close(self) -> None:
        """Give it up, and disconnect: 5 s at most, and nothing is told any more."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _live(self) -> None:
        wait, told = _FIRST_WAIT, False
        while True:
            await self._free.wait()
            reached = await self._reach()
            if isinstance(reached, str):
                if not told and self._free.is_set():
                    told = True
                    self._handler(SensorLost(self._address, reached))
                await asyncio.sleep(wait)
                wait = min(2 * wait, _LONGEST_WAIT)
                continue
            wait, told = _FIRST_WAIT, True
            try:
                self._handler(SensorFound(self._address, reached.name))
                await reached.gone.wait()
                self._handler(SensorLost(self._address, "does not answer any more"))
            finally:
                await _let_go(reached.client)

    async def _reach(self) -> _Connected | str:
        """Return a client that is connected and subscribed, or why there is none now."""
        self._search = asyncio.get_running_loop().create_task(self._connect())
        try:
            return await asyncio.wait_for(self._search, _ATTEMPT)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise  # `close`, and not the end of the permission to search
            return _NOT_FOUND
        except _NotWorn as error:
            return str(error)
        except Exception:  # noqa: BLE001  # nothing that a stack may raise is a reason to give up
            return _NOT_FOUND
        finally:
            self._search = None

    async def _connect(self) -> _Connected:
        device = await self._find()
        gone = asyncio.Event()
        client = BleakClient(device, lambda _client: gone.set(), backend=self._radio.client)
        try:
            await client.connect()
            for kind in self._kinds:
                await self._listen(client, kind)
        except BaseException:
            await _let_go(client)
            raise
        return _Connected(client, gone, tidy_name(device.name, device.address))

    async def _listen(self, client: BleakClient, kind: SensorKind) -> None:
        uuid = full_uuid(kind.characteristic)
        if client.services.get_characteristic(uuid) is None:
            raise _NotWorn(f"answers, but not as a {kind.called}")

        def receive(_sender: BleakGATTCharacteristic, data: bytearray) -> None:
            self._handler(Received(kind.characteristic, bytes(data), self._address))

        await client.start_notify(uuid, receive)

    async def _find(self) -> BLEDevice:
        """Find it among the connected devices, which do not advertise, or else by a scan."""
        with suppress(Exception):  # a host that cannot be asked: there is still the scan
            async with asyncio.timeout(_ASKING_THE_HOST):
                adapter = await BleakAdapter.get(backend=self._radio.adapter)
                held = await adapter.get_connected_devices(
                    [full_uuid(kind.service) for kind in self._kinds]
                )
            for device in held:
                if device.address.lower() == self._address.lower():
                    return device
        chosen: dict[str, Any] = {}
        if self._radio.scanner is not None:
            chosen["backend"] = self._radio.scanner
        found = await BleakScanner.find_device_by_address(self._address, timeout=_SCAN, **chosen)
        if found is None:
            raise BleakError(f"no sensor at {self._address}")
        return found


async def _let_go(client: BleakClient) -> None:
    with suppress(Exception):
        async with asyncio.timeout(_CLOSING):
            await client.disconnect()
