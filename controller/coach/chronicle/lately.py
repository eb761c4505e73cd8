"""What came of a session, in a sentence or two: what was done, and what there was to note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from controller.coach.names import named
from controller.words.catalogue import tr
from protocols.units import SECOND, clock_time

if TYPE_CHECKING:
    from controller.coach.history import Session

_DONE: Final = {
    (True, True, True): tr("Done: level {level}, {time} on the belt, {running} of it running."),
    (True, True, False): tr("Done: level {level}, {time} on the belt."),
    (True, False, True): tr("Done: {time} on the belt, {running} of it running."),
    (True, False, False): tr("Done: {time} on the belt."),
    (False, True, True): tr("Stopped: level {level}, {time} on the belt, {running} of it running."),
    (False, True, False): tr("Stopped: level {level}, {time} on the belt."),
    (False, False, True): tr("Stopped: {time} on the belt, {running} of it running."),
    (False, False, False): tr("Stopped: {time} on the belt."),
}
"""By whether it came to its end, has runs, and was run in."""


def done_words(session: Session) -> str:
    """Return it in words; nobody is blamed, and nothing is said of symptoms that was not told."""
    words = _DONE[session.completed, session.has_runs, session.ran_s > 0].format(
        level=session.level,
        time=clock_time(session.lasted_s * SECOND),
        running=clock_time(session.ran_s * SECOND),
    )
    noted = tuple(dict.fromkeys(each.symptom for each in session.noted))
    if noted:
        return tr("{done} Noted: {symptoms}.").format(done=words, symptoms=named(noted))
    if session.rules or session.signs:
        return words
    return tr("{done} Nothing to note.").format(done=words)
