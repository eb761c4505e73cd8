"""What the runner is asked and what she tells, in small frozen values; `answers` makes them.

Moments are nanoseconds of session time. A label is how a screen calls a symptom or a place.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Member(NamedTuple):
    """One exact site, or one symptom, of a place."""

    id: str
    short: str


class Place(NamedTuple):
    """Where in the body, as it can be chosen."""

    id: str
    letter: str
    name: str
    hint: str
    members: tuple[Member, ...] = ()


class Question(NamedTuple):
    """The question that is open."""

    step: str
    """``strength``, ``place``, ``which``, ``still_there``, ``talk`` or ``console``."""
    strength: int | None
    held: bool
    since: int
    until: int | None
    """When the lack of an answer has its next consequence."""
    place: str = ""
    """The id of the place whose members are listed (``which``)."""
    label: str = ""
    """What may be still there (``still_there``)."""


WALK_THEN_REFER: Final = "walk_then_stop_and_refer"
"""What follows from a symptom that is walked with for `controller.records.seen.WALK_FIRST`."""
AS_ACCEPTED: Final = "as_accepted"
"""What follows from no more than what a clinician has accepted, in place of an action."""


PHYSIO: Final = "physiotherapist"
"""Of pelvic health."""
CLINICIAN: Final = "clinician"
SIGN: Final = "sign"
"""It is, or may be, a warning sign: the list of signs says whom to call, and how soon."""
WHOM: Final = (SIGN, PHYSIO, CLINICIAN)
"""Who is to be seen about something (`controller.records.referral`), the most urgent first."""
TOO_MUCH: Final = "too much"
"""The words of a report that stops before it is asked where (as `controller.core.symptoms`)."""
UNNAMED: Final = "unsure"
"""The place of what she could not name, or was not asked for (as `controller.core.symptoms`)."""


class Kin(NamedTuple):
    """What is known of a symptom beside its name."""

    symptom: str
    family: str
    """As a policy names it: ``pelvic``, ``red flag``."""
    highest: int
    """The end of its scale."""


class Noted(NamedTuple):
    """A symptom that was reported, and what follows."""

    symptom: str
    label: str
    words: str
    action: str
    at: int
    rule: str = ""
    gone: int | None = None
    """When it was told to be gone."""
    position: int = 0
    """How far through the plan the session was then: the clock of a screen's first line."""
    place: str = ""
    """Where it was told to be."""
    whom: str = ""
    """Who is to be seen about it, one of `WHOM`; empty: nobody."""


class Note(NamedTuple):
    """An answer that was just given and can be taken back until a moment."""

    label: str
    """Empty: nothing was to note."""
    words: str
    action: str
    rule: str
    at: int
    until: int | None


class Reminder(NamedTuple):
    """A word that wants no answer."""

    why: str
    """``run``: it has been a long one; ``steps``: they have become slower."""
    at: int


class Runs(NamedTuple):
    """How much shorter the runs are that follow."""

    longest: int | None
    percent: int
    """Of their planned length."""

    def length(self, planned: int) -> int:
        """Return how long a run is that was planned."""
        shorter = planned * self.percent // 100
        return shorter if self.longest is None else min(self.longest, shorter)


class Site(NamedTuple):
    """A report whose exact site is asked for in the summary."""

    report: int
    label: str
    members: tuple[Member, ...]
    """The symptoms of a place; or all places, where none was named."""
    where: bool = False
    """It is asked for the place."""


BULGE: Final = "bulge"
MISTAKE: Final = "mistake"
SIGNS: Final = ("now", "today", BULGE, MISTAKE)
"""The parts of the list behind the unwell key, the gravest first (as `controller.core.notes`)."""


class Given(NamedTuple):
    """A site that was named behind the end, and what was known before it: it can be taken back."""

    noted: tuple[Noted, ...]
    named: tuple[str, ...]
    because: tuple[str, str]
    """Why the belt was asked to stop, and why the session ended."""
    refers: bool


class Answers(NamedTuple):
    """What was answered, and what is still to be."""

    note: Note | None = None
    reminder: Reminder | None = None
    runs: Runs | None = None
    before: int = 0
    """How much of what was noted was told to an earlier controller."""
    sites: tuple[Site, ...] = ()
    """Those that are not yet known; they are asked for one by one."""
    named: tuple[str, ...] = ()
    """Those that were named."""
    given: tuple[Given, ...] = ()
    """What stood before each of them; the last can be taken back."""
    unwell: bool = False
    """The unwell key was pressed, whatever else was told, and whichever controller has heard it."""
    signs: str = ""
    """Which part of the list behind the unwell key she chose, one of `SIGNS`; empty: none."""
