"""A stranger's plan file becomes a `Plan`, or one list of everything that is wrong with it.

The format is a strict subset of ``reprise-plan 1``: a key that is not understood is a mistake, so
that no wish of a plan's author is passed over in silence.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from controller.core.timeline import JOG_FLOOR
from plans.amounts import parse_count, parse_speed
from plans.fields import Fields, check_format, read_notation, rows, strip_mark
from plans.marked import Node, Table, read_tree
from plans.model import (
    EARLIEST_WEEKS,
    LONGEST_SESSION,
    MOST_SEGMENTS,
    SPEED_CAP,
    Entry,
    Level,
    PaceSpeed,
    Plan,
    Questions,
    Step,
)
from plans.notation import (
    Intervals,
    Pace,
    bout_count,
    length,
    paces,
    parse_intervals,
    print_duration,
)
from plans.problems import Findings, PlanInvalid, Span, quoted
from plans.review import read_review
from plans.sources import known_sources
from protocols.units import CentiKmh, kmh

_REQUIRED: Final = (
    "format",
    "id",
    "title",
    "for-whom",
    "basis",
    "sources",
    "reviewed",
    "policy",
    "speeds",
    "levels",
)
_OPTIONAL: Final = ("entry", "warm-up", "cool-down", "questions")
_NOTHING: Final[Intervals] = ()
_LEVEL_NUMBER: Final = re.compile(r"[1-9][0-9]{0,2}")


def read_plan(text: str, filename: str) -> Plan:
    """Return the plan that a file holds.

    Args:
        text: the whole file.
        filename: how problems name the file.

    Raises:
        PlanInvalid: with every problem that one pass can find, sorted by place.

    """
    text = strip_mark(text)
    findings = Findings(filename, text)
    root = read_tree(text, findings, "a plan")
    if root is None or not check_format(findings, root, "plan"):
        raise PlanInvalid(findings.problems)
    plan = _Reader(findings, root).plan()
    findings.refuse(PlanInvalid)
    return plan


class _Reader:
    """Reads one file; what it returns after a mistake is made of stand-ins."""

    def __init__(self, findings: Findings, root: Table) -> None:
        self._findings = findings
        self._review = read_review(findings, root)
        self._top = Fields(findings, root, "a plan", required=_REQUIRED, optional=_OPTIONAL)
        self._speeds = self._read_speeds()
        self._without_speed: set[Pace] = set()
        self._first_jog: Span | None = None
        self._warm_up = self._walks("warm-up")
        self._cool_down = self._walks("cool-down")

    def plan(self) -> Plan:
        top = self._top
        levels = self._levels()
        entry = self._entry()
        if self._first_jog:
            self._check_around(self._first_jog)
        return Plan(
            id=top.identifier("id"),
            title=top.line("title"),
            for_whom=top.prose("for-whom"),
            basis=top.prose("basis"),
            sources=top.sources("sources", known_sources()),
            reviewed=self._review.fits,
            review=self._review,
            entry=entry,
            policy=top.identifier("policy"),
            questions=self._questions(),
            speeds=MappingProxyType(
                {pace: PaceSpeed(speed, speed, speed) for pace, speed in self._speeds.items()}
            ),
            warm_up=self._warm_up,
            cool_down=self._cool_down,
            levels=MappingProxyType(levels),
        )

    def _read_speeds(self) -> dict[Pace, CentiKmh]:
        """Return a speed for each pace of which the file says anything at all."""
        table = self._top.table("speeds")
        if table is None:
            return dict.fromkeys(Pace, CentiKmh(0))
        walk, *others = (pace.value for pace in Pace)
        fields = Fields(self._findings, table, '"speeds"', required=(walk,), optional=tuple(others))
        return {pace: self._speed(fields, pace) for pace in Pace if not fields.missing(pace.value)}

    def _speed(self, fields: Fields, pace: Pace) -> CentiKmh:
        valid = JOG_FLOOR if pace is Pace.JOG else CentiKmh(1)
        speed = fields.notation(pace.value, parse_speed, valid)
        problem = _speed_problem(pace, speed)
        if problem:
            self._findings.add(fields.span(pace.value), "speed-range", problem)
        return speed

    def _walks(self, key: str) -> Intervals:
        line = self._top.notation(key, parse_intervals, _NOTHING)
        self._check_paces(line, self._top.span(key))
        if Pace.JOG in paces(line):
            message = f'a {key} is walked; "jog" belongs into the levels.'
            self._findings.add(self._top.span(key), "jog-outside-levels", message)
        return line

    def _check_paces(self, line: Intervals, span: Span) -> None:
        """Complain of each pace without a speed, once in a file; "walk" is required anyway."""
        known = {Pace.WALK, *self._speeds, *self._without_speed}
        for pace in sorted(paces(line) - known, key=_word):
            self._without_speed.add(pace)
            message = f'"{pace.value}" is used here, but "speeds" does not say how fast it is.'
            self._findings.add(span, "no-speed", message)

    def _questions(self) -> Questions:
        table = self._top.table("questions")
        if table is not None:
            fields = Fields(self._findings, table, '"questions"', required=("anything",))
            fields.one_of("anything", ("every walk",))
        return Questions()

    def _entry(self) -> Entry:
        table = self._top.table("entry")
        if table is None:
            if self._first_jog and self._top.missing("entry"):
                self._findings.add(self._first_jog, "no-entry", _SINCE_BIRTH, _SINCE_BIRTH_REMEDY)
            return Entry(None, None)
        fields = Fields(
            self._findings, table, '"entry"', required=(), optional=("since-birth", "readiness")
        )
        readiness = fields.identifier("readiness") or None
        if fields.missing("since-birth"):
            if self._first_jog:
                self._findings.add(table.span, "no-entry", _SINCE_BIRTH, _SINCE_BIRTH_REMEDY)
            return Entry(None, readiness)
        weeks = fields.notation("since-birth", _weeks, EARLIEST_WEEKS)
        if self._first_jog and weeks < EARLIEST_WEEKS:
            message = f"no plan with jogs begins before {EARLIEST_WEEKS} weeks after a birth."
            self._findings.add(fields.span("since-birth"), "floor", message, _REST)
        return Entry(weeks, readiness)

    def _check_around(self, first_jog: Span) -> None:
        """Complain of what a plan with jogs lacks: a walk before and after, in which to ask."""
        for key in ("warm-up", "cool-down"):
            if self._top.missing(key):
                message = f'a plan with jogs needs a "{key}": a walk, in which Reprise asks.'
                self._findings.add(first_jog, f"no-{key}", message, f"for example {key}: 5min walk")

    def _levels(self) -> dict[int, Level]:
        table = self._top.table("levels")
        levels: dict[int, Level] = {}
        if table is None:
            return levels
        if not table.entries:
            self._findings.add(table.span, "no-level", "a plan has at least one level.")
        kept = rows(self._findings, table, lambda key: f"level {key}")
        numbered = [(key, node) for key, node in kept if _LEVEL_NUMBER.fullmatch(key.value)]
        for key, _ in kept:
            if not _LEVEL_NUMBER.fullmatch(key.value):
                message = f"{quoted(key.value)} is no level; levels are numbered 1, 2, 3 ..."
                self._findings.add(key.span, "level-number", message)
        for key, node in numbered:
            levels[int(key.value)] = self._level(int(key.value), node)
        if len(numbered) == len(table.entries):
            # Otherwise a gap is the trace of a mistake that has been told.
            for key, _ in numbered:
                number = int(key.value)
                if number > 1 and number - 1 not in levels:
                    message = f"level {number - 1} is missing before level {number}."
                    self._findings.add(key.span, "missing-level", message)
        return dict(sorted(levels.items()))

    def _level(self, number: int, node: Node) -> Level:
        note = ""
        if isinstance(node, Table):
            fields = Fields(self._findings, node, "a level", required=("work",), optional=("note",))
            note = fields.prose("note")
            work = fields.notation("work", parse_intervals, _NOTHING)
            span = fields.span("work")
        else:
            work = read_notation(self._findings, node, f"level {number}", parse_intervals, _NOTHING)
            span = node.span
        self._check_paces(work, span)
        self._check_bounds(number, work, span)
        if self._first_jog is None and Pace.JOG in paces(work):
            self._first_jog = span
        return Level((Step(work),), note)

    def _check_bounds(self, number: int, work: Intervals, span: Span) -> None:
        session = (*self._warm_up, *work, *self._cool_down)
        if length(session, self._speeds) > LONGEST_SESSION:
            longest = print_duration(LONGEST_SESSION)
            message = f"with warm-up and cool-down level {number} lasts longer than {longest}."
            self._findings.add(span, "session-too-long", message)
        elif bout_count(session) > MOST_SEGMENTS:
            message = f"level {number} has more than {MOST_SEGMENTS:,} intervals."
            self._findings.add(span, "too-many-intervals", message)


_SINCE_BIRTH: Final = "a plan with jogs says how long after a birth it may begin."
_SINCE_BIRTH_REMEDY: Final = 'under "entry": since-birth: 12 weeks'
_REST: Final = "the floor (christopher2024: at least 3 weeks of rest and recovery)"


def _word(pace: Pace) -> str:
    return pace.value


def _weeks(text: str) -> int:
    return parse_count(text, "weeks")


def _speed_problem(pace: Pace, speed: CentiKmh) -> str | None:
    """Return what is wrong with a speed for that pace, if anything is."""
    if speed <= 0:
        return "a speed is above 0 km/h."
    if speed > SPEED_CAP:
        return (
            f"{kmh(speed)} km/h is above the cap of {kmh(SPEED_CAP)} km/h, which no plan can raise."
        )
    if pace is Pace.JOG and speed < JOG_FLOOR:
        return f'{kmh(speed)} km/h is a walk; "jog" begins at {kmh(JOG_FLOOR)} km/h.'
    if pace is not Pace.JOG and speed >= JOG_FLOOR:
        return f'{kmh(speed)} km/h is a jog; "{pace.value}" stays below {kmh(JOG_FLOOR)} km/h.'
    return None
