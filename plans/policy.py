"""A symptom policy file becomes the core's table, or one list of everything that is wrong with it.

The format is a strict subset of ``reprise-policy 1``: bands and symptoms, one action a row. The
actions are sentences from a closed list; there is none that speeds up, runs longer or walks less.
"""

from __future__ import annotations

import itertools
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.core.symptoms import Action, Band, Policy, Scale, Strength, Symptom
from plans.fields import (
    Fields,
    as_table,
    as_text,
    check_format,
    read_ids,
    rows,
    strip_mark,
    unknown,
)
from plans.floor import SHAPES, SYMPTOMS, Shape, shortfall
from plans.marked import Node, Text, read_tree
from plans.problems import Findings, PolicyInvalid, did_you_mean, listed, quoted
from plans.sources import known_sources
from protocols.units import SECOND, CentiKmh, Nanoseconds

if TYPE_CHECKING:
    from collections.abc import Mapping

ACTIONS: Final[Mapping[str, Action]] = MappingProxyType(
    {
        "note": Action(Strength.NOTE),
        "slow by 10 %, at least 0.5 km/h, below 7.0 km/h walk": Action(
            Strength.SLOW, slow_percent=10, slow_at_least=CentiKmh(50)
        ),
        "slow by 0.5 km/h, below 7.0 km/h walk": Action(Strength.SLOW, slow_at_least=CentiKmh(50)),
        "walk to the end": Action(Strength.WALK_TO_THE_END),
        "walk 3min, then stop and refer": Action(
            Strength.WALK_THEN_STOP_AND_REFER, walk_first=Nanoseconds(180 * SECOND)
        ),
        "stop": Action(Strength.STOP),
        "stop and refer": Action(Strength.STOP_AND_REFER),
    }
)
"""Every sentence that may follow a symptom, from mild to strong."""

_REQUIRED: Final = ("format", "id", "title", "about", "reviewed", "bands", "symptoms")
_VALUES: Final = re.compile(r"([0-9]{1,2})(?:-([0-9]{1,2}))?")
_STAND_IN: Final = Action(Strength.STOP_AND_REFER)


def read_policy(text: str, filename: str) -> Policy:
    """Return the policy that a file holds.

    Args:
        text: the whole file.
        filename: how problems name the file.

    Raises:
        PolicyInvalid: with every problem that one pass can find, sorted by place.

    """
    text = strip_mark(text)
    findings = Findings(filename, text)
    root = read_tree(text, findings, "a policy")
    if root is None or not check_format(findings, root, "policy"):
        raise PolicyInvalid(findings.problems)
    top = Fields(findings, root, "a policy", required=_REQUIRED)
    top.prose("about")
    top.one_of("reviewed", ("not yet",))
    policy = Policy(
        id=top.identifier("id"),
        title=top.line("title"),
        reviewed=False,
        scales=_scales(top),
        symptoms=_symptoms(top),
    )
    findings.refuse(PolicyInvalid)
    return policy


def _symptoms(top: Fields) -> tuple[Symptom, ...]:
    table = top.table("symptoms")
    if table is None:
        return ()
    fields = Fields(top.findings, table, '"symptoms"', required=tuple(SYMPTOMS))
    for symptom_id, judged in SYMPTOMS.items():
        scale = fields.prose(symptom_id)
        if scale and scale not in SHAPES:
            message = unknown(scale, SHAPES, "band")
            top.findings.add(fields.span(symptom_id), "unknown-band", message)
        elif scale and scale != judged.scale:
            # Otherwise a file could judge leaking as a mild pain, below the floor.
            message = f'{symptom_id} is judged as "{judged.scale}", and no policy can change that.'
            top.findings.add(fields.span(symptom_id), "floor", message)
    return tuple(
        Symptom(symptom_id, judged.label, judged.scale) for symptom_id, judged in SYMPTOMS.items()
    )


def _scales(top: Fields) -> tuple[Scale, ...]:
    table = top.table("bands")
    if table is None:
        return ()
    fields = Fields(top.findings, table, '"bands"', required=tuple(SHAPES))
    return tuple(
        _BandReader(top.findings, name, shape).read(node)
        for name, shape in SHAPES.items()
        if (node := fields.node(name)) is not None
    )


class _Row(NamedTuple):
    key: Text
    lowest: int
    highest: int
    action: Action
    words: str
    """The action as it was written."""


class _BandReader:
    """Reads the rows of one scale."""

    def __init__(self, findings: Findings, name: str, shape: Shape) -> None:
        self._findings = findings
        self._name = name
        self._shape = shape

    def read(self, node: Node) -> Scale:
        table = as_table(self._findings, node, f'"{self._name}"')
        if table is None:
            return Scale(self._name, ())
        sources: tuple[str, ...] = ()
        read: list[_Row] = []
        kept = rows(self._findings, table)
        complete = len(kept) == len(table.entries)
        for key, value in kept:
            if key.value == "source":
                sources = read_ids(self._findings, value, '"source"', known_sources(), "source")
                continue
            row = self._row(key, value)
            complete = complete and row is not None
            if row is not None:
                read.append(row)
        if not any(key.value == "source" for key, _ in table.entries):
            self._findings.add(node.span, "missing-key", f'"{self._name}" needs "source".')
        read.sort(key=lambda row: (row.lowest, row.highest))
        self._check_overlaps(read)
        self._check_order(read)
        if complete:
            self._check_gaps(node, read)
        return Scale(
            self._name,
            tuple(
                Band(row.lowest, row.highest, row.key.value, row.action, sources) for row in read
            ),
        )

    def _row(self, key: Text, value: Node) -> _Row | None:
        values = self._values(key)
        if values is None:
            return None
        text = as_text(self._findings, value, quoted(key.value))
        words = " ".join(text.value.split())
        action = ACTIONS.get(words)
        if words and action is None:
            near = did_you_mean(words, ACTIONS)
            rest = f'did you mean "{near}"?' if near else f"there is {listed(ACTIONS)}."
            message = f"{quoted(words)} is no action; {rest}"
            self._findings.add(text.span, "unknown-action", message)
        if action is not None:
            least = shortfall(self._name, values[1], action.strength)
            if least:
                message = f"{least.message}, and no policy can make it milder."
                remedy = f"the floor ({', '.join(least.sources)}: {least.reason})"
                self._findings.add(text.span, "floor", message, remedy)
        return _Row(key, *values, action or _STAND_IN, words)

    def _values(self, key: Text) -> tuple[int, int] | None:
        """Return the lowest and the highest value of a row."""
        shape = self._shape
        if key.value in shape.words:
            return shape.words[key.value], shape.words[key.value]
        match = None if shape.words else _VALUES.fullmatch(key.value)
        if match:
            lowest = int(match[1])
            highest = int(match[2] or match[1])
            if shape.lowest <= lowest <= highest <= shape.highest:
                return lowest, highest
        rest = (
            listed(shape.words, "or")
            if shape.words
            else f'values from {shape.lowest} to {shape.highest}, as "3" or "4-5"'
        )
        message = f'"{self._name}" has no row {quoted(key.value)}; a row is {rest}.'
        self._findings.add(key.span, "unknown-row", message)
        return None

    def _check_overlaps(self, read: list[_Row]) -> None:
        for before, row in itertools.pairwise(read):
            if row.lowest <= before.highest:
                message = (
                    f"both {quoted(before.key.value)} and {quoted(row.key.value)} "
                    f"speak of {row.lowest}; a value has one row."
                )
                self._findings.add(row.key.span, "overlap", message)

    def _check_order(self, read: list[_Row]) -> None:
        understood = [row for row in read if row.words in ACTIONS]
        for before, row in itertools.pairwise(understood):
            if row.action.strength < before.action.strength:
                message = f"{quoted(row.key.value)} would do less than {quoted(before.key.value)}."
                self._findings.add(row.key.span, "milder-when-stronger", message)

    def _check_gaps(self, node: Node, read: list[_Row]) -> None:
        covered = {value for row in read for value in range(row.lowest, row.highest + 1)}
        words = {value: word for word, value in self._shape.words.items()}
        gaps = [
            words.get(value, str(value))
            for value in range(self._shape.lowest, self._shape.highest + 1)
            if value not in covered
        ]
        if gaps:
            message = f'"{self._name}" says nothing about {listed(gaps)}; every value needs a row.'
            self._findings.add(node.span, "gap", message)
