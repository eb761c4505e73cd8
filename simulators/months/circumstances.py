"""What is true of a virtual runner's months beside her body: what has healed by when, and days off.

Rule: every number here is an assumption, told as such in docs/months.md.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from controller.core.symptoms import Category
from simulators.months.tissue import category_of
from simulators.person.chance import dice, happens

if TYPE_CHECKING:
    from simulators.person import Person

_ILL: Final = (1 / 75, 3, 9)
"""How likely an illness begins on a day, and for how many days it is; days away likewise."""
_AWAY: Final = (1 / 120, 4, 14)
_HEALS: Final = (4, 9)
"""Weeks since the birth, between which bleeding ends and wounds have healed."""
_DAILY: Final = (8, 20)
"""Weeks between which leaking or heaviness in daily life goes, for whom a pelvic complaint is in
her file. A choice of this simulation; no figure of a study."""


class Circumstances:
    """Those of one person."""

    def __init__(self, person: Person, seed: int, birth: date) -> None:
        """Draw when the questions of the set-up will be answered as a run needs it."""
        self._seed = seed
        draws = dice(seed, "heals")
        pelvic = any(category_of(each.symptom) is Category.PELVIC for each in person.feels)
        weeks = {
            "bleeding": draws.randint(*_HEALS),
            "wound": draws.randint(*_HEALS),
            "pelvic": draws.randint(*_DAILY) if pelvic else 0,
        }
        self._from = {gate: birth + timedelta(weeks=each) for gate, each in weeks.items()}
        self._until, self._why = birth, ""

    def as_it_should(self, gate: str, on: date) -> bool:
        """Whether the truth about a gate that is a question is what a run needs."""
        return on >= self._from[gate]

    def away(self, on: date) -> str:
        """Return ``ill`` or ``away``, or nothing; ask for one day after the other."""
        if on < self._until:
            return self._why
        for why, (likely, least, most) in (("ill", _ILL), ("away", _AWAY)):
            draws = dice(self._seed, f"{on} {why}")
            if happens(draws, likely):
                self._until, self._why = on + timedelta(draws.randint(least, most)), why
                return why
        return ""
