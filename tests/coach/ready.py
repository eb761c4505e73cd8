"""A person of whom everything says yes, told on one day; tests change one thing at a time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from controller.coach.history import (
    Birth,
    BirthKind,
    Fact,
    Screen,
    Session,
    Told,
    Trial,
)
from plans.readiness.checks import known_checks

if TYPE_CHECKING:
    from collections.abc import Iterable

CHECKS: Final = known_checks()
TODAY: Final = date(2026, 4, 7)
BORN: Final = TODAY - timedelta(weeks=14)


def at(day: date, hour: int = 9) -> datetime:
    """Return a moment of a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def trials(gate: str, day: date = TODAY, hour: int = 9) -> tuple[Trial, ...]:
    """Return the tests of a gate as they are passed."""
    tests = (CHECKS.tests[each] for each in CHECKS.gates[gate].tests)
    return tuple(
        Trial(
            at(day, hour),
            each.id,
            each.dose.amount,
            each.dose.amount if each.dose.sides else None,
            (),
        )
        for each in tests
    )


def ready(day: date = TODAY, *, born: date | None = BORN) -> tuple[Fact, ...]:
    """Return what a person tells and passes who is open in everything on that day."""
    birth: Fact = Told(at(day), "birth", "no")
    if born is not None:
        birth = Birth(at(day), born, BirthKind.VAGINAL)
    return (
        birth,
        Screen(at(day), ()),
        Told(at(day), "bleeding", "no"),
        Told(at(day), "wound-healed", "yes"),
        Told(at(day), "daily-pelvic", "no"),
        *(each for gate in ("walk", "impact", "strength", "plank") for each in trials(gate, day)),
    )


def without(facts: Iterable[Fact], gate: str) -> tuple[Fact, ...]:
    """Return the facts without what one gate is judged by."""
    keys = {"weeks": "birth", "bleeding": "bleeding", "wound": "wound-healed"}
    key = keys.get(gate, "daily-pelvic" if gate == "pelvic" else "")
    tests = CHECKS.gates[gate].tests
    return tuple(
        each
        for each in facts
        if not (isinstance(each, Told) and each.key == key)
        and not (isinstance(each, Birth) and gate == "weeks")
        and not (isinstance(each, Screen) and gate == "signs")
        and not (isinstance(each, Trial) and each.test in tests)
    )


def session(day: date, **fields: Any) -> Session:
    """Return a session with runs that was done."""
    usual: dict[str, Any] = {
        "id": f"{day:%Y%m%d}",
        "at": at(day, 12),
        "plan": "postpartum-ladder",
        "level": 1,
        "has_runs": True,
        "completed": True,
        "outcome": "completed",
        "planned_run_s": 240,
        "ran_s": 240,
        "lasted_s": 1800,
    }
    return Session(**{**usual, **fields})
