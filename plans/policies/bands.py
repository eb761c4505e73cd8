"""The rows of one scale: which values there are, what each leads to, and what is wrong with them.

Rows may stand on those of another policy: a row that is written here replaces every row there
whose values it covers.
"""

from __future__ import annotations

import itertools
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.core.policy import Row
from plans.marked.fields import as_text, read_ids, rows
from plans.policies.actions import does_less, read_action
from plans.problems import listed, quoted
from plans.provenance.sources import known_sources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plans.marked.tree import Node, Table, Text
    from plans.problems import Findings, Span


class Shape(NamedTuple):
    """The values of a scale that have rows, and the words for them if it has words."""

    lowest: int
    highest: int
    words: Mapping[str, int]


SHAPES: Final[Mapping[int, Shape]] = MappingProxyType(
    {
        1: Shape(1, 1, MappingProxyType({"present": 1})),
        2: Shape(1, 2, MappingProxyType({"a little": 1, "clear": 2})),
        3: Shape(1, 3, MappingProxyType({"a little": 1, "clear": 2, "strong": 3})),
        10: Shape(0, 10, MappingProxyType({})),
    }
)
"""By the end of the scale (`controller.core.symptoms.Symptom`)."""

BANDS: Final[Mapping[str, Shape]] = MappingProxyType(
    {
        "pelvic": SHAPES[3],
        "pain": SHAPES[10],
        "bone": SHAPES[10],
        "red flag": SHAPES[1],
        "effort": SHAPES[10],
    }
)
"""The bands that every policy has: rows that several symptoms may share."""


class Placed(NamedTuple):
    """A row, and where it was written; the places are None if that was in another file."""

    row: Row
    key: Span | None
    action: Span | None


class Rows(NamedTuple):
    """The rows of a band or of a symptom, from mild to strong."""

    placed: tuple[Placed, ...]
    whole: bool
    """Whether all of them could be read, so that what they say together can be judged."""

    @property
    def plain(self) -> tuple[Row, ...]:
        """The rows without their places."""
        return tuple(each.row for each in self.placed)

    def beneath(self) -> Rows:
        """Return the rows as others stand on them: a problem is told of those above."""
        return self._replace(placed=unplaced(self.plain).placed)


NO_ROWS: Final = Rows((), whole=False)
"""Of what stands on no other policy, or could not be read."""

_VALUES: Final = re.compile(r"([0-9]{1,2})(?:-([0-9]{1,2}))?")


def unplaced(plain: tuple[Row, ...]) -> Rows:
    """Return the rows of another policy, which was checked."""
    return Rows(tuple(Placed(each, None, None) for each in plain), whole=True)


class RowsReader:
    """Reads the rows of one band or symptom.

    Args:
        findings: takes the problems.
        name: of the band or the symptom, for sentences.
        shape: its scale.
        base: the rows that these stand on.
        base_name: the file that those are in, for sentences.
    """

    def __init__(
        self, findings: Findings, name: str, shape: Shape, base: Rows, base_name: str
    ) -> None:
        self._findings = findings
        self._name = name
        self._shape = shape
        self._base = base
        self._base_name = base_name

    def read(self, table: Table) -> Rows:
        """Return the rows together with those that they stand on."""
        kept = rows(self._findings, table)
        sources = self._sources(table, kept)
        read = [self._row(key, value, sources) for key, value in kept if key.value != "source"]
        mine = sorted((each for each in read if each is not None), key=_values_of)
        whole = len(kept) == len(table.entries) and len(mine) == len(read)
        placed = tuple(sorted((*self._left(mine), *mine), key=_values_of))
        self._check_overlaps(placed)
        if whole:
            self._check_order(placed)
        if whole and (self._base.whole or not self._base_name):
            self._check_gaps(table.span, placed)
        return Rows(placed, whole)

    def _sources(self, table: Table, kept: list[tuple[Text, Node]]) -> tuple[str, ...]:
        for key, value in kept:
            if key.value == "source":
                return read_ids(self._findings, value, '"source"', known_sources(), "source")
        if not any(key.value == "source" for key, _ in table.entries):
            self._findings.add(table.span, "missing-key", f'"{self._name}" needs "source".')
        return ()

    def _row(self, key: Text, value: Node, sources: tuple[str, ...]) -> Placed | None:
        values = self._values(key)
        text = as_text(self._findings, value, quoted(key.value))
        if not text.value:
            return None
        action, rule = read_action(self._findings, text)
        if values is None or action is None:
            return None
        return Placed(Row(*values, key.value, action, rule, sources), key.span, text.span)

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

    def _left(self, mine: list[Placed]) -> list[Placed]:
        """Return the rows below that are not replaced."""
        said = {value for each in mine for value in _covered(each)}
        return [each for each in self._base.placed if not said.issuperset(_covered(each))]

    def _named(self, placed: Placed) -> str:
        there = "" if placed.key else f" in {self._base_name}"
        return f"{quoted(placed.row.words)}{there}"

    def _check_overlaps(self, placed: tuple[Placed, ...]) -> None:
        for before, after in itertools.pairwise(placed):
            span = after.key or before.key
            if after.row.lowest <= before.row.highest and span:
                message = (
                    f"both {self._named(before)} and {self._named(after)} "
                    f"speak of {after.row.lowest}; a value has one row."
                )
                self._findings.add(span, "overlap", message)

    def _check_order(self, placed: tuple[Placed, ...]) -> None:
        for before, after in itertools.pairwise(placed):
            if after.key and _milder(after, before):
                message = f"{self._named(after)} would do less than {self._named(before)}."
                self._findings.add(after.key, "milder-when-stronger", message)
        self._check_beneath(placed)

    def _check_beneath(self, placed: tuple[Placed, ...]) -> None:
        """Tell of a row that is written here every stronger one below it that would do less."""
        for number, mine in enumerate(placed):
            stronger = itertools.takewhile(lambda each: not each.key, placed[number + 1 :])
            less = [each.row.words for each in stronger if _milder(each, mine)]
            if mine.key and less:
                names = f"{listed(less)} in {self._base_name}"
                message = f"{names} would do less than {self._named(mine)}."
                remedy = "write the stronger ones here, too, and let each do as much"
                self._findings.add(mine.key, "milder-when-stronger", message, remedy)

    def _check_gaps(self, span: Span, placed: tuple[Placed, ...]) -> None:
        covered = {value for each in placed for value in _covered(each)}
        words = {value: word for word, value in self._shape.words.items()}
        gaps = [
            words.get(value, str(value))
            for value in range(self._shape.lowest, self._shape.highest + 1)
            if value not in covered
        ]
        if gaps:
            message = f'"{self._name}" says nothing about {listed(gaps)}; every value needs a row.'
            self._findings.add(span, "gap", message)


def _milder(after: Placed, before: Placed) -> bool:
    apart = after.row.lowest > before.row.highest
    return apart and does_less(after.row.action, before.row.action)


def _covered(placed: Placed) -> range:
    return range(placed.row.lowest, placed.row.highest + 1)


def _values_of(placed: Placed) -> tuple[int, int]:
    return placed.row.lowest, placed.row.highest
