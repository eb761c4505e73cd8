"""What was felt or told of lately, wherever it was: it closes tests and strength work for a while.

Law: no later word takes it back. What was told keeps tests off until the next day. What was felt in
a session, at a test or in body work does on the day after it, too: breath alone suits both days,
and no test comes where no more than that does, but for a walk, which only what keeps running off
before a session keeps off, too. What a clinician accepted is none of it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from controller.coach.asking.daily import DAILY_PELVIC, WHICH
from controller.coach.asking.told import keeps_running_off
from controller.coach.baseline import spoken_for
from controller.coach.history import (
    Aftermath,
    NextDay,
    Practice,
    PreCheck,
    Screen,
    Told,
    Trial,
    Weekly,
)
from controller.coach.readiness.gates import Felt
from controller.words.catalogue import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from controller.coach.history import Fact, Session
    from controller.coach.readiness.known import Known

_DAY: Final = timedelta(days=1)
_LEAKS: Final = ("leak_urine", "leak_bowel")
_WORSE: Final = "worse"
_BLEEDING: Final = "bleeding"
_SESSION: Final = tr("Something was noted around the last session")
_BODY_WORK: Final = tr("Something was noted in the body work")
_TEST: Final = tr("Something was felt at a test")
_BEFORE: Final = tr("Something was told before a session")
_NEXT_DAY: Final = tr("Something was there on the day after the session")
_DAILY: Final = tr("Something was told of daily life")
_SIGN: Final = tr("A warning sign was told")


def felt_lately(known: Known) -> Felt | None:
    """Return what still keeps something off on a day; what keeps most off, and longest, if much."""
    found = (*_in_sessions(known), *_told_of(known))
    there = [each for each in found if each.on <= known.today < each.until]
    most = max(there, key=lambda each: (not each.tests_only, each.until), default=None)
    walking = any(each.walking for each in there)
    return None if most is None else most._replace(walking=walking)


def breath_alone(felt: Felt) -> str:
    """Return what suits a day on which something was felt, or the day after, in a sentence."""
    return tr("{felt}: breath, or rest.").format(felt=felt.what)


def _in_sessions(known: Known) -> Iterator[Felt]:
    for session in known.sessions:
        if session.signs or _noted(known, session):
            yield _felt(_SESSION, session.at.date())


def _noted(known: Known, session: Session) -> bool:
    accepted = known.accepted()
    return any(each.beyond or each.value > accepted.get(each.symptom, 0) for each in session.noted)


def _told_of(known: Known) -> Iterator[Felt]:
    for fact in known.facts:
        on = fact.at.date()
        where = _in_effort(known, fact)
        if where:
            yield _felt(where, on)
        match fact:
            case PreCheck():
                strong = fact.warning_sign or bool(keeps_running_off(fact))
                if strong or _any(fact.pain):
                    yield _told(_BEFORE, on, tests_only=not strong)._replace(walking=strong)
            case NextDay():
                strong = fact.pelvic or fact.worse or fact.bleeding or fact.warning_sign
                if strong or _any(fact.pain):
                    yield _told(_NEXT_DAY, on, tests_only=not strong)
            case Screen() if fact.signs:
                yield _told(_SIGN, on, tests_only=False)
            case _ if _in_daily_life(known, fact):
                yield _told(_DAILY, on, tests_only=True)
            case _:
                pass


def _in_effort(known: Known, fact: Fact) -> str:
    """Return where something was felt that is more than was accepted; empty if nothing was."""
    match fact:
        case Aftermath() if _more(known, fact.since):
            return _SESSION
        case Practice() if _more(known, fact.felt):
            return _BODY_WORK
        case Trial() if _more(known, fact.symptoms):
            return _TEST
        case _:
            return ""


def _felt(what: str, on: date) -> Felt:
    return Felt(what, on, on + 2 * _DAY, tests_only=False)


def _told(what: str, on: date, *, tests_only: bool) -> Felt:
    return Felt(what, on, on + _DAY, tests_only)


def _more(known: Known, symptoms: Iterable[str]) -> bool:
    """Whether one of some symptoms is none that was accepted; how strong it was is not asked."""
    return not known.accepted().keys() >= set(symptoms)


def _any(pain: Iterable[tuple[str, int]]) -> bool:
    return any(number for _, number in pain)


def _in_daily_life(known: Known, fact: Fact) -> bool:
    match fact:
        case Weekly() if fact.leaks:
            return fact.change == _WORSE or known.accepted().keys().isdisjoint(_LEAKS)
        case Told() if fact.value != "no":
            yes = known.pelvic_yes()
            about = frozenset[str]() if yes is None else spoken_for(yes)
            if fact.key in WHICH:
                return WHICH[fact.key] not in about
            # With a yes it depends on which of it there is, and that is told behind it.
            return fact.key == _BLEEDING or (fact.key == DAILY_PELVIC and not about)
        case _:
            return False
