"""A walk without a plan: how its time is cut, how fast it is, and what is refused."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.core.timeline import JOG_FLOOR, Gait, Role
from plans.notation.amounts import print_speed
from plans.notation.line import print_duration
from plans.plan.compile import compile_session, total_time
from plans.problems import WalkInvalid
from plans.quick import quick_walk
from plans.shelf import find_plan
from protocols.units import SECOND, CentiKmh, Nanoseconds

MINUTE = 60 * SECOND
EASY = 400


@given(
    st.integers(60, 4 * 3600).map(lambda seconds: Nanoseconds(seconds * SECOND)),
    st.integers(100, JOG_FLOOR - 1).map(CentiKmh),
)
def test_every_walk_asks_in_parts_of_five_minutes_at_most(
    length: Nanoseconds, speed: CentiKmh
) -> None:
    """The whole time is walked, warm-up and cool-down are in it, and each part asks."""
    program = compile_session(quick_walk(print_duration(length), print_speed(speed)), 1)
    parts = program.segments
    assert total_time(program) == length
    assert all(each.gait is Gait.WALK and each.asks for each in parts)
    assert all(0 < each.duration <= 5 * MINUTE for each in parts)
    assert all(0 <= a.duration - b.duration <= SECOND for a, b in pairwise(parts))
    roles = [each.role for each in parts]
    assert roles == [Role.WARM_UP, *[Role.WORK] * (len(parts) - 2), Role.COOL_DOWN]
    assert {each.speed for each in parts[1:-1]} == {speed}
    assert parts[0].speed == parts[-1].speed == program.walk_speed == min(speed, EASY)


def test_an_easy_walk_is_the_walking_plans() -> None:
    """Speed, policy, sources and words are those of the bundled plan; the timeline is not."""
    like, walk = find_plan("postpartum-walk"), quick_walk("20min")
    same = ("for_whom", "basis", "sources", "reviewed", "entry", "policy", "questions")
    assert all(getattr(walk, name) == getattr(like, name) for name in same)
    assert (walk.id, walk.title, list(walk.levels)) == ("walk", "A walk of 20min", [1])
    assert [(each.duration, each.speed) for each in compile_session(walk, 1).segments] == [
        (each.duration, each.speed) for each in compile_session(like, 3).segments
    ]


@pytest.mark.parametrize(("text", "parts"), [("1min", 3), ("15min", 3), ("15:01", 4), ("4h", 48)])
def test_how_many_parts(text: str, parts: int) -> None:
    """Three at least, and no more than are needed."""
    assert len(compile_session(quick_walk(text), 1).segments) == parts


@pytest.mark.parametrize(
    ("duration", "speed", "told"),
    [
        ("20", None, 'the walk "20": 20 what? A duration needs a unit: "20min"'),
        ("", None, 'the walk "": a duration such as "5min" is missing here.'),
        ("20min jog", None, 'the walk "20min jog": a "," is missing'),
        ("59s", None, 'the walk "59s": a walk lasts 1min to 4h.'),
        ("4h00m01s", None, 'the walk "4h00m01s": a walk lasts 1min to 4h.'),
        ("20min", "5", '--speed "5": 5 what? A speed needs a unit: "5 km/h"'),
        ("20min", "0.99km/h", '--speed "0.99km/h": a walk is 1.0 km/h or faster, and below 7.0'),
        ("20min", "7km/h", '--speed "7km/h": a walk is 1.0 km/h or faster, and below 7.0 km/h.'),
    ],
)
def test_what_is_no_walk_is_told_in_a_sentence(duration: str, speed: str | None, told: str) -> None:
    """With what was written, and what to write instead."""
    with pytest.raises(WalkInvalid) as refused:
        quick_walk(duration, speed)
    assert told in str(refused.value)
