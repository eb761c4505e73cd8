"""The treadmill's link over Bluetooth LE.

Facts it is built on (bluetooth.md section 3): parallel writes go out of order, so there is one
writer; a write that is cancelled still happens, so none is; the answer comes as indication or
notification; a callback runs on the loop's thread; connecting again may only ever serve to stop.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.exc import BleakError

from protocols.discovery import tidy_name
from protocols.gatt import (
    CONTROL_POINT,
    FITNESS_MACHINE_FEATURE,
    HEART_RATE_MEASUREMENT,
    MACHINE_STATUS,
    RSC_MEASUREMENT,
    SUPPORTED_INCLINATION_RANGE,
    SUPPORTED_SPEED_RANGE,
    TRAINING_STATUS,
    TREADMILL_DATA,
    full_uuid,
)
from protocols.link import LinkEvent, LinkFailed, Lost, Machine, Received, Restored, WriteDone

_READS = (FITNESS_MACHINE_FEATURE, SUPPORTED_SPEED_RANGE, SUPPORTED_INCLINATION_RANGE)
_BESIDE = (MACHINE_STATUS, TRAINING_STATUS)
"""What a machine tells beside its telemetry; it can be done without."""
_SENSORS = (RSC_MEASUREMENT, HEART_RATE_MEASUREMENT)
"""What a treadmill may offer beside; one that cannot be subscribed to is done without."""
_RECONNECT_EVERY = 1.0
_ATTEMPT = 20.0
"""Seconds for one way to connect again; one that hangs must not be the last."""
_FIRST_SUBSCRIPTION = 1.0
"""Seconds that a stop waits for the control point's subscription, which strict machines ask for."""
_FIRST_WRITE = 2.0
"""Seconds for the write with which a connection begins; a stop that hangs drops it (H11)."""
_SUBSCRIBING = 3.0
"""Seconds for the subscriptions behind a connection that was made again."""
_SENSING = 1.0
"""Seconds for a new connection to wait for the machine's own sensors; they are no part of it."""
_CLOSING = 1.0
"""Seconds for a write to return once the connection is given up."""
_NOT_HERE = (BleakError, OSError, TimeoutError)


class BleakLink:
    """A treadmill over bleak: the port `protocols.link.Link`. Made by `connect`."""

    def __init__(self, device: BLEDevice, backend: type[BaseBleakClient] | None) -> None:
        """Remember where to connect to; `connect` does it."""
        self._device = device
        self._client = BleakClient(device, self._on_disconnect, backend=backend)
        self._handler: Callable[[LinkEvent], None] = lambda _event: None
        self._with_response = True
        self._writes: set[asyncio.Task[None]] = set()
        self._last_write: asyncio.Task[None] | None = None
        self._reconnecting: asyncio.Task[None] | None = None
        self._sensing: asyncio.Task[None] | None = None
        self._controlling: asyncio.Task[None] | None = None
        self._closing = False
        self._connection = 0
        self._attempt = 0
        """Counts connections as they are begun; `_connection` counts those that were told of."""

    @classmethod
    async def connect(
        cls,
        device: BLEDevice,
        *,
        backend: type[BaseBleakClient] | None = None,
        first: bytes = b"",
    ) -> tuple[BleakLink, Machine]:
        """Connect, read what the machine says of itself, subscribe; return the link and that.

        Args:
            device: as it was found.
            backend: for bleak, instead of the platform's.
            first: written to the control point before anything else, for a belt that nobody
                holds; by default nothing is. If it is refused, it is written once more behind
                the control point's subscription. What becomes of it is not told.

        Raises:
            LinkFailed: it cannot be connected, or its telemetry cannot be subscribed to.
        """
        link, name = cls(device, backend), tidy_name(device.name, device.address)
        try:
            await link._client.connect()
            subscribed = await link._write_first(first) if first else False
            reads = await link._read_all()
            await link._subscribe_control(already=subscribed)
            await link._subscribe_the_rest()
            await asyncio.wait([link._begin_with_sensors()], timeout=_SENSING)
            link._must_be_connected()
        except asyncio.CancelledError:
            await link.close()
            raise
        except _NOT_HERE as error:
            await link.close()
            raise LinkFailed(
                f"{name or device.address} cannot be connected ({error}); "
                "switch it off and on again."
            ) from error
        return link, Machine(device.address, name, reads, link._find(CONTROL_POINT) is not None)

    def listen(self, handler: Callable[[LinkEvent], None]) -> None:
        """Give every event from now on to ``handler``, in place of the one before."""
        self._handler = handler

    def write(self, data: bytes) -> None:
        """Hand bytes over behind the write under way; a `WriteDone` follows, or a `Lost` first."""
        write = self._write(data, self._last_write, self._attempt)
        task = asyncio.get_running_loop().create_task(write)
        self._last_write = task
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)

    def drop(self) -> None:
        """Give the connection up and make another; a `Lost` follows, once whoever asks is done."""
        if self._reconnecting is None and not self._closing:
            loop = asyncio.get_running_loop()
            # Later: whoever asks for this is in the middle of something.
            loop.call_soon(self._handler, Lost("a write was stuck in it"))
            self._reconnecting = loop.create_task(self._reconnect())

    async def close(self) -> None:
        """Wait for the write under way, 1 s at most, then disconnect. It is not a stop."""
        self._closing = True
        if self._reconnecting is not None:
            self._reconnecting.cancel()
            await asyncio.gather(self._reconnecting, return_exceptions=True)
        if self._writes and self._client.is_connected:
            await asyncio.wait(self._writes, timeout=1.0)
        if self._sensing is not None:
            self._sensing.cancel()
            await asyncio.gather(self._sensing, return_exceptions=True)
        with contextlib.suppress(*_NOT_HERE):
            async with asyncio.timeout(_ATTEMPT):
                await self._client.disconnect()
        self._give_control_up()
        if self._writes:
            await asyncio.wait(self._writes, timeout=_CLOSING)

    async def _write(self, data: bytes, before: asyncio.Task[None] | None, attempt: int) -> None:
        connection = self._connection
        if before is not None and not before.done():
            await asyncio.wait([before])
        if attempt != self._attempt:
            return  # S23: what was asked of a connection is never sent in the one after it
        error = ""
        try:
            await self._client.write_gatt_char(
                full_uuid(CONTROL_POINT), data, response=self._with_response
            )
        except Exception as failure:  # noqa: BLE001  # whatever it was, the write has returned
            error = str(failure) or type(failure).__name__
        if connection == self._connection:
            self._handler(WriteDone(error))

    async def _write_first(self, data: bytes) -> bool:
        """Write before anything else; return whether it took a subscription to be written."""
        control = self._find(CONTROL_POINT)
        if control is None:
            return False
        if await self._write_in_time(control, data):
            return False
        # FTMS 4.16 has a machine refuse it while the indications are off, and a host turns them
        # off when the process that had them on dies.
        await self._client.start_notify(control, self._receiver(CONTROL_POINT))
        await self._write_in_time(control, data)
        return True

    async def _write_in_time(self, control: BleakGATTCharacteristic, data: bytes) -> bool:
        """Write, and return whether it was taken.

        Raises:
            BleakError: it is stuck. It is not cancelled; the connection has to be given up.
        """
        response = "write" in control.properties
        loop = asyncio.get_running_loop()
        write = loop.create_task(self._client.write_gatt_char(control, data, response=response))
        self._writes.add(write)
        write.add_done_callback(self._writes.discard)
        write.add_done_callback(_forget)
        await asyncio.wait([write], timeout=_FIRST_WRITE)
        if not write.done():
            raise BleakError("a write was stuck in it")
        return write.exception() is None

    async def _read_all(self) -> dict[str, bytes]:
        reads = {}
        for short in _READS:
            found = self._find(short)
            if found is not None and "read" in found.properties:
                with contextlib.suppress(BleakError):
                    reads[short] = bytes(await self._client.read_gatt_char(found))
        return reads

    async def _subscribe_control(self, *, already: bool = False) -> None:
        """Subscribe to the control point: a strict machine refuses every write before."""
        control = self._find(CONTROL_POINT)
        self._with_response = control is not None and "write" in control.properties
        if not already:
            await self._subscribe(CONTROL_POINT)

    async def _begin_with_control(self) -> None:
        """Give the control point's subscription its time; a stop does not depend on it.

        It is an ATT request too, so it is left to run: the stop's own write would be taken for
        answered by the answer to one that was cancelled (law 6).
        """
        self._controlling = asyncio.get_running_loop().create_task(self._subscribe_control())
        self._controlling.add_done_callback(_forget)
        await asyncio.wait([self._controlling], timeout=_FIRST_SUBSCRIPTION)

    async def _end_with_control(self) -> None:
        """Wait for the subscription that was begun, and try it once more if it has failed."""
        if self._controlling is None:
            return
        await asyncio.wait([self._controlling])
        if self._controlling.exception() is not None:
            await self._subscribe_control()

    def _give_control_up(self) -> None:
        """Let go of a subscription that hung in a connection that is no more."""
        if self._controlling is not None:
            self._controlling.cancel()

    def _must_be_connected(self) -> None:
        # A loss while this was under way was told to nobody: `_on_disconnect` leaves it to us.
        if not self._client.is_connected:
            raise BleakError("it has gone again")

    async def _subscribe_the_rest(self) -> None:
        """Subscribe to telemetry, without which nothing is known, and to what may be had beside."""
        await self._subscribe(TREADMILL_DATA)
        await self._subscribe_beside(_BESIDE)

    async def _subscribe(self, short: str) -> None:
        found = self._find(short)
        if found is not None and {"notify", "indicate"} & set(found.properties):
            await self._client.start_notify(found, self._receiver(short))

    async def _subscribe_beside(self, several: tuple[str, ...]) -> None:
        """Do without one that refuses, or never answers: the belt does not depend on it."""
        for short in several:
            with contextlib.suppress(Exception):
                await self._subscribe(short)

    def _begin_with_sensors(self) -> asyncio.Task[None]:
        """Subscribe behind whatever is written now; nobody has to wait for it."""
        if self._sensing is not None:
            self._sensing.cancel()
        self._sensing = asyncio.get_running_loop().create_task(self._subscribe_beside(_SENSORS))
        return self._sensing

    def _find(self, short: str) -> BleakGATTCharacteristic | None:
        return self._client.services.get_characteristic(full_uuid(short))

    def _receiver(self, short: str) -> Callable[[BleakGATTCharacteristic, bytearray], None]:
        def receive(_sender: BleakGATTCharacteristic, data: bytearray) -> None:
            self._handler(Received(short, bytes(data)))

        return receive

    def _on_disconnect(self, _client: BleakClient) -> None:
        if self._closing or self._reconnecting is not None:
            return
        self._handler(Lost("the treadmill does not answer any more"))
        self._reconnecting = asyncio.get_running_loop().create_task(self._reconnect())

    async def _reconnect(self) -> None:
        """Connect again and again, to be able to stop the belt."""
        while True:
            try:
                async with asyncio.timeout(_ATTEMPT):
                    if self._client.is_connected:
                        await self._client.disconnect()
                    self._give_control_up()
                    self._attempt += 1
                    await self._client.connect()
                await self._begin_with_control()
                self._must_be_connected()
            except Exception:  # noqa: BLE001  # nothing that a stack may raise is a reason to give up
                await asyncio.sleep(_RECONNECT_EVERY)
                continue
            # A write that hangs in the old connection must not hold the stop up in the new one,
            # nor be taken for it when it returns at last.
            self._last_write = None
            self._connection += 1
            self._handler(Restored())  # a stop that waits goes before the other subscriptions
            try:
                async with asyncio.timeout(_SUBSCRIBING):
                    if self._last_write is not None:
                        await asyncio.wait([self._last_write])
                    await self._subscribe_the_rest()
                    await self._end_with_control()
                self._must_be_connected()
            except Exception:  # noqa: BLE001  # the same
                self._handler(Lost("it cannot be subscribed to"))
                await asyncio.sleep(_RECONNECT_EVERY)
            else:
                break
        self._reconnecting = None
        self._begin_with_sensors()


def _forget(done: asyncio.Task[None]) -> None:
    """Take a failure that nobody may wait for any more; whoever does has it all the same."""
    if not done.cancelled():
        done.exception()
