"""How speeds, paces, counts, inclines and efforts are written: never as a bare number.

Speeds become whole 0.01 km/h on the way in, inclines whole 0.1 %, by integer arithmetic. For each
reader here there is a printer, and reading what was printed gives the same value again.
"""

from __future__ import annotations

import re
from typing import Final

from plans.notation import slips
from plans.notation.parse import NotationError
from plans.problems import quoted
from protocols.units import MILE, CentiKmh, DeciPercent, kmh

_SPEED: Final = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,2}))? ?(km/h|mph)")
_PACE: Final = re.compile(r"([0-9]{1,2}):([0-5][0-9]) ?/(km|mi)")
_PERCENT: Final = re.compile(r"([0-9]{1,2})(?:\.([0-9]))? ?%")
_EFFORT: Final = re.compile(r"([0-9]{1,2}) of 10")
_COUNT: Final = re.compile(r"([0-9]{1,4}) (\S.*)")

STEEPEST: Final = DeciPercent(50)
"""No plan asks for more."""
HARDEST: Final = 10
"""The end of the scale of effort, which begins at 0."""


def parse_speed(text: str) -> CentiKmh:
    """Return ``7.5 km/h``, ``4.7 mph``, ``8:00 /km`` or ``12:52 /mi`` in 0.01 km/h, to the nearest.

    Whether a belt or a person can go that fast is not judged here. Raises `NotationError`.
    """
    speed, pace = _SPEED.fullmatch(text), _PACE.fullmatch(text)
    if speed:
        whole, decimals, unit = speed.groups()
        hundredths = int(whole) * 100 + int((decimals or "").ljust(2, "0"))
        if unit == "mph":
            hundredths = _nearest(hundredths * MILE, 1_000_000)
        return CentiKmh(hundredths)
    if pace and (pace[1], pace[2]) not in (("0", "00"), ("00", "00")):
        seconds = int(pace[1]) * 60 + int(pace[2])
        if pace[3] == "mi":
            return CentiKmh(_nearest(3600 * 100 * MILE, seconds * 1_000_000))
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
        return "decimal-comma", _pointed(text, "km/h", "mph")
    if re.match(r"[0-9]+\.[0-9]{3}", text):
        return "too-fine", "a speed has at most two decimals; treadmills know no finer ones."
    meant = slips.speed(text)
    if meant:
        return "unit", slips.instead(meant, text)
    return (
        "speed",
        f'{quoted(text)} is no speed; write "7.5 km/h", "4.7 mph", "8:00 /km" or "12:52 /mi".',
    )


def _pointed(text: str, *units: str) -> str:
    """Return what to write instead of a comma; of a bare number with the units that it may have."""
    pointed = text.replace(",", ".")
    if text[-1].isdigit():
        likes = " or ".join(f'"{pointed} {unit}"' for unit in units)
        return f"write a point instead of the comma, and a unit: {likes}."
    return f'write a point instead of the comma: "{pointed}".'


def print_speed(speed: CentiKmh) -> str:
    """Return a speed as it is written: ``"7.5 km/h"``."""
    return f"{kmh(speed)} km/h"


def tidy_speed(text: str) -> str:
    """Return what `parse_speed` reads in its one form, in the unit in which it is written.

    What it does not read comes back as it is.
    """
    pace = _PACE.fullmatch(text)
    if pace:
        return f"{int(pace[1])}:{pace[2]} /{pace[3]}"
    speed = _SPEED.fullmatch(text)
    if not speed:
        return text
    return f"{int(speed[1])}.{(speed[2] or '').rstrip('0') or '0'} {speed[3]}"


def parse_percent(text: str) -> DeciPercent:
    """Return ``1 %`` or ``1.5 %`` in 0.1 %, from 0 to 5 %. Raises `NotationError`."""
    match = _PERCENT.fullmatch(text)
    if match is None:
        if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
            message = f'{text} what? An incline is in per cent: "{text} %".'
            raise NotationError(0, len(text), "no-unit", message)
        if re.match(r"[0-9]+,[0-9]", text):
            raise NotationError(0, len(text), "decimal-comma", _pointed(text, "%"))
        if re.fullmatch(r"[0-9]+\.[0-9]{2,} ?%", text):
            message = "an incline has at most one decimal; treadmills know no finer ones."
            raise NotationError(0, len(text), "too-fine", message)
        message = f'{quoted(text)} is no incline; write it like "1 %" or "0.5 %".'
        raise NotationError(0, len(text), "incline", message)
    incline = DeciPercent(int(match[1]) * 10 + int(match[2] or 0))
    if incline > STEEPEST:
        message = f"an incline is at most {print_percent(STEEPEST)}."
        raise NotationError(0, len(text), "incline", message)
    return incline


def print_percent(incline: DeciPercent) -> str:
    """Return an incline as it is written: ``"1 %"``, ``"1.5 %"``."""
    whole, tenths = divmod(incline, 10)
    return f"{whole}.{tenths} %" if tenths else f"{whole} %"


def parse_effort(text: str) -> int:
    """Return the 3 of ``3 of 10``, from 0 to 10. Raises `NotationError`."""
    match = _EFFORT.fullmatch(text)
    if match and int(match[1]) <= HARDEST:
        return int(match[1])
    if re.fullmatch(r"[0-9]|10", text):
        message = f'{text} of what? Write "{text} of {HARDEST}".'
        raise NotationError(0, len(text), "no-unit", message)
    part = re.fullmatch(r"([0-9]|10) ?(?:/|out of) ?10", text)
    if part:
        message = slips.instead(f"{part[1]} of {HARDEST}", text)
        raise NotationError(0, len(text), "effort", message)
    message = f'{quoted(text)} is no effort; write 0 to {HARDEST} like "3 of {HARDEST}".'
    raise NotationError(0, len(text), "effort", message)


def print_effort(effort: int) -> str:
    """Return an effort as it is written: ``"3 of 10"``."""
    return f"{effort} of {HARDEST}"


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
    if match and match[2].lower() in (what, what.removesuffix("s")):
        message = slips.instead(print_count(int(match[1]), what), text)
        raise NotationError(0, len(text), "count", message)
    like = print_count(12 if what == "weeks" else 2, what)
    message = f'{quoted(text)} is no number of {what}; write it like "{like}".'
    raise NotationError(0, len(text), "count", message)


def print_count(number: int, what: str) -> str:
    """Return a count as it is written: ``"12 weeks"``, ``"1 week"``."""
    return f"{number} {_form(number, what)}"


def _form(number: int, what: str) -> str:
    return what.removesuffix("s") if number == 1 else what
