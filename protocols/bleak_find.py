"""Find a treadmill over Bluetooth LE: whichever comes first, or one by its address."""

from __future__ import annotations

import asyncio
from typing import Any

from bleak import BleakAdapter, BleakScanner
from bleak.backends.adapter import BaseBleakAdapter
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.exc import BleakError

from protocols.bleak_scan import unusable
from protocols.gatt import FITNESS_MACHINE_SERVICE, full_uuid
from protocols.link import LinkFailed

_ASKING_THE_HOST = 2.0
"""Seconds of the loop's time; a host that hangs must not keep a stop waiting."""
_NOT_HERE = (BleakError, OSError, TimeoutError)
_NONE_FOUND = (
    "no treadmill was found in {seconds} s; press a button on it "
    "(many sleep after 2 minutes) and disconnect other apps from it."
)
_NOT_FOUND = (
    "no treadmill with the address {address} was found in {seconds} s; press a button on it "
    "(many sleep after 2 minutes) and disconnect other apps from it."
)


async def find_treadmill(
    address: str | None,
    *,
    seconds: float = 10.0,
    backend: type[BaseBleakScanner] | None = None,
) -> BLEDevice:
    """Scan for a treadmill by its address, or in a simulated world for whichever comes first.

    The address is as in `Machine.address`, in whatever case; ``seconds`` are of the loop's time.

    Raises:
        LinkFailed: none was found, or Bluetooth cannot be used.
    """

    def wanted(device: BLEDevice, advertisement: AdvertisementData) -> bool:
        if address is not None:
            return device.address.lower() == address.lower()
        uuid = full_uuid(FITNESS_MACHINE_SERVICE)
        return uuid in advertisement.service_uuids or uuid in advertisement.service_data

    chosen: dict[str, Any] = {} if backend is None else {"backend": backend}
    try:
        device = await BleakScanner.find_device_by_filter(wanted, timeout=seconds, **chosen)
    except _NOT_HERE as error:
        raise unusable(error) from error
    if device is None:
        told = _NONE_FOUND if address is None else _NOT_FOUND
        raise LinkFailed(told.format(address=address, seconds=f"{seconds:g}"))
    return device


async def find_known_treadmill(
    address: str,
    *,
    seconds: float,
    scanner_backend: type[BaseBleakScanner] | None = None,
    adapter_backend: type[BaseBleakAdapter] | None = None,
) -> BLEDevice:
    """Find a treadmill again by its address: first among the connected ones, then by a scan.

    On Linux the link outlives the process that made it, and a connected machine does not advertise.
    Where the host cannot be asked (Android), and where it will not answer within 2 s, there is the
    scan.

    Args:
        address: as in `Machine.address`, in whatever case.
        seconds: of the loop's time, for the scan.
        scanner_backend: for bleak, instead of the platform's.
        adapter_backend: the same.

    Raises:
        LinkFailed: it was not found, or Bluetooth cannot be used.
    """
    try:
        async with asyncio.timeout(_ASKING_THE_HOST):
            adapter = await BleakAdapter.get(backend=adapter_backend)
            connected = await adapter.get_connected_devices([full_uuid(FITNESS_MACHINE_SERVICE)])
    except Exception:  # noqa: BLE001  # EOFError, AssertionError: there is still the scan
        connected = []
    for device in connected:
        if device.address.lower() == address.lower():
            return device
    return await find_treadmill(address, seconds=seconds, backend=scanner_backend)
