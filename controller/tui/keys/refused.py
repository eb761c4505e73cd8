"""What a key that does nothing here says, so that nobody presses it again and waits."""

from __future__ import annotations

from typing import Final

from controller.records.intents import Intent
from controller.records.view import View
from controller.tui.keys.answering import BACK, ENTER, number_of
from controller.tui.keys.table import STARTS, Local
from controller.words.catalogue import tr

_SHOWN: Final = frozenset({"running", "walking out", "paused", "still"})
"""The phases in which a hint can be read; elsewhere the screen says one thing only."""


_OWN_STEPS: Final = frozenset({"strength", "place", "which"})
"""The steps of the question that the key S opens."""
_FIRST: Final = frozenset({"still_there", "talk"})
"""The questions that it does not take the place of: one key answers each."""


def unheard_words(view: View) -> str:
    """Return why the key S opens nothing now, in a line; empty where it does."""
    if view.phase.name == "starting":
        return tr("S asks once the belt moves; until then there is SPACE.")
    question = view.course.question
    if question is None or view.phase.name not in ("running", "walking out"):
        return ""
    if question.step in _FIRST:
        return tr("Answer this first, then S.  U, if you are unwell.")
    return tr("This is the question that S opens.") if question.step in _OWN_STEPS else ""


_READ_FIRST: Final = frozenset({Local.TICK, Local.TICK_FIRST, *STARTS})


def too_small_words(does: Intent | Local, view: View) -> str:
    """Return why a key does nothing in a terminal too small for the screens; empty where it does.

    What can be ticked or started there nobody can read.
    """
    if does is Local.HELP:
        return tr("The keys have no room here.")
    if does not in _READ_FIRST:
        return ""
    if view.phase.name == "paused":
        return tr("To go on you must be able to read this screen.")
    return tr("To start you must be able to read this screen.")


def refused_words(key: str, character: str | None, view: View) -> str:
    """Return why a key means nothing now, in a line; empty where no line can be shown."""
    if view.phase.name not in _SHOWN or view.over:
        return ""
    name = key.lower()
    if view.phase.name in ("running", "walking out"):
        if name == "up":
            return tr("UP only takes back what DOWN took, and not behind an answer.")
        if name == BACK:
            return tr("There is nothing to take back.")
        answers = name in ENTER or number_of((character or "").lower()) is not None
        if answers and view.course.question is None:
            return tr("Nothing is asked now.  S, if something is wrong.")
    return tr("That key does nothing here.  ? shows the keys.")
