"""Treadmill Data 0x2ACD (FTMS v1.0 section 4.4, GATT Specification Supplement 2024-11-06).

A 16-bit flags field says which fields follow, in a fixed order. Bit 0 is inverted: speed is
there when it is 0. Bit 13 is reserved, and in life a 24-bit step count (UREVO, Yesoul,
CITYSPORTS, KingSmith).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from struct import Struct
from typing import Any, Final, NamedTuple

from protocols.fields import Field, Quantity
from protocols.units import CentiKmh, DeciPercent


class TreadmillData(NamedTuple):
    """One notification, in wire units. None: absent, not available, or cut off."""

    flags: int
    """As sent: which fields there are."""
    more_data: bool
    """Bit 0: a part of a record that another notification completes."""
    speed: CentiKmh | None = None
    average_speed: CentiKmh | None = None
    total_distance: int | None = None
    """Metres."""
    inclination: DeciPercent | None = None
    ramp_angle: int | None = None
    """0.1 degree."""
    positive_elevation_gain: int | None = None
    """0.1 m."""
    negative_elevation_gain: int | None = None
    """0.1 m, what went down; never below 0."""
    instantaneous_pace: int | None = None
    """Raw: 0.1 km/min in one byte (2017) or s/500 m in two (2024), see ``pace_width``."""
    average_pace: int | None = None
    """Like ``instantaneous_pace``."""
    pace_width: int | None = None
    """Bytes of each pace, 1 or 2; None if there is none."""
    total_energy: int | None = None
    """kcal."""
    energy_per_hour: int | None = None
    """kcal, for that time."""
    energy_per_minute: int | None = None
    """kcal, for that time."""
    heart_rate: int | None = None
    """Beats per minute."""
    metabolic_equivalent: int | None = None
    """0.1 MET."""
    elapsed_time: int | None = None
    """Seconds."""
    remaining_time: int | None = None
    """Seconds."""
    force_on_belt: int | None = None
    """Newton."""
    power_output: int | None = None
    """Watt."""
    vendor_step_count: int | None = None
    """Steps. Bit 13, which the specification reserves."""
    truncated: bool = False
    """The packet ended before the flags did (20-byte Matrix packets with 30-byte flags)."""
    trailing: bytes = b""
    """What the flags did not announce."""


_KMH: Final = Quantity("km/h", 100)
_METRES: Final = Quantity("m")
_DECIMETRES: Final = Quantity("m", 10)
_KCAL: Final = Quantity("kcal")
_SECONDS: Final = Quantity("s")

_NO_ELEVATION: Final = frozenset({0x7FFF, 0xFFFF})
"""The specification defines none; Life Fitness sends the one, Matrix the other."""

_NO_SIGNED: Final = frozenset({0x7FFF})
_NO_U16: Final = frozenset({0xFFFF})
_NO_U8: Final = frozenset({0xFF})
_PACE: Final = 0
"""Width placeholder: a pace is as wide as the packet's length says."""

SPEED: Final = Field("instantaneous_speed_kmh", 2, _KMH)
"""The field that is there while bit 0 of the flags is 0."""
LAYOUT: Final[tuple[tuple[int, tuple[Field, ...]], ...]] = (
    (1, (Field("average_speed_kmh", 2, _KMH),)),
    (2, (Field("total_distance_m", 3, _METRES),)),
    (
        3,
        (
            Field("inclination_pct", 2, Quantity("%", 10), True, _NO_SIGNED),
            Field("ramp_angle_deg", 2, Quantity("°", 10), True, _NO_SIGNED),
        ),
    ),
    (
        4,
        (
            Field("positive_elevation_gain_m", 2, _DECIMETRES, False, _NO_ELEVATION),
            Field("negative_elevation_gain_m", 2, _DECIMETRES, False, _NO_ELEVATION),
        ),
    ),
    (5, (Field("instantaneous_pace", _PACE),)),
    (6, (Field("average_pace", _PACE),)),
    (
        7,
        (
            Field("total_energy_kcal", 2, _KCAL, False, _NO_U16),
            Field("energy_per_hour_kcal", 2, Quantity("kcal/h"), False, _NO_U16),
            Field("energy_per_minute_kcal", 1, Quantity("kcal/min"), False, _NO_U8),
        ),
    ),
    (8, (Field("heart_rate_bpm", 1, Quantity("bpm")),)),
    (9, (Field("metabolic_equivalent", 1, Quantity("MET", 10)),)),
    (10, (Field("elapsed_time_s", 2, _SECONDS),)),
    (11, (Field("remaining_time_s", 2, _SECONDS),)),
    (
        12,
        (
            Field("force_on_belt_n", 2, Quantity("N"), True, _NO_SIGNED),
            Field("power_output_w", 2, Quantity("W"), True, _NO_SIGNED),
        ),
    ),
    (13, (Field("vendor_step_count", 3),)),
)
"""The fields that each bit of the flags announces; bit 0 announces `SPEED` by being 0."""

_MORE_DATA: Final = 0x0001
_PACE_FLAGS: Final = 0x0060

_FRAME: Final = ("flags", "more_data", "pace_width", "truncated", "trailing")
ATTRIBUTES: Final = dict(
    zip(
        [field.key for field in (SPEED, *(each for _, fields in LAYOUT for each in fields))],
        [name for name in TreadmillData._fields if name not in _FRAME],
        strict=True,
    )
)
"""Which attribute of `TreadmillData` has which field of the layout: they are in one order."""


PLANS_KEPT: Final = 512
"""A machine sends one to three kinds of packets; the bound is for a stranger that sends any."""


@functools.lru_cache(maxsize=PLANS_KEPT)
def announced(flags: int, pace_width: int | None) -> tuple[Field, ...]:
    """Return the fields that ``flags`` promise, in order; a pace of no width has one byte."""
    found = [] if flags & _MORE_DATA else [SPEED]
    for bit, fields in LAYOUT:
        if flags >> bit & 1:
            found += [
                field._replace(width=pace_width or 1) if field.width == _PACE else field
                for field in fields
            ]
    return tuple(found)


def pace_width(flags: int, length: int) -> int | None:
    """Return the bytes of a pace in a packet of this length; None if no pace is announced.

    The 2017 text has one byte, the 2024 text two, and machines in life send one (True, Star
    Trac). It is two only if the packet has room for that.
    """
    if not flags & _PACE_FLAGS:
        return None
    wide = 2 + sum(field.width for field in announced(flags, 2))
    return 2 if length >= wide else 1


_CODES: Final = {(1, False): "B", (2, False): "H", (2, True): "h", (3, False): "HB"}
_tuple: Final = tuple.__new__


class _Plan(NamedTuple):
    """How a packet with given flags and a given length is taken apart."""

    unpack: Callable[[bytes], tuple[Any, ...]]
    """The whole packet, from the flags to what is left over; three bytes become two numbers."""
    place: Callable[..., tuple[Any, ...]]
    """Puts what was unpacked into the order of `TreadmillData`."""


def _plan(flags_and_length: int) -> _Plan:
    """Compile the layout into one `Struct` and one expression.

    A walk over the layout for each packet takes 26 times a bare `unpack` (ftms.md 8), this less
    than 8 times (tests/bench/decode.py).
    """
    flags, length = flags_and_length & 0xFFFF, flags_and_length >> 16
    width = pace_width(flags, length)
    used, truncated = 2, False
    codes, numbers = ["<H"], ["flags"]
    found: dict[str, object] = {
        "flags": "flags",
        "more_data": bool(flags & _MORE_DATA),
        "pace_width": width,
    }
    for field in announced(flags, width):
        used += field.width
        if used > length:
            truncated, used = True, used - field.width
            break
        name, code = ATTRIBUTES[field.key], _CODES[field.width, field.signed]
        codes.append(code)
        numbers += [name, f"{name}_high"][: len(code)]
        value = f"{name} | {name}_high << 16" if len(code) > 1 else name
        for none in sorted(field.not_available):
            value = f"None if {name} == {none} else {value}"
        found[name] = value
    # What is cut off is skipped; what is left over is kept.
    codes.append(f"{length - used}x" if truncated else f"{length - used}s")
    found["truncated"] = truncated
    found["trailing"] = b"" if truncated else "trailing"
    numbers += [] if truncated else ["trailing"]
    places = ", ".join(str(found.get(name)) for name in TreadmillData._fields)
    # Every word of it comes from the tables above, none from a packet.
    place = eval(f"lambda {', '.join(numbers)}: ({places})")  # noqa: S307
    return _Plan(Struct("".join(codes)).unpack, place)


class _Plans(dict[int, _Plan]):
    """Plans by flags and length, made when they are asked for."""

    def __missing__(self, flags_and_length: int) -> _Plan:
        if len(self) >= PLANS_KEPT:
            self.clear()
        plan = self[flags_and_length] = _plan(flags_and_length)
        return plan


PLANS: Final = _Plans()
"""How packets are taken apart, by ``flags | length << 16``."""


def decode_treadmill_data(data: bytes) -> TreadmillData:
    """Decode any bytes; nothing raises. Under two bytes there is not even a flags field."""
    if len(data) < 2:
        return TreadmillData(flags=0, more_data=False, truncated=True, trailing=bytes(data))
    unpack, place = PLANS[data[0] | data[1] << 8 | len(data) << 16]
    return _tuple(TreadmillData, place(*unpack(data)))


def encode_treadmill_data(data: TreadmillData) -> bytes:
    """Encode what ``data.flags`` announces; a None there becomes 0 or the field's "not available".

    What the flags do not announce is left out, and ``trailing`` stands behind it all.

    Raises:
        OverflowError: a value does not fit its field.
    """
    out = bytearray(data.flags.to_bytes(2, "little"))
    for field in announced(data.flags, data.pace_width):
        value = getattr(data, ATTRIBUTES[field.key])
        if value is None:
            value = max(field.not_available, default=0)
        out += int(value).to_bytes(field.width, "little", signed=field.signed)
    return bytes(out + data.trailing)
