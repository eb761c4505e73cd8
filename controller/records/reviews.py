"""Who signed the plan and the policy of a session, as its header says."""

from __future__ import annotations

from typing import Final

from controller.records.format import Record

_STATES: Final = {
    "not reviewed": "not reviewed by a physiotherapist",
    "reviewed": "reviewed",
    "changed": "changed since the review",
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
        return f"Plan and policy: {plan}."
    pairs = (("Plan", plan), ("Policy", policy))
    return " ".join(f"{name}: {words}." for name, words in pairs if words)
