"""Whom to call for what was told, the gravest first: said before anything else."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from typing import Final

from controller.coach.asking.emergency import crisis_words, emergency_number
from controller.coach.asking.interview import Interview
from controller.coach.asking.told import signs_named
from controller.coach.history import (
    EMERGENCIES,
    Aftermath,
    Fact,
    NextDay,
    Screen,
    Weekly,
)
from controller.words.catalogue import tr

LOW_MOOD: Final = 2
"""Of 1 to 5: from here down who can be talked to is told."""
_NOW: Final = frozenset({"chest", "breath", "faint", "neuro", *EMERGENCIES})


class Call(IntEnum):
    """How soon, and whom; the higher, the graver."""

    BULGE = 1
    """A pelvic-health physiotherapist, and nobody on the same day (nhslondon, bnssg)."""
    TODAY = 2
    BLEEDING = 3
    """The same day, and at once should it be heavy (awhonn; evidence.md 9)."""
    CRISIS = 4
    """A low mood, or thoughts of harm."""
    NOW = 5


def call_words(call: Call, country: str) -> tuple[str, ...]:
    """Return what is said, a line each; ``country`` in two letters, or nothing."""
    number = emergency_number(country)
    match call:
        case Call.NOW:
            return (
                tr("Call {number} now. Sit down. Do not stay alone with it.").format(number=number),
            )
        case Call.CRISIS:
            return crisis_words(country)
        case Call.TODAY:
            return (_today(number),)
        case Call.BLEEDING:
            return (_today(number), if_heavy(number))
        case Call.BULGE:
            return (
                tr("Something bulging below: see a pelvic-health physiotherapist before you run."),
                tr("Your midwife or doctor can help you find one."),
            )


def _today(number: str) -> str:
    return tr("Call your midwife or doctor today, or else {number}.").format(number=number)


def if_heavy(number: str) -> str:
    """Return what makes a call about bleeding one that does not wait."""
    return tr("With a pad soaked in an hour, or a large clot, call {number} now.").format(
        number=number
    )


def calls(facts: tuple[Fact, ...]) -> tuple[Call, ...]:
    """Return the calls that some answers ask for, the gravest first."""
    return _gravest_first(call for fact in facts for call in _of(fact))


def calls_so_far(form: Interview) -> tuple[Call, ...]:
    """Return the calls that a form asks for that is not yet done: as of its facts."""
    found = list(_of_signs(signs_named(form)))
    if "chest" in form.values("where"):
        found.append(Call.NOW)
    if form.value("bleeding-since") == "yes":
        found.append(Call.BLEEDING)
    mood = form.value("mood")
    if mood and int(mood) <= LOW_MOOD:
        found.append(Call.CRISIS)
    return _gravest_first(iter(found))


def waits(facts: tuple[Fact, ...]) -> str:
    """Return what is kept off until a clinician was seen, in a sentence; empty for nothing.

    `controller.coach.readiness.judge` decides it, from all that was ever told.
    """
    signs = {sign for each in facts if isinstance(each, Screen) for sign in each.signs}
    since = any(isinstance(each, Aftermath) and "chest" in each.since for each in facts)
    bleeding = any(isinstance(each, NextDay) and each.bleeding for each in facts)
    if signs - {"bulge"} or since or bleeding:
        return tr(
            "The treadmill stays off, for walking too, until you record that a clinician has "
            "seen you: who, when, what was said."
        )
    if signs:
        return tr("Running waits until you record what a clinician said; walking stays open.")
    return ""


def at_once(facts: tuple[Fact, ...], country: str) -> tuple[str, ...]:
    """Return what has to be said of some answers before anything else, a line each.

    Args:
        facts: what was told.
        country: two letters as told in the set-up, or nothing.
    """
    return tuple(line for call in calls(facts) for line in call_words(call, country))


def _of(fact: Fact) -> Iterator[Call]:
    match fact:
        case Screen(signs=signs):
            yield from _of_signs(signs)
        case Aftermath(since=since) if "chest" in since:
            yield Call.NOW
        case NextDay(bleeding=True):
            yield Call.BLEEDING
        case Weekly(mood=mood) if mood <= LOW_MOOD:
            yield Call.CRISIS
        case _:
            pass


def _of_signs(signs: tuple[str, ...]) -> Iterator[Call]:
    for sign in signs:
        match sign:
            case "mood":
                yield Call.CRISIS
            case "bulge":
                yield Call.BULGE
            case "bleeding":
                yield Call.BLEEDING
            case _:
                yield Call.NOW if sign in _NOW else Call.TODAY


def _gravest_first(found: Iterator[Call]) -> tuple[Call, ...]:
    every = set(found)
    if Call.NOW in every:
        every.discard(Call.BLEEDING)
    if not every.isdisjoint({Call.NOW, Call.BLEEDING}):
        every.discard(Call.TODAY)
    return tuple(sorted(every, reverse=True))
