"""What follows from answers: whom to call, what is kept off and what is open, what comes next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from controller.coach.asking.calls import Call, call_words, calls, waits
from controller.coach.asking.emergency import UNKNOWN, emergency_number
from controller.coach.asking.told import Off, comes_after, held_by
from controller.coach.history import Fact, PreCheck
from controller.tui.drawing.ink import Line, Span, choices, words, wrapped
from controller.tui.drawing.panel import banner
from controller.tui.keys.answering import ENTER
from controller.tui.pages.asking.keep import Kept
from controller.tui.pages.page import Become, Close, Stay, Turn
from controller.tui.pages.settled import NEW, Settled
from controller.words.catalogue import tr

_INDENT: Final = 3
_LARGE: Final = {call: tr("TODAY") for call in (Call.TODAY, Call.BLEEDING)}
"""Nobody whose mood is low is shouted at, and a bulge can wait for an appointment."""


@dataclass(frozen=True, slots=True)
class FollowsPage:
    """Says what follows; ENTER closes it with ``result``."""

    facts: tuple[Fact, ...]
    """What was answered, and kept; before it the same questions as they were answered that day."""
    country: str
    comes_next: str
    result: object
    stands: str = ""
    """As `Kept.stands`."""
    settled: Settled = NEW
    title: str = tr("What follows")

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """One goes on, whatever was read."""
        return (("ENTER", tr("read, go on")),)

    def body(self, width: int, rows: int) -> list[Line]:
        """Return the gravest first."""
        asked = calls(self.facts)
        large, style = _large(self.facts, self.country)
        told: list[Line] = []
        for call in asked:
            told += [(), *_paragraphs(call_words(call, self.country), "strong", width)]
        for each in said(self.facts, self.comes_next, self.stands):
            weight = "strong" if each in (self.comes_next, self.stands) else "text"
            told += [(), *_paragraphs((each,), weight, width)]
        told += [(), words(" " * _INDENT, Span(tr("It is kept in your diary."), "dim"))]
        told += [(), choices(("ENTER", tr("go on")))]
        letters = [(), *banner(large, width, style, rows - len(told) - 1)] if large else []
        if len(letters) + len(told) > rows:
            letters = []
        return [*letters, *told][:rows]

    def press(self, key: str, char: str) -> Turn:
        """Go on; a key that came with the page does not."""
        del char
        if key == "escape" or (key in ENTER and self.settled.counts):
            return Close(self.result)
        return Stay()

    def at(self, now: int) -> Turn:
        """Let it have been there for a while."""
        settled = self.settled.at(now)
        if settled == self.settled:
            return Stay()
        return Become(replace(self, settled=settled))

    def returned(self, result: object) -> Turn:
        """Nothing is opened from here."""
        del result
        return Stay()


def said(facts: tuple[Fact, ...], comes_next: str, stands: str = "") -> tuple[str, ...]:
    """Return what follows beside whom to call, a sentence each."""
    off = waits(facts)
    checks = [each for each in facts if isinstance(each, PreCheck)]
    held = "" if off and checks and checks[-1].warning_sign else held_by(*checks).because
    if Call.NOW in calls(facts):
        return tuple(each for each in (off, held) if each)
    told = (off, held, stands, *comes_after(facts), comes_next)
    return tuple(each for each in told if each)


def follow(facts: tuple[Fact, ...], country: str, result: object, asked: object) -> Turn:
    """Return what to do when facts were given to be kept.

    Args:
        facts: what was answered.
        country: two letters, or nothing.
        result: what came of it: a `Kept`, or why they were not kept.
        asked: what the questions close with.
    """
    if not isinstance(result, Kept):
        return Stay(str(result))
    facts = (*result.earlier, *facts)
    comes_next, stands = result.comes_next, result.stands
    if not calls(facts) and not said(facts, comes_next, stands):
        return Close(asked)
    return Become(FollowsPage(facts, country, comes_next, asked, stands))


def _large(facts: tuple[Fact, ...], country: str) -> tuple[str, str]:
    """Return what is read from afar, and in which style; an empty text for nothing."""
    number = emergency_number(country)
    for call in calls(facts)[:1]:
        if call is Call.NOW:
            known = tr("CALL {number}").format(number=number)
            return (tr("CALL NOW") if number == UNKNOWN else known), "still"
        return _LARGE.get(call, ""), "still"
    off = held_by(*(each for each in facts if isinstance(each, PreCheck))).off
    if off is Off.BELT:
        return tr("NOT TODAY"), "still"
    return (tr("WALK"), "walk") if off is Off.RUNNING else ("", "")


def _paragraphs(texts: tuple[str, ...], style: str, width: int) -> list[Line]:
    return [
        words(" " * _INDENT, Span(line, style))
        for text in texts
        for line in wrapped(text, width - 2 * _INDENT)
    ]
