"""Writes a review into a file's text, and takes it out again; every other byte stays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from plans.marked.fields import strip_mark
from plans.marked.tree import read_tree
from plans.problems import LINE_BREAK, Findings, Refused
from plans.provenance.review import KEY, NOT_YET, find_block

if TYPE_CHECKING:
    from plans.provenance.review import Signature

_PLAIN: Final = re.compile(
    r"[A-Za-z(][^\x00-\x1f#:\"'\\{}\[\]“”„‟«»]*[^\x00-\x1f#:\"'\\{}\[\]“”„‟«»\s]"
)
"""A value that needs no quotes wherever it stands."""


class NotSignable(Refused):
    """A review cannot be written into this file; one sentence with what to do."""


def sign(text: str, signature: Signature) -> str:
    """Return the text of a file with a signature in the place of the one before, or of none.

    Raises:
        NotSignable: its review stands in a way that cannot be replaced, or cannot be written.
    """
    rows = [("by", signature.by), ("on", signature.on.isoformat()), ("of", signature.of)]
    rows += [("words", signature.words)] if signature.words else []
    return _with(text, "", [f"  {name}: {_written(name, value)}" for name, value in rows])


def withdraw(text: str) -> str:
    """Return the text of a file without a signature.

    Raises:
        NotSignable: its review stands in a way that cannot be replaced.
    """
    return _with(text, f" {NOT_YET}", [])


def _written(name: str, value: str) -> str:
    if name in ("on", "of") or (value.isprintable() and _PLAIN.fullmatch(value)):
        return value
    quote = '"' if '"' not in value and "\\" not in value else "'"
    if not value.isprintable() or (quote == "'" and quote in value):
        raise NotSignable(f"the {name} cannot be written into a file; use simpler characters.")
    return f"{quote}{value}{quote}"


def _with(text: str, value: str, rows: list[str]) -> str:
    """Return the text with this behind ``reviewed:`` and these lines beneath it."""
    mark = text[: len(text) - len(strip_mark(text))]
    body = strip_mark(text)
    findings = Findings("", body)
    root = read_tree(body, findings, "the file")
    block = find_block(findings.lines, root) if root else None
    if block is None or block.above[-1] or block.within:
        raise NotSignable(
            f'the lines of "{KEY}" have something else in them; let it stand in lines of its own, '
            f'as "{KEY}: {NOT_YET}", with comments above or below.'
        )
    ends = [*LINE_BREAK.findall(body), ""]
    lines = [f"{KEY}:{value}{block.beside}", *rows]
    end = ends[block.first - 1] or ends[0] or "\n"
    written = end.join(lines) + ends[block.last - 1]
    joined = [line + ends[place] for place, line in enumerate(findings.lines)]
    return mark + "".join([*joined[: block.first - 1], written, *joined[block.last :]])
