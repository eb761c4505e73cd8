"""RSC Measurement 0x2A53 (Running Speed and Cadence Service v1.0 section 3.1)."""

from __future__ import annotations

from typing import NamedTuple


class RscMeasurement(NamedTuple):
    """One notification, in wire units."""

    running: bool
    speed: int
    """1/256 m/s."""
    cadence: int
    """Raw count per minute: steps on Technogym and RUNN, strides on some foot pods."""
    stride_length: int | None = None
    """Centimetres."""
    total_distance: int | None = None
    """0.1 m."""


def decode_rsc_measurement(data: bytes) -> RscMeasurement | None:
    """Return the measurement, or None if speed and cadence are not both whole."""
    if len(data) < 4:
        return None
    flags = data[0]
    offset = 4
    stride_length = total_distance = None
    if flags & 1 and len(data) >= offset + 2:
        stride_length = int.from_bytes(data[offset : offset + 2], "little")
        offset += 2
    if flags & 2 and len(data) >= offset + 4:
        total_distance = int.from_bytes(data[offset : offset + 4], "little")
    return RscMeasurement(
        running=bool(flags & 4),
        speed=int.from_bytes(data[1:3], "little"),
        cadence=data[3],
        stride_length=stride_length,
        total_distance=total_distance,
    )


def encode_rsc_measurement(measurement: RscMeasurement) -> bytes:
    """Return the notification with the optional fields that are not None.

    Raises:
        OverflowError: a value does not fit its field.
    """
    flags = (
        (measurement.stride_length is not None)
        | (measurement.total_distance is not None) << 1
        | measurement.running << 2
    )
    out = bytes([flags]) + measurement.speed.to_bytes(2, "little") + bytes([measurement.cadence])
    if measurement.stride_length is not None:
        out += measurement.stride_length.to_bytes(2, "little")
    if measurement.total_distance is not None:
        out += measurement.total_distance.to_bytes(4, "little")
    return out
