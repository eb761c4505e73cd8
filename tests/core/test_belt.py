"""What telemetry adds up to: the machine's own period, silence, and a belt that runs out."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.core import numbers
from controller.core.belt import BeltSeen, Motion
from controller.core.cadence import Cadence
from controller.core.commands import RaiseAlarm, StopBelt
from controller.core.events import BeltReported, StopPressed, Woke
from controller.core.state import Cause, Phase
from controller.core.stopping import Reason, bring_down
from protocols.units import MILLISECOND, SECOND, CentiKmh, Nanoseconds
from tests.core.worlds import bring, seconds


def seen(*frames: tuple[float, int]) -> BeltSeen:
    """Return what is known after frames of (seconds, speed in 0.01 km/h)."""
    belt = BeltSeen()
    for at, speed in frames:
        belt = belt.reported(CentiKmh(speed), None, seconds(at))
    return belt


@pytest.mark.parametrize(
    ("period", "silent"),
    [(0.1, 1.5), (0.25, 1.5), (0.5, 1.5), (0.7, 2.1), (1, 3), (1.3, 3.9), (2, 4), (5, 4)],
)
def test_silence_is_three_of_the_machines_own_periods(period: float, silent: float) -> None:
    """Bounded, so that a hitch of the radio is no silence and a mute machine is not driven by."""
    belt = seen(*[(at * period, 500) for at in range(numbers.PERIODS_KEPT + 1)])
    assert belt.rhythm.period == seconds(period)
    assert belt.rhythm.silent_after == seconds(silent)
    assert belt.at is not None
    assert belt.fresh(Nanoseconds(belt.at + seconds(silent) - 1))
    assert not belt.fresh(Nanoseconds(belt.at + seconds(silent)))


def test_until_it_is_known_the_period_is_the_usual_one() -> None:
    """A burst at the connection says nothing of how often a machine sends."""
    belt = seen(*[(at / 100, 0) for at in range(numbers.PERIODS_KEPT)])
    assert belt.rhythm.period == numbers.USUAL_PERIOD


@given(st.integers(0, 3), st.integers(0, 10))
def test_a_stall_and_its_burst_do_not_change_the_period(stalls: int, into: int) -> None:
    """The median: up to three frames late and at once among nine."""
    gaps: list[int] = [SECOND] * (2 * numbers.PERIODS_KEPT)
    for each in range(stalls):
        gaps[into + each] = 0 if each else stalls * SECOND
    belt = BeltSeen()
    for at in accumulate(gaps, initial=0):
        belt = belt.reported(CentiKmh(500), None, Nanoseconds(at))
    assert belt.rhythm.period == SECOND


@pytest.mark.parametrize(("last", "coasts"), [(100, 2.05), (490, 10), (800, 16.4)])
def test_a_reported_zero_is_not_still_before_the_belt_can_have_run_out(
    last: int, coasts: float
) -> None:
    """A machine that reports its target shows 0 at once; its belt needs v/a (H13)."""
    early = seen((0, last), (0.5, 0), (1.5, 0), (coasts - 0.1, 0))
    assert early.reported_still
    assert not early.still
    assert early.reported(CentiKmh(0), None, seconds(coasts)).still


def test_a_ramp_that_is_reported_may_be_ahead_of_the_belt() -> None:
    """Each speed that was shown counts: the belt may have followed as late as it is known to."""
    ramp = [(at / 2, 800 - 80 * at) for at in range(10)]
    early = seen(*ramp, (5, 0), (6, 0), (7, 0))
    assert early.reported_still
    assert not early.still
    assert early.reported(CentiKmh(0), None, seconds(16.4)).still


def test_packets_in_pairs_are_one_report() -> None:
    """Two within 20 ms every second: the machine's period is the second."""
    belt = seen(*[(at // 2 + at % 2 * 0.02, 500) for at in range(40)])
    assert abs(belt.rhythm.period - SECOND) <= 20 * MILLISECOND


def test_an_elapsed_time_that_not_every_packet_has_stands_all_the_same() -> None:
    """What is not told has not changed; a machine that sets it back to 0 is not running on."""
    belt = BeltSeen()
    for at, elapsed in enumerate((None, 100, None, 100, None, 0, None, 0)):
        belt = belt.reported(CentiKmh(0), elapsed, seconds(at))
    assert belt.still
    assert not belt.contradicted
    assert belt.reported(CentiKmh(0), 5, seconds(9)).contradicted


def test_a_session_does_not_settle_before_the_belt_can_have_run_out() -> None:
    """The belt is at 8 km/h, zero is reported from the stop on: 16 s of belt may be left."""
    made = bring(Phase.RUNNING)
    made.tell(StopPressed("the stop key"))
    made.claims_zero = True
    made.run(15)
    early = made.phase
    assert (early, made.heard(RaiseAlarm)) == (Phase.STOPPING, [])
    made.run(2)
    assert made.phase is Phase.ENDED


@pytest.mark.parametrize(("period", "patience"), [(0.5, 1.5), (1, 2.5), (2, 3)])
def test_the_ladder_waits_for_two_periods_and_the_machines_lag(
    period: float, patience: float
) -> None:
    """08 01 again, a target at the minimum, 08 02: each when telemetry has had time to show it."""
    made = bring(Phase.RUNNING)
    made.deaf = made.silent = True
    for _ in range(numbers.PERIODS_KEPT + 1):
        made.now = Nanoseconds(made.now + seconds(period))
        made.tell(BeltReported(CentiKmh(800), None))
    at = made.now
    made.forget().tell(StopPressed("the stop key"))
    asked = made.heard(StopBelt)
    for count in range(1, 7):
        made.now = Nanoseconds(at + count * seconds(0.5))
        due = count * seconds(0.5) % seconds(period) == 0
        made.tell(BeltReported(CentiKmh(800), None) if due else Woke())
    again = [when for when, _ in made.heard(StopBelt)[len(asked) :]]
    assert again[0] - at == pytest.approx(seconds(patience), abs=1 * MILLISECOND)
    alarms = [when for when, _ in made.heard(RaiseAlarm)]
    assert alarms == [at + numbers.ALARM_AFTER]


def test_a_ramp_that_is_not_followed_gives_way_to_the_stop_with_the_alarm() -> None:
    """The planned end, on a belt that does not go down: 08 01 does not wait for the ramp's time."""
    made = bring(Phase.RUNNING)
    made.deaf = True
    made.state = bring_down(
        made.state, made.now, [], Reason("the plan was done", Cause.PLAN), hurried=False
    )
    asked = made.now
    made.run(5)
    ((rung, _), *_) = made.heard(RaiseAlarm)
    ((sent, _), *_) = made.heard(StopBelt)
    assert sent == rung <= asked + numbers.ALARM_AFTER + 2 * SECOND


def test_the_period_is_the_median_of_the_gaps() -> None:
    """Five of a second and four of half of one, in any order: a second."""
    seen, at = BeltSeen().reported(CentiKmh(500), None, seconds(0)), 0.0
    for gap in (0.5, 1, 0.5, 1, 1, 0.5, 1, 0.5, 1):
        at += gap
        seen = seen.reported(CentiKmh(500), None, seconds(at))
    assert seen.rhythm.period == seconds(1)


def test_the_slowest_belt_moves() -> None:
    """A hundredth of a km/h is not nothing."""
    assert BeltSeen().reported(CentiKmh(1), None, seconds(0)).moving
    assert not BeltSeen().reported(CentiKmh(0), None, seconds(0)).moving


def test_the_time_to_run_out_is_a_whole_number_and_belongs_to_motion_only() -> None:
    """7 km/h at 0.49 km/h a second: a deadline never goes through a float (law 1)."""
    rest_at = Motion().seen(CentiKmh(700), seconds(1)).rest_at
    assert (rest_at, type(rest_at)) == (seconds(1) + 700 * SECOND // 49, int)
    assert Motion().seen(CentiKmh(0), seconds(1)).rest_at == 0


def test_a_moving_belt_has_no_zero_since() -> None:
    """It is the first zero's moment, and gone with the next motion."""
    zeros = BeltSeen()
    for at in (1, 2):
        zeros = zeros.reported(CentiKmh(0), None, seconds(at))
    assert zeros.zero_since == seconds(1)
    assert zeros.reported(CentiKmh(300), None, seconds(3)).zero_since is None


@pytest.mark.parametrize(("second_zero", "still"), [(1.4, False), (1.5, True)])
def test_two_zeros_and_a_clock_that_has_stood_for_a_second_and_a_half(
    second_zero: float, *, still: bool
) -> None:
    """Two are enough, and one is not; the machine's own time counts from its last change."""
    moved = BeltSeen().reported(CentiKmh(100), 10, seconds(100))
    one = moved.reported(CentiKmh(0), 10, seconds(101))
    two = one.reported(CentiKmh(0), 10, seconds(100 + second_zero))
    assert not one.reported_still
    assert two.reported_still is still
    late = moved.reported(CentiKmh(0), 10, seconds(110))
    assert not late.reported_still


@pytest.mark.parametrize(("ran_until", "denied"), [(1.5, False), (1.501, True)])
def test_a_clock_that_runs_on_denies_a_zero_after_a_second_and_a_half(
    ran_until: float, *, denied: bool
) -> None:
    """A second may be on its way when the belt comes to stand."""
    zero = BeltSeen().reported(CentiKmh(0), 10, seconds(100))
    ran = zero.reported(CentiKmh(0), 11, seconds(100 + ran_until))
    assert ran.contradicted is denied


@pytest.mark.parametrize(
    ("ticks", "at", "changed_at", "frozen"),
    [
        (5, 12, 7, True),
        (5, 12, 7.001, False),
        (6, 30, 7, True),
        (4, 30, 7, False),
        (5, None, 0, False),
    ],
)
def test_a_clock_that_counted_seconds_and_stands_for_five(
    ticks: int, at: float | None, changed_at: float, *, frozen: bool
) -> None:
    """One that never counted five in a row is not judged, nor is a belt that was never seen."""
    belt = BeltSeen(
        speed=CentiKmh(500),
        at=None if at is None else seconds(at),
        ticks=ticks,
        elapsed_changed_at=seconds(changed_at),
    )
    assert belt.frozen is frozen


@pytest.mark.parametrize(
    ("rested", "zero_since", "steps"),
    [
        (None, 20, True),
        (None, None, True),
        (15, None, True),
        (15, 20, True),
        (20, 20, False),
        (21, 20, False),
    ],
)
@pytest.mark.parametrize(("rest_at", "in_time"), [(18, True), (17, False)])
def test_a_sensor_on_a_foot_speaks_against_a_zero_until_it_has_rested(
    rested: float | None, zero_since: float | None, rest_at: float, *, steps: bool, in_time: bool
) -> None:
    """A rest before the zero is none behind it; and five seconds past its time it says nothing."""
    belt = BeltSeen(
        at=seconds(22),
        motion=Motion(rest_at=seconds(rest_at)),
        zero_since=None if zero_since is None else seconds(zero_since),
        worn=Cadence(80, seconds(22), None if rested is None else seconds(rested)),
    )
    assert belt.stepping is (steps and in_time)
    assert not belt.contradicted


@pytest.mark.parametrize(
    ("speed", "elapsed", "at", "ticks"),
    [
        (500, 11, 102.5, 4),
        (500, 11, 102.501, 0),
        (500, 19, 101, 4),
        (500, 10, 101, 3),
        (500, 10, 109, 3),
        (500, 9, 101, 3),
        (500, None, 101, 0),
        (0, 11, 101, 0),
        (0, 10, 101, 0),
    ],
)
def test_how_many_seconds_a_clock_has_counted_one_by_one(
    speed: int, elapsed: int | None, at: float, ticks: int
) -> None:
    """While the belt moves: each within two and a half of the last; what stands loses nothing."""
    belt = BeltSeen(elapsed=10, elapsed_changed_at=seconds(100), ticks=3)
    assert belt.reported(CentiKmh(speed), elapsed, seconds(at)).ticks == ticks
