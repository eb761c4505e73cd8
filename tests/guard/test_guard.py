"""The guard on its own: bytes, what was stopped, and what was seen."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.guard import (
    Guard,
    Latch,
    judge,
    permit_start,
    seal,
    see,
    withdraw_start,
)
from protocols.ftms import PAUSE, REQUEST_CONTROL, START, STOP, encode_target_speed
from protocols.units import SECOND, CentiKmh, Nanoseconds
from tests.within import within

NOW: Final = Nanoseconds(100 * SECOND)
AT: Final = CentiKmh(500)
SEEN: Final[dict[str, tuple[CentiKmh | None, Nanoseconds | None]]] = {
    "nothing": (None, None),
    "still": (CentiKmh(0), NOW),
    "moving": (AT, NOW),
    "still, long ago": (CentiKmh(0), Nanoseconds(NOW - 4 * SECOND)),
    "moving, long ago": (AT, Nanoseconds(NOW - 4 * SECOND)),
}
BYTES: Final = {
    "stop": STOP,
    "pause": PAUSE,
    "start": START,
    "control": REQUEST_CONTROL,
    "faster": encode_target_speed(CentiKmh(550)),
    "same": encode_target_speed(AT),
    "slower": encode_target_speed(CentiKmh(450)),
    "reset": b"\x01",
    "incline": b"\x03\x00\x00",
    "nothing": b"",
    "start and more": b"\x07\x01",
    "stop of another kind": b"\x08\x03",
    "target cut short": b"\x02\xf4",
    "target and more": b"\x02\xf4\x01\x00",
}
ALWAYS: Final = {"stop", "control"}


def _guard(latch: Latch, seen: str, *, permitted: bool) -> Guard:
    speed, at = SEEN[seen]
    return Guard(
        CentiKmh(100),
        CentiKmh(1000),
        latch=latch,
        permit_until=Nanoseconds(NOW + SECOND) if permitted else None,
        speed=speed,
        seen_at=at,
        target=AT,
    )


def _admitted(name: str, latch: Latch, seen: str, *, permitted: bool) -> bool:
    """Return what the laws say, in their own words."""
    if name in ALWAYS:
        return True
    if name == "start":
        return permitted and latch is not Latch.FINAL and seen == "still"
    if name == "pause":
        return latch is not Latch.OPEN and seen == "moving"
    if name == "faster":
        return latch is Latch.OPEN and seen == "moving"
    return name in ("same", "slower") and seen == "moving"


@pytest.mark.parametrize("name", BYTES)
@within(latch=Latch, seen=SEEN, permitted=(False, True))
def test_what_passes_in_every_state(
    name: str,
    latch: Latch,
    seen: str,
    permitted: bool,  # noqa: FBT001
) -> None:
    """Every kind of bytes is judged as the laws say, and a refusal changes nothing."""
    guard = _guard(latch, seen, permitted=permitted)
    after, verdict = judge(guard, BYTES[name], NOW)
    assert verdict.admitted is _admitted(name, latch, seen, permitted=permitted), verdict.why
    if not verdict.admitted:
        assert after is guard
    elif name == "stop":
        assert after.latch is (Latch.FINAL if latch is Latch.FINAL else Latch.PAUSED)
        assert after.permit_until is None


speeds = st.none() | st.integers(0, 2000).map(CentiKmh)
moments = st.integers(0, 200 * SECOND).map(Nanoseconds)
guards = st.builds(
    Guard,
    minimum=st.just(CentiKmh(100)),
    limit=st.integers(100, 1600).map(CentiKmh),
    latch=st.sampled_from(Latch),
    permit_until=st.none() | moments,
    speed=speeds,
    seen_at=st.none() | moments,
    target=speeds,
    up_at=st.none() | moments,
)


@given(guards, moments)
def test_a_stop_passes_always(guard: Guard, now: Nanoseconds) -> None:
    """There is no state in which a stop is refused, and after it a start key is needed again."""
    after, verdict = judge(guard, STOP, now)
    assert verdict.admitted
    assert after.latch is not Latch.OPEN
    assert not judge(after, START, now)[1].admitted


@given(guards, st.integers(0, 2000).map(CentiKmh), moments)
def test_no_target_passes_above_the_limit(guard: Guard, speed: CentiKmh, now: Nanoseconds) -> None:
    """A target that passes is within the range and the cap, and after a stop it is no motion."""
    after, verdict = judge(guard, encode_target_speed(speed), now)
    if not verdict.admitted:
        assert after is guard
        return
    assert guard.minimum <= speed <= guard.limit
    assert after.target == speed
    if guard.latch is not Latch.OPEN:
        assert guard.speed is not None
        assert speed <= guard.speed
        assert guard.target is None or speed <= guard.target


@given(guards, st.binary(max_size=6), moments)
def test_bytes_that_are_not_ours_are_refused(guard: Guard, data: bytes, now: Nanoseconds) -> None:
    """Only six kinds of bytes ever pass, whatever the state."""
    _, verdict = judge(guard, data, now)
    ours = data in (STOP, PAUSE, START, REQUEST_CONTROL)
    assert ours or not verdict.admitted or (len(data) == 3 and data[0] == 0x02)


@given(guards, moments, moments)
def test_a_sealed_guard_never_opens(guard: Guard, key: Nanoseconds, now: Nanoseconds) -> None:
    """After the last stop no start key counts."""
    sealed = permit_start(seal(guard), key)
    assert sealed.permit_until is None
    assert not judge(see(sealed, CentiKmh(0), now), START, now)[1].admitted


@pytest.mark.parametrize(("late", "passes"), [(0, True), (12 * SECOND, True), (13 * SECOND, False)])
def test_a_start_key_lasts_twelve_seconds(late: int, passes: bool) -> None:  # noqa: FBT001
    """A permitted start passes until its time has run out, once, and not after it is withdrawn."""
    now = Nanoseconds(NOW + late)
    guard = see(permit_start(Guard(CentiKmh(100), CentiKmh(1000)), NOW), CentiKmh(0), now)
    after, verdict = judge(guard, START, now)
    assert verdict.admitted is passes
    assert not judge(after if passes else withdraw_start(after), START, now)[1].admitted
    assert not judge(withdraw_start(guard), START, now)[1].admitted


@pytest.mark.parametrize(
    ("speed", "after", "passes"),
    [
        (550, 0, True),
        (551, 0, False),
        (600, 2 * SECOND, True),
        (600, SECOND, False),
        (400, 0, True),
        (399, 0, False),
        (1001, 0, False),
        (99, 0, False),
    ],
)
def test_the_size_and_the_spacing_of_steps(speed: int, after: int, passes: bool) -> None:  # noqa: FBT001
    """Half a km/h up, one down, and two seconds between ups."""
    guard = see(Guard(CentiKmh(100), CentiKmh(1000)), AT, NOW)
    guard = guard._replace(target=AT)
    if after:
        guard, verdict = judge(guard, encode_target_speed(CentiKmh(550)), NOW)
        assert verdict.admitted
    now = Nanoseconds(NOW + after)
    assert judge(guard, encode_target_speed(CentiKmh(speed)), now)[1].admitted is passes
