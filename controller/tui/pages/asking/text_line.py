"""A line of text while it is written: a cursor, and nothing in it that a terminal would obey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len

from controller.tui.drawing.ink import Line, Span

LONGEST: Final = 400
"""In characters; what a question takes is less, and it says so."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """What is written so far."""

    text: str = ""
    cursor: int = 0
    """Before which character the next one goes."""

    @classmethod
    def of(cls, text: str) -> TextLine:
        """Return a line with the cursor at its end."""
        return cls(text, len(text))

    def press(self, key: str, char: str) -> TextLine | None:
        """Return it after a key; None if the key does nothing to a line.

        ``char`` may be many characters, where something was pasted.
        """
        text, at = self.text, self.cursor
        match key:
            case "left":
                return TextLine(text, max(0, at - 1))
            case "right":
                return TextLine(text, min(len(text), at + 1))
            case "home":
                return TextLine(text, 0)
            case "end":
                return TextLine.of(text)
            case "backspace":
                return TextLine(text[: max(0, at - 1)] + text[at:], max(0, at - 1))
            case "delete":
                return TextLine(text[:at] + text[at + 1 :], at)
            case _:
                new = "".join(each for each in char if each.isprintable())
                new = new[: LONGEST - len(text)]
                return TextLine(text[:at] + new + text[at:], at + len(new)) if new else None

    def shown(self, width: int) -> Line:
        """Return the line in ``width`` cells, moved so far that the cursor can be seen."""
        before, after = self.text[: self.cursor], self.text[self.cursor :]
        here, after = (after[:1] or " "), after[1:]
        while cell_len(before) + cell_len(here) > width:
            before = before[1:]
        room = width - cell_len(before) - cell_len(here)
        while cell_len(after) > room:
            after = after[:-1]
        left = room - cell_len(after)
        return (
            Span(before, "still"),
            Span(here, "key"),
            Span(after + " " * left, "still"),
        )


EMPTY: Final = TextLine()
