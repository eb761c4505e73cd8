"""Some of the runs of a session."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.core.timeline import Gait, Program, Role, Segment
from plans.plan.compile import compile_session
from plans.plan.part import only_runs
from plans.shelf import find_plan
from protocols.units import SECOND, CentiKmh, Nanoseconds

PLAN: Final = find_plan("postpartum-ladder")
THIRD: Final = compile_session(PLAN, 3)


@given(st.data())
def test_a_part_has_no_run_that_the_whole_does_not_have(data: st.DataObject) -> None:
    """In order, with warm-up and cool-down, and each run with the walk behind it."""
    program = compile_session(PLAN, data.draw(st.sampled_from(sorted(PLAN.levels))))
    first = data.draw(st.integers(1, program.runs))
    last = data.draw(st.integers(first, program.runs))
    part = only_runs(program, first, last)
    runs = [each for each in program.segments if each.gait is Gait.RUN]
    assert [each for each in part.segments if each.gait is Gait.RUN] == runs[first - 1 : last]
    assert part.segments[0].role is Role.WARM_UP
    assert part.segments[-1].role is Role.COOL_DOWN
    gaits = [each.gait for each in part.segments]
    assert gaits[-1] is Gait.WALK
    assert (first, last) != (1, program.runs) or part == program


def test_two_of_five() -> None:
    """5 min, then 2 x (1 min run, 2 min walk), then 5 min."""
    part = only_runs(THIRD, 4, 5)
    assert [each.duration // 60_000_000_000 for each in part.segments] == [5, 1, 2, 1, 2, 5]


@pytest.mark.parametrize(("first", "last"), [(0, 1), (2, 1), (1, 6), (6, 6)])
def test_runs_that_are_not_there(first: int, last: int) -> None:
    """Nothing is guessed."""
    with pytest.raises(ValueError, match=f"runs {first} to {last} of 5"):
        only_runs(THIRD, first, last)


def test_a_walk_before_the_first_run_goes_with_it() -> None:
    """It belongs to the first run, and to no other."""

    def segment(gait: Gait, role: Role) -> Segment:
        return Segment(gait, role, Nanoseconds(60 * SECOND), CentiKmh(500), asks=False)

    walk, run = segment(Gait.WALK, Role.WORK), segment(Gait.RUN, Role.WORK)
    ends = segment(Gait.WALK, Role.WARM_UP), segment(Gait.WALK, Role.COOL_DOWN)
    program = Program((ends[0], walk, run, walk, run, ends[1]), CentiKmh(500))
    assert only_runs(program, 1, 1).segments == (ends[0], walk, run, walk, ends[1])
    assert only_runs(program, 2, 2).segments == (ends[0], run, ends[1])
