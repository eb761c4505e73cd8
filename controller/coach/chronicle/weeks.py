"""Last week and this one at a glance: what was done on each day, and how much of it.

Days are those of the wall clock where they were lived; weeks begin on Monday.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum, unique
from typing import TYPE_CHECKING, NamedTuple

from controller.coach.history import Practice
from controller.coach.preparation.practised import counts_as_done

if TYPE_CHECKING:
    from collections.abc import Mapping

    from controller.coach.history import History


@unique
class Mark(Enum):
    """What a day is shown by: the most demanding thing that was done; the value is its sign."""

    RUN = "r"
    WALK = "w"
    BODY = "b"
    NOTHING = "."
    TO_COME = " "


class Week(NamedTuple):
    """One week; the belt counts as it moved, whether a session came to its end or not."""

    days: tuple[Mark, ...]
    """From Monday on, seven."""
    runs: int
    """Sessions in which she ran."""
    walks: int
    """The others."""
    ran_s: int
    belt_s: int
    body_days: int
    """Days with body work that counts as done, whatever else was done on them."""


class Weeks(NamedTuple):
    """Two weeks, and where in them today is."""

    last: Week
    this: Week
    weekday: int
    """Of today, 0 for Monday."""


def two_weeks(history: History, today: date, sizes: Mapping[str, int]) -> Weeks:
    """Return last week and this one.

    Args:
        history: all that was told and done.
        today: the day by the clock on the wall.
        sizes: how many exercises each routine has, by which it counts as done or not.

    """
    monday = today - timedelta(days=today.weekday())
    body = {
        each.at.date()
        for each in history.of(Practice)
        if isinstance(each, Practice) and counts_as_done(each, sizes)
    }
    last = _week(history, body, monday - timedelta(weeks=1), today)
    return Weeks(last, _week(history, body, monday, today), today.weekday())


def _week(history: History, worked: set[date], monday: date, today: date) -> Week:
    days = [monday + timedelta(days=number) for number in range(7)]
    sessions = [each for each in history.sessions if each.at.date() in days]
    body = worked.intersection(days)
    ran = {each.at.date() for each in sessions if each.ran_s}
    walked = {each.at.date() for each in sessions}

    def mark(day: date) -> Mark:
        if day in ran:
            return Mark.RUN
        if day in walked:
            return Mark.WALK
        if day in body:
            return Mark.BODY
        return Mark.TO_COME if day > today else Mark.NOTHING

    runs = sum(each.ran_s > 0 for each in sessions)
    return Week(
        days=tuple(mark(day) for day in days),
        runs=runs,
        walks=len(sessions) - runs,
        ran_s=sum(each.ran_s for each in sessions),
        belt_s=sum(each.lasted_s for each in sessions),
        body_days=len(body),
    )
