"""Who may begin today: the gates of a list of checks, judged by what is known of a person.

Law: nothing is read out of silence. A hard gate that was not told or tried keeps running off as
one does that says no, and each of them names a way forward. Time by itself opens the weeks since a
birth and nothing else; it closes what was told or passed too long ago. What a clinician said, once
it is written down, opens and never closes.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from controller.coach.asking.calls import if_heavy
from controller.coach.asking.emergency import emergency_number
from controller.coach.history import BirthKind, ClearanceKind, PreCheck, Screen, Told
from controller.coach.names import named
from controller.coach.readiness.felt import breath_alone, felt_lately
from controller.coach.readiness.gates import Felt, Gate, Readiness, State, first_reason
from controller.coach.readiness.known import SAID_YES, Known, Verdict
from controller.coach.readiness.pelvic import pelvic
from controller.coach.readiness.self_tests import tested
from controller.coach.readiness.warning_signs import Sign, bone_signs, seen_after, warning_signs
from controller.words.catalogue import tr, trc
from controller.words.days import day_and_year
from plans.plan.model import EARLIEST_WEEKS
from plans.readiness.floor import ANSWERS

if TYPE_CHECKING:
    from datetime import date, datetime

    from controller.coach.history import History
    from plans.readiness.checks import Check, Checks

WALKING: Final = "postpartum-walk"
"""The plan that is open while running is not."""
_BELT: Final = "signs"
"""The gate that walking waits for, too."""
_FIRST_LEVEL: Final = "strength"
"""The gate that keeps her at level 1 if it is a soft one."""
_WALK: Final = "walk"
_IMPACT: Final = "impact"


def readiness(history: History, checks: Checks, today: date) -> Readiness:
    """Return what is open on a day, and what decides it.

    Args:
        history: all that was told and done.
        checks: the list of what decides.
        today: the day by the clock on the wall.

    """
    known = Known(history, checks, today)
    felt = felt_lately(known)
    gates = tuple(
        _gate(known, check, felt)
        for check in checks.gates.values()
        if check.id != "weeks" or not known.no_birth
    )
    closed = [each for each in gates if each.hard and each.state is not State.YES]
    belt = not any(each.id == _BELT for each in closed)
    first_level_only = any(
        each.id == _FIRST_LEVEL and not each.hard and each.state is not State.YES for each in gates
    )
    waits = _tests_wait(known, gates)
    return Readiness(
        belt=belt,
        running=not closed,
        first_level_only=first_level_only,
        gates=gates,
        because=_because(closed, first_level_only=first_level_only),
        meanwhile=WALKING if belt and closed else "",
        offered=_offered(known, gates, {each.id for each in waits}, felt),
        waits=waits,
        felt=felt,
    )


def _because(closed: list[Gate], *, first_level_only: bool) -> str:
    belt = next((each for each in closed if each.id == _BELT), None)
    if belt is not None and belt.state is State.NOT_YET:
        return tr("Nothing on the belt until a clinician has been seen: {because}.").format(
            because=belt.because
        )
    if belt is not None:
        return tr("The warning signs are asked before anything on the belt: {because}.").format(
            because=belt.because
        )
    first = first_reason(closed)
    if first is not None:
        return tr("It takes: {gate} ({because}).").format(gate=first.title, because=first.because)
    if first_level_only:
        return tr("No rule holds running back; level 1 alone until the strength is there.")
    return tr("No rule holds running back.")


def _tests_wait(known: Known, gates: tuple[Gate, ...]) -> tuple[Gate, ...]:
    """Return what has to say yes before anything else than walking is tested."""
    closed = (each for each in gates if each.hard and each.state is not State.YES)
    bone = _bone(known) is not None
    return tuple(
        each
        for each in closed
        if each.id == _WALK
        or not known.checks.gates[each.id].tests
        or (each.id == _IMPACT and bone)
    )


def _offered(
    known: Known, gates: tuple[Gate, ...], waits: set[str], felt: Felt | None
) -> tuple[str, ...]:
    """Return the tests that may be done today.

    Walking is tested first, but not on a day on which what was told before a session keeps running
    off. The others are impact, or come with it: not before all else is as it should be, and not too
    soon after something was felt, wherever that was.
    """
    walking = waits & {_BELT} or (felt is not None and felt.walking)
    return tuple(
        test
        for gate in gates
        if gate.until is None and not (walking if gate.id == _WALK else waits or felt is not None)
        for test in known.checks.gates[gate.id].tests
    )


def _with_impact(check: Check) -> bool:
    """Whether a gate is one of tests with impact, or of those that come with them."""
    return bool(check.tests) and check.id != _WALK


def _gate(known: Known, check: Check, felt: Felt | None) -> Gate:
    verdict = _verdict(known, check)
    if felt is not None and _with_impact(check) and not verdict.by_clinician:
        verdict = verdict._replace(until=max(felt.until, verdict.until or felt.until))
    if felt is not None and felt.walking and check.id == _WALK and not verdict.by_clinician:
        tomorrow = known.today + timedelta(1)
        verdict = verdict._replace(until=max(tomorrow, verdict.until or tomorrow))
    ask = check.opens
    if verdict.state is State.OPEN:
        ask = check.question or verdict.first or check.opens
    elif verdict.first:
        ask = f"{verdict.first} {verdict.opens or check.opens}"
    yes = verdict.state is State.YES
    return Gate(
        id=check.id,
        title=check.title,
        hard=check.hard,
        state=verdict.state,
        because=verdict.because,
        until=None if yes else verdict.until,
        ask="" if yes else ask,
        meanwhile="" if yes else _meanwhile(known, check, verdict.state, felt),
        do="" if yes else _do(check, verdict),
        brief=verdict.brief,
    )


def _do(check: Check, verdict: Verdict) -> str:
    """Return what is typed towards a gate that is not open."""
    if verdict.by_clinician:
        return "reprise setup clinician"
    if check.id in ANSWERS:
        return f"reprise setup {ANSWERS[check.id].key}"
    if check.id == _BELT:
        return "reprise setup signs"
    if check.id == "weeks":
        return "" if verdict.until is not None else "reprise setup birth"
    return "reprise prepare tests" if verdict.until is None else "reprise prepare"


def _meanwhile(known: Known, check: Check, state: State, felt: Felt | None) -> str:
    if check.id == _BELT and state is State.OPEN:
        return tr("Nothing on the belt before it is answered.")
    if felt is not None and not felt.tests_only and _with_impact(check):
        return breath_alone(felt)
    caesarean = known.birth is not None and known.birth.kind is BirthKind.CAESAREAN
    also = check.after_caesarean if caesarean else ""
    told = f"{check.meanwhile} {also}".rstrip()
    if felt is not None and not felt.tests_only and check.id == "weeks":
        return f"{told} {breath_alone(felt)}"  # it speaks of all body work
    return told


def _verdict(known: Known, check: Check) -> Verdict:
    if check.id == "weeks":
        return _weeks(known)
    if check.id == _BELT:
        return _signs(known)
    if check.id == "pelvic":
        return pelvic(known)
    if check.id in ANSWERS:
        return _answered(known, check)
    if check.id == _IMPACT:
        return _bone(known) or tested(known, check)
    return tested(known, check)


def _weeks(known: Known) -> Verdict:
    birth = known.birth
    if birth is None:
        return Verdict(State.OPEN, known.since_birth(), first=_TELL_BIRTH)
    weeks, since = (known.today - birth.on).days // 7, known.since_birth()
    if weeks < 0:
        return Verdict(
            State.NOT_YET,
            tr("{day} is yet to come").format(day=day_and_year(birth.on)),
            first=_TELL_BIRTH,
        )
    if weeks >= known.checks.weeks:
        return Verdict(State.YES, since)
    early = next(known.clearances(ClearanceKind.EARLY), None)
    if weeks >= EARLIEST_WEEKS and early is not None:
        return Verdict(
            State.YES,
            tr("{since}; {who} said yes on {day}").format(
                since=since, who=early.who, day=day_and_year(early.on)
            ),
            brief=SAID_YES,
        )
    return Verdict(State.NOT_YET, since, birth.on + timedelta(weeks=known.checks.weeks))


_TELL_BIRTH: Final = tr("Tell the date of the birth, or that there was none.")


def _signs(known: Known) -> Verdict:
    signs = list(warning_signs(known.history, known.checks.signs))
    unseen = [each for each in signs if seen_after(known.history, each) is None]
    if unseen:
        last = max(unseen, key=lambda each: (each.now, each.at))
        what = named(last.ids) or tr("a warning sign")
        because = tr("{what}, told on {day}").format(what=what, day=day_and_year(last.at.date()))
        call = _call(known, last)
        return Verdict(State.NOT_YET, because, first=call, by_clinician=True, brief=what)
    asked = [each.at for each in known.facts if isinstance(each, Screen | PreCheck)]
    if not asked:
        return Verdict(State.OPEN, tr("not asked yet"))
    at, brief = asked[-1], trc("warning signs", "none")
    because = tr("none, told on {day}").format(day=day_and_year(at.date()))
    seen = next(known.clearances(ClearanceKind.SEEN), None)
    if seen is not None and seen.at >= at:
        at, brief = seen.at, ""
        because = tr("{who} was seen on {day}").format(who=seen.who, day=day_and_year(seen.on))
    return known.aged(at, because, brief, walks=True)


def _call(known: Known, sign: Sign) -> str:
    country = known.history.told("country")
    number = emergency_number("" if country is None else country.value)
    if sign.now:
        return tr("Call {number} now.").format(number=number)
    today = tr("Call your midwife or doctor today, or else {number}.").format(number=number)
    return f"{today} {if_heavy(number)}" if "bleeding" in sign.ids else today


def _answered(known: Known, check: Check) -> Verdict:
    key, passes = ANSWERS[check.id]
    told: list[tuple[datetime, str]] = []
    for fact in known.facts:
        if isinstance(fact, Told) and fact.key == key:
            told.append((fact.at, fact.value))
        elif isinstance(fact, PreCheck) and check.id == "bleeding":
            told.append((fact.at, "yes" if fact.bleeding else "no"))
    if not told:
        return Verdict(State.OPEN, tr("not told yet"))
    return known.answered(*told[-1], passes)


def _bone(known: Known) -> Verdict | None:
    """Return that a sore spot on bone has stopped a session, until a clinician was seen."""
    for sign in bone_signs(known.history):
        if seen_after(known.history, sign) is None:
            because = tr("a session was ended for one sore spot on bone on {day}").format(
                day=day_and_year(sign.at.date())
            )
            return Verdict(State.NOT_YET, because, first=_SEE_CLINICIAN, by_clinician=True)
    return None


_SEE_CLINICIAN: Final = tr(
    "See a clinician about it, and write down here who, when and their words."
)
