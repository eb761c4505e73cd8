"""What was told of the mood, left out: nobody reads it who was not given it.

That a warning sign was told, and what it led to, stays: it keeps the belt off.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from controller.coach.chronicle.values import A_SIGN, MOOD
from controller.coach.history import BULGE, Screen

if TYPE_CHECKING:
    from controller.coach.chronicle.values import Chronicle
    from controller.coach.history import Fact, History, Session

_NOW: Final = "now"
"""As a session has it that a sign of the first list was told, and not which."""


def without_mood(chronicle: Chronicle) -> Chronicle:
    """Return what was done, without what was told of the mood."""
    entries = (
        replace(entry, felt=tuple(each for each in entry.felt if each.symptom != MOOD))
        for entry in chronicle.entries
    )
    tellings = (
        replace(
            telling,
            spoken=tuple(
                each._replace(id="", words=A_SIGN) if each.id == MOOD else each
                for each in telling.spoken
            ),
        )
        for telling in chronicle.tellings
    )
    return replace(chronicle, entries=tuple(entries), tellings=tuple(tellings))


def unnamed_mood(history: History) -> History:
    """Return what is known, with a warning sign that has no name for thoughts of harm.

    What follows from the one follows from the other, but for whom to call.
    """
    return replace(
        history,
        facts=tuple(map(_fact, history.facts)),
        sessions=tuple(map(_session, history.sessions)),
    )


def _fact(fact: Fact) -> Fact:
    if isinstance(fact, Screen):
        # An id that no list knows counts as a warning sign, and is told as it stands there.
        return fact._replace(signs=tuple(A_SIGN if each == MOOD else each for each in fact.signs))
    return fact


def _session(session: Session) -> Session:
    dark = tuple(each for each in session.noted if each.symptom == MOOD)
    if not dark:
        return session
    noted = tuple(each for each in session.noted if each.symptom != MOOD)
    if session.signs == BULGE:
        # Beside what is noted there is room for one sign.
        noted = (*noted, dark[0]._replace(symptom=BULGE))
    # Whatever was chosen of that list, "pressed by mistake" too: this one was told besides.
    return replace(session, noted=noted, signs=_NOW)
