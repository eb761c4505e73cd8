"""The gate of pelvic symptoms in daily life, and what a pelvic-health clinician's yes does to it.

With that yes the symptoms that it speaks of are the baseline: a further plain "yes" is the same,
and only more than that counts. What was told of daily life and not accepted keeps it shut.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.coach.asking.daily import which_daily
from controller.coach.baseline import is_a_yes, spoken_for
from controller.coach.history import BULGE, Clearance, ClearanceKind, PreCheck, Told, Weekly
from controller.coach.names import named
from controller.coach.readiness.gates import State
from controller.coach.readiness.known import SAID_YES, Verdict
from controller.coach.readiness.warning_signs import pelvic_seen_after, pelvic_signs
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
_ONLY_SEEN: Final = tr(
    "Your midwife or doctor can help you find one. Nothing else opens running here: to tell that "
    "it has gone does not."
)
_ONLY_SPOKEN_OF: Final = tr("It is asked there whether they spoke of the bulge itself.")
_WORSE: Final = "worse"
AS_ACCEPTED: Final = tr("as accepted")
"""What there is in daily life is what a clinician said yes to, in brief."""
_LEAKS: Final = ("leak_urine", "leak_bowel")
"""The check of the week asks for leaks, and not of what."""


def pelvic(known: Known) -> Verdict:
    """Return how the gate stands."""
    for sign in pelvic_signs(known.history, known.checks.signs):
        if pelvic_seen_after(known.history, sign) is None:
            what = named(sign.ids) or tr("a strong pelvic symptom")
            because = tr("{what}, told on {day}: a clinician has to be seen").format(
                what=what, day=day_and_year(sign.at.date())
            )
            opens = f"{_ONLY_SPOKEN_OF} {_ONLY_SEEN}" if BULGE in sign.ids else _ONLY_SEEN
            brief = tr("{what}: be seen").format(what=what)
            return Verdict(
                State.NOT_YET, because, first=_SEE, opens=opens, by_clinician=True, brief=brief
            )
    daily = _daily(known.facts)
    if daily.more is not None:
        because = tr("more than before, told on {day}").format(day=day_and_year(daily.more.date()))
        return Verdict(State.NOT_YET, because, brief=tr("more than before"))
    yes, told = known.pelvic_yes(), daily.told
    felt = told is not None and told.value != _PASSES
    lacking = _not_accepted(daily, yes) if felt and yes is not None else None
    if lacking is not None:
        return lacking
    if yes is not None and (felt or is_a_yes(yes)):
        at = max(yes.at, told.at) if told else yes.at
        because = tr("{who} said yes on {day}").format(who=yes.who, day=day_and_year(yes.on))
        return known.aged(at, because, AS_ACCEPTED if felt else SAID_YES)
    if told is None:
        return Verdict(State.OPEN, tr("not told yet"))
    return known.answered(told.at, told.value, _PASSES)


class _Daily(NamedTuple):
    """What was told of daily life."""

    told: Told | None
    """The last word on it."""
    which: tuple[str, ...]
    leaks: bool
    """The check of the week counted some since the last plain no."""
    more: datetime | None
    """When more than before was told, if that still holds."""


def _not_accepted(daily: _Daily, yes: Clearance) -> Verdict | None:
    """Return why a yes does not cover what there is in daily life; None: it does."""
    about, on = spoken_for(yes), day_and_year(yes.on)
    if not about:
        because = tr("{who} accepted none of it on {day}").format(who=yes.who, day=on)
        return Verdict(State.NOT_YET, because, first=_SEE, by_clinician=True)
    if not daily.which and not daily.leaks:
        return Verdict(State.OPEN, tr("it was not told which of it there is"))
    lacking = tuple(each for each in daily.which if each not in about)
    if daily.leaks and about.isdisjoint(_LEAKS):
        lacking = tuple(dict.fromkeys((*lacking, _LEAKS[0])))
    if not lacking:
        return None
    because = tr("{what}: not what {who} said yes to on {day}").format(
        what=named(lacking), who=yes.who, day=on
    )
    return Verdict(State.NOT_YET, because, first=_SEE, by_clinician=True, brief=named(lacking))


def _daily(facts: Iterable[Fact]) -> _Daily:
    facts = tuple(facts)
    told: Told | None = None
    more: datetime | None = None
    leaks = False
    for fact in facts:
        match fact:
            case Told(key=key) if key == _KEY:
                told = fact
                if fact.value == _PASSES:
                    more, leaks = None, False
            case PreCheck():
                more = fact.at if fact.pelvic else None
            case Weekly() if fact.leaks:
                told, leaks = Told(fact.at, _KEY, "yes"), True
                more = fact.at if fact.change == _WORSE else more
            case Clearance(kind=ClearanceKind.PELVIC) if is_a_yes(fact):
                more = None
            case _:
                pass
    return _Daily(told, which_daily(facts), leaks, more)
