"""How symptoms, signs and strengths are called where people read of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from controller.coach.asking.questions import QUESTIONS
from controller.coach.names import name_of
from controller.core.symptoms import Category
from controller.words.catalogue import tr

if TYPE_CHECKING:
    from controller.core.symptoms import Symptom

_BANDS: Final = (
    (2, tr("a little (1-2)")),
    (3, tr("clear (3)")),
    (5, tr("strong (4-5)")),
    (10, tr("too much (6-10)")),
)
"""What the keys mean on a scale to 10 (docs/policies.md)."""
_STRENGTHS: Final = ("", tr("a little"), tr("clear"), tr("strong"))
_SIGNS: Final = ("which-now", "which-today", "signs")
"""The questions that ask for warning signs."""


def strength_of(symptom: Symptom | None, value: int) -> str:
    """Return how strong something was, as it was said, and never a number that nobody said."""
    if symptom is None:
        return str(value)
    if symptom.category is Category.EFFORT:
        return tr("judged as {value} of 10").format(value=value)
    if symptom.highest <= 1:
        return ""
    if symptom.highest < len(_STRENGTHS):
        return _STRENGTHS[min(value, symptom.highest)]
    return next((words for most, words in _BANDS if value <= most), _BANDS[-1][1])


def asked_as(value: str, *questions: str) -> str:
    """Return what was answered in the words of the questions; a name where none has it."""
    answers = (each for name in questions for each in QUESTIONS[name].answers)
    return next((each.words for each in answers if each.value == value), name_of(value))


def sign_asked_as(sign: str) -> str:
    """Return a warning sign, or a bulge, in the words in which it was asked."""
    return asked_as(sign, *_SIGNS)
