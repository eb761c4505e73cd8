"""What a key that does nothing here says, so that nobody presses it again and waits."""

from __future__ import annotations

from typing import Final

from controller.records.view import View
from controller.tui.answering import BACK, ENTER, number_of

_SHOWN: Final = frozenset({"running", "walking out", "paused", "still"})
"""The phases in which a hint can be read; elsewhere the screen says one thing only."""


def refused_words(key: str, character: str | None, view: View) -> str:
    """Return why a key means nothing now, in a line; empty where no line can be shown."""
    if view.phase.name not in _SHOWN or view.over:
        return ""
    name = key.lower()
    if view.phase.name in ("running", "walking out"):
        if name == "up":
            return "UP only takes back what DOWN took, and not behind an answer."
        if name == BACK:
            return "There is nothing to take back."
        answers = name in ENTER or number_of((character or "").lower()) is not None
        if answers and view.course.question is None:
            return "Nothing is asked now.  S, if something is wrong."
    return "That key does nothing here.  ? shows the keys."
