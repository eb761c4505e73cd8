"""The rules of a policy that no single answer decides: its key ``during``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from controller.core.policy import During
from plans.marked.fields import Fields
from plans.policies.actions import ACTIONS, ONE_HIGHER, WHENS
from plans.policies.floor import FLOOR_DURING, remedy, rule_shortfall
from plans.policies.moments import Moments
from plans.policies.rules import RULES
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
    reader = _Reader(top.findings)
    moments = reader.moments
    node = moments.read_list(top, "during", reader.read, {each.when: each for each in base})
    if node is None:
        return base
    if whole:
        moments.miss(node, (least.when for least in FLOOR_DURING))
    return tuple(moments.rows.values())


class _Reader:
    """Reads the rules of one file."""

    def __init__(self, findings: Findings) -> None:
        self.moments: Moments[When, During] = Moments(findings, "rule")
        self._findings = findings

    def read(self, node: Node) -> None:
        """Read one rule."""
        moments = self.moments
        table = moments.table(node)
        if table is None:
            return
        fields = Fields(self._findings, table, "a rule", required=("rule", "when", "do", "source"))
        rule = moments.one_of(fields, "rule", tuple(RULES), "rule")
        when = WHENS.get(moments.one_of(fields, "when", tuple(WHENS), "moment of a rule"))
        words = moments.one_of(fields, "do", (*ACTIONS, ONE_HIGHER), "action")
        sources = fields.sources("source", known_sources())
        if when is None or not words:
            moments.failed = True
            return
        if moments.is_second(when, fields):
            return
        during = During(rule, when, ACTIONS.get(words), sources)
        moments.rows[when] = during
        self._check_floor(during, fields.span("do"))

    def _check_floor(self, during: During, span: Span) -> None:
        strength = during.action.strength if during.action else None
        least = rule_shortfall(during.when, strength)
        if least:
            message = f"{least.message}, and no policy can make it milder."
            self._findings.add(span, "floor", message, remedy(least))
