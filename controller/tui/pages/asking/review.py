"""All that was answered, once more, before it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len

from controller.tui.drawing.ink import Line, Span, choices, shortened, words, wrapped
from controller.tui.pages.asking.lines import INDENT

_MOST: Final = 3
"""Lines of one answer: the words of a clinician are the longest."""
KEYS: Final = (("ENTER", "keep"), ("BACKSPACE", "change the last"))


def review_lines(
    told: Sequence[tuple[str, str]], calls: Sequence[Line], width: int, rows: int
) -> list[Line]:
    """Return questions with their answers; the last ones, where there is no room for all."""
    head = [*calls, (), words(" " * INDENT, Span("YOUR ANSWERS", "strong")), ()]
    tail: list[Line] = [(), choices(("ENTER", "keep it"), ("BACKSPACE", "change the last"))]
    room = rows - len(head) - len(tail)
    shown = [_told(question, answer, width) for question, answer in told]
    air = sum(len(each) + 1 for each in shown) <= room
    left_out = 0
    while shown and sum(len(each) + air for each in shown) + bool(left_out) > room:
        shown.pop(0)
        left_out += 1
    lines = [line for each in shown for line in ([*each, ()] if air else each)]
    if left_out:
        lines.insert(0, words(" " * INDENT, Span(f"... and {left_out} before these", "dim")))
    return [*head, *lines, *tail][:rows]


def _told(question: str, answer: str, width: int) -> list[Line]:
    indent = " " * INDENT
    if cell_len(indent + question + answer) + INDENT + 2 <= width:
        return [words(indent, Span(f"{question}  ", "dim"), Span(answer, "strong"))]
    return [
        *(words(indent, Span(each, "dim")) for each in wrapped(question, width - 2 * INDENT)),
        *(
            words(indent * 2, Span(each, "strong"))
            for each in shortened(answer, width - 3 * INDENT, _MOST)
        ),
    ]
