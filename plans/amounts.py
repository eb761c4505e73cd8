"""How speeds, paces and counts are written: one amount and its unit, never a bare number.

Speeds become whole 0.01 km/h on the way in, by integer arithmetic. For each reader here there is
a printer, and reading what was printed gives the same value again.
"""

from __future__ import annotations

import re
from typing import Final

from plans.notation import NotationError
from plans.problems import quoted
from protocols.units import CentiKmh, kmh

_SPEED: Final = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,2}))? ?(km/h|mph)")
_PACE: Final = re.compile(r"([0-9]{1,2}):([0-5][0-9]) ?/(km|mi)")
_COUNT: Final = re.compile(r"([0-9]{1,4}) (\S.*)")

_MICROKM_PER_MILE: Final = 1_609_344
"""The international mile in 0.000001 km, which is exact."""


def parse_speed(text: str) -> CentiKmh:
    """Return ``7.5 km/h``, ``4.7 mph``, ``8:00 /km`` or ``12:52 /mi`` in 0.01 km/h, to the nearest.

    Whether a belt or a person can go that fast is not judged here. Raises `NotationError`.
    """
    speed, pace = _SPEED.fullmatch(text), _PACE.fullmatch(text)
    if speed:
        whole, decimals, unit = speed.groups()
        hundredths = int(whole) * 100 + int((decimals or "").ljust(2, "0"))
        if unit == "mph":
            hundredths = _nearest(hundredths * _MICROKM_PER_MILE, 1_000_000)
        return CentiKmh(hundredths)
    if pace and (pace[1], pace[2]) not in (("0", "00"), ("00", "00")):
        seconds = int(pace[1]) * 60 + int(pace[2])
        if pace[3] == "mi":
            return CentiKmh(_nearest(3600 * 100 * _MICROKM_PER_MILE, seconds * 1_000_000))
        return CentiKmh(_nearest(3600 * 100, seconds))
    raise NotationError(0, len(text), *_why_no_speed(text))


def _nearest(dividend: int, divisor: int) -> int:
    return (2 * dividend + divisor) // (2 * divisor)


def _why_no_speed(text: str) -> tuple[str, str]:
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return "no-unit", f'{text} what? A speed needs a unit: "{text} km/h" or "{text} mph".'
    if re.fullmatch(r"[0-9]+:[0-9]{2}", text):
        return "no-unit", f'{text} what? A pace needs a unit: "{text} /km" or "{text} /mi".'
    if re.match(r"[0-9]+,[0-9]", text):
        return "decimal-comma", f'write a point instead of the comma: "{text.replace(",", ".")}".'
    if re.match(r"[0-9]+\.[0-9]{3}", text):
        return "too-fine", "a speed has at most two decimals; treadmills know no finer ones."
    return (
        "speed",
        f'{quoted(text)} is no speed; write "7.5 km/h", "4.7 mph", "8:00 /km" or "12:52 /mi".',
    )


def print_speed(speed: CentiKmh) -> str:
    """Return a speed as it is written: ``"7.5 km/h"``."""
    return f"{kmh(speed)} km/h"


def parse_count(text: str, what: str) -> int:
    """Return the number of ``12 weeks`` for ``what="weeks"``; one is ``1 week``.

    Raises `NotationError`.
    """
    match = _COUNT.fullmatch(text)
    if match and match[2] == _form(int(match[1]), what):
        return int(match[1])
    if re.fullmatch(r"[0-9]{1,4}", text):
        message = f'{text} what? Write "{print_count(int(text), what)}".'
        raise NotationError(0, len(text), "no-unit", message)
    message = f'{quoted(text)} is no number of {what}; write it like "{print_count(2, what)}".'
    raise NotationError(0, len(text), "count", message)


def print_count(number: int, what: str) -> str:
    """Return a count as it is written: ``"12 weeks"``, ``"1 week"``."""
    return f"{number} {_form(number, what)}"


def _form(number: int, what: str) -> str:
    return what.removesuffix("s") if number == 1 else what
