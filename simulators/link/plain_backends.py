"""What bleak's backends over a simulated and over a virtual air have in common.

No bond, no descriptors, no option of any platform, no MTU exchange: what a treadmill does not ask
for (ftms.md 2.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bleak.backends.adapter import BaseBleakAdapter
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import BaseBleakScanner
from bleak.exc import BleakError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from bleak.args import SizedBuffer
    from bleak.backends.descriptor import BleakGATTDescriptor
    from bleak.backends.scanner import AdvertisementDataCallback

SMALLEST_MTU: Final = 23
"""Bytes of ATT_MTU, which every link has."""


class PlainClient(BaseBleakClient):
    """A client as far as it does not depend on the air."""

    def __init__(
        self,
        address_or_ble_device: BLEDevice | str,
        *,
        disconnected_callback: Callable[[], None] | None,
        timeout: float,
        **_ignored: Any,
    ) -> None:
        """Take what bleak passes; a platform's own options (bluez, winrt) say nothing here."""
        super().__init__(
            address_or_ble_device, disconnected_callback=disconnected_callback, timeout=timeout
        )
        known = address_or_ble_device
        self.known_as = known.name if isinstance(known, BLEDevice) else None
        """By which name the device was found."""

    @property
    def mtu_size(self) -> int:
        """What BlueZ says before an MTU exchange; nobody asks for a greater one."""
        return SMALLEST_MTU

    async def pair(self, *_args: Any, **_ignored: Any) -> None:
        """Do nothing: real treadmills almost never ask for a bond (ftms.md 2.1)."""

    async def unpair(self) -> None:
        """Do nothing."""

    async def read_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, **_ignored: Any
    ) -> bytearray:
        """Refuse: no descriptors are shown, so that none can be passed.

        Raises:
            BleakError: always.
        """
        raise BleakError(f"no descriptor {descriptor.handle}")

    async def write_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, data: SizedBuffer
    ) -> None:
        """Refuse, like reading one.

        Raises:
            BleakError: always.
        """
        del data
        raise BleakError(f"no descriptor {descriptor.handle}")


class PlainScanner(BaseBleakScanner):
    """A scanner as far as it does not depend on the air."""

    def __init__(
        self,
        detection_callback: AdvertisementDataCallback | None,
        service_uuids: list[str] | None,
        _scanning_mode: str = "active",
        **_ignored: Any,
    ) -> None:
        """Take what bleak passes; the scan is always active, so scan responses are heard."""
        super().__init__(detection_callback, service_uuids)


class PlainAdapter(BaseBleakAdapter):
    """The computer's only Bluetooth adapter."""

    @classmethod
    async def get(cls, **_ignored: Any) -> Self:
        """Return the only adapter there is."""
        return cls()
