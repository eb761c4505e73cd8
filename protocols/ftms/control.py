"""Fitness Machine Control Point 0x2AD9, both directions (FTMS v1.0 section 4.16)."""

from __future__ import annotations

from enum import IntEnum, unique
from typing import Final, NamedTuple

from protocols.units import CentiKmh


@unique
class Op(IntEnum):
    """Op codes that a treadmill can be sent; the rest of the table is for other machines."""

    REQUEST_CONTROL = 0x00
    RESET = 0x01
    SET_TARGET_SPEED = 0x02
    SET_TARGET_INCLINATION = 0x03
    START_OR_RESUME = 0x07
    STOP_OR_PAUSE = 0x08
    RESPONSE = 0x80


@unique
class Result(IntEnum):
    """What a response says. None of them proves anything about the belt (design.md law 7)."""

    SUCCESS = 0x01
    OP_CODE_NOT_SUPPORTED = 0x02
    INVALID_PARAMETER = 0x03
    OPERATION_FAILED = 0x04
    CONTROL_NOT_PERMITTED = 0x05


REQUEST_CONTROL: Final = bytes([Op.REQUEST_CONTROL])
START: Final = bytes([Op.START_OR_RESUME])
STOP: Final = bytes([Op.STOP_OR_PAUSE, 0x01])
PAUSE: Final = bytes([Op.STOP_OR_PAUSE, 0x02])


class Request(NamedTuple):
    """A write to the control point. ``parameter`` is every byte behind the op code."""

    op: int
    parameter: bytes

    @property
    def target_speed(self) -> CentiKmh | None:
        """The speed of a Set Target Speed; None for another op or a parameter cut short."""
        if self.op != Op.SET_TARGET_SPEED or len(self.parameter) < 2:
            return None
        return CentiKmh(int.from_bytes(self.parameter[:2], "little"))

    @property
    def control_information(self) -> int | None:
        """1 stop, 2 pause; None for another op or without a parameter."""
        if self.op != Op.STOP_OR_PAUSE or not self.parameter:
            return None
        return self.parameter[0]


class Response(NamedTuple):
    """An indication (or, on some machines, a notification) from the control point."""

    op: int
    """The op code that is answered."""
    result: int
    parameter: bytes


def encode_target_speed(speed: CentiKmh) -> bytes:
    """Return Set Target Speed, exact for every 0.01 km/h from 0 to 655.35.

    Raises:
        OverflowError: ``speed`` is negative or above 655.35 km/h.
    """
    return bytes([Op.SET_TARGET_SPEED]) + speed.to_bytes(2, "little")


def decode_request(data: bytes) -> Request | None:
    """Return the request, or None for an empty write."""
    return Request(data[0], bytes(data[1:])) if data else None


def encode_response(op: int, result: int, parameter: bytes = b"") -> bytes:
    """Return ``80 op result [parameter]``."""
    return bytes([Op.RESPONSE, op, result]) + parameter


def decode_response(data: bytes) -> Response | None:
    """Return the response, or None for what is not one (too short, another first byte)."""
    if len(data) < 3 or data[0] != Op.RESPONSE:
        return None
    return Response(data[1], data[2], bytes(data[3:]))
