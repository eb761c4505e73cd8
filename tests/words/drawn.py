"""Draws all that a runner reads, in the language of `look_alike`, as JSON on standard output.

``python -m tests.words.drawn``: a process of its own, for the language is read when rooms are
imported.
"""

# ruff: noqa: PLC0415  # what is drawn is imported when the language is set

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING
from unittest.mock import patch

from tests.words.files import say_files
from tests.words.look_alike import speak

if TYPE_CHECKING:
    from controller.tui.drawing.ink import Line


def _text(lines: tuple[Line, ...] | list[Line]) -> str:
    return "\n".join("".join(span.text for span in line) for line in lines)


def _screens() -> Iterator[tuple[str, str]]:
    """Yield each screen of a session, at two sizes, with its help and too small."""
    from controller.tui.screen.frame import draw
    from controller.tui.screen.talk import Ui
    from tests.tui.scenes import scenes
    from tests.tui.sessions import SIZES, fold_all, moving, still

    views = {name: fold_all(records) for name, records in {**moving(), **still()}.items()}
    views |= {name: scene.view for name, scene in scenes().items()}
    for name, view in views.items():
        for size in (*SIZES, (60, 20)):
            yield f"screen: {name} {size}", _text(draw(view, Ui(), *size).lines)
        for also in (Ui(ticks=4), Ui(help=True), Ui(replay="x1  0:00 / 9:00")):
            yield f"screen: {name} {also}", _text(draw(view, also, *SIZES[1]).lines)


def _large() -> Iterator[tuple[str, str]]:
    """Yield the words of the large letters, which are blocks on a screen."""
    from controller.tui.drawing.font import big

    words: set[str] = set()

    def noting(text: str, scale: int = 1) -> list[str]:
        words.add(text)
        return big(text, scale)

    with patch("controller.tui.drawing.panel.big", noting):
        yield from _screens()
    yield from ((f"large: {word}", word) for word in sorted(words))


def _pages() -> Iterator[tuple[str, str]]:
    """Yield each page between sessions, and the page behind ``?`` of each."""
    from tests.cli.between import lived, moments

    for name, moment in moments().items():
        with lived(moment) as (_, stack):
            for size in moment.sizes:
                yield f"page: {name} {size}", _text(stack.draw(size))
            stack.press("?", "?")
            yield f"page: {name}, its keys", _text(stack.draw((160, 45)))


def _lives() -> Iterator[tuple[str, str]]:
    from tests.tui.pages.shown import LIVES, today_page

    for life in LIVES:
        page = today_page(life)
        yield f"page: Today, {life}", _text(page.body(160, 43))


def main() -> None:
    """Write all of it."""
    speak()
    say_files()
    drawn = [*_large(), *_pages(), *_lives()]
    json.dump(dict(drawn), sys.stdout)


if __name__ == "__main__":
    main()
