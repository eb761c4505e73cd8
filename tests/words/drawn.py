"""Draws all that a runner reads, in the language of `look_alike`, as JSON on standard output.

``python -m tests.words.drawn``: a process of its own, for the language is read when rooms are
imported.
"""

# ruff: noqa: PLC0415  # what is drawn is imported when the language is set

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

from tests.words.files import say_files
from tests.words.look_alike import speak

if TYPE_CHECKING:
    from controller.records.format import Record
    from controller.records.view import View
    from controller.tui.drawing.ink import Line
    from tests.scenarios.journals import Made


def _text(lines: tuple[Line, ...] | list[Line]) -> str:
    return "\n".join("".join(span.text for span in line) for line in lines)


@cache
def _views() -> dict[str, View]:
    from tests.tui.sessions import fold_all, moving, still

    return {name: fold_all(records) for name, records in (moving() | still()).items()}


def _screens() -> Iterator[tuple[str, str]]:
    """Yield each screen of a session: large and small, with its help, and too small."""
    from controller.tui.screen.frame import draw
    from controller.tui.screen.talk import Ui
    from tests.tui.scenes import scenes

    views = {name: scene.view for name, scene in scenes().items()}
    ways = (
        (Ui(), (160, 45)),
        (Ui(help=True), (80, 24)),
        (Ui(ticks=4, replay="x1  0:00 / 9:00"), (60, 20)),
        (Ui(ticks=4, heard=True), (80, 24)),
    )
    for name, view in {**_views(), **views}.items():
        for number, (ui, size) in enumerate(ways):
            yield f"{name} {number}", _text(draw(view, ui, *size).lines)


def _large() -> Iterator[tuple[str, str]]:
    """Yield the words of the large letters, which are blocks on a screen."""
    from controller.tui.drawing.font import big

    words: set[str] = set()

    def noting(text: str, scale: int = 1) -> list[str]:
        words.add(text)
        return big(text, scale)

    with patch("controller.tui.drawing.panel.big", noting):
        yield from _screens()
    yield from ((f"large {word}", word) for word in sorted(words))


def _keys() -> Iterator[tuple[str, str]]:
    """Yield what a key of each kind sends, and why none of them answers."""
    from controller.tui.keys.lines import Keyboard, key_lines
    from controller.tui.keys.refused import pressed_words, refused_words
    from controller.tui.keys.table import WALK, WRONG, Local
    from tests.tui.pages.shown import KEYS, STOP_KEYS

    for key, char in (*KEYS, *STOP_KEYS, ("f5", "")):
        keyboard = Keyboard(("f5", "x"))
        keyboard.take(key, char or None, 0.0)
        yield f"key {key}", _text(key_lines(keyboard, "", 100, 30))
        for name, view in _views().items():
            means = (WRONG, WALK, Local.HELP)
            told = [pressed_words(does, key, char, view, page=False) for does in means]
            told.append(refused_words(key, char or None, view))
            yield f"key {key}, {name}", "\n".join(told)


def _remote() -> Iterator[tuple[str, str]]:
    """Yield the remote page's news and its own words."""
    from controller.remote.news import news_of
    from controller.remote.page_words import NOT_TAKEN, WORDS

    for name, view in _views().items():
        news = news_of(view)._replace(kind="")
        yield f"news {name}", "\n".join(each for each in news if isinstance(each, str))
    yield "page", "\n".join(text for name, text in WORDS.items() if name != "lang")
    yield "not taken", re.sub("<[^>]*>", "", NOT_TAKEN)


def _pages() -> Iterator[tuple[str, str]]:
    """Yield each page between sessions, and the page behind ``?`` of each."""
    from tests.cli.between import lived, moments
    from tests.tui.pages.asked import checks, every_question
    from tests.tui.pages.shown import PAGES

    for name, moment in moments().items():
        with lived(moment) as (_, stack):
            for size in moment.sizes:
                yield f"{name} {size}", _text(stack.draw(size))
            stack.press("?", "?")
            yield f"{name}, its keys", _text(stack.draw((160, 45)))
    for name, page in PAGES.items():
        if name not in ("news", "text", "short"):  # what stands in these was made up
            yield name, _text(page.body(160, 43))
    for name, form in checks().items():
        for number, page in enumerate(every_question(form)):
            yield f"{name} {number}", _text(page.body(100, 28))


@cache
def _scenes() -> dict[str, Made]:
    """Return what the command line makes of each scene in this language."""
    from tests.scenarios.journals import make
    from tests.scenarios.scenes import SCENES

    return {scene.name: make(scene) for scene in SCENES}


@cache
def _sessions() -> dict[str, tuple[Record, ...]]:
    from controller.records.reader import parse_journal
    from tests.tui.sessions import moving, still

    read = {name: parse_journal(made.journal.decode(), name) for name, made in _scenes().items()}
    kept = {name: (journal.header, *journal.records) for name, journal in read.items()}
    return {**kept, **moving(), **still()}


def _moments() -> Iterator[tuple[str, str]]:
    """Yield the screen behind each record that says something new."""
    from controller.records.fold import fold
    from controller.records.view import View
    from controller.tui.screen.frame import draw
    from controller.tui.screen.talk import Ui

    seen: set[tuple[object, ...]] = set()
    for name, records in _sessions().items():
        view = View()
        for record in records:
            view = fold(view, record)
            new = tuple(map(record.get, ("io", "kind", "state", "step", "because", "label")))
            if record["io"] not in ("rx", "tx") and new not in seen:
                seen.add(new)
                yield f"{name} {record['n']}", _text(draw(view, Ui(), 160, 45).lines)


def _plain() -> Iterator[tuple[str, str]]:
    """Yield every line of plain mode."""
    from controller.cli.session.plain import Teller

    for name, made in _scenes().items():
        yield f"{name}, printed", f"{made.told}\n{made.complaints}"
    for name, records in _sessions().items():
        teller = Teller()
        yield name, "\n".join(line for record in records for line in teller.lines(record))


def _voice() -> Iterator[tuple[str, str]]:
    """Yield all that is spoken."""
    from controller.records.fold import fold
    from controller.records.view import View
    from controller.settings.values import Settings
    from controller.sound.heard import heard

    for name, records in _sessions().items():
        view, said = View(), []
        for record in records:
            before, view = view, fold(view, record)
            sound = heard(before, view, Settings(voice=True))
            said += [] if sound is None else [sound.words]
        yield name, "\n".join(said)


def _report() -> Iterator[tuple[str, str]]:
    """Yield the report in a terminal, and the page."""
    from controller.report.page import lines, render
    from controller.settings.values import Units
    from tests.report.made import TRACE, about_on, chronicle, read
    from tests.report.test_page import SOME

    found, about_her = chronicle(SOME, 9), about_on(SOME, 9)
    yield "terminal", "\n".join(f"{name} {told}" for name, told in lines(found, about_her))
    page = render(found, about_her, {"s0": TRACE, "s2": TRACE}, Units.KMH)
    yield "page", "\n".join(read(page).words)


PARTS: Final = {
    "screens": _large,
    "moments": _moments,
    "keys": _keys,
    "remote": _remote,
    "pages": _pages,
    "plain": _plain,
    "voice": _voice,
    "report": _report,
}


def main() -> None:
    """Write all of it, by part and place."""
    speak()
    say_files()
    json.dump({part: dict(draw()) for part, draw in PARTS.items()}, sys.stdout)


if __name__ == "__main__":
    main()
