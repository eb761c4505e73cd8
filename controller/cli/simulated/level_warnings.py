"""What whoever writes a plan should know of its levels on one machine, once they were played."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from controller.cli.simulated.level_played import CRASHED, NOT_POSSIBLE
from controller.core.numbers import NOTICE, QUESTION_AFTER
from controller.core.timeline import JOG_FLOOR, Gait
from plans.notation.amounts import print_speed
from plans.notation.line import print_duration
from plans.plan.compile import total_time
from protocols.units import SECOND, Nanoseconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from controller.cli.simulated.level_played import LevelPlayed, Stretch
    from controller.core.timeline import Program
    from simulators.treadmill.machine import MachineProfile

_LONGER: Final = 10
"""Per cent by which a session may be longer than its intervals, for the ramps of any plan."""


class Warned(NamedTuple):
    """Something about some levels."""

    id: str
    message: str
    levels: tuple[int, ...]


def warnings(played: Iterable[LevelPlayed], machine: MachineProfile) -> list[Warned]:
    """Return what was found, level by level; what is the same in several is said once."""
    found: dict[tuple[str, str], list[int]] = {}
    for level in played:
        for each in _of_level(level, machine):
            found.setdefault(each, []).append(level.level)
    return [Warned(*each, tuple(levels)) for each, levels in found.items()]


def _of_level(level: LevelPlayed, machine: MachineProfile) -> Iterator[tuple[str, str]]:
    because = level.because.removesuffix(".")
    if level.outcome in (NOT_POSSIBLE, CRASHED):
        yield level.outcome.replace(" ", "-"), because
    elif level.outcome != "completed":
        outcome = level.outcome.replace("_", " ")
        yield "not-completed", f"not done to its end ({outcome}): {because}"
    yield from (("violation", f"this must not happen: {each}") for each in level.violations)
    if level.program is None:
        return
    yield from _off_grid(level.program, machine)
    if level.outcome == NOT_POSSIBLE:
        return
    yield from _slow_ramp(level, level.program)
    yield from _unasked(level, level.program)
    yield from _held(level, level.program)
    yield from _longer(level, level.program)


def _off_grid(program: Program, machine: MachineProfile) -> Iterator[tuple[str, str]]:
    """Yield each speed that the machine has not, and what it becomes."""
    offered = machine.offered_speeds
    for gait, speed in sorted({(each.gait.value, each.speed) for each in program.segments}):
        near = offered.at_or_below(speed)
        if near == speed or not offered.minimum <= speed <= offered.maximum:
            continue
        run = gait == Gait.RUN.value
        no_run = ", which is no run" if run and near < JOG_FLOOR else ""
        yield (
            "off-grid",
            (
                f"{print_speed(speed)} is between the treadmill's steps; "
                f"it becomes {print_speed(near)}{no_run}"
            ),
        )


def _slow_ramp(level: LevelPlayed, program: Program) -> Iterator[tuple[str, str]]:
    """Yield the interval that is shortest beside its change of speed, if that is half of it."""
    segments = program.segments
    worst = max(
        level.stretches,
        key=lambda each: each.ramp / segments[each.at].duration,
        default=None,
    )
    if worst is None or 2 * worst.ramp <= segments[worst.at].duration:
        return
    held = segments[worst.at]
    kind = "run" if held.gait is Gait.RUN else "walk"
    yield (
        "slow-ramp",
        (
            f"{print_speed(held.speed)} is reached only {_told(worst.ramp)} after the belt is "
            f"asked for it, and the {kind} at it lasts {_told(held.duration)}"
        ),
    )


def _unasked(level: LevelPlayed, program: Program) -> Iterator[tuple[str, str]]:
    """Yield the longest walk that is over before its question would come."""
    done = (program.segments[each.at] for each in level.stretches)
    short = [each.duration for each in done if each.asks and each.duration < QUESTION_AFTER]
    if short:
        yield (
            "no-room-to-ask",
            (
                f"a walk of {_told(max(short))} has no room for its question, which comes "
                f"{_told(QUESTION_AFTER)} after walking speed is reached: it is put at the walk's "
                "end, and what follows waits for the answer"
            ),
        )


def _held(level: LevelPlayed, program: Program) -> Iterator[tuple[str, str]]:
    """Yield the interval that waited longest for what comes behind it."""

    def more(each: Stretch) -> int:
        return each.lasted - program.segments[each.at].duration

    worst = max(level.late, key=more, default=None)
    if worst is not None:
        held = program.segments[worst.at]
        yield (
            "held",
            (
                f"a {held.gait.value} of {_told(held.duration)} lasts {_told(worst.lasted)}: an "
                f"answer, and then {_told(NOTICE)} of notice, come before the speed-up behind it"
            ),
        )


def _longer(level: LevelPlayed, program: Program) -> Iterator[tuple[str, str]]:
    planned = total_time(program)
    percent = round((level.lasted_s * SECOND - planned) * 100 / planned)
    if level.outcome == "completed" and percent > _LONGER:
        yield (
            "longer",
            (
                f"at least {percent // 10 * 10} % longer than planned, for changes of "
                "speed and walks that wait"
            ),
        )


def _told(span: int) -> str:
    """Return a span to the nearest second, as plans have it."""
    return print_duration(Nanoseconds(max(1, round(span / SECOND)) * SECOND))
