"""The first look at any file: is it YAML, a mapping, and of the kind that was asked for?"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plans.marked.fields import check_format, format_line, strip_mark
from plans.marked.tree import read_tree
from plans.problems import Findings

if TYPE_CHECKING:
    from plans.marked.tree import Table
    from plans.problems import FileInvalid


class FileKind(NamedTuple):
    """A kind of file that people write."""

    name: str
    """What its key ``format`` has to say, ``"plan"``."""
    thing: str
    """What it is, for sentences, ``"a plan"``."""
    blame: type[FileInvalid]
    """What is raised for one that cannot be used."""


class Opened(NamedTuple):
    """A file whose parts can now be read."""

    text: str
    """All of it but a byte order mark."""
    findings: Findings
    """Takes what is wrong in its parts; `Findings.refuse` raises it."""
    root: Table


def opened(text: str, filename: str, kind: FileKind, *, bundled: bool) -> Opened:
    """Return the mapping that a file is.

    Args:
        text: the whole file.
        filename: how problems name it.
        kind: what it has to be.
        bundled: it came with Reprise (`read_tree`).

    Raises:
        FileInvalid: it is no mapping of that kind; the error of that kind, with what is wrong.
    """
    text = strip_mark(text)
    findings = Findings(filename, text)
    root = read_tree(text, findings, kind.thing, bundled=bundled, begins=format_line(kind.name))
    if root is None or not check_format(findings, root, kind.name):
        raise kind.blame(findings.problems)
    return Opened(text, findings, root)
