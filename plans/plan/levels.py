"""The levels of a plan file: one line of intervals, or the long form with its steps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from plans.marked.fields import Fields, read_notation, rows
from plans.marked.tree import Listing, Node, Table, Text
from plans.notation.amounts import parse_effort, parse_percent
from plans.notation.line import Intervals, Pace, bout_count, length, paces, print_duration
from plans.notation.parse import parse_intervals
from plans.plan.cues import read_cues
from plans.plan.keys import LEVEL, STEP, optional, required
from plans.plan.model import LONGEST_SESSION, MOST_IN_ALL, MOST_SEGMENTS, Level, Say, Step
from plans.problems import Findings, Span, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plans.plan.keys import Key
    from plans.plan.model import Work
    from protocols.units import CentiKmh

_NOTHING: Final[Intervals] = ()
_LEVEL_NUMBER: Final = re.compile(r"[1-9][0-9]{0,3}")
_NUMBER: Final = re.compile(r"[0-9]+")


class Paces:
    """The paces of a file: which have a speed, and of which that was missed already."""

    def __init__(self, findings: Findings, slowest: Mapping[Pace, CentiKmh]) -> None:
        self._findings = findings
        self._lacking = set(Pace) - {Pace.WALK, *slowest}
        self.slowest = slowest
        """The least that may be chosen, for each pace of which the file says anything."""

    def check(self, line: Intervals, span: Span) -> None:
        """Complain of each pace without a speed, once in a file; "walk" is required anyway."""
        for pace in sorted(paces(line) & self._lacking, key=_word):
            self._lacking.discard(pace)
            message = f'"{pace.value}" is used here, but "speeds" does not say how fast it is.'
            self._findings.add(span, "no-speed", message)

    def longest(self, line: Intervals) -> int:
        """Return how long a line takes at most, in ns; what has no speed takes no time."""
        known = {pace for pace, speed in self.slowest.items() if speed > 0}
        return length(line, self.slowest) if paces(line) <= known else 0


class LevelReader:
    """Reads the levels of one file.

    Args:
        findings: takes the problems.
        paces: what is known of speeds.
        around: the warm-up and the cool-down together.
    """

    def __init__(self, findings: Findings, paces: Paces, around: Intervals) -> None:
        self._findings = findings
        self._paces = paces
        self._around = around
        self.first_jog: Span | None = None
        """Where the first level with a jog stands."""
        self.places: dict[int, Span] = {}
        """Where the work of each level stands."""
        self.whole = False
        """Whether every level was understood as one, so that their numbers can be relied on."""

    def read(self, table: Table) -> dict[int, Level]:
        """Return the levels by number, in order."""
        findings = self._findings
        if not table.entries:
            findings.add(table.span, "no-level", "a plan has at least one level.")
        levels: dict[int, Level] = {}
        for key, node in rows(findings, table, _named):
            level, span = self._level(_named(key.value), node)
            if not _LEVEL_NUMBER.fullmatch(key.value):
                findings.add(key.span, "level-number", *_no_number(key.value))
                continue
            levels[int(key.value)] = level
            self.places[int(key.value)] = span
        counts = (bout_count((*self._around, *each.line)) for each in levels.values())
        # What is too much for one session was told there.
        if sum(min(count, MOST_SEGMENTS) for count in counts) > MOST_IN_ALL:
            message = f"all levels together have more than {MOST_IN_ALL:,} intervals."
            findings.add(table.span, "too-many-intervals", message)
        self.whole = len(levels) == len(table.entries)
        if self.whole:
            # Otherwise a gap is the trace of a mistake that has been told.
            for key, _ in table.entries:
                number = int(key.value)
                if number > 1 and number - 1 not in levels:
                    message = f"level {number - 1} is missing before level {number}."
                    findings.add(key.span, "missing-level", message)
        return dict(sorted(levels.items()))

    def _level(self, name: str, node: Node) -> tuple[Level, Span]:
        """Return a level and where its work stands."""
        if isinstance(node, Listing):
            message = f'{name} is one line of intervals; a list stands below "work:" in it.'
            self._findings.add(node.span, "not-a-text", message)
            level, span = Level((Step(_NOTHING),)), node.span
        elif not isinstance(node, Table):
            level, span = Level((Step(self._line(node, name)),)), node.span
        else:
            fields = self._fields(node, "a level", LEVEL)
            level = Level(
                work=self._work(fields),
                note=fields.prose("note"),
                cues=read_cues(self._findings, fields.table("cues")),
                effort=fields.notation("effort", parse_effort, None),
                incline=fields.notation("incline", parse_percent, None),
            )
            span = _place(fields.node("work"), fields.span("work"))
        self._check_bounds(name, level, span)
        if self.first_jog is None and Pace.JOG in paces(level.line):
            self.first_jog = span
        return level, span

    def _fields(self, table: Table, thing: str, keys: tuple[Key, ...]) -> Fields:
        return Fields(
            self._findings, table, thing, required=required(keys), optional=optional(keys)
        )

    def _line(self, node: Node | None, name: str) -> Intervals:
        if node is None:
            return _NOTHING
        line = read_notation(self._findings, node, name, parse_intervals, _NOTHING)
        self._paces.check(line, node.span)
        return line

    def _work(self, fields: Fields) -> Work:
        node = fields.node("work")
        if not isinstance(node, Listing):
            return (Step(self._line(node, '"work"')),)
        work: list[Step | Say] = []
        for item in node.items:
            step = self._step(item)
            if isinstance(step, Say) and work and isinstance(work[-1], Say):
                message = 'two "say" follow each other; write one.'
                self._findings.add(item.span, "say-twice", message)
            work.append(step)
        if not any(isinstance(step, Step) for step in work):
            message = '"work" has at least one step with intervals.'
            self._findings.add(node.span, "no-step", message)
        return tuple(work)

    def _step(self, node: Node) -> Step | Say:
        if not isinstance(node, Table):
            return Step(self._line(node, "a step"))
        told = len(self._findings.problems)
        fields = self._fields(node, "a step", STEP)
        says, does = not fields.missing("say"), not fields.missing("do")
        if says is does:
            if does or told == len(self._findings.problems):
                # Otherwise a key that no step has was told, and may have been meant for one.
                message = 'a step has either "do" with intervals or "say" with words.'
                self._findings.add(node.span, "do-or-say", message)
            return Step(_NOTHING)
        if not says:
            return Step(
                line=self._line(fields.node("do"), '"do"'),
                cue=fields.line("cue"),
                effort=fields.notation("effort", parse_effort, None),
            )
        for key in ("cue", "effort"):
            if fields.node(key) is not None:
                message = f'"{key}" goes with "do"; a step with "say" has nothing else.'
                self._findings.add(fields.span(key), "do-or-say", message)
        return Say(fields.line("say"))

    def _check_bounds(self, name: str, level: Level, span: Span) -> None:
        session = (*self._around, *level.line)
        if self._paces.longest(session) > LONGEST_SESSION:
            longest = print_duration(LONGEST_SESSION)
            message = f"with warm-up and cool-down {name} lasts longer than {longest}."
            self._findings.add(span, "session-too-long", message)
        elif bout_count(session) > MOST_SEGMENTS:
            message = f"{name} has more than {MOST_SEGMENTS:,} intervals."
            self._findings.add(span, "too-many-intervals", message)


def _named(key: str) -> str:
    """Return how a level is called in a sentence."""
    return f"level {key}" if _LEVEL_NUMBER.fullmatch(key) else quoted(key)


def _no_number(key: str) -> tuple[str, str]:
    """Return what is wrong with a name of a level, and the number to write, if it has just one."""
    numbers = [each.lstrip("0") for each in _NUMBER.findall(key)]
    message = f"{quoted(key)} is no level; levels are numbered 1, 2, 3 ..."
    one = len(numbers) == 1 and _LEVEL_NUMBER.fullmatch(numbers[0])
    return message, f'write "{numbers[0]}:"' if one else ""


def _word(pace: Pace) -> str:
    return pace.value


def _place(work: Node | None, whole: Span) -> Span:
    """Return where the work of a level can be pointed at: its line, or the first of them."""
    for step in work.items if isinstance(work, Listing) else ():
        if isinstance(step, Text):
            return step.span
        for key, line in step.entries if isinstance(step, Table) else ():
            if key.value == "do":
                return line.span
    return whole
