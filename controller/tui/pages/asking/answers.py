"""All that was told in the set-up, a line each: any of it can be told anew on any day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NamedTuple

from controller.coach.asking.before import told_before
from controller.coach.asking.daily import WHICH
from controller.coach.asking.entries import (
    BIRTH_KIND,
    Entries,
    OwnSpeed,
    clearance_asked,
    clearance_facts,
    score_asked,
    score_facts,
    setup_facts,
    setup_questions,
)
from controller.coach.asking.setup import (
    CLINICIAN,
    SCORE,
    SETUP,
    Reads,
    SetupQuestion,
    scale_of,
    with_which,
)
from controller.coach.history import BIRTH, Clearance, History, Score, Screen
from controller.tui.drawing.ink import Line, Span, shortened, words
from controller.tui.keys.answering import ENTER
from controller.tui.pages.asking.entry import EntryPage
from controller.tui.pages.asking.keep import SignsKept
from controller.tui.pages.page import Become, Open, Page, Stay, Turn
from controller.words.catalogue import tr

SETUP_TITLE: Final = tr("Set-up")
CLEARANCE_TITLE: Final = tr("What a clinician said")
SCORE_TITLE: Final = tr("Score of a questionnaire")
_FACTS: Final = {CLINICIAN: clearance_facts, SCORE: score_facts}
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_LABEL: Final = 36
_NOT_YET: Final = tr("not told yet")
_LEFT_OPEN: Final = tr("left open")


class _Row(NamedTuple):
    key: str
    label: str
    told: str


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """The answers of the set-up, and what a clinician said last."""

    history: History
    speeds: Mapping[str, OwnSpeed]
    """What the plan in use offers (`controller.coach.asking.speeds`)."""
    now: datetime
    """When the page was opened: no day that is told on it is later."""
    acceptable: Mapping[str, int]
    """By symptom, up to which strength a clinician's yes changes anything under the policy."""
    chosen: int = 0
    title: str = SETUP_TITLE

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The arrows; letters stand in the lines."""
        return (("UP DOWN ENTER", tr("or a letter: tell it anew")), ("ESC", tr("back")))

    def body(self, width: int, rows: int) -> list[Line]:
        """Return a line for each answer."""
        made: list[Line] = []
        for number, row in enumerate(self._rows()):
            here = number == self.chosen
            made.append(
                words(
                    Span(" > " if here else "   ", "strong"),
                    Span(f" {_LETTERS[number].upper()} ", "key"),
                    "  ",
                    Span(f"{row.label:<{_LABEL}}", "text" if here else "dim"),
                    Span(_cut(row.told, width - _LABEL - 10), "strong"),
                )
            )
        head: list[Line] = [
            (),
            words(
                "   ",
                Span(tr("WHAT YOU TOLD"), "strong"),
                "   ",
                tr("each can be told anew, on any day"),
            ),
            (),
        ]
        if len(head) + 2 * len(made) <= rows:
            made = [each for line in made for each in (line, ())][:-1]
        tail: list[Line] = [
            (),
            words(
                "   ",
                Span(tr("It stays on this computer.  What was told before is kept, too."), "dim"),
            ),
        ]
        return [*head, *made, *tail][:rows]

    def press(self, key: str, char: str) -> Turn:
        """Move, or ask for one answer anew."""
        rows = list(self._rows())
        if key in ("up", "down"):
            step = 1 if key == "down" else -1
            return Become(replace(self, chosen=(self.chosen + step) % len(rows)))
        at = self.chosen if key in ENTER else _LETTERS.find(char.lower()) if char else -1
        if not 0 <= at < len(rows):
            return Stay()
        return Open(self._page(rows[at].key))

    def returned(self, result: object) -> Turn:
        """Show what was told anew."""
        if isinstance(result, SignsKept):
            told = replace(self.history, facts=(*self.history.facts, *result.facts))
            return Become(replace(self, history=told))
        if not isinstance(result, Entries):
            return Stay(tr("Nothing was kept; it is as it was."))
        facts = _FACTS.get(result.questions[0].key, setup_facts)
        told = replace(self.history, facts=(*self.history.facts, *facts(result)))
        return Become(replace(self, history=told))

    def _page(self, key: str) -> Page:
        if key == CLINICIAN:
            return clearance_page(self.history, self.now, self.acceptable)
        if key == SCORE:
            return score_page(self.history, self.now)
        return setup_page(self.history, self.speeds, self.now, key)

    def _rows(self) -> Iterator[_Row]:
        for question in SETUP:
            if question.key == BIRTH_KIND or question.key in WHICH:
                continue
            if question.reads is not Reads.SPEED or question.key in self.speeds:
                yield _Row(question.key, question.label, self._told(question))
        said = next((each for each in self.history.of(Clearance)), None)
        told = f"{said.who}, {said.on}" if isinstance(said, Clearance) else tr("nothing recorded")
        yield _Row(CLINICIAN, CLEARANCE_TITLE, told)
        score = next(self.history.of(Score), None)
        kept = tr("none kept")
        if isinstance(score, Score):
            kept = f"{scale_of(score.scale).name}: {score.points}, {score.on}"
        yield _Row(SCORE, SCORE_TITLE, kept)

    def _told(self, question: SetupQuestion) -> str:
        if question.reads is Reads.SIGNS:
            last = next(self.history.of(Screen), None)
            if not isinstance(last, Screen):
                return _NOT_YET
            told = tr("told on {day}") if last.signs else tr("none on {day}")
            return told.format(day=last.at.date())
        value = told_before(self.history, question.key)
        if not value:
            return _LEFT_OPEN if question.left_out else _NOT_YET
        told = Entries((), self.now, self.history, self.speeds).words_of(question, value)
        born = self.history.birth
        if question.key != BIRTH or born is None or value != str(born.on):
            return with_which(told, question.key, self.history)
        return ", ".join((told, tr(born.kind.value)))


def _cut(text: str, width: int) -> str:
    return next(iter(shortened(text, width, 1)), "")


def setup_page(
    history: History, speeds: Mapping[str, OwnSpeed], now: datetime, key: str | None = None
) -> EntryPage:
    """Return the questions of the set-up: all, or what changes one answer."""
    asked = Entries(setup_questions(key), now, history, speeds)
    return EntryPage(SETUP_TITLE, asked, setup_facts, country_of(history))


def clearance_page(history: History, now: datetime, acceptable: Mapping[str, int]) -> EntryPage:
    """Return the questions about what a clinician said."""
    asked = clearance_asked(now, history, acceptable)
    return EntryPage(CLEARANCE_TITLE, asked, clearance_facts, country_of(history))


def score_page(history: History, now: datetime) -> EntryPage:
    """Return the questions about the score of a questionnaire."""
    return EntryPage(SCORE_TITLE, score_asked(now), score_facts, country_of(history))


def country_of(history: History) -> str:
    """Return the country that was told, two letters; or nothing."""
    return told_before(history, "country")
