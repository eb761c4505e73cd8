"""What no list of checks can take away or make milder (evidence.md 1.7).

It stands in code because a file could lower it. A list may be as strict as it likes.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from plans.policies.floor import FILED

if TYPE_CHECKING:
    from collections.abc import Mapping

REMEDY: Final = "the floor: plans/readiness/floor.py"
"""Where a broken floor can be read."""

WEEKS: Final = 12
"""Since the birth, for what has runs (donnelly2020-T1, hse); earlier with a clinician's yes."""

ASK_AGAIN_DAYS: Final = 14
"""So long at most an answer or a test counts without a session (proposal)."""
GAP_DAYS: Final = 28
"""So long at most without a session, then all of it is asked anew (proposal)."""
RE_TEST_DAYS: Final = 14
"""So long at least until a test that was felt is done again (arc)."""

NOW: Final = ("chest", "breath", "faint", "neuro", "mood")
"""Signs with which the emergency number is called."""
TODAY: Final = tuple(
    each for each, filed in FILED.items() if filed.band == "red flag" and each not in NOW
)
"""Signs with which somebody is called on the same day."""
PHYSIOTHERAPIST: Final = ("bulge",)
"""Signs that keep running off, and not walking."""


class Answered(NamedTuple):
    """A gate that is one question."""

    key: str
    """Of `controller.coach.history.Told`."""
    passes: str
    """The answer with which it is open."""


ANSWERS: Final[Mapping[str, Answered]] = MappingProxyType(
    {
        "bleeding": Answered("bleeding", "no"),
        "wound": Answered("wound-healed", "yes"),
        "pelvic": Answered("daily-pelvic", "no"),
    }
)

HARD: Final = ("weeks", "signs", *ANSWERS, "walk", "impact")
SOFT: Final = ("strength", "plank")
"""Every gate is one of these; a list may make a soft one hard, and may leave it out."""


class Least(NamedTuple):
    """What a test has to ask for at least."""

    gate: str
    """The id of the gate that it is a test of."""
    seconds: int
    """How long; 0 for what is counted."""
    times: int
    """How often; 0 for what is timed."""
    sides: bool
    """So much on each side."""
    pain: int = 0
    """The most pain with which it counts, 0 to 10."""


NOTHING: Final = Least("", 0, 0, sides=False)
"""Of a test that the floor does not speak of."""

LEAST: Final[Mapping[str, Least]] = MappingProxyType(
    {
        "walk": Least("walk", 30 * 60, 0, sides=False, pain=2),
        "balance": Least("impact", 10, 0, sides=True),
        "squats": Least("impact", 0, 10, sides=True),
        "jog": Least("impact", 60, 0, sides=False),
        "bounds": Least("impact", 0, 10, sides=False),
        "hops": Least("impact", 0, 10, sides=True),
        "running-man": Least("impact", 0, 10, sides=True),
    }
)
"""The tests of the hard gates (prioritypt, fix; the pain runcalcs, arc)."""
