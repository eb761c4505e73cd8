"""The deck: steepness by formula, and the climb as an integral of a product."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.ftms import TreadmillData
from protocols.units import SECOND, CentiKmh, DeciPercent, Nanoseconds
from simulators.treadmill.belt import FINE, Piece
from simulators.treadmill.deck import Deck, climbed, described_at, fine_steepness_at, inclination_at
from simulators.treadmill.effort import estimated

TEN_KMH = 1000 * FINE


def deck(*, target: int, steepness: int = 0, rate: int = 5) -> Deck:
    """Return a deck at time 0, in 0.1 % and 0.1 % per second."""
    return Deck(rate, steepness=steepness * FINE, target=DeciPercent(target))


def test_it_moves_at_its_rate_and_stops_at_its_target() -> None:
    """Half a per cent a second, up and down."""
    up, down = deck(target=20), deck(target=-30, steepness=20)
    assert [inclination_at(up, each * SECOND) for each in (0, 1, 2, 4, 60)] == [0, 5, 10, 20, 20]
    assert [inclination_at(down, each * SECOND) for each in (0, 4, 10, 60)] == [20, 0, -30, -30]


def test_it_shows_the_nearest_tenth() -> None:
    """0.045 % is none yet, 0.05 % is 0.1 %."""
    moving = deck(target=20)
    assert inclination_at(moving, 90 * SECOND // 1000) == 0
    assert inclination_at(moving, SECOND // 10) == 1


def test_nobody_uses_less_than_at_rest() -> None:
    """Down a slope of 20 % the arithmetic has less than nothing; 1 MET is told."""
    record = TreadmillData(
        flags=0, more_data=False, speed=CentiKmh(500), inclination=DeciPercent(-200)
    )
    assert estimated(record, 16).metabolic_equivalent == 10


def test_a_slope_is_climbed() -> None:
    """360 s at 10 km/h are a kilometre: 20 m at 2 %, whichever way."""
    stretches = [Piece(360 * SECOND, TEN_KMH, TEN_KMH)]
    assert climbed(deck(target=20, steepness=20), stretches) == (200, 0)
    assert climbed(deck(target=-20, steepness=-20), stretches) == (0, 200)


def test_nothing_is_climbed_on_a_belt_that_stands() -> None:
    """However steep it is."""
    assert climbed(deck(target=150), [Piece(3600 * SECOND, 0, 0)]) == (0, 0)


def test_a_deck_that_passes_the_level_goes_down_and_then_up() -> None:
    """From -2 % to 2 % in 40 s at 10 km/h: 1 % of 55.6 m down, as much up, and then 2 % of 1 km."""
    passing = deck(target=20, steepness=-20, rate=1)
    assert climbed(passing, [Piece(40 * SECOND, TEN_KMH, TEN_KMH)]) == (5, 5)
    assert climbed(passing, [Piece(400 * SECOND, TEN_KMH, TEN_KMH)]) == (205, 5)


RATES = st.integers(1, 20)
STEEP = st.integers(-150, 150)
SPEEDS = st.integers(0, 2000).map(lambda speed: speed * FINE)
PIECES = st.lists(st.tuples(st.integers(1, 60), SPEEDS, SPEEDS), min_size=1, max_size=4).map(
    lambda drawn: [Piece(seconds * SECOND, first, last) for seconds, first, last in drawn]
)
DECIMETRE = 36 * 1000 * FINE * FINE * SECOND


@given(RATES, STEEP, STEEP, PIECES)
def test_the_climb_is_the_integral(rate: int, start: int, end: int, pieces: list[Piece]) -> None:
    """As by the midpoint rule in tenths of a second, within what that rule is worth."""
    one = deck(target=end, steepness=start, rate=rate)
    up = down = 0.0
    begin = 0
    for duration, first, last in pieces:
        slices = duration * 10 // SECOND
        for each in range(slices):
            middle = begin + (2 * each + 1) * SECOND // 20
            speed = first + Fraction((last - first) * (2 * each + 1), 2 * slices)
            height = float(speed * fine_steepness_at(one, middle) * SECOND / (10 * DECIMETRE))
            up, down = up + max(height, 0.0), down + max(-height, 0.0)
        begin += duration
    risen, fallen = climbed(one, pieces)
    # All is rounded down to 0.1 m; what a bend inside a slice costs is far below that.
    assert risen == pytest.approx(up, abs=1.1)
    assert fallen == pytest.approx(down, abs=1.1)


@given(RATES, STEEP, STEEP, PIECES)
def test_it_does_not_matter_in_how_many_parts_it_is_described(
    rate: int, start: int, end: int, pieces: list[Piece]
) -> None:
    """A deck described anew behind each stretch has climbed what it would have anyway."""
    whole = parted = deck(target=end, steepness=start, rate=rate)
    now = 0
    for piece in pieces:
        now += piece.duration
        parted = described_at(parted, Nanoseconds(now), [piece])
    # A bend is rounded to a whole nanosecond, from wherever it is counted.
    for one, other in zip(climbed(parted, []), climbed(whole, pieces), strict=True):
        assert abs(one - other) <= 1
    assert inclination_at(parted, now) == inclination_at(whole, now)
