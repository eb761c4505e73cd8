"""How fast a word for a pace is, in a plan: one speed, and perhaps a range to choose in.

=================================  ====================================================
7.5 km/h                           so fast
7.5 km/h (7.0 km/h to 9.0 km/h)    so fast, or what the runner chooses between the two
=================================  ====================================================
"""

from __future__ import annotations

import re
from typing import Final

from controller.core.timeline import JOG_FLOOR
from plans.notation.amounts import parse_speed, print_speed, tidy_speed
from plans.notation.line import Pace
from plans.notation.parse import NotationError
from plans.plan.model import SPEED_CAP, PaceSpeed
from plans.problems import quoted
from protocols.units import CentiKmh, kmh

_RANGE: Final = re.compile(
    r"(?P<usual>[^()]*[^() ]|) *\((?P<least>(?:(?! to )[^()])*) to (?P<most>[^()]*)\)"
)
"""Only one way to share the characters out fits, however long the text is.

Without possessive quantifiers: before 3.11.5 Python matches some of them wrongly (CPython issue
106052), and Debian 12 has 3.11.2.
"""

_BARE_RANGE: Final = re.compile(
    r"(?P<one>[0-9.:]+) ?(?:km/h|mph|/km|/mi)? ?(?:-|\N{EN DASH}|to) ?(?P<other>[0-9.:]+) ?"
    r"(?P<unit>km/h|mph|/km|/mi)"
)
"""As handouts have it: ``4.5-5.5 mph``."""


def parse_pace_speed(text: str, pace: Pace) -> PaceSpeed:
    """Return the speeds of a pace; each of them is one that fits its word.

    Raises:
        NotationError: a speed cannot be read, is none for that pace, or the range is none.
    """
    if "(" not in text and " to " not in text and not _BARE_RANGE.fullmatch(text):
        speed = _speed(text, 0, pace)
        return PaceSpeed(speed, speed, speed, _written(text, text, text))
    match = _RANGE.fullmatch(text)
    if match is None:
        like = _from_a_bare_range(text) or "7.5 km/h (7.0 km/h to 9.0 km/h)"
        message = f'a range follows the usual speed: "{like}".'
        raise NotationError(max(0, text.find("(")), len(text), "range", message)
    usual, least, most = (
        _speed(match[name], match.start(name), pace) for name in ("usual", "least", "most")
    )
    if not least <= usual <= most:
        message = (
            f"a range goes from slower to faster; {quoted(match['least'])} is the faster one."
            if least > most
            else f"{quoted(match['usual'])} is not in its own range."
        )
        raise NotationError(match.start("least"), match.end("most"), "range", message)
    return PaceSpeed(usual, least, most, _written(*match.group("usual", "least", "most")))


def _from_a_bare_range(text: str) -> str | None:
    """Return how ``4.5-5.5 mph`` is written, with the slower for the usual one."""
    match = _BARE_RANGE.fullmatch(text)
    if match is None:
        return None
    ends = [tidy_speed(f"{match[end]} {match['unit']}") for end in ("one", "other")]
    try:
        least, most = sorted(ends, key=parse_speed)
    except NotationError:
        return None
    return f"{least} ({least} to {most})"


def _written(*texts: str) -> tuple[str, ...]:
    """Return speeds in their one form, or nothing if that is in km/h for all of them."""
    tidied = tuple(tidy_speed(each) for each in texts)
    return () if all(each.endswith("km/h") for each in tidied) else tidied


def print_pace_speed(speed: PaceSpeed) -> str:
    """Return the speeds of a pace as they are written."""
    usual, least, most = (print_speed(each) for each in (speed.usual, speed.least, speed.most))
    return usual if speed.least == speed.most else f"{usual} ({least} to {most})"


def told_speeds(speed: PaceSpeed) -> dict[CentiKmh, str]:
    """Return how to tell each of the speeds: in km/h, and beside it as the author wrote it.

    The keys are the speeds, in 0.01 km/h.
    """
    each = (speed.usual, speed.least, speed.most)
    told = {one: print_speed(one) for one in each}
    for one, written in zip(each, speed.written, strict=False):
        if written != print_speed(one):
            told[one] = f"{print_speed(one)} ({written})"
    return told


def tidy_pace_speed(text: str) -> str:
    """Return what `parse_pace_speed` reads in its one form, in the units in which it is written.

    What it does not read comes back as it is.
    """
    match = _RANGE.fullmatch(text)
    if match is None:
        return tidy_speed(text)
    usual, least, most = (tidy_speed(match[name]) for name in ("usual", "least", "most"))
    return f"{usual} ({least} to {most})"


def _speed(text: str, start: int, pace: Pace) -> CentiKmh:
    try:
        speed = parse_speed(text)
    except NotationError as error:
        place = (start + error.start, start + error.end)
        raise NotationError(*place, error.id, error.message) from None
    problem = _problem(pace, speed)
    if problem:
        raise NotationError(start, start + len(text), "speed-range", problem)
    return speed


def _problem(pace: Pace, speed: CentiKmh) -> str | None:
    """Return what is wrong with a speed for that pace, if anything is."""
    if speed <= 0:
        return "a speed is above 0 km/h."
    if speed > SPEED_CAP:
        return (
            f"{kmh(speed)} km/h is above the cap of {kmh(SPEED_CAP)} km/h, which no plan can raise."
        )
    if pace is Pace.JOG and speed < JOG_FLOOR:
        return f'{kmh(speed)} km/h is a walk; "jog" begins at {kmh(JOG_FLOOR)} km/h.'
    if pace is not Pace.JOG and speed >= JOG_FLOOR:
        return f'{kmh(speed)} km/h is a jog; "{pace.value}" stays below {kmh(JOG_FLOOR)} km/h.'
    return None
