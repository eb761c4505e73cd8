"""One level of a plan becomes the timeline that the controller walks through."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from controller.core.timeline import Gait, Program, Role, Segment
from plans.notation import Pace, bouts, lasts
from plans.problems import UnknownLevel
from protocols.units import CentiKmh, Nanoseconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plans.model import Plan
    from plans.notation import Intervals


_NONE: Final[Mapping[Pace, CentiKmh]] = MappingProxyType({})


def compile_session(plan: Plan, level: int, *, chosen: Mapping[Pace, CentiKmh] = _NONE) -> Program:
    """Return warm-up, work and cool-down of a level, one segment for each interval.

    Walks that follow each other stay apart, for each of them asks; a run never does.

    Args:
        plan: the plan.
        level: the number of one of its levels.
        chosen: speeds that the runner chose within the plan's ranges, in 0.01 km/h.

    Raises:
        UnknownLevel: the plan has no such level.

    """
    found = plan.levels.get(level)
    if found is None:
        last = len(plan.levels)
        there_are = f"levels 1 to {last}" if last > 1 else "level 1 only"
        raise UnknownLevel(f"{plan.id} has no level {level}; it has {there_are}.")
    speeds = {**plan.usual_speeds(), **chosen}
    return Program(
        segments=(
            *_segments(plan.warm_up, speeds, Role.WARM_UP),
            *_segments(found.line, speeds, Role.WORK),
            *_segments(plan.cool_down, speeds, Role.COOL_DOWN),
        ),
        walk_speed=speeds[Pace.WALK],
    )


def _segments(line: Intervals, speeds: Mapping[Pace, CentiKmh], role: Role) -> Iterator[Segment]:
    for bout in bouts(line):
        walk = bout.pace is not Pace.JOG
        yield Segment(
            gait=Gait.WALK if walk else Gait.RUN,
            role=role,
            duration=lasts(bout, speeds),
            speed=speeds[bout.pace],
            asks=walk,
        )


def running_time(program: Program) -> Nanoseconds:
    """Return how long the runs last together, changes of speed not counted."""
    return Nanoseconds(sum(each.duration for each in program.segments if each.gait is Gait.RUN))


def total_time(program: Program) -> Nanoseconds:
    """Return how long all segments last together, changes of speed not counted."""
    return Nanoseconds(sum(each.duration for each in program.segments))
