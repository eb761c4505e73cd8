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
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from protocols.units import SECOND, Nanoseconds

if TYPE_CHECKING:
    from controller.records.format import Record
    from protocols.clock import Clock, Timer

CONNECT: Final = "connect"
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


class Cues:
    """Lets things happen at moments of a session, by its records; give each to `see`."""

    def __init__(self, clock: Clock) -> None:
        """Know of nothing yet."""
        self._clock = clock
        self._waiting: list[tuple[When, Callable[[], None]]] = []
        self._timers: list[Timer] = []
        self._started = False

    def add(self, when: When, action: Callable[[], None]) -> None:
        """Let ``action`` happen at a moment that is still to come."""
        self._waiting.append((when, action))

    def see(self, record: Record) -> None:
        """Take a record: the start key, or a part of the session that counts from here."""
        match record:
            case {"kind": "intent", "key": "start"} if not self._started:
                self._started = True
                self.begin("", 0)
            case {"kind": "segment", "counting": True, "role": "work"}:
                self.begin(record["gait"], record["number"])
            case {"kind": "segment", "counting": True}:
                self.begin(record["role"], 0)
            case _:
                pass

    def begin(self, part: str, number: int) -> None:
        """Arrange what counts from here; nothing of it happens before the present call returns."""
        due = [each for each in self._waiting if each[0][:2] == (part, number)]
        for each in due:
            self._waiting.remove(each)
            when = Nanoseconds(self._clock.now() + each[0].after)
            self._timers.append(self._clock.call_at(when, each[1]))

    def leave(self) -> None:
        """Let nothing more happen."""
        for timer in self._timers:
            timer.cancel()
