"""Days told by week and as a whole: counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from controller.cli.simulated.months_table import row
from controller.coach.history import Clearance, ClearanceKind, NextDay, Noted, Session
from controller.coach.progress.decision import Decision, Kind
from controller.coach.readiness.gates import Readiness
from simulators.months.live import BEGINS, Day, Played
from simulators.months.weeks import next_words, summary, weeks

OPEN: Final = Readiness(
    belt=True, running=True, first_level_only=False, gates=(), because="", meanwhile=""
)
AGAIN: Final = Decision(Kind.SAME, 4, BEGINS, "", "N10", ())


def session(on: date, **fields: Any) -> Session:
    """Return a run of level 4 that was done as planned."""
    done = Session(
        id=f"{on}",
        at=datetime.combine(on, time(17), UTC),
        plan="postpartum-ladder",
        level=4,
        has_runs=True,
        completed=True,
        outcome="completed",
        planned_run_s=360,
        ran_s=360,
        lasted_s=1500,
    )
    return replace(done, **fields)


def day(number: int, played: Played | None = None, **fields: Any) -> Day:
    """Return a day on which nothing else was."""
    on = BEGINS + timedelta(number)
    return Day(on, number // 7 + 1, played, AGAIN, OPEN, "", False, ())._replace(**fields)


def check(of: Session, hours: int) -> NextDay:
    """Return its next-day check."""
    at = of.at + timedelta(hours=hours)
    return NextDay(at, of.id, pelvic=False, pain=(), worse=False, bleeding=False, energy=4,
                   warning_sign=False)  # fmt: skip


WALKED: Final = session(BEGINS, has_runs=False, ran_s=0, plan="postpartum-walk")
SAID: Final = session(
    BEGINS + timedelta(2), completed=False, ran_s=200, rules=("I3",),
    noted=(Noted("knee", 2, running=True, warm_up=False, at_s=400),
           Noted("knee", 4, running=True, warm_up=False, at_s=600)),
)  # fmt: skip
QUIET: Final = session(BEGINS + timedelta(4))
LONG: Final = session(BEGINS + timedelta(9), level=25, planned_run_s=1800, ran_s=1800)
FALSE: Final = session(BEGINS + timedelta(11), completed=False, rules=("I2",), ran_s=60)
DAYS: Final = (
    day(0, Played(WALKED, (), 0)),
    day(1, told=(check(WALKED, 15),)),
    day(2, Played(SAID, (("knee", 4),), 50)),
    day(3, asked_in_vain=True),
    day(4, Played(QUIET, (("heaviness", 1), ("effort", 5)), 20), told=(check(SAID, 40),)),
    day(5, away="ill"),
    day(6, away="away"),
    day(7),
    day(8),
    day(9, Played(LONG, (("effort", 6),), 30)),
    day(10, told=(Clearance(LONG.at, ClearanceKind.SEEN, "", LONG.at.date(), ""),)),
    day(11, Played(FALSE, (), 0)),
)


def test_a_week_is_a_line() -> None:
    """What was done on which day, and the most of what was said."""
    first, second = weeks(DAYS)
    assert (first.pattern, second.pattern) == ("w.x.ria", "..r.x")
    assert first.noted == (("knee", 4),)
    assert row(first) == (
        "   1     6 w.x.ria     4    9:20  N10         level 4 again            knee 4"
    )
    assert row(second).split() == [
        "2",
        "7",
        "..r.x",
        "4-25",
        "31:00",
        "N10",
        "level",
        "4",
        "again",
        "-",
    ]


def test_the_whole_is_counted() -> None:
    """Felt and not said; cut short for nothing; half an hour; checks from memory."""
    found = summary(DAYS)
    assert (found.days, found.walks, found.runs, found.ran_s) == (12, 1, 4, 2420)
    assert (found.level, found.half_an_hour) == (25, 2)
    assert (found.noted, found.unsaid, found.ran_on_s) == (1, 1, 100)
    assert (found.ended_by_rule, found.for_nothing) == (2, 1)
    assert found.seen == ("2026-01-14 seen",)
    assert (found.ill, found.away, found.in_vain) == (1, 1, 1)
    assert (found.checks, found.recalled) == (2, 1)


def test_what_was_not_done_to_the_end_is_no_level_done() -> None:
    """Nor is one of which she took a part."""
    cut = [day(0, Played(replace(LONG, completed=False), (), 0))]
    part = [day(0, Played(replace(LONG, shortened=True), (), 0))]
    for days in (cut, part):
        assert (summary(days).level, summary(days).half_an_hour) == (0, None)


def test_each_kind_of_decision_has_its_words() -> None:
    """And no two the same."""
    told = {next_words(AGAIN._replace(kind=each)) for each in Kind}
    assert len(told) == len(Kind)
