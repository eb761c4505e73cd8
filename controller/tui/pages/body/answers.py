"""The answers of a question as lines, in two columns where they are many."""

from __future__ import annotations

from typing import Final

from controller.coach.asking.questions import Question
from controller.tui.drawing.ink import Line, Span, fit, words

_FEW: Final = 6
_MARGIN: Final = 3


def answer_lines(question: Question, width: int) -> list[Line]:
    """Return each answer with its key; few of them with a line between."""
    cells = [
        words(
            Span(f" {each.key.upper()} ", "key"),
            *(" or ", Span(" ENTER ", "key")) if each.key == question.usual else (),
            f"  {each.words}",
        )
        for each in question.answers
    ]
    margin = Span(" " * _MARGIN)
    if len(cells) <= _FEW:
        return [line for each in cells for line in ((margin, *each), ())][:-1]
    half, column = (len(cells) + 1) // 2, (width - 2 * _MARGIN) // 2
    right = [*cells[half:], ()][:half]
    return [(margin, *fit(a, column), *b) for a, b in zip(cells[:half], right, strict=True)]
