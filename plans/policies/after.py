"""What comes after a session: the closed lists of a policy's key ``after``, and their floor.

A row says when it holds, and what is next. Of all rows that hold the strictest counts
(`controller.coach.progress.rules`), so that their order can never soften anything; they stand in
the order of N1 to N13 (evidence.md 10.2) so that a person finds them. No sentence leads more than
one level up, and only one moment can.
"""

from __future__ import annotations

from enum import Enum, IntEnum, unique
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


@unique
class AfterWhen(Enum):
    """When a row holds: a closed list of sentences, in the order of the rules."""

    WARNING = "a warning sign, or heavier bleeding"
    PELVIC_STRONG = "pelvic strong, or bulge, or clear leaking of wind or poo"
    PELVIC_AGAIN = "pelvic in 2 sessions running, or in 3 within 14 days"
    PELVIC_AT_FIRST = "pelvic at level 1"
    BONE = "pain on bone, or pain 6-10"
    PAIN_ENDS_AGAIN = "the same pain ended 2 sessions running"
    UNCHECKED = "next-day check missing"
    STILL_THERE = "more than before on the next day"
    WARM_UP = "pelvic, pain of 3 or limping in the warm-up"
    PELVIC_GONE = "pelvic a little or clear, gone the next day"
    PAIN_GONE = "pain 4-5 or limping, gone the next day"
    NOTED = "anything else to note, ended early, or a bad night"
    NOT_YET = "nothing to note, but not often enough, or too many levels this week"
    CLEAN = "clean sessions done, and next-day checks done, and rest days kept"
    AWAY_8 = "8 to 14 days without a session"
    AWAY_15 = "15 to 28 days without a session"
    AWAY_29 = "more than 28 days without a session"
    EASIER_AGAIN = "one level easier twice from the same level, or twice to level 1"


RULE_OF: Final[Mapping[AfterWhen, str]] = MappingProxyType(
    {
        AfterWhen.WARNING: "N1",
        AfterWhen.PELVIC_STRONG: "N2",
        AfterWhen.PELVIC_AGAIN: "N2",
        AfterWhen.PELVIC_AT_FIRST: "N2",
        AfterWhen.BONE: "N3",
        AfterWhen.PAIN_ENDS_AGAIN: "N3",
        AfterWhen.UNCHECKED: "N4",
        AfterWhen.STILL_THERE: "N5",
        AfterWhen.WARM_UP: "N6",
        AfterWhen.PELVIC_GONE: "N7",
        AfterWhen.PAIN_GONE: "N8",
        AfterWhen.NOTED: "N9",
        AfterWhen.NOT_YET: "N10",
        AfterWhen.CLEAN: "N11",
        AfterWhen.AWAY_8: "N12",
        AfterWhen.AWAY_15: "N12",
        AfterWhen.AWAY_29: "N12",
        AfterWhen.EASIER_AGAIN: "N13",
    }
)
"""The rule of evidence.md 10.2 that each is."""

CLEAN: Final = (
    "Clean sessions (N9 to N11) are those that were done as planned, slept, fed and rested; with "
    "pain of at most 2, which did not rise; without limping, pain on bone or a pelvic symptom, but "
    "for what a clinician accepted; with effort of at most 5, and no rule but I10; and on the next "
    "day it was as before."
)
"""What N9, N10 and N11 hold a session against, whatever the policy (evidence.md 10.2)."""

RULES_AFTER: Final = tuple(dict.fromkeys(RULE_OF.values()))
"""``N1`` to ``N13``."""


@unique
class NextKind(IntEnum):
    """What is next, from strict to mild; named as the coach's `decision.Kind` names it."""

    REFER = 0
    REST = 1
    WALK = 2
    EASIER = 3
    SAME = 4
    UP = 5


_TO_THE_FIRST: Final = 9_999
"""More levels than any plan has."""


class Next(NamedTuple):
    """What is next; what a sentence does not speak of is zero."""

    kind: NextKind
    easier: int = 0
    """Levels down; after what stands before it, where that is a rest or a walk."""
    rest: int = 0
    """Days without a session, at least."""
    more_rest: int = 0
    """Days without a session beside those of the plan."""
    walking: bool = True
    """Whether walking on the belt stays open."""


NEXTS: Final[Mapping[str, Next]] = MappingProxyType(
    {
        "refer to a clinician, nothing on the belt": Next(NextKind.REFER, walking=False),
        "refer to a clinician": Next(NextKind.REFER),
        "refer to pelvic-health physiotherapist": Next(NextKind.REFER),
        "rest until it is as before, then one level easier": Next(NextKind.REST, 1, rest=2),
        "walk session, then re-test, then one level easier": Next(NextKind.WALK, 1),
        "level 1, after the readiness checks": Next(NextKind.EASIER, _TO_THE_FIRST),
        "two levels easier": Next(NextKind.EASIER, 2),
        "2 days of rest, then one level easier": Next(NextKind.EASIER, 1, rest=2),
        "one extra rest day, then one level easier": Next(NextKind.EASIER, 1, more_rest=1),
        "1 day of rest, then one level easier": Next(NextKind.EASIER, 1, rest=1),
        "one level easier": Next(NextKind.EASIER, 1),
        "same level": Next(NextKind.SAME),
        "one level up": Next(NextKind.UP),
    }
)
"""Every sentence that ``next`` may be, from strict to mild."""

WALKING_PLANS: Final = ("postpartum-walk",)
"""What ``meanwhile`` may be: the plans without runs that come with Reprise."""


class After(NamedTuple):
    """A row of ``after``."""

    when: AfterWhen
    next: str
    """A sentence of `NEXTS`."""
    meanwhile: str
    """The id of a walking plan that is open until then; empty for none."""
    sources: tuple[str, ...]
    """Ids of ``sources.yaml``."""

    @property
    def rule(self) -> str:
        """The rule that it is of: ``"N7"``."""
        return RULE_OF[self.when]


class LeastAfter(NamedTuple):
    """The sentences that are strict enough for some moments, whatever the policy.

    ``message`` says so, ``reason`` why; both are without a full stop.
    """

    whens: tuple[AfterWhen, ...]
    enough: tuple[str, ...]
    """Sentences of `NEXTS`."""
    message: str
    sources: tuple[str, ...]
    """Ids of ``sources.yaml``."""
    reason: str


def _at_least(kind: NextKind) -> tuple[str, ...]:
    return tuple(words for words, each in NEXTS.items() if each.kind <= kind)


_REFERS: Final = _at_least(NextKind.REFER)

# The first row that a sentence breaks is the one that is told: the strictest stands first.
FLOOR_AFTER: Final = (
    LeastAfter(
        (AfterWhen.WARNING,),
        _REFERS[:1],
        'a warning sign is never less than "refer to a clinician, nothing on the belt"',
        ("awhonn", "cdc"),
        "one sign is enough",
    ),
    LeastAfter(
        (AfterWhen.PELVIC_STRONG, AfterWhen.PELVIC_AGAIN, AfterWhen.PELVIC_AT_FIRST),
        _REFERS,
        "a pelvic symptom that refers, and one that leads to a walk again or at level 1, always "
        "refers",
        ("bnssg", "movingmed", "proposal"),
        "see a pelvic-health physiotherapist before the next run",
    ),
    LeastAfter(
        (AfterWhen.BONE, AfterWhen.PAIN_ENDS_AGAIN),
        _REFERS,
        "pain on bone, pain of 6 and pain that ends two sessions always refer",
        ("achievepod", "herring"),
        "a bone under stress should not hurt at all",
    ),
    LeastAfter(
        (AfterWhen.STILL_THERE,),
        _at_least(NextKind.EASIER),
        '"more than before on the next day" is never less than "one level easier"',
        ("runcalcs", "bim", "movingmed"),
        "the level was too much when the next day is worse",
    ),
    LeastAfter(
        tuple(each for each in AfterWhen if each is not AfterWhen.CLEAN),
        _at_least(NextKind.SAME),
        'only "clean sessions done, and next-day checks done, and rest days kept" leads up',
        ("army-T1", "UD-T4", "chop"),
        "one level at a time, and never without the next-day check",
    ),
)


def after_shortfall(when: AfterWhen, words: str) -> LeastAfter | None:
    """Return the row of the floor that a sentence of `NEXTS` breaks, or None."""
    for least in FLOOR_AFTER:
        if when in least.whens and words not in least.enough:
            return least
    return None


def takes_meanwhile(words: str) -> bool:
    """Whether a sentence of `NEXTS` leaves room for a walking plan until it is over."""
    following = NEXTS[words]
    return following.walking and following.kind <= NextKind.WALK
