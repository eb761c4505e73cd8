"""What was answered, as facts for the diary, and what follows from it at once."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Final, NamedTuple

from controller.coach.emergency import crisis_words, emergency_number
from controller.coach.history import (
    Aftermath,
    Fact,
    NextDay,
    PreCheck,
    Screen,
    Weekly,
    WhyStopped,
)
from controller.coach.interview import Interview

PAIN_TO_RUN: Final = 2
"""The most pain, 0 to 10, with which a session with runs begins (evidence.md 10.2)."""
TIRED: Final = 2
"""Of 1 to 5: sleep and energy from here down (evidence.md 10.2, N9)."""
LOW_MOOD: Final = 2
"""Of 1 to 5: from here down who can be talked to is told."""
_CALLED: Final = ("now", "today")


def before_session(done: Interview, at: datetime) -> tuple[Fact, ...]:
    """Return the facts of the six questions before a session."""
    check = PreCheck(
        at,
        warning_sign=done.value("signs") in _CALLED,
        bleeding=done.value("bleeding-today") == "yes",
        pelvic=done.value("pelvic-today") == "yes",
        pain=_pain(done),
        rested=done.value("rested") == "yes",
        safety_key=done.value("safety-key") == "yes",
    )
    return (check, *_signs(done, at))


def next_day(done: Interview, at: datetime, session: str) -> tuple[Fact, ...]:
    """Return the facts of the six questions of the day after a session."""
    check = NextDay(
        at,
        session,
        pelvic=done.value("pelvic-since") == "yes",
        pain=_pain(done),
        worse=done.value("worse") == "yes",
        bleeding=done.value("bleeding-since") == "yes",
        energy=int(done.value("energy")),
        warning_sign=done.value("signs") in _CALLED,
    )
    return (check, *_signs(done, at))


def weekly(done: Interview, at: datetime) -> tuple[Fact, ...]:
    """Return the fact of the check of the week."""
    leaks, sleep, mood = (int(done.value(each)) for each in ("leaks", "sleep", "mood"))
    return (Weekly(at, leaks, done.value("change"), sleep, mood),)


def after_session(done: Interview, at: datetime, session: str) -> tuple[Fact, ...]:
    """Return the fact of what was told standing."""
    why = done.value("why-stopped")
    since = tuple(dict.fromkeys(done.values("where")))
    stopped = WhyStopped(why) if why else None
    return (Aftermath(at, session, int(done.value("effort")), stopped, since),)


def _pain(done: Interview) -> tuple[tuple[str, int], ...]:
    """Return places and numbers; of a place that was told twice, the higher number."""
    numbers = (int(each) for each in done.values("pain", "pain-more") if each != "0")
    pain: dict[str, int] = {}
    for place, number in zip(done.values("pain-place"), numbers, strict=True):
        pain[place] = max(number, pain.get(place, 0))
    return tuple(pain.items())


def _signs(done: Interview, at: datetime) -> tuple[Screen, ...]:
    """Return the warning signs that were named; a plain "none" stands in the check itself."""
    which = done.values("which-now", "which-today")
    named = ("bulge",) if done.value("signs") == "bulge" else which
    return (Screen(at, named),) if named else ()


class Off(Enum):
    """What the answers before a session keep off today."""

    NOTHING = "nothing"
    RUNNING = "running"
    BELT = "belt"


class Held(NamedTuple):
    """What follows today, and why."""

    off: Off
    because: str
    """A sentence; empty if nothing is kept off and nothing is advised."""


def held_by(check: PreCheck) -> Held:
    """Return what a check before a session keeps off today; the strictest that holds."""
    worst = max((number for _, number in check.pain), default=0)
    if check.warning_sign:
        return Held(Off.BELT, "A warning sign: nothing on the belt until a clinician was seen.")
    if not check.safety_key:
        return Held(Off.BELT, "Nothing on the belt without the safety key: it is the only stop.")
    if check.bleeding:
        return Held(Off.RUNNING, "Bleeding that is no period: no running until there is none.")
    if check.pelvic:
        return Held(Off.RUNNING, "More than before down below: no running today; a walk is open.")
    if worst > PAIN_TO_RUN:
        return Held(
            Off.RUNNING, f"Pain of {worst}: no running above {PAIN_TO_RUN}; a walk is open."
        )
    if not check.rested:
        return Held(Off.NOTHING, "A short night or an empty stomach: something easier is no loss.")
    return Held(Off.NOTHING, "")


def at_once(facts: tuple[Fact, ...], country: str) -> tuple[str, ...]:
    """Return what has to be said of some answers before anything else, a line each.

    Args:
        facts: what was told.
        country: two letters as told in the set-up, or nothing.
    """
    number = emergency_number(country)
    lines: list[str] = []
    for fact in facts:
        match fact:
            case Screen(signs=()):
                pass
            case Screen(signs=signs) if "mood" in signs:
                lines += crisis_words(country)
            case Screen(signs=("bulge",)):
                lines.append(
                    "Something bulging below: call your midwife or doctor today; ask for a "
                    "pelvic-health physiotherapist."
                )
            case Screen(signs=signs) if _NOW.intersection(signs):
                lines.append(f"Call {number} now. Sit down. Do not stay alone with it.")
            case Screen():
                lines.append(f"Call your midwife or doctor today, or else {number}.")
            case Aftermath(since=since) if "chest" in since:
                lines.append(f"Call {number} now. Sit down. Do not stay alone with it.")
            case NextDay(bleeding=True, warning_sign=False):
                lines.append(f"Call your midwife or doctor today, or else {number}.")
            case Weekly(mood=mood) if mood <= LOW_MOOD:
                lines += crisis_words(country)
            case _:
                pass
    return tuple(dict.fromkeys(lines))


_NOW: Final = frozenset({"chest", "breath", "faint", "neuro"})
