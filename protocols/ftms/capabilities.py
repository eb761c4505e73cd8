"""What a machine says it can do: Feature 0x2ACC and Supported Speed Range 0x2AD4.

FTMS v1.0 sections 4.3 and 4.10. Machines lie here (ftms.md 1, finding 5): a claim is shown and
compared with telemetry, never believed.
"""

from __future__ import annotations

from typing import NamedTuple

from protocols.units import CentiKmh, SpeedRange


class Feature(NamedTuple):
    """Two sets of 32 bits; names of the bits are in FTMS v1.0 tables 4.2 and 4.3."""

    features: int
    target_settings: int

    @property
    def speed_target(self) -> bool:
        """Bit 0 of the target settings: the machine claims that its speed can be set."""
        return bool(self.target_settings & 1)


def decode_feature(data: bytes) -> Feature | None:
    """Return the feature, or None if either half is cut short."""
    if len(data) < 8:
        return None
    return Feature(int.from_bytes(data[:4], "little"), int.from_bytes(data[4:8], "little"))


def encode_feature(features: int, target_settings: int) -> bytes:
    """Return both halves, little-endian."""
    return features.to_bytes(4, "little") + target_settings.to_bytes(4, "little")


def decode_speed_range(data: bytes) -> SpeedRange | None:
    """Return the range, or None if it is cut short or cannot be one.

    A range with no increment or with its ends exchanged says nothing that a belt could be
    driven by.
    """
    if len(data) < 6:
        return None
    minimum, maximum, increment = (
        CentiKmh(int.from_bytes(data[at : at + 2], "little")) for at in (0, 2, 4)
    )
    if increment == 0 or minimum >= maximum:
        return None
    return SpeedRange(minimum, maximum, increment)


def encode_speed_range(speed_range: SpeedRange) -> bytes:
    """Return minimum, maximum and increment."""
    return b"".join(speed.to_bytes(2, "little") for speed in speed_range)
