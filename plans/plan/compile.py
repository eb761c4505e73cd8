"""One level of a plan becomes the timeline that the controller walks through."""

from __future__ import annotations

import itertools
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from controller.core.timeline import Gait, Program, Role, Segment
from plans.notation.amounts import print_effort, print_speed
from plans.notation.line import Bout, Intervals, Pace, bouts, lasts, paces
from plans.plan.cues import CuesInTurn
from plans.plan.model import LONGEST_RUN_UNREMINDED, Say
from plans.plan.speeds import told_speeds
from plans.problems import SpeedNotOffered, UnknownLevel
from protocols.units import CentiKmh, Nanoseconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plans.plan.model import Level, Plan


_NONE: Final[Mapping[Pace, CentiKmh]] = MappingProxyType({})


def compile_session(
    plan: Plan, level: int, *, chosen: Mapping[Pace, CentiKmh] = _NONE, language: str = "en"
) -> Program:
    """Return warm-up, work and cool-down of a level, one segment for each interval.

    Walks that follow each other stay apart, for each of them may ask; a run never does.

    Args:
        plan: the plan.
        level: the number of one of its levels.
        chosen: speeds that the runner chose within the plan's ranges, in 0.01 km/h.
        language: of the cues; where the plan has none in it, its first language is taken.

    Raises:
        UnknownLevel: the plan has no such level.
        SpeedNotOffered: a chosen speed is not in the plan's range.
    """
    found = plan.levels.get(level)
    if found is None:
        last = len(plan.levels)
        there_are = f"levels 1 to {last}" if last > 1 else "level 1 only"
        raise UnknownLevel(f"{plan.id} has no level {level}; it has {there_are}.")
    speeds = _speeds(plan, chosen)
    cues = CuesInTurn(plan, found, language)
    told = list(_told(plan, found))
    asks = _asks(plan, [(bout.pace, lasts(bout, speeds)) for _, bout, _, _ in told])
    segments = tuple(
        Segment(
            gait=Gait.RUN if bout.pace is Pace.JOG else Gait.WALK,
            role=role,
            duration=lasts(bout, speeds),
            speed=speeds[bout.pace],
            asks=asked,
            cue=cue or cues.next(walk=bout.pace is not Pace.JOG),
            note=note,
        )
        for (role, bout, cue, note), asked in zip(told, asks, strict=True)
    )
    return Program(
        segments=segments,
        walk_speed=speeds[Pace.WALK],
        talk_test=plan.questions.talk_test,
        reminder=plan.questions.reminder,
    )


def _speeds(plan: Plan, chosen: Mapping[Pace, CentiKmh]) -> dict[Pace, CentiKmh]:
    for pace, speed in chosen.items():
        offered = plan.speeds.get(pace)
        if offered is None:
            raise SpeedNotOffered(f'{plan.id} has no "{pace.value}" to choose a speed for.')
        if not offered.least <= speed <= offered.most:
            told = told_speeds(offered)
            least, most = told[offered.least], told[offered.most]
            there_is = f"it is {least}" if least == most else f"choose {least} to {most}"
            message = f'{plan.id} has no "{pace.value}" of {print_speed(speed)}; {there_is}.'
            raise SpeedNotOffered(message)
    return {**plan.usual_speeds(), **chosen}


def _told(plan: Plan, level: Level) -> Iterator[tuple[Role, Bout, str, str]]:
    """Yield each interval with its role, a cue of its own, and what is said before it."""
    yield from ((Role.WARM_UP, bout, "", "") for bout in bouts(plan.warm_up))
    said: list[str] = []
    effort = level.effort
    for step in level.work:
        if isinstance(step, Say):
            said.append(step.text)
            continue
        wanted = level.effort if step.effort is None else step.effort
        if wanted not in (effort, None):
            said.append(f"Effort {print_effort(wanted)}.")
        effort = wanted
        yield from _with_note(Role.WORK, step.line, step.cue, said)
        said = []
    yield from _with_note(Role.COOL_DOWN, plan.cool_down, "", said)


def _with_note(
    role: Role, line: Intervals, cue: str, said: list[str]
) -> Iterator[tuple[Role, Bout, str, str]]:
    """Yield the intervals; what is said comes with the first, the cue with its runs if any."""
    cued = paces(line) & {Pace.JOG} or set(Pace)
    for at, bout in enumerate(bouts(line)):
        yield role, bout, cue if bout.pace in cued else "", "" if at else " ".join(said)


def _asks(plan: Plan, line: list[tuple[Pace, Nanoseconds]]) -> Iterator[bool]:
    """Yield for each interval whether it asks: a run never, and never too few of the walks.

    A plan may leave out every second walk, but neither the first nor the last, nor one without
    which `LONGEST_RUN_UNREMINDED` of running or more would lie between two questions: the reminder
    counts anew behind every walk.
    """
    last = max((at for at, (pace, _) in enumerate(line) if pace is not Pace.JOG), default=0)
    left_out, run = plan.questions.every - 1, 0
    for at, (pace, duration) in enumerate(line):
        if pace is Pace.JOG:
            run += duration
            yield False
            continue
        left_out += 1
        ahead = run + _running_from(line, at + 1)
        too_long = run > 0 and ahead >= LONGEST_RUN_UNREMINDED
        asked = left_out >= plan.questions.every or at == last or too_long
        left_out, run = (0, 0) if asked else (left_out, run)
        yield asked


def _running_from(line: list[tuple[Pace, Nanoseconds]], at: int) -> int:
    """Return how long is run from there to the next walk."""
    runs = itertools.takewhile(lambda each: each[0] is Pace.JOG, itertools.islice(line, at, None))
    return sum(duration for _, duration in runs)


def running_time(program: Program) -> Nanoseconds:
    """Return how long the runs last together, changes of speed not counted."""
    return Nanoseconds(sum(each.duration for each in program.segments if each.gait is Gait.RUN))


def total_time(program: Program) -> Nanoseconds:
    """Return how long all segments last together, changes of speed not counted."""
    return Nanoseconds(sum(each.duration for each in program.segments))
