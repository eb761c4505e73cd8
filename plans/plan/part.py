"""Some of the runs of a session: for a day that wants less, and for the rest of one that was cut.

Law: what comes of it has no run that the session does not have, and keeps its warm-up and
cool-down.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from controller.core.timeline import Gait, Role

if TYPE_CHECKING:
    from controller.core.timeline import Program, Segment


def only_runs(program: Program, first: int, last: int) -> Program:
    """Return a session with its runs ``first`` to ``last`` alone, from 1, each with its walk.

    Raises:
        ValueError: it has no such runs.
    """
    if not 1 <= first <= last <= program.runs:
        raise ValueError(f"runs {first} to {last} of {program.runs}")
    kept: list[Segment] = []
    number = 0
    for segment in program.segments:
        number += segment.gait is Gait.RUN
        # A walk before the first run belongs to the whole.
        if segment.role is not Role.WORK or first <= max(number, 1) <= last:
            kept.append(segment)
    return replace(program, segments=tuple(kept))
