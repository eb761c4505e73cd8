"""The FTMS service data of an advertisement (FTMS 1.0.1 section 3.1): flags, and machine types."""

from __future__ import annotations

from typing import Final, NamedTuple

_AVAILABLE: Final = 0x01
_TREADMILL: Final = 0x0001
_DEFINED: Final = 0x003F
"""Treadmill, cross trainer, step climber, stair climber, rower, indoor bike."""


class ServiceData(NamedTuple):
    """What a machine says of itself before it is connected."""

    available: bool
    machine_types: int
    """As the specification has it, little-endian; 0 if it is missing."""
    swapped_machine_types: int
    """The same bytes the other way round: some machines send them so (ftms.md 2.8)."""

    @property
    def treadmill(self) -> bool | None:
        """Whether it is a treadmill; None if no defined type is named in either order."""
        for types in (self.machine_types, self.swapped_machine_types):
            if types & _DEFINED:
                return bool(types & _TREADMILL)
        return None


def decode_service_data(data: bytes) -> ServiceData:
    """Decode the service data; what is missing is 0, what is left over is ignored."""
    types = data[1:3] if len(data) >= 3 else b""
    return ServiceData(
        bool(data[:1]) and bool(data[0] & _AVAILABLE),
        int.from_bytes(types, "little"),
        int.from_bytes(types, "big"),
    )
