"""The shortest way to write the same bouts in the same order.

``30s jog, 2min walk, 30s jog, 2min walk`` is ``2 x (30s jog, 2min walk)``. What is shortest does
not depend on how the line was written, up to `MOST_SEARCHED` bouts; a longer line keeps its
brackets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from plans.notation.line import Bout, Intervals, Repeat, bout_count, bouts, print_intervals
from plans.notation.parse import MAX_NESTING

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_SEARCHED: Final = 120
"""Bouts; the search grows with their square."""
_BETWEEN: Final = len(", ")


class _Form(NamedTuple):
    """A way to write some bouts, and how many characters it has with a comma behind it."""

    line: Intervals
    width: int


def fold(line: Intervals, brackets: int = MAX_NESTING) -> Intervals:
    """Return the same bouts in the shortest form; of equal ones, that which repeats sooner.

    Args:
        line: what is written.
        brackets: how deep brackets may nest in what is returned.
    """
    if bout_count(line) <= MOST_SEARCHED:
        return _Search().form(tuple(bouts(line)), brackets).line
    return tuple(_long(line, brackets))


def _long(line: Intervals, brackets: int) -> Iterator[Bout | Repeat]:
    """Yield the items of a line that is too long to search, without brackets that do nothing."""
    for item in line:
        if isinstance(item, Bout):
            yield item
        elif item.times == 1:
            yield from _long(item.inside, brackets)
        else:
            inside = fold(item.inside, brackets - 1)
            only = inside[0]
            if len(inside) == 1 and isinstance(only, Repeat):
                yield Repeat(item.times * only.times, fold(only.inside, brackets - 1))
            else:
                yield Repeat(item.times, inside)


class _Search:
    """Finds the shortest form of a row of bouts, and of each part of it that is repeated."""

    def __init__(self) -> None:
        self._found: dict[tuple[tuple[Bout, ...], int], _Form] = {}

    def form(self, row: tuple[Bout, ...], brackets: int) -> _Form:
        """Return the shortest form with brackets that nest at most so deep."""
        key = (row, brackets)
        if key not in self._found:
            self._found[key] = self._shortest(row, brackets)
        return self._found[key]

    def _shortest(self, row: tuple[Bout, ...], brackets: int) -> _Form:
        best = [_Form((), 0)]
        """For the last 0, 1, 2 ... bouts."""
        for start in range(len(row) - 1, -1, -1):
            candidates = [
                *self._repeats(row, start, brackets, best),
                _joined(_written(row[start]), best[-1]),
            ]
            best.append(min(candidates, key=_width))
        return best[-1]

    def _repeats(
        self, row: tuple[Bout, ...], start: int, brackets: int, best: list[_Form]
    ) -> Iterator[_Form]:
        """Yield the shortest forms of all from ``start`` that begin with a repeat."""
        if brackets == 0:
            return
        left = len(row) - start
        reach: dict[int, int] = {}
        for period in range(1, left // 2 + 1):
            if any(period % shorter == 0 and period <= end for shorter, end in reach.items()):
                continue  # the part is itself a repeat
            part = row[start : start + period]
            times = 1
            while row[start + times * period : start + (times + 1) * period] == part:
                times += 1
                inside = self.form(part, brackets - 1).line
                rest = best[left - times * period]
                yield _joined(_written(Repeat(times, inside)), rest)
            if times > 1:
                reach[period] = times * period


def _written(item: Bout | Repeat) -> _Form:
    return _Form((item,), len(print_intervals((item,))) + _BETWEEN)


def _joined(first: _Form, rest: _Form) -> _Form:
    return _Form(first.line + rest.line, first.width + rest.width)


def _width(form: _Form) -> int:
    return form.width
