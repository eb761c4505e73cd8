"""Service data of 0x1826 in an advertisement (FTMS v1.0 section 3.1).

Some machines send the type with its bytes exchanged (FitShow FS-BC11B7), some no service data
at all (Sole F65), so it may be looked at and must not be asked for.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from protocols.fields import Bits, Field, read

MACHINE_TYPES: Final = Bits(
    ("treadmill", "cross_trainer", "step_climber", "stair_climber", "rower", "indoor_bike")
)
"""Bit 0 is a treadmill."""
FLAGS: Final = Field("available", 1)
TYPES: Final = Field("machine_types", 2, MACHINE_TYPES)
"""The layout of the service data: flags, then the types."""
_KNOWN: Final = (1 << len(MACHINE_TYPES.names)) - 1


class ServiceData(NamedTuple):
    """What a machine says of itself before anybody connects."""

    available: bool
    """Bit 0 of the flags: the machine can be used now."""
    machine_types: int
    """As sent; the names of the bits are `MACHINE_TYPES`."""

    @property
    def byte_swapped(self) -> int | None:
        """The types with their bytes exchanged, if only that makes a machine of them; else None."""
        swapped = self.machine_types >> 8 | (self.machine_types & 0xFF) << 8
        return swapped if swapped & _KNOWN and not self.machine_types & _KNOWN else None

    @property
    def treadmill(self) -> bool:
        """It is one, in whichever byte order."""
        types = self.machine_types if self.byte_swapped is None else self.byte_swapped
        return bool(types & 1)


def decode_service_data(data: bytes) -> ServiceData | None:
    """Return what is said behind the UUID, or None if it is cut short."""
    found = read((FLAGS, TYPES), data)
    if len(found) < 2:
        return None
    return ServiceData(bool(found[0] & 1), found[1])
