"""Heart Rate Measurement 0x2A37 (Heart Rate Service v1.0 section 3.1).

A strap that was taken off may go on sending its last heart rate, without contact bits and without
RR intervals (Polar H10, ``00 6f``): whoever uses a value judges its age by both.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from protocols.fields import Field, Quantity, read

_WIDE: Final = 0x01
_CONTACT: Final = 0x02
_CONTACT_SUPPORTED: Final = 0x04
_ENERGY: Final = 0x08
RR_INTERVALS: Final = 0x10
"""The bit of the flags that announces them."""
FLAGS: Final = (
    "heart rate of two bytes",
    "contact",
    "contact is told",
    "energy expended",
    "RR intervals",
)
"""What each bit of the flags says, from bit 0."""


class HeartRateMeasurement(NamedTuple):
    """One notification, in wire units."""

    heart_rate: int
    """Beats per minute; 0 on many sensors means that none is found."""
    contact: bool | None = None
    """None if the sensor does not tell."""
    energy_expended: int | None = None
    """Kilojoule."""
    rr_intervals: tuple[int, ...] = ()
    """1/1024 s, oldest first."""


def layout(flags: int) -> list[Field]:
    """Return the fields that the flags, one byte, announce, but for the RR intervals at the end."""
    found = [Field("heart_rate_bpm", 2 if flags & _WIDE else 1, Quantity("bpm"))]
    if flags & _ENERGY:
        found.append(Field("energy_expended_kj", 2, Quantity("kJ")))
    return found


def intervals(data: bytes, at: int) -> tuple[int, ...]:
    """Return the RR intervals, 1/1024 s, from byte ``at`` to the end; an odd last byte is none."""
    return tuple(
        int.from_bytes(data[each : each + 2], "little") for each in range(at, len(data) - 1, 2)
    )


def contact(flags: int) -> bool | None:
    """Return whether there is skin contact, None if the sensor does not tell."""
    return bool(flags & _CONTACT) if flags & _CONTACT_SUPPORTED else None


def decode_heart_rate_measurement(data: bytes) -> HeartRateMeasurement | None:
    """Return the measurement, or None if the heart rate is not whole.

    Nothing behind a field that is cut short is read.
    """
    flags = data[0] if data else 0
    fields = layout(flags)
    found = read(fields, data, 1)
    if not found:
        return None
    ends = 1 + sum(field.width for field in fields)
    return HeartRateMeasurement(
        heart_rate=found[0],
        contact=contact(flags),
        energy_expended=found[1] if len(found) > 1 else None,
        rr_intervals=intervals(data, ends) if flags & RR_INTERVALS else (),
    )


def encode_heart_rate_measurement(measurement: HeartRateMeasurement) -> bytes:
    """Return the notification with the optional fields that there are.

    The heart rate takes two bytes only if it needs them.

    Raises:
        OverflowError: a value does not fit its field.
    """
    rate = measurement.heart_rate
    wide = rate > 0xFF
    flags = (
        wide * _WIDE
        | (measurement.contact is not None) * _CONTACT_SUPPORTED
        | bool(measurement.contact) * _CONTACT
        | (measurement.energy_expended is not None) * _ENERGY
        | bool(measurement.rr_intervals) * RR_INTERVALS
    )
    out = bytes([flags]) + rate.to_bytes(2 if wide else 1, "little")
    if measurement.energy_expended is not None:
        out += measurement.energy_expended.to_bytes(2, "little")
    return out + b"".join(each.to_bytes(2, "little") for each in measurement.rr_intervals)
