"""What a fleet came to, as numbers: medians and means with intervals, and policies side by side.

All intervals are percentiles of a bootstrap over runners: whole runners are drawn again, with all
that each policy made of her, so that a difference between two policies is one within runners. A
runner who has not come to the goal in the time counts as later than all who have (the median), and
as the whole time (the mean of weeks, a restricted mean): both are known of everybody.

They say how rules behave with runners who were made up, and nothing about people. More runners make
an interval narrower, and the assumptions no better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulators.fleet.lives import Outcome

_RESAMPLES: Final = 2000
"""Enough for the ends of an interval to stand in the digits that are shown."""
_ENDS: Final = (2.5, 97.5)
_WEEK: Final = 7
_MINUTE: Final = 60
_BLOCK: Final = 2**22
"""So many draws are held at a time."""


class Estimate(NamedTuple):
    """A number and the ends of its interval; None: not in this time."""

    value: float | None
    low: float | None
    high: float | None


class Measure(NamedTuple):
    """Something that is told of each policy."""

    id: str
    title: str
    median: bool
    """The median of runners; else the mean."""


MEASURES: Final = (
    Measure("reached", "reached 30 minutes, %", median=False),
    Measure("weeks_median", "weeks to 30 minutes, median", median=True),
    Measure("weeks_mean", "weeks, mean within the time", median=False),
    Measure("symptomatic_min", "symptomatic minutes run on, mean", median=False),
    Measure("symptomatic_per_100_min", "... in 100 minutes run", median=False),
    Measure("false_stops", "false stops, mean", median=False),
    Measure("referrals", "referrals, mean", median=False),
    Measure("sessions", "sessions, median", median=True),
    Measure("ran_min", "minutes run, median", median=True),
)


class Column(NamedTuple):
    """One policy."""

    estimates: dict[str, Estimate]
    """By measure."""
    differences: dict[str, Estimate]
    """To the first policy, within runners; none of the first itself, nor of medians of weeks."""


def columns(lives: Sequence[Sequence[Outcome]], *, days: int, seed: int) -> list[Column]:
    """Return what each policy came to.

    Args:
        lives: of each runner, what each policy made of her, in the same order.
        days: how long each was followed.
        seed: of the resamples; the same gives the same intervals.
    """
    if not lives:
        return []
    values = np.array([[_row(each, days) for each in life] for life in lives])
    found, drawn = _of(values), _resampled(values, np.random.default_rng(seed))
    return [
        Column(
            {
                each.id: _estimate(found[policy, at], drawn[:, policy, at])
                for at, each in enumerate(MEASURES)
            },
            {
                each.id: _estimate(
                    found[policy, at] - found[0, at], drawn[:, policy, at] - drawn[:, 0, at]
                )
                for at, each in enumerate(MEASURES)
                if policy and each.id != "weeks_median"
            },
        )
        for policy in range(values.shape[1])
    ]


def as_json(column: Column) -> dict[str, Any]:
    """Return a column as JSON has it."""
    return {
        "measures": {name: each._asdict() for name, each in column.estimates.items()},
        "differences": {name: each._asdict() for name, each in column.differences.items()},
    }


def _row(outcome: Outcome, days: int) -> tuple[float, ...]:
    """Return a runner's numbers; `MEASURES` are made of them by column."""
    day = outcome.goal_day
    return (
        float(day is not None),
        np.inf if day is None else day / _WEEK,
        (days if day is None else day) / _WEEK,
        outcome.ran_on_s / _MINUTE,
        outcome.ran_s / _MINUTE,
        float(outcome.false_stops),
        float(outcome.referrals),
        float(outcome.sessions),
    )


def _of(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the measures of runners: policies by measures, from runners by policies by numbers.

    Further axes may stand before.
    """
    reached, weeks, within, symptomatic, ran, false_stops, referrals, sessions = np.moveaxis(
        values, -1, 0
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = 100 * symptomatic.sum(axis=-2) / ran.sum(axis=-2)
    return np.stack(
        [
            100 * reached.mean(axis=-2),
            _median(weeks),
            within.mean(axis=-2),
            symptomatic.mean(axis=-2),
            rate,
            false_stops.mean(axis=-2),
            referrals.mean(axis=-2),
            _median(sessions),
            _median(ran),
        ],
        axis=-1,
    )


def _median(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the lower median, which is always somebody's and needs no sum with infinity."""
    return np.percentile(values, 50, axis=-2, method="inverted_cdf")


def _resampled(values: NDArray[np.float64], draws: np.random.Generator) -> NDArray[np.float64]:
    """Return the measures of as many runners drawn again, `_RESAMPLES` times."""
    runners = len(values)
    at_once = max(1, _BLOCK // values.size)
    blocks = [
        _of(values[draws.integers(runners, size=(min(at_once, _RESAMPLES - first), runners))])
        for first in range(0, _RESAMPLES, at_once)
    ]
    return np.concatenate(blocks)


def _estimate(value: np.float64, drawn: NDArray[np.float64]) -> Estimate:
    known = drawn[~np.isnan(drawn)]
    if not len(known):
        return Estimate(None, None, None)
    low, high = np.percentile(known, _ENDS, method="inverted_cdf")
    return Estimate(_finite(value), _finite(low), _finite(high))


def _finite(value: np.float64) -> float | None:
    return float(value) if np.isfinite(value) else None
