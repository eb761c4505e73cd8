"""What a reported symptom asks of the belt: a policy as a frozen table of rows and rules.

A policy is data that a physiotherapist can read (`plans/policies/*.policy.yaml`). Nothing in it
can speed the belt up, lengthen a run or shorten a walk: there is no action that means such a thing.
Where a row and a rule, or two rules, speak of the same report the stronger action counts
(`controller.core.judge`); the order in a file can never soften anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum, unique

from controller.core.symptoms import Place, Symptom
from protocols.units import CentiKmh, Nanoseconds


@unique
class Strength(IntEnum):
    """The actions, from mild to strong; of two that apply the stronger counts."""

    NOTE = 0
    """Written down; the session goes on as planned."""
    CUE = 1
    """As `NOTE`, and a line of technique is shown."""
    SLOW = 2
    """Runs go on more slowly; below a jog it is a walk to the end."""
    WALK = 3
    """Walk now; run again when it is gone after one whole walk (`Again`), else walk to the end."""
    WALK_TO_THE_END = 4
    """Walk now, and no more running in this session."""
    WALK_THEN_STOP_AND_REFER = 5
    """Walk for a short while, then stop, and see a clinician."""
    STOP = 6
    """The belt is brought to a stop; no more today."""
    STOP_AND_REFER = 7
    """The belt is brought to a stop; see a clinician before any other session."""

    @property
    def refers(self) -> bool:
        """Whether a clinician has to be seen."""
        return self in (Strength.WALK_THEN_STOP_AND_REFER, Strength.STOP_AND_REFER)


def slower_by(speed: CentiKmh, percent: int, at_least: CentiKmh) -> CentiKmh:
    """Return a speed that is slower by ``percent`` of it, or by ``at_least`` if that is more."""
    return CentiKmh(speed - max(speed * percent // 100, at_least))


@dataclass(frozen=True, slots=True)
class Again:
    """What is left of the runs that follow a walk: never longer, never faster than planned."""

    slow_percent: int = 0
    """So much slower than the runs to come are now ..."""
    slow_at_least: CentiKmh = CentiKmh(0)
    """... and by this at the least."""
    percent: int = 100
    """Of the length that was planned (I8)."""
    onset_percent: int = 0
    """Of the time from the run's beginning to the report (I4); 0: the onset does not count."""


@dataclass(frozen=True, slots=True)
class Action:
    """One action with its amounts; amounts that the action does not use are zero."""

    strength: Strength
    slow_percent: int = 0
    """Of `SLOW`: so much slower than the runs to come are now ..."""
    slow_at_least: CentiKmh = CentiKmh(0)
    """... and by this at the least."""
    walk_first: Nanoseconds = Nanoseconds(0)
    """Of `WALK_THEN_STOP_AND_REFER`: how long."""
    again: Again = Again()
    """Of `WALK`."""


@dataclass(frozen=True, slots=True)
class Row:
    """The values of a symptom's scale, both ends included, that lead to an action."""

    lowest: int
    highest: int
    words: str
    """How the file names the row: ``"clear"``, ``"4-5"``, ``"present"``."""
    action: Action
    rule: str
    """Which rule of evidence.md 10.1 it is, ``"I3"``; empty if the file names none."""
    sources: tuple[str, ...]
    """Ids of ``sources.yaml``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A symptom and the rows that it is judged by, from mild to strong and without gaps."""

    symptom: Symptom
    band: str
    """The name of the band that the rows come from; empty for rows of its own."""
    rows: tuple[Row, ...]

    def row(self, value: int) -> Row | None:
        """Return the row of a value, or None: it means that nothing was reported.

        A value above the scale is judged as the strongest row, never as nothing.
        """
        for row in self.rows:
            if row.lowest <= value <= row.highest:
                return row
        return self.rows[-1] if value > self.rows[-1].highest else None


@unique
class When(Enum):
    """What a rule can look at beyond the single answer: a closed list of sentences."""

    PELVIC_STAYS = "pelvic still there after 2min walk"
    PELVIC_AGAIN = "pelvic a little or clear, second time today"
    PELVIC_PAIN_AGAIN = "pelvic pain, second time today"
    PAIN_AGAIN = "pain 4-5 or limping, second time today"
    PAIN_RISES = "pain up 2 since the start, or limping"
    LIMP_STAYS = "limping still there after one whole walk"
    DOMING_AGAIN = "doming, third time today"
    DOMING_WITH = "doming with pain or heaviness"
    URGENCY_WITH = "urgency with leaking"


@dataclass(frozen=True, slots=True)
class During:
    """A rule that no single answer decides."""

    rule: str
    """Which rule of evidence.md 10.1 it is, ``"I5"``."""
    when: When
    action: Action | None
    """None: the value is judged one row higher."""
    sources: tuple[str, ...]
    """Ids of ``sources.yaml``."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole table of one policy file."""

    id: str
    title: str
    reviewed: bool
    """Somebody has signed the file, and it is still as it was signed."""
    places: tuple[Place, ...]
    entries: tuple[Entry, ...]
    during: tuple[During, ...]
    """One for each `When` at most."""

    def entry(self, symptom_id: str) -> Entry | None:
        """Return the entry of the symptom of that id, or None."""
        return next((each for each in self.entries if each.symptom.id == symptom_id), None)

    def place(self, place_id: str) -> Place | None:
        """Return the place of that id, or None."""
        return next((each for each in self.places if each.id == place_id), None)
