"""A level becomes a timeline: order, roles, speeds and who asks."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.core.timeline import JOG_FLOOR, Gait, Role
from plans.notation.line import bout_count, length
from plans.plan.compile import compile_session, running_time, total_time
from plans.plan.model import SPEED_CAP
from plans.plan.reader import read_plan
from plans.problems import UnknownLevel
from plans.shelf import find_plan, plan_names
from protocols.units import SECOND
from tests.plans.strategies import plans
from tests.plans.tables import good

if TYPE_CHECKING:
    from collections.abc import Callable

    from plans.plan.model import PaceSpeed, Plan
    from protocols.units import CentiKmh

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


BOUNDS: Final[tuple[Callable[[PaceSpeed], CentiKmh], ...]] = (
    lambda speed: speed.least,
    lambda speed: speed.usual,
    lambda speed: speed.most,
)


def check_asking(plan: Plan) -> None:
    """Check that no level passes over a walk that has to ask, at any speed that may be chosen."""
    for level, bound in itertools.product(plan.levels, BOUNDS):
        chosen = {pace: bound(speed) for pace, speed in plan.speeds.items()}
        segments = compile_session(plan, level, chosen=chosen).segments
        walks = [each for each in segments if each.gait is Gait.WALK]
        assert walks[0].asks
        assert walks[-1].asks
        ran, silent, passed_in_running = 0, 0, False
        for each in segments:
            if each.asks:
                assert each.gait is Gait.WALK
                assert not (passed_in_running and ran >= 5 * 60 * SECOND)
                ran, silent, passed_in_running = 0, 0, False
            elif each.gait is Gait.RUN:
                ran += each.duration
            else:
                silent += 1
                passed_in_running |= ran > 0
                assert silent < plan.questions.every
                assert ran < 5 * 60 * SECOND


@pytest.mark.parametrize("name", plan_names())
@pytest.mark.parametrize("every", [1, 2])
def test_a_bundled_plan_that_is_thinned_asks_often_enough(name: str, every: int) -> None:
    """Whatever its runs add up to (docs/plans.md): the first, the last, and after 5 min of run."""
    plan = find_plan(name)
    check_asking(replace(plan, questions=replace(plan.questions, every=every)))


@pytest.mark.long
@given(plans())
def test_any_plan_asks_often_enough(plan: Plan) -> None:
    """Whatever somebody writes."""
    check_asking(plan)


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
