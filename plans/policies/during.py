"""The rules of a policy that no single answer decides: its key ``during``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from controller.core.policy import During
from plans.marked.fields import Fields, as_table
from plans.marked.tree import Listing
from plans.policies.actions import ACTIONS, ONE_HIGHER, WHENS, not_listed
from plans.policies.floor import FLOOR_DURING, remedy, rule_shortfall
from plans.policies.rules import RULES
from plans.problems import listed
from plans.provenance.sources import known_sources

if TYPE_CHECKING:
    from controller.core.policy import When
    from plans.marked.tree import Node
    from plans.problems import Findings, Span


def read_during(top: Fields, base: tuple[During, ...], *, whole: bool) -> tuple[During, ...]:
    """Return the rules of a policy.

    Args:
        top: the policy.
        base: the rules that count where this file has none for their moment.
        whole: whether ``base`` is all there is, so that it can be told what is missing.

    """
    node = top.node("during")
    if not isinstance(node, Listing):
        if node is not None:
            message = '"during" is a list; each of its rules begins with "- rule:".'
            top.findings.add(node.span, "not-a-list", message)
        return base
    reader = _Reader(top.findings)
    for item in node.items:
        reader.read(item)
    rules = {each.when: each for each in base} | reader.rules
    lacking = [least.when.value for least in FLOOR_DURING if least.when not in rules]
    if lacking and whole and not reader.failed:
        message = f"no policy can be without a rule for {listed(lacking)}."
        top.findings.add(node.span, "floor", message, "the floor: reprise policy floor")
    return tuple(rules.values())


class _Reader:
    """Reads the rules of one file."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._first: dict[When, Span] = {}
        self.rules: dict[When, During] = {}
        self.failed = False
        """Whether a rule could not be understood; then nothing is said about a missing one."""

    def read(self, node: Node) -> None:
        """Read one rule."""
        table = as_table(self._findings, node, "a rule")
        if table is None:
            self.failed = True
            return
        fields = Fields(self._findings, table, "a rule", required=("rule", "when", "do", "source"))
        rule = self._one_of(fields, "rule", tuple(RULES), "rule")
        when = WHENS.get(self._one_of(fields, "when", tuple(WHENS), "moment of a rule"))
        words = self._one_of(fields, "do", (*ACTIONS, ONE_HIGHER), "action")
        sources = fields.sources("source", known_sources())
        if when is None or not words:
            self.failed = True
            return
        if when in self._first:
            message = (
                f'a second rule for "{when.value}", after that in line {self._first[when].line}.'
            )
            self._findings.add(fields.span("when"), "written-twice", message)
            return
        self._first[when] = fields.span("when")
        during = During(rule, when, ACTIONS.get(words), sources)
        self.rules[when] = during
        self._check_floor(during, fields.span("do"))

    def _one_of(self, fields: Fields, key: str, known: tuple[str, ...], what: str) -> str:
        """Return a sentence of a closed list, or an empty text after a mistake."""
        words = fields.prose(key)
        if words in known:
            return words
        if words:
            self._findings.add(fields.span(key), f"unknown-{key}", not_listed(words, known, what))
        return ""

    def _check_floor(self, during: During, span: Span) -> None:
        strength = during.action.strength if during.action else None
        least = rule_shortfall(during.when, strength)
        if least:
            message = f"{least.message}, and no policy can make it milder."
            self._findings.add(span, "floor", message, remedy(least))
