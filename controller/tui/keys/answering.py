"""What a key answers: one function for each step of a question, and for what is asked standing.

A key that answers nothing gives None. Whether an answer counts is for the session to say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from controller.records.answers import UNSURE
from controller.records.intents import Intent
from controller.records.told import SIGNS, Place
from controller.records.view import View

ENTER: Final = frozenset({"enter", "return", "ctrl+j", "ctrl+m"})
BACK: Final = "backspace"
_AZERTY: Final = dict(zip("&é\"'(-è_çà", "1234567890", strict=True))
"""The digits' row without Shift on a French keyboard."""
_GONE: Final = 0
_EASILY: Final = 0
_BY_MISTAKE: Final = 0
SIGNS_BY_VALUE: Final = dict(zip((1, 2, 3, _BY_MISTAKE), SIGNS, strict=True))
"""The parts of the list behind the unwell key, by the value of the intent that chooses one."""


def number_of(char: str) -> int | None:
    """Return the digit that a key types, on any row of digits."""
    digit = _AZERTY.get(char, char)
    return int(digit) if digit.isascii() and digit.isdecimal() else None


def answer(name: str, char: str, view: View) -> Intent | None:
    """Return what a key answers while the belt moves, to the question or about the last answer."""
    question = view.course.question
    told = None if question is None else _STEPS.get(question.step, _nothing)(name, char, view)
    if told is None and name == BACK and view.undo_until is not None:
        return Intent("back")
    return told


def _nothing(_name: str, _char: str, _view: View) -> None:
    """A step of a later version: no key answers it."""


def _strength(name: str, char: str, _view: View) -> Intent | None:
    number = number_of(char)
    if name in ENTER or number == 0:
        return Intent("nothing")
    return Intent("strength", value=number) if number in (1, 2, 3, 4) else None


def _place(name: str, char: str, view: View) -> Intent | None:
    if name in ENTER:
        return Intent("place", symptom=UNSURE)
    if name == BACK:
        return Intent("back")
    places = () if view.about is None else view.about.places
    ids = [place.id for place in places]
    by_letter = [place.id for place in places if char and place.letter.lower() == char]
    chosen = _chosen(ids, char) or next(iter(by_letter), None)
    return None if chosen is None else Intent("place", symptom=chosen)


def _which(name: str, char: str, view: View) -> Intent | None:
    if name in ENTER:
        return Intent("which", symptom=UNSURE)
    if name == BACK:
        return Intent("back")
    place = place_asked(view)
    chosen = None if place is None else _chosen([each.id for each in place.members], char)
    return None if chosen is None else Intent("which", symptom=chosen)


def place_asked(view: View) -> Place | None:
    """Return the place whose members are asked for, if there is one."""
    question, about = view.course.question, view.about
    if question is None or about is None:
        return None
    return next((each for each in about.places if each.id == question.place), None)


def _chosen(ids: list[str], char: str) -> str | None:
    number = number_of(char)
    return None if number is None or not 1 <= number <= len(ids) else ids[number - 1]


def _still_there(name: str, char: str, _view: View) -> Intent | None:
    number = _GONE if name in ENTER else number_of(char)
    return Intent("degree", value=number) if number in (0, 1, 2, 3) else None


def _talk(name: str, char: str, _view: View) -> Intent | None:
    number = _EASILY if name in ENTER else number_of(char)
    return Intent("talk", value=number) if number in (0, 1, 2) else None


def _console(name: str, char: str, _view: View) -> Intent | None:
    if name in ENTER:
        return Intent("go-on")
    return Intent("walk") if char == "w" else None


_STEPS: Final[dict[str, Callable[[str, str, View], Intent | None]]] = {
    "strength": _strength,
    "place": _place,
    "which": _which,
    "still_there": _still_there,
    "talk": _talk,
    "console": _console,
}


def asked_standing(name: str, char: str, view: View) -> Intent | None:
    """Return what a key tells behind the end: the exact sites, and that she is unwell, and how."""
    if name == BACK and (view.undoes_site or view.undoes_signs):
        return Intent("back")
    value = _BY_MISTAKE if char == "m" else number_of(char) or None
    if value is not None and SIGNS_BY_VALUE.get(value) in view.open_signs:
        return Intent("signs", value=value)
    if char == "u" and view.hears_unwell:
        return Intent("unwell")
    site = view.site
    if site is None:
        return None
    chosen = UNSURE if name in ENTER else _chosen([each.id for each in site.members], char)
    return None if chosen is None else Intent("site", symptom=chosen, value=site.report)
