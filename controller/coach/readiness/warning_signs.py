"""The warning signs of a history, wherever they were told, and who has been seen about them.

Whoever tells of one is to see a clinician before another session. So a sign is never taken back by
a later "no": what opens the belt again is that a clinician was seen, written down after it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.coach.baseline import is_a_yes
from controller.coach.history import (
    BULGE,
    EMERGENCIES,
    Aftermath,
    Clearance,
    ClearanceKind,
    NextDay,
    PreCheck,
    Screen,
    Trial,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from controller.coach.history import Fact, History, Session
    from plans.readiness.checks import Signs

_REFERRED: Final = "stopped_and_refer"
_MISTAKE: Final = "mistake"
_CALLED: Final = ("now", "today")
"""What is told behind the unwell key; until it is, the gravest counts."""
PELVIC_RULE: Final = "I2"
BONE_RULE: Final = "I6"
"""The rules that refer for something else than a warning sign (evidence.md 10.1)."""


class Sign(NamedTuple):
    """Something that was told once."""

    at: datetime
    ids: tuple[str, ...]
    """Of symptoms; empty if it was not said which."""
    now: bool
    """The emergency number is called, and not somebody on the same day."""


def warning_signs(history: History, signs: Signs) -> Iterator[Sign]:
    """Yield the warning signs that keep every session off, in no order."""
    red = (*signs.now, *signs.today)
    for fact in history.facts:
        ids = tuple(each for each in _told(fact) if each in red)
        if isinstance(fact, Screen):
            # An id that no list knows was nevertheless told as a warning sign.
            ids = tuple(each for each in fact.signs if each not in signs.physiotherapist)
        unnamed = isinstance(fact, PreCheck | NextDay) and fact.warning_sign
        if ids or unnamed:
            yield Sign(fact.at, ids, now=any(each in (*signs.now, *EMERGENCIES) for each in ids))
    for session in history.sessions:
        ids = tuple(each.symptom for each in session.noted if each.symptom in red)
        if session.signs in _CALLED or ids or _unwell(session):
            now = session.signs != "today" and (not ids or any(each in signs.now for each in ids))
            yield Sign(session.at, tuple(dict.fromkeys(ids)), now)


def pelvic_signs(history: History, signs: Signs) -> Iterator[Sign]:
    """Yield what keeps running off until a clinician was seen, and walking not: in no order."""
    for fact in history.facts:
        ids = tuple(each for each in _told(fact) if each in signs.physiotherapist)
        if ids:
            yield Sign(fact.at, ids, now=False)
    for session in history.sessions:
        told = (*(each.symptom for each in session.noted), session.signs)
        ids = tuple(each for each in signs.physiotherapist if each in told)
        if ids or PELVIC_RULE in session.rules:
            yield Sign(session.at, ids, now=False)


def bone_signs(history: History) -> Iterator[Sign]:
    """Yield the sessions that were ended and referred for one sore spot on bone."""
    for session in history.sessions:
        if session.outcome == _REFERRED and BONE_RULE in session.rules:
            yield Sign(session.at, (), now=False)


def _about_signs(said: Clearance) -> bool:
    return said.kind is ClearanceKind.SEEN


def seen_after(
    history: History, sign: Sign, counts: Callable[[Clearance], bool] = _about_signs
) -> Clearance | None:
    """Return what a clinician said after a sign, and was written down after it, if anything was.

    Args:
        history: all that was told.
        sign: what was told of.
        counts: whether what was said is about such a sign.

    """
    seen = (each for each in history.of(Clearance) if isinstance(each, Clearance))
    after = (each for each in seen if each.at >= sign.at and each.on >= sign.at.date())
    return next(filter(counts, after), None)


def pelvic_seen_after(history: History, sign: Sign) -> Clearance | None:
    """Return what a clinician said of a pelvic sign after it: of a bulge in so many words."""

    def counts(said: Clearance) -> bool:
        about = said.kind is ClearanceKind.PELVIC and is_a_yes(said)
        speaks = BULGE not in sign.ids or said.spoke_of_bulge
        return speaks and (about or _about_signs(said))

    return seen_after(history, sign, counts)


def _unwell(session: Session) -> bool:
    """Whether a session was stopped and referred, and for nothing else than a warning sign."""
    if session.outcome != _REFERRED or session.signs in (_MISTAKE, BULGE):
        return False
    return {PELVIC_RULE, BONE_RULE}.isdisjoint(session.rules)


def _told(fact: Fact) -> tuple[str, ...]:
    match fact:
        case Screen():
            return fact.signs
        case Trial():
            return fact.symptoms
        case Aftermath():
            return fact.since
        case NextDay():
            return ("bleeding",) if fact.bleeding else ()
        case _:
            return ()
