"""The checks of the week: each held against what was told in the seven days before it.

A number at the end of a week is remembered; beside it stands what was told when it came. Nothing is
corrected: both are her words.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from controller.coach.chronicle.values import WeekCheck, told_day
from controller.coach.history import Aftermath, NextDay, Practice, PreCheck, Trial, Weekly
from controller.coach.names import is_leaking
from controller.words.catalogue import tr

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from controller.coach.history import History

_WEEK: Final = timedelta(days=7)


def weekly_checks(history: History, since: date | None) -> tuple[WeekCheck, ...]:
    """Return the checks of the week, in the order in which they stand.

    Args:
        history: all that is known.
        since: leave out those of before this day; what was told before it counts beside them.

    """
    told = sorted(_leaking(history))
    return tuple(
        WeekCheck(each, () if each.leaks else _before(each, told))
        for each in history.facts
        if isinstance(each, Weekly) and (since is None or each.at.date() >= since)
    )


def _before(check: Weekly, told: list[tuple[datetime, str]]) -> tuple[str, ...]:
    first = check.at.date() - _WEEK
    words = (words for at, words in told if first <= at.date() and at <= check.at)
    return tuple(dict.fromkeys(words))


def _leaking(history: History) -> Iterator[tuple[datetime, str]]:
    """Yield what was told of leaking: when, and in words.

    The checks before a session and of the day after ask for all that is pelvic at once.
    """
    in_session = tr("leaking was told in the session of {day}")
    after = tr("leaking was told after the session of {day}")
    at_work = tr("leaking was told at body work or a test on {day}")
    any_of_it = tr("leaking, heaviness or pain down below was told on {day}")
    for session in history.sessions:
        if any(is_leaking(each.symptom) and each.value for each in session.noted):
            yield session.at, in_session.format(day=told_day(session.at.date()))
    for fact in history.facts:
        day = told_day(fact.at.date())
        match fact:
            case Aftermath(since=felt) if any(map(is_leaking, felt)):
                yield fact.at, after.format(day=day)
            case Practice(felt=felt) | Trial(symptoms=felt) if any(map(is_leaking, felt)):
                yield fact.at, at_work.format(day=day)
            case PreCheck(pelvic=True) | NextDay(pelvic=True):
                yield fact.at, any_of_it.format(day=day)
            case _:
                pass
