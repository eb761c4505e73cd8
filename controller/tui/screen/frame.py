"""A whole screen from a View: which body it is, the first line above it, the bar below it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from controller.records.view import View
from controller.tui.drawing.ink import Line, Span, block, centred, ends, fit, words
from controller.tui.screen.closing import closing_body
from controller.tui.screen.halting import (
    danger_body,
    keys_banner,
    paused_body,
    stopping_body,
)
from controller.tui.screen.help import help_lines, standing_keys
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
from controller.tui.screen.small import small_lines
from controller.tui.screen.talk import Ui, head_line
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


_WITH_KEYS: Final[tuple[Body, ...]] = (
    *(ready_body, run_body, question_body, stopping_body, paused_body),
)
"""The bodies that have a page of keys behind ``?``."""


def has_keys(view: View, ui: Ui) -> bool:
    """Return whether ``?`` shows anything: the keys, or the address for a phone."""
    return body_of(view) in _WITH_KEYS or (bool(ui.page) and view.may_move)


def draw(view: View, ui: Ui, width: int, height: int) -> Frame:
    """Return the screen for a terminal of that size."""
    if not readable(width, height):
        return Frame(small_lines(view, ui, width, height), None)
    left, right = head_line(view, ui, width)
    head = ends(left, right, width)
    shown = bool(ui.replay) or (view.may_move and not view.over)
    bar = _bar(view, ui, width, _BAR + 2 * (height >= _TALL)) if shown else []
    rows = height - 1 - len(bar)
    body = body_of(view)
    lines = body(view, ui, width, rows)
    if body in (closing_body, not_begun_body):
        lines = _hinted(lines, ui, rows)
    if ui.help and body is ready_body:
        lines = [(), *standing_keys(), (), *help_lines(view, ui.units)]
        lines += page_lines(ui, width, rows - len(lines))
    filled = block(lines, width, rows)
    over = keys_banner(view, width) if body is not danger_body else []
    if ui.help and body is not ready_body:
        note_page(filled, ui, width)
    if over:
        filled[rows - len(over) :] = over
    return Frame((head, *filled, *bar), height - len(bar) if bar else None)


def _hinted(lines: list[Line], ui: Ui, rows: int) -> list[Line]:
    """Return the lines with a hint in the last empty one: these bodies keep none for it."""
    filled = [*lines, *([()] * (rows - len(lines)))]
    empty = [number for number, line in enumerate(filled[:rows]) if not line]
    if ui.hint and empty:
        filled[empty[-1]] = words("   ", Span(ui.hint, "strong"))
    return filled


def _bar(view: View, ui: Ui, width: int, rows: int) -> list[Line]:
    told = (
        _REPLAY if ui.replay else _BARS["full" if view.about is None else view.about.control.kind]
    )
    middle = centred((Span(told, "bar"),), width, "bar")
    lines = [fit((), width, "bar")] * rows
    lines[0] = (Span("━" * width, "bar edge"),)
    lines[rows // 2] = middle
    return lines


def readable(width: int, height: int) -> bool:
    """Return whether a terminal is large enough to show the screens, and what their keys do."""
    return width >= WIDTH and height >= HEIGHT
