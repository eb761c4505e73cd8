"""A whole screen from a View: which body it is, the first line above it, the bar below it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from controller.records.view import View
from controller.settings.speeds import speed_words
from controller.tui.drawing.ink import Line, Span, block, centred, ends, fit, words
from controller.tui.screen.closing import closing_body
from controller.tui.screen.halting import (
    danger_body,
    keys_banner,
    paused_body,
    stopping_body,
)
from controller.tui.screen.help import help_lines
from controller.tui.screen.opening import (
    connecting_body,
    countdown_body,
    not_begun_body,
    ready_body,
    starting_body,
)
from controller.tui.screen.question import question_body
from controller.tui.screen.remote_code import note_page, page_lines
from controller.tui.screen.run import run_body
from controller.tui.screen.talk import (
    Ui,
    head_line,
    interval_name,
    press_words,
    remaining,
    stoppable,
)
from controller.words.catalogue import tr

WIDTH: Final = 80
HEIGHT: Final = 24
"""The smallest terminal that the screens are drawn for."""
_BAR: Final = 3
_TALL: Final = 40
_REPLAY: Final = tr("REPLAY   SPACE pause   [ ] speed   LEFT RIGHT 10 s   , . 60 s   Q leave")
_BARS: Final = {
    "full": tr("SPACE  =  STOP THE BELT"),
    "stop only": tr("SPACE  =  STOP THE BELT   and press the treadmill's OWN STOP"),
    "none": tr("SPACE CANNOT STOP THIS BELT   press the treadmill's OWN STOP"),
}
"""What the bar says, by what the treadmill can be asked for."""

Body = Callable[[View, Ui, int, int], list[Line]]


class Frame(NamedTuple):
    """The lines of a screen, and where the bar begins that stops the belt."""

    lines: tuple[Line, ...]
    bar_top: int | None


def body_of(view: View) -> Body:
    """Return what is shown: the gravest first."""
    if view.in_danger:
        return danger_body
    if view.opening.not_begun is not None and view.course.ended is None:
        return not_begun_body
    if view.course.ended is not None or view.watch.gone:
        return closing_body
    if view.about is None:
        return connecting_body
    if view.course.question is not None and view.may_move:
        return question_body
    return _BY_PHASE.get(view.phase.name, run_body)


_BY_PHASE: Final[dict[str, Body]] = {
    "still": ready_body,
    "countdown": countdown_body,
    "starting": starting_body,
    "running": run_body,
    "walking out": run_body,
    "stopping": stopping_body,
    "paused": paused_body,
}


def draw(view: View, ui: Ui, width: int, height: int) -> Frame:
    """Return the screen for a terminal of that size."""
    if not readable(width, height):
        return _small(view, ui, width, height)
    left, right = head_line(view, ui, width)
    head = ends(left, right, width)
    shown = bool(ui.replay) or (view.may_move and not view.over)
    bar = _bar(view, ui, width, _BAR + 2 * (height >= _TALL)) if shown else []
    rows = height - 1 - len(bar)
    body = body_of(view)
    lines = body(view, ui, width, rows)
    if ui.help and body is ready_body:
        lines = [(), *help_lines(view, ui.units)]
        lines += page_lines(ui, width, rows - len(lines))
    filled = block(lines, width, rows)
    over = keys_banner(view, width) if body is not danger_body else []
    if ui.help and body is not ready_body:
        note_page(filled, ui, width)
    if over:
        filled[rows - len(over) :] = over
    return Frame((head, *filled, *bar), height - len(bar) if bar else None)


def _bar(view: View, ui: Ui, width: int, rows: int) -> list[Line]:
    told = (
        _REPLAY if ui.replay else _BARS["full" if view.about is None else view.about.control.kind]
    )
    middle = centred((Span(told, "bar"),), width, "bar")
    lines = [fit((), width, "bar")] * rows
    lines[0] = (Span("━" * width, "bar edge"),)
    lines[rows // 2] = middle
    return lines


_ASKED: Final = {
    "strength": tr("ANYTHING? ENTER: nothing"),
    "place": tr("WHERE? ENTER: not sure"),
    "which": tr("WHICH? ENTER: not sure"),
    "still_there": tr("STILL THERE? ENTER: gone"),
    "talk": tr("COULD YOU TALK? ENTER: easily"),
    "console": tr("FASTER AT THE CONSOLE. ENTER: go on"),
}


_PHASES: Final = {
    "connecting": tr("CONNECTING"),
    "still": tr("STILL"),
    "starting": tr("STARTING"),
    "stopping": tr("STOPPING"),
    "paused": tr("PAUSED"),
    "unknown": tr("UNKNOWN"),
}


def _small_words(view: View, ui: Ui) -> str:
    question = view.course.question
    if view.in_danger:
        return tr("USE THE TREADMILL'S OWN STOP")
    if view.course.ended is not None or view.over:
        told = (
            tr("SEE A CLINICIAN. {key} leaves")
            if view.course.refers
            else tr("IT IS OVER. {key} leaves")
        )
        return told.format(key="ENTER" if view.site is None else "ESC")
    if question is not None:
        return _ASKED.get(question.step, tr("A QUESTION"))
    if view.course.press is not None:
        return press_words(view, ui.units)
    if view.phase.name == "countdown":
        return tr("THE BELT BEGINS. ANY KEY: no")
    if view.phase.name in ("running", "walking out"):
        return interval_name(view)
    return _PHASES.get(view.phase.name) or view.phase.name.upper()


def readable(width: int, height: int) -> bool:
    """Return whether a terminal is large enough to show the screens, and what their keys do."""
    return width >= WIDTH and height >= HEIGHT


def _small(view: View, ui: Ui, width: int, height: int) -> Frame:
    """Return what a terminal too small for the screens can still say."""
    left = view.left
    driven = view.phase.name in ("running", "walking out") and view.may_move
    time = "" if left is None or not driven else f"  {remaining(left)}"
    simulated = view.about is not None and view.about.simulated
    stops = (
        tr("SPACE stops the belt") if stoppable(view) else tr("THE TREADMILL'S OWN STOP stops it")
    )
    if simulated:
        stops = "  ".join((tr("SIMULATED"), stops))
    lines = [
        words(Span(f" {stops}", "strong")),
        words(Span(f" {_small_words(view, ui)}{time}", "strong")),
        words(" ", tr("belt {speed}").format(speed=speed_words(view.belt.speed, ui.units))),
        *([] if view.host.arrive else [words(" ", tr("KEYS DO NOT REACH REPRISE"))]),
        words(" ", tr("make the terminal at least 80 x 24")),
    ]
    return Frame(tuple(block(lines, width, height)), None)
