"""What lint looks for beyond validity: a table of rules, each with its reason and its sources.

None of them makes a plan unusable. Most numbers are this project's proposals (evidence.md 3.11, 4
and 5.2), made from the sources that are named beside them; no study has tested them as limits.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from protocols.units import SECOND, CentiKmh, Nanoseconds

if TYPE_CHECKING:
    from collections.abc import Mapping

_MINUTE: Final = 60 * SECOND

SMALL_STEP: Final = Nanoseconds(2 * _MINUTE)
"""More running than the level before by so much is never too much for being over 10 %."""
BOUT_GROWTH_TENTHS: Final = 15
"""The longest run grows to at most 1.5 times that of the level before."""
SAME_TOTAL: Final = Nanoseconds(_MINUTE)
"""Runs that get longer at a total within this are one change (mamaste7: 10 x 1 min, 5 x 2 min)."""
LONGEST_UNASKED: Final = Nanoseconds(10 * _MINUTE)
"""A run at the end of the work: twice as long as a run goes on without a reminder."""
FASTEST_WALK: Final = CentiKmh(600)
"""0.01 km/h, like the next; the rule "walk-too-fast" has the sources."""
FASTEST_BRISK: Final = CentiKmh(640)
"""4 mph, where what clinics call a brisk walk begins (evidence.md 4)."""
SHORTEST_BOUT: Final = Nanoseconds(30 * SECOND)
"""The rule "shorter-than-ramp"."""
SHORTEST_WARM_UP: Final = Nanoseconds(5 * _MINUTE)
"""And the shortest cool-down."""
FIRST_TOTAL: Final = Nanoseconds(10 * _MINUTE)
FIRST_BOUT: Final = Nanoseconds(_MINUTE)
"""Of the first level with runs: all of them, and the longest (the rule "steep-start")."""
RUNNING_WEEKS: Final = 12
"""After a birth; the rule "early-start"."""
LONGEST_STRETCH: Final = Nanoseconds(60 * _MINUTE)
"""Of walks in a row, or of runs: twice what any plan has that comes with Reprise."""
POSTPARTUM_WEEKS: Final = 52
"""A plan that may begin earlier after a birth is judged as one for a start after a birth."""
FEWEST_SESSIONS: Final = 2
MOST_LEVELS_A_WEEK: Final = 2
"""Before a step up, and in a week (the rule "quick-progress")."""


class Rule(NamedTuple):
    """One thing that lint warns of."""

    id: str
    """By which a comment allows it (`plans.lint.allow`)."""
    about: str
    """What is warned of, with its number."""
    reason: str
    """Why that is not good, for the author."""
    remedy: str
    """What to write instead."""
    sources: tuple[str, ...]
    """Ids of ``sources.yaml``."""


_TABLE: Final = (
    Rule(
        "step-too-big",
        "A level runs more than the one before by over 10 % or 2 min, whichever is more, or by "
        "over 25 %.",
        "Most experts agree not to add more than 10 % of running in a week. For a few minutes of "
        "running that would be seconds, hence the 2 min; 25 % bounds them.",
        "Put a level between, or take a repeat away.",
        ("deering2024-T6", "proposal"),
    ),
    Rule(
        "bout-growth",
        "The longest run is more than 1.5 times as long as that of the level before.",
        "A longer run tires more than the same minutes in pieces.",
        "Put a level between, with a run of a length between.",
        ("proposal",),
    ),
    Rule(
        "two-changes",
        "A level is harder than the one before in more than one way: more running, longer runs, "
        "shorter walks between runs, a quicker walk, more effort, more incline. A total that "
        "changes by up to 1 min while the runs get longer does not count.",
        "Nearly all experts change one thing at a time; whoever has symptoms afterwards knows what "
        "they came from.",
        "Change one thing in this level, and the other in a level after it.",
        ("deering2024-T6", "mamaste7"),
    ),
    Rule(
        "no-walk-to-ask",
        "A level ends with a run of over 10 min, and no walk of the level follows it.",
        "A pelvic symptom in a run ends the running. Reprise asks in walks alone: in such a run it "
        "hears of a symptom only if the runner says so by herself.",
        "Put a walk of 1 min into the run or after it.",
        ("deering2024-T6", "proposal"),
    ),
    Rule(
        "walk-too-fast",
        "A walk may be faster than 6.0 km/h, or a brisk one faster than 6.4 km/h.",
        "Near 7.2 km/h people change from walking to running, and some of them earlier. In a walk "
        "a runner gets her breath back and answers a question by a key.",
        "Write a slower speed, or a smaller range.",
        ("cryer", "proposal"),
    ),
    Rule(
        "shorter-than-ramp",
        "A run, or a walk between runs, is shorter than 30 s, or shorter than the belt needs to "
        "speed up for it and to slow down after it.",
        "The belt would change its speed for longer than it keeps it.",
        "Write longer and fewer runs and walks.",
        ("proposal",),
    ),
    Rule(
        "short-warm-up",
        "The warm-up of a plan with runs is shorter than 5 min.",
        "Programmes after an injury walk for longer before they run; a first symptom shows there, "
        "before the first run.",
        "Write at least: warm-up: 5min walk",
        ("army-T1", "proposal"),
    ),
    Rule(
        "short-cool-down",
        "The cool-down of a plan with runs is shorter than 5 min.",
        "In it the last question is asked, and there is time to answer.",
        "Write at least: cool-down: 5min walk",
        ("proposal",),
    ),
    Rule(
        "very-long",
        "A level has a run, or a walk, of over 60 min at a stretch; so has a warm-up or cool-down.",
        "Such a length is more often a slip, as 3h for 3min, than meant.",
        "Look at its unit.",
        ("proposal",),
    ),
    Rule(
        "early-start",
        "A plan with runs may begin within 12 weeks of a birth.",
        "Guidelines and clinics have no running before. Readiness opens it from 3 weeks on only "
        "with a clinician's clearance that is written down, whatever the plan says.",
        "Write: since-birth: 12 weeks",
        ("donnelly2020-T1", "hse", "seed"),
    ),
    Rule(
        "steep-start",
        "The first level with runs has over 10 min of them, or one of over 1 min, in a plan that "
        "may begin within 52 weeks of a birth.",
        "What was found of plans for after a birth begins with runs of 30 s to 1 min and with at "
        "most 10 min in all.",
        "Begin with less, for example: 8 x (30s jog, 2min walk)",
        ("mamaste7", "elyse", "newmom", "proposal"),
    ),
    Rule(
        "no-rest",
        "Levels with runs have no day of rest after a session.",
        "The programmes with a rule about it never run on consecutive days; one of them wants two "
        "days of rest at its first levels.",
        'Write under "progression" in "rest", for example: levels 1-3: 2 days',
        ("UD-T4", "chop", "army-T1"),
    ),
    Rule(
        "quick-progress",
        "A plan with runs steps up after a single session, or more than 2 levels in a week.",
        "A symptom that comes with the second time is not seen before the step up.",
        'Write under "progression": step-up-after: 2 clean sessions',
        ("army-T1", "UD-T4", "chop"),
    ),
    Rule(
        "unused-allow",
        "A lint comment allows nothing: there is nothing to allow, no such level, or no reason.",
        "It would silence a warning about a later change, for a reason that was never thought "
        "of for that.",
        "Take the comment out, or complete it.",
        ("proposal",),
    ),
)

RULES: Final[Mapping[str, Rule]] = MappingProxyType({rule.id: rule for rule in _TABLE})
"""By id, in the order in which they are told."""
