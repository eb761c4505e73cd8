"""Treadmill Data 0x2ACD (FTMS v1.0 section 4.9.1, GATT Specification Supplement 2024-11-06).

A 16-bit flags field says which fields follow, in a fixed order. Bit 0 is inverted: speed is
there when it is 0. Bit 13 is reserved, and in life a 24-bit step count (UREVO, Yesoul,
CITYSPORTS, KingSmith).
"""

from __future__ import annotations

from typing import Final, NamedTuple

from protocols.units import CentiKmh, DeciPercent


class TreadmillData(NamedTuple):
    """One notification, in wire units. None: absent, not available, or cut off."""

    flags: int
    more_data: bool
    """Bit 0: the first part of a record that another notification completes."""
    speed: CentiKmh | None = None
    average_speed: CentiKmh | None = None
    total_distance: int | None = None
    """Metres."""
    inclination: DeciPercent | None = None
    ramp_angle: int | None = None
    """0.1 degree."""
    positive_elevation_gain: int | None = None
    """0.1 m, like the negative one."""
    negative_elevation_gain: int | None = None
    instantaneous_pace: int | None = None
    """Raw: 0.1 km/min in one byte (2017) or s/500 m in two (2024), see ``pace_width``."""
    average_pace: int | None = None
    pace_width: int | None = None
    total_energy: int | None = None
    """kcal."""
    energy_per_hour: int | None = None
    energy_per_minute: int | None = None
    heart_rate: int | None = None
    """Beats per minute."""
    metabolic_equivalent: int | None = None
    """0.1 MET."""
    elapsed_time: int | None = None
    """Seconds."""
    remaining_time: int | None = None
    force_on_belt: int | None = None
    """Newton."""
    power_output: int | None = None
    """Watt."""
    vendor_step_count: int | None = None
    """Bit 13, not in the specification."""
    truncated: bool = False
    """The packet ended before the flags did (20-byte Matrix packets with 30-byte flags)."""
    trailing: bytes = b""
    """What the flags did not announce."""


class _Field(NamedTuple):
    name: str
    width: int
    signed: bool = False
    not_available: frozenset[int] = frozenset()


_ELEVATION_NOT_AVAILABLE: Final = frozenset({0x7FFF, 0xFFFF})
"""The specification defines none; Life Fitness sends the one, Matrix the other."""

_NO_SIGNED: Final = frozenset({0x7FFF})
_PACE: Final = 0
"""Width placeholder: a pace is as wide as the packet's length says."""

_LAYOUT: Final[tuple[tuple[int, tuple[_Field, ...]], ...]] = (
    (1, (_Field("average_speed", 2),)),
    (2, (_Field("total_distance", 3),)),
    (3, (_Field("inclination", 2, True, _NO_SIGNED), _Field("ramp_angle", 2, True, _NO_SIGNED))),
    (
        4,
        (
            _Field("positive_elevation_gain", 2, False, _ELEVATION_NOT_AVAILABLE),
            _Field("negative_elevation_gain", 2, False, _ELEVATION_NOT_AVAILABLE),
        ),
    ),
    (5, (_Field("instantaneous_pace", _PACE),)),
    (6, (_Field("average_pace", _PACE),)),
    (
        7,
        (
            _Field("total_energy", 2, False, frozenset({0xFFFF})),
            _Field("energy_per_hour", 2, False, frozenset({0xFFFF})),
            _Field("energy_per_minute", 1, False, frozenset({0xFF})),
        ),
    ),
    (8, (_Field("heart_rate", 1),)),
    (9, (_Field("metabolic_equivalent", 1),)),
    (10, (_Field("elapsed_time", 2),)),
    (11, (_Field("remaining_time", 2),)),
    (
        12,
        (_Field("force_on_belt", 2, True, _NO_SIGNED), _Field("power_output", 2, True, _NO_SIGNED)),
    ),
    (13, (_Field("vendor_step_count", 3),)),
)

_SPEED: Final = _Field("speed", 2)
_MORE_DATA: Final = 0x0001
_PACE_FLAGS: Final = 0x0060


def _fields(flags: int, pace_width: int) -> list[_Field]:
    """Return the announced fields in order, paces at the given width."""
    announced = [] if flags & _MORE_DATA else [_SPEED]
    for bit, fields in _LAYOUT:
        if flags >> bit & 1:
            announced += [
                field._replace(width=pace_width) if field.width == _PACE else field
                for field in fields
            ]
    return announced


def _pace_width(flags: int, length: int) -> int:
    """Return 2 if the packet has room for two-byte paces: machines in life send one byte."""
    wide = 2 + sum(field.width for field in _fields(flags, 2))
    return 2 if length >= wide else 1


def decode_treadmill_data(data: bytes) -> TreadmillData:
    """Decode any bytes; nothing raises. Under two bytes there is not even a flags field."""
    if len(data) < 2:
        return TreadmillData(flags=0, more_data=False, truncated=True, trailing=bytes(data))
    flags = int.from_bytes(data[:2], "little")
    pace_width = _pace_width(flags, len(data)) if flags & _PACE_FLAGS else None
    values: dict[str, int | None] = {}
    offset = 2
    truncated = False
    for field in _fields(flags, pace_width or 1):
        end = offset + field.width
        if end > len(data):
            truncated = True
            break
        raw = int.from_bytes(data[offset:end], "little", signed=field.signed)
        values[field.name] = None if raw in field.not_available else raw
        offset = end
    return TreadmillData(
        flags=flags,
        more_data=bool(flags & _MORE_DATA),
        pace_width=pace_width,
        truncated=truncated,
        trailing=b"" if truncated else bytes(data[offset:]),
        **values,  # type: ignore[arg-type]  # the names are those of _LAYOUT; a test holds them
    )


def encode_treadmill_data(data: TreadmillData) -> bytes:
    """Encode what ``data.flags`` announces; a None there becomes 0 or the field's "not available".

    Raises:
        OverflowError: a value does not fit its field.
    """
    out = bytearray(data.flags.to_bytes(2, "little"))
    for field in _fields(data.flags, data.pace_width or 1):
        value = getattr(data, field.name)
        if value is None:
            value = max(field.not_available, default=0)
        signed = field.signed
        out += int(value).to_bytes(field.width, "little", signed=signed)
    return bytes(out + data.trailing)
