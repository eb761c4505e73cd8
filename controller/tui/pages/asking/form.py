"""A form of keys, one question a screen, and what was answered before it is kept.

Law: an answer is what `Interview.press` makes of a key, here as line by line. Nothing is kept
before ENTER on the last page; ESC keeps nothing but a warning sign.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from controller.coach.asking.calls import calls_so_far
from controller.coach.asking.interview import Interview
from controller.coach.asking.questions import ENTER, QUESTIONS, Question
from controller.coach.history import Fact
from controller.tui.drawing.ink import Line
from controller.tui.keys.answering import BACK, number_of
from controller.tui.keys.answering import ENTER as ENTERS
from controller.tui.pages.asking import review
from controller.tui.pages.asking.called_off import CalledOff, leaving
from controller.tui.pages.asking.follows import follow
from controller.tui.pages.asking.keep import Keep
from controller.tui.pages.asking.lines import Shown, call_lines, question_lines
from controller.tui.pages.page import Become, Close, Do, Stay, Turn
from controller.tui.pages.settled import NEW, TOO_SOON, Settled
from controller.words.catalogue import tr

KEYS: Final = (("BACKSPACE", tr("one back")),)
NO_ENTER: Final = tr("ENTER answers nothing here; press the key beside your answer.")


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form while it is answered; it closes with the answered `Interview`."""

    interview: Interview
    to_facts: Callable[[Interview], tuple[Fact, ...]]
    """What the answers are kept as (`controller.coach.asking.told`)."""
    if_left: Callable[[Interview], tuple[Fact, ...]]
    """What is kept of them all the same when they are left (`controller.coach.asking.told`)."""
    country: str = ""
    """Two letters as told in the set-up, or nothing."""
    settled: Settled = NEW

    @property
    def title(self) -> str:
        """What is asked about."""
        return self.interview.form.title

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Those beside the answers."""
        beside = review.KEYS if self.interview.question is None else KEYS
        return (*beside, leaving(self.if_left(self.interview)))

    def body(self, width: int, rows: int) -> list[Line]:
        """Return the open question, or all that was answered."""
        calls = call_lines(calls_so_far(self.interview), self.country, width)
        question = self.interview.question
        if question is None:
            return review.review_lines(told(self.interview), calls, width, rows)
        shown = shown_of(question, self.interview.place)
        return question_lines(shown, (), calls, width, rows)

    def press(self, key: str, char: str) -> Turn:
        """Answer, take back, keep or leave."""
        if key == "escape":
            if not self.interview.answered:
                return Close()
            return Become(CalledOff(self, self.if_left(self.interview), self.country))
        if self.interview.question is None and key in ENTERS:
            return Do(Keep(self.to_facts(self.interview))) if self.settled.counts else Stay()
        done = self.interview.back() if key == BACK else answered(self.interview, key, char)
        if done is None or done is self.interview:
            return Stay(NO_ENTER if key in ENTERS else "")
        if not self.settled.counts:
            return Stay(TOO_SOON)
        return Become(replace(self, interview=done, settled=NEW))

    def at(self, now: int) -> Turn:
        """Let the question have been there for a while."""
        settled = self.settled.at(now)
        return Stay() if settled == self.settled else Become(replace(self, settled=settled))

    def returned(self, result: object) -> Turn:
        """Say why nothing was kept, or go on to what follows."""
        return follow(self.to_facts(self.interview), self.country, result, self.interview)


def answered(interview: Interview, key: str, char: str) -> Interview | None:
    """Return a form with its open question answered by a key of a terminal; None if by none."""
    if key in ENTERS:
        return interview.press(ENTER)
    if len(char) != 1:
        return None
    done = interview.press(char)
    number = number_of(char)
    return interview.press(str(number)) if done is None and number is not None else done


def shown_of(question: Question, place: tuple[int, int]) -> Shown:
    """Return a question of a form as it is drawn."""
    return Shown(
        place,
        question.text,
        tuple((each.key, each.words) for each in question.answers),
        question.usual,
        (question.hint,) if question.hint else (),
        question.in_a_row,
    )


def told(interview: Interview) -> tuple[tuple[str, str], ...]:
    """Return the questions that were answered with their answers, in words."""
    return tuple((QUESTIONS[each.question].text, each.answer.words) for each in interview.answered)
