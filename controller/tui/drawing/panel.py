"""The panel that is read from the belt: a word and a number as large as the terminal allows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final, NamedTuple

from rich.cells import cell_len

from controller.tui.drawing.font import ROWS, big, big_width, small
from controller.tui.drawing.ink import Line, Span, block, fit

_MARGIN: Final = 2
_BETWEEN: Final = 3
_APART: Final = 5
"""So far a number should be from the word, if a narrower margin makes it so."""
_LARGEST: Final = 6


class Scale(NamedTuple):
    """How much larger than the font the word and the number are drawn."""

    word: int
    number: int


def scale_for(word: str, number: str, width: int, rows: int) -> Scale:
    """Return the largest scale that fits; the number grows first, and one step at most."""
    room = width - 2 * _MARGIN - _BETWEEN
    for size in range(_LARGEST, 0, -1):
        if ROWS * size + 2 > rows:
            continue
        for smaller in range(size, max(0, size - 2), -1):
            if big_width(word, smaller) + big_width(number, size) <= room:
                return Scale(smaller, size)
    return Scale(1, 1)


def stand_together(word: str, number: str, width: int) -> bool:
    """Return whether both can be written large, one beside the other."""
    return big_width(word) + big_width(number) <= width - 2 * _MARGIN - _BETWEEN


def fitting(words: Sequence[str], number: str, width: int) -> str:
    """Return the first of the words that can stand beside the number, or the last."""
    room = width - 2 * _MARGIN - (_BETWEEN + big_width(number) if number else 0)
    return next((each for each in words if big_width(each) <= room), words[-1])


@lru_cache(maxsize=64)
def panel(kind: str, word: str, number: str, width: int, rows: int) -> tuple[Line, ...]:
    """Return ``rows`` lines: the word at the left, the number at the right, the shape below.

    ``kind`` is run, walk or still: the colour and the shape. Nothing is cut: a word that has no
    room beside the number stands there in small letters.
    """
    scale = scale_for(word, number, width, rows)
    tall = ROWS * scale.number
    room = width - 2 * _MARGIN - (_BETWEEN + big_width(number, scale.number) if number else 0)
    letters = _written(word, scale.word, room)
    left = _padded(letters, tall)
    right = big(number, scale.number) if number else [""] * tall
    drawn = cell_len(letters[0]) + big_width(number, scale.number)
    margin = _MARGIN
    if number and width - 2 * margin - drawn < _APART:
        margin -= 1  # a sign is the word's, and not the number's
    room = max(1, width - 2 * margin - drawn)
    made = [
        fit((*_cells(" " * margin + a + " " * room + b, kind),), width, kind)
        for a, b in zip(left, right, strict=True)
    ]
    shape = _shape(kind, width, scale.number)
    if tall + len(shape) >= rows:
        shape = _shape(kind, width, 1)  # ink that touches the line above is hard to tell from it
    above = (max(0, rows - tall - len(shape)) + 1) // 2
    body = block((), width, above, kind) + made
    return tuple(block([*block(body, width, rows - len(shape), kind), *shape], width, rows, kind))


def banner(text: str, width: int, style: str, rows: int = _LARGEST * ROWS) -> list[Line]:
    """Return a text in large letters in the middle of lines of that style.

    Args:
        text: a few words.
        width: cells of a line.
        style: of the lines.
        rows: so many at most, unless the smallest letters need more.

    """
    sizes = range(min(_LARGEST, rows // ROWS), 1, -1)
    size = next((size for size in sizes if big_width(text, size) + 4 <= width), 1)
    return _banner(text, width, style, size)


def _banner(text: str, width: int, style: str, size: int) -> list[Line]:
    letters = _written(text, size, width)
    left = " " * (max(0, width - cell_len(letters[0])) // 2)
    return [fit(_cells(left + row, style), width, style) for row in letters]


def _written(text: str, size: int, room: int) -> list[str]:
    """Return a text in large letters, or in small ones where those have no room."""
    return big(text, size) if big_width(text, size) <= room else small(text, size)


def _cells(row: str, kind: str) -> Line:
    return tuple(
        Span("█" * len(list(cells)), f"{kind} ink") if drawn else Span("".join(cells), kind)
        for drawn, cells in groupby(row, lambda cell: cell == "#")
    )


def _padded(rows: list[str], tall: int) -> list[str]:
    """Put a smaller word into the middle of the number's height."""
    missing = tall - len(rows)
    blank = " " * (cell_len(rows[0]) if rows else 0)
    return [blank] * (missing // 2) + rows + [blank] * (missing - missing // 2)


def _shape(kind: str, width: int, size: int) -> list[Line]:
    """Return a zigzag for a run and a flat line for a walk; nothing where the belt is still."""
    if kind == "run":
        period = 2 * size
        rows = []
        for row in range(size):
            tooth = [" "] * period
            tooth[size - 1 - row] = "/"
            tooth[size + row] = "\\"
            rows.append(("".join(tooth) * (width // period + 1))[:width])
        return [(Span(row, kind),) for row in rows]
    return [(Span("━" * width, kind),)] if kind == "walk" else []
