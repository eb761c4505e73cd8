"""What is said of a key that was pressed, so that nobody presses it again and waits.

Mostly that it does nothing here, and why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from controller.records.format import Record
from controller.records.intents import Intent
from controller.records.view import View
from controller.tui.keys.answering import BACK, ENTER, number_of
from controller.tui.keys.table import COOL_DOWN, FASTER, OTHER, STARTS, WALK, WRONG, Local
from controller.words.catalogue import tr

_SHOWN: Final = frozenset({"running", "walking out", "paused", "still"})
"""The phases in which a hint can be read; elsewhere the screen says one thing only."""


_OWN_STEPS: Final = frozenset({"strength", "place", "which"})
"""The steps of the question that the key S opens."""
_FIRST: Final = frozenset({"still_there", "talk"})
"""The questions that it does not take the place of: one key answers each."""


HINT_FOR: Final = 10.0
"""In seconds: how long such a line stands, if no key takes it away. Others wait for its place."""


def hint_ages(view: View) -> bool:
    """Return whether a hint goes by itself: not before a start, where nothing waits for its line.

    That a start was called off is to be read by whoever looks up later, too.
    """
    return view.phase.name != "still"


def hint_after(record: Record) -> str | None:
    """Return the hint that a record leads to; none is left ("") where it is so no more.

    Where a record changes nothing of a hint there is no answer (None).
    """
    match record:
        case {"kind": "phase", "phase": "still", "was": "countdown"}:
            return tr("Called off.  The belt did not move.")
        case {"kind": "walk_asked"}:
            return tr("Walking.  W again: walk to the end.")
        case {"kind": "question", "state": "held"}:
            return None  # the same question is still open
        case {"kind": "standing" | "phase" | "question"}:
            return ""
        case _:
            return None


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


_AT_FIRST: Final = tr("It begins with a walk; until the belt moves there is SPACE.")


def walked_words(view: View) -> str:
    """Return why the key W changes nothing now, in a line; empty where it does."""
    if view.phase.name == "starting":
        return _AT_FIRST
    driven = view.phase.name in ("running", "walking out")
    return tr("We walk to the end already.") if driven and not view.offers_walk else ""


def cooled_words(view: View) -> str:
    """Return why the key C changes nothing now, in a line; empty where it does."""
    if view.phase.name == "starting":
        return _AT_FIRST
    interval = view.course.interval
    there = interval is not None and interval.role == "cool-down"
    return tr("This is the cool-down already.") if there else ""


def no_faster_words(view: View) -> str:
    """Return why the key UP changes nothing although it is offered; empty where it does."""
    interval = view.course.interval
    ramp = interval is not None and interval.counts_from is None
    if view.faster_in is not None or ramp:
        return tr("The speed is about to change already: UP once it has.")
    return ""


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


def no_keys_words(view: View) -> str:
    """Return why the page of keys does not open; empty where no line can be shown."""
    if view.in_danger:
        return ""
    if view.phase.name == "starting":
        return tr("The keys are shown once the belt moves; until then there is SPACE.")
    return tr("No more keys do anything here than this screen names.")


def pressed_words(
    does: Intent | Local, key: str, character: str | None, view: View, *, page: bool
) -> str:
    """Return why a key that means ``does`` leads to nothing now; empty where it leads to something.

    The other arguments are those of `refused_words`.
    """
    if does is Local.HELP:
        return "" if page else no_keys_words(view)
    if does == OTHER:
        return refused_words(key, character, view, page=page)
    words = _UNHEARD.get(does)
    return "" if words is None else words(view)


_UNHEARD: Final[Mapping[Intent | Local, Callable[[View], str]]] = {
    WRONG: unheard_words,
    WALK: walked_words,
    COOL_DOWN: cooled_words,
    FASTER: no_faster_words,
}


def refused_words(key: str, character: str | None, view: View, *, page: bool = True) -> str:
    """Return why a key means nothing now, in a line; empty where no line can be shown.

    Args:
        key: as Textual names it.
        character: what it types, if anything.
        view: what is known.
        page: whether ``?`` opens a page of keys here, and there is room for it.
    """
    if view.phase.name not in _SHOWN or view.over or view.in_danger:
        return ""
    name = key.lower()
    if view.phase.name in ("running", "walking out"):
        if name == "up":
            return _no_faster(view)
        if name == BACK:
            return tr("There is nothing to take back.")
        answers = name in ENTER or number_of((character or "").lower()) is not None
        if answers and view.course.question is None:
            return tr("Nothing is asked now.  S, if something is wrong.")
    if not page:
        return tr("That key does nothing here.")
    return tr("That key does nothing here.  ? shows the keys.")


def _no_faster(view: View) -> str:
    """Return why UP takes nothing back: the reason that holds, and not all that there may be."""
    if view.course.question is not None:
        return tr("Nothing becomes faster while something is asked.")
    if view.phase.name == "walking out":
        return tr("We walk to the end: nothing becomes faster now.")
    if view.course.noted:
        return tr("Something was noted: nothing becomes faster by a key now.")
    return tr("UP only takes back what DOWN took.")
