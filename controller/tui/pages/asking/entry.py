"""The set-up and what a clinician said, one question a screen; each answer is read by the coach.

A key answers a choice at once; anything else is written in a line of its own. Nothing is kept
before ENTER on the last page; ESC keeps nothing but a warning sign.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from controller.coach.asking.calls import calls_so_far
from controller.coach.asking.daily import DAILY_PELVIC, WHICH
from controller.coach.asking.entries import Entries
from controller.coach.asking.reading import EntryInvalid
from controller.coach.asking.setup import Reads, SetupQuestion
from controller.coach.asking.told import signs_if_left
from controller.coach.history import Fact
from controller.tui.drawing.ink import Line, Span, shortened, words
from controller.tui.keys.answering import BACK, ENTER, number_of
from controller.tui.pages.asking import form, review
from controller.tui.pages.asking.called_off import CalledOff, leaving
from controller.tui.pages.asking.follows import follow
from controller.tui.pages.asking.keep import Keep
from controller.tui.pages.asking.lines import INDENT, Shown, call_lines, question_lines
from controller.tui.pages.asking.text_line import EMPTY, TextLine
from controller.tui.pages.page import Become, Close, Do, Stay, Turn
from controller.tui.pages.settled import NEW, TOO_SOON, Settled
from controller.words.catalogue import tr

_KEYS: Final = (("ENTER", tr("go on")), ("UP", tr("one back")))
_MOST: Final = 4
"""Lines: what somebody wrote stands in the sentence that refuses it."""
_BY_KEY: Final = (Reads.CHOICE, Reads.SIGNS)


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Questions while they are answered; it closes with the answered `Entries`."""

    title: str
    entries: Entries
    to_facts: Callable[[Entries], tuple[Fact, ...]]
    """What the answers are kept as (`controller.coach.asking.entries`)."""
    country: str = ""
    line: TextLine = EMPTY
    wrong: str = ""
    """Why the line is no answer; it stands until the next key."""
    settled: Settled = NEW

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Those beside the answers."""
        question = self.entries.question
        leave = leaving(self._signs)
        if question is None:
            return (*review.KEYS, leave)
        return (*(form.KEYS if question.reads in _BY_KEY else _KEYS), leave)

    def body(self, width: int, rows: int) -> list[Line]:
        """Return the open question, or all that was answered."""
        entries, question = self.entries, self.entries.question
        calls = call_lines(calls_so_far(entries.signs), self.country, width)
        if question is None:
            return review.review_lines(_told(entries), calls, width, rows)
        below = [] if question.reads in _BY_KEY else self._written(width)
        return question_lines(self._shown(question), below, calls, width, rows)

    def press(self, key: str, char: str) -> Turn:
        """Answer, take back, keep or leave."""
        question = self.entries.question
        if key == "escape":
            begun = self.entries.given or self.entries.signs.answered or self.line.text
            return Become(CalledOff(self, self._signs, self.country)) if begun else Close()
        if question is None and key in ENTER:
            return Do(Keep(self.to_facts(self.entries))) if self.settled.counts else Stay()
        by_key = question is None or question.reads in _BY_KEY
        if key == "up" or (by_key and key == BACK):
            return self._counted(self.entries.back())
        if question is None:
            return Stay()
        return self._chosen(question, key, char) if by_key else self._typed(key, char)

    def at(self, now: int) -> Turn:
        """Let the question have been there for a while."""
        settled = self.settled.at(now)
        return Stay() if settled == self.settled else Become(replace(self, settled=settled))

    def returned(self, result: object) -> Turn:
        """Say why nothing was kept, or go on to what follows."""
        return follow(self.to_facts(self.entries), self.country, result, self.entries)

    @property
    def _signs(self) -> tuple[Fact, ...]:
        return signs_if_left(self.entries.signs, self.entries.at)

    def _chosen(self, question: SetupQuestion, key: str, char: str) -> Turn:
        if question.reads is Reads.SIGNS:
            signs = form.answered(self.entries.signs, key, char)
            if signs is None:
                return Stay(form.NO_ENTER if key in ENTER else "")
            return self._counted(self.entries.screened(signs))
        number = number_of(char)
        by_number = "" if number is None else str(number)
        typed = char if len(char) == 1 and question.value_of(char) else by_number
        if key in ENTER:
            typed = ""
        elif not question.value_of(typed):
            return Stay()
        try:
            return self._counted(self.entries.answer(typed))
        except EntryInvalid:
            return Stay(form.NO_ENTER)

    def _typed(self, key: str, char: str) -> Turn:
        if key not in ENTER:
            line = self.line.press(key, char)
            return Stay() if line is None else Become(replace(self, line=line, wrong=""))
        try:
            done = self.entries.answer(self.line.text)
        except EntryInvalid as wrong:
            return Become(replace(self, wrong=str(wrong)))
        return self._counted(done)

    def _counted(self, entries: Entries) -> Turn:
        """Return the page with other answers, if the key may count yet."""
        if entries is self.entries:
            return Stay()
        if not self.settled.counts:
            return Stay(TOO_SOON)
        return Become(
            replace(
                self, entries=entries, line=_line_of(self.entries, entries), wrong="",
                settled=NEW,
            )
        )  # fmt: skip

    def _written(self, width: int) -> list[Line]:
        room = width - 2 * INDENT - 4
        lines: list[Line] = [
            words(" " * INDENT, Span("  > ", "strong"), *self.line.shown(room)),
            (),
        ]
        if self.wrong:
            told = shortened(self.wrong, width - 2 * INDENT, _MOST)
            lines += [words(" " * INDENT, Span(each, "danger")) for each in told]
        elif takes := self._enter_takes():
            lines.append(words(" " * INDENT, Span(" ENTER ", "key"), f"  {takes}"))
        return lines

    def _enter_takes(self) -> str:
        """Return in words what ENTER answers, where the line does not say it itself."""
        question, usual = self.entries.question, self.entries.usual
        if self.line.text:
            return self.entries.understood(self.line.text)
        return self.entries.words_of(question, usual) if question is not None and usual else ""

    def _shown(self, question: SetupQuestion) -> Shown:
        entries = self.entries
        asked = entries.signs.question
        if question.reads is Reads.SIGNS and asked is not None:
            return form.shown_of(asked, entries.place)
        usual = entries.usual
        return Shown(
            entries.place,
            question.text,
            tuple((key, does) for key, does, _ in question.choices),
            next((key for key, _, value in question.choices if usual and value == usual), ""),
            entries.hints,
        )


def _told(entries: Entries) -> list[tuple[str, str]]:
    """Return the answers in words; which symptoms of daily life there are stands behind its yes."""
    which = [
        each.question.label
        for each in entries.given
        if each.question.key in WHICH and each.value == "yes"
    ]
    return [
        (
            each.question.text,
            ": ".join((each.words, ", ".join(which)))
            if which and each.question.key == DAILY_PELVIC
            else each.words,
        )
        for each in entries.given
        if each.question.key not in WHICH
    ]


def _line_of(before: Entries, after: Entries) -> TextLine:
    """Return what stands in the line of the open question: on the way back what was written."""
    if len(after.given) >= len(before.given):
        return EMPTY
    last = before.given[-1]
    written = last.question.reads not in _BY_KEY and last.value != last.question.left_out
    return TextLine.of(last.value or "") if written else EMPTY
