"""The screen of a simulated treadmill as lines: a plain function of what it shows."""

from __future__ import annotations

from enum import Enum
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple, assert_never

from controller.tui.drawing.font import ROWS, big
from controller.tui.drawing.ink import (
    Line,
    Span,
    block,
    choices,
    ends,
    fit,
    paragraph,
    width_of,
    words,
    wrapped,
)
from protocols.units import kmh

if TYPE_CHECKING:
    from controller.tui.treadmill.view import CommandSeen, FaultSeen, TreadmillView

WIDTH: Final = 80
HEIGHT: Final = 24
"""The smallest terminal that the screen is drawn for."""
_PHASE_STYLE: Final = {
    "still": "still",
    "paused": "still",
    "countdown": "walk",
    "moving": "run",
    "stopping": "walk",
    "pausing": "walk",
}
_SPEED_WIDTH: Final = 42
_CONSOLE: Final = (
    *(("G", "start"), ("SPACE", "stop"), ("UP", "faster"), ("DOWN", "slower")),
    *(("K", "safety key"), ("F", "step off")),
)
_LEAVING: Final = "A client is connected. It would lose its link and this belt. Q again: quit"
_HELP: Final = (
    ("1 to E", "begin a fault and mend it; the next page tells what each is"),
    ("G", "the treadmill's start key"),
    ("SPACE", "the treadmill's stop key; some treadmills pause on it"),
    ("UP   DOWN", "one step faster, slower, in the treadmill's own unit"),
    ("K", "pull the safety key"),
    ("F", "step on the belt, or off it"),
    ("?", "the faults, and then back"),
    ("Q   ESC", "quit; asks again while a client is connected. CTRL-C: at once"),
)
_ABOUT: Final = (
    "The belt here is simulated, and nothing of this computer moves. BELT is what it truly does; "
    "REPORTED is what the treadmill tells its client, which on some machines is not the same."
)

_ABOUT_FAULTS: Final = (
    "They last until their key is pressed again; disconnect and control-lost happen in a moment. "
    "Amounts and spans of time can be said with --control (docs/simulators.md)."
)

FAULT_KEYS: Final = tuple("123456789abcde")
"""In the order of the faults; those letters are no key of the console."""


class Page(Enum):
    """What stands on the screen."""

    TREADMILL = "treadmill"
    KEYS = "keys"
    FAULTS = "faults"

    @property
    def next(self) -> Page:
        """The one behind it, or the first."""
        pages = tuple(Page)
        return pages[(pages.index(self) + 1) % len(pages)]


class Asides(NamedTuple):
    """What the screen itself remembers."""

    page: Page = Page.TREADMILL
    leaving: bool = False
    """Q was pressed once while a client is connected."""


def draw(view: TreadmillView, asides: Asides, width: int, height: int) -> tuple[Line, ...]:
    """Return the screen for a terminal of that size."""
    if width < WIDTH or height < HEIGHT:
        told = f"{WIDTH} x {HEIGHT} are needed here; the treadmill goes on. Q quits."
        return tuple(block([words(each) for each in wrapped(told, width)], width, height))
    head = ends(
        words(Span(f" {view.title}", "strong"), Span("  simulated", "dim")),
        words(
            Span("? ", "strong"), Span("keys  ", "dim"), Span("Q ", "strong"), Span("quit ", "dim")
        ),
        width,
    )
    match asides.page:
        case Page.TREADMILL:
            body = _body(view, width, height)
        case Page.KEYS:
            body = _keys(width)
        case Page.FAULTS:
            body = _faults_told(view, width)
        case _:
            assert_never(asides.page)
    last = (
        fit(words(Span(f" {_LEAVING}", "danger")), width, "danger")
        if asides.leaving
        else words(Span(f" {view.happened}", "dim"))
    )
    return (head, *block(body, width, height - 2), fit(last, width))


def _body(view: TreadmillView, width: int, height: int) -> list[Line]:
    faults = _faults(view, width)
    rest = 1 + ROWS + 3 + len(faults) + 1
    room = max(1, height - 2 - rest)
    commands = [_command(each, width) for each in view.commands[-room:]]
    return [
        *_speed(view, width),
        _title("COMMANDS", "when, bytes, what they ask for, the answer", width),
        *block(commands or [words(Span(" none yet", "dim"))], width, room),
        _title("FAULTS", "a key begins one, and mends it", width),
        *faults,
        _title("CONSOLE", "the keys on the treadmill itself", width),
        choices(*_CONSOLE, apart=1),
    ]


def _speed(view: TreadmillView, width: int) -> list[Line]:
    """Return the belt's true speed, large, with the facts beside it."""
    style = _PHASE_STYLE.get(view.phase, "still")
    label = fit(words(Span(f"  BELT km/h: {view.phase}", style)), _SPEED_WIDTH, style)
    digits = [
        fit((Span("  ", style), *_ink(row, style)), _SPEED_WIDTH, style)
        for row in big(f"{view.belt // 100}.{view.belt % 100:02d}")
    ]
    facts = [
        _fact("reported", f"{kmh(view.reported)} km/h", differs=view.reported != view.belt),
        _fact("target", f"{kmh(view.target)} km/h"),
        _fact("client", "connected" if view.client else "none"),
        _fact("control", "the client's" if view.controlled else "nobody's"),
        _fact("on belt", f"{view.steps} steps/min" if view.on_belt else "nobody"),
        _fact("radio", view.how),
        _fact("name", view.calls_itself),
        _fact("address", view.address),
    ]
    blank: Line = (Span("  "),)
    return [
        fit((*left, *blank, *right), width)
        for left, right in zip([label, *digits], facts, strict=True)
    ]


def _ink(row: str, style: str) -> list[Span]:
    """Return a row of a large text; the cells that are drawn are blocks, for want of colour."""
    return [
        Span("█" * len(list(cells)), f"{style} ink")
        if drawn
        else Span(" " * len(list(cells)), style)
        for drawn, cells in groupby(row, key=lambda cell: cell == "#")
    ]


def _fact(name: str, value: str, *, differs: bool = False) -> Line:
    return words(
        Span(f"{name:<10}", "dim"), Span(value, "strong"), " not the belt" if differs else ""
    )


def _title(name: str, about: str, width: int) -> Line:
    line = words(Span(f" {name} ", "strong"), Span(f" {about} ", "dim"))
    return (*line, Span("─" * max(0, width - width_of(line) - 1), "to come"))


def _command(seen: CommandSeen, width: int) -> Line:
    answer = f"{seen.answer}  {seen.says}" if seen.answer else seen.says
    return (
        *fit(words(f"{seen.seconds:9.3f}  ", Span(_cut(seen.data, 14), "strong")), 26),
        *fit(words(_cut(seen.means, 24)), 25),
        *words(_cut(answer, width - 51)),
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _faults(view: TreadmillView, width: int) -> list[Line]:
    """Return the faults in two columns, by their keys downwards."""
    shown = [
        _fault(key, fault, width // 2) for key, fault in zip(FAULT_KEYS, view.faults, strict=False)
    ]
    half = (len(shown) + 1) // 2
    return [
        (*left, *right) for left, right in zip_longest(shown[:half], shown[half:], fillvalue=())
    ]


def _fault(key: str, fault: FaultSeen, width: int) -> Line:
    name = words(
        *(" ", Span(f" {key.upper()} ", "key"), " ", Span(fault.name, "strong"), " "),
        Span(fault.amount, "dim"),
    )
    return ends(name, words(Span(" ON ", "danger"), "  ") if fault.on else (), width)


def _keys(width: int) -> list[Line]:
    keys = [words("   ", Span(f"{key:<12}", "strong"), does) for key, does in _HELP]
    return [(), *keys, (), *paragraph(_ABOUT, width)]


def _faults_told(view: TreadmillView, width: int) -> list[Line]:
    """Return what each fault is; its key works here too."""
    lines = [
        ends(
            words(
                " ",
                Span(f" {key.upper()} ", "key"),
                Span(f" {fault.name:<22}", "strong"),
                fault.says,
            ),
            words(Span(" ON ", "danger"), " ") if fault.on else (),
            width,
        )
        for key, fault in zip(FAULT_KEYS, view.faults, strict=False)
    ]
    return [(), *lines, (), *paragraph(_ABOUT_FAULTS, width)]
