"""How much of it there was: counts over some sessions, and over each week of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.coach.chronicle.values import minutes
from controller.words.catalogue import tr

if TYPE_CHECKING:
    from controller.coach.chronicle.values import Entry

WEEK: Final = timedelta(days=7)


class Tally(NamedTuple):
    """Counts over some sessions."""

    runs: int
    walks: int
    running_s: int
    ran_on_s: int
    """Of it, after something was noted in its session."""
    lasted_s: int
    noted: int
    """Sessions with something noted, in them or after, before them or on the next day."""
    checks_done: int
    checks_due: int


def tally(entries: tuple[Entry, ...], today: date) -> Tally:
    """Count sessions; a next-day check is due from the day after on."""
    runs = sum(each.has_runs for each in entries)
    return Tally(
        runs=runs,
        walks=len(entries) - runs,
        running_s=sum(each.ran_s for each in entries),
        ran_on_s=sum(each.ran_on_s for each in entries),
        lasted_s=sum(each.lasted_s for each in entries),
        noted=sum(each.noted for each in entries),
        checks_done=sum(bool(each.check) for each in entries),
        checks_due=sum(bool(each.check) or each.on < today for each in entries),
    )


def ran_on_words(counts: Tally) -> str:
    """Return how much of the running came after something was noted, as the end of a sentence."""
    if not counts.ran_on_s:
        return ""
    time = minutes(counts.ran_on_s)
    return tr(", {time} of it after something was noted").format(time=time)


class Week(NamedTuple):
    """From Monday on."""

    monday: date
    tally: Tally


def weeks(entries: tuple[Entry, ...], today: date) -> tuple[Week, ...]:
    """Return the weeks from the first session's to this one; those without a session, too."""
    if not entries:
        return ()
    of: defaultdict[date, list[Entry]] = defaultdict(list)
    for each in entries:
        of[_monday(each.on)].append(each)
    first, last = min(of), max(*of, _monday(today))
    mondays = (first + WEEK * number for number in range((last - first).days // 7 + 1))
    return tuple(Week(each, tally(tuple(of[each]), today)) for each in mondays)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
