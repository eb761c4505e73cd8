"""The checked, frozen timeline of one session: what a plan's level becomes before the belt moves.

Plans are compiled into it (`plans.plan.compile`); the core walks through it. It holds planned
speeds only: what the belt is really asked for is the least of these, the ceilings and the machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from controller.core.numbers import REMIND_EVERY
from controller.words.later import tr_later
from protocols.units import CentiKmh, Nanoseconds

JOG_FLOOR: Final = CentiKmh(700)
"""Below this a belt speed is a walk, whatever a plan calls it (evidence.md 4: jog 7.0 to 9.0)."""


class Gait(Enum):
    """How a segment is meant to be moved through."""

    WALK = "walk"
    RUN = "run"


class Role(Enum):
    """What a segment is for, in words that a screen can show."""

    WARM_UP = tr_later("warm-up")
    WORK = tr_later("work")
    COOL_DOWN = tr_later("cool-down")
    GOING_ON = tr_later("going on")
    """The walk with which a paused session goes on."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One interval: counted from the moment its speed is reached."""

    gait: Gait
    role: Role
    duration: Nanoseconds
    speed: CentiKmh
    """As planned: what the belt is asked for may be less."""
    asks: bool
    """Whether the symptom question is asked in it. Only a walk may ask, and once something was told
    every walk does (`controller.core.asking`)."""
    cue: str = ""
    """One line to think of meanwhile; it decides nothing."""
    note: str = ""
    """What the plan's author says before it, in words of the author's own; it decides nothing."""


@dataclass(frozen=True, slots=True)
class Program:
    """A whole session, in order. ``walk_speed`` is the speed that walking out falls back to."""

    segments: tuple[Segment, ...]
    walk_speed: CentiKmh
    timed_stop: bool = False
    """It ends in 08 01 at the speed of its last segment, and not in a ramp: so the machine's own
    way down can be measured."""
    talk_test: bool = True
    """Whether it is asked, once per half, if she could have talked while running."""
    reminder: Nanoseconds = REMIND_EVERY
    """How often a run that is longer is reminded of the symptom key, which wants no answer."""

    @property
    def runs(self) -> int:
        """How many of the segments are runs."""
        return sum(segment.gait is Gait.RUN for segment in self.segments)
