"""Before the belt moves: finding it, ticking what only a person can see, and the countdown."""

from __future__ import annotations

from typing import Final

from controller.records.view import View
from controller.settings.speeds import as_speed, shown, speed_words
from controller.tui.drawing.ink import Line, Span, choices, paragraph, shortened, words
from controller.tui.drawing.panel import fitting, panel
from controller.tui.keys.table import TICKS
from controller.tui.screen.plan_words import incline_words, level_words
from controller.tui.screen.talk import NO_JOURNAL, Ui, press_words, seconds_until, sensors_words
from protocols.units import SECOND

_TICKED: Final = (
    ("safety key clipped to you", "it is the only real stop"),
    ("no child, no pet near the belt; the cable is away from it", ""),
    ("phone within reach", ""),
    ("standing on the side rails, one hand on the rail", ""),
)
assert len(_TICKED) == TICKS  # noqa: S101  # the keys count what the screen shows
_COUNTDOWN: Final = 10 * SECOND
_LEVEL_LINES: Final = 3
_STAGES: Final = {
    "looking": ("LOOKING FOR THE TREADMILL", "Press a button on it: many sleep after 2 minutes."),
    "connecting": ("CONNECTING TO THE TREADMILL", "This takes a few seconds."),
}


def connecting_body(view: View, _ui: Ui, width: int, _rows: int) -> list[Line]:
    """Return what is being looked for, the remedy, and the way out."""
    opening = view.opening
    title, remedy = _STAGES.get(opening.stage, ("BEGINNING", "One moment."))
    told = paragraph(opening.because, width) if opening.because else []
    return [
        (), (), words("   ", Span(title, "strong")), (), words("   ", remedy), (),
        *told, (), choices(("SPACE", "or"), ("Q", "leave; nothing was sent to a treadmill")),
    ]  # fmt: skip


def not_begun_body(view: View, _ui: Ui, width: int, _rows: int) -> list[Line]:
    """Return why there is no session."""
    why = view.opening.not_begun or ""
    return [
        (), (), words("   ", Span("NOT BEGUN", "strong")), (), *paragraph(why, width), (),
        words("   ", "No belt was started."), (), choices(("ENTER", "leave")),
    ]  # fmt: skip


def ready_body(view: View, ui: Ui, width: int, rows: int) -> list[Line]:
    """Return the four lines to tick, and then the key that starts the belt."""
    about, opening = view.about, view.opening
    slowest = speed_words(None if about is None else about.slowest, as_speed(ui.units))
    lines: list[Line] = [(), words("   ", Span("BEFORE THE BELT MOVES", "strong")), ()]
    for number, (what, why) in enumerate(_TICKED):
        done = number < ui.ticks
        box = Span("[x]" if done else "[ ]", "strong")
        style = "dim" if done else "strong" if number == ui.ticks else "text"
        lines.append(
            words("     ", box, "  ", Span(f"{what:<34}", style), Span(f"   {why}", "dim"))
        )
    incline = incline_words(opening.before)
    if incline:
        lines.append(words("          ", Span(incline, "strong")))
    lines += [(), _next(view, ui, slowest)]
    if ui.ticks >= TICKS and opening.standing:
        lines.append(words("           In these 10 seconds any key calls it off."))
    if opening.not_started:
        lines += [(), *paragraph(f"No start: {opening.not_started}.", width, "strong")]
    lines += [(), *_stop(view, width), ()]
    below = [*_host(view, ui, width), (), choices(("ESC", "leave"), ("?", "keys"))]
    if ui.hint:
        below.append(words("   ", Span(ui.hint, "strong")))
    room = rows - len(lines) - len(below)
    trouble = shortened(ui.trouble, width - 6, min(_LEVEL_LINES, room - 1))
    told = [*(words("   ", Span(line, "strong")) for line in trouble), ()] if trouble else []
    return [*lines, *told, *_level(view, width, room - len(told)), *below]


def _level(view: View, width: int, room: int) -> list[Line]:
    """Return what the plan says of the level, as far as there is room for it."""
    lines = shortened(level_words(view.opening.before), width - 6, min(_LEVEL_LINES, room - 1))
    return [*(words("   ", line) for line in lines), ()] if lines else []


def _stop(view: View, width: int) -> list[Line]:
    about = view.about
    if about is None or not about.control.manual:
        told = "SPACE asks the treadmill to stop, by radio. If it fails, pull the key."
        down = None if about is None else about.control.way_down
        if down is not None:
            seconds = seconds_until(down, 0)
            told += f" From its fastest speed today this belt needs about {seconds} s to stand."
        return paragraph(told, width)
    lines = paragraph(
        f"MANUAL MODE: {about.control.why}. Reprise says what to press; you press it.",
        width,
        "strong",
    )
    if about.control.stops:
        told = (
            "SPACE asks it to stop, by radio; press its own stop, too. If it fails, pull the key."
        )
    else:
        told = "Reprise cannot stop this belt: its own stop does. If that fails, pull the key."
    return [*lines, *paragraph(told, width)]


def _next(view: View, ui: Ui, slowest: str) -> Line:
    if ui.ticks < TICKS:
        return words("   ", Span(" ENTER ", "key"), "  ticks them one by one")
    if not view.opening.standing:
        return words("   Waiting until the treadmill shows that its belt stands.")
    start = f"start.  The belt begins at {slowest} after 10 seconds."
    if view.about is not None and view.about.control.drill:
        start = f"start at {slowest}.  This treadmill is new: its stop is tried first."
    if view.about is not None and view.about.control.manual:
        start = "begin.  After 10 seconds you are told to start the belt."
    return words("   Then ", Span(" G ", "key"), "  ", Span(start, "strong"))


def _host(view: View, ui: Ui, width: int) -> list[Line]:
    host, about = view.host, view.about
    lines: list[Line] = []
    if view.opening.review:
        lines.append(words(f"   {view.opening.review}"))
    if about is not None:
        belt = "belt still" if view.opening.standing else "belt not yet seen to stand"
        units = as_speed(ui.units)
        reach = f"{shown(about.slowest, units)} to {speed_words(about.fastest, units)}"
        lines.append(words(f"   {about.machine}: {belt}, {reach}"))
    for live in (True, False):
        told = sensors_words(view, live=live)
        if told:
            lines.append(words("   ", told if live else Span(told, "strong")))
    keys = "yes" if host.arrive else "NO: another window is in front"
    awake = {None: "asked for at the start", True: "yes", False: "NO"}[host.awake]
    lines.append(words(f"   Keys reach Reprise: {keys}     Lock and sleep held off: {awake}"))
    if host.because:
        lines += paragraph(host.because, width)
    if host.battery is not None:
        plugged = ", plugged in" if host.plugged else ""
        lines.append(words(f"   Battery {host.battery} %{plugged}"))
    if not host.journal:
        lines.append(words("   ", Span(NO_JOURNAL, "strong")))
    return lines


def countdown_body(view: View, ui: Ui, width: int, rows: int) -> list[Line]:
    """Return the seconds to the start, large."""
    until = view.phase.until
    if until is None:
        until = view.phase.since + _COUNTDOWN
    left = str(max(1, seconds_until(until, view.now)))
    slowest = (
        "" if view.about is None else f" at {speed_words(view.about.slowest, as_speed(ui.units))}"
    )
    manual = view.about is not None and view.about.control.manual
    told = (
        "Then you press START on the treadmill" if manual else f"The belt begins to move{slowest}"
    )
    below: list[Line] = [
        (),
        words("   ", Span(f"{told}.", "strong")),
        words("   One hand on the rail, feet beside the belt until it moves."),
        (),
        words("   ", Span("ANY KEY CALLS IT OFF", "strong")),
    ]
    return [(), *panel("still", "BEGINS", left, width, rows - len(below) - 1), *below]


def starting_body(view: View, ui: Ui, width: int, rows: int) -> list[Line]:
    """Return that the start was sent and the belt is awaited."""
    gone = str((view.now - view.phase.since) // SECOND)
    if view.about is not None and view.about.control.manual:
        return _start_it(view, ui, gone, width, rows)
    below: list[Line] = [
        (),
        words("   ", Span("Start was sent. Waiting for the belt.", "strong")),
        words("   One hand on the rail. Some treadmills take up to 15 seconds."),
        *_hint(ui),
    ]
    return [(), *panel("still", "START", gone, width, rows - len(below) - 1), *below]


def _hint(ui: Ui) -> list[Line]:
    return [(), words("   ", Span(ui.hint, "strong"))] if ui.hint else []


def _start_it(view: View, ui: Ui, gone: str, width: int, rows: int) -> list[Line]:
    """Return that the runner is to start the belt herself."""
    below: list[Line] = [
        (),
        words("   ", Span(press_words(view, ui.units), "strong")),
        words("   One hand on the rail.  Not started within a minute, the session is over."),
        *_hint(ui),
    ]
    word = fitting(("PRESS START", "START"), gone, width)
    return [(), *panel("still", word, gone, width, rows - len(below) - 1), *below]
