"""Screens and pages hold a language that needs more room than English does."""

from __future__ import annotations

import re
from typing import Final

import pytest

from controller.tui.drawing.ink import width_of
from controller.tui.screen.frame import draw
from controller.tui.screen.talk import Ui
from controller.words import catalogue
from tests.lanes import one_in
from tests.tui.pages.shown import PAGES
from tests.tui.sessions import fold_all, moving, still
from tests.words.invented import translations

SIZES: Final = ((80, 24), (160, 45), (60, 20))
_FIELD: Final = re.compile(r"\{[^{}]*\}")


def half_as_long_again(message: str) -> str:
    """Return a message with more letters, in as many words."""
    return message + "ö" * (len(_FIELD.sub("", message)) // 2)


@pytest.fixture(autouse=True)
def _longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have longer texts looked up; those of tables are looked up at import, and stay."""
    monkeypatch.setattr(catalogue, "_spoken", translations(half_as_long_again))


@pytest.mark.parametrize("name", [*moving(), *still()])
@pytest.mark.parametrize(
    "ui", one_in(3, [Ui(), Ui(help=True), Ui(ticks=4)]), ids=["plain", "help", "ticked"]
)
def test_a_screen_fills_its_terminal(name: str, ui: Ui) -> None:
    """No line is longer, no line is lost, and the bar is where it is clicked."""
    view = fold_all((moving() | still())[name])
    for width, height in SIZES:
        frame = draw(view, ui, width, height)
        assert {width_of(line) for line in frame.lines} == {width}
        assert len(frame.lines) == height


@pytest.mark.parametrize("name", PAGES)
def test_a_page_takes_no_more_lines_than_there_are(name: str) -> None:
    """What has no room is left out or shortened, as in English."""
    for width, height in ((80, 22), (160, 43)):
        assert 0 < len(PAGES[name].body(width, height)) <= height
