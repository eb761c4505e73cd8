"""The guard's edges: the first value that passes, the first that does not, and what is said."""

from __future__ import annotations

from typing import Final

import pytest

from controller.guard import Guard, Latch, judge, lowest_next, not_taken, permit_start, see
from protocols.ftms import PAUSE, START, STOP, encode_target_speed
from protocols.units import MILLISECOND, SECOND, CentiKmh, Nanoseconds

NOW: Final = Nanoseconds(100 * SECOND)
LOWEST: Final = CentiKmh(100)
CAP: Final = CentiKmh(1000)


def _speed(speed: int) -> bytes:
    return encode_target_speed(CentiKmh(speed))


def moving(speed: int = 500, target: int | None = 500, latch: Latch = Latch.OPEN) -> Guard:
    """Return a guard that has just seen motion."""
    asked = None if target is None else CentiKmh(target)
    return Guard(LOWEST, CAP, latch=latch, speed=CentiKmh(speed), seen_at=NOW, target=asked)


STANDING: Final = moving(0, None)
PERMITTED: Final = permit_start(STANDING, NOW)
ROSE: Final = moving()._replace(up_at=NOW)

REFUSED: Final = [
    (moving(), PAUSE, "a pause only when a stop did not work"),
    (moving(0, latch=Latch.PAUSED), PAUSE, "a pause only when a stop did not work"),
    (moving(), b"\x01", "not a command that this program sends"),
    (moving(), _speed(99), "outside of the machine's range or above the runner's cap"),
    (moving(1000, 1000), _speed(1001), "outside of the machine's range or above the runner's cap"),
    (STANDING, _speed(100), "no target without telemetry that shows motion"),
    (moving(latch=Latch.PAUSED), _speed(501), "no motion command after a stop"),
    (STANDING, START, "nobody pressed start"),
    (PERMITTED._replace(latch=Latch.FINAL), START, "no motion command after a stop"),
    (PERMITTED._replace(speed=LOWEST), START, "the belt is not seen to stand"),
    (PERMITTED._replace(seen_at=None), START, "the belt is not seen to stand"),
    (moving(), _speed(551), "a step up of more than 0.5 km/h"),
    (ROSE, _speed(501), "two steps up within 2 s"),
    (moving(300), _speed(301), "faster than the belt, and no step up"),
    (moving(), _speed(399), "a step down of more than 1.0 km/h"),
]


@pytest.mark.parametrize(("guard", "data", "why"), REFUSED)
def test_a_refusal_says_why(guard: Guard, data: bytes, why: str) -> None:
    """The journal shows what the guard had against the bytes, in these words."""
    after, verdict = judge(guard, data, NOW)
    assert (after, verdict.admitted, verdict.why) == (guard, False, why)


ADMITTED: Final = [
    (moving(150, 150), _speed(100)),
    (moving(1000, 1000), _speed(1000)),
    (moving(), _speed(550)),
    (moving(), _speed(400)),
    (moving(target=None), _speed(550)),
    (moving(target=None), _speed(400)),
    (moving(300, 300, latch=Latch.PAUSED), _speed(300)),
    (moving(300, 200, latch=Latch.FINAL), _speed(200)),
    (moving(300, None, latch=Latch.PAUSED), _speed(300)),
    (moving(latch=Latch.FINAL), PAUSE),
    (PERMITTED, START),
    (moving(), STOP),
]


@pytest.mark.parametrize(("guard", "data"), ADMITTED)
def test_the_last_value_that_passes(guard: Guard, data: bytes) -> None:
    """Limits belong to what they limit."""
    _, verdict = judge(guard, data, NOW)
    assert (verdict.admitted, verdict.why) == (True, "admitted")


@pytest.mark.parametrize("speed", [551, 399])
def test_without_a_target_a_step_is_measured_from_the_belt(speed: int) -> None:
    """The first target after a start has nothing before it but what telemetry shows."""
    assert not judge(moving(target=None), _speed(speed), NOW)[1].admitted


@pytest.mark.parametrize("latch", [Latch.PAUSED, Latch.FINAL])
@pytest.mark.parametrize("guard", [moving(500, 400), moving(400, 500), moving(400, None)])
def test_after_a_stop_the_slower_of_belt_and_target_is_the_limit(
    guard: Guard, latch: Latch
) -> None:
    """A belt that has not followed yet is no reason to be asked for more than it was."""
    stopped = guard._replace(latch=latch)
    assert judge(stopped, _speed(400), NOW)[1].admitted
    assert not judge(stopped, _speed(401), NOW)[1].admitted


def test_a_start_begins_anew() -> None:
    """It opens the latch, uses the permit up, and forgets targets from before it."""
    before = (CentiKmh(650), NOW)
    guard = PERMITTED._replace(latch=Latch.PAUSED, target=CentiKmh(700), up_at=NOW, before=before)
    after, verdict = judge(guard, START, NOW)
    assert verdict.admitted
    assert after == STANDING


def test_two_ups_are_two_seconds_apart_but_for_a_timers_rounding() -> None:
    """A millisecond is forgiven, and nothing more."""
    soonest = Nanoseconds(NOW + 2 * SECOND - MILLISECOND)
    assert judge(ROSE, _speed(550), soonest)[1].admitted
    assert not judge(ROSE, _speed(550), Nanoseconds(soonest - 1))[1].admitted


def test_only_a_step_up_makes_the_next_one_wait() -> None:
    """The same target again, or a slower one, is no step up and is not held back by one."""
    again, verdict = judge(moving(), _speed(500), NOW)
    assert verdict.admitted
    assert judge(again, _speed(550), NOW)[1].admitted
    slower, verdict = judge(moving(), _speed(450), NOW)
    assert verdict.admitted
    assert judge(slower, _speed(500), NOW)[1].admitted
    assert judge(ROSE, _speed(500), NOW)[1].admitted


@pytest.mark.parametrize("target", [500, None])
def test_a_step_up_that_was_not_taken_passes_once_more(target: int | None) -> None:
    """As if for the first time: no larger, and what was before it is what the next is held to."""
    begun = moving(target=target)
    up, _ = judge(begun, _speed(550), NOW)
    assert not judge(up, _speed(550), NOW)[1].admitted
    back = not_taken(up)
    assert (back.target, back.up_at) == (begun.target, begun.up_at)
    assert judge(back, _speed(550), NOW) == judge(begun, _speed(550), NOW)
    assert not judge(back, _speed(551), NOW)[1].admitted


def test_a_slower_target_that_was_not_taken_stands() -> None:
    """Nothing loosens by it: whatever became of it, nothing above it passes after a stop."""
    slower, _ = judge(moving(), _speed(450), NOW)
    assert not_taken(slower) == slower
    twice, _ = judge(judge(moving(), _speed(550), NOW)[0], _speed(450), NOW)
    assert not_taken(twice).target == 450
    stopped, _ = judge(not_taken(twice), STOP, NOW)
    assert not judge(stopped, _speed(451), NOW)[1].admitted


def test_a_step_up_is_counted_from_the_belt_that_has_not_followed() -> None:
    """A target above what the belt shows is a step up, even if it is not above the last one."""
    up, verdict = judge(moving(), _speed(550), NOW)
    assert verdict.admitted
    assert up.up_at == NOW
    assert not judge(see(up, CentiKmh(600), NOW), _speed(600), NOW)[1].admitted


@pytest.mark.parametrize(
    ("guard", "lowest"),
    [
        (moving(500, 500), 400),
        (moving(450, 500), 350),
        (moving(500, 450), 350),
        (moving(500, None), 400),
        (moving(500, 500, latch=Latch.PAUSED), None),
        (moving(500, 500, latch=Latch.FINAL), None),
        (moving()._replace(speed=None), None),
    ],
)
def test_the_lowest_that_may_come_next(guard: Guard, lowest: int | None) -> None:
    """One km/h below the slower of belt and target; after a stop, or unseen, there is no limit."""
    assert lowest_next(guard) == lowest


def test_a_permit_counts_to_its_last_moment() -> None:
    """Twelve seconds, that one included."""
    assert judge(STANDING._replace(permit_until=NOW), START, NOW)[1].admitted
    late = Nanoseconds(NOW + 1)
    assert not judge(STANDING._replace(permit_until=NOW), START, late)[1].admitted
