"""All that was answered, once more, before it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len

from controller.tui.drawing.ink import Line, Span, choices, shortened, words, wrapped
from controller.tui.pages.asking.lines import INDENT
from controller.words.catalogue import tr

_MOST: Final = 3
"""Lines of one answer: the words of a clinician are the longest."""
KEYS: Final = (("ENTER", tr("keep")), ("BACKSPACE", tr("change the last")))


def review_lines(
    told: Sequence[tuple[str, str]], calls: Sequence[Line], width: int, rows: int
) -> list[Line]:
    """Return questions with their answers; the last ones, where there is no room for all."""
    head = [*calls, (), words(" " * INDENT, Span(tr("YOUR ANSWERS"), "strong")), ()]
    tail: list[Line] = [(), choices(("ENTER", tr("keep it")), ("BACKSPACE", tr("change the last")))]
    room = rows - len(head) - len(tail)
    shown = [_told(question, answer, width) for question, answer in told]
    air = sum(len(each) + 1 for each in shown) <= room
    left_out = 0
    while shown and sum(len(each) + air for each in shown) + bool(left_out) > room:
        shown.pop(0)
        left_out += 1
    lines = [line for each in shown for line in ([*each, ()] if air else each)]
    if left_out:
        lines.insert(
            0, words(" " * INDENT, Span(tr("... and {n} before these").format(n=left_out), "dim"))
        )
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
