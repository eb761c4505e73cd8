"""The gate of pelvic symptoms in daily life, and what a pelvic-health clinician's yes does to it.

With that yes the symptoms that were told are the baseline: a further plain "yes" is the same, and
only more than that counts.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from controller.coach.history import Clearance, ClearanceKind, PreCheck, Told, Weekly
from controller.coach.readiness.gates import State
from controller.coach.readiness.known import SAID_YES, Verdict, named
from controller.coach.readiness.warning_signs import pelvic_signs, seen_after
from controller.words.catalogue import tr
from controller.words.days import day_and_year
from plans.readiness.floor import ANSWERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from controller.coach.history import Fact
    from controller.coach.readiness.known import Known

_KEY, _PASSES = ANSWERS["pelvic"]
_SEE: Final = tr(
    "See a pelvic-health physiotherapist, and write down here who, when and their words."
)
_WORSE: Final = "worse"


def pelvic(known: Known) -> Verdict:
    """Return how the gate stands."""
    for sign in pelvic_signs(known.history, known.checks.signs):
        kinds = (ClearanceKind.PELVIC, ClearanceKind.SEEN)
        if seen_after(known.history, sign, kinds) is None:
            what = named(sign.ids) or tr("a strong pelvic symptom")
            because = tr("{what}, told on {day}").format(
                what=what, day=day_and_year(sign.at.date())
            )
            return Verdict(State.NOT_YET, because, first=_SEE, brief=what)
    yes = next(known.clearances(ClearanceKind.PELVIC), None)
    told, more = _told(known.facts)
    if more is not None:
        because = tr("more than before, told on {day}").format(day=day_and_year(more.date()))
        return Verdict(State.NOT_YET, because, brief=tr("more than before"))
    if yes is not None:
        at = max(yes.at, told.at) if told else yes.at
        because = tr("{who} said yes on {day}").format(who=yes.who, day=day_and_year(yes.on))
        return known.aged(at, because, SAID_YES)
    if told is None:
        return Verdict(State.OPEN, tr("not told yet"))
    return known.answered(told.at, told.value, _PASSES)


def _told(facts: Iterable[Fact]) -> tuple[Told | None, datetime | None]:
    """Return the last word on daily life, and when more than before was told and still holds."""
    told: Told | None = None
    more: datetime | None = None
    for fact in facts:
        match fact:
            case Told(key=key) if key == _KEY:
                told = fact
                more = None if fact.value == _PASSES else more
            case PreCheck():
                more = fact.at if fact.pelvic else None
            case Weekly() if fact.leaks:
                told = Told(fact.at, _KEY, "yes")
                more = fact.at if fact.change == _WORSE else more
            case Clearance(kind=ClearanceKind.PELVIC):
                more = None
            case _:
                pass
    return told, more
