"""Who is on the belt, as data: what a file in `simulators.people` becomes once it has been checked.

Every way in which a runner differs from another is a row here; no code asks for her name. Each
`Person()` without a row is the one whom all else is measured by: she answers after 3 s, feels
nothing, presses what she means, and steps as often as the belt asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final, NamedTuple

from protocols.units import SECOND, CentiKmh, Nanoseconds


class Span(NamedTuple):
    """A time that is drawn anew whenever it is needed, all of it equally likely."""

    least: Nanoseconds
    most: Nanoseconds


PROMPTLY: Final = Span(Nanoseconds(3 * SECOND), Nanoseconds(3 * SECOND))
"""Three seconds, always."""


class Assumption(NamedTuple):
    """What a person rests on."""

    what: str
    source: str
    """A section of evidence.md, or ``assumed`` and why."""


@dataclass(frozen=True, slots=True)
class Answers:
    """How she answers what she is asked, and how she speaks up."""

    after: Span = PROMPTLY
    """From a question, or from anything else that waits for her, to her key."""
    likely: float = 1.0
    """The probability that she answers a step of a question at all."""
    insists: bool = False
    """She presses again if the question still stands after as long again."""
    says_less: float = 0.0
    """The probability that she says one strength less than she feels, down to nothing."""
    speaks_up_from: int = 3
    """From this strength, 1 to 4, she presses the symptom key in a run; 5: she never does."""


@dataclass(frozen=True, slots=True)
class Fingers:
    """The probabilities that a key of hers goes wrong."""

    wrong: float = 0.0
    """The answer beside the one that she means; she takes it back within 3 s."""
    twice: float = 0.0
    """It is pressed twice."""
    held: float = 0.0
    """So long that the terminal repeats it."""
    slap: float = 0.0
    """With two keys beside it."""


@unique
class During(StrEnum):
    """When an urge can come."""

    RUN = "run"
    WALK = "walk"
    MOTION = "motion"
    """Either."""


@dataclass(frozen=True, slots=True)
class Urge:
    """Something that she does by herself."""

    key: str
    """One of `URGES`."""
    per_minute: float
    """A hazard: how often in a minute, on average."""
    during: During = During.MOTION
    """Only then does the hazard run."""
    at_most: int = 1
    """In one session."""


URGES: Final = (
    *("stop", "pause", "wrong", "unwell", "walk", "slower", "faster", "cool-down"),
    *("console:faster", "console:slower", "console:stop", "safety-key"),
    *("step-off", "stumble"),
)
"""Her keys, the machine's, and what her feet do."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A symptom that may begin in a run, and what becomes of it."""

    symptom: str
    """An id of ``plans/policies/symptoms.yaml``."""
    place: str
    """The id of its place, as told there; empty if no key leads to it."""
    highest: int
    """The end of its scale, as told there."""
    red: bool
    """It is told behind the unwell key: a warning sign, or a bulge."""
    per_minute: float
    """The hazard of its onset in a minute of running."""
    strengths: tuple[tuple[int, float], ...]
    """Its values at the onset, on its own scale, and how likely each is beside the others."""
    above: CentiKmh = CentiKmh(0)
    """The speed from which `per_kmh` counts."""
    per_kmh: float = 1.0
    """What the hazard is multiplied by for each km/h above `above`."""
    per_minute_run: float = 1.0
    """What it is multiplied by for each minute that she has run already."""
    in_a_walk: float = 0.0
    """How its value changes in a minute of walking: below 0 it fades."""


@dataclass(frozen=True, slots=True)
class Legs:
    """How she goes on the belt."""

    runs_from: tuple[CentiKmh, CentiKmh]
    """Between these lies the speed from which she runs; drawn once for a session."""
    walks_below: CentiKmh
    """She walks again so much below the speed from which she runs."""
    changes_after: Span
    """From such a speed to the other gait."""
    cadence: int = 100
    """Percent of what people on average step (`simulators.treadmill.gait`)."""
    noise: int = 0
    """Steps a minute up or down, as a standard deviation."""
    counted: bool = True
    """Whether the machine's sensor counts her steps at all."""
    stays_off: Span = PROMPTLY
    """For how long she is off the belt when she has stepped off it."""
    stops: float = 0.0
    """The probability that she presses stop as she steps off or stumbles."""


@dataclass(frozen=True, slots=True)
class Between:
    """What she does between sessions (`simulators.months.live`); each a probability on a day."""

    comes: float = 0.9
    """That she does the run that is due ..."""
    walks: float = 0.5
    """... and the walk."""
    answers: float = 1.0
    """That she answers a check that is open."""
    practises: float = 0.5
    """That she does the body work that is suggested."""
    easier: float = 0.0
    """That she takes something easier than what is due."""
    eager: bool = False
    """She asks for a session on days of rest, too."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the keys and on the belt."""

    name: str = "prompt"
    about: str = ""
    """What she is like, in a sentence."""
    assumes: tuple[Assumption, ...] = ()
    answers: Answers = Answers()
    fingers: Fingers = Fingers()
    feels: tuple[Complaint, ...] = ()
    urges: tuple[Urge, ...] = ()
    legs: Legs | None = None
    """None: she steps as often as the belt asks (`simulators.treadmill.gait`)."""
    back_after: tuple[Nanoseconds, ...] = ()
    """After one of these she goes on from a pause; none: she leaves it to others."""
    between: Between = Between()
    impatient: bool = False
    """She presses start and resume while the belt still slows down, and when a session is over."""


PROMPT: Final = Person()
"""Answers "nothing" after 3 s to whatever she is asked."""
