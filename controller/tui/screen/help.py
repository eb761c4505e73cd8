"""The keys in words: two lines of them below a run, and all of them behind ``?``."""

from __future__ import annotations

from typing import Final

from controller.records.seen import BACK_BY, SLOWER_BY
from controller.records.view import View
from controller.settings.speeds import as_speed, shown, speed_words
from controller.settings.values import Units
from controller.tui.drawing.ink import Line, Span, choices, words
from controller.tui.screen.talk import stoppable


def moving_keys(view: View) -> list[Line]:
    """Return the keys of the run screen with what they do."""
    walk = "walk to the end" if view.course.walk_asked else "walk"
    unwell = "unwell: belt stops" if stoppable(view) else "unwell: stop now"
    first = choices(("S", "something is wrong: we walk first, then you tell"), ("W", walk), apart=3)
    return [
        first,
        choices(
            ("U", unwell), ("DOWN", "slower"), ("P", "pause"), ("C", "cool down"), ("?", "keys"),
            apart=2,
        ),
    ]  # fmt: skip


_STOPS: Final[tuple[tuple[str, str], ...]] = (
    ("SPACE  PAGE UP  PAGE DOWN  END", "stop the belt"),
    ("CTRL-C/D/Z  the bar  a flat hand", "stop the belt"),
)
_UNWELL: Final = ("U", "unwell: the belt comes to a stop")
_KEYS: Final[tuple[tuple[str, str], ...]] = (
    *_STOPS,
    ("S", "something is wrong: walk first, then tell"),
    _UNWELL,
    ("W   C", "walk, again: to the end;   cool down now"),
    ("DOWN   UP", "{slower} slower;   {back} of it back"),
    ("P", "pause; G goes on with a walk"),
    ("BACKSPACE   M   ?", "last answer back; sound; these keys away"),
)
_ANSWERING: Final[tuple[tuple[str, str], ...]] = (
    *_STOPS,
    _UNWELL,
    ("an answer counts", "0.7 s after the question, 0.3 s after a key"),
    ("BACKSPACE", "for 3 s: takes the last answer back"),
)
_NO_STOP: Final = "end the session: press the treadmill's stop"


def help_lines(view: View, units: Units) -> list[Line]:
    """Return the keys with what they do."""
    told = _KEYS if view.course.question is None else _ANSWERING
    if not stoppable(view):
        told = tuple((keys, _NO_STOP if "stop" in does else does) for keys, does in told)
    steps = {
        "slower": speed_words(SLOWER_BY, as_speed(units)),
        "back": shown(BACK_BY, as_speed(units)),
    }
    return [
        words("   ", Span(f"{keys:<34}", "strong"), Span(does.format(**steps)))
        for keys, does in told
    ]
