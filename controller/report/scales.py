"""From days, seconds and speeds to places in a picture."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from controller.records.trace import Point

_STEPS: Final = (1, 2, 5, 10, 15, 20, 30, 60, 90, 120)
_WEEK: Final = 7
_MOST_TICKS: Final = 12


class Scale(NamedTuple):
    """A straight line of numbers, from ``least`` at ``start`` to ``most`` at ``end``."""

    least: float
    most: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the place of a value."""
        span = self.most - self.least or 1
        return self.start + (value - self.least) / span * (self.end - self.start)

    def ticks(self, about: int = 5) -> list[int]:
        """Return whole numbers to write beside it: not more than about so many."""
        span = self.most - self.least
        step = next((each for each in _STEPS if span / each <= about), int(span // about) + 1)
        first = -(-int(self.least) // step) * step
        return list(range(first, int(self.most) + 1, step))


class Days(NamedTuple):
    """A line of days."""

    first: date
    last: date
    start: float
    end: float

    def at(self, day: date) -> float:
        """Return the place of a day; one day alone stands in the middle."""
        span = (self.last - self.first).days
        share = (day - self.first).days / span if span else 0.5
        return self.start + share * (self.end - self.start)

    def width(self, most: float) -> float:
        """Return how wide a day can be drawn; two days running do not touch."""
        days = (self.last - self.first).days + 1
        return max(1.0, min(most, 0.8 * (self.end - self.start) / days))

    def ticks(self) -> Iterator[date]:
        """Yield Mondays, every so many that their words have room."""
        monday = self.first + timedelta(days=-self.first.weekday() % _WEEK)
        mondays = max(1, ((self.last - monday).days // _WEEK + 1))
        each = -(-mondays // _MOST_TICKS)
        while monday <= self.last:
            yield monday
            monday += timedelta(days=_WEEK * each)


def staircase(points: Sequence[Point], across: Scale, up: Scale, columns: int) -> str:
    """Return the path of something that stays as it is until it is told to be otherwise.

    So many columns have room: of each the first value, the least, the most and the last are drawn,
    so that nothing short is lost.
    """
    if not points:
        return ""
    at, value = np.array(points, dtype=np.int64).T
    span = max(int(across.most - across.least), 1)
    column = np.clip((at - int(across.least)) * columns // span, 0, columns)
    starts = np.flatnonzero(np.diff(column, prepend=-1))
    ends = np.append(starts[1:], len(at)) - 1
    told = np.stack(
        [
            value[starts],
            np.minimum.reduceat(value, starts),
            np.maximum.reduceat(value, starts),
            value[ends],
        ],
        axis=1,
    )
    before = int(told[0, 0])
    path = [f"M{_told(across.at(float(at[0])))} {_told(up.at(before))}"]
    for when, each in zip(at[starts], told, strict=True):
        if (each == before).all():
            continue
        path.append(f"H{_told(across.at(float(when)))}")
        for height in each:
            if height != before:
                path.append(f"V{_told(up.at(float(height)))}")
                before = int(height)
    path.append(f"H{_told(across.at(float(at[-1])))}")
    return "".join(path)


def _told(place: float) -> str:
    return f"{place:.1f}".removesuffix(".0")
