"""A plan as it is known after reading: frozen, checked, with nothing left to guess.

Law: whoever holds a `Plan` may compile any of its levels. Every pace that a level uses has a
speed, walks are slower than `JOG_FLOOR` and jogs are not, nothing is faster than `SPEED_CAP`, and
a session with jogs begins and ends with a walk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from plans.notation.line import Intervals, Pace
from plans.provenance.review import NO_REVIEW, Review
from protocols.units import SECOND, CentiKmh, DeciPercent, Nanoseconds

SPEED_CAP: Final = CentiKmh(1000)
"""No plan goes faster (evidence.md 4 and 5.2, a proposal)."""

LONGEST_SESSION: Final = Nanoseconds(4 * 3600 * SECOND)
"""With its warm-up and cool-down."""
MOST_SEGMENTS: Final = 2_000
"""Bounds of one session, like the one above: a slip of the keyboard must not fill the memory."""
MOST_IN_ALL: Final = 100_000
"""Intervals of all levels together: some commands lay all of them out."""

LATEST_WEEKS: Final = 520
"""Ten years; a longer wait is a slip of the keyboard."""
READINESS_LISTS: Final = ("postpartum",)
"""The lists of checks that a plan can name."""
EARLIEST_WEEKS: Final = 3
"""No plan with jogs begins earlier after a birth (christopher2024: at least 3 weeks of rest)."""


LONGEST_RUN_UNREMINDED: Final = Nanoseconds(5 * 60 * SECOND)
"""No plan reminds of the symptom key less often than this in a run; nor may a run that is longer
be followed by a walk that does not ask."""
SHORTEST_REMINDER: Final = Nanoseconds(60 * SECOND)
"""Nor more often."""


@dataclass(frozen=True, slots=True)
class PaceSpeed:
    """How fast a word for a pace is, and between what the runner may choose; all in 0.01 km/h."""

    usual: CentiKmh
    least: CentiKmh
    most: CentiKmh
    written: tuple[str, ...] = field(default=(), compare=False)
    """The three as the author wrote them, if that was in miles per hour or as paces."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who may begin. Kept as written; nothing in the plans' room judges it."""

    weeks_since_birth: int | None
    """Whole weeks, or None for a plan that has no such limit."""
    readiness: str | None
    """The id of a list of checks; None: the plan names none."""
    also: tuple[str, ...] = ()
    """Conditions in words, such as thirty minutes of quick walking without pain."""


class Cues(NamedTuple):
    """Lines to think of, one for each interval in turn."""

    walk: tuple[str, ...] = ()
    run: tuple[str, ...] = ()


class Say(NamedTuple):
    """Words of the author's own between intervals."""

    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """Some intervals of a level's long form, and what is said of them alone."""

    line: Intervals
    cue: str = ""
    """In place of the cues in its runs or, if it has none, in its walks; empty for those."""
    effort: int | None = None
    """0 to 10, on the scale of effort that the talk test uses; None: not said."""


Work: TypeAlias = "tuple[Step | Say, ...]"


@dataclass(frozen=True, slots=True)
class Level:
    """One step of the plan: the work between warm-up and cool-down."""

    work: Work
    """A level that is written in one line is one step of which nothing else is said."""
    note: str = ""
    """What is shown with it; empty for none."""
    cues: Mapping[str, Cues] = field(default_factory=lambda: MappingProxyType({}))
    """By language, in place of the plan's."""
    effort: int | None = None
    """How hard it should feel, 0 to 10; None: not said."""
    incline: DeciPercent | None = None
    """0.1 %; None: the plan's."""

    @property
    def line(self) -> Intervals:
        """All intervals of the level as one line."""
        return tuple(item for step in self.work if isinstance(step, Step) for item in step.line)


@dataclass(frozen=True, slots=True)
class Questions:
    """When the runner is asked."""

    every: int = 1
    """1: every walk asks. 2: every second one, but always the first, the last, and the one after
    5 min of running (`plans.plan.compile`)."""
    talk_test: bool = True
    """Once per half of a session, or never."""
    reminder: Nanoseconds = LONGEST_RUN_UNREMINDED
    """How often a longer run is reminded of the symptom key; it wants no answer."""


class Rest(NamedTuple):
    """Days without a session after one of the levels ``first`` to ``last``, both included."""

    first: int
    last: int
    days: int


class AtMost(NamedTuple):
    """A bound of how quickly the plan is gone through: 2 ``"levels"`` in 7 days."""

    number: int
    what: str
    """``"levels"`` or ``"sessions"``."""
    days: int


@dataclass(frozen=True, slots=True)
class Progression:
    """How the plan goes from session to session. Kept as written; nothing here judges it."""

    step_up_after: int = 2
    """Clean sessions at a level (army-T1: each phase at least twice)."""
    rest: tuple[Rest, ...] = ()
    at_most: tuple[AtMost, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan. ``sources`` are ids of ``plans/provenance/sources.yaml``."""

    id: str
    title: str
    for_whom: str
    basis: str
    """Where it comes from, and whether anybody has tested it."""
    sources: tuple[str, ...]
    reviewed: bool = field(compare=False)
    """Whether somebody signed the file as it is now (`plans.provenance.review`)."""
    entry: Entry
    policy: str
    """The id of the symptom policy that goes with it."""
    questions: Questions
    speeds: Mapping[Pace, PaceSpeed]
    """Of each pace of which the file says anything."""
    warm_up: Intervals
    """Before every level; empty: there is none."""
    cool_down: Intervals
    """Behind every level, likewise."""
    levels: Mapping[int, Level]
    """By number, from 1 without gaps."""
    warning: str = ""
    """What whoever chooses this plan is told first."""
    notes: str = ""
    """What the author wants to be read beside it."""
    cues: Mapping[str, Cues] = field(default_factory=lambda: MappingProxyType({}))
    """By language, ``"en"``."""
    progression: Progression = Progression()
    incline: DeciPercent | None = None
    """0.1 %, of all levels that do not say another; None: not said."""
    review: Review = field(default=NO_REVIEW, compare=False)
    """Who signed it, and the fingerprint of the file; two files may hold the same plan."""

    def usual_speeds(self) -> dict[Pace, CentiKmh]:
        """Return the speeds that hold where the runner chose none."""
        return {pace: speed.usual for pace, speed in self.speeds.items()}
