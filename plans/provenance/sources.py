"""Where the numbers in plans and policies come from: ``sources.yaml``, by id.

A mistyped source is a mistake like any other, so every id in a file is looked up here.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from plans.marked.fields import Fields, as_table, rows
from plans.marked.opened import FileKind, opened
from plans.problems import SourcesInvalid

if TYPE_CHECKING:
    from collections.abc import Mapping

_KIND: Final = FileKind("sources", "a list of sources", SourcesInvalid)

KINDS: Final = (
    "guideline",
    "expert consensus",
    "trial",
    "study",
    "clinic handout",
    "web page",
    "proposal",
    "technical",
)
"""How much a source weighs, from much to nothing but this project's judgement; and ``technical``,
what a machine's manual or a specification says."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source. ``link`` is empty where there is no address that can be trusted to stay."""

    citation: str
    """In words."""
    link: str
    kind: str
    """Of `KINDS`."""


def read_sources(text: str, filename: str) -> Mapping[str, Source]:
    """Return the sources of a file by id. Raises `SourcesInvalid`."""
    _, findings, root = opened(text, filename, _KIND, bundled=True)
    found: dict[str, Source] = {}
    top = Fields(findings, root, "a list of sources", required=("format", "sources"))
    table = top.table("sources")
    for key, value in rows(findings, table) if table else []:
        row = as_table(findings, value, f'"{key.value}"')
        if row is None:
            continue
        fields = Fields(
            findings, row, "a source", required=("citation", "kind"), optional=("link",)
        )
        found[key.value] = Source(
            fields.prose("citation"), fields.prose("link"), fields.one_of("kind", KINDS)
        )
    findings.refuse(SourcesInvalid)
    return MappingProxyType(found)


@functools.cache
def known_sources() -> Mapping[str, Source]:
    """Return the sources that come with Reprise, by id."""
    path = Path(__file__).with_name("sources.yaml")
    return read_sources(path.read_text(encoding="utf-8"), path.name)
