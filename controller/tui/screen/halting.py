"""On the way to a standing belt, in a pause, and when nothing shows that the belt obeys."""

from __future__ import annotations

from typing import Final

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
from protocols.units import SECOND, clock_time

_ROOMY: Final = 24
"""So many lines leave room for air around the large letters."""
_SEE: Final = "Please see a clinician before another session."
_GOING_ON: Final = 2 * 60 * SECOND
_SHORT_PAUSE: Final = 10 * 60 * SECOND


def stopping_body(view: View, ui: Ui, width: int, rows: int) -> list[Line]:
    """Return the speed that falls, the time since the stop was asked for, and what to hold."""
    stop = view.course.stop
    since = view.phase.since if stop is None else min(stop.at, view.phase.since)
    why = "" if stop is None else f"   because: {stop.because}"
    units = as_speed(ui.units)
    told = press_words(view, units) or "The belt is being brought to a stop."
    below: list[Line] = [
        (),
        words("   ", Span(f"{told}  HOLD THE RAIL.", "strong"), _still_words(view)),
        words(f"   belt {speed_words(view.belt.speed, units)}"
              f"   stop asked for {clock_time(view.now - since)} ago{why}"),
        (),
        noted_line(view),
        *(help_lines(view, ui.units) if ui.help else [
            words("   If it does not slow down: the treadmill's own stop, or the safety key."),
        ]),
    ]  # fmt: skip
    speed = shown(view.belt.speed, units).replace(NOT_KNOWN, "")
    word = fitting(("PRESS STOP", "STOP"), speed, width) if view.course.press else "STOP"
    return [(), *panel("still", word, speed, width, rows - len(below) - 1), *below]


def _still_words(view: View) -> str:
    """Return how long this machine usually still needs, where that was learnt."""
    left = view.still_in
    return "" if left is None else f"  Still in about {left} s."


def paused_body(view: View, ui: Ui, width: int, rows: int) -> list[Line]:
    """Return how long the pause has been, and the key that goes on."""
    gone = view.now - view.phase.since
    cut = view.course.interval
    again = "2 minutes of walking" if gone < _SHORT_PAUSE else "the whole warm-up"
    if cut is not None and cut.gait == "walk" and (view.left or 0) > _GOING_ON:
        again = f"the rest of the walk, {clock_time(view.left or 0)}"
    following = view.following
    then = "" if following is None else f"then {part_name(view, following)}"
    until = view.phase.until
    limit = (
        "After 30 minutes the session is over."
        if until is None
        else f"In {remaining(until - view.now)} the session is over."
    )
    stands, goes_on = "The belt is still.", f"   Going on begins with {again}."
    limit = f"  Paused {clock_time(gone)} ago.  {limit}"
    if len(goes_on) + 3 + len(then) <= width:
        goes_on, then = f"{goes_on}   {then}", ""
    if _after_trial(view):
        stands, goes_on = "The stop works: the belt is still.", "   Going on begins the plan."
        then = ""
        limit = limit.partition(".")[2]
    further = choices(("G", "goes on, after 10 seconds in which any key calls it off"))
    if view.course.refers:
        goes_on, further = "   What you noted ends the session.", words(f"   {_SEE}")
        then = ""
    below: list[Line] = [
        (),
        words("   ", Span(stands, "strong"), limit),
        words(goes_on),
        words(f"   {then}") if then else (),
        further,
        choices(("SPACE", "ends the session"), ("?", "keys")),
        words("   ", Span(_not_started(view) or ui.hint, "strong")),
    ]
    if ui.help:
        below = [(), *below[4:6], *help_lines(view, ui.units)]
    mark = [(Span("  "), *line) for line in strip(view, width - 4)]
    room = rows - len(below) - len(mark)
    shown = clock_time(gone) if gone < _SHORT_PAUSE else ""  # ten minutes need another digit
    return [*mark, *panel("still", "PAUSE", shown, width, room), *below]


def _after_trial(view: View) -> bool:
    """Return whether the pause is the one behind the trial of the stop: nothing was done yet."""
    about, interval = view.about, view.course.interval
    new_here = about is not None and about.control.drill and view.belt.stop_seen
    return new_here and interval is not None and interval.part == 0 and interval.counts_from is None


def _not_started(view: View) -> str:
    why = view.opening.not_started
    return f"No start: {why}." if why else ""


def danger_body(view: View, ui: Ui, width: int, rows: int) -> list[Line]:
    """Return what fills the terminal when Reprise cannot vouch for the belt."""
    title, why = _what_is_wrong(view)
    blank = fit((), width, "danger")
    large = ("USE ITS", "OWN STOP")
    left = view.stops_in
    if left is not None:
        large = ("HOLD ON", f"STOP IN {left}")
        title, why = "THE LINK IS BACK", f"The belt is asked to stop in {left} s. Hold the rail."
    said = [
        "USE THE TREADMILL'S OWN STOP, OR PULL THE SAFETY KEY",
        *balanced(why, width - 8)[:2],
        f"belt {speed_words(view.belt.speed, as_speed(ui.units))}, as far as anything shows",
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
        help_comes = "A successor has been started to stop it. " if watch.successor else ""
        if watch.no_successor:
            help_comes = f"No successor can be started ({watch.no_successor}). "
        return "TREADMILL UNSUPERVISED", f"{help_comes}Because: {watch.unsupervised}."
    ended = course.ended
    if ended is not None and ended.console:
        return "ITS CONSOLE HAS THE BELT", f"{(course.alarm or ended.because).capitalize()}."
    if ended is not None:
        title = "THE TREADMILL WAS LOST" if ended.outcome == "link_lost" else "UNKNOWN"
        return title, f"Nothing shows that the belt stands. Because: {ended.because}."
    if watch.gone:
        return "TREADMILL UNSUPERVISED", "The session is over; nothing shows that the belt stands."
    if course.bug:
        asks = "It has asked the belt to stop and does so again and again."
        return "A MISTAKE IN REPRISE", asks if stoppable(view) else "It cannot guide you any more."
    if course.alarm is not None:
        return "ALARM", f"{course.alarm[:1].upper()}{course.alarm[1:]}."
    why = "" if course.stop is None else f" Because: {course.stop.because}."
    return "UNKNOWN", f"It is not known whether the belt obeys.{why}"


def _sound(view: View, ui: Ui) -> str:
    if view.over:
        return "Nothing more can be done from here.  ENTER leaves."
    tone = "" if ui.heard else "Any key silences the tone.  "
    return f"{tone}SPACE asks for the stop again." if stoppable(view) else tone.rstrip()


def keys_banner(view: View, width: int) -> list[Line]:
    """Return the lines that say that keys do not arrive, or that nobody answers them."""
    if not view.may_move:
        return []
    if view.watch.unanswered:
        told = (
            "REPRISE DOES NOT ANSWER a key.  Use the treadmill's own stop, or pull the safety key."
        )
    elif not view.host.arrive:
        left = seconds_until(view.host.walk_at, view.now)
        when = f"; in {left} s we walk" if view.host.walk_at is not None and left else ""
        told = (
            "KEYS DO NOT REACH REPRISE: another window is in front.  Click here, or use the "
            f"treadmill's own stop.  No run begins while this stands{when}."
        )
    else:
        return []
    return [
        fit((Span("  ", "danger"), Span(each, "danger")), width, "danger")
        for each in wrapped(told, width - 4)
    ]
