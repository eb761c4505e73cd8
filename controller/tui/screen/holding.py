"""Why the belt, or what is to come, is not as planned: one line, the most pressing reason."""

from __future__ import annotations

from typing import Final

from controller.records.seen import BACK_BY, JOG_FLOOR, Changed
from controller.records.told import Runs
from controller.records.view import View
from controller.settings.speeds import as_speed, shown, speed_words
from controller.settings.values import Units
from controller.tui.drawing.ink import Line, Span, words
from controller.tui.screen.talk import seconds_until
from controller.words.catalogue import tr
from controller.words.recorded import tr_recorded
from protocols.units import SECOND, clock_time

_ONCE: Final = 10 * SECOND
_HELD: Final = tr("HELD at {speed}: {why}")
_STEPS: Final = tr("your steps are a walk.  Run when you are ready, or W")


def held_line(view: View, units: Units) -> Line:
    """Return who or what holds the belt below the plan, or nothing."""
    told = _changed(view, units) or _held(view, units)
    if told:
        return words("   ", Span(told, "strong"))
    if view.eased > 0:
        return _eased(view, units)
    runs = view.answers.runs
    return () if runs is None else words("   ", Span(_shorter(runs), "strong"))


def _changed(view: View, units: Units) -> str:
    changed = view.belt.changed
    if changed is None:
        return ""
    if changed.until is not None:
        return _slower_soon(changed, view.now, units)
    if view.now >= changed.at + _ONCE:
        return ""
    if changed.higher:
        told = tr("{speed} was set at the treadmill.  The next step waits.")
    else:
        told = tr("{speed}, as you set it at the treadmill.")
    return told.format(speed=speed_words(changed.speed, units))


def _slower_soon(changed: Changed, now: int, units: Units) -> str:
    left = seconds_until(changed.until, now)
    if not left:
        return ""
    told = tr("SLOWER IN {seconds} s: {why}.  {speed} was set at the treadmill.")
    speed = shown(changed.speed, units)
    return told.format(seconds=left, why=tr_recorded(changed.because), speed=speed)


def _held(view: View, units: Units) -> str:
    belt, planned = view.belt, view.planned
    if belt.steps.held:
        return _HELD.format(speed=speed_words(JOG_FLOOR, units), why=_STEPS)
    if belt.ceiling is None or planned is None or belt.ceiling >= planned - view.eased:
        return ""
    return _HELD.format(speed=speed_words(belt.ceiling, units), why=tr_recorded(belt.held_by))


def _eased(view: View, units: Units) -> Line:
    each, eased = view.course.interval, view.belt.eased
    speed = "" if each is None else speed_words(each.speed, units)
    by_console = eased is not None and eased.by == "console"
    told = (
        tr("{speed}, as you set it at the treadmill")
        if by_console
        else tr("held: you chose {speed}")
    )
    line: list[str | Span] = ["   ", Span(told.format(speed=speed), "strong")]
    if view.offers_faster:
        faster = tr("{speed} faster").format(speed=shown(BACK_BY, as_speed(units)))
        line += ["     ", Span(" UP ", "key"), f" {faster}"]
    return words(*line)


def _shorter(runs: Runs) -> str:
    told: list[str] = []
    if runs.longest is not None:
        told.append(tr("{time} at most").format(time=clock_time(runs.longest)))
    if runs.percent < 100:
        told.append(tr("{n} % of their length").format(n=runs.percent))
    return tr("The runs that follow: {what}.").format(what=", ".join(told)) if told else ""
