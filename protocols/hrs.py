"""Heart Rate Measurement 0x2A37 (Heart Rate Service v1.0 section 3.1)."""

from __future__ import annotations

from typing import Final, NamedTuple

_WIDE: Final = 0x01
_CONTACT_MADE: Final = 0x02
_CONTACT_TOLD: Final = 0x04
_ENERGY: Final = 0x08
_INTERVALS: Final = 0x10


class HeartRateMeasurement(NamedTuple):
    """One notification, in wire units."""

    heart_rate: int | None
    """Beats per minute."""
    contact: bool | None = None
    """Whether the sensor touches skin; None: it does not tell."""
    energy_expended: int | None = None
    """kJ."""
    rr_intervals: tuple[int, ...] = ()
    """1/1024 s, the oldest first."""
    truncated: bool = False
    """The packet ended before its flags did, or within an interval."""
    trailing: bytes = b""
    """What the flags did not announce."""


def decode_heart_rate_measurement(data: bytes) -> HeartRateMeasurement | None:
    """Return the measurement, or None if there is no whole heart rate in it."""
    flags = data[0] if data else 0
    offset = 3 if flags & _WIDE else 2
    if len(data) < offset:
        return None
    rate = int.from_bytes(data[1:offset], "little")
    contact = bool(flags & _CONTACT_MADE) if flags & _CONTACT_TOLD else None
    energy, truncated = None, False
    if flags & _ENERGY:
        whole = len(data) >= offset + 2
        energy = int.from_bytes(data[offset : offset + 2], "little") if whole else None
        truncated, offset = not whole, offset + 2
    rest = data[offset:]
    if not flags & _INTERVALS:
        return HeartRateMeasurement(rate, contact, energy, (), truncated, rest)
    pairs = range(0, len(rest) - 1, 2)
    intervals = tuple(int.from_bytes(rest[at : at + 2], "little") for at in pairs)
    cut = truncated or len(rest) % 2 == 1
    return HeartRateMeasurement(rate, contact, energy, intervals, cut)


def encode_heart_rate_measurement(measurement: HeartRateMeasurement) -> bytes:
    """Return the notification with the optional fields that there are.

    Raises:
        OverflowError: a value does not fit its field.
    """
    rate = measurement.heart_rate or 0
    wide = rate > 0xFF
    flags = (
        wide * _WIDE
        | (measurement.contact is not None) * _CONTACT_TOLD
        | bool(measurement.contact) * _CONTACT_MADE
        | (measurement.energy_expended is not None) * _ENERGY
        | bool(measurement.rr_intervals) * _INTERVALS
    )
    out = bytes([flags]) + rate.to_bytes(2 if wide else 1, "little")
    if measurement.energy_expended is not None:
        out += measurement.energy_expended.to_bytes(2, "little")
    return out + b"".join(each.to_bytes(2, "little") for each in measurement.rr_intervals)
