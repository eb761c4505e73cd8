"""The keys in words: two lines of them below a run, and all of them behind ``?``."""

from __future__ import annotations

from typing import Final

from controller.records.seen import BACK_BY, SLOWER_BY
from controller.records.view import View
from controller.settings.speeds import as_speed, shown, speed_words
from controller.settings.values import Units
from controller.tui.drawing.ink import Line, Span, choices, words
from controller.tui.screen.talk import stoppable
from controller.words.catalogue import tr


def moving_keys(view: View) -> list[Line]:
    """Return the keys of the run screen with what they do."""
    unwell = tr("unwell: belt stops") if stoppable(view) else tr("unwell: stop now")
    walk = _walk_words(view)
    first = choices(
        ("S", tr("something is wrong: we walk first, then you tell")),
        *((("W", walk),) if walk else ()),
        apart=3,
    )
    return [
        first,
        choices(
            *(("U", unwell), ("DOWN", tr("slower")), ("P", tr("pause"))),
            *(("C", tr("cool down")), ("?", tr("keys"))),
            apart=2,
        ),
    ]


def _walk_words(view: View) -> str:
    """Return what W does now; nothing where it changes nothing, so that it is not offered."""
    if not view.offers_walk:
        return ""
    changed = view.belt.changed
    if view.running or (changed is not None and changed.higher):
        return tr("walk")
    return tr("walk to the end") if view.course.walk_asked else tr("twice: walk on")


_STOPS: Final[tuple[tuple[str, str], ...]] = (
    ("SPACE  PAGE UP  PAGE DOWN  END", tr("stop the belt")),
    (tr("CTRL-C/D/Z  the bar  a flat hand"), tr("stop the belt")),
)
_UNWELL: Final = ("U", tr("unwell: the belt comes to a stop"))
_STOPPING: Final = frozenset((*_STOPS, _UNWELL))
_KEYS: Final[tuple[tuple[str, str], ...]] = (
    *_STOPS,
    ("S", tr("something is wrong: walk first, then tell")),
    _UNWELL,
    ("W   C", tr("walk, again: to the end;   cool down now")),
    ("DOWN   UP", tr("{slower} slower;   {back} of it back")),
    ("P", tr("pause; G goes on with a walk")),
    ("BACKSPACE   M   ?", tr("last answer back; sound; these keys away")),
)
_ASSUMED: Final[tuple[tuple[str, str], ...]] = (
    *_KEYS[:-2],
    ("P   BACKSPACE   M   ?", tr("pause; last answer back; sound; keys away")),
    (tr("steps/min?"), tr("twice that, if one foot alone is counted")),
)
"""While it is not known what a sensor counts: as many lines, for the panel has no line to spare."""
_ANSWERING: Final[tuple[tuple[str, str], ...]] = (
    *_STOPS,
    _UNWELL,
    (tr("an answer counts"), tr("0.7 s after the question, 0.3 s after a key")),
    ("BACKSPACE", tr("for 3 s: takes the last answer back")),
)
_NO_STOP: Final = tr("end the session: press the treadmill's stop")


def standing_keys() -> list[Line]:
    """Return the keys of the belt that stands before a start; those that follow are for later."""
    return [
        choices(
            ("ENTER", tr("ticks a line")),
            ("G", tr("starts the belt, after a countdown")),
            ("ESC", tr("leaves")),
            apart=3,
        ),
        words("   ", tr("Once it moves:")),
    ]


def help_lines(view: View, units: Units) -> list[Line]:
    """Return the keys with what they do."""
    keys = _ASSUMED if view.belt.steps.unit == "assumed" else _KEYS
    told = keys if view.course.question is None else _ANSWERING
    if not stoppable(view):
        told = tuple((each[0], _NO_STOP if each in _STOPPING else each[1]) for each in told)
    steps = {
        "slower": speed_words(SLOWER_BY, as_speed(units)),
        "back": shown(BACK_BY, as_speed(units)),
    }
    return [
        words("   ", Span(f"{keys:<33} ", "strong"), Span(does.format(**steps)))
        for keys, does in told
    ]
