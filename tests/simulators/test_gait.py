from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.units import SECOND, CentiKmh
from simulators.treadmill.belt import FINE, Piece
from simulators.treadmill.gait import cadence, is_running, steps

SPEEDS = st.integers(0, 1700).map(CentiKmh)


def test_cadence_is_that_of_people() -> None:
    """The figures of evidence.md section 4, and the E1L's own counter at 2.25 km/h."""
    told = {0: 0, 225: 70, 500: 118, 590: 127, 600: 148, 750: 160, 1080: 170, 2000: 184}
    assert {speed: cadence(CentiKmh(speed)) for speed in told} == told
    assert (is_running(cadence(CentiKmh(590))), is_running(cadence(CentiKmh(600)))) == (False, True)


@given(SPEEDS, SPEEDS)
def test_cadence_rises_with_speed_and_steps_stay_human(slow: CentiKmh, fast: CentiKmh) -> None:
    """Faster is never fewer steps, and from 1 km/h a step is 0.3 to 1.6 m long."""
    slow, fast = min(slow, fast), max(slow, fast)
    assert cadence(slow) <= cadence(fast)
    if fast >= 100:
        metres_per_minute = fast / 6
        assert 0.3 <= metres_per_minute / cadence(fast) <= 1.6


@given(SPEEDS, SPEEDS, st.integers(1, 600))
def test_steps_on_a_ramp_are_the_sum_of_its_moments(
    first: CentiKmh, last: CentiKmh, seconds: int
) -> None:
    """The closed form agrees with a thousand small steps."""
    closed = steps([Piece(seconds * SECOND, first * FINE, last * FINE)])
    fine = 1000
    summed = steps(
        Piece(seconds * SECOND // fine, speed, speed)
        for speed in (
            round((first + (last - first) * (i + 0.5) / fine) * FINE) for i in range(fine)
        )
    )
    assert closed == pytest.approx(summed, rel=1e-3, abs=1e-3)
