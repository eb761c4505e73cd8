"""Answers all questions between sessions, and says what the diary keeps of the answers.

``python -m tests.words.kept``: in the language of `invented`, in a process of its own, for the
language is read when rooms are imported.
"""

# ruff: noqa: PLC0415  # the coach is imported when the language is set

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from tests.words.invented import speak

if TYPE_CHECKING:
    from controller.coach.asking.entries import Entries
    from controller.coach.asking.interview import Interview
    from controller.coach.asking.questions import Form
    from controller.coach.history import Fact

_AT: Final = datetime(2026, 5, 13, 8, tzinfo=UTC)
_TURNS: Final = 16
"""As many as the question with most answers has."""
_LINES: Final = {"birth": "2026-01-05", "country": "DE", "points": "7", "on": "2026-05-12"}


class Kept(NamedTuple):
    """What comes of all answers."""

    asked: str
    """A question, as it is asked."""
    rows: list[str]
    """The diary's."""


def kept() -> Kept:
    """Return what is kept, whatever language is spoken."""
    from controller.coach.asking.questions import QUESTIONS
    from controller.coach.diary.rows import fact_row, kind_of

    facts = [fact for turn in range(_TURNS) for fact in _facts(turn)]
    rows = dict.fromkeys(f"{kind_of(fact)} {fact_row(fact)}" for fact in facts)
    return Kept(QUESTIONS["rested"].text, list(rows))


def _facts(turn: int) -> Iterator[Fact]:
    """Yield what becomes of an answer to each question: its first, second, or later one."""
    from controller.coach.asking import entries, questions, told
    from controller.coach.asking.setup import SETUP
    from controller.coach.history import History

    yield from told.before_session(_form(questions.BEFORE, turn), _AT)
    yield from told.next_day(_form(questions.NEXT_DAY, turn), _AT, "one")
    yield from told.weekly(_form(questions.WEEKLY, turn), _AT)
    yield from told.after_session(_form(questions.AFTER, turn), _AT, "one")
    yield from told.after_session(_form(questions.STOPPED, turn), _AT, "one")
    yield from entries.setup_facts(_lines(entries.Entries(SETUP, _AT), turn))
    yield from entries.clearance_facts(_lines(entries.clearance_asked(_AT, History(), {}), turn))
    yield from entries.score_facts(_lines(entries.score_asked(_AT), turn))


def _form(form: Form, turn: int) -> Interview:
    """Return a form that is answered; what comes up again is answered by its first answer."""
    from controller.coach.asking.interview import Interview

    done = Interview(form)
    while (question := done.question) is not None:
        again = bool(done.value(question.id))
        answer = question.answers[0 if again else turn % len(question.answers)]
        done = done.press(answer.key) or done
    return done


def _lines(asked: Entries, turn: int) -> Entries:
    from controller.coach.asking.setup import Reads

    while (question := asked.question) is not None:
        if question.reads is Reads.SIGNS:
            asked = asked.screened(_form(asked.signs.form, turn))
        elif question.choices:
            key, words, _ = question.choices[turn % len(question.choices)]
            asked = asked.answer(key if turn % 2 else words)
        else:
            asked = asked.answer(_LINES.get(question.key, "as it was said"))
    return asked


def main() -> None:
    """Say it in the language of tests."""
    speak(pytest.MonkeyPatch())
    json.dump(kept(), sys.stdout)


if __name__ == "__main__":
    main()
