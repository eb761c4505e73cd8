"""The View that a screen draws: all that it knows, in small frozen values, and what follows."""

from __future__ import annotations

from typing import Final, NamedTuple

from controller.records.format import MAY_MOVE
from controller.records.seen import (
    JOG_FLOOR,
    About,
    Belt,
    Course,
    Host,
    Opening,
    Part,
    Past,
    Phase,
    Sensor,
    Watch,
)
from controller.records.summary import exit_code_of
from protocols.units import SECOND

_FORGET_FASTER: Final = 3 * SECOND
"""A speed-up that was announced and did not come is shown no longer than this."""


class View(NamedTuple):
    """All that a screen knows."""

    number: int = 0
    """The number of the last record that was folded in."""
    now: int = 0
    """The moment of the last record."""
    about: About | None = None
    opening: Opening = Opening()
    phase: Phase = Phase()
    course: Course = Course()
    belt: Belt = Belt()
    past: tuple[Past, ...] = ()
    host: Host = Host()
    watch: Watch = Watch()
    sensors: tuple[Sensor, ...] = ()
    """Those that have been found, in the order in which they were."""

    @property
    def may_move(self) -> bool:
        """Whether the belt moves or may move; a stop key is then a matter of milliseconds."""
        ended = self.course.ended
        if ended is not None and ended.outcome == "refused":
            return False
        if ended is not None and ended.confirmed:
            return self.course.alarm is not None  # it moved again behind the end
        if ended is not None or self.watch.unsupervised is not None:
            return True
        return self.phase.name in MAY_MOVE

    @property
    def over(self) -> bool:
        """Nothing more can come that a person would have to wait for."""
        if self.watch.gone:
            return True
        begun = self.course.ended is not None or self.opening.not_begun is not None
        return begun and not self.may_move

    @property
    def exit_code(self) -> int:
        """The exit code that the front end leaves with."""
        if self.watch.left is not None:
            return self.watch.left
        ended, told = self.course.ended, self.opening.exit_code
        if ended is None and told is not None:
            return told
        return exit_code_of(*((ended.outcome, ended.cause) if ended else (None, "")))

    @property
    def running(self) -> bool:
        """Whether the present interval is run: planned as one, and not slowed to a walk."""
        each = self.course.interval
        return (
            each is not None
            and each.gait == "run"
            and each.speed >= JOG_FLOOR
            and self.phase.name == "running"
        )

    @property
    def left(self) -> int | None:
        """What is left of the present interval."""
        each = self.course.interval
        if each is None:
            return None
        until = self.now if each.until is None else each.until
        gone = 0 if each.counts_from is None else until - each.counts_from
        return max(0, each.duration - gone)

    @property
    def position(self) -> int:
        """How far through the plan the session is; walks that are not in the plan take nothing."""
        each, about = self.course.interval, self.about
        if each is None or about is None:
            return 0
        before = sum(part.duration for part in about.parts[: max(0, each.part)])
        if each.detour:
            return before
        return min(before + each.duration - (self.left or 0), about.whole)

    @property
    def following(self) -> Part | None:
        """The part of the plan that comes next, or None behind the last."""
        each, about = self.course.interval, self.about
        if each is None or about is None:
            return None
        index = each.part + (not each.detour)
        return about.parts[index] if 0 <= index < len(about.parts) else None

    @property
    def stops_in(self) -> int | None:
        """In how many seconds an announced stop goes out; None if none is to come."""
        at = self.belt.stops_at
        return None if at is None or at <= self.now else -((self.now - at) // SECOND)

    @property
    def faster_in(self) -> int | None:
        """In how many seconds the belt becomes faster, while that is announced."""
        faster = self.course.faster
        if faster is None or self.now > faster.at + faster.seconds * SECOND + _FORGET_FASTER:
            return None
        return max(1, -((self.now - faster.at - faster.seconds * SECOND) // SECOND))
