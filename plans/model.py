"""A plan as it is known after reading: frozen, checked, with nothing left to guess.

Law: whoever holds a `Plan` may compile any of its levels. Every pace that a level uses has a
speed, walks are slower than `JOG_FLOOR` and jogs are not, nothing is faster than `SPEED_CAP`, and
a session with jogs begins and ends with a walk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from protocols.units import SECOND, CentiKmh, Nanoseconds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plans.notation import Intervals, Pace

SPEED_CAP: Final = CentiKmh(1000)
"""No plan goes faster (evidence.md 4 and 5.2, a proposal)."""

LONGEST_SESSION: Final = Nanoseconds(4 * 3600 * SECOND)
MOST_SEGMENTS: Final = 2_000
"""Bounds of one session: a slip of the keyboard must not fill the memory."""

EARLIEST_WEEKS: Final = 3
"""No plan with jogs begins earlier after a birth (christopher2024: at least 3 weeks of rest)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who may begin. Kept as written; nothing in the plans' room judges it."""

    weeks_since_birth: int | None
    """Whole weeks, or None for a plan that has no such limit."""
    readiness: str | None
    """The id of a list of checks."""


@dataclass(frozen=True, slots=True)
class Level:
    """One step of the plan: the work between warm-up and cool-down."""

    work: Intervals
    note: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan. ``sources`` are ids of ``plans/sources.yaml``."""

    id: str
    title: str
    for_whom: str
    basis: str
    sources: tuple[str, ...]
    reviewed: bool
    """Whether a physiotherapist has signed it. No file can say so yet."""
    entry: Entry
    policy: str
    """The id of the symptom policy that goes with it."""
    questions: str
    """When the symptom question comes; ``"every walk"`` is all that there is so far."""
    speeds: Mapping[Pace, CentiKmh]
    warm_up: Intervals
    cool_down: Intervals
    levels: Mapping[int, Level]
    """By number, from 1 without gaps."""
