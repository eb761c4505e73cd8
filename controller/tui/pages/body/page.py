"""Body work and tests: what there is, on how many days it was done, and what suits today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from controller.coach.preparation.score import Score
from controller.coach.preparation.suggestion import Listed, Preparation, done_words
from controller.tui.drawing.ink import Line, Span, choices, ends, paragraph, words
from controller.tui.pages.body.player import PlayerPage
from controller.tui.pages.body.wishes import TESTS, LookAtBodyWork, Play
from controller.tui.pages.frame import WIDEST
from controller.tui.pages.page import Become, Do, Open, Stay, Turn
from controller.tui.pages.window import READ_ON, furthest, moved, seen
from controller.tui.screen.frame import WIDTH
from controller.words.catalogue import tr

_TODAY: Final = tr("TODAY")


@dataclass(frozen=True, slots=True)
class BodyPage:
    """The list. Nothing is begun by looking at it."""

    found: Preparation
    today: date
    title: str = tr("Body work and tests")
    top: int = 0
    """The first line that is shown."""

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The arrows, where there is more than the smallest terminal shows."""
        return (READ_ON,) if self._last else ()

    def body(self, width: int, rows: int) -> list[Line]:
        """Return the list with the suggestion, as far as there is room; a last line says so."""
        return seen(self._lines(min(width, WIDEST)), self.top, width, rows)

    @property
    def _last(self) -> int:
        return furthest(self._lines(WIDTH))

    def _lines(self, width: int) -> list[Line]:
        suggestion = self.found.suggestion
        days = tr("on {n} of the last 7 days").format(n=suggestion.days)
        lines = [
            (),
            ends(
                words(Span("   ", "strong"), Span(tr("BODY WORK"), "strong")),
                words(Span(f"{days}   ", "dim")),
                width,
            ),
            (),
        ]
        if self.found.closed:
            lines += [*paragraph(self.found.closed, width, "strong"), ()]
        for number, each in enumerate(suggestion.listed, 1):
            lines += [*_listed(number, each, self.today, width), ()]
        if not self.found.closed:
            lines += self._today(width)
        return [*lines, *self._tests(width)]

    def _today(self, width: int) -> list[Line]:
        suggestion = self.found.suggestion
        chosen = next(
            (each.title for each in suggestion.listed if each.id == suggestion.routine), ""
        )
        told = words(
            Span(f"   {_TODAY}   ", "dim"), Span(chosen or tr("Rest is as good."), "strong")
        )
        key = choices(("ENTER", tr("begin"))) if chosen else ()
        return [ends(told, key, width), *paragraph(suggestion.because, width, indent=11), ()]

    def _tests(self, width: int) -> list[Line]:
        if not self.found.tests:
            return paragraph(self.found.no_tests, width, "dim")
        titles = "; ".join(f"{each.title}, {each.dose}" for each in self.found.tests)
        return [
            words(
                "   ",
                Span(" T ", "key"),
                Span("  ", "strong"),
                Span(tr("TESTS that running, or level 2, waits for"), "strong"),
            ),
            *paragraph(titles, width, "dim", indent=8),
        ]

    def press(self, key: str, char: str) -> Turn:
        """Begin what was chosen."""
        listed = self.found.suggestion.listed
        if char.lower() == "t" and self.found.tests:
            return Do(Play(TESTS))
        if key == "enter" and self.found.suggestion.routine:
            return Do(Play(self.found.suggestion.routine))
        if char.isascii() and char.isdecimal() and 1 <= int(char) <= len(listed):
            return Do(Play(listed[int(char) - 1].id))
        top = moved(key, self.top, self._last)
        return Stay() if top == self.top else Become(replace(self, top=top))

    def returned(self, result: object) -> Turn:
        """Open what is to be played; look again after it."""
        match result:
            case Score():
                return Open(PlayerPage(result))
            case Preparation():
                return Become(BodyPage(result, self.today))
            case str():
                return Stay(result)
            case tuple():  # what was said of it on the page above
                return Do(LookAtBodyWork())
            case _:
                return Stay()


def _listed(number: int, each: Listed, today: date, width: int) -> list[Line]:
    done = tr("{n} min; {done}").format(n=each.minutes, done=done_words(each, today))
    return [
        words("   ", Span(f" {number} ", "key"), Span(f"  {each.title}", "text")),
        *paragraph(f"{done}. {each.note.capitalize()}".rstrip(), width, "dim", indent=8),
    ]
