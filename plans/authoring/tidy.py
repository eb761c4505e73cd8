"""Puts the notation inside a plan file into its one form, and leaves every other byte as it is.

Durations, repeats, speeds and inclines are rewritten where they stand in one line of the file.
Comments, order, indentation, quotes and ends of lines stay. That the plan is the same afterwards is
not believed but read again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from plans.marked.fields import strip_mark
from plans.marked.tree import Listing, Node, Table, Text, read_tree
from plans.notation.amounts import parse_percent, print_percent
from plans.notation.folding import fold
from plans.notation.line import bouts, print_intervals
from plans.notation.parse import parse_intervals
from plans.plan.keys import TABLES
from plans.plan.model import Say
from plans.plan.printer import print_plan
from plans.plan.questions import parse_every, print_every
from plans.plan.reader import read_plan
from plans.plan.speeds import tidy_pace_speed
from plans.problems import LINE_BREAK, Findings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from plans.plan.model import Level, Plan


class MeaningChanged(Exception):  # noqa: N818 - blame is in the name: it is ours
    """What was rewritten would not be the same plan. Nothing was written."""


class _Edit(NamedTuple):
    """What stands in a line of the file, and what is to stand there."""

    line: int
    column: int
    """Both from 1."""
    was: str
    becomes: str


def tidy_plan(text: str, filename: str) -> str:
    """Return a plan file with its notation in one form.

    Args:
        text: the whole file.
        filename: how problems name it.

    Raises:
        PlanInvalid: the file has mistakes.
        MeaningChanged: Reprise has one.
    """
    before = read_plan(text, filename)
    body = strip_mark(text)
    root = read_tree(body, Findings(filename, body), "a plan")
    tidied = text[: len(text) - len(body)] + _edited(body, list(_table(root, "plan")))
    if _meaning(before) != _meaning(read_plan(tidied, filename)):
        raise MeaningChanged(f"{filename} would not be the same plan after formatting")
    return tidied


def _tidy_intervals(text: str) -> str:
    return print_intervals(fold(parse_intervals(text)))


def _tidy_percent(text: str) -> str:
    return print_percent(parse_percent(text))


def _tidy_every(text: str) -> str:
    return print_every(parse_every(text))


_TIDY: Final[Mapping[str, Callable[[str], str]]] = {
    "intervals": _tidy_intervals,
    "speed": tidy_pace_speed,
    "percent": _tidy_percent,
    "every duration": _tidy_every,
    "level": _tidy_intervals,
    "work": _tidy_intervals,
    "step": _tidy_intervals,
}
"""By the kind of value, as `plans.plan.keys` names them."""


def _table(node: Node | None, name: str) -> Iterator[_Edit]:
    """Yield the edits in a table of that name."""
    kinds = {key.name: key.value for key in TABLES[name]}
    for key, value in node.entries if isinstance(node, Table) else ():
        yield from _value(value, kinds.get(key.value, ""))


def _value(node: Node, kind: str) -> Iterator[_Edit]:
    match node:
        case Text() if kind in _TIDY and node.exact:
            becomes = _TIDY[kind](node.value)
            if becomes != node.value:
                yield _Edit(node.span.line, node.span.column, node.value, becomes)
        case Table() if kind == "levels":
            for _, level in node.entries:
                yield from _value(level, "level")
        case Table() if kind in TABLES:
            yield from _table(node, kind)
        case Listing() if kind == "work":
            for item in node.items:
                yield from _value(item, "step")
        case _:
            pass


def _edited(text: str, edits: list[_Edit]) -> str:
    starts = [0, *(match.end() for match in LINE_BREAK.finditer(text))]
    for edit in sorted(edits, reverse=True):
        start = starts[edit.line - 1] + edit.column - 1
        text = text[:start] + edit.becomes + text[start + len(edit.was) :]
    return text


def _meaning(plan: Plan) -> str:
    """Return all that a file says, with every line written out, bout for bout.

    It is text, because a printed plan is not signed: a signature does not outlive formatting.
    """
    levels = {number: _written_out(level) for number, level in plan.levels.items()}
    warm_up, cool_down = tuple(bouts(plan.warm_up)), tuple(bouts(plan.cool_down))
    return print_plan(replace(plan, warm_up=warm_up, cool_down=cool_down, levels=levels))


def _written_out(level: Level) -> Level:
    work = (
        step if isinstance(step, Say) else replace(step, line=tuple(bouts(step.line)))
        for step in level.work
    )
    return replace(level, work=tuple(work))
