"""The numbers of the levels, what changes between them, and how soon a plan can be done."""

from __future__ import annotations

from typing import Final

import pytest

from plans.plan.model import AtMost, Progression, Rest
from plans.preview.quickest import Session, quickest, weeks
from plans.preview.totals import change, totals
from plans.shelf import find_plan
from protocols.units import SECOND
from tests.plans.small_plan import SMALL, plan_of

LADDER: Final = Progression(
    2, (Rest(1, 3, 2), Rest(4, 25, 1)), (AtMost(2, "levels", 7), AtMost(4, "sessions", 7))
)
"""The ladder's own rules (evidence.md 3.11)."""


def test_the_numbers_of_a_level() -> None:
    """Runs, the longest, running and all of it, in seconds."""
    told = [
        (each.level, each.runs, *(span // SECOND for span in (each.longest, each.running)))
        for each in totals(SMALL)
    ]
    assert told == [(1, 2, 30, 60), (2, 2, 60, 120), (3, 1, 180, 180)]
    assert [each.total // SECOND for each in totals(SMALL)] == [360, 420, 360]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("4 x (1min jog, 2min walk)", "5 x (1min jog, 2min walk)", "+1:00 (25 %)"),
        ("5 x (1min jog, 2min walk)", "4 x (1min jog, 2min walk)", "-1:00 (20 %)"),
        ("10 x (30s jog, 2min walk)", "5 x (1min jog, 2min walk)", "longer runs, less walking"),
        ("7 x (1min jog, 2min walk)", "7 x (1min jog, 1min walk)", "less walking"),
        ("4 x (1min jog, 1min walk)", "4 x (1min jog, 2min walk)", "more walking"),
        ("2 x (9min jog, 1min walk)", "20min jog, 1min walk", "+2:00 (11 %), longer runs"),
        ("2 x (2min jog, 1min walk)", "4 x (1min jog, 30s walk)", "shorter runs"),
        ("20min jog", "22min jog", "+2:00 (10 %)"),
        ("5min walk", "1min jog, 4min walk", "+1:00 running, longer runs, faster"),
        ("5min walk", "10min walk", "+5:00 (63 %)"),
        ("5min walk", "5min brisk", "faster"),
        ("5min brisk", "5min walk", "slower"),
        ("5min walk", "5min walk", "the same"),
    ],
)
def test_what_changes_from_one_level_to_the_next(before: str, after: str, told: str) -> None:
    """Each change is named, the running first."""
    assert change(*totals(plan_of(before, after))) == told


def test_the_first_level_changes_nothing() -> None:
    """There is none before it."""
    assert change(None, totals(SMALL)[0]) == "the first"


def test_the_ladder_takes_fifty_sessions() -> None:
    """As evidence.md 3.11 counts them; every other day, and every third at first: 15 weeks."""
    plan = find_plan("postpartum-ladder")
    sessions = quickest(plan_of(*("30s jog" for _ in plan.levels), progression=LADDER))
    assert len(sessions) == 50
    assert [each.day for each in sessions[:8]] == [0, 3, 6, 9, 12, 15, 18, 20]
    assert sessions[-1] == Session(18 + 43 * 2, 25)
    assert weeks(sessions) == 15


@pytest.mark.parametrize(
    ("progression", "told"),
    [
        (Progression(1), [(0, 1), (1, 2), (2, 3)]),
        (Progression(1, (Rest(2, 3, 4),)), [(0, 1), (1, 2), (6, 3)]),
        (Progression(1, (), (AtMost(2, "sessions", 7),)), [(0, 1), (1, 2), (7, 3)]),
        # A bound on levels holds nobody back from a session: the level is done once more.
        (Progression(1, (Rest(1, 3, 2),), (AtMost(1, "levels", 6),)),
         [(0, 1), (3, 2), (6, 2), (9, 3)]),
    ],
)  # fmt: skip
def test_as_quickly_as_the_plan_allows(
    progression: Progression, told: list[tuple[int, int]]
) -> None:
    """Rest, bounds and clean sessions, each by itself."""
    plan = plan_of("1min jog", "2min jog", "3min jog", progression=progression)
    assert quickest(plan) == tuple(Session(*each) for each in told)
