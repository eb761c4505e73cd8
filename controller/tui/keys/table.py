"""What each key means: one table for every screen. A stop key is a stop key everywhere.

A key means what the screen says beside it, by the state of the session; none of them reaches the
belt but through an intent. Nothing here reads a clock: moments are given, in seconds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from enum import Enum, auto
from typing import Final

from controller.records.intents import Intent
from controller.records.view import View
from controller.tui.keys.answering import BACK, ENTER, answer, asked_standing, number_of
from controller.words.catalogue import tr
from controller.words.later import tr_later

STOP: Final = Intent("stop", because=tr_later("the stop key"))
WRONG: Final = Intent("wrong")
UNWELL: Final = Intent("unwell")
WALK: Final = Intent("walk")
COOL_DOWN: Final = Intent("cool-down")
FASTER: Final = Intent("faster")
_START: Final = Intent("start")
_RESUME: Final = Intent("resume")
STARTS: Final = frozenset({_START, _RESUME})
"""What may let a belt begin; nobody means it who cannot read what the screen says."""
OTHER: Final = Intent("other")
NONE_ADDED: Final[frozenset[str]] = frozenset()

_STOP_KEYS: Final = frozenset({"space", "pageup", "pagedown", "end"})
"""With whatever modifier: a clicker and a number pad near the handrail send these."""
_STOP_CONTROLS: Final = frozenset({"c", "d", "z", "backslash", "@", "at"})
_SPACES: Final = frozenset({" ", "\xa0", "\u3000"})
"""What the space bar sends with Alt on some systems, and under an input method."""
_SPOKEN_FOR: Final = {
    "g": tr("It begins, so it cannot stop the belt."),
    "s": tr("It says that something is wrong, so it cannot be a stop key."),
    "u": tr("It says that you are unwell: that brings the belt to a stop already."),
}
_LATE: Final = tr("A terminal hands ESC over a tenth of a second late, so it cannot be a stop key.")
_LEAVING: Final = frozenset({"escape", "q"})
_MODIFIERS: Final = frozenset({"shift", "control", "alt", "super", "hyper", "meta", "lock"})
TICKS: Final = 4
"""How many lines are ticked before the belt may be started."""
SLAP_KEYS: Final = 3
SLAP_WITHIN: Final = 0.2
"""So many different keys within so many seconds: a hand on the keyboard, not a finger."""


class Local(Enum):
    """What a key means to the screen alone."""

    NOTHING = auto()
    TICK = auto()
    TICK_FIRST = auto()
    SPACE_STOPS = auto()
    HELP = auto()
    SOUND = auto()
    LEAVE = auto()


def is_stop(key: str, character: str | None, added: frozenset[str] = NONE_ADDED) -> bool:
    """Return whether a key, as Textual names it, asks for a stop.

    ``added`` are the stop keys of this person's own devices, by `own_name`; they take none away.
    """
    *modifiers, name = key.lower().split("+")
    return (
        name in _STOP_KEYS
        or character in _SPACES
        or ("ctrl" in modifiers and (name in _STOP_CONTROLS or _of_another_alphabet(name)))
        or (bool(added) and (name in added or own_name(key, character) in added))
    )


def _of_another_alphabet(name: str) -> bool:
    """Return whether a key is a letter that is not a to z.

    Some terminals tell of Ctrl-C by the letter that the layout has there, which may be any.
    """
    return len(name) == 1 and name.isalpha() and not name.isascii()


def own_name(key: str, character: str | None) -> str:
    """Return what a settings file calls a key: what it types, else its name without modifiers."""
    if character is not None and character.isprintable() and not character.isspace():
        return character.lower()
    return key.lower().rpartition("+")[2] or key.lower()


def why_no_stop_key(name: str) -> str:
    """Return why a key cannot be added to the stop keys, in a sentence; empty if it can."""
    if is_stop(name, name):
        return tr("It is a stop key already.")
    if answers(name):
        return tr("It answers questions, so it cannot stop the belt.")
    if name == "escape":
        return _LATE
    if is_modifier(name):
        return tr("Most terminals do not tell of it alone, so it cannot be a stop key.")
    return _SPOKEN_FOR.get(name, "")


def answers(name: str) -> bool:
    """Return whether a key answers questions."""
    return name in ENTER or name == BACK or number_of(name) is not None


def usable(names: Iterable[str]) -> frozenset[str]:
    """Return those of a settings file's stop keys that can be ones."""
    return frozenset(name.lower() for name in names if not why_no_stop_key(name.lower()))


def is_modifier(key: str) -> bool:
    """Return whether a key does nothing by itself; some terminals tell of these too."""
    return key.rpartition("_")[2] in _MODIFIERS


def meaning(
    key: str,
    character: str | None,
    view: View,
    *,
    ticked: bool,
    added: frozenset[str] = NONE_ADDED,
) -> Intent | Local:
    """Return what a key means now; ``ticked`` says that every line was ticked."""
    if is_stop(key, character, added):
        return STOP
    char = (character or "").lower()
    name = key.lower()
    behind = view.course.ended is not None or view.watch.gone
    if behind and (told := asked_standing(name, char, view)):
        return told
    if view.over or view.site is not None:
        return Local.LEAVE if name in ENTER or name in _LEAVING else _aside(name, char)
    if view.about is None:
        return Local.LEAVE if name in _LEAVING else Local.NOTHING
    if view.course.ended is not None and name in ENTER:
        return Local.LEAVE  # the controller goes on by itself until it is seen to stand
    if view.phase.name == "countdown":
        return UNWELL if char == "u" else OTHER
    if is_modifier(name):
        return Local.NOTHING
    aside = _aside(name, char)
    if aside is not Local.NOTHING:
        return aside
    if view.phase.name == "still":
        return _standing(name, char, view, ticked=ticked)
    return Local.SPACE_STOPS if name in _LEAVING else _under_way(name, char, view)


def _under_way(name: str, char: str, view: View) -> Intent:
    if view.phase.name == "paused":
        return {"g": _RESUME, "u": UNWELL}.get(char, OTHER)
    if name == "up" and view.offers_faster:
        return FASTER
    if name == "down":
        return Intent("slower")
    return answer(name, char, view) or _MOVING.get(char, OTHER)


_MOVING: Final = {
    "s": WRONG,
    "u": UNWELL,
    "w": WALK,
    "p": Intent("pause"),
    "c": COOL_DOWN,
}


def _aside(name: str, char: str) -> Local:
    if char == "?" or name == "f1":
        return Local.HELP
    return Local.SOUND if char == "m" else Local.NOTHING


def _standing(name: str, char: str, view: View, *, ticked: bool) -> Intent | Local:
    """ENTER alone can never start a belt: the start is a key of its own."""
    if name in ENTER:
        return Local.TICK
    if name in _LEAVING:
        return Local.LEAVE
    if char == "g":
        return _START if ticked and view.opening.standing else Local.TICK_FIRST
    return UNWELL if char == "u" else OTHER


class Slap:
    """Sees a hand that comes down on the keyboard."""

    def __init__(self) -> None:
        """Begin with no key."""
        self._keys: deque[tuple[float, str]] = deque(maxlen=2 * SLAP_KEYS)

    def hit(self, key: str, at: float) -> bool:
        """Take a key and return whether it was one too many for a finger."""
        if is_modifier(key):
            return False
        self._keys.append((at, key.lower()))
        recent = {name for when, name in self._keys if at - when <= SLAP_WITHIN}
        return len(recent) >= SLAP_KEYS
