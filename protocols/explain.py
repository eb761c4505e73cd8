"""What the bytes of a characteristic say, field by field, each with the bytes that it came from.

The names are the output of ``reprise decode --json``. Total: any bytes are explained, and the
parts' bytes in order are the value's. A field that the value announces and does not hold whole is
not guessed at: everything from there on is one part ``truncated``. What nothing announces is one
part ``trailing``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Final, NamedTuple

from protocols import gatt, hrs, rsc
from protocols.device_information import decode_text
from protocols.fields import Field, Value
from protocols.ftms import advertising, capabilities, control, status, treadmill_data

SERVICE_DATA: Final = "1826-service-data"
"""Not a characteristic: what an advertisement says of service 0x1826, behind the UUID."""


class Part(NamedTuple):
    """A field, or something that follows from fields and has no bytes of its own."""

    at: int
    """Where its bytes begin in the value."""
    data: bytes
    """Empty for what follows from other fields."""
    key: str
    """The name in the output of ``reprise decode``."""
    value: Value
    """None: the machine says that it is not available."""
    symbol: str = ""
    """The value's unit, empty if it has none."""
    notes: tuple[str, ...] = ()
    """What the single bits mean."""


def explain(characteristic: str, data: bytes) -> tuple[Part, ...]:
    """Return the parts of a value.

    Raises:
        KeyError: nothing is known of ``characteristic`` (see `KNOWN`).
    """
    return tuple(KNOWN[characteristic](data))


def _parts(fields: Iterable[Field], data: bytes, at: int = 0) -> Iterator[Part]:
    """Yield the fields that are whole from ``at``, and how the value ends."""
    left = [*fields]
    while left:
        field = left[0]
        end = at + field.width
        if end > len(data):
            missing = ", ".join(each.key for each in left)
            yield Part(at, data[at:], "truncated", value=True, notes=(f"not whole: {missing}",))
            return
        del left[0]
        raw = field.raw(data, at)
        symbol, notes = field.kind.symbol, field.kind.notes(raw)
        yield Part(at, data[at:end], field.key, field.value(raw), symbol, notes)
        at = end
    if at < len(data):
        yield Part(at, data[at:], "trailing", data[at:].hex(" "))


def _flags(data: bytes, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the bits of the first byte say, set or not, and the reserved ones that are."""
    known = [f"bit {bit} = {data[0] >> bit & 1}: {name}" for bit, name in enumerate(names)]
    reserved = range(len(names), 8)
    return (*known, *(f"bit {bit} = 1: reserved" for bit in reserved if data[0] >> bit & 1))


def _treadmill_data(data: bytes) -> Iterator[Part]:
    if len(data) < 2:
        yield Part(0, data, "truncated", value=True)
        return
    flags = int.from_bytes(data[:2], "little")
    width = treadmill_data.pace_width(flags, len(data))
    yield Part(0, data[:2], "flags", f"0x{flags:04x}", notes=tuple(_announcements(flags)))
    yield Part(2, b"", "more_data", bool(flags & 1))
    if width is not None:
        yield Part(2, b"", "pace_width", width, "byte" if width == 1 else "bytes")
    yield from _parts(treadmill_data.announced(flags, width), data, 2)


def _announcements(flags: int) -> Iterator[str]:
    if flags & 1:
        yield "bit 0 = 1: more data in another notification, no speed here"
    else:
        yield f"bit 0 = 0: {treadmill_data.SPEED.key}"
    for bit, fields in treadmill_data.LAYOUT:
        if flags >> bit & 1:
            yield f"bit {bit} = 1: {', '.join(field.key for field in fields)}"
    for bit in (14, 15):
        if flags >> bit & 1:
            yield f"bit {bit} = 1: reserved"


def _training_status(data: bytes) -> Iterator[Part]:
    if not data:
        yield Part(0, data, "truncated", value=True)
        return
    present = bool(data[0] & status.STRING_PRESENT)
    extended = bool(data[0] & status.EXTENDED_STRING)
    notes = _flags(data, ("string", "extended string"))
    yield Part(0, data[:1], "string_present", present, notes=notes)
    yield Part(1, b"", "extended_string", extended)
    if len(data) < 2 or not (present or extended):
        rest = tuple(_parts((status.TRAINING,), data, 1))
        yield from rest[:1]
        if len(data) > 1:
            yield Part(2, b"", "string", "")
        yield from rest[1:]
    else:
        yield from _parts((status.TRAINING,), data[:2], 1)
        yield Part(2, data[2:], "string", decode_text(data[2:]))


def _operation(
    data: bytes, op: Field, parameters: Mapping[int, tuple[Field, ...]]
) -> Iterator[Part]:
    """Explain an op code and what it brings."""
    yield from _parts((op, *parameters.get(data[0] if data else -1, ())), data)


def _control_point(
    data: bytes,
    response_code: int,
    response: tuple[Field, Field],
    op: Field,
    parameters: Mapping[int, tuple[Field, ...]],
) -> Iterator[Part]:
    """Explain a write, or the answer to one, which its first byte tells apart."""
    if not data or data[0] != response_code:
        yield from _operation(data, op, parameters)
        return
    answered, *rest = _parts(response, data, 1)
    # The code is no value of its own: it belongs to what it introduces.
    yield answered._replace(at=0, data=data[:1] + answered.data)
    for part in rest:
        yield part._replace(key="response_parameter") if part.key == "trailing" else part


def _service_data(data: bytes) -> Iterator[Part]:
    parts = _parts((advertising.FLAGS, advertising.TYPES), data)
    for part in parts:
        if part.key != advertising.FLAGS.key:
            yield part
        else:
            notes = _flags(data, ("available",))
            yield part._replace(value=bool(data[0] & 1), notes=notes)
        if part.key == advertising.TYPES.key:
            decoded = advertising.decode_service_data(data)
            swapped = None if decoded is None else decoded.byte_swapped
            if swapped is not None:
                names = advertising.MACHINE_TYPES.value(swapped)
                yield Part(3, b"", "byte_swapped_machine_types", names)


def _rsc_measurement(data: bytes) -> Iterator[Part]:
    if data:
        running = "running" if data[0] & rsc.RUNNING else "walking"
        yield Part(0, data[:1], "status", running, notes=_flags(data, rsc.FLAGS))
        yield from _parts(rsc.layout(data[0]), data, 1)
    else:
        yield Part(0, data, "truncated", value=True)


def _heart_rate_measurement(data: bytes) -> Iterator[Part]:
    if not data:
        yield Part(0, data, "truncated", value=True)
        return
    contact = hrs.contact(data[0])
    notes = _flags(data, hrs.FLAGS)
    yield Part(0, data[:1], "sensor_contact_supported", contact is not None, notes=notes)
    if contact is not None:
        yield Part(1, b"", "sensor_contact", contact)
    for part in _parts(hrs.layout(data[0]), data, 1):
        if part.key == "trailing" and data[0] & hrs.RR_INTERVALS:
            yield from _rr_intervals(data, part.at)
        else:
            yield part


def _rr_intervals(data: bytes, at: int) -> Iterator[Part]:
    found = hrs.intervals(data, at)
    ends = at + 2 * len(found)
    if found:
        yield Part(at, data[at:ends], "rr_intervals_1_1024_s", list(found), "/ 1024 s")
    if ends < len(data):
        yield Part(ends, data[ends:], "truncated", value=True)


def _text(key: str, data: bytes) -> Iterator[Part]:
    yield Part(0, data, key, decode_text(data))


_TEXTS: Final = (
    gatt.MANUFACTURER_NAME,
    gatt.MODEL_NUMBER,
    gatt.SERIAL_NUMBER,
    gatt.HARDWARE_REVISION,
    gatt.FIRMWARE_REVISION,
    gatt.SOFTWARE_REVISION,
)

KNOWN: Final[Mapping[str, Callable[[bytes], Iterator[Part]]]] = {
    gatt.FITNESS_MACHINE_FEATURE: partial(_parts, capabilities.FEATURE),
    gatt.TREADMILL_DATA: _treadmill_data,
    gatt.TRAINING_STATUS: _training_status,
    gatt.SUPPORTED_SPEED_RANGE: partial(_parts, capabilities.SPEED_RANGE),
    gatt.SUPPORTED_INCLINATION_RANGE: partial(_parts, capabilities.INCLINATION_RANGE),
    gatt.SUPPORTED_HEART_RATE_RANGE: partial(_parts, capabilities.HEART_RATE_RANGE),
    gatt.CONTROL_POINT: partial(
        _control_point,
        response_code=control.Op.RESPONSE,
        response=control.RESPONSE,
        op=control.OP,
        parameters=control.PARAMETERS,
    ),
    gatt.MACHINE_STATUS: partial(_operation, op=status.OP, parameters=status.PARAMETERS),
    SERVICE_DATA: _service_data,
    gatt.RSC_MEASUREMENT: _rsc_measurement,
    gatt.RSC_FEATURE: partial(_parts, rsc.FEATURE),
    gatt.SC_CONTROL_POINT: partial(
        _control_point,
        response_code=rsc.RESPONSE_CODE,
        response=rsc.RESPONSE,
        op=rsc.OP,
        parameters=rsc.PARAMETERS,
    ),
    gatt.HEART_RATE_MEASUREMENT: _heart_rate_measurement,
    **{each: partial(_text, gatt.NAMES[each].replace("-", "_")) for each in _TEXTS},
}
"""How each characteristic is explained, by its number as in `protocols.gatt`."""
