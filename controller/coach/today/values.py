"""What is due on a day, as values that a screen draws and a command prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, unique
from typing import Final, NamedTuple

from controller.coach.readiness.gates import Gate
from controller.words.catalogue import tr

CONDITIONS: Final = tr(
    "Before its first session your plan also asks, in the words of its author; Reprise does not "
    "check it:"
)
"""What stands before `Today.conditions`."""
CLINICIAN: Final = "reprise setup clinician"
"""What there is to do where a clinician has to be seen."""


@unique
class What(Enum):
    """What kind of thing is due; the value is its name in JSON."""

    SETUP = "setup"
    """Nothing is known of her yet."""
    REST_OF_SESSION = "rest-of-session"
    """A session was cut for something else; its rest is open for some minutes."""
    NEXT_DAY = "next-day"
    WEEKLY = "weekly"
    REST = "rest"
    """No session of the plan before a day."""
    PREPARATION = "preparation"
    SESSION = "session"
    BEFORE = "before"
    """The six questions, where they alone keep the belt off."""
    NOT_YET = "not-yet"
    """Running, or the belt altogether, waits for something; the gates say for what."""


_OF_SESSIONS: Final = (What.SETUP, What.REST, What.SESSION, What.BEFORE, What.NOT_YET)


class Workout(NamedTuple):
    """A session that may begin now."""

    plan: str
    level: int
    levels: int
    """How many the plan has."""
    work: str
    """Its intervals, as the plan has them."""
    runs: int
    running_s: int
    lasts_s: int
    """On the belt, changes of speed not counted."""
    ends: datetime
    """If it begins now."""
    first_run: int = 0
    """Of the level's runs, from 1; 0: all of the level."""
    last_run: int = 0
    goes_on: str = ""
    """The id of the session whose rest it is."""


class Item(NamedTuple):
    """One thing that is due, or can be done instead."""

    what: What
    title: str
    why: str
    """One sentence."""
    rule: str = ""
    """Of the policy: ``"N11"``; empty if none decides it."""
    do: str = ""
    """What to type; empty if there is nothing to do."""
    workout: Workout | None = None
    session: str = ""
    """The id of the session that it is about."""
    until: date | None = None
    """The first day on which it is otherwise."""


@dataclass(frozen=True, slots=True)
class Today:
    """All that is due, in the order in which it is to be told."""

    now: datetime
    weeks_since_birth: int | None
    items: tuple[Item, ...]
    easier: tuple[Item, ...]
    """What may be done in place of the session that is due; always hers to choose."""
    belt: bool
    """Whether any session may begin today."""
    running: bool
    gates: tuple[Gate, ...]
    """What decides about running."""
    next_session: date | None
    """The first day on which a session of the plan may be; None while something else decides."""
    conditions: tuple[str, ...]
    """What else holds before the first session of her plan, in the words of its author, which
    nothing here checks; empty once a session of it was done."""
    review: str
    """Whether a physiotherapist has reviewed the rules, in words."""

    @property
    def of_sessions(self) -> tuple[Item, ...]:
        """What is next on the belt, and what keeps something off it, in the order of `items`."""
        return tuple(each for each in self.items if each.what in _OF_SESSIONS)

    def first(self, what: What) -> Item | None:
        """Return the first item of a kind."""
        return next((each for each in self.items if each.what is what), None)
