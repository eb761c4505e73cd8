"""A level becomes a timeline: order, roles, speeds and who asks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.core.timeline import JOG_FLOOR, Gait, Role
from plans.compile import compile_session, running_time, total_time
from plans.model import SPEED_CAP
from plans.notation import bout_count, length
from plans.problems import UnknownLevel
from plans.reader import read_plan
from plans.shelf import find_plan, plan_names
from protocols.units import SECOND
from tests.plans.tables import good

LADDER = find_plan("postpartum-ladder")
EVERY_LEVEL = [(name, level) for name in plan_names() for level in find_plan(name).levels]


def test_a_session_is_warm_up_work_and_cool_down_in_order() -> None:
    """Walks that meet stay two segments, each with its own role and question."""
    program = compile_session(LADDER, 19)
    assert [
        (each.gait.value, each.role.value, each.duration // SECOND, each.speed, each.asks)
        for each in program.segments
    ] == [
        ("walk", "warm-up", 300, 500, True),
        ("run", "work", 840, 750, False),
        ("walk", "work", 60, 500, True),
        ("run", "work", 360, 750, False),
        ("walk", "cool-down", 300, 500, True),
    ]
    assert program.walk_speed == 500
    last_two = compile_session(LADDER, 1).segments[-2:]
    assert [(each.gait, each.role) for each in last_two] == [
        (Gait.WALK, Role.WORK),
        (Gait.WALK, Role.COOL_DOWN),
    ]


@pytest.mark.parametrize(("name", "level"), EVERY_LEVEL)
def test_walks_ask_and_are_slow_and_runs_do_neither(name: str, level: int) -> None:
    """For every level that ships, but where a plan thins the asking; walks begin and end it."""
    plan = find_plan(name)
    program = compile_session(plan, level)
    assert program.segments[0].asks
    assert program.segments[-1].asks
    for each in program.segments:
        walk = each.gait is Gait.WALK
        assert each.asks is walk or (plan.questions.every == 2 and walk)
        assert (each.speed >= JOG_FLOOR) is (each.gait is Gait.RUN)
        assert 0 < each.speed <= SPEED_CAP
        assert each.duration > 0
    assert program.segments[0].gait is program.segments[-1].gait is Gait.WALK
    line = (*plan.warm_up, *plan.levels[level].line, *plan.cool_down)
    assert (len(program.segments), total_time(program)) == (
        bout_count(line),
        length(line, plan.usual_speeds()),
    )
    assert running_time(program) < total_time(program)


@given(st.integers().filter(lambda number: not 1 <= number <= 25))
def test_an_unknown_level_is_refused_with_those_there_are(level: int) -> None:
    """One sentence, no traceback of a dictionary."""
    with pytest.raises(UnknownLevel) as caught:
        compile_session(LADDER, level)
    said = f"postpartum-ladder has no level {level}; it has levels 1 to 25."
    assert str(caught.value) == said


def test_a_plan_with_one_level_says_so() -> None:
    """And not "levels 1 to 1"."""
    text = good("good.plan.yaml").split("  2:  6 x")[0]
    with pytest.raises(UnknownLevel, match=r"^my-plan has no level 2; it has level 1 only\.$"):
        compile_session(read_plan(text, "short.plan.yaml"), 2)


def test_a_brisk_interval_is_a_walk_at_its_own_speed() -> None:
    """It asks like every walk, and walking out falls back to the plain walk."""
    text = good("good.plan.yaml").replace("5min walk\nlevels", "5min walk\n\nlevels")
    text = text.replace("  jog:", "  brisk: 3.6 mph\n  jog:").replace(
        "30s jog, 2min walk", "2min brisk"
    )
    program = compile_session(read_plan(text, "brisk.plan.yaml"), 1)
    assert {(each.gait, each.speed, each.asks) for each in program.segments[1:-1]} == {
        (Gait.WALK, 579, True)
    }
    assert program.walk_speed == 500
