"""A plan gone through as quickly as it allows: on which day which level, if every session is clean.

What it says of rest, of sessions at a level and of bounds in so many days is kept; where it says
nothing, nothing holds back. Nobody has to be so quick, and what happens on the way makes it longer.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from plans.plan.model import AtMost, Plan


class Session(NamedTuple):
    """One session of the plan."""

    day: int
    """From 0 on."""
    level: int


def quickest(plan: Plan) -> tuple[Session, ...]:
    """Return all sessions, until the last level has been done as often as a step up needs.

    Where a bound forbids the next level on a day that allows a session, the present one is
    repeated.
    """
    bounds = plan.progression.at_most
    found: list[Session] = []
    days: list[int] = []
    steps: list[int] = []
    day, level, clean = 0, 1, 0
    while True:
        while not _allowed(day, days, bounds, "sessions"):
            day += 1
        if clean >= plan.progression.step_up_after and _allowed(day, steps, bounds, "levels"):
            level, clean = level + 1, 0
            steps.append(day)
        found.append(Session(day, level))
        days.append(day)
        clean += 1
        if clean >= plan.progression.step_up_after and level == len(plan.levels):
            return tuple(found)
        day += 1 + _rest(plan, level)


def weeks(sessions: tuple[Session, ...]) -> int:
    """Return in how many weeks they are done, the last one counted as a whole."""
    return sessions[-1].day // 7 + 1


def _allowed(day: int, days: list[int], bounds: tuple[AtMost, ...], what: str) -> bool:
    """Return whether one more on this day keeps to every bound of its kind."""
    return all(
        len(days) - bisect_right(days, day - bound.days) < bound.number
        for bound in bounds
        if bound.what == what
    )


def _rest(plan: Plan, level: int) -> int:
    """Return the days without a session after one of this level."""
    return next(
        (each.days for each in plan.progression.rest if each.first <= level <= each.last), 0
    )
