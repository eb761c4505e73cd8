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
from protocols.units import SECOND, clock_time

_ONCE: Final = 10 * SECOND
_STEPS: Final = "your steps are a walk.  Run when you are ready, or W"


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
        return (
            f"{speed_words(changed.speed, units)} was set at the treadmill.  The next step waits."
        )
    return f"{speed_words(changed.speed, units)}, as you set it at the treadmill."


def _slower_soon(changed: Changed, now: int, units: Units) -> str:
    left = seconds_until(changed.until, now)
    if not left:
        return ""
    set_to = f"{shown(changed.speed, units)} was set at the treadmill."
    return f"SLOWER IN {left} s: {changed.because}.  {set_to}"


def _held(view: View, units: Units) -> str:
    belt, planned = view.belt, view.planned
    if belt.steps.held:
        return f"HELD at {speed_words(JOG_FLOOR, units)}: {_STEPS}"
    if belt.ceiling is None or planned is None or belt.ceiling >= planned - view.eased:
        return ""
    return f"HELD at {speed_words(belt.ceiling, units)}: {belt.held_by}"


def _eased(view: View, units: Units) -> Line:
    each, eased = view.course.interval, view.belt.eased
    speed = "" if each is None else speed_words(each.speed, units)
    by_console = eased is not None and eased.by == "console"
    told = f"{speed}, as you set it at the treadmill" if by_console else f"held: you chose {speed}"
    line: list[str | Span] = ["   ", Span(told, "strong")]
    if view.offers_faster:
        line += ["     ", Span(" UP ", "key"), f" {shown(BACK_BY, as_speed(units))} faster"]
    return words(*line)


def _shorter(runs: Runs) -> str:
    much = f"{runs.percent} % of their length" if runs.percent < 100 else ""
    longest = "" if runs.longest is None else f"{clock_time(runs.longest)} at most"
    told = ", ".join(each for each in (longest, much) if each)
    return f"The runs that follow: {told}." if told else ""
