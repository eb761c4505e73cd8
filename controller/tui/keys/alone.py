"""What a screen hears by itself, once the session's process has gone: it is shown, and not kept."""

from __future__ import annotations

from controller.records.format import WATCH, Record
from controller.records.intents import Intent
from controller.records.view import View
from controller.tui.keys.answering import SIGNS_BY_VALUE


def heard_alone(intent: Intent, view: View) -> Record | None:
    """Return a key as a record of the front end's own side; None: it says nothing any more.

    Whoever feels faint ten minutes behind the end is still to be shown whom to call.
    """
    match intent.key:
        case "unwell":
            told = {"kind": "unwell"}
        case "signs":
            told = {"kind": "signs", "choice": SIGNS_BY_VALUE[intent.value]}
        case "back":
            told = {"kind": "signs", "choice": ""}
        case _:
            return None
    return {"n": view.number, "t": view.now, "io": WATCH, **told}
