"""Sessions made different: cut short, so that a night has many of them, and told otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from controller.core.timeline import Gait, Program, Role, Segment
from protocols.units import SECOND, Nanoseconds

if TYPE_CHECKING:
    from random import Random

_EDGE_S = (20, 60)
"""What is left of a warm-up and of a cool-down."""
_RUN_S = (20, 60)
_WALK_S = (35, 100)
"""A question comes 5 s into a walk, is held after 20 s and given up after 60 s."""
_BOUTS = (3, 8)
"""Intervals of the work."""
_REWORDED = 4
"""One session in so many says what no bundled plan does."""
_REMINDER_S = (10, 40)
"""Between two reminders in its runs: as much shorter than a plan's as the runs are."""
_NOTE = "Half of it is done."


def cut_short(program: Program, random: Random) -> Program:
    """Return five to eight minutes of the same shape.

    That is the first warm-up, the first bouts and the last cool-down, none longer than it was.
    """

    def cut(segment: Segment, bounds: tuple[int, int]) -> Segment:
        length = Nanoseconds(random.randint(*bounds) * SECOND)
        return replace(segment, duration=min(segment.duration, length))

    warm_up, work, cool_down = (
        [each for each in program.segments if each.role is role]
        for role in (Role.WARM_UP, Role.WORK, Role.COOL_DOWN)
    )
    return replace(
        program,
        segments=(
            *(cut(each, _EDGE_S) for each in warm_up[:1]),
            *(
                cut(each, _RUN_S if each.gait is Gait.RUN else _WALK_S)
                for each in work[: random.randint(*_BOUTS)]
            ),
            *(cut(each, _EDGE_S) for each in cool_down[-1:]),
        ),
    )


def reworded(program: Program, random: Random) -> Program:
    """Return the program, now and then with a talk test or none, reminders and words of its own."""
    if random.randrange(_REWORDED):
        return program
    reminder = Nanoseconds(random.randint(*_REMINDER_S) * SECOND)
    talk_test = random.randrange(2) == 0
    noted = random.randrange(len(program.segments))
    segments = tuple(
        replace(each, note=_NOTE) if at == noted else each
        for at, each in enumerate(program.segments)
    )
    return replace(program, segments=segments, talk_test=talk_test, reminder=reminder)
