"""What came of a session, in a sentence or two: what was done, and what there was to note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from controller.coach.readiness.known import named
from protocols.units import SECOND, clock_time

if TYPE_CHECKING:
    from controller.coach.history import Session


def done_words(session: Session) -> str:
    """Return it in words; nobody is blamed, and nothing is said of symptoms that was not told."""
    level = f"level {session.level}, " if session.has_runs else ""
    running = f", {clock_time(session.ran_s * SECOND)} of it running" if session.ran_s else ""
    words = (
        f"{'Done' if session.completed else 'Stopped'}: {level}"
        f"{clock_time(session.lasted_s * SECOND)} on the belt{running}."
    )
    noted = tuple(dict.fromkeys(each.symptom for each in session.noted))
    if noted:
        return f"{words} Noted: {named(noted)}."
    return words if session.rules or session.signs else f"{words} Nothing to note."
