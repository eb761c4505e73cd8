"""A moment of a simulated session, as somebody writes it.

=============================  =================================================================
WHEN                           counted from
=============================  =================================================================
``6:30``                       the start key
``run2+0:10`` ``walk3+0:06``   the moment that a run or walk of the session's work counts
``warm-up+0:30``               the moment that the warm-up, or ``cool-down``, counts
``connect+0:00``               the moment that the treadmill is first looked for (faults only)
=============================  =================================================================
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from protocols.units import SECOND, Nanoseconds

CONNECT: Final = "connect"
"""A part that comes before the session."""
_WHEN: Final = re.compile(
    r"(?:(?:(run|walk)([1-9]\d{0,2})|(warm-up|cool-down|connect))\+)?(\d{1,3}):([0-5]\d)", re.ASCII
)


class When(NamedTuple):
    """A moment that is known once the session has come there."""

    part: str
    """``run`` or ``walk`` of the session's work, ``warm-up``, ``cool-down``, ``connect``, or empty:
    from the start key."""
    number: int
    """Which run or walk; 0 of a part that there is one of."""
    after: Nanoseconds
    """Whole seconds."""

    def __str__(self) -> str:
        """Return it as `parse_when` reads it."""
        minutes, seconds = divmod(self.after // SECOND, 60)
        part = f"{self.part}{self.number or ''}+" if self.part else ""
        return f"{part}{minutes}:{seconds:02}"


def parse_when(text: str) -> When | None:
    """Return the moment, or None if the text is none."""
    found = _WHEN.fullmatch(text)
    if found is None:
        return None
    gait, number, part, minutes, seconds = found.groups()
    after = Nanoseconds((int(minutes) * 60 + int(seconds)) * SECOND)
    return When(gait or part or "", int(number or 0), after)
