"""A speed as it is read: checked by hand and against fractions; no moving belt seems still."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.settings.speeds import (
    as_kept,
    as_speed,
    on_console,
    on_console_alone,
    per_hour,
    range_words,
    shown,
    speed_words,
    unit_word,
    written_in,
)
from controller.settings.values import Units
from plans.notation.amounts import parse_speed
from protocols.units import CentiKmh

KMH, MPH, PER_KM, PER_MILE = Units
MILE = Fraction("1.609344")
"""In kilometres; exact since 1959."""
SPEEDS = st.integers(0, 3000)


@pytest.mark.parametrize(
    ("speed", "kmh", "mph", "per_km", "per_mile"),
    [
        (None, "--", "--", "--", "--"),
        (0, "0.0", "0.0", "--", "--"),
        (1, "0.1", "0.1", ">99:55", ">99:55"),
        (60, "0.6", "0.4", ">99:55", ">99:55"),
        (61, "0.6", "0.4", "98:20", ">99:55"),
        (96, "1.0", "0.6", "62:30", ">99:55"),
        (499, "5.0", "3.1", "12:00", "19:20"),
        (500, "5.0", "3.1", "12:00", "19:20"),
        (675, "6.8", "4.2", "8:55", "14:20"),
        (700, "7.0", "4.3", "8:35", "13:50"),
        (750, "7.5", "4.7", "8:00", "12:50"),
        (1000, "10.0", "6.2", "6:00", "9:40"),
        (1609, "16.1", "10.0", "3:45", "6:00"),
    ],
)
def test_a_speed_in_each_unit(
    speed: int | None, kmh: str, mph: str, per_km: str, per_mile: str
) -> None:
    """Reckoned by hand, to the nearest tenth and the nearest 5 s."""
    assert [shown(speed, each) for each in Units] == [kmh, mph, per_km, per_mile]


@given(SPEEDS, st.sampled_from((KMH, MPH)))
def test_tenths_are_the_nearest_and_a_moving_belt_is_never_still(speed: int, units: Units) -> None:
    """Against fractions; 0.0 stands for a belt that stands and for no other."""
    exact = Fraction(speed, 100) / (1 if units is KMH else MILE)
    told = Fraction(shown(speed, units))
    assert (told == 0) is (speed == 0)
    assert abs(told - exact) <= Fraction(1, 20) or (told == Fraction(1, 10) and exact < told)


@given(SPEEDS, st.sampled_from((PER_KM, PER_MILE)))
def test_a_pace_is_the_nearest_five_seconds(speed: int, units: Units) -> None:
    """Against fractions; what is slower than two digits of minutes says so, and still has none."""
    told = shown(speed, units)
    if speed == 0:
        assert told == "--"
        return
    exact = Fraction(360_000, speed) * (1 if units is PER_KM else MILE)
    minutes, seconds = (int(each) for each in told.removeprefix(">").split(":"))
    if told.startswith(">"):
        assert (minutes, seconds) == (99, 55)
        assert exact > 99 * 60 + 55
    else:
        assert seconds % 5 == 0
        assert abs(60 * minutes + seconds - exact) <= Fraction(5, 2)


@given(SPEEDS, SPEEDS, st.sampled_from((KMH, MPH)))
def test_a_faster_belt_never_shows_less(one: int, other: int, units: Units) -> None:
    """Rounding turns no order around."""
    slow, fast = sorted((one, other))
    assert float(shown(slow, units)) <= float(shown(fast, units))


def test_the_unit_stands_behind_the_number() -> None:
    """Each has a word, and no two have the same."""
    assert [speed_words(750, each) for each in Units] == [
        "7.5 km/h", "4.7 mph", "8:00 /km", "12:50 /mi",
    ]  # fmt: skip
    assert len({unit_word(each) for each in Units}) == len(Units)


def test_what_has_no_pace_is_told_as_a_speed() -> None:
    """Of the same unit of length."""
    assert [as_speed(each) for each in Units] == [KMH, MPH, KMH, MPH]


@pytest.mark.parametrize(
    ("units", "miles", "told", "alone"),
    [
        (KMH, False, "5.0 km/h", "5.0"),
        (PER_KM, False, "5.0 km/h", "5.0"),
        (PER_MILE, False, "3.1 mph", "3.1"),
        (KMH, True, "3.1 mph (5.0 km/h)", "3.1"),
        (MPH, True, "3.1 mph (5.0 km/h)", "3.1"),
    ],
)
def test_a_console_shows_no_pace(units: Units, told: str, alone: str, *, miles: bool) -> None:
    """A treadmill that counts in miles has both, the lower number first."""
    assert on_console(500, units, miles=miles) == told
    assert on_console_alone(500, units, miles=miles) == alone


@given(SPEEDS, SPEEDS, st.sampled_from(Units))
def test_whoever_writes_an_end_of_a_range_is_within_it(one: int, other: int, units: Units) -> None:
    """So that nobody is refused what she was shown; a range has no pace."""
    least, most = sorted((one, other))
    told = range_words(CentiKmh(least), CentiKmh(most), units)
    low, high, unit = re.fullmatch(r"(\S+) to (\S+) (km/h|mph)", told).groups()  # type: ignore[union-attr]
    ends = [parse_speed(f"{each} {unit}") for each in (low, high)]
    assert least <= ends[0] <= ends[1] <= most
    if most - least >= 17:  # 0.1 mph and a little: some tenth lies within
        assert unit == unit_word(as_speed(units))


@pytest.mark.parametrize(
    ("units", "told"),
    [
        (KMH, "7.0 to 9.0 km/h"),
        (MPH, "4.4 to 5.5 mph"),
        (PER_KM, "7.0 to 9.0 km/h"),
        (PER_MILE, "4.4 to 5.5 mph"),
    ],
)
def test_a_range_in_each_unit(units: Units, told: str) -> None:
    """Its ends are drawn in, not rounded: 7 km/h is 4.35 mph, and 9 km/h 5.59."""
    assert range_words(CentiKmh(700), CentiKmh(900), units) == told
    assert range_words(CentiKmh(500), CentiKmh(500), MPH) == "5.0 to 5.0 km/h"


@given(SPEEDS)
def test_what_is_kept_is_read_again_as_it_was(speed: int) -> None:
    """To the last hundredth, whatever is shown."""
    assert parse_speed(as_kept(CentiKmh(speed))) == speed


@given(SPEEDS, st.sampled_from((KMH, MPH)))
def test_a_number_on_an_axis_is_the_speed(speed: int, units: Units) -> None:
    """Unrounded."""
    exact = Fraction(speed, 100) / (1 if units is KMH else MILE)
    assert per_hour(speed, units) == pytest.approx(float(exact))


@pytest.mark.parametrize("units", Units)
def test_a_speed_can_be_written_in_the_unit_that_is_set_and_in_another(units: Units) -> None:
    """Whatever is shown in either is read as nearly the same speed."""
    first, second = written_in(units)
    assert (first, second) == (units, second)
    read = [parse_speed(speed_words(750, each)) for each in (first, second)]
    assert abs(read[0] - read[1]) <= 8
