"""What is known of one person: what was told and what was done, each with its day.

Law: nothing here is ever changed. What turns out to be wrong is told once more, and the later word
counts; both are kept. Times are aware (`datetime` with an offset), days are those of the wall
clock where they were lived. Nothing here reads a clock: today is an argument.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final, NamedTuple, TypeAlias

RECALLED_AFTER: Final = timedelta(hours=36)
"""A next-day check that is later than this is an answer from memory; it counts, and is marked."""


class BirthKind(Enum):
    """How a child was born, as far as it changes a date."""

    VAGINAL = "vaginal"
    ASSISTED = "assisted"
    CAESAREAN = "caesarean"


class Birth(NamedTuple):
    """When and how the last birth was."""

    at: datetime
    """When this was told."""
    on: date
    kind: BirthKind


BIRTH: Final = "birth"
"""The key of `Told` with which somebody says ``no``: not after a birth."""


class Told(NamedTuple):
    """An answer to a question of the set-up, or to one that running depends on."""

    at: datetime
    key: str
    """``bleeding``, ``wound-healed``, ``daily-pelvic``, ``leaked-before`` and so on."""
    value: str
    """``yes``, ``no``, or the number in words of the question."""


HEAVY_BLEEDING: Final = "heavy_bleeding"
"""A pad soaked in an hour, or a large clot: named among the warning signs, and no policy's symptom.

On the belt it stands in the list behind the unwell key, which is called for as one (awhonn).
"""

NUMB_BETWEEN_LEGS: Final = "saddle"
"""Numb between the legs, pee or poo suddenly not held, no pee; on the belt one with ``neuro``.

It is asked by itself, so that whoever reads of it knows which it was (evidence.md 2.4).
"""
EMERGENCIES: Final = (HEAVY_BLEEDING, NUMB_BETWEEN_LEGS)
"""The warning signs that are no policy's symptom; the number is called for each now."""


BULGE: Final = "bulge"
"""The symptom that only a clinician who speaks of it opens running after."""


class Screen(NamedTuple):
    """The warning signs, asked one after the other: those that were named."""

    at: datetime
    signs: tuple[str, ...]
    """Ids of symptoms, or of `EMERGENCIES`; empty if there was none."""


class Trial(NamedTuple):
    """A test of readiness that was done, or tried."""

    at: datetime
    test: str
    """Its id in the list of checks."""
    left: int | None
    """How many, or how many seconds; None for a side that the test does not have."""
    right: int | None
    symptoms: tuple[str, ...]
    """What was felt; any of them makes it one that was not passed."""
    told: bool = False
    """It was done elsewhere, and told; nothing here has timed it."""


class ClearanceKind(Enum):
    """What a clinician has said yes to, or been seen about."""

    EARLY = "early"
    """Running between 3 and 12 weeks after a birth."""
    PELVIC = "pelvic"
    """Running with the pelvic symptoms of daily life that were told."""
    SEEN = "seen"
    """A warning sign: a clinician has been seen about it."""


class Clearance(NamedTuple):
    """What a clinician said. Reprise records it, and says nothing of its own."""

    at: datetime
    kind: ClearanceKind
    who: str
    on: date
    words: str
    accepted: tuple[tuple[str, int], ...] = ()
    """Pelvic symptoms, each with the strength up to which it was accepted, 0 if it was not; what
    there was none of is left out. With them `BULGE`, 1 if it was spoken of. Empty where nothing of
    it was written down."""

    @property
    def spoke_of_bulge(self) -> bool:
        """Whether they spoke of something bulging, and said that she may run."""
        return bool(dict(self.accepted).get(BULGE))


class Noted(NamedTuple):
    """A symptom that was reported in a session."""

    symptom: str
    value: int
    """On the symptom's scale, as it was judged."""
    running: bool
    """Whether she ran when it came."""
    warm_up: bool
    at_s: int
    """Seconds since the belt first moved."""
    beyond: bool = False
    """It is more than what a clinician has accepted: she could not say where it is, or the session
    itself judged it so, for what came with it or because it stayed."""


class WhyStopped(Enum):
    """What made her stop a session by herself, as she is asked at its end."""

    ELSEWHERE = "elsewhere"
    """The door, a child, the phone: nothing in her body."""
    BODY = "body"
    UNSAFE = "unsafe"
    ENOUGH = "enough"


@dataclass(frozen=True, slots=True)
class Session:
    """A session on a real treadmill, from its journal."""

    id: str
    """The journal's name without its ending."""
    at: datetime
    """When the belt first moved."""
    plan: str
    level: int
    has_runs: bool
    completed: bool
    """Done as planned, to the end."""
    outcome: str
    """As in the journal's summary."""
    planned_run_s: int
    ran_s: int
    lasted_s: int
    noted: tuple[Noted, ...] = ()
    rules: tuple[str, ...] = ()
    """The rules of the policy that made the belt slower or ended a run: ``"I3"``."""
    shortened: bool = False
    """She chose something easier than the plan beforehand: fewer runs, or walking only."""
    goes_on: str = ""
    """The session whose rest this is, if it is one."""
    signs: str = ""
    """Told behind the unwell key: ``mistake``, ``now``, ``today``, ``bulge``; or nothing."""
    ran_on_s: int = 0
    """How long of ``ran_s`` came after the first of ``noted``: what a rule let her run on."""


class Aftermath(NamedTuple):
    """What was told after a session, standing."""

    at: datetime
    session: str
    effort: int | None
    """0 to 10."""
    why_stopped: WhyStopped | None
    since: tuple[str, ...] = ()
    """Symptoms that came after the belt stood."""


class PreCheck(NamedTuple):
    """The six questions before a session."""

    at: datetime
    warning_sign: bool
    bleeding: bool
    pelvic: bool
    """A pelvic symptom today that is more than the baseline."""
    pain: tuple[tuple[str, int], ...]
    """Place and number, 0 to 10: the "before" of the session and of the next day."""
    rested: bool
    """Slept, fed and drunk enough."""
    safety_key: bool


class NextDay(NamedTuple):
    """The six questions of the day after a session."""

    at: datetime
    session: str
    pelvic: bool
    """Leaking or heaviness since, beyond the baseline."""
    pain: tuple[tuple[str, int], ...]
    worse: bool
    """A limp, or a morning that is stiffer than before."""
    bleeding: bool
    """Heavier than before."""
    energy: int
    """1 to 5."""
    warning_sign: bool


class Weekly(NamedTuple):
    """The check of the week."""

    at: datetime
    leaks: int
    change: str
    """``better``, ``same`` or ``worse``."""
    sleep: int
    """1 to 5."""
    mood: int
    """1 to 5; in no report that was not asked for it."""


class Score(NamedTuple):
    """What a questionnaire came to that was filled in elsewhere. Nothing here reads it."""

    at: datetime
    scale: str
    """The id of one of `controller.coach.asking.setup.SCALES`."""
    points: int
    on: date
    """The day on which it was filled in."""


class Practice(NamedTuple):
    """A preparation routine that was done."""

    at: datetime
    routine: str
    exercises: tuple[str, ...]
    felt: tuple[str, ...] = ()
    """Symptoms that were told after one of them."""


class Choice(NamedTuple):
    """A level that she chose by herself; never a harder one than was due."""

    at: datetime
    plan: str
    level: int


Fact: TypeAlias = (
    Birth
    | Told
    | Screen
    | Trial
    | Clearance
    | Aftermath
    | PreCheck
    | NextDay
    | Weekly
    | Score
    | Practice
    | Choice
)
"""All that is told rather than recorded by a session."""


@dataclass(frozen=True, slots=True)
class History:
    """All that is known of one person, each kind in the order of time."""

    facts: tuple[Fact, ...] = ()
    sessions: tuple[Session, ...] = ()

    @property
    def birth(self) -> Birth | None:
        """The last that was told of it."""
        return next((each for each in reversed(self.facts) if isinstance(each, Birth)), None)

    def told(self, key: str) -> Told | None:
        """Return the last answer to a question."""
        answers = (each for each in reversed(self.facts) if isinstance(each, Told))
        return next((each for each in answers if each.key == key), None)

    def next_day(self, session: str) -> NextDay | None:
        """Return the last next-day check of a session."""
        checks = (each for each in reversed(self.facts) if isinstance(each, NextDay))
        return next((each for each in checks if each.session == session), None)

    def after(self, session: str) -> Aftermath | None:
        """Return what was told last after a session."""
        told = (each for each in reversed(self.facts) if isinstance(each, Aftermath))
        return next((each for each in told if each.session == session), None)

    def before(self, session: Session) -> PreCheck | None:
        """Return the check that a session began with."""
        checks = (each for each in reversed(self.facts) if isinstance(each, PreCheck))
        return next((each for each in checks if each.at <= session.at), None)

    def of(self, kind: type[Fact]) -> Iterator[Fact]:
        """Yield all facts of a kind, the latest first."""
        return (each for each in reversed(self.facts) if isinstance(each, kind))
