"""Statistics against runners whose numbers were written by hand."""

from __future__ import annotations

from typing import Final

import pytest

from simulators.fleet.lives import Outcome
from simulators.fleet.statistics import MEASURES, Estimate, as_json, columns

DAYS: Final = 70
NEVER: Final = Outcome(20, 600, 3, None, 60, 0, 1)
EARLY: Final = Outcome(30, 3000, 9, 35, 0, 2, 0)
LATE: Final = Outcome(26, 2400, 9, 70, 120, 1, 2)


def _one(*outcomes: Outcome) -> dict[str, Estimate]:
    (column,) = columns([[each] for each in outcomes], days=DAYS, seed=0)
    return column.estimates


def test_the_numbers_of_three_runners() -> None:
    """Worked out by hand: in 70 days one comes there in week 5, one in week 10, one does not."""
    found = {name: each.value for name, each in _one(NEVER, EARLY, LATE).items()}
    assert found == {
        "reached": pytest.approx(200 / 3),
        "weeks_median": 10,
        "weeks_mean": pytest.approx((10 + 5 + 10) / 3),
        "symptomatic_min": 1,
        "symptomatic_per_100_min": 3,  # 3 minutes of 100
        "false_stops": 1,
        "referrals": 1,
        "sessions": 26,
        "ran_min": 40,
    }
    assert set(found) == {each.id for each in MEASURES}


def test_a_median_that_half_of_them_never_reach_is_no_number() -> None:
    """Not a mean of those who did: they are the quick ones."""
    assert _one(NEVER, NEVER, EARLY)["weeks_median"].value is None
    assert _one(NEVER, EARLY, EARLY)["weeks_median"].value == 5
    assert _one(NEVER, EARLY, EARLY)["weeks_median"].high is None


def test_nobody_ran_at_all() -> None:
    """Then there are no minutes that a rate could be of."""
    idle = NEVER._replace(ran_s=0, ran_on_s=0)
    assert _one(idle, idle)["symptomatic_per_100_min"] == Estimate(None, None, None)


@pytest.mark.long
def test_runners_who_are_all_alike_leave_no_doubt() -> None:
    """And an interval holds its number where they are not."""
    assert _one(*[LATE] * 5)["weeks_mean"] == Estimate(10, 10, 10)
    mixed = _one(*[EARLY] * 30, *[LATE] * 30)["weeks_mean"]
    assert mixed.low is not None
    assert mixed.value is not None
    assert mixed.high is not None
    assert 6.5 < mixed.low < mixed.value == 7.5 < mixed.high < 8.5
    more = _one(*[EARLY] * 3000, *[LATE] * 3000)["weeks_mean"]
    assert more.low is not None
    assert more.high is not None
    assert more.high - more.low < (mixed.high - mixed.low) / 5


def test_policies_are_compared_within_runners() -> None:
    """All are a week later under the second one: however they differ, that is no doubt at all."""
    lives = [
        [EARLY._replace(goal_day=7 * week), EARLY._replace(goal_day=7 * (week + 1))]
        for week in range(1, 9)
    ]
    first, second = columns(lives, days=DAYS, seed=1)
    assert first.differences == {}
    assert second.differences["weeks_mean"] == pytest.approx((1, 1, 1))
    assert "weeks_median" not in second.differences
    low, high = second.estimates["weeks_mean"].low, second.estimates["weeks_mean"].high
    assert low is not None
    assert high is not None
    assert high - low > 1


def test_the_same_seed_gives_the_same_intervals() -> None:
    """Bit for bit, as it goes to JSON."""
    lives = [[each, NEVER] for each in (EARLY, LATE, NEVER) * 9]
    found = [[as_json(each) for each in columns(lives, days=DAYS, seed=s)] for s in (3, 3, 4)]
    assert found[0] == found[1] != found[2]


def test_nobody() -> None:
    """A fleet that was interrupted at once."""
    assert columns([], days=DAYS, seed=0) == []
