"""A line of intervals as a value: bouts and repeats, printed, counted and timed.

Only `bouts` expands a line; for all else ``999999 x (...)`` costs no more than ``2 x (...)``.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from protocols.units import MILE, SECOND, CentiKmh, Nanoseconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MILLIMETRES: Final = {"mi": MILE, "km": 1_000_000, "metres": 1_000}
"""How long each unit of distance is."""


class Pace(Enum):
    """The words for how an interval is moved through; a plan gives each a speed."""

    WALK = "walk"
    BRISK = "brisk"
    JOG = "jog"


class Distance(NamedTuple):
    """A way to go, as it was written: ``0.1 mi`` is 10 hundredths of a mile."""

    hundredths: int
    """Of the unit."""
    unit: str
    """``"mi"``, ``"km"`` or ``"metres"``."""

    @property
    def millimetres(self) -> int:
        """How far that is, rounded down."""
        return self.hundredths * MILLIMETRES[self.unit] // 100


class Bout(NamedTuple):
    """One stretch at one pace."""

    amount: Nanoseconds | Distance
    pace: Pace


class Repeat(NamedTuple):
    """Some intervals, several times over."""

    times: int
    inside: tuple[Bout | Repeat, ...]


Intervals: TypeAlias = tuple[Bout | Repeat, ...]
"""An interval line as it was written, not yet expanded."""


def print_duration(duration: Nanoseconds) -> str:
    """Return a duration of whole seconds as it is written: ``"90s"`` becomes ``"1min30s"``."""
    minutes, seconds = divmod(duration // SECOND, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        tail = f"{seconds:02d}s" if seconds else ""
        return f"{hours}h" + (f"{minutes:02d}m{tail}" if minutes or seconds else "")
    return (f"{minutes}min" if minutes else "") + (f"{seconds}s" if seconds or not minutes else "")


def print_intervals(line: Intervals) -> str:
    """Return an interval line as it is written: ``"8 x (30s jog, 2min walk)"``."""
    return ", ".join(
        f"{item.times} x ({print_intervals(item.inside)})"
        if isinstance(item, Repeat)
        else f"{_print_amount(item.amount)} {item.pace.value}"
        for item in line
    )


def _print_amount(amount: Nanoseconds | Distance) -> str:
    """Return a duration or a distance as it is written: ``"1min30s"``, ``"0.1 mi"``."""
    if not isinstance(amount, Distance):
        return print_duration(amount)
    whole, decimals = divmod(amount.hundredths, 100)
    number = f"{whole}.{decimals:02d}".rstrip("0") if decimals else str(whole)
    return (
        f"{number} metre" if (number, amount.unit) == ("1", "metres") else f"{number} {amount.unit}"
    )


def bouts(line: Intervals) -> Iterator[Bout]:
    """Yield the bouts in the order in which they are done."""
    for item in line:
        if isinstance(item, Bout):
            yield item
        else:
            for _ in range(item.times):
                yield from bouts(item.inside)


def bout_count(line: Intervals) -> int:
    """Return how many bouts there are, without expanding the line."""
    return sum(
        item.times * bout_count(item.inside) if isinstance(item, Repeat) else 1 for item in line
    )


def lasts(bout: Bout, speeds: Mapping[Pace, CentiKmh]) -> Nanoseconds:
    """Return how long a bout takes at these speeds: a distance to the nearest whole second.

    A distance becomes a time before the session begins, so that a runner whom a symptom slows down
    never runs for longer.

    Raises:
        KeyError: it is a distance, and ``speeds``, in 0.01 km/h, has none for its pace.
    """
    if not isinstance(bout.amount, Distance):
        return bout.amount
    # 0.01 km/h are 100 mm in 36 s.
    seconds = (2 * bout.amount.millimetres * 36 + speeds[bout.pace] * 100) // (
        2 * speeds[bout.pace] * 100
    )
    return Nanoseconds(max(1, seconds) * SECOND)


def length(line: Intervals, speeds: Mapping[Pace, CentiKmh]) -> Nanoseconds:
    """Return how long all bouts last together, without expanding the line; as of `lasts`.

    Raises:
        KeyError: as `lasts`.
    """
    return Nanoseconds(
        sum(
            item.times * length(item.inside, speeds)
            if isinstance(item, Repeat)
            else lasts(item, speeds)
            for item in line
        )
    )


def paces(line: Intervals) -> set[Pace]:
    """Return the paces that occur, without expanding the line."""
    found: set[Pace] = set()
    for item in line:
        found |= {item.pace} if isinstance(item, Bout) else paces(item.inside)
    return found
