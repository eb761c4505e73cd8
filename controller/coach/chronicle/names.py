"""How symptoms and signs are called in the words in which they were asked."""

from __future__ import annotations

from typing import Final

from controller.coach.asking.questions import QUESTIONS
from controller.coach.names import name_of

_SIGNS: Final = ("which-now", "which-today", "signs")
"""The questions that ask for warning signs."""


def asked_as(value: str, *questions: str) -> str:
    """Return what was answered in the words of the questions; a name where none has it."""
    answers = (each for name in questions for each in QUESTIONS[name].answers)
    return next((each.words for each in answers if each.value == value), name_of(value))


def sign_asked_as(sign: str) -> str:
    """Return a warning sign, or a bulge, in the words in which it was asked."""
    return asked_as(sign, *_SIGNS)
