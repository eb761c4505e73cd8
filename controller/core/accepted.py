"""What a clinician has accepted of one runner: the baseline that "worse" is measured from.

Law: it can only take away what a report of that strength would ask for. A report of more is judged
as if nothing had been accepted, and nothing here makes anything faster, longer or sooner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from controller.core.policy import Entry, Strength
from controller.core.symptoms import Category

if TYPE_CHECKING:
    from collections.abc import Mapping

    from controller.core.policy import Policy

Accepted = tuple[tuple[str, int], ...]
"""Ids of symptoms, each with the strength up to which it was accepted."""

HIGHEST: Final = 3
"""The end of the scale of leaking and heaviness. Pain is told in numbers, and is never accepted."""


def most_of(accepted: Accepted, symptom_id: str) -> int:
    """Return up to which strength a symptom was accepted; 0 if it was not."""
    return dict(accepted).get(symptom_id, 0)


def acceptable(policy: Policy) -> Mapping[str, int]:
    """Return by symptom up to which value a yes changes anything under a policy."""
    values = range(1, HIGHEST + 1)
    return {
        entry.symptom.id: max(made)
        for entry in policy.entries
        if (made := [each for each in values if as_accepted(entry, each, each)])
    }


def as_accepted(entry: Entry, value: int, most: int) -> bool:
    """Return whether a report is no more than what was accepted.

    Never one that the policy stops for, or refers: what always refers cannot be accepted.

    Args:
        entry: the symptom and its rows.
        value: as it was told, on the symptom's scale.
        most: up to which value it was accepted; 0 if it was not.
    """
    symptom, row = entry.symptom, entry.row(value)
    acceptable = symptom.category is Category.PELVIC and symptom.highest <= HIGHEST
    if not acceptable or row is None or not 0 < value <= min(most, symptom.highest):
        return False
    return row.action.strength <= Strength.WALK_TO_THE_END
