"""Whom to see about what was noted, in sentences: for a screen, a line, and a terminal afterwards.

What may be a warning sign is not said here but in the list of them (`signs`).
"""

from __future__ import annotations

from typing import Final

from controller.records.told import CLINICIAN, MISTAKE, PHYSIO, UNNAMED, Noted
from controller.records.view import View
from controller.tui.screen.noted import named
from controller.tui.screen.signs import PRESSED_BY_MISTAKE, last_words
from controller.words.catalogue import tr

_SEE: Final = {
    PHYSIO: (
        tr("Before you run again, see a pelvic-health physiotherapist."),
        tr("Your midwife or doctor can help you find one."),
    ),
    CLINICIAN: (
        tr("Before you run again, see a clinician (doctor, midwife or physiotherapist)."),
        "",
    ),
}
"""Who it is, and how to find one (nhslondon, bnssg; evidence.md 10.1, I2, and 10.2, N2 and N3)."""
SEE_BEFORE: Final = tr("Please see a clinician before another session.")
"""Where it may be a warning sign."""
NOBODY: Final = tr("It has ended the session; nobody has to be seen about it first.")
"""What only stops, once it is known, where it was said before that somebody is to be seen."""
_ONE_OF_THESE: Final = tr("Only if you have one of these as well:")
_MAY_BE_ONE: Final = tr("If it is one of these, or you have one as well:")
_CALL: Final = tr(
    "For some signs you call {number} now, for others somebody today: SAFETY.md lists them."
)
NOT_KEPT: Final = tr("This is not kept for the next session: tell it to reprise setup signs.")
_ANY_NUMBER: Final = tr("your emergency number (112, 999, 911)")
_TOLD: Final = 2
"""So many things at most are named that lead to the same person."""


def see_in_short(view: View) -> list[str]:
    """Return who is to be seen, in a line each."""
    if view.warns:
        return [SEE_BEFORE]
    return [told for who, (told, _) in _SEE.items() if sees(view, who)]


def see(view: View, *, said: str = "") -> list[str]:
    """Return what it was and who is to be seen about it, a paragraph for each of them.

    Args:
        view: what is known.
        said: what has ended the session, in words, where they stand above already.
    """
    told: list[str] = []
    several = all(sees(view, each) for each in _SEE)
    for who, sentences in _SEE.items():
        noted = _for(view, who)
        if not noted:
            continue
        what = "; ".join(dict.fromkeys(named(each) for each in noted[-_TOLD:]))
        known = not several and (what == said or (unnamed(view) and bool(said)))
        told.append(" ".join(filter(None, ("" if known else f"{what}.", *sentences))))
    return told


def unnamed(view: View) -> bool:
    """Return whether nobody knows where it was that has led to somebody: it may be anything."""
    return any(each.place == UNNAMED for who in _SEE for each in _for(view, who))


def sees(view: View, who: str) -> bool:
    """Return whether something was noted that leads to one of `_SEE`."""
    return bool(_for(view, who))


def only_if(view: View) -> str:
    """Return the words before the list of warning signs, behind what is none."""
    return _MAY_BE_ONE if unnamed(view) else _ONE_OF_THESE


def words_afterwards(view: View, number: str) -> str:
    """Return what stays to be read of whom to see or to call; empty if nobody is.

    Args:
        view: what is known at the end.
        number: the emergency number of her country, or nothing.
    """
    if view.answers.signs == MISTAKE and not any(each.whom for each in view.course.noted):
        return " ".join(PRESSED_BY_MISTAKE)
    if view.warns:
        words = last_words(view.answers.signs, number)
        return f"{words}\n{NOT_KEPT}" if view.watch.unkept else words
    told = see(view)
    if view.refers:
        told.append(_CALL.format(number=number or _ANY_NUMBER))
    return " ".join(told)


def _for(view: View, who: str) -> list[Noted]:
    return [each for each in view.course.noted if each.whom == who]
