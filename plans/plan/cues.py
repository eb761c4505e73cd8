"""Lines to think of, by language: ``cues`` of a plan or of a level, read, and taken in turn."""

from __future__ import annotations

import itertools
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from plans.marked.fields import Fields, as_table, rows
from plans.plan.keys import CUES, optional, required
from plans.plan.model import Cues
from plans.problems import Findings, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plans.marked.tree import Table
    from plans.plan.model import Level, Plan

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_NO_CUES: Final[Mapping[str, Cues]] = MappingProxyType({})


def read_cues(findings: Findings, table: Table | None) -> Mapping[str, Cues]:
    """Return the cues of a table by language; without a table there are none."""
    if table is None:
        return _NO_CUES
    if not table.entries:
        message = '"cues" stand under a language: "en", and there "walk" and "run".'
        findings.add(table.span, "language", message)
    found: dict[str, Cues] = {}
    for key, node in rows(findings, table):
        if not _LANGUAGE.fullmatch(key.value):
            message = f'{quoted(key.value)} is no language; write its code, such as "en" or "de".'
            findings.add(key.span, "language", message)
            continue
        inner = as_table(findings, node, f'"{key.value}"')
        if inner is None:
            continue
        fields = Fields(findings, inner, '"cues"', required=required(CUES), optional=optional(CUES))
        found[key.value] = Cues(fields.lines("walk"), fields.lines("run"))
        if not inner.entries:
            findings.add(key.span, "no-value", '"cues" have "walk", "run" or both.')
    return MappingProxyType(found)


class CuesInTurn:
    """The cues of a session: the next line for each walk, and for each run.

    Where the level has none of its own for walks, or for runs, the plan's are taken; where a
    language has none, the first that the file has.
    """

    def __init__(self, plan: Plan, level: Level, language: str) -> None:
        own, common = _in_language(level.cues, language), _in_language(plan.cues, language)
        self._walk = _in_turn(own.walk or common.walk)
        self._run = _in_turn(own.run or common.run)

    def next(self, *, walk: bool) -> str:
        """Return the line for the next interval; empty where there is none."""
        return next(self._walk if walk else self._run)


def _in_turn(lines: tuple[str, ...]) -> Iterator[str]:
    return itertools.cycle(lines or ("",))


def _in_language(cues: Mapping[str, Cues], language: str) -> Cues:
    return cues.get(language) or next(iter(cues.values()), Cues())
