"""One level of a plan becomes the timeline that the controller walks through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from controller.core.timeline import Gait, Program, Role, Segment
from plans.notation import Pace, bouts
from plans.problems import UnknownLevel
from protocols.units import Nanoseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plans.model import Plan
    from plans.notation import Intervals


def compile_session(plan: Plan, level: int) -> Program:
    """Return warm-up, work and cool-down of a level, one segment for each interval.

    Walks that follow each other stay apart, for each of them asks; a run never does.

    Raises:
        UnknownLevel: the plan has no such level.

    """
    chosen = plan.levels.get(level)
    if chosen is None:
        last = len(plan.levels)
        there_are = f"levels 1 to {last}" if last > 1 else "level 1 only"
        raise UnknownLevel(f"{plan.id} has no level {level}; it has {there_are}.")
    return Program(
        segments=(
            *_segments(plan, plan.warm_up, Role.WARM_UP),
            *_segments(plan, chosen.work, Role.WORK),
            *_segments(plan, plan.cool_down, Role.COOL_DOWN),
        ),
        walk_speed=plan.speeds[Pace.WALK],
    )


def _segments(plan: Plan, line: Intervals, role: Role) -> Iterator[Segment]:
    for bout in bouts(line):
        walk = bout.pace is not Pace.JOG
        yield Segment(
            gait=Gait.WALK if walk else Gait.RUN,
            role=role,
            duration=bout.duration,
            speed=plan.speeds[bout.pace],
            asks=walk,
        )


def running_time(program: Program) -> Nanoseconds:
    """Return how long the runs last together, changes of speed not counted."""
    return Nanoseconds(sum(each.duration for each in program.segments if each.gait is Gait.RUN))


def total_time(program: Program) -> Nanoseconds:
    """Return how long all segments last together, changes of speed not counted."""
    return Nanoseconds(sum(each.duration for each in program.segments))
