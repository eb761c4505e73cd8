"""Lines of text with a style each, before they are cells of a terminal.

A screen is a list of lines, each as wide as the terminal, made by plain functions of a View. Only
`canvas` knows what the terminal makes of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from rich.cells import cell_len, set_cell_size

from controller.settings.values import Contrast


class Span(NamedTuple):
    """Some text in one style; the styles' names are those of `STYLES`."""

    text: str
    style: str = "text"


Line = tuple[Span, ...]

STYLES: Final = {
    "text": "#e8ebee on #0d1117",
    "dim": "#9aa7b4 on #0d1117",
    "strong": "bold #ffffff on #0d1117",
    "key": "bold #0d1117 on #e8ebee",
    "run": "bold #140a00 on #ff9f1c",
    "walk": "bold #ffffff on #0a4f9e",
    "still": "bold #ffffff on #3a4350",
    "run ink": "#140a00 on #140a00",
    "walk ink": "#ffffff on #ffffff",
    "still ink": "#ffffff on #ffffff",
    "run text": "bold #ff9f1c on #0d1117",
    "walk text": "bold #6cb6ff on #0d1117",
    "run past": "#ff9f1c on #0d1117",
    "walk past": "#6cb6ff on #0d1117",
    "to come": "#7d8996 on #0d1117",
    "bar": "bold #ffffff on #a8001c",
    "bar edge": "#ffffff on #a8001c",
    "danger": "bold #000000 on #ffd60a",
    "danger ink": "#000000 on #000000",
    "code": "#000000 on #ffffff",
    "bar of time": "#e8ebee on #e8ebee",
}
"""Orange for a run and blue for a walk are told apart by every kind of colour vision, and each is
never alone: the word and the shape say the same. Without colour the blocks remain."""

_HIGH: Final = {
    "text": "#ffffff on #000000",
    "dim": "#ffffff on #000000",
    "strong": "bold #ffffff on #000000",
    "key": "bold #000000 on #ffffff",
    "run": "bold #000000 on #ffd500",
    "walk": "bold #000000 on #00e5ff",
    "still": "bold #ffffff on #000000",
    "run ink": "#000000 on #000000",
    "walk ink": "#000000 on #000000",
    "still ink": "#ffffff on #ffffff",
    "run text": "bold #ffd500 on #000000",
    "walk text": "bold #00e5ff on #000000",
    "run past": "#ffd500 on #000000",
    "walk past": "#00e5ff on #000000",
    "to come": "#b8b8b8 on #000000",
    "bar": "bold #000000 on #ffffff",
    "bar edge": "#000000 on #ffffff",
    "danger": "bold #000000 on #ffd500",
    "danger ink": "#000000 on #000000",
    "bar of time": "#ffffff on #ffffff",
    "code": "#000000 on #ffffff",
}
"""Black, white, yellow and cyan. An alarm is yellow as a run is: it fills the terminal, and says
what it is in the largest letters."""
THEMES: Final = {Contrast.NORMAL: STYLES, Contrast.HIGH: _HIGH}
"""What the styles are, by the strength of the colours."""


def width_of(line: Line) -> int:
    """Return how many cells a line takes."""
    return sum(cell_len(span.text) for span in line)


def printable(text: str) -> str:
    """Return the text without anything that a terminal would obey; a machine names itself."""
    return text if text.isprintable() else "".join(c if c.isprintable() else "?" for c in text)


def words(*parts: str | Span) -> Line:
    """Return a line from texts and spans, without what a terminal would obey."""
    spans = (Span(part) if isinstance(part, str) else part for part in parts)
    return tuple(Span(printable(span.text), span.style) for span in spans)


def fit(line: Line, width: int, style: str = "text") -> Line:
    """Return the line cut or filled to exactly ``width`` cells."""
    made: list[Span] = []
    room = width
    for span in line:
        size = cell_len(span.text)
        if size > room:
            made.append(Span(set_cell_size(span.text, room), span.style))
            return tuple(made)
        made.append(span)
        room -= size
    if room:
        made.append(Span(" " * room, style))
    return tuple(made)


def centred(line: Line, width: int, style: str = "text") -> Line:
    """Return the line in the middle of ``width`` cells."""
    left = max(0, width - width_of(line)) // 2
    return fit((Span(" " * left, style), *line), width, style)


def ends(left: Line, right: Line, width: int, style: str = "text") -> Line:
    """Return two lines in one; where there is no room for both the left one is cut."""
    apart = 1 if right else 0
    room = max(0, width - width_of(right) - apart)
    gap = Span(" " * min(apart, width), style)
    return fit((*fit(left, room, style), gap, *right), width, style)


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most ``width`` cells, broken at spaces."""
    lines: list[str] = []
    line = ""
    for word in printable(text).split():
        longer = f"{line} {word}" if line else word
        if line and cell_len(longer) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def balanced(text: str, width: int) -> list[str]:
    """Return a text in as few lines as `wrapped`, as even as can be: no word stands alone."""
    lines = wrapped(text, width)
    least = cell_len(" ".join(lines)) // max(1, len(lines))
    for narrower in range(least, width):
        even = wrapped(text, narrower)
        if len(even) == len(lines):
            return even
    return lines


def shortened(text: str, width: int, most: int) -> list[str]:
    """Return a stranger's text in at most so many lines; "…" stands for what is left out."""
    lines = wrapped(" ".join(text.split()), width)
    cut = len(lines) > most
    return [
        _cut(line, width, short=(cut and number == most - 1) or cell_len(line) > width)
        for number, line in enumerate(lines[: max(0, most)])
    ]


def _cut(line: str, width: int, *, short: bool) -> str:
    return f"{set_cell_size(line, min(cell_len(line), width - 1)).rstrip()}…" if short else line


def paragraph(text: str, width: int, style: str = "text", indent: int = 3) -> list[Line]:
    """Return a text as indented lines."""
    room = max(1, width - 2 * indent)
    return [(Span(" " * indent, style), Span(each, style)) for each in wrapped(text, room)]


def choices(*pairs: tuple[str, str], apart: int = 4) -> Line:
    """Return keys with what they do, side by side and so many cells apart."""
    made: list[Span] = [Span("   ")]
    for key, does in pairs:
        made += [Span(f" {key} ", "key"), Span(f" {does}{' ' * apart}")]
    return words(*made)


def block(lines: Iterable[Line], width: int, height: int, style: str = "text") -> list[Line]:
    """Return exactly ``height`` lines of ``width`` cells: cut below, or filled."""
    made = [fit(line, width, style) for line in lines][:height]
    made += [fit((), width, style)] * (height - len(made))
    return made
