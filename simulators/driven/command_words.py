"""What a write to the control point asks for, and what its answer says, in a few words."""

from __future__ import annotations

from typing import Final

from protocols import ftms, gatt
from protocols.explain import Part, explain

_ASKS: Final = {
    bytes([ftms.Op.REQUEST_CONTROL]): "request control",
    bytes([ftms.Op.RESET]): "reset",
    ftms.START: "start or resume",
    ftms.STOP: "stop",
    ftms.PAUSE: "pause",
}
_ATT_ERRORS: Final = {
    0x03: "write not permitted",
    0x0D: "invalid length",
    0x0E: "unlikely error",
    0xFD: "CCCD improperly configured",
    0xFE: "procedure already in progress",
}


def asks(data: bytes) -> str:
    """Return what a client asks for: ``target 4.80 km/h``."""
    if data in _ASKS or not data:
        return _ASKS.get(data, "nothing: no byte")
    op, *rest = (_word(part) for part in explain(gatt.CONTROL_POINT, data))
    if op.startswith("set target ") and rest:
        # The one that every treadmill is told says its unit, and so what it is.
        op = op.removeprefix("set ").replace("target speed", "target")
        return ", ".join((f"{op} {rest[0]}", *rest[1:]))
    return ", ".join((op, *rest))


def says(data: bytes) -> str:
    """Return what an answer says: ``success``; with its op code if it is not the usual shape."""
    words = [_word(part) for part in explain(gatt.CONTROL_POINT, data)]
    whole = ftms.decode_response(data) is not None
    return ", ".join(words[1:] if whole else words)


def refusal(att_error: int) -> str:
    """Return what an ATT error says (Core 5.4, Vol 3, Part F, 3.4.1.1, and its supplement)."""
    return _ATT_ERRORS.get(att_error, f"ATT error 0x{att_error:02x}")


def _word(part: Part) -> str:
    """Return one field: an op code by its name, a quantity with its unit, the rest by its key."""
    value = part.value
    if part.symbol == "km/h" and isinstance(value, float):
        return f"{value:.2f} km/h"
    if part.symbol or isinstance(value, float):
        return f"{value:g} {part.symbol}".strip()
    if part.key in ("request", "result", "control_information", "response_to"):
        return str(value).replace("_", " ")
    if part.key in ("truncated", "trailing", "response_parameter"):
        return f"{part.key.replace('_', ' ')} {part.data.hex(' ')}".strip()
    return f"{part.key.replace('_', ' ')} {value}"
