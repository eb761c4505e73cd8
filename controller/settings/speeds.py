"""A speed as a person reads it: the one place that turns 0.01 km/h into the unit that she chose.

Bytes, journals and plans keep 0.01 km/h. Nothing is decided by what stands here.
"""

from __future__ import annotations

from typing import Final, Literal

from controller.settings.values import Units
from controller.words.catalogue import tr
from protocols.units import MILE, CentiKmh, kmh

NOT_KNOWN: Final = "--"
_KILOMETRE: Final = 1_000_000
"""In millimetres, as a mile."""
_TENTH: Final = 10
"""0.1 km/h, in 0.01 km/h."""
_HOUR: Final = 360_000
"""The seconds of an hour times 100: over 0.01 km/h that is the seconds that 1 km takes."""
_STEP: Final = 5
"""A pace is rounded to so many seconds."""
_SLOWEST: Final = 100 * 60 - _STEP
"""The slowest pace with two digits of minutes, in seconds."""
_WORDS: Final = {Units.KMH: "km/h", Units.MPH: "mph", Units.PER_KM: "/km", Units.PER_MILE: "/mi"}
_WRITTEN: Final = {
    Units.KMH: (Units.KMH, Units.MPH),
    Units.MPH: (Units.MPH, Units.KMH),
    Units.PER_KM: (Units.PER_KM, Units.KMH),
    Units.PER_MILE: (Units.PER_MILE, Units.MPH),
}
_SPANS: Final = {"to": tr("{least} to {most} {unit}"), "and": tr("{least} and {most} {unit}")}
_SPEEDS: Final = {Units.PER_KM: Units.KMH, Units.PER_MILE: Units.MPH}


def shown(speed: int | None, units: Units) -> str:
    """Return the number of a speed in 0.01 km/h: ``7.5``, ``4.7``, ``8:00``, ``--``.

    Tenths are the nearest, and a pace goes by 5 s. A belt that creeps is never shown as one that
    stands: it has 0.1, or is slower than the slowest pace. A belt that stands has no pace.
    """
    if speed is None:
        return NOT_KNOWN
    if units in _SPEEDS:
        return _pace(speed, _length(units))
    tenths = (2 * speed * _KILOMETRE // _TENTH + _length(units)) // (2 * _length(units))
    whole, tenth = divmod(max(tenths, 1 if speed > 0 else 0), 10)
    return f"{whole}.{tenth}"


def unit_word(units: Units) -> str:
    """Return what stands behind the number."""
    return _WORDS[units]


def speed_words(speed: int | None, units: Units) -> str:
    """Return number and unit: ``7.5 km/h``, ``8:00 /km``."""
    return f"{shown(speed, units)} {unit_word(units)}"


def range_words(
    least: CentiKmh, most: CentiKmh, units: Units, joint: Literal["to", "and"] = "to"
) -> str:
    """Return between which speeds one may be written: ``3.8 to 5.5 mph``, never beyond the limits.

    The nearest tenth of a limit may lie outside, and would be refused. Where no tenth lies within
    they are told in km/h, as they are.
    """
    units = as_speed(units)
    up = -(-least * _KILOMETRE // (_TENTH * _length(units)))
    down = most * _KILOMETRE // (_TENTH * _length(units))
    if up > down:
        return _SPANS[joint].format(least=kmh(least), most=kmh(most), unit=_WORDS[Units.KMH])
    return _SPANS[joint].format(
        least=f"{up // 10}.{up % 10}", most=f"{down // 10}.{down % 10}", unit=unit_word(units)
    )


def as_kept(speed: CentiKmh) -> str:
    """Return a speed as a diary keeps it, exact and in km/h whatever is shown."""
    return f"{kmh(speed)} km/h"


def written_in(units: Units) -> tuple[Units, ...]:
    """Return what a speed may be written in as well as in the unit that is set, that first."""
    return _WRITTEN[units]


def as_speed(units: Units) -> Units:
    """Return the unit for what has no pace: a difference, a range, a belt on its way to rest.

    A pace would grow without end while the belt comes to a stop.
    """
    return _SPEEDS.get(units, units)


def on_console(speed: int, units: Units, *, miles: bool) -> str:
    """Return what is to be read on a treadmill's own console, which shows no pace.

    Args:
        speed: in 0.01 km/h.
        units: those of the runner, who is believed to know her treadmill.
        miles: this treadmill was seen to count in miles. Which unit its console shows nobody can
            tell for certain, so both stand there; first the one whose number is the lower.
    """
    if miles:
        return f"{speed_words(speed, Units.MPH)} ({speed_words(speed, Units.KMH)})"
    return speed_words(speed, as_speed(units))


def on_console_alone(speed: int, units: Units, *, miles: bool) -> str:
    """Return the first number of `on_console`, for where no more can stand."""
    return shown(speed, Units.MPH if miles else as_speed(units))


def per_hour(speed: float, units: Units) -> float:
    """Return a speed in 0.01 km/h as a number of her unit, for an axis, which has no pace."""
    return speed / 100 * _KILOMETRE / _length(units)


def _length(units: Units) -> int:
    return _KILOMETRE if units in (Units.KMH, Units.PER_KM) else MILE


def _pace(speed: int, length: int) -> str:
    if speed <= 0:
        return NOT_KNOWN
    whole = 2 * _HOUR * length + _STEP * speed * _KILOMETRE
    seconds = whole // (2 * _STEP * speed * _KILOMETRE) * _STEP
    minutes, rest = divmod(min(seconds, _SLOWEST), 60)
    return f"{'>' if seconds > _SLOWEST else ''}{minutes}:{rest:02d}"
