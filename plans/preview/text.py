"""A plan seen in a terminal: the speed of one level over time, and the staircase of all levels.

Everything is lines of text with a kind for each piece, so that colour is the caller's. A run is
told from a walk by the character, a question by its mark: nothing depends on colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np

from controller.core.timeline import JOG_FLOOR
from protocols.units import SECOND, kmh

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from controller.core.timeline import Program
    from plans.preview.quickest import Session
    from plans.preview.timeline import Timeline
    from plans.preview.totals import Totals

NARROWEST: Final = 40
"""Cells of a terminal that a drawing needs at least."""
_GUTTER: Final = 6
"""Cells before the drawing: a number and the axis."""
_STRIP_ROWS: Final = 6
_STAIR_ROWS: Final = 5
_TICK_APART: Final = 8
"""Cells between two numbers of the time axis, at least."""
_MINUTES: Final = (1, 2, 5, 10, 15, 20, 30, 60, 120)
_WIDEST_STAIR: Final = 3
"""Cells of a level."""


class Piece(NamedTuple):
    """Some text of one kind: ``""``, ``"run"``, ``"walk"`` or ``"mark"``."""

    text: str
    kind: str = ""


Line: TypeAlias = tuple[Piece, ...]


class Signs(NamedTuple):
    """The characters that are drawn with."""

    run: str
    """From empty to full, like ``walk``."""
    walk: str
    upright: str
    """Of the axes, like the three behind it: level, where they meet, and at a number."""
    level: str
    corner: str
    tick: str
    present: str
    """Below the present level of the staircase."""


BLOCKS: Final = Signs("▁▂▃▄▅▆▇█", "░░▒▒▒▒▒▒", "│", "─", "└", "┴", "▲")
ASCII: Final = Signs("#", ":", "|", "-", "+", "+", "^")
"""For a terminal that may not have the signs above."""


def strip(timeline: Timeline, program: Program, width: int, signs: Signs) -> list[Line]:
    """Return the speed of a session over time, and where it asks.

    A column stands for a stretch of time and shows its middle; a stretch that holds a whole run
    shows that run, or a short one would fall between two columns.

    Args:
        timeline: what the belt does.
        program: what was planned, for the numbers of the axis.
        width: cells of the terminal, `NARROWEST` or more.
        signs: what to draw with.
    """
    columns = width - _GUTTER
    speeds = _columns(timeline, program, columns)
    top = float(timeline.v.max())
    lines = _bars(
        speeds,
        [each >= JOG_FLOOR / 100 for each in speeds],
        _labels({each.speed / 100: kmh(each.speed) for each in program.segments}, top, _STRIP_ROWS),
        (top, _STRIP_ROWS),
        signs,
    )
    minutes = timeline.seconds / 60
    apart = next(
        (each for each in _MINUTES if each * columns >= _TICK_APART * minutes), _MINUTES[-1]
    )
    ticks = {int(at * columns / minutes): str(at) for at in range(0, int(minutes) + 1, apart)}
    asked = {min(columns - 1, int(at * columns / timeline.seconds)) for at in timeline.asked}
    marks = "".join("?" if each in asked else " " for each in range(columns)).rstrip()
    return [
        *lines,
        _axis(columns, ticks, signs),
        (Piece(f"{'min':>{_GUTTER - 1}} {_placed(ticks, columns)}"),),
        (Piece(f"{'asks':>{_GUTTER - 1}} "), Piece(marks, "mark")),
    ]


def legend(signs: Signs) -> Line:
    """Return what stands above the strip: its unit, and what its characters mean."""
    return (
        Piece(f"{'km/h':>{_GUTTER - 2}}  "),
        Piece(signs.run[-1], "run"),
        Piece(f" {kmh(JOG_FLOOR)} or faster   "),
        Piece(signs.walk[-1], "walk"),
        Piece(" slower   "),
        Piece("?", "mark"),
        Piece(" a question"),
    )


def staircase(
    levels: Sequence[Totals], sessions: Sequence[Session], level: int, width: int, signs: Signs
) -> list[Line]:
    """Return the minutes of running of every level, and the week in which it is first done.

    Of a plan that only walks it is the minutes in all. Where there is no room for every level,
    those that are left out lie evenly between the others.

    Args:
        levels: all of the plan, in order.
        sessions: how it is gone through.
        level: the present one, which is marked.
        width: cells of the terminal, `NARROWEST` or more.
        signs: what to draw with.
    """
    columns = width - _GUTTER
    room = max(1, min(_WIDEST_STAIR, columns // len(levels)))
    shown = [levels[at] for at in _evenly(len(levels), columns // room)]
    runs = any(each.runs for each in levels)
    minutes = [_minutes(each, runs=runs) for each in shown]
    first = {each.level: each.day // 7 + 1 for each in reversed(sessions)}
    weeks: dict[int, str] = {}
    for at, each in enumerate(shown):
        if str(first[each.level]) not in weeks.values():
            weeks[at * room] = str(first[each.level])
    numbers = {at * room: str(each.level) for at, each in enumerate(shown)}
    top = max(minutes)
    filled = [value for value in minutes for _ in range(room)]
    return [
        *_bars(
            filled,
            [runs] * len(filled),
            _labels({top: _number(top), min(minutes): _number(min(minutes))}, top, _STAIR_ROWS),
            (top, _STAIR_ROWS),
            signs,
        ),
        _axis(len(filled), numbers if room > 1 else {}, signs),
        (Piece(f"{'level':>{_GUTTER - 1}} {_placed(numbers, columns)}"),),
        (Piece(f"{'week':>{_GUTTER - 1}} {_placed(weeks, columns)}"),),
        *_here(shown, level, room, signs),
    ]


def _here(shown: Sequence[Totals], level: int, room: int, signs: Signs) -> list[Line]:
    """Return a line that marks the present level."""
    at = next((at for at, each in enumerate(shown) if each.level >= level), len(shown) - 1)
    mark = f"{signs.present} level {level}"
    left = max(0, min(at * room, len(shown) * room - len(mark)))
    if left != at * room:
        mark = f"level {level} {signs.present}"
        left = max(0, at * room + 1 - len(mark))
    return [(Piece(" " * (_GUTTER + left)), Piece(mark, "mark"))]


def _minutes(each: Totals, *, runs: bool) -> float:
    return (each.running if runs else each.total) / (60 * SECOND)


def _number(minutes: float) -> str:
    return f"{minutes:.1f}".removesuffix(".0")


def _evenly(count: int, room: int) -> list[int]:
    """Return which of so many are shown where there is room for fewer, with the first and last."""
    if count <= room:
        return list(range(count))
    return [at * (count - 1) // (room - 1) for at in range(room)]


def _columns(timeline: Timeline, program: Program, columns: int) -> list[float]:
    """Return the speed that each column shows, in km/h."""
    width = timeline.seconds / columns
    speeds = timeline.speed_at((np.arange(columns) + 0.5) * width)
    for index, segment in enumerate(program.segments):
        at = np.flatnonzero(timeline.segment == index)
        if segment.speed < JOG_FLOOR or not at.size:
            continue
        fastest = float(timeline.v[at].max())
        over = at[timeline.v[at] == fastest]
        middle = (timeline.t[over[0]] + timeline.t[over[-1]]) / 2
        column = min(columns - 1, int(middle / width))
        speeds[column] = max(speeds[column], fastest)
    return [float(each) for each in speeds]


def _labels(values: dict[float, str], top: float, rows: int) -> dict[int, str]:
    """Return the label of each row that has one, counted from below; the higher value wins."""
    return {max(0, _eighths(value, top, rows) - 1) // 8: values[value] for value in sorted(values)}


def _eighths(value: float, top: float, rows: int) -> int:
    return round(value / top * rows * 8) if top else 0


def _bars(
    values: Sequence[float],
    runs: Sequence[bool],
    labels: dict[int, str],
    scale: tuple[float, int],
    signs: Signs,
) -> list[Line]:
    """Return upright bars side by side, from the top row down."""
    top, rows = scale
    heights = [_eighths(value, top, rows) for value in values]
    lines: list[Line] = []
    for row in reversed(range(rows)):
        pieces = [Piece(f"{labels.get(row, ''):>{_GUTTER - 2}} {signs.upright}")]
        cells = [
            (_cell(height - 8 * row, signs.run if run else signs.walk), "run" if run else "walk")
            for height, run in zip(heights, runs, strict=True)
        ]
        lines.append((*pieces, *_joined(cells)))
    return lines


def _cell(eighths: int, signs: str) -> str:
    """Return one cell that is filled from below; with one sign only, if it is at least half."""
    if eighths <= 0:
        return " "
    filled = min(8, eighths)
    if len(signs) == 1:
        return signs if filled >= 4 else " "
    return signs[filled - 1]


def _joined(cells: Iterable[tuple[str, str]]) -> list[Piece]:
    """Return pieces as long as can be; a blank is of every kind, and none ends a line."""
    pieces: list[Piece] = []
    for text, kind in cells:
        if pieces and (text == " " or kind == pieces[-1].kind):
            pieces[-1] = Piece(pieces[-1].text + text, pieces[-1].kind)
        else:
            pieces.append(Piece(text, "" if text == " " else kind))
    if pieces:
        pieces[-1] = Piece(pieces[-1].text.rstrip(), pieces[-1].kind)
    return pieces


def _axis(columns: int, ticks: Iterable[int], signs: Signs) -> Line:
    at = set(ticks)
    drawn = "".join(signs.tick if each in at else signs.level for each in range(columns))
    return (Piece(f"{' ' * (_GUTTER - 1)}{signs.corner}{drawn}"),)


def _placed(labels: dict[int, str], columns: int) -> str:
    """Return labels at their columns; one that has no room is left out."""
    line = ""
    for at, label in sorted(labels.items()):
        if (not line or at > len(line)) and at + len(label) <= columns:
            line = f"{line:<{at}}{label}"
    return line
