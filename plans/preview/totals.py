"""What the levels of a plan come to, in numbers, and how each differs from the one before.

All times are counted at speed, as the plan means them; the changes of speed come on top
(`plans.preview.timeline`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from controller.core.timeline import Gait, Program, Role
from plans.plan.compile import compile_session, running_time, total_time
from protocols.units import CentiKmh, Nanoseconds, clock_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plans.plan.model import Plan


class Totals(NamedTuple):
    """One level."""

    level: int
    runs: int
    """How many."""
    longest: Nanoseconds
    """The longest run; 0 without any."""
    running: Nanoseconds
    """All runs together."""
    total: Nanoseconds
    """Warm-up, work and cool-down."""
    speeds: frozenset[CentiKmh]
    """All that occur in the work, in 0.01 km/h."""


def totals(plan: Plan) -> tuple[Totals, ...]:
    """Return the numbers of every level, in order."""
    return tuple(of_program(level, compile_session(plan, level)) for level in sorted(plan.levels))


def of_program(level: int, program: Program) -> Totals:
    """Return the numbers of a level that was compiled."""
    segments = program.segments
    runs = [each.duration for each in segments if each.gait is Gait.RUN]
    return Totals(
        level,
        program.runs,
        max(runs, default=Nanoseconds(0)),
        running_time(program),
        total_time(program),
        frozenset(each.speed for each in segments if each.role is Role.WORK),
    )


def change(before: Totals | None, after: Totals) -> str:
    """Return what is new in a level, in words; what is first to be looked at comes first."""
    return "the first" if before is None else ", ".join(_changes(before, after)) or "the same"


def _changes(before: Totals, after: Totals) -> Iterator[str]:
    if before.runs or after.runs:
        yield from _more(before.running, after.running, "running")
        # Of one run that is all that the level is, its length says nothing new.
        if after.longest != before.longest and (before.runs, after.runs) != (1, 1):
            yield "longer runs" if after.longest > before.longest else "shorter runs"
        if after.running == before.running and after.total != before.total:
            yield "more walking" if after.total > before.total else "less walking"
    else:
        yield from _more(before.total, after.total, "walking")
    if max(after.speeds) != max(before.speeds):
        yield "faster" if max(after.speeds) > max(before.speeds) else "slower"


def _more(before: Nanoseconds, after: Nanoseconds, what: str) -> Iterator[str]:
    """Yield ``+1:00 (25 %)``; without a percentage where there was nothing before."""
    if after == before:
        return
    sign, by = "+" if after > before else "-", abs(after - before)
    percent = f"({(200 * by + before) // (2 * before)} %)" if before else what
    yield f"{sign}{clock_time(by)} {percent}"
