"""How symptoms and strengths are called, where no key or place beside them says the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from controller.coach.asking.questions import ELSEWHERE
from controller.coach.history import HEAVY_BLEEDING, NUMB_BETWEEN_LEGS
from controller.core.symptoms import Category
from controller.words.catalogue import tr, trc
from plans.policies.symptoms import known_symptoms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from controller.core.symptoms import Symptom

_LEAKING: Final = "leaking"
_LONGER: Final[Mapping[str, str]] = {
    HEAVY_BLEEDING: tr("heavy bleeding"),
    NUMB_BETWEEN_LEGS: tr("numb between the legs, pee or poo not held, no pee"),
    "neuro": tr("weak or numb (also between the legs), speech, pee or poo not held, no pee"),
}
"""What no policy names, and what its name for a list of a screen has no room for."""
_BANDS: Final = (
    (2, tr("a little (1-2)")),
    (3, tr("clear (3)")),
    (5, tr("strong (4-5)")),
    (10, tr("too much (6-10)")),
)
"""What the keys mean on a scale to 10 (docs/policies.md)."""
_STRENGTHS: Final = ("", tr("a little"), tr("clear"), tr("strong"))


def name_of(symptom: str) -> str:
    """Return how a symptom is called in a list; its id if it is not known any more."""
    if symptom == ELSEWHERE:
        return trc("pain", "elsewhere")
    if symptom in _LONGER:
        return _LONGER[symptom]
    known = known_symptoms().symptoms.get(symptom)
    if known is None:
        return symptom
    # Its short name stands below its place on a screen, and says little without it.
    return tr("leaking {what}").format(what=known.short) if known.place == _LEAKING else known.short


def is_leaking(symptom: str) -> bool:
    """Whether it is one of those that are told at the place of leaking."""
    known = known_symptoms().symptoms.get(symptom)
    return known is not None and known.place == _LEAKING


def named(ids: Iterable[str]) -> str:
    """Return symptoms in a few words each."""
    return ", ".join(map(name_of, ids))


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


def numbers_of(value: int) -> str:
    """Return the numbers from 1 to 10 that a key of pain stands for: ``"1-2"``, ``"3"``."""
    least = 1
    for most, _ in _BANDS:
        if value <= most:
            return f"{least}-{most}" if least < most else str(most)
        least = most + 1
    return str(value)
