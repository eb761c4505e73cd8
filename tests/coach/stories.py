"""Histories as a few words: what was done on which day, and what was told of it.

Day 0 is a Monday. A session is at nine; unless a story says otherwise it began with a check in
which nothing hurt, was done as planned, and was followed by a next-day check at eight.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final

from controller.coach.history import (
    Clearance,
    ClearanceKind,
    Fact,
    History,
    NextDay,
    Noted,
    PreCheck,
    Session,
    Trial,
)

MONDAY: Final = date(2026, 3, 2)
_OFFSET: Final = timezone(timedelta(hours=1))
LADDER: Final = "postpartum-ladder"
WALK: Final = "postpartum-walk"


def day(number: int) -> date:
    """Return the day of that number."""
    return MONDAY + timedelta(days=number)


def at(number: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment of a day."""
    midnight = datetime(MONDAY.year, MONDAY.month, MONDAY.day, tzinfo=_OFFSET)
    return midnight + timedelta(days=number, hours=hour, minutes=minute)


@dataclass(frozen=True)
class Told:
    """Some facts and sessions."""

    facts: tuple[Fact, ...] = ()
    sessions: tuple[Session, ...] = ()


def note(symptom: str, value: int, *, warm_up: bool = False) -> Noted:
    """Return a symptom that was reported."""
    return Noted(symptom, value, running=not warm_up, warm_up=warm_up, at_s=400)


def before(number: int, hour: int = 9, **fields: Any) -> Told:
    """Return a check before a session."""
    usual: dict[str, Any] = {
        "warning_sign": False,
        "bleeding": False,
        "pelvic": False,
        "pain": (),
        "rested": True,
        "safety_key": True,
    }
    return Told((PreCheck(at(number, hour - 1, 50), **{**usual, **fields}),))


def checked(number: int, session: str, **fields: Any) -> Told:
    """Return a next-day check that was answered on that day."""
    usual: dict[str, Any] = {
        "pelvic": False,
        "pain": (),
        "worse": False,
        "bleeding": False,
        "energy": 4,
        "warning_sign": False,
    }
    return Told((NextDay(at(number, 8), session, **{**usual, **fields}),))


def done(
    number: int,
    level: int,
    *noted: Noted,
    check: dict[str, Any] | None = None,
    pre: dict[str, Any] | None = None,
    **fields: Any,
) -> Told:
    """Return a session of that day, the check before it and the next-day check.

    Args:
        number: the day.
        level: of the plan.
        noted: what was reported.
        check: what the next-day check says otherwise; ``{"missing": True}`` for none.
        pre: what the check before says otherwise.
        fields: what the session says otherwise.

    """
    usual: dict[str, Any] = {
        "id": f"s{number}",
        "at": at(number),
        "plan": LADDER,
        "level": level,
        "has_runs": fields.get("plan", LADDER) != WALK,
        "completed": True,
        "outcome": "completed",
        "planned_run_s": 420,
        "ran_s": 420,
        "lasted_s": 1800,
        "noted": noted,
    }
    session = Session(**{**usual, **fields})
    facts = before(number, **(pre or {})).facts
    if not (check or {}).get("missing"):
        facts += checked(number + 1, session.id, **(check or {})).facts
    return Told(facts, (session,))


def walked(number: int, *noted: Noted, level: int = 5, **fields: Any) -> Told:
    """Return a walk of half an hour."""
    return done(number, level, *noted, **{"plan": WALK, "planned_run_s": 0, "ran_s": 0, **fields})


def jogged_on_the_spot(number: int, *symptoms: str, seconds: int = 60, test: str = "jog") -> Told:
    """Return the test that follows the walk."""
    return Told((Trial(at(number, 10), test, seconds, None, symptoms),))


def seen(number: int, kind: ClearanceKind, on: int | None = None, **fields: Any) -> Told:
    """Return what a clinician said, told on a day and said on that day or another."""
    said = day(number if on is None else on)
    return Told((Clearance(at(number, 18), kind, "A. Name", said, "She may run.", **fields),))


def fact(*facts: Fact) -> Told:
    """Return other facts."""
    return Told(facts)


def history(*told: Told) -> History:
    """Return all of it as a history."""
    return History(
        tuple(fact for each in told for fact in each.facts),
        tuple(session for each in told for session in each.sessions),
    )
