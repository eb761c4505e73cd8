from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.units import SECOND, CentiKmh, Nanoseconds
from simulators.treadmill.belt import (
    FINE,
    Belt,
    aim,
    arrives_at,
    crosses_at,
    fine_speed_at,
    metres,
    millimetres,
    pieces,
    speed_at,
    start,
    stop,
)

FASTEST = 1600
ORDERS = st.lists(
    st.tuples(
        st.integers(1, 60 * SECOND),
        st.one_of(st.just("start"), st.just("stop"), st.integers(1, FASTEST)),
    ),
    max_size=8,
)
RATES = st.integers(1, 500)


def belt_after(orders: list[tuple[int, str | int]], rates: tuple[int, int]) -> tuple[Belt, int]:
    """Return a belt that was ordered about, and the moment of the last order."""
    belt, now = Belt(*rates), 0
    for wait, order in orders:
        now += wait
        moment = Nanoseconds(now)
        if order == "stop":
            belt = stop(belt, moment)
        elif order == "start":
            if speed_at(belt, now) == 0:
                belt = start(belt, moment, CentiKmh(100), Nanoseconds(3 * SECOND))
        elif belt.target:
            belt = aim(belt, moment, CentiKmh(int(order)))
    return belt, now


@given(ORDERS, st.tuples(RATES, RATES), st.lists(st.integers(0, 90 * SECOND), min_size=2))
def test_belt_keeps_its_limits(
    orders: list[tuple[int, str | int]], rates: tuple[int, int], later: list[int]
) -> None:
    """Speed stays from 0 to the maximum, changes no faster than the rates; distance grows."""
    belt, began = belt_after(orders, rates)
    moments = sorted(began + wait for wait in later)
    for before, after in pairwise(moments):
        assert 0 <= speed_at(belt, after) <= FASTEST
        change = fine_speed_at(belt, after) - fine_speed_at(belt, before)
        assert -belt.deceleration * (after - before) <= change
        assert change <= belt.acceleration * (after - before)
        assert metres(belt, before) <= metres(belt, after)


@given(ORDERS, st.tuples(RATES, RATES), st.integers(0, 90 * SECOND), st.integers(0, 90 * SECOND))
def test_belt_does_not_mind_being_asked(
    orders: list[tuple[int, str | int]], rates: tuple[int, int], wait: int, then: int
) -> None:
    """A belt told again, at any moment, what it does anyway, is the same belt afterwards."""
    belt, began = belt_after(orders, rates)
    told_again = aim(belt, Nanoseconds(began + wait), belt.target)
    after = began + wait + then
    assert fine_speed_at(told_again, after) == fine_speed_at(belt, after)
    assert millimetres(told_again, after) == pytest.approx(millimetres(belt, after), abs=1)


@given(ORDERS, st.tuples(RATES, RATES), st.integers(0, 90 * SECOND))
def test_belt_pieces_join(
    orders: list[tuple[int, str | int]], rates: tuple[int, int], wait: int
) -> None:
    """The straight pieces cover the whole time, and each begins where the last one ended."""
    belt, began = belt_after(orders, rates)
    found = pieces(belt, began + wait)
    assert sum(piece.duration for piece in found) == began + wait - belt.since
    assert all(one.last == two.first for one, two in pairwise(found))
    assert found[-1].last == fine_speed_at(belt, began + wait)


def test_belt_arrives_when_it_says() -> None:
    """From 0 to 5 km/h at 0.7 km/h each second takes 50/7 s, rounded up to a nanosecond."""
    belt = start(Belt(70, 49), Nanoseconds(0), CentiKmh(500), Nanoseconds(3 * SECOND))
    arrival = arrives_at(belt)
    assert arrival == 3 * SECOND + -(-50 * SECOND // 7)
    assert fine_speed_at(belt, arrival) == 500 * FINE
    assert fine_speed_at(belt, arrival - 1) < 500 * FINE
    assert crosses_at(belt, 250 * FINE) == 3 * SECOND + -(-25 * SECOND // 7)


def test_belt_distance_is_the_area_under_its_speed() -> None:
    """To 3.6 km/h (1 m/s) in 3.6 s, then 60 s: 1.8 m and 60 m."""
    belt = start(Belt(100, 100), Nanoseconds(0), CentiKmh(360), Nanoseconds(0))
    assert millimetres(belt, round(3.6 * SECOND)) == 1800
    assert millimetres(belt, round(63.6 * SECOND)) == 61_800
    assert metres(belt, round(63.6 * SECOND)) == 61


def test_belt_is_called_still_only_when_it_is() -> None:
    """A hair of motion is 0.01 km/h, not 0: speeds are rounded up."""
    belt = start(Belt(49, 49), Nanoseconds(0), CentiKmh(49), Nanoseconds(0))
    assert [speed_at(belt, moment) for moment in (0, 1, SECOND)] == [0, 1, 49]


def test_belt_cannot_be_started_while_it_moves() -> None:
    """A countdown on a moving belt is a mistake of ours."""
    belt = start(Belt(49, 49), Nanoseconds(0), CentiKmh(49), Nanoseconds(0))
    with pytest.raises(ValueError, match="standstill"):
        start(belt, SECOND, CentiKmh(100), Nanoseconds(0))
