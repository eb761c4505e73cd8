"""The rows of a policy that say what comes after a session: its key ``after`` is read here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plans.marked.fields import Fields
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
from plans.policies.moments import Moments
from plans.problems import quoted
from plans.provenance.sources import known_sources

if TYPE_CHECKING:
    from plans.marked.tree import Node
    from plans.problems import Findings

_WHENS = {each.value: each for each in AfterWhen}


def read_after(top: Fields, base: tuple[After, ...], *, whole: bool) -> tuple[After, ...]:
    """Return the rows of a policy, in the order of the rules.

    Args:
        top: the policy.
        base: the rows that count where this file has none for their moment.
        whole: whether ``base`` is all there is, so that it can be told what is missing.
    """
    reader = _Reader(top.findings)
    moments = reader.moments
    node = moments.read_list(top, "after", reader.read, {each.when: each for each in base})
    if node is None:
        return base
    if whole:
        moments.miss(node, AfterWhen)
    return tuple(moments.rows[when] for when in AfterWhen if when in moments.rows)


class _Reader:
    """Reads the rows of one file."""

    def __init__(self, findings: Findings) -> None:
        self.moments: Moments[AfterWhen, After] = Moments(findings, "row")
        self._findings = findings
        self._before = ""
        """The rule of the row before."""

    def read(self, node: Node) -> None:
        """Read one row."""
        moments = self.moments
        table = moments.table(node)
        if table is None:
            return
        fields = Fields(
            self._findings,
            table,
            "a row",
            required=("rule", "when", "next", "source"),
            optional=("meanwhile",),
        )
        rule = moments.one_of(fields, "rule", RULES_AFTER, "rule")
        when = _WHENS.get(moments.one_of(fields, "when", tuple(_WHENS), "moment of a row"))
        words = moments.one_of(fields, "next", tuple(NEXTS), "next step")
        meanwhile = moments.one_of(fields, "meanwhile", WALKING_PLANS, "walking plan")
        sources = fields.sources("source", known_sources())
        if when is None or not words or not rule or moments.is_second(when, fields):
            moments.failed = True
            return
        self._check_rule(rule, when, fields)
        moments.rows[when] = After(when, words, meanwhile, sources)
        self._check_floor(when, words, fields)

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
