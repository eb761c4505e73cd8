"""What reaches a session from outside, and how it is written down and read back."""

from __future__ import annotations

from typing import Any, NamedTuple

from protocols.link import LinkEvent, Lost, Received, Restored, WriteDone


class Intent(NamedTuple):
    """A key, or what stands for one. ``symptom`` and ``value`` belong to the key "symptom"."""

    key: str
    symptom: str = ""
    value: int = 0
    because: str = ""


class LeaseLost(NamedTuple):
    """Nobody holds the lease any more."""

    because: str


class Wake(NamedTuple):
    """The armed moment has come."""


Input = LinkEvent | Intent | LeaseLost | Wake


def to_fields(happened: Input) -> dict[str, Any]:
    """Return the fields of the input's record."""
    match happened:
        case Received(characteristic, data):
            return {"kind": "rx", "char": characteristic, "hex": data.hex()}
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
        case Wake():
            return {"kind": "wake"}


def from_fields(record: dict[str, Any]) -> Input:
    """Return the input that a record was made of.

    Raises:
        KeyError, ValueError, TypeError: the record is not one that `to_fields` makes.
    """
    match record["kind"]:
        case "rx":
            return Received(_text(record, "char"), bytes.fromhex(_text(record, "hex")))
        case "write_done":
            return WriteDone(_text(record, "error"))
        case "link_lost":
            return Lost(_text(record, "because"))
        case "link_restored":
            return Restored()
        case "intent":
            value = record["value"]
            if not isinstance(value, int):
                raise TypeError(f"{value!r} is not a whole number")
            return Intent(
                _text(record, "key"), _text(record, "symptom"), value, _text(record, "because")
            )
        case "lease_lost":
            return LeaseLost(_text(record, "because"))
        case "wake":
            return Wake()
        case kind:
            raise ValueError(f"{kind!r} is not an input")


def _text(record: dict[str, Any], key: str) -> str:
    value = record[key]
    if not isinstance(value, str):
        raise TypeError(f"{key!r} is not a text")
    return value
