"""Lists of a policy with one row for each moment: what ``during`` and ``after`` have in common."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Generic, TypeVar

from plans.marked.fields import Fields, as_table
from plans.marked.tree import Listing
from plans.policies.actions import not_listed
from plans.problems import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from plans.marked.tree import Node, Table
    from plans.problems import Findings, Span

WhenT = TypeVar("WhenT", bound=Enum)
"""A closed list of moments, each with its sentence as value."""
RowT = TypeVar("RowT")


class Moments(Generic[WhenT, RowT]):
    """The rows of one list, while they are read."""

    def __init__(self, findings: Findings, noun: str) -> None:
        """Begin with none; ``noun`` is what sentences call one, ``"row"`` or ``"rule"``."""
        self.findings = findings
        self.rows: dict[WhenT, RowT] = {}
        self.failed = False
        """Whether a row could not be understood; then nothing is said about a missing one."""
        self._noun = noun
        self._first: dict[WhenT, Span] = {}

    def table(self, node: Node) -> Table | None:
        """Return a row as the table that it is; None is a mistake, which is noted."""
        table = as_table(self.findings, node, f"a {self._noun}")
        self.failed = self.failed or table is None
        return table

    def one_of(self, fields: Fields, key: str, known: tuple[str, ...], what: str) -> str:
        """Return a sentence of a closed list, or an empty text after a mistake."""
        words = fields.prose(key)
        if words in known:
            return words
        if words:
            self.findings.add(fields.span(key), f"unknown-{key}", not_listed(words, known, what))
        return ""

    def is_second(self, when: WhenT, fields: Fields) -> bool:
        """Return whether the moment has a row already; if so it is noted as a mistake."""
        first, here = self._first.get(when), fields.span("when")
        if first is None:
            self._first[when] = here
            return False
        message = f'a second {self._noun} for "{when.value}", after that in line {first.line}.'
        self.findings.add(here, "written-twice", message)
        return True

    def read_list(
        self, top: Fields, key: str, read: Callable[[Node], None], base: Mapping[WhenT, RowT]
    ) -> Node | None:
        """Read each row of the list at ``key``, laid over those of ``base``; return the list.

        None where there is none; what stands there instead is noted as a mistake.
        """
        node = top.node(key)
        if isinstance(node, Listing):
            for item in node.items:
                read(item)
        elif node is not None:
            message = f'"{key}" is a list; each of its {self._noun}s begins with "- rule:".'
            self.findings.add(node.span, "not-a-list", message)
        self.rows = {**base, **self.rows}
        return node if isinstance(node, Listing) else None

    def miss(self, node: Node, moments: Iterable[WhenT]) -> None:
        """Note which of these moments have no row, unless a row was not understood."""
        lacking = [when.value for when in moments if when not in self.rows]
        if lacking and not self.failed:
            message = f"no policy can be without a {self._noun} for {listed(lacking)}."
            self.findings.add(node.span, "floor", message, "the floor: reprise policy floor")
