"""What a runner is asked, and what she has answered but may still take back: values only.

Rule: at most one question is open, and at most one answer is pending; while either is, nothing
becomes faster. No answer is never an answer (I13).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum, unique

from controller.core.judge import Said
from controller.core.policy import Again
from protocols.units import Nanoseconds


@unique
class Ask(Enum):
    """The questions that there are while the belt moves."""

    ANYTHING = "strength"
    """Anything to note, and how strong?"""
    WHERE = "place"
    """Where is it? The strength was said."""
    WHICH = "which"
    """Which of the symptoms of a place that holds very different ones?"""
    STILL_THERE = "still_there"
    """Is what was told before still there?"""
    TALK = "talk"
    """Could she have talked while running?"""
    CONSOLE = "console"
    """The belt was made faster at its console: does the plan go on?"""


@unique
class Degree(IntEnum):
    """The answers to "still there?"."""

    GONE = 0
    LESS = 1
    SAME = 2
    MORE = 3


@unique
class Talk(IntEnum):
    """The answers to the talk test."""

    EASILY = 0
    JUST_ABOUT = 1
    NO = 2


@dataclass(frozen=True, slots=True)
class Watched:
    """A symptom that will be asked about again."""

    said: Said
    told_at: Nanoseconds
    """When it was told last."""
    ask_at: Nanoseconds | None = None
    """When "still there?" is due; None: before the next run alone."""
    again: Again | None = None
    """Runs follow once it is gone, and this is what is left of them."""
    onset: Nanoseconds = Nanoseconds(0)
    """How long she had been running in that bout."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, open."""

    ask: Ask
    asked_at: Nanoseconds
    """The time to answer runs from here."""
    shown_at: Nanoseconds
    """An answer counts from a moment after this: when its present step was put."""
    holding: bool = False
    """It has gone unanswered for so long that the walk is held."""
    strength: int | None = None
    """What was said to `Ask.ANYTHING`."""
    place: str = ""
    """What was said to `Ask.WHERE`."""
    about: Watched | None = None
    """What `Ask.STILL_THERE` asks about."""


@dataclass(frozen=True, slots=True)
class Pending:
    """An answer that can still be taken back; nothing but the next run waits for it."""

    question: Question
    """What is put again if it is."""
    until: Nanoseconds
    """From then on it cannot be taken back, and what it asks for is done."""
    said: Said | None = None
    """What it reports, if it reports anything."""
    degree: Degree | None = None
    """What it says to `Ask.STILL_THERE`."""
    action: str = ""
    """The name of the `controller.core.policy.Strength` that it will lead to."""
    rule: str = ""
    """As of `controller.core.judge.Verdict`."""
    accepted: bool = False
    """It reports no more than what a clinician has accepted."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Everything between the questions and the runner."""

    question: Question | None = None
    pending: Pending | None = None
    watched: tuple[Watched, ...] = ()
    """What will be asked about again."""
    key_at: Nanoseconds | None = None
    """When a key last came that was not a stop."""
    wants_to_tell: bool = False
    """The symptom key was pressed: ask as soon as the belt goes at a walk."""
    talked: int = 0
    """The half of the session, 1 or 2, in which the talk test was put last."""
    reminded: int = 0
    """How often the running since the last walk has reminded of the symptom key."""
    runs_since: Nanoseconds | None = None
    """Since when she runs, if the present run follows upon another; else its own beginning says."""

    @property
    def idle(self) -> bool:
        """Nothing is open that a faster belt would have to wait for."""
        return self.question is None and self.pending is None and not self.wants_to_tell

    @property
    def awaits(self) -> bool:
        """A run may follow only once something is told to be gone."""
        return bool(self.watched) and any(each.again is not None for each in self.watched)
