"""The plans that come with Reprise say what the evidence page says."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

import plans
from controller.core.timeline import Gait, Role
from plans.compile import compile_session, running_time, total_time
from plans.notation import Pace, parse_intervals, print_intervals
from plans.shelf import find_plan, plan_names, policy_names
from plans.sources import KINDS, known_sources
from protocols.units import SECOND

ROOM: Final = Path(plans.__file__).parent

# Level, run minutes, number of runs, what changes against the level before: the table of
# evidence.md 3.11 (T total, B longer bouts, R shorter recovery).
LADDER: Final = [
    (1, 4, 8, ""),
    (2, 5, 10, "T"),
    (3, 5, 5, "B"),
    (4, 6, 6, "T"),
    (5, 7, 7, "T"),
    (6, 7, 7, "R"),
    (7, 8, 8, "T"),
    (8, 10, 10, "T"),
    (9, 10.5, 7, "B"),
    (10, 12, 8, "T"),
    (11, 12, 6, "B"),
    (12, 12, 6, "R"),
    (13, 14, 7, "T"),
    (14, 15, 5, "B"),
    (15, 17, 6, "T"),
    (16, 18, 4, "B"),
    (17, 19, 3, "B"),
    (18, 19, 2, "B"),
    (19, 20, 2, "B"),
    (20, 20, 1, "B"),
    (21, 22, 1, "T"),
    (22, 24, 1, "T"),
    (23, 26, 1, "T"),
    (24, 28, 1, "T"),
    (25, 30, 1, "T"),
]
MINUTE: Final = 60 * SECOND


def work(level: int) -> list[tuple[Gait, int]]:
    """Return the work of a level of the ladder: gait and nanoseconds."""
    program = compile_session(find_plan("postpartum-ladder"), level)
    return [(each.gait, each.duration) for each in program.segments if each.role is Role.WORK]


def test_the_ladder_has_the_levels_of_the_table() -> None:
    """None is missing, none is more."""
    levels = find_plan("postpartum-ladder").levels
    assert list(levels) == [number for number, *_ in LADDER]


@pytest.mark.parametrize(("level", "minutes", "runs", "change"), LADDER)
def test_each_level_of_the_ladder_runs_as_long_as_the_table_says(
    level: int, minutes: float, runs: int, change: str
) -> None:
    """Run minutes and number of runs, between five minutes of walking before and after."""
    del change
    program = compile_session(find_plan("postpartum-ladder"), level)
    assert running_time(program) == minutes * MINUTE
    assert program.runs == runs
    first, *_, last = program.segments
    assert (first.role, first.duration, first.speed) == (Role.WARM_UP, 5 * MINUTE, 500)
    assert (last.role, last.duration, last.speed) == (Role.COOL_DOWN, 5 * MINUTE, 500)
    assert {each.speed for each in program.segments if each.gait is Gait.RUN} == {750}


@pytest.mark.parametrize(
    ("level", "change"), [(level, change) for level, _, _, change in LADDER if change]
)
def test_each_step_of_the_ladder_changes_one_thing(level: int, change: str) -> None:
    """deering2024-T6: one parameter at a time; a step is at most 10 % or 2 min, and 25 %."""
    before, after = work(level - 1), work(level)
    longest = [max(time for gait, time in each if gait is Gait.RUN) for each in (before, after)]
    walks = [{time for gait, time in each if gait is Gait.WALK} for each in (before, after)]
    total = [sum(time for gait, time in each if gait is Gait.RUN) for each in (before, after)]
    growth = total[1] - total[0]
    assert 0 <= growth <= min(max(total[0] // 10, 2 * MINUTE), total[0] // 4)
    if change == "R":
        assert longest[0] == longest[1]
        assert growth == 0
        assert max(walks[1]) < max(walks[0])
    elif change == "B":
        assert longest[1] > longest[0]
        assert growth <= MINUTE
    else:
        assert growth > 0
        assert walks[1] <= walks[0]


def test_the_walking_plan_grows_by_five_minutes_and_ends_brisk() -> None:
    """Ten to thirty minutes of walking, a question every five minutes, and no run."""
    plan = find_plan("postpartum-walk")
    programs = [compile_session(plan, level) for level in plan.levels]
    assert [total_time(each) // MINUTE for each in programs] == [10, 15, 20, 25, 30]
    assert [running_time(each) for each in programs] == [0, 0, 0, 0, 0]
    assert {each.asks for program in programs for each in program.segments} == {True}
    assert {each.duration for program in programs for each in program.segments} == {5 * MINUTE}
    speeds = [{each.speed for each in program.segments} for program in programs]
    walk, brisk = (plan.speeds[each].usual for each in (Pace.WALK, Pace.BRISK))
    assert speeds == [{walk}] * 4 + [{brisk}]


@pytest.mark.parametrize("name", plan_names())
def test_a_bundled_plan_says_what_it_is(name: str) -> None:
    """Its id is its name; it names its policy, sources and that nobody has signed or tested it."""
    plan = find_plan(name)
    assert plan.id == name
    assert plan.policy in policy_names()
    assert plan.reviewed is False
    assert "project's own" in plan.basis
    assert "not tested in a study" in plan.basis
    assert "proposal" in plan.sources


@pytest.mark.parametrize("name", plan_names())
def test_every_level_of_a_bundled_plan_prints_as_it_was_read(name: str) -> None:
    """Reading undoes printing for each line that ships."""
    for level in find_plan(name).levels.values():
        assert parse_intervals(print_intervals(level.line)) == level.line


def test_every_source_is_of_a_known_kind_and_used() -> None:
    """The list holds what a plan, a policy or the floor names, and nothing else."""
    texts = [
        path.read_text(encoding="utf-8")
        for pattern in ("library/*.yaml", "policies/*.yaml", "*.py")
        for path in ROOM.glob(pattern)
    ]
    sources = known_sources()
    assert {each.kind for each in sources.values()} <= set(KINDS)
    assert all(each.citation for each in sources.values())
    assert [each for each in sources if not any(each in text for text in texts)] == []
