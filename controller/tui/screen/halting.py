"""On the way to a standing belt, in a pause, and when nothing shows that the belt obeys."""

from __future__ import annotations

from typing import Final

from rich.cells import cell_len

from controller.records.view import View
from controller.settings.speeds import NOT_KNOWN, as_speed, shown, speed_words
from controller.tui.drawing.ink import Line, Span, balanced, centred, choices, fit, words, wrapped
from controller.tui.drawing.panel import banner, fitting, panel
from controller.tui.screen.help import help_lines
from controller.tui.screen.noted import noted_line
from controller.tui.screen.strip import strip
from controller.tui.screen.talk import (
    Ui,
    part_name,
    press_words,
    remaining,
    seconds_until,
    stoppable,
)
from controller.tui.screen.whom import see_in_short
from controller.words.catalogue import tr
from controller.words.recorded import tr_recorded
from protocols.units import SECOND, clock_time

_INDENT: Final = 3
_ROOMY: Final = 24
"""So many lines leave room for air around the large letters."""
HOLD: Final = tr("HOLD THE RAIL.")
OTHERWISE: Final = tr("If it does not slow down: the treadmill's own stop, or the safety key.")
OWN_STOP: Final = tr("USE THE TREADMILL'S OWN STOP, OR PULL THE SAFETY KEY")
_GOING_ON: Final = 2 * 60 * SECOND
_SHORT_PAUSE: Final = 10 * 60 * SECOND


def stopping_body(view: View, ui: Ui, width: int, rows: int) -> list[Line]:
    """Return the speed that falls, the time since the stop was asked for, and what to hold."""
    stop = view.course.stop
    since = view.phase.since if stop is None else min(stop.at, view.phase.since)
    units = as_speed(ui.units)
    asked = [
        tr("belt {speed}").format(speed=speed_words(view.belt.speed, units)),
        tr("stop asked for {time} ago").format(time=clock_time(view.now - since)),
    ]
    if stop is not None:
        asked.append(tr("because: {why}").format(why=tr_recorded(stop.because)))
    told = press_words(view, units) or tr("The belt is being brought to a stop.")
    below: list[Line] = [
        (),
        words("   ", Span(f"{told}  {HOLD}", "strong"), _still_words(view)),
        *(words("   ", each) for each in _in_lines(asked, width)),
        (),
        noted_line(view),
        *(help_lines(view, ui.units) if ui.help else [words("   ", OTHERWISE)]),
    ]
    speed = shown(view.belt.speed, units).replace(NOT_KNOWN, "")
    word = (
        fitting((tr("PRESS STOP"), tr("STOP")), speed, width) if view.course.press else tr("STOP")
    )
    return [(), *panel("still", word, speed, width, rows - len(below) - 1), *below]


def _in_lines(told: list[str], width: int) -> list[str]:
    """Return what is told side by side; the last of it, a sentence, below where it has no room."""
    beside = "   ".join(told)
    if cell_len(beside) <= width - 2 * _INDENT:
        return [beside]
    return ["   ".join(told[:-1]), *wrapped(told[-1], width - 2 * _INDENT)]


def _still_words(view: View) -> str:
    """Return how long this machine usually still needs, where that was learnt."""
    left = view.still_in
    return "" if left is None else "  " + tr("Still in about {seconds} s.").format(seconds=left)


def paused_body(view: View, ui: Ui, width: int, rows: int) -> list[Line]:
    """Return how long the pause has been, and the key that goes on."""
    gone = view.now - view.phase.since
    cut = view.course.interval
    again = tr("2 minutes of walking") if gone < _SHORT_PAUSE else tr("the whole warm-up")
    if cut is not None and cut.gait == "walk" and (view.left or 0) > _GOING_ON:
        again = tr("the rest of the walk, {time}").format(time=clock_time(view.left or 0))
    following = view.following
    then = ""
    if following is not None:
        then = tr("then {part}").format(part=part_name(view, following))
    until = view.phase.until
    limit = (
        tr("After 30 minutes the session is over.")
        if until is None
        else tr("In {time} the session is over.").format(time=remaining(until - view.now))
    )
    stands = tr("The belt is still.")
    goes_on = tr("Going on begins with {what}.").format(what=again)
    since = tr("Paused {time} ago.").format(time=clock_time(gone))
    if len(goes_on) + 6 + len(then) <= width:
        goes_on, then = f"{goes_on}   {then}", ""
    if _after_trial(view):
        stands, goes_on = tr("The stop works: the belt is still."), tr("Going on begins the plan.")
        since = then = ""
    further = choices(("G", tr("goes on, after 10 seconds in which any key calls it off")))
    if view.course.refers:
        goes_on = tr("What you noted ends the session.")
        then, *others = see_in_short(view)
        further = words("   ", *others)
    below: list[Line] = [
        (),
        words("   ", Span(stands, "strong"), *(f"  {each}" for each in (since, limit) if each)),
        words("   ", goes_on),
        words(f"   {then}") if then else (),
        further,
        choices(("SPACE", tr("ends the session")), ("?", tr("keys"))),
        words("   ", Span(_not_started(view) or ui.hint, "strong")),
    ]
    if ui.help:
        below = [(), *below[4:6], *help_lines(view, ui.units)]
    mark = [(Span("  "), *line) for line in strip(view, width - 4)]
    room = rows - len(below) - len(mark)
    shown = clock_time(gone) if gone < _SHORT_PAUSE else ""  # ten minutes need another digit
    return [*mark, *panel("still", tr("PAUSE"), shown, width, room), *below]


def _after_trial(view: View) -> bool:
    """Return whether the pause is the one behind the trial of the stop: nothing was done yet."""
    about, interval = view.about, view.course.interval
    new_here = about is not None and about.control.drill and view.belt.stop_seen
    return new_here and interval is not None and interval.part == 0 and interval.counts_from is None


def _not_started(view: View) -> str:
    why = view.opening.not_started
    return tr("No start: {why}.").format(why=tr_recorded(why)) if why else ""


def danger_body(view: View, ui: Ui, width: int, rows: int) -> list[Line]:
    """Return what fills the terminal when Reprise cannot vouch for the belt."""
    title, why = _what_is_wrong(view)
    blank = fit((), width, "danger")
    large = (tr("USE ITS"), tr("OWN STOP"))
    left = view.stops_in
    if left is not None:
        large = (tr("HOLD ON"), tr("STOP IN {seconds}").format(seconds=left))
        title = tr("THE LINK IS BACK")
        why = tr("The belt is asked to stop in {seconds} s. Hold the rail.").format(seconds=left)
    speed = speed_words(view.belt.speed, as_speed(ui.units))
    said = [
        OWN_STOP,
        *balanced(why, width - 8)[:2],
        tr("belt {speed}, as far as anything shows").format(speed=speed),
        _sound(view, ui),
    ]
    if rows < _ROOMY:
        del said[-2]
    air = [blank] if rows >= _ROOMY else []
    lines: list[Line] = [
        _yellow(title, width),
        *air,
        *banner(large[0], width, "danger"),
        blank,
        *banner(large[1], width, "danger"),
        *air,
        *[_yellow(each, width) for each in said],
    ]
    above = max(0, rows - len(lines)) // 2
    filled = [blank] * above + lines
    return filled + [blank] * max(0, rows - len(filled))


def _yellow(text: str, width: int) -> Line:
    return centred(words(Span(text, "danger")), width, "danger")


def _what_is_wrong(view: View) -> tuple[str, str]:
    watch, course = view.watch, view.course
    if watch.unsupervised is not None:
        because = _because(watch.unsupervised)
        if watch.no_successor:
            none = tr("No successor can be started ({why}).").format(
                why=tr_recorded(watch.no_successor)
            )
            because = f"{none} {because}"
        elif watch.successor:
            because = " ".join((tr("A successor has been started to stop it."), because))
        return tr("TREADMILL UNSUPERVISED"), because
    ended = course.ended
    if ended is not None and ended.console:
        why = tr_recorded(course.alarm or ended.because)
        return tr("ITS CONSOLE HAS THE BELT"), f"{why.capitalize()}."
    if ended is not None:
        title = tr("THE TREADMILL WAS LOST") if ended.outcome == "link_lost" else tr("UNKNOWN")
        unseen = tr("Nothing shows that the belt stands.")
        return title, f"{unseen} {_because(ended.because)}"
    if watch.gone:
        told = tr("The session is over; nothing shows that the belt stands.")
        return tr("TREADMILL UNSUPERVISED"), told
    if course.bug:
        asks = tr("It has asked the belt to stop and does so again and again.")
        none = tr("It cannot guide you any more.")
        return tr("A MISTAKE IN REPRISE"), asks if stoppable(view) else none
    if course.alarm is not None:
        alarm = tr_recorded(course.alarm)
        return tr("ALARM"), f"{alarm[:1].upper()}{alarm[1:]}."
    told = tr("It is not known whether the belt obeys.")
    if course.stop is not None:
        told = f"{told} {_because(course.stop.because)}"
    return tr("UNKNOWN"), told


def _because(why: str) -> str:
    return tr("Because: {why}.").format(why=tr_recorded(why))


def _sound(view: View, ui: Ui) -> str:
    if view.over:
        return tr("Nothing more can be done from here.  ENTER leaves.")
    told = [] if ui.heard else [tr("Any key silences the tone.")]
    if stoppable(view):
        told.append(tr("SPACE asks for the stop again."))
    return "  ".join(told)


def keys_banner(view: View, width: int) -> list[Line]:
    """Return the lines that say that keys do not arrive, or that nobody answers them."""
    if not view.may_move:
        return []
    if view.watch.unanswered:
        told = tr(
            "REPRISE DOES NOT ANSWER a key.  Use the treadmill's own stop, or pull the safety key."
        )
    elif not view.host.arrive:
        left = seconds_until(view.host.walk_at, view.now)
        told = tr(
            "KEYS DO NOT REACH REPRISE: another window is in front.  Click here, or use the "
            "treadmill's own stop."
        )
        waits = tr("No run begins while this stands.")
        if view.host.walk_at is not None and left:
            waits = tr("No run begins while this stands; in {seconds} s we walk.")
        told = f"{told}  {waits.format(seconds=left)}"
    else:
        return []
    return [
        fit((Span("  ", "danger"), Span(each, "danger")), width, "danger")
        for each in wrapped(told, width - 4)
    ]
