"""The tests of a list of checks: what a person does by herself, and how much of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from plans.marked.fields import IDENTIFIER, Fields, as_table, rows
from plans.notation.amounts import parse_count, parse_effort, print_count
from plans.notation.line import print_duration
from plans.notation.parse import NotationError, parse_duration
from plans.problems import quoted
from plans.provenance.sources import known_sources
from plans.readiness import floor
from protocols.units import SECOND, Nanoseconds

if TYPE_CHECKING:
    from plans.marked.tree import Table
    from plans.problems import Findings

_EACH_SIDE: Final = " each side"
_TIMES: Final = re.compile(r"[0-9]{1,4} times?")
_LIKE: Final = 'write it like "1min", "10 times" or "10 times each side"'
_SESSION: Final = re.compile(rf"{IDENTIFIER.pattern}, level [1-9][0-9]{{0,3}}")
_BEAT: Final = re.compile(r"([1-9][0-9]{1,2}) per minute")


class Dose(NamedTuple):
    """How much of a test: one of the two amounts, the other is 0."""

    seconds: int
    times: int
    sides: bool
    """So much on each side."""

    @property
    def amount(self) -> int:
        """Seconds or times, as `controller.coach.history.Trial` counts."""
        return self.seconds or self.times


class SelfTest(NamedTuple):
    """Something that a person does by herself to see whether anything is felt."""

    id: str
    title: str
    dose: Dose
    beat: int | None
    """Of the metronome, a minute; None: there is none."""
    pain: int
    """The most pain with which it counts as passed, 0 to 10."""
    how: str
    sources: tuple[str, ...]
    """Ids of ``sources.yaml``."""
    session: tuple[str, int] | None = None
    """A plan and its level: done to the end on a treadmill, it is this test. None: there is
    none."""


def parse_dose(text: str) -> Dose:
    """Return ``1min``, ``10 times`` or ``10s each side``. Raises `NotationError`."""
    amount, sides = text.removesuffix(_EACH_SIDE), text.endswith(_EACH_SIDE)
    if _TIMES.fullmatch(amount):
        times = parse_count(amount, "times")
        if not times:
            raise NotationError(0, len(text), "dose", f"a test is done at least once; {_LIKE}.")
        return Dose(0, times, sides)
    if not re.search("[a-z:]", amount):
        raise NotationError(0, len(text), "dose", f"{quoted(text)} is no dose; {_LIKE}.")
    return Dose(parse_duration(amount) // SECOND, 0, sides)


def print_dose(dose: Dose) -> str:
    """Return a dose as it is written."""
    seconds = print_duration(Nanoseconds(dose.seconds * SECOND))
    amount = seconds if dose.seconds else print_count(dose.times, "times")
    return f"{amount}{_EACH_SIDE if dose.sides else ''}"


def read_tests(findings: Findings, table: Table) -> dict[str, SelfTest]:
    """Return the tests of a list, by id."""
    read: dict[str, SelfTest] = {}
    for key, node in rows(findings, table):
        row = as_table(findings, node, quoted(key.value))
        if row is not None:
            read[key.value] = _test(findings, key.value, row)
    return read


def _test(findings: Findings, name: str, table: Table) -> SelfTest:
    fields = Fields(
        findings,
        table,
        quoted(name),
        required=("title", "dose", "how", "source"),
        optional=("beat", "pain-at-most", "session"),
    )
    least = floor.LEAST.get(name, floor.NOTHING)
    enough = Dose(least.seconds, least.times, least.sides)
    dose = fields.notation("dose", parse_dose, enough)
    if dose.seconds < least.seconds or dose.times < least.times or dose.sides < least.sides:
        message = f"{quoted(name)} is never less than {print_dose(enough)}."
        findings.add(fields.span("dose"), "floor", message, floor.REMEDY)
    pain = fields.notation("pain-at-most", parse_effort, 0)
    if pain > least.pain:
        message = f"{quoted(name)} never counts with more than {least.pain} of 10."
        findings.add(fields.span("pain-at-most"), "floor", message, floor.REMEDY)
    return SelfTest(
        id=name,
        title=fields.line("title"),
        dose=dose,
        beat=fields.notation("beat", _beat, None),
        pain=pain,
        how=fields.prose("how"),
        sources=fields.sources("source", known_sources()),
        session=fields.notation("session", _session, None),
    )


def _beat(text: str) -> int:
    match = _BEAT.fullmatch(text)
    if match is None:
        message = f'{quoted(text)} is no beat; write it like "150 per minute".'
        raise NotationError(0, len(text), "beat", message)
    return int(match[1])


def _session(text: str) -> tuple[str, int]:
    if not _SESSION.fullmatch(text):
        message = f'{quoted(text)} is no level of a plan; write it like "my-walk, level 5".'
        raise NotationError(0, len(text), "session", message)
    plan, _, level = text.partition(", level ")
    return plan, int(level)
