"""What was told beside sessions, in the words in which it was asked: every answer but "nothing".

A warning sign is kept beside the check that it was told in, at the same moment. Which sign it was,
where something hurt and how much stands here, whether a session was done on that day or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from controller.coach.asking.questions import QUESTIONS
from controller.coach.asking.told import TIRED, Off, held_by
from controller.coach.chronicle.names import asked_as, sign_asked_as
from controller.coach.chronicle.values import A_SIGN, MOOD, Spoken, Telling, told_day
from controller.coach.history import Aftermath, NextDay, Practice, PreCheck, Screen, Trial
from controller.coach.names import name_of
from controller.coach.progress.checks import hurts
from controller.coach.progress.met import PAIN_STRONG
from controller.core.symptoms import Category
from controller.words.catalogue import tr
from plans.policies.symptoms import known_symptoms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime
    from typing import TypeAlias

    from controller.coach.history import Fact, History, Session

    Signs: TypeAlias = Mapping[datetime, tuple[str, ...]]

_BULGE: Final = "bulge"
_CALLED: Final = ("now", "today")


def signs_by_moment(history: History) -> Signs:
    """Return the signs that were named, by the moment of the check that they are of."""
    return {each.at: each.signs for each in history.facts if isinstance(each, Screen)}


def spoken_in(check: PreCheck | NextDay, signs: Signs) -> tuple[Spoken, ...]:
    """Return what a check before a session or of the day after tells, but for "nothing"."""
    named = signs.get(check.at, ())
    told = [*_signs(named)]
    if check.warning_sign and not set(named) - {_BULGE}:
        told.append(Spoken("", A_SIGN, sign=True, grave=True))
    match check:
        case PreCheck():
            told += _yes(bleeding_today=check.bleeding, pelvic_today=check.pelvic)
            told += _pains(check)
            told += _not("rested", holds=check.rested)
            told += _not("safety-key", holds=check.safety_key)
        case NextDay():
            told += _yes(pelvic_since=check.pelvic)
            told += _pains(check)
            told += _yes(worse=check.worse)
            if check.bleeding:
                told.append(Spoken("bleeding", _answered("bleeding-since", "yes"), grave=True))
            if check.energy <= TIRED:
                told.append(Spoken("", _answered("energy", str(check.energy)), felt=False))
    return tuple(told)


def tellings(history: History) -> tuple[Telling, ...]:
    """Return all that was told, in the order of time; what it led to is not yet in it."""
    signs = signs_by_moment(history)
    checks = {each.at for each in history.facts if isinstance(each, PreCheck | NextDay)}
    sessions = {each.id: each for each in history.sessions}
    # Of each day its last session: all of them for each check took its square.
    latest: dict[date, datetime] = {}
    for at in sorted(each.at for each in history.sessions):
        latest[at.date()] = at
    found = []
    for fact in history.facts:
        match fact:
            case PreCheck():
                day = fact.at.date()
                alone = day not in latest or latest[day] < fact.at
                asked = tr("before a session")
                if alone:
                    asked = tr("before a session; none was done that day")
                held = held_by(fact)
                because = "" if held.off is Off.NOTHING else held.because
                found.append(
                    Telling(fact.at, asked, spoken_in(fact, signs), held=because, alone=alone)
                )
            case NextDay():
                of = sessions.get(fact.session)
                asked = tr("on the next day") if of is None else tr("on the day after {day}")
                asked = asked.format(day="" if of is None else told_day(of.at.date()))
                found.append(Telling(fact.at, asked, spoken_in(fact, signs)))
            case Screen() if fact.at not in checks:
                asked = tr("asked for warning signs")
                found.append(Telling(fact.at, asked, tuple(_signs(fact.signs)), alone=True))
            case Practice(felt=felt) | Trial(symptoms=felt):
                named = set(signs.get(fact.at, ()))
                asked = tr("at a test") if isinstance(fact, Trial) else tr("at body work")
                spoken = tuple(_at_work(each) for each in felt if each not in named)
                found.append(Telling(fact.at, asked, spoken, alone=True))
            case _:
                pass
    return tuple(sorted((each for each in found if each.spoken), key=lambda each: each.at))


def concerns(history: History) -> Iterator[tuple[datetime, str]]:
    """Yield what a clinician has to be seen about: when it was told, and its id or nothing."""
    for telling in tellings(history):
        yield from ((telling.at, each.id) for each in telling.spoken if each.grave)
    for session in history.sessions:
        yield from ((session.at, each) for each in _of_session(session))
    for fact in history.facts:
        if isinstance(fact, Aftermath):
            yield from ((fact.at, each) for each in fact.since if _is_grave(each, 1))


def _of_session(session: Session) -> Iterator[str]:
    if session.signs in _CALLED:
        yield ""
    if session.signs == _BULGE:
        yield _BULGE
    yield from (each.symptom for each in session.noted if _is_grave(each.symptom, each.value))


def _is_grave(symptom: str, value: int) -> bool:
    known = known_symptoms().symptoms.get(symptom)
    if known is None:
        return False
    if known.category in (Category.RED, Category.BONE):
        return value > 0
    return known.highest > PAIN_STRONG and known.category is not Category.EFFORT and (
        value >= PAIN_STRONG
    )  # fmt: skip


def concern_name(symptom: str) -> str:
    """Return it in a word or two; nothing of the mood is named unasked."""
    return A_SIGN if symptom in ("", MOOD) else name_of(symptom)


def _signs(named: tuple[str, ...]) -> Iterator[Spoken]:
    return (Spoken(each, sign_asked_as(each), sign=True, grave=True) for each in named)


def _at_work(symptom: str) -> Spoken:
    return Spoken(symptom, asked_as(symptom, "felt"), grave=_is_grave(symptom, 1))


def _yes(**told: bool) -> Iterator[Spoken]:
    """Yield the questions that were answered with yes, by their ids."""
    for name, answer in told.items():
        if answer:
            yield Spoken("", _answered(name.replace("_", "-"), "yes"))


def _not(question: str, *, holds: bool) -> Iterator[Spoken]:
    if not holds:
        yield Spoken("", _answered(question, "no"), felt=False)


def _pains(check: PreCheck | NextDay) -> Iterator[Spoken]:
    for place, pain in check.pain:
        if pain:
            words = tr("pain {pain} of 10: {place}").format(
                pain=pain, place=asked_as(place, "pain-place")
            )
            yield Spoken(place, words, grave=hurts(place, pain, PAIN_STRONG))


def sign_words_of(check: PreCheck | NextDay, signs: Signs) -> tuple[str, ...]:
    """Return the signs of a check, for a line; nothing of the mood is named."""
    signed = (each for each in spoken_in(check, signs) if each.sign)
    return tuple(A_SIGN if each.id == MOOD else each.words for each in signed)


def _answered(question: str, value: str) -> str:
    """Return a question with its answer, as both were read."""
    return f"{QUESTIONS[question].text} {asked_as(value, question)}"


def told_in(fact: Fact, signs: Signs) -> bool:
    """Whether something of her body was told in a check."""
    return isinstance(fact, PreCheck | NextDay) and any(
        each.felt for each in spoken_in(fact, signs)
    )
