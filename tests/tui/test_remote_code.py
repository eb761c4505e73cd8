"""The remote page's address and code behind ``?``: never in the way of what matters."""

from __future__ import annotations

import pytest

from controller.remote.code import code_lines
from controller.tui.drawing.ink import Line
from controller.tui.screen.frame import Frame, draw
from controller.tui.screen.talk import Ui
from tests.tui.sessions import SIZES, fold_all, moving, still

URL = "http://192.168.178.123:54321/0123456789abcdefghijkl/"
PAGE = (URL, *code_lines(URL))


def texts(frame: Frame) -> list[str]:
    """Return the lines as plain text."""
    return ["".join(span.text for span in line) for line in frame.lines]


def _empty(line: Line) -> bool:
    return all(span.style == "text" and not span.text.strip() for span in line)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", sorted({*moving(), "ready", "paused"}))
def test_the_address_stands_behind_the_help_key_and_the_rest_stays(
    name: str, size: tuple[int, int]
) -> None:
    """Only lines that were empty are others; where the keys leave none, the address waits."""
    view = fold_all((moving() | still())[name])
    without, ui = draw(view, Ui(help=True), *size), Ui(help=True, page=PAGE)
    frame = draw(view, ui, *size)
    assert frame.bar_top == without.bar_top
    changed = [
        before
        for before, after in zip(texts(without), texts(frame), strict=True)
        if before != after
    ]
    assert not [line for line in changed if line.strip()]
    warns = any(span.style == "danger" for line in frame.lines for span in line)
    full = not any(_empty(line) for line in without.lines[1:])
    assert warns or full or any(URL in line for line in texts(frame))
    if name in ("ready", "paused"):
        assert any(URL in line for line in texts(frame))
    assert draw(view, Ui(page=PAGE), *size) == draw(view, Ui(), *size)


def test_the_code_is_shown_where_there_is_room() -> None:
    """Black on white whatever the terminal's colours are, and whole or not at all."""
    view = fold_all(still()["ready"])
    large = draw(view, Ui(help=True, page=PAGE), 160, 45)
    code = [span.text for line in large.lines for span in line if span.style == "code"]
    assert tuple(code) == PAGE[1:]
    small = draw(view, Ui(help=True, page=PAGE), 80, 24)
    assert not [span for line in small.lines for span in line if span.style == "code"]
