"""A form while it is answered: which question is open, and what a key does to it.

Law: nothing is kept before the last answer. A step back takes the last answer and no more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from controller.coach.asking.questions import QUESTIONS, Answer, Form, Question


class Answered(NamedTuple):
    """One question with its answer."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Interview:
    """How far a form is."""

    form: Form
    answered: tuple[Answered, ...] = ()

    @property
    def question(self) -> Question | None:
        """The one that is open; None: all are answered."""
        waiting = list(self.form.questions)
        for each in self.answered:
            waiting[:1] = each.answer.then
        return QUESTIONS[waiting[0]] if waiting else None

    @property
    def place(self) -> tuple[int, int]:
        """Which of the form's own questions is open, from 1, and of how many."""
        own = sum(each.question in self.form.questions for each in self.answered)
        question = self.question
        asked = question is not None and question.id in self.form.questions
        return own + asked, len(self.form.questions)

    def press(self, key: str) -> Interview | None:
        """Return it with the open question answered; None if the key answers nothing."""
        question = self.question
        answer = None if question is None else question.answer(key)
        if question is None or answer is None:
            return None
        return replace(self, answered=(*self.answered, Answered(question.id, answer)))

    def telling(self, question: str, value: str) -> Interview:
        """Return it with something told besides, as if it were answered to a question of it."""
        answer = next(each for each in QUESTIONS[question].answers if each.value == value)
        return replace(self, answered=(*self.answered, Answered(question, answer)))

    def back(self) -> Interview:
        """Return it without the last answer; itself if there is none."""
        if not self.answered:
            return self
        return replace(self, answered=self.answered[:-1])

    def value(self, question: str) -> str:
        """Return what was answered last to a question; empty if it was not asked."""
        found = (each for each in reversed(self.answered) if each.question == question)
        return next((each.answer.value for each in found), "")

    def values(self, *questions: str) -> tuple[str, ...]:
        """Return all that was answered to some questions, in order."""
        return tuple(each.answer.value for each in self.answered if each.question in questions)
