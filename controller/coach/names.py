"""How symptoms are called in a list, where no key or place beside them says the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from controller.coach.asking.questions import ELSEWHERE
from controller.coach.history import HEAVY_BLEEDING, NUMB_BETWEEN_LEGS
from controller.words.catalogue import tr, trc
from plans.policies.symptoms import known_symptoms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LEAKING: Final = "leaking"
_LONGER: Final[Mapping[str, str]] = {
    HEAVY_BLEEDING: tr("heavy bleeding"),
    NUMB_BETWEEN_LEGS: tr("numb between the legs, pee or poo not held, no pee"),
    "neuro": tr("weak or numb (also between the legs), speech, pee or poo not held, no pee"),
}
"""What no policy names, and what its name for a list of a screen has no room for."""


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


def named(ids: Iterable[str]) -> str:
    """Return symptoms in a few words each."""
    return ", ".join(map(name_of, ids))
