"""Running Speed and Cadence Service v1.0: RSC Measurement 0x2A53, and what its sensors claim.

RSC Feature 0x2A54 and SC Control Point 0x2A55 are shown by ``reprise decode``; nothing is ever
written to a sensor.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Final, NamedTuple

from protocols.fields import Bits, Field, Quantity, Words, read

_STRIDE_LENGTH: Final = 0x01
_TOTAL_DISTANCE: Final = 0x02
RUNNING: Final = 0x04
"""The bit of the flags that says running, and not walking."""
FLAGS: Final = ("stride length", "total distance", "running")
"""What each bit of the flags says, from bit 0."""
_ALWAYS: Final = (
    Field("instantaneous_speed_mps", 2, Quantity("m/s", 256)),
    Field("instantaneous_cadence_raw", 1, Quantity("a minute")),
)
_STRIDE: Final = Field("instantaneous_stride_length_m", 2, Quantity("m", 100))
_DISTANCE: Final = Field("total_distance_m", 4, Quantity("m", 10))

FEATURE: Final = (
    Field(
        "features",
        2,
        Bits(
            (
                "instantaneous_stride_length",
                "total_distance",
                "walking_or_running",
                "calibration",
                "multiple_sensor_locations",
            )
        ),
    ),
)
OP: Final = Field(
    "request",
    1,
    Words(
        {
            0x01: "set_cumulative_value",
            0x02: "start_sensor_calibration",
            0x03: "update_sensor_location",
            0x04: "request_supported_sensor_locations",
        },
        other="0x{:02x}",
    ),
)
"""The first byte of what is written to SC Control Point."""
PARAMETERS: Final[Mapping[int, tuple[Field, ...]]] = {
    0x01: (Field("cumulative_value_m", 4, Quantity("m", 10)),),
    0x03: (Field("sensor_location", 1),),
}
"""What follows the op code; an op that is not here has no parameter that we name."""
RESPONSE_CODE: Final = 0x10
"""The first byte of what SC Control Point answers."""
RESPONSE: Final = (
    OP._replace(key="response_to"),
    Field(
        "result",
        1,
        Words(
            {
                0x01: "success",
                0x02: "op_code_not_supported",
                0x03: "invalid_parameter",
                0x04: "operation_failed",
            }
        ),
    ),
)
"""What follows the 10 of a response (RSCS v1.0 section 3.4)."""


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


@functools.cache
def layout(flags: int) -> tuple[Field, ...]:
    """Return the fields that the flags, one byte, announce (RSCS v1.0 section 3.1)."""
    found = [*_ALWAYS]
    if flags & _STRIDE_LENGTH:
        found.append(_STRIDE)
    if flags & _TOTAL_DISTANCE:
        found.append(_DISTANCE)
    return tuple(found)


def decode_rsc_measurement(data: bytes) -> RscMeasurement | None:
    """Return the measurement, or None if speed and cadence are not both whole.

    Nothing behind a field that is cut short is read.
    """
    flags = data[0] if data else 0
    numbers = read(layout(flags), data, 1)
    if len(numbers) < len(_ALWAYS):
        return None
    speed, cadence, *rest = numbers
    optional = iter(rest)
    stride = next(optional, None) if flags & _STRIDE_LENGTH else None
    distance = next(optional, None) if flags & _TOTAL_DISTANCE else None
    return RscMeasurement(bool(flags & RUNNING), speed, cadence, stride, distance)


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
