"""Why the belt, or what is to come, is not as planned: one line, the most pressing reason."""

from __future__ import annotations

from typing import Final

from controller.records.seen import JOG_FLOOR, Changed
from controller.records.told import Runs
from controller.records.view import View
from controller.tui.ink import Line, Span, words
from controller.tui.talk import seconds_until
from protocols.units import SECOND, clock_time, kmh

_ONCE: Final = 10 * SECOND
_STEPS: Final = "your steps are a walk.  Run when you are ready, or W"


def held_line(view: View) -> Line:
    """Return who or what holds the belt below the plan, or nothing."""
    told = _changed(view) or _held(view)
    if told:
        return words("   ", Span(told, "strong"))
    if view.eased > 0:
        return _eased(view)
    runs = view.answers.runs
    return () if runs is None else words("   ", Span(_shorter(runs), "strong"))


def _changed(view: View) -> str:
    changed = view.belt.changed
    if changed is None:
        return ""
    if changed.until is not None:
        return _slower_soon(changed, view.now)
    if view.now >= changed.at + _ONCE:
        return ""
    if changed.higher:
        return f"{kmh(changed.speed)} km/h was set at the treadmill.  The next step waits."
    return f"{kmh(changed.speed)} km/h, as you set it at the treadmill."


def _slower_soon(changed: Changed, now: int) -> str:
    left = seconds_until(changed.until, now)
    if not left:
        return ""
    return f"SLOWER IN {left} s: {changed.because}.  {kmh(changed.speed)} was set at the treadmill."


def _held(view: View) -> str:
    belt, planned = view.belt, view.planned
    if belt.steps.held:
        return f"HELD at {kmh(JOG_FLOOR)} km/h: {_STEPS}"
    if belt.ceiling is None or planned is None or belt.ceiling >= planned - view.eased:
        return ""
    return f"HELD at {kmh(belt.ceiling)} km/h: {belt.held_by}"


def _eased(view: View) -> Line:
    each, eased = view.course.interval, view.belt.eased
    speed = "" if each is None else f"{kmh(each.speed)} km/h"
    by_console = eased is not None and eased.by == "console"
    told = f"{speed}, as you set it at the treadmill" if by_console else f"held: you chose {speed}"
    line: list[str | Span] = ["   ", Span(told, "strong")]
    if view.offers_faster:
        line += ["     ", Span(" UP ", "key"), " 0.2 faster"]
    return words(*line)


def _shorter(runs: Runs) -> str:
    much = f"{runs.percent} % of their length" if runs.percent < 100 else ""
    longest = "" if runs.longest is None else f"{clock_time(runs.longest)} at most"
    told = ", ".join(each for each in (longest, much) if each)
    return f"The runs that follow: {told}." if told else ""
