"""What reaches a session from outside, and how it is written down and read back."""

from __future__ import annotations

from typing import Any, NamedTuple

from controller.records.intents import Intent
from protocols.link import (
    LinkEvent,
    Lost,
    Received,
    Restored,
    SensorFound,
    SensorLost,
    WriteDone,
)


class LeaseLost(NamedTuple):
    """Nobody holds the lease any more."""

    because: str


class TakeOver(NamedTuple):
    """The controller before this one is dead or hung; its belt is to be stopped."""

    because: str


class MustStop(NamedTuple):
    """The process is told to go, or the computer goes to sleep."""

    because: str


class TimeJumped(NamedTuple):
    """The computer slept for so many whole seconds."""

    seconds: int


class BatteryRead(NamedTuple):
    """What the computer's battery says."""

    too_low: bool


class Wake(NamedTuple):
    """The armed moment has come."""


Input = (
    LinkEvent
    | SensorFound
    | SensorLost
    | Intent
    | LeaseLost
    | TakeOver
    | MustStop
    | TimeJumped
    | BatteryRead
    | Wake
)


def to_fields(happened: Input) -> dict[str, Any]:  # noqa: C901, PLR0912  # one arm for each input
    """Return the fields of the input's record."""
    match happened:
        case Received(characteristic, data, sensor):
            fields = {"kind": "rx", "char": characteristic, "hex": data.hex()}
            return {**fields, "sensor": sensor} if sensor else fields
        case SensorFound(sensor, name):
            return {"kind": "sensor_found", "sensor": sensor, "name": name}
        case SensorLost(sensor, because):
            return {"kind": "sensor_lost", "sensor": sensor, "because": because}
        case WriteDone(error):
            return {"kind": "write_done", "error": error}
        case Lost(because):
            return {"kind": "link_lost", "because": because}
        case Restored():
            return {"kind": "link_restored"}
        case Intent():
            return {"kind": "intent", **happened._asdict()}
        case LeaseLost(because):
            return {"kind": "lease_lost", "because": because}
        case TakeOver(because):
            return {"kind": "take_over", "because": because}
        case MustStop(because):
            return {"kind": "must_stop", "because": because}
        case TimeJumped(seconds):
            return {"kind": "time_jumped", "seconds": seconds}
        case BatteryRead(too_low):
            return {"kind": "battery", "too_low": too_low}
        case Wake():
            return {"kind": "wake"}


def from_fields(record: dict[str, Any]) -> Input:  # noqa: C901, PLR0912  # one arm for each input
    """Return the input that a record was made of.

    Raises:
        KeyError, ValueError, TypeError: the record is not one that `to_fields` makes.
    """
    match record["kind"]:
        case "rx":
            return Received(
                _text(record, "char"),
                bytes.fromhex(_text(record, "hex")),
                _text(record, "sensor") if "sensor" in record else "",
            )
        case "sensor_found":
            return SensorFound(_text(record, "sensor"), _text(record, "name"))
        case "sensor_lost":
            return SensorLost(_text(record, "sensor"), _text(record, "because"))
        case "write_done":
            return WriteDone(_text(record, "error"))
        case "link_lost":
            return Lost(_text(record, "because"))
        case "link_restored":
            return Restored()
        case "intent":
            return Intent(
                _text(record, "key"),
                _text(record, "symptom"),
                _number(record, "value"),
                _text(record, "because"),
            )
        case "lease_lost":
            return LeaseLost(_text(record, "because"))
        case "take_over":
            return TakeOver(_text(record, "because"))
        case "must_stop":
            return MustStop(_text(record, "because"))
        case "time_jumped":
            return TimeJumped(_number(record, "seconds"))
        case "battery":
            return BatteryRead(bool(_number(record, "too_low")))
        case "wake":
            return Wake()
        case kind:
            raise ValueError(f"{kind!r} is not an input")


def _text(record: dict[str, Any], key: str) -> str:
    value = record[key]
    if not isinstance(value, str):
        raise TypeError(f"{key!r} is not a text")
    return value


def _number(record: dict[str, Any], key: str) -> int:
    value = record[key]
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is not a whole number")
    return value
