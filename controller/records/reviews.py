"""Who signed the plan and the policy of a session, as its header says."""

from __future__ import annotations

from controller.records.format import Record


def review_words(header: Record) -> str:
    """Return it in a sentence or two; empty if the header does not tell."""
    held = header.get("review")
    rows = held.items() if isinstance(held, dict) else ()
    told = {name: each.get("told") for name, each in rows if isinstance(each, dict)}
    plan, policy = told.get("plan"), told.get("policy")
    if plan and plan == policy:
        return f"Plan and policy: {plan}."
    pairs = (("Plan", plan), ("Policy", policy))
    return " ".join(f"{name}: {words}." for name, words in pairs if words)
