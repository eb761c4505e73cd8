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
from controller.words.catalogue import tr
from controller.words.recorded import tr_recorded
from protocols.units import SECOND

_TICKED: Final = (
    (tr("safety key clipped to you"), tr("it is the only real stop")),
    (tr("no child, no pet near the belt; the cable is away from it"), ""),
    (tr("phone within reach"), ""),
    (tr("standing on the side rails, one hand on the rail"), ""),
)
assert len(_TICKED) == TICKS  # noqa: S101  # the keys count what the screen shows
_COUNTDOWN: Final = 10 * SECOND
_LEVEL_LINES: Final = 3
_WITHIN_A_MINUTE: Final = tr(
    "One hand on the rail.  Not started within a minute, the session is over."
)
_STAGES: Final = {
    "looking": (
        tr("LOOKING FOR THE TREADMILL"),
        tr("Press a button on it: many sleep after 2 minutes."),
    ),
    "connecting": (tr("CONNECTING TO THE TREADMILL"), tr("This takes a few seconds.")),
}


def connecting_body(view: View, _ui: Ui, width: int, _rows: int) -> list[Line]:
    """Return what is being looked for, the remedy, and the way out."""
    opening = view.opening
    title, remedy = _STAGES.get(opening.stage, (tr("BEGINNING"), tr("One moment.")))
    told = paragraph(tr_recorded(opening.because), width) if opening.because else []
    leave = choices(("SPACE", tr("or")), ("Q", tr("leave; nothing was sent to a treadmill")))
    return [
        (), (), words("   ", Span(title, "strong")), (), words("   ", remedy), (),
        *told, (), leave,
    ]  # fmt: skip


def not_begun_body(view: View, _ui: Ui, width: int, _rows: int) -> list[Line]:
    """Return why there is no session."""
    why = _looked_up(view.opening.not_begun or "")
    return [
        (), (), words("   ", Span(tr("NOT BEGUN"), "strong")), (), *paragraph(why, width), (),
        words("   ", tr("No belt was started.")), (), choices(("ENTER", tr("leave"))),
    ]  # fmt: skip


def _looked_up(sentence: str) -> str:
    """Return a sentence in her language; of some only the reason in it is what was recorded."""
    told = tr_recorded(sentence)
    reason = f"{sentence[:1].lower()}{sentence[1:].removesuffix('.')}"
    if told != sentence or (known := tr_recorded(reason)) == reason:
        return told
    return f"{known[:1].upper()}{known[1:]}."


def ready_body(view: View, ui: Ui, width: int, rows: int) -> list[Line]:
    """Return the four lines to tick, and then the key that starts the belt."""
    about, opening = view.about, view.opening
    slowest = speed_words(None if about is None else about.slowest, as_speed(ui.units))
    lines: list[Line] = [(), words("   ", Span(tr("BEFORE THE BELT MOVES"), "strong")), ()]
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
        lines.append(words("           ", tr("In these 10 seconds any key calls it off.")))
    if opening.not_started:
        told = tr("No start: {why}.").format(why=tr_recorded(opening.not_started))
        lines += [(), *paragraph(told, width, "strong")]
    lines += [(), *_stop(view, width), ()]
    below = [*_host(view, ui, width), (), choices(("ESC", tr("leave")), ("?", tr("keys")))]
    if ui.hint:
        below.append(words("   ", Span(ui.hint, "strong")))
    room = rows - len(lines) - len(below)
    trouble = shortened(ui.trouble, width - 6, min(_LEVEL_LINES, room - 1))
    wrong = [*(words("   ", Span(line, "strong")) for line in trouble), ()] if trouble else []
    return [*lines, *wrong, *_level(view, width, room - len(wrong)), *below]


def _level(view: View, width: int, room: int) -> list[Line]:
    """Return what the plan says of the level, as far as there is room for it."""
    lines = shortened(level_words(view.opening.before), width - 6, min(_LEVEL_LINES, room - 1))
    return [*(words("   ", line) for line in lines), ()] if lines else []


def _stop(view: View, width: int) -> list[Line]:
    about = view.about
    if about is None or not about.control.manual:
        told = tr("SPACE asks the treadmill to stop, by radio. If it fails, pull the key.")
        down = None if about is None else about.control.way_down
        if down is not None:
            needs = tr("From its fastest speed today this belt needs about {seconds} s to stand.")
            told = f"{told} {needs.format(seconds=seconds_until(down, 0))}"
        return paragraph(told, width)
    manual = tr("MANUAL MODE: {why}. Reprise says what to press; you press it.")
    lines = paragraph(manual.format(why=tr_recorded(about.control.why)), width, "strong")
    if about.control.stops:
        told = tr(
            "SPACE asks it to stop, by radio; press its own stop, too. If it fails, pull the key."
        )
    else:
        told = tr("Reprise cannot stop this belt: its own stop does. If that fails, pull the key.")
    return [*lines, *paragraph(told, width)]


def _next(view: View, ui: Ui, slowest: str) -> Line:
    if ui.ticks < TICKS:
        return words("   ", Span(" ENTER ", "key"), "  ", tr("ticks them one by one"))
    if not view.opening.standing:
        return words("   ", tr("Waiting until the treadmill shows that its belt stands."))
    start = tr("start.  The belt begins at {speed} after 10 seconds.")
    if view.about is not None and view.about.control.drill:
        start = tr("start at {speed}.  This treadmill is new: its stop is tried first.")
    if view.about is not None and view.about.control.manual:
        start = tr("begin.  After 10 seconds you are told to start the belt.")
    told = Span(start.format(speed=slowest), "strong")
    return words("   ", tr("Then"), " ", Span(" G ", "key"), "  ", told)


def _host(view: View, ui: Ui, width: int) -> list[Line]:
    host, about = view.host, view.about
    lines: list[Line] = []
    if view.opening.review:
        lines.append(words("   ", tr_recorded(view.opening.review)))
    if about is not None:
        belt = tr("belt still") if view.opening.standing else tr("belt not yet seen to stand")
        units = as_speed(ui.units)
        reach = tr("{slowest} to {fastest}").format(
            slowest=shown(about.slowest, units), fastest=speed_words(about.fastest, units)
        )
        lines.append(words(f"   {about.machine}: {belt}, {reach}"))
    for live in (True, False):
        told = sensors_words(view, live=live)
        if told:
            lines.append(words("   ", told if live else Span(told, "strong")))
    keys = tr("yes") if host.arrive else tr("NO: another window is in front")
    awake = {None: tr("asked for at the start"), True: tr("yes"), False: tr("NO")}[host.awake]
    reach = tr("Keys reach Reprise: {answer}").format(answer=keys)
    held_off = tr("Lock and sleep held off: {answer}").format(answer=awake)
    lines.append(words(f"   {reach}     {held_off}"))
    if host.because:
        lines += paragraph(tr_recorded(host.because), width)
    if host.battery is not None:
        battery = tr("Battery {n} %, plugged in") if host.plugged else tr("Battery {n} %")
        lines.append(words("   ", battery.format(n=host.battery)))
    if not host.journal:
        lines.append(words("   ", Span(NO_JOURNAL, "strong")))
    return lines


def countdown_body(view: View, ui: Ui, width: int, rows: int) -> list[Line]:
    """Return the seconds to the start, large."""
    until = view.phase.until
    if until is None:
        until = view.phase.since + _COUNTDOWN
    left = str(max(1, seconds_until(until, view.now)))
    told = tr("The belt begins to move.")
    if view.about is not None:
        slowest = speed_words(view.about.slowest, as_speed(ui.units))
        told = tr("The belt begins to move at {speed}.").format(speed=slowest)
        if view.about.control.manual:
            told = tr("Then you press START on the treadmill.")
    below: list[Line] = [
        (),
        words("   ", Span(told, "strong")),
        words("   ", tr("One hand on the rail, feet beside the belt until it moves.")),
        (),
        words("   ", Span(tr("ANY KEY CALLS IT OFF"), "strong")),
    ]
    return [(), *panel("still", tr("BEGINS"), left, width, rows - len(below) - 1), *below]


def starting_body(view: View, ui: Ui, width: int, rows: int) -> list[Line]:
    """Return that the start was sent and the belt is awaited."""
    gone = str((view.now - view.phase.since) // SECOND)
    if view.about is not None and view.about.control.manual:
        return _start_it(view, ui, gone, width, rows)
    below: list[Line] = [
        (),
        words("   ", Span(tr("Start was sent. Waiting for the belt."), "strong")),
        words("   ", tr("One hand on the rail. Some treadmills take up to 15 seconds.")),
        *_hint(ui),
    ]
    return [(), *panel("still", tr("START"), gone, width, rows - len(below) - 1), *below]


def _hint(ui: Ui) -> list[Line]:
    return [(), words("   ", Span(ui.hint, "strong"))] if ui.hint else []


def _start_it(view: View, ui: Ui, gone: str, width: int, rows: int) -> list[Line]:
    """Return that the runner is to start the belt herself."""
    below: list[Line] = [
        (),
        words("   ", Span(press_words(view, ui.units), "strong")),
        words("   ", _WITHIN_A_MINUTE),
        *_hint(ui),
    ]
    word = fitting((tr("PRESS START"), tr("START")), gone, width)
    return [(), *panel("still", word, gone, width, rows - len(below) - 1), *below]
