"""The FTMS service data of an advertisement (FTMS v1.0 section 3.1): a flag, and machine types."""

from __future__ import annotations

from typing import Final, NamedTuple

_AVAILABLE: Final = 0x01
_TREADMILL: Final = 0x0001
_KNOWN: Final = 0x003F
"""Treadmill, cross trainer, step climber, stair climber, rower, indoor bike."""


class ServiceData(NamedTuple):
    """What a machine says of itself before anybody connects."""

    available: bool
    machine_types: int
    """As sent."""

    @property
    def byte_swapped(self) -> int | None:
        """The types with their bytes exchanged, if only that makes a machine of them."""
        swapped = self.machine_types >> 8 | (self.machine_types & 0xFF) << 8
        return swapped if swapped & _KNOWN and not self.machine_types & _KNOWN else None

    @property
    def treadmill(self) -> bool:
        """It is one, in whichever byte order."""
        types = self.machine_types if self.byte_swapped is None else self.byte_swapped
        return bool(types & _TREADMILL)


def decode_service_data(data: bytes) -> ServiceData | None:
    """Return what is said behind the UUID, or None if it is cut short."""
    if len(data) < 3:
        return None
    return ServiceData(bool(data[0] & _AVAILABLE), int.from_bytes(data[1:3], "little"))
