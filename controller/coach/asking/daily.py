"""Which pelvic symptoms of daily life were told: what a clinician's yes has to speak of."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from controller.coach.history import BULGE, Clearance, Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from controller.coach.history import Fact

DAILY_PELVIC: Final = "daily-pelvic"
DAILY_BULGE: Final = "daily-bulge"
WHICH: Final[Mapping[str, str]] = MappingProxyType(
    {
        "daily-pee": "leak_urine",
        "daily-wind": "leak_bowel",
        "daily-heaviness": "heaviness",
        DAILY_BULGE: BULGE,
    }
)
"""The questions that follow a yes to `DAILY_PELVIC`, by key, each with its symptom."""
_NO: Final = "no"


def which_daily(facts: Iterable[Fact]) -> tuple[str, ...]:
    """Return the symptoms that were told; none after a plain no, or where it was not said which."""
    told: dict[str, str] = {}
    for fact in facts:
        match fact:
            case Told(key=key, value=value) if key == DAILY_PELVIC and value == _NO:
                told.clear()
            case Told(key=key, value=value) if key in WHICH:
                told[key] = value
            case _:
                pass
    return tuple(symptom for key, symptom in WHICH.items() if told.get(key, _NO) != _NO)


def bulge_accepted(facts: Iterable[Fact]) -> bool:
    """Whether what is bulging was spoken of already: told once more it is nothing new."""
    return any(isinstance(each, Clearance) and each.spoke_of_bulge for each in facts)
