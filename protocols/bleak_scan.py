"""Listening to what is in the air, and asking the computer what it is connected to, over bleak.

The scan is active: some treadmills say what they are in their scan response only (ftms.md 2.8).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from bleak import BleakAdapter, BleakScanner
from bleak.backends.adapter import BaseBleakAdapter
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakError,
)

from protocols.discovery import Heard, hear
from protocols.gatt import FITNESS_MACHINE_SERVICE, full_uuid, short_uuid
from protocols.link import LinkFailed

_STARTING: Final = 5.0
"""Seconds for the computer to begin or end a scan; one that hangs must not hold anybody up."""
_FAILURES: Final = (BleakError, OSError, EOFError, TimeoutError, NotImplementedError)
_FTMS: Final = full_uuid(FITNESS_MACHINE_SERVICE)

_Reason = BleakBluetoothNotAvailableReason
_REMEDIES: Final = {
    _Reason.NO_BLUETOOTH: "this computer has no Bluetooth adapter; plug one in",
    _Reason.NO_BLE_CENTRAL_ROLE: (
        "its Bluetooth adapter is too old for Bluetooth Low Energy; plug another one in"
    ),
    _Reason.POWERED_OFF: "Bluetooth is switched off; switch it on",
    _Reason.DENIED_BY_USER: (
        "this terminal may not use Bluetooth; allow it in the system's privacy settings"
    ),
    _Reason.DENIED_BY_SYSTEM: "the system does not let this user use Bluetooth; ask who runs it",
    _Reason.DENIED_BY_UNKNOWN: (
        "this terminal may not use Bluetooth; allow it in the system's privacy settings"
    ),
}

_NO_SERVICE: Final = "the Bluetooth service of this computer does not run; reprise doctor says more"
"""There is no socket to reach it by."""


def unusable(error: Exception) -> LinkFailed:
    """Return, and do not raise, what is to be said of a failure of the computer's Bluetooth.

    Args:
        error: what bleak or the operating system raised; the sentence has its remedy.
    """
    if isinstance(error, BleakBluetoothNotAvailableError) and error.reason in _REMEDIES:
        return LinkFailed(f"Bluetooth cannot be used: {_REMEDIES[error.reason]}.")
    if isinstance(error, FileNotFoundError | ConnectionRefusedError):
        return LinkFailed(f"Bluetooth cannot be used: {_NO_SERVICE}.")
    told = error.strerror if isinstance(error, OSError) else str(error)
    told = told or ("no answer" if isinstance(error, TimeoutError) else type(error).__name__)
    return LinkFailed(
        f"Bluetooth cannot be used ({told}); switch it on and allow this terminal to use it "
        "(reprise doctor says more)."
    )


async def listen(
    tell: Callable[[Heard], None],
    *,
    seconds: float,
    enough: asyncio.Event | None = None,
    backend: type[BaseBleakScanner] | None = None,
) -> None:
    """Scan for so many seconds, and tell of every packet; cancelling it ends the scan.

    Args:
        tell: is called on the loop's thread.
        seconds: of the loop's time.
        enough: ends the scan before its time when it is set.
        backend: for bleak, instead of the platform's.

    Raises:
        LinkFailed: Bluetooth cannot be used.
    """

    def detected(device: BLEDevice, said: AdvertisementData) -> None:
        tell(
            hear(
                device.address,
                said.local_name or device.name,
                said.rssi,
                map(short_uuid, said.service_uuids),
                said.service_data.get(_FTMS),
            )
        )

    chosen: dict[str, Any] = {} if backend is None else {"backend": backend}
    try:
        scanner = BleakScanner(detected, scanning_mode="active", **chosen)
        async with asyncio.timeout(_STARTING):
            await scanner.start()
    except _FAILURES as error:
        raise unusable(error) from error
    try:
        async with asyncio.timeout(seconds):
            await (enough or asyncio.Event()).wait()
    except TimeoutError:
        pass
    finally:
        with suppress(*_FAILURES):  # what was heard was heard
            async with asyncio.timeout(_STARTING):
                await scanner.stop()


async def held_machines(
    *, seconds: float, backend: type[BaseBleakAdapter] | None = None
) -> list[str]:
    """Return names or addresses of the fitness machines that this computer is connected to.

    Args:
        seconds: of the loop's time, for the computer to answer.
        backend: for bleak, instead of the platform's.

    Raises:
        LinkFailed: Bluetooth cannot be used.
    """
    try:
        async with asyncio.timeout(seconds):
            adapter = await BleakAdapter.get(backend=backend)
            return [
                each.name or each.address for each in await adapter.get_connected_devices([_FTMS])
            ]
    except _FAILURES as error:
        raise unusable(error) from error
