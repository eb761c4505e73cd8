"""Places in a picture: nothing short is lost, and words have room."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.records.trace import Point
from controller.report.scales import Days, Scale, staircase

POINTS = st.lists(
    st.tuples(st.integers(0, 100_000), st.integers(0, 1600)), min_size=1, max_size=200
).map(lambda each: [Point(*point) for point in sorted(each)])


@given(POINTS, st.integers(5, 200))
def test_a_staircase_reaches_the_least_and_the_most(points: list[Point], columns: int) -> None:
    """However few columns there are, and it ends where the points end."""
    across, up = Scale(0, 100_000, 0, 1000), Scale(0, 1600, 1600, 0)
    path = staircase(points, across, up, columns)
    heights = [float(each) for each in re.findall(r"(?:M\S+ |V)([\d.]+)", path)]
    values = [each.value for each in points]
    assert min(heights) == pytest.approx(1600 - max(values))
    assert max(heights) == pytest.approx(1600 - min(values))
    assert heights[-1] == pytest.approx(1600 - points[-1].value)
    assert float(path.rsplit("H", 1)[1]) == pytest.approx(points[-1].at / 100, abs=0.06)
    # No more than four changes of height in a column.
    assert path.count("V") <= 4 * (columns + 1)


def test_what_does_not_change_is_one_line() -> None:
    """However many points tell of it."""
    points = [Point(each * 1000, 500) for each in range(1000)]
    assert staircase(points, Scale(0, 999_000, 0, 100), Scale(0, 1000, 10, 0), 50) == "M0 5H100"
    assert staircase([], Scale(0, 1, 0, 1), Scale(0, 1, 0, 1), 5) == ""


@pytest.mark.parametrize("days", [0, 1, 6, 7, 40, 400, 2000])
def test_days_have_a_place_and_mondays_are_named(days: int) -> None:
    """From the first to the last; the words do not run into each other."""
    first = date(2026, 3, 4)
    line = Days(first, first + timedelta(days=days), 0, 100)
    ticks = list(line.ticks())
    assert all(each.weekday() == 0 for each in ticks)
    assert all(0 <= line.at(each) <= 100 for each in ticks)
    assert len(ticks) <= 12
    assert bool(ticks) == (days >= 5)
    assert line.at(first) == (0 if days else 50)


@pytest.mark.parametrize(
    ("scale", "about", "ticks"),
    [
        (Scale(0, 4, 0, 1), 5, [0, 1, 2, 3, 4]),
        (Scale(0, 26, 0, 1), 5, [0, 10, 20]),
        (Scale(0, 9.5, 0, 1), 5, [0, 2, 4, 6, 8]),
        (Scale(0, 1000, 0, 1), 5, [0, 201, 402, 603, 804]),
    ],
)
def test_numbers_beside_a_scale_are_few(scale: Scale, about: int, ticks: list[int]) -> None:
    """Whole, and from the least on."""
    assert scale.ticks(about) == ticks
