"""Lets the files that come with Reprise be in the language of tests, too.

They are files of their own language: an author translates a plan by writing one. What stands in
them for people to read is told from what is notation by its key.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from tests.words.look_alike import look_alike

if TYPE_CHECKING:
    from plans.marked.tree import Node
    from plans.problems import Findings

_FOR_PEOPLE: Final = frozenset(
    {
        *("title", "for-whom", "basis", "warning", "about", "note", "notes", "cue", "en"),
        *("label", "short", "question", "name", "hint"),
        *("how", "feel", "stop-when", "opens", "referral"),
    }
)
_ALSO: Final = {
    "a list of checks": frozenset({"meanwhile", "after-caesarean"}),
    "a routine": frozenset({"in", "out"}),
}
"""By the kind of file; elsewhere these are notation."""
_Node = TypeVar("_Node", bound="Node")


def say_files() -> None:
    """Have every file that is read from here on say its texts for people otherwise."""
    from plans.marked import opened  # noqa: PLC0415  # the language is set first
    from plans.marked.tree import Table, read_tree  # noqa: PLC0415

    def said(
        text: str, findings: Findings, thing: str, *, bundled: bool = False, begins: str = ""
    ) -> Table | None:
        tree = read_tree(text, findings, thing, bundled=bundled, begins=begins)
        return None if tree is None else _said(tree, _FOR_PEOPLE | _ALSO.get(thing, frozenset()))

    setattr(opened, "read_tree", said)  # noqa: B010  # it exports no such name


def _said(node: _Node, keys: frozenset[str], *, for_people: bool = False) -> _Node:
    from plans.marked.tree import Entry, Listing, Table, Text  # noqa: PLC0415

    if isinstance(node, Text):
        return replace(node, value=look_alike(node.value)) if for_people else node
    if isinstance(node, Listing):
        items = tuple(_said(each, keys, for_people=for_people) for each in node.items)
        return replace(node, items=items)
    assert isinstance(node, Table)
    entries = tuple(
        Entry(each.key, _said(each.value, keys, for_people=for_people or each.key.value in keys))
        for each in node.entries
    )
    return replace(node, entries=entries)
