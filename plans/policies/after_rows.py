"""The rows of a policy that say what comes after a session: its key ``after`` is read here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plans.marked.fields import Fields, as_table
from plans.marked.tree import Listing
from plans.policies.actions import not_listed
from plans.policies.after import (
    NEXTS,
    RULE_OF,
    RULES_AFTER,
    WALKING_PLANS,
    After,
    AfterWhen,
    after_shortfall,
    takes_meanwhile,
)
from plans.policies.floor import remedy
from plans.problems import listed, quoted
from plans.provenance.sources import known_sources

if TYPE_CHECKING:
    from plans.marked.tree import Node
    from plans.problems import Findings, Span

_WHENS = {each.value: each for each in AfterWhen}


def read_after(top: Fields, base: tuple[After, ...], *, whole: bool) -> tuple[After, ...]:
    """Return the rows of a policy, in the order of the rules.

    Args:
        top: the policy.
        base: the rows that count where this file has none for their moment.
        whole: whether ``base`` is all there is, so that it can be told what is missing.

    """
    node = top.node("after")
    if not isinstance(node, Listing):
        if node is not None:
            message = '"after" is a list; each of its rows begins with "- rule:".'
            top.findings.add(node.span, "not-a-list", message)
        return base
    reader = _Reader(top.findings)
    for item in node.items:
        reader.read(item)
    rows = {each.when: each for each in base} | reader.rows
    lacking = [when.value for when in AfterWhen if when not in rows]
    if lacking and whole and not reader.failed:
        message = f"no policy can be without a row for {listed(lacking)}."
        top.findings.add(node.span, "floor", message, "the floor: reprise policy floor")
    return tuple(rows[when] for when in AfterWhen if when in rows)


class _Reader:
    """Reads the rows of one file."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._first: dict[AfterWhen, Span] = {}
        self._before = ""
        """The rule of the row before."""
        self.rows: dict[AfterWhen, After] = {}
        self.failed = False
        """Whether a row could not be understood; then nothing is said about a missing one."""

    def read(self, node: Node) -> None:
        """Read one row."""
        table = as_table(self._findings, node, "a row")
        if table is None:
            self.failed = True
            return
        fields = Fields(
            self._findings,
            table,
            "a row",
            required=("rule", "when", "next", "source"),
            optional=("meanwhile",),
        )
        rule = self._one_of(fields, "rule", RULES_AFTER, "rule")
        when = _WHENS.get(self._one_of(fields, "when", tuple(_WHENS), "moment of a row"))
        words = self._one_of(fields, "next", tuple(NEXTS), "next step")
        meanwhile = self._one_of(fields, "meanwhile", WALKING_PLANS, "walking plan")
        sources = fields.sources("source", known_sources())
        if when is None or not words or not rule:
            self.failed = True
            return
        if when in self._first:
            message = (
                f'a second row for "{when.value}", after that in line {self._first[when].line}.'
            )
            self._findings.add(fields.span("when"), "written-twice", message)
            self.failed = True
            return
        self._first[when] = fields.span("when")
        self._check_rule(rule, when, fields)
        self.rows[when] = After(when, words, meanwhile, sources)
        self._check_floor(when, words, fields)

    def _one_of(self, fields: Fields, key: str, known: tuple[str, ...], what: str) -> str:
        """Return a sentence of a closed list, or an empty text after a mistake."""
        words = fields.prose(key)
        if words in known:
            return words
        if words:
            self._findings.add(fields.span(key), f"unknown-{key}", not_listed(words, known, what))
        return ""

    def _check_rule(self, rule: str, when: AfterWhen, fields: Fields) -> None:
        """Check that a row has its own rule, and its place."""
        if rule != RULE_OF[when]:
            message = f"{quoted(when.value)} is {RULE_OF[when]}, and not {rule}."
            self._findings.add(fields.span("rule"), "rule-of", message)
            return
        if self._before and RULES_AFTER.index(rule) < RULES_AFTER.index(self._before):
            message = (
                f"{rule} stands behind {self._before}; the rows stand in the order of N1 to N13."
            )
            self._findings.add(fields.span("rule"), "order", message)
        self._before = rule

    def _check_floor(self, when: AfterWhen, words: str, fields: Fields) -> None:
        least = after_shortfall(when, words)
        if least:
            message = f"{least.message}, and no policy can make it milder."
            self._findings.add(fields.span("next"), "floor", message, remedy(least))
        elif fields.node("meanwhile") and not takes_meanwhile(words):
            message = '"meanwhile" goes with a rest, a walk or a referral that leaves walking.'
            self._findings.add(fields.span("meanwhile"), "meanwhile", message)
