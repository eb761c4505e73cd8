"""The run screen: all that is shown while the belt goes as planned."""

from __future__ import annotations

from typing import Final, NamedTuple

from controller.records.seen import JOG_FLOOR, Part
from controller.records.view import View
from controller.settings.speeds import on_console_alone, speed_words
from controller.settings.values import Units
from controller.tui.drawing.font import THIN
from controller.tui.drawing.ink import Line, Span, shortened, words, wrapped
from controller.tui.drawing.panel import fitting, panel, scale_for
from controller.tui.screen.help import help_lines, moving_keys
from controller.tui.screen.holding import held_line
from controller.tui.screen.noted import told_line, undo_lines
from controller.tui.screen.strip import strip
from controller.tui.screen.talk import (
    NO_JOURNAL,
    NOT_AWAKE,
    Ui,
    belt_line,
    by_hand,
    in_miles,
    is_run,
    part_name,
    press_words,
    remaining,
    sensors_words,
    stoppable,
    to_press,
)
from controller.words.catalogue import tr

_BELOW: Final = 9
"""How many lines the run screen has below its panel."""
_ABOVE_KEYS: Final = 6
_WHY: Final = 2
"""Of them so many are for why the belt is not as planned, and else for the plan's own words."""
_INDENT: Final = 3
OWN_STOP: Final = tr("Reprise cannot stop this belt: its own stop does.")
_COUNTED: Final = 3
"""So many last seconds before a speed-up are counted in the large digits."""


def run_body(view: View, ui: Ui, width: int, rows: int) -> list[Line]:
    """Return the run screen: word, time and shape; what is next; the belt; the keys."""
    mark = [(Span("  "), *line) for line in strip(view, width - 4)]
    large, below = _large(view, ui.units, width), _below(view, ui, width)
    room = rows - len(mark) - _BELOW
    if not below[0] and large.scale(width, room + 1) > large.scale(width, room):
        below, room = below[1:], room + 1  # larger digits are worth more than a blank line
    return [*mark, *panel(*large, width, room), *below]


class _Large(NamedTuple):
    """What is written large, and on which colour."""

    kind: str
    word: str
    number: str

    def scale(self, width: int, rows: int) -> int:
        """Return how large the number is in so many cells."""
        return scale_for(self.word, self.number, width, rows).number


def run_panel(view: View, units: Units, width: int, rows: int) -> tuple[Line, ...]:
    """Return the panel of a driven belt: what is to be pressed, or the gait and its time."""
    return panel(*_large(view, units, width), width, rows)


def _large(view: View, units: Units, width: int) -> _Large:
    kind = "run" if view.running else "walk"
    faster = view.faster_in
    if faster is not None and faster <= _COUNTED and view.course.question is None:
        return _Large(kind, tr("FASTER"), str(faster))
    trial = view.stops_in
    if trial is not None:
        return _Large("still", tr("STOP IN"), str(trial))
    press = view.course.press
    if press is not None and press.speed is not None:
        sign = "+" if press.key == "faster" else "-"
        number = on_console_alone(press.speed, units, miles=in_miles(view))
        told = tr("PRESS {sign}").format(sign=sign)
        word = fitting((told, told.replace(" ", THIN), sign), number, width)
        return _Large("run" if press.speed >= JOG_FLOOR else "walk", word, number)
    left = view.left
    if left is None:
        return _Large("walk", tr("WALK"), "")
    number = remaining(left)
    gait = tr("RUN") if view.running else tr("WALK")
    return _Large(kind, fitting((gait, ""), number, width), number)


def _below(view: View, ui: Ui, width: int) -> list[Line]:
    if ui.help:
        # A speed-up is announced over the keys, too.
        return [_then(view, ui.units), *help_lines(view, ui.units)]
    lost = sensors_words(view, live=False)
    standing = NOT_AWAKE if view.host.awake is False else lost if view.host.journal else NO_JOURNAL
    if not standing and not stoppable(view):
        standing = OWN_STOP
    hint = words("   ", Span(ui.hint or standing, "strong"))
    undo = undo_lines(view)
    if len(undo) > 1:
        return [
            *_padded([(), *undo, belt_line(view, ui.settings), held_line(view, ui.units)]),
            *moving_keys(view),
            hint,
        ]
    why = [line for line in (held_line(view, ui.units), *(undo or [told_line(view)])) if line]
    said = _authors_lines(view, width, _WHY - len(why), cues=ui.settings.cues)
    below: list[Line] = [belt_line(view, ui.settings), *why, *said]
    apart: list[Line] = [()] if len(below) <= _WHY else []  # the last line parts them from the keys
    return [*_padded([(), _then(view, ui.units), *apart, *below]), *moving_keys(view), hint]


def _authors_lines(view: View, width: int, room: int, *, cues: bool) -> list[Line]:
    """Return the note and the cue, as far as what is more pressing leaves room for them.

    While it is new the note comes first; then it stays only where all of it stands beside the cue.
    """
    within, new = width - 2 * _INDENT, view.note_is_new
    wanted = view.cue if cues else ""
    if new:
        note = shortened(view.note, within, room)
        cue = shortened(wanted, within, room - len(note))
    else:
        cue = shortened(wanted, within, room)
        note = wrapped(view.note, within)
        note = note if len(note) + len(cue) <= room else []
    style = "strong" if new else "text"
    return [
        *(words("   ", Span(line, style)) for line in note),
        *(words("   ", Span(line, "strong")) for line in cue),
    ]


def _padded(lines: list[Line]) -> list[Line]:
    """Return the lines above the keys, so many that the keys never move."""
    return lines + [()] * (_ABOVE_KEYS - len(lines))


def _must_be_gone(view: View) -> bool:
    """Return whether what was noted last has to be gone before a run."""
    noted = view.course.noted
    return bool(noted) and noted[-1].action == "walk" and noted[-1].gone is None


def _stop_words(view: View) -> str:
    about = view.about
    if about is not None and about.control.drill and not view.belt.stop_seen:
        return tr("This treadmill is new here: its stop is tried. HOLD THE RAIL.")
    return tr("The belt is stopped from this speed, to measure it. HOLD THE RAIL.")


def _by_hand(view: View, following: Part | None, told: str, units: Units) -> str:
    """Return what comes next with the key that the runner will be told to press."""
    if following is None:
        return tr("press stop on the treadmill, when you are told")
    ceiling, eased = view.belt.ceiling, view.belt.eased
    speed = following.speed - (0 if eased is None else eased.of(following.gait))
    speed = speed if ceiling is None else min(speed, ceiling)
    press = to_press(view, speed, units)
    return f"{told}:  {press}" if press else told


def _then(view: View, units: Units) -> Line:
    if view.stops_in is not None:
        return words("   ", Span(_stop_words(view), "strong"))
    if told := press_words(view, units):
        return words("   ", Span(told, "strong"))
    faster, course = view.faster_in, view.course
    if faster is not None and course.faster is not None:
        to = tr("to {speed}").format(speed=speed_words(course.faster.speed, units))
        if by_hand(view):
            to = tr("then {part}").format(part=to_press(view, course.faster.speed, units))
        told = tr("FASTER IN {seconds}").format(seconds=faster)
        return words("   ", Span(told, "strong"), Span(f"   {to}", "strong"))
    following = view.following
    told = tr("the belt comes to a stop") if following is None else part_name(view, following)
    if by_hand(view):
        told = _by_hand(view, following, told, units)
    if following is not None and is_run(view, following) and _must_be_gone(view):
        told = tr("{part}, if it is gone by then").format(part=told)
    return words("   ", Span(tr("THEN"), "dim"), Span("   ", "dim"), Span(told, "strong"))
