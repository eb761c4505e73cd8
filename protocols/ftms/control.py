"""Fitness Machine Control Point 0x2AD9, both directions (FTMS v1.0 section 4.16)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, unique
from typing import Final, NamedTuple

from protocols.fields import Field, Quantity, Words, read
from protocols.units import CentiKmh, DeciPercent


@unique
class Op(IntEnum):
    """Op codes with a name here; the others of FTMS v1.0 table 4.15 are shown as numbers."""

    REQUEST_CONTROL = 0x00
    RESET = 0x01
    SET_TARGET_SPEED = 0x02
    SET_TARGET_INCLINATION = 0x03
    SET_TARGET_RESISTANCE = 0x04
    SET_TARGET_POWER = 0x05
    SET_TARGET_HEART_RATE = 0x06
    START_OR_RESUME = 0x07
    STOP_OR_PAUSE = 0x08
    SET_INDOOR_BIKE_SIMULATION = 0x11
    SPIN_DOWN = 0x13
    RESPONSE = 0x80


@unique
class Result(IntEnum):
    """What a response says. None of them proves anything about the belt (law 5)."""

    SUCCESS = 0x01
    OP_CODE_NOT_SUPPORTED = 0x02
    INVALID_PARAMETER = 0x03
    OPERATION_FAILED = 0x04
    CONTROL_NOT_PERMITTED = 0x05


OP: Final = Field("request", 1, Words({op: op.name.lower() for op in Op}, other="0x{:02x}"))
CONTROL_INFORMATION: Final = Field("control_information", 1, Words({1: "stop", 2: "pause"}))
"""The parameter of `Op.STOP_OR_PAUSE`, and of the status that tells of it."""
SIMULATION: Final = (
    Field("wind_speed_mps", 2, Quantity("m/s", 1000), signed=True),
    Field("grade_pct", 2, Quantity("%", 100), signed=True),
    Field("crr", 1, Quantity(per=10_000)),
    Field("cw_kg_per_m", 1, Quantity("kg/m", 100)),
)
"""The simulation of an indoor bike (FTMS v1.0 section 4.16.2.18), in requests and statuses."""

PARAMETERS: Final[Mapping[int, tuple[Field, ...]]] = {
    Op.SET_TARGET_SPEED: (Field("target_speed_kmh", 2, Quantity("km/h", 100)),),
    Op.SET_TARGET_INCLINATION: (
        Field("target_inclination_pct", 2, Quantity("%", 10), signed=True),
    ),
    Op.SET_TARGET_RESISTANCE: (Field("target_resistance", 1, Quantity(per=10)),),
    Op.SET_TARGET_POWER: (Field("target_power_w", 2, Quantity("W"), signed=True),),
    Op.SET_TARGET_HEART_RATE: (Field("target_heart_rate_bpm", 1, Quantity("bpm")),),
    Op.STOP_OR_PAUSE: (CONTROL_INFORMATION,),
    Op.SET_INDOOR_BIKE_SIMULATION: SIMULATION,
    Op.SPIN_DOWN: (Field("spin_down_control", 1, Words({1: "start", 2: "ignore"})),),
}
"""What follows the op code of a request; an op that is not here has no parameter that we name."""

RESPONSE: Final = (
    OP._replace(key="response_to"),
    Field("result", 1, Words({result: result.name.lower() for result in Result})),
)
"""What follows the 80 of a response."""

REQUEST_CONTROL: Final = bytes([Op.REQUEST_CONTROL])
START: Final = bytes([Op.START_OR_RESUME])
STOP: Final = bytes([Op.STOP_OR_PAUSE, 0x01])
PAUSE: Final = bytes([Op.STOP_OR_PAUSE, 0x02])
"""The four requests that are always the same, whole as they are written."""


class Request(NamedTuple):
    """A write to the control point."""

    op: int
    """As of `Op`, or a number that has no name there."""
    parameter: bytes
    """Every byte behind the op code."""

    @property
    def target_speed(self) -> CentiKmh | None:
        """The speed of a Set Target Speed; None for another op or a parameter cut short."""
        found = self._only(Op.SET_TARGET_SPEED)
        return None if found is None else CentiKmh(found)

    @property
    def target_inclination(self) -> DeciPercent | None:
        """The inclination of a Set Target Inclination; None likewise."""
        found = self._only(Op.SET_TARGET_INCLINATION)
        return None if found is None else DeciPercent(found)

    @property
    def target_heart_rate(self) -> int | None:
        """The beats per minute of a Set Target Heart Rate; None likewise."""
        return self._only(Op.SET_TARGET_HEART_RATE)

    @property
    def control_information(self) -> int | None:
        """1 stop, 2 pause; None for another op or without a parameter."""
        return self._only(Op.STOP_OR_PAUSE)

    def _only(self, op: Op) -> int | None:
        found = read(PARAMETERS[op], self.parameter) if self.op == op else []
        return found[0] if found else None


class Response(NamedTuple):
    """An indication (or, on some machines, a notification) from the control point."""

    op: int
    """The op code that is answered, as of `Op` or without a name there."""
    result: int
    """As of `Result`, or a number that FTMS reserves."""
    parameter: bytes
    """Every byte behind the result."""


def encode_target_speed(speed: CentiKmh) -> bytes:
    """Return Set Target Speed, exact for every 0.01 km/h from 0 to 655.35.

    Raises:
        OverflowError: ``speed`` is negative or above 655.35 km/h.
    """
    return bytes([Op.SET_TARGET_SPEED]) + speed.to_bytes(2, "little")


def encode_target_inclination(inclination: DeciPercent) -> bytes:
    """Return Set Target Inclination, exact for every 0.1 % from -3276.8 to 3276.7.

    Raises:
        OverflowError: ``inclination`` does not fit.
    """
    return bytes([Op.SET_TARGET_INCLINATION]) + inclination.to_bytes(2, "little", signed=True)


def decode_request(data: bytes) -> Request | None:
    """Return the request, or None for an empty write."""
    return Request(data[0], bytes(data[1:])) if data else None


def encode_response(op: int, result: int, parameter: bytes = b"") -> bytes:
    """Return ``80 op result [parameter]``.

    Raises:
        ValueError: ``op`` or ``result`` does not fit its byte.
    """
    return bytes([Op.RESPONSE, op, result]) + parameter


def decode_response(data: bytes) -> Response | None:
    """Return the response, or None for what is not one (too short, another first byte)."""
    if len(data) < 3 or data[0] != Op.RESPONSE:
        return None
    return Response(data[1], data[2], bytes(data[3:]))
