"""A page that is read: paragraphs under headings, with the arrows up and down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from controller.tui.drawing.ink import Line, Span, words, wrapped
from controller.tui.pages.page import Become, Close, Stay, Turn
from controller.tui.pages.window import READ_ON, furthest, moved, seen
from controller.words.catalogue import tr

_INDENT: Final = 3
_COLUMNS: Final = 74
"""A longer line is hard to read, however wide the terminal is."""
_LABEL: Final = 10


class Paragraph(NamedTuple):
    """Some text, or a heading."""

    text: str
    heading: bool = False
    label: str = ""
    """At the left of its first line; the text stands beside it."""


@dataclass(frozen=True, slots=True)
class TextPage:
    """Reading matter; ENTER closes it."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    top: int = 0
    """The first line that is shown."""

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The arrows, where there is more than the smallest terminal shows."""
        more = (READ_ON,) if self._last else ()
        return (*more, ("ENTER", tr("back")))

    def body(self, width: int, rows: int) -> list[Line]:
        """Return what there is room for; a last line says if there is more."""
        return seen(self._lines(), self.top, width, rows)

    def press(self, key: str, char: str) -> Turn:
        """Move, or close."""
        del char
        if key == "enter":
            return Close()
        top = moved(key, self.top, self._last)
        return Stay() if top == self.top else Become(replace(self, top=top))

    def returned(self, result: object) -> Turn:
        """Nothing is opened from here."""
        del result
        return Stay()

    @property
    def _last(self) -> int:
        """The furthest that the smallest terminal needs to go."""
        return furthest(self._lines())

    def _lines(self) -> list[Line]:
        made: list[Line] = [()]
        for each in self.paragraphs:
            if each.heading and len(made) > 1:
                made.append(())
            made += _paragraph(each)
        return made


def _paragraph(each: Paragraph) -> list[Line]:
    style, beside = ("strong" if each.heading else "text"), _LABEL if each.label else 0
    return [
        words(
            " " * _INDENT,
            Span(f"{each.label if number == 0 else '':<{beside}}", "strong"),
            Span(line, style),
        )
        for number, line in enumerate(wrapped(each.text, _COLUMNS - beside))
    ]
