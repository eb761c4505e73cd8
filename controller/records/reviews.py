"""Who signed the plan and the policy of a session, as its header says."""

from __future__ import annotations

from typing import Final

from controller.records.format import Record
from controller.words.later import tr_later
from controller.words.with_values import REVIEW_OF_BOTH, REVIEW_OF_PLAN, REVIEW_OF_POLICY, REVIEWS

_STATES: Final = {
    "not reviewed": tr_later("not reviewed by a physiotherapist"),
    "reviewed": tr_later("reviewed"),
    "changed": tr_later("changed since the review"),
}
"""`plans.provenance.review.State`, for a line of a screen."""


def review_words(header: Record) -> str:
    """Return it with names and days; empty if the header does not tell."""
    return _joined({name: str(row.get("told") or "") for name, row in _rows(header).items()})


def review_line(header: Record) -> str:
    """Return it in a line that fits every screen; empty if the header does not tell."""
    states = {name: str(row.get("state")) for name, row in _rows(header).items()}
    return _joined({name: _STATES.get(state, "") for name, state in states.items()})


def _rows(header: Record) -> dict[str, Record]:
    held = header.get("review")
    rows = held.items() if isinstance(held, dict) else ()
    return {name: row for name, row in rows if isinstance(row, dict)}


def _joined(told: dict[str, str]) -> str:
    plan, policy = told.get("plan"), told.get("policy")
    if plan and plan == policy:
        return REVIEW_OF_BOTH.format(review=plan)
    if plan and policy:
        return REVIEWS.format(plan=plan, policy=policy)
    if plan:
        return REVIEW_OF_PLAN.format(review=plan)
    return REVIEW_OF_POLICY.format(review=policy) if policy else ""
