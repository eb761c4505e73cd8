"""A routine of body work: ``preparation/*.routine.yaml``.

The format is ``reprise-routine 1``: exercises with a dose, a breath and words. Two things no file
can change: the effort falls on the exhale, because the words of an exercise stand beside a breath
that begins with the inhale; and what is done on one leg comes after something on two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from plans.marked.fields import IDENTIFIER, Fields, as_table, rows
from plans.marked.opened import FileKind, opened
from plans.notation.amounts import parse_count
from plans.notation.parse import NotationError, parse_duration
from plans.problems import Findings, RoutineInvalid, quoted
from plans.provenance.review import Review, read_review
from plans.provenance.sources import known_sources
from plans.readiness.self_tests import Dose, parse_dose
from protocols.units import SECOND, Nanoseconds

if TYPE_CHECKING:
    from plans.marked.tree import Table

_KIND: Final = FileKind("routine", "a routine", RoutineInvalid)

PILLARS: Final = ("mobility", "stacking", "rotation", "single-leg")
"""What the body is prepared in, in the order in which it is taken up (seed)."""
POSITIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "on the back": "Lie down on your back, knees bent, feet flat",
        "on the side": "Lie down on your side, knees bent",
        "on hands and knees": "Go down on hands and knees",
        "in a plank": "Go down into a plank, on forearms or hands",
        "half kneeling": "Kneel on one knee, the other foot in front",
        "standing": "Stand up, feet as wide as your hips",
        "sitting": "Sit tall",
    }
)
"""How an exercise begins, as a file has it and as it is told."""
LEGS: Final = ("none", "two", "one")
"""What carries an exercise."""
_KEYS: Final = ("format", "id", "title", "pillar", "about", "reviewed", "since-birth", "rest")
_QUICKEST: Final = Nanoseconds(SECOND)
_SLOWEST: Final = Nanoseconds(20 * SECOND)
_LONGEST_S: Final = 30 * 60
"""Of one exercise, in seconds."""
_MOST_TIMES: Final = 60
_BREATH: Final = re.compile(r"in ([^\s,]+), out ([^\s,]+)")
_LIKE: Final = 'write it like "in 3s, out 4s"'


class Breath(NamedTuple):
    """How long one breath of an exercise takes."""

    inhale: Nanoseconds
    exhale: Nanoseconds

    @property
    def lasts(self) -> Nanoseconds:
        """Both; a repetition is one breath."""
        return Nanoseconds(self.inhale + self.exhale)


class Exercise(NamedTuple):
    """One exercise."""

    id: str
    title: str
    position: str
    """Of `POSITIONS`."""
    legs: str
    """Of `LEGS`."""
    dose: Dose
    breath: Breath | None
    """None for what is held or walked: there the breath goes on as it likes."""
    on_in: str
    """What is done on the inhale: nothing that is an effort."""
    on_out: str
    """What is done on the exhale: the effort."""
    how: str
    """What is done, in words."""
    feel: str
    """Where it should be felt."""
    stop_when: str
    sources: tuple[str, ...]
    """Ids of ``sources.yaml``."""

    @property
    def lasts(self) -> Nanoseconds:
        """With all its sides, without what lies between them."""
        once = self.dose.seconds * SECOND
        if self.breath is not None and self.dose.times:
            once = self.dose.times * self.breath.lasts
        return Nanoseconds(once * (2 if self.dose.sides else 1))


@dataclass(frozen=True, slots=True)
class Routine:
    """What a file says."""

    id: str
    title: str
    pillar: str
    """Of `PILLARS`."""
    about: str
    review: Review
    weeks: int
    """Whole weeks since a birth from which on it is suggested; nobody is kept from it."""
    weeks_after_caesarean: int
    """The same after a caesarean; never fewer."""
    rest: Nanoseconds
    """Between two exercises, to change place and to answer."""
    sources: tuple[str, ...]
    exercises: tuple[Exercise, ...]


def read_routine(text: str, filename: str, *, bundled: bool = False) -> Routine:
    """Return the routine of a file, which came with Reprise or did not.

    Raises:
        RoutineInvalid: with every problem that one pass can find, sorted by place.
    """
    _, findings, root = opened(text, filename, _KIND, bundled=bundled)
    routine = _routine(findings, root)
    findings.refuse(RoutineInvalid)
    return routine


def bundled_routines() -> dict[str, Path]:
    """Return the files that come with Reprise by id, in the order of the pillars."""
    folder = Path(__file__).parent
    return {pillar: folder / f"{pillar}.routine.yaml" for pillar in PILLARS}


def _routine(findings: Findings, root: Table) -> Routine:
    review = read_review(findings, root)
    top = Fields(
        findings,
        root,
        "a routine",
        required=(*_KEYS, "sources", "exercises"),
        optional=("after-caesarean",),
    )
    weeks = top.notation("since-birth", _weeks, 0)
    table = top.table("exercises")
    return Routine(
        id=top.identifier("id"),
        title=top.line("title"),
        pillar=top.one_of("pillar", PILLARS),
        about=top.prose("about"),
        review=review,
        weeks=weeks,
        weeks_after_caesarean=max(weeks, top.notation("after-caesarean", _weeks, weeks)),
        rest=top.notation("rest", _pause, _QUICKEST),
        sources=top.sources("sources", known_sources()),
        exercises=_exercises(findings, table) if table else (),
    )


def _exercises(findings: Findings, table: Table) -> tuple[Exercise, ...]:
    read: list[Exercise] = []
    for key, node in rows(findings, table):
        if not IDENTIFIER.fullmatch(key.value):
            message = f'{quoted(key.value)} is no id; use lower-case letters, digits and "-".'
            findings.add(key.span, "id", message)
        row = as_table(findings, node, quoted(key.value))
        if row is None:
            continue
        exercise = _exercise(findings, key.value, row)
        if exercise.legs == "one" and not any(each.legs == "two" for each in read):
            message = f"{quoted(key.value)} is on one leg, and nothing on two comes before it."
            findings.add(key.span, "one-leg-first", message, "two legs first, then one (seed)")
        read.append(exercise)
    if not table.entries:
        findings.add(table.span, "no-exercise", "a routine has at least one exercise.")
    return tuple(read)


def _exercise(findings: Findings, name: str, table: Table) -> Exercise:
    fields = Fields(
        findings,
        table,
        quoted(name),
        required=("title", "position", "legs", "dose", "how", "feel", "stop-when", "source"),
        optional=("breath", "in", "out"),
    )
    dose = fields.notation("dose", _dose, Dose(1, 0, sides=False))
    breath = fields.notation("breath", parse_breath, None)
    if fields.missing("breath") and dose.times:
        message = f"{quoted(name)} is counted by breaths, and has no breath."
        findings.add(fields.span("dose"), "no-breath", message, _LIKE)
    for key in ("in", "out"):
        if fields.missing(key) is not fields.missing("breath"):
            message = f'{quoted(name)} has "breath", "in" and "out" together, or none of them.'
            findings.add(table.span, "half-a-breath", message)
            break
    return Exercise(
        id=name,
        title=fields.line("title"),
        position=fields.one_of("position", tuple(POSITIONS)),
        legs=fields.one_of("legs", LEGS),
        dose=dose,
        breath=breath,
        on_in=fields.line("in"),
        on_out=fields.line("out"),
        how=fields.prose("how"),
        feel=fields.prose("feel"),
        stop_when=fields.prose("stop-when"),
        sources=fields.sources("source", known_sources()),
    )


def _weeks(text: str) -> int:
    return parse_count(text, "weeks")


def _dose(text: str) -> Dose:
    dose = parse_dose(text)
    if dose.seconds > _LONGEST_S or dose.times > _MOST_TIMES:
        message = f"an exercise is at most {_LONGEST_S // 60}min or {_MOST_TIMES} times."
        raise NotationError(0, len(text), "dose", message)
    if not dose.amount:
        raise NotationError(0, len(text), "dose", "an exercise takes at least a second.")
    return dose


def parse_breath(text: str) -> Breath:
    """Return ``in 3s, out 4s``; each is 1 to 20 s. Raises `NotationError`."""
    match = _BREATH.fullmatch(text)
    if match is None:
        raise NotationError(0, len(text), "breath", f"{quoted(text)} is no breath; {_LIKE}.")
    found = []
    for part in (1, 2):
        try:
            found.append(_pause(match[part]))
        except NotationError as error:
            start = match.start(part)
            raise NotationError(
                start + error.start, start + error.end, error.id, error.message
            ) from None
    return Breath(*found)


def _pause(text: str) -> Nanoseconds:
    lasts = parse_duration(text)
    if not _QUICKEST <= lasts <= _SLOWEST:
        span = f"{_QUICKEST // SECOND}s to {_SLOWEST // SECOND}s"
        message = f"a breath and a rest are {span} long, not {quoted(text)}."
        raise NotationError(0, len(text), "duration", message)
    return lasts
