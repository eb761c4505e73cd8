"""A stranger's plan file becomes a `Plan`, or one list of everything that is wrong with it.

The format is a strict subset of ``reprise-plan 1``: a key that is not understood is a mistake, so
that no wish of a plan's author is passed over in silence.
"""

from __future__ import annotations

import functools
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from plans.marked.fields import Fields, unknown
from plans.marked.opened import FileKind, opened
from plans.marked.tree import Table
from plans.notation.amounts import parse_count, parse_percent, print_count
from plans.notation.line import Intervals, Pace, paces
from plans.notation.parse import NotationError, parse_intervals
from plans.plan.cues import read_cues
from plans.plan.keys import ENTRY, PLAN, SPEEDS, optional, required
from plans.plan.levels import LevelReader, Paces
from plans.plan.model import (
    EARLIEST_WEEKS,
    LATEST_WEEKS,
    READINESS_LISTS,
    Entry,
    Level,
    PaceSpeed,
    Plan,
    Say,
)
from plans.plan.progress import read_progression
from plans.plan.questions import read_questions
from plans.plan.speeds import parse_pace_speed
from plans.problems import Findings, PlanInvalid, Span, listed
from plans.provenance.review import read_review
from plans.provenance.sources import known_sources
from protocols.units import CentiKmh

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plans.plan.keys import Key

_KIND: Final = FileKind("plan", "a plan", PlanInvalid)

_NOTHING: Final[Intervals] = ()


class PlanFile(NamedTuple):
    """A plan with the text that it was read from."""

    plan: Plan
    text: str
    """Without a byte order mark."""
    places: Mapping[int | str, Span]
    """Where the work of each level stands, by its number, and the value of each key of the plan:
    ``"speeds"``, ``"speeds.walk"``."""
    filename: str
    """How problems name the file."""


def read_plan(text: str, filename: str) -> Plan:
    """Return the plan that a file holds, as `read_plan_file` does. Raises `PlanInvalid`."""
    return read_plan_file(text, filename).plan


def read_plan_file(text: str, filename: str, *, bundled: bool = False) -> PlanFile:
    """Return the plan that a file holds, and where its parts stand.

    Args:
        text: the whole file.
        filename: how problems name the file.
        bundled: it came with Reprise.

    Raises:
        PlanInvalid: with every problem that one pass can find, sorted by place.
    """
    return _read_bundled(text, filename) if bundled else _read(text, filename, bundled=False)


@functools.cache
def _read_bundled(text: str, filename: str) -> PlanFile:
    """Read each of the few that there are once: the pages ask for the same ones again and again."""
    return _read(text, filename, bundled=True)


def _read(text: str, filename: str, *, bundled: bool) -> PlanFile:
    text, findings, root = opened(text, filename, _KIND, bundled=bundled)
    reader = _Reader(findings, root)
    plan = reader.plan()
    findings.refuse(PlanInvalid)
    return PlanFile(plan, text, MappingProxyType(reader.places), filename)


class _Reader:
    """Reads one file; what it returns after a mistake is made of stand-ins."""

    def __init__(self, findings: Findings, root: Table) -> None:
        self._findings = findings
        self._review = read_review(findings, root)
        self._top = self._fields(root, "a plan", PLAN)
        self.places: dict[int | str, Span] = dict(_places(root))
        self._speeds = self._read_speeds()
        slowest = {pace: speed.least for pace, speed in self._speeds.items()}
        self._paces = Paces(findings, slowest)
        self._warm_up = self._walks("warm-up")
        self._cool_down = self._walks("cool-down")
        around = (*self._warm_up, *self._cool_down)
        self._level_reader = LevelReader(findings, self._paces, around)

    def plan(self) -> Plan:
        top = self._top
        levels = self._levels()
        first_jog = self._level_reader.first_jog
        if first_jog:
            self._check_around(first_jog)
        if top.missing("cool-down"):
            self._check_last_words(levels)
        last = max(levels) if levels and self._level_reader.whole else None
        return Plan(
            id=top.identifier("id"),
            title=top.line("title"),
            for_whom=top.prose("for-whom"),
            basis=top.prose("basis"),
            sources=top.sources("sources", known_sources()),
            reviewed=self._review.fits,
            review=self._review,
            entry=self._entry(first_jog),
            policy=top.identifier("policy"),
            questions=read_questions(self._findings, top.table("questions")),
            speeds=MappingProxyType(self._speeds),
            warm_up=self._warm_up,
            cool_down=self._cool_down,
            levels=MappingProxyType(levels),
            warning=top.prose("warning"),
            notes=top.prose("notes"),
            cues=read_cues(self._findings, top.table("cues")),
            progression=read_progression(self._findings, top.table("progression"), last),
            incline=top.notation("incline", parse_percent, None),
        )

    def _fields(self, table: Table, thing: str, keys: tuple[Key, ...]) -> Fields:
        return Fields(
            self._findings,
            table,
            thing,
            required=required(keys),
            optional=optional(keys),
        )

    def _levels(self) -> dict[int, Level]:
        table = self._top.table("levels")
        levels = self._level_reader.read(table) if table else {}
        for number, span in self._level_reader.places.items():
            self.places[number] = span
        return levels

    def _read_speeds(self) -> dict[Pace, PaceSpeed]:
        """Return the speeds of each pace of which the file says anything at all."""
        nothing = PaceSpeed(CentiKmh(0), CentiKmh(0), CentiKmh(0))
        table = self._top.table("speeds")
        if table is None:
            return dict.fromkeys(Pace, nothing)
        fields = self._fields(table, '"speeds"', SPEEDS)
        return {
            pace: fields.notation(
                pace.value, functools.partial(parse_pace_speed, pace=pace), nothing
            )
            for pace in Pace
            if not fields.missing(pace.value)
        }

    def _walks(self, key: str) -> Intervals:
        line = self._top.notation(key, parse_intervals, _NOTHING)
        self._paces.check(line, self._top.span(key))
        if Pace.JOG in paces(line):
            message = f'a {key} is walked; "jog" belongs in the levels.'
            self._findings.add(self._top.span(key), "jog-outside-levels", message)
        return line

    def _entry(self, first_jog: Span | None) -> Entry:
        table = self._top.table("entry")
        if table is None:
            if first_jog and self._top.missing("entry"):
                self._findings.add(first_jog, "no-entry", _SINCE_BIRTH, _SINCE_BIRTH_REMEDY)
            return Entry(None, None)
        fields = self._fields(table, '"entry"', ENTRY)
        readiness, also = self._readiness(fields), fields.lines("also")
        if fields.missing("since-birth"):
            if first_jog:
                self._findings.add(table.span, "no-entry", _SINCE_BIRTH, _SINCE_BIRTH_REMEDY)
            return Entry(None, readiness, also)
        weeks = fields.notation("since-birth", _weeks, EARLIEST_WEEKS)
        if first_jog and weeks < EARLIEST_WEEKS:
            message = f"no plan with jogs begins before {EARLIEST_WEEKS} weeks after a birth."
            self._findings.add(fields.span("since-birth"), "floor", message, _REST)
        return Entry(weeks, readiness, also)

    def _readiness(self, fields: Fields) -> str | None:
        """Return which list of checks has to be passed; none of an unknown one would be asked."""
        checks = fields.identifier("readiness") or None
        if checks is not None and checks not in READINESS_LISTS:
            self._findings.add(
                fields.span("readiness"),
                "unknown-readiness",
                unknown(checks, READINESS_LISTS, "list of checks"),
                f"there is {listed(READINESS_LISTS)}; conditions of your own are written in "
                'words, below "also"',
            )
        return checks

    def _check_around(self, first_jog: Span) -> None:
        """Complain of what a plan with jogs lacks: a walk before and after, in which to ask."""
        for key in ("warm-up", "cool-down"):
            if self._top.missing(key):
                message = f'a plan with jogs needs a "{key}": a walk, in which Reprise asks.'
                self._findings.add(first_jog, f"no-{key}", message, f"for example {key}: 5min walk")

    def _check_last_words(self, levels: Mapping[int, Level]) -> None:
        """Complain of words behind the last interval, which no interval follows."""
        for number, level in levels.items():
            if level.work and isinstance(level.work[-1], Say):
                message = 'words behind the last interval need a "cool-down" to be said in.'
                self._findings.add(self.places[number], "say-last", message)


_SINCE_BIRTH: Final = "a plan with jogs says how long after a birth it may begin."
_SINCE_BIRTH_REMEDY: Final = 'under "entry": since-birth: 12 weeks'
_REST: Final = "the floor (christopher2024: at least 3 weeks of rest and recovery)"


def _places(root: Table) -> Iterator[tuple[str, Span]]:
    for key, node in root.entries:
        yield key.value, node.span
        for inner, value in node.entries if isinstance(node, Table) else ():
            yield f"{key.value}.{inner.value}", value.span


_ANY_WEEKS: Final = re.compile("([0-9]+) weeks")


def _weeks(text: str) -> int:
    # With more digits than any count has it is a number of weeks all the same.
    some = _ANY_WEEKS.fullmatch(text)
    late = some is not None and len(some[1]) > len(str(LATEST_WEEKS))
    weeks = LATEST_WEEKS + 1 if late else parse_count(text, "weeks")
    if weeks > LATEST_WEEKS:
        message = f"a plan may begin at most {print_count(LATEST_WEEKS, 'weeks')} after a birth."
        raise NotationError(0, len(text), "weeks", message)
    return weeks
