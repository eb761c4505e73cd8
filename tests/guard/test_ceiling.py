"""A ceiling that was told to the guard: it only comes down, and nothing is sped up above it."""

from __future__ import annotations

from typing import Final, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.guard import Guard, judge, lower, permit_start, see
from protocols.ftms import PAUSE, START, STOP, encode_target_speed
from protocols.units import SECOND, CentiKmh, Nanoseconds

LIMIT: Final = CentiKmh(1000)
NOW: Final = Nanoseconds(100 * SECOND)


class Seen(NamedTuple):
    """Telemetry shows a speed."""

    speed: CentiKmh


class Lowered(NamedTuple):
    """The core has lowered a ceiling, or says that it has."""

    ceiling: CentiKmh


class Sent(NamedTuple):
    """Bytes are about to leave."""

    data: bytes


class Asked(NamedTuple):
    """A person presses start."""


Happening = Seen | Lowered | Sent | Asked

# Near each other, for a step up is half a km/h at most.
speeds = st.integers(45, 55).map(lambda tens: CentiKmh(tens * 10))
happenings: st.SearchStrategy[Happening] = st.one_of(
    st.builds(Seen, speeds | st.just(CentiKmh(0))),
    st.builds(Lowered, speeds | st.just(CentiKmh(0)) | st.just(CentiKmh(1200))),
    st.builds(Sent, speeds.map(encode_target_speed)),
    # A stop is rare, for it closes the latch.
    st.builds(Sent, speeds.map(encode_target_speed) | st.sampled_from([START, STOP, PAUSE])),
    st.builds(Asked),
)


@pytest.mark.long
@settings(max_examples=500)
@given(st.lists(happenings, min_size=4, max_size=40), st.integers(0, 5))
def test_no_target_above_a_ceiling_speeds_the_belt_up(course: list[Happening], every: int) -> None:
    """Whatever happens: above the lowest ceiling there is only the way down to it.

    A target above it is admitted only at or below both what the belt was seen to do and what it
    was asked for last; so once it is at or below the ceiling it is never above it again.
    """
    seen, now = CentiKmh(500), NOW
    guard = see(Guard(CentiKmh(100), LIMIT), seen, now)
    told, asked = LIMIT, None
    for each in course:
        now = Nanoseconds(now + every * SECOND)
        match each:
            case Seen(speed):
                guard, seen = see(guard, speed, now), speed
            case Lowered(ceiling):
                guard, told = lower(guard, ceiling), min(told, ceiling)
            case Asked():
                guard = permit_start(guard, now)
            case Sent(data):
                guard, verdict = judge(guard, data, now)
                if verdict.admitted and data[0] == 0x02:
                    target = int.from_bytes(data[1:], "little")
                    way_down = min(seen, seen if asked is None else asked)
                    assert target <= max(told, way_down, 100)
                    asked = CentiKmh(target)
                elif verdict.admitted and data == START:
                    asked = None


@pytest.mark.parametrize(
    ("belt", "asked", "target", "verdict"),
    [
        (400, 400, 450, "admitted"),
        (400, 400, 500, "faster, and above a ceiling"),
        (460, 460, 470, "faster, and above a ceiling"),
        (750, 750, 700, "admitted"),
        (750, 700, 700, "admitted"),
        (600, 750, 650, "faster, and above a ceiling"),
        (750, 600, 650, "faster, and above a ceiling"),
        (750, 750, 460, "a step down of more than 1.0 km/h"),
    ],
)
def test_up_to_the_ceiling_and_down_to_it(belt: int, asked: int, target: int, verdict: str) -> None:
    """The ramp down passes step by step; what is faster than the belt does not."""
    guard = see(Guard(CentiKmh(100), LIMIT), CentiKmh(belt), NOW)
    guard = lower(guard._replace(target=CentiKmh(asked)), CentiKmh(450))
    after, judged = judge(guard, encode_target_speed(CentiKmh(target)), NOW)
    assert judged.why == verdict
    assert (after == guard) is not judged.admitted or target == asked


def test_a_ceiling_only_comes_down() -> None:
    """A higher one changes nothing, nor does a start."""
    guard = lower(Guard(CentiKmh(100), LIMIT), CentiKmh(450))
    assert lower(guard, CentiKmh(451)) is guard
    assert lower(guard, CentiKmh(450)) is guard
    started, verdict = judge(see(permit_start(guard, NOW), CentiKmh(0), NOW), START, NOW)
    assert verdict.admitted
    assert started.ceiling == 450
    assert lower(started, CentiKmh(449)).ceiling == 449


def test_the_slowest_that_a_machine_can_go_passes_under_any_ceiling() -> None:
    """A belt that creeps up to its minimum after a start is asked for that and nothing else."""
    guard = lower(see(Guard(CentiKmh(100), LIMIT), CentiKmh(50), NOW), CentiKmh(80))
    assert judge(guard, encode_target_speed(CentiKmh(100)), NOW)[1].admitted
    assert not judge(guard, encode_target_speed(CentiKmh(101)), NOW)[1].admitted
