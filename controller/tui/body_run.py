"""The run screen and the question: all that is shown while the belt goes as planned."""

from __future__ import annotations

from typing import Final

from controller.records.seen import JOG_FLOOR, Place, Question
from controller.records.view import View
from controller.tui.ink import Line, Span, ends, words
from controller.tui.panel import fitting, panel
from controller.tui.strip import strip
from controller.tui.talk import (
    NO_JOURNAL,
    NOT_AWAKE,
    STRENGTHS,
    Ui,
    belt_line,
    comes_to_a_stop,
    held_line,
    help_lines,
    moving_keys,
    noted_line,
    part_name,
    press_words,
    remaining,
    seconds_until,
    sensors_words,
    speed_words,
)
from protocols.units import kmh

_BELOW: Final = 9
"""How many lines the run screen has below its panel."""
_COUNTED: Final = 3
"""So many last seconds before a speed-up are counted in the large digits."""
_PANEL: Final = 10
"""The lines that a panel needs."""
_TIME_BAR: Final = 14


def run_body(view: View, ui: Ui, width: int, rows: int) -> list[Line]:
    """Return the run screen: word, time and shape; what is next; the belt; the keys."""
    mark = [(Span("  "), *line) for line in strip(view, width - 4)]
    return [*mark, *_panel(view, width, rows - 2 - _BELOW), *_below(view, ui)]


def _panel(view: View, width: int, rows: int) -> tuple[Line, ...]:
    kind = "run" if view.running else "walk"
    faster = view.faster_in
    if faster is not None and faster <= _COUNTED and view.course.question is None:
        return panel(kind, "FASTER", str(faster), width, rows)
    trial = view.stops_in
    if trial is not None:
        return panel("still", "STOP IN", str(trial), width, rows)
    press = view.course.press
    if press is not None and press.speed is not None:
        sign = "+" if press.key == "faster" else "-"
        number = kmh(press.speed)
        word = fitting((f"PRESS {sign}", f"PRESS{sign}", sign), number, width)
        return panel("run" if press.speed >= JOG_FLOOR else "walk", word, number, width, rows)
    left = view.left
    if left is None:
        return panel("walk", "WALK", "", width, rows)
    return panel(kind, kind.upper(), remaining(left), width, rows)


def _below(view: View, ui: Ui) -> list[Line]:
    if ui.help:
        return [(), *help_lines(view)]
    lost = sensors_words(view, live=False)
    standing = NOT_AWAKE if view.host.awake is False else lost if view.host.journal else NO_JOURNAL
    hint = words("   ", Span(ui.hint or standing, "strong"))
    belt = [belt_line(view), held_line(view), noted_line(view)]
    return [(), _then(view), (), *belt, *moving_keys(view), hint]


def _then(view: View) -> Line:
    if view.stops_in is not None:
        trial = "This treadmill is new here: its stop is tried. HOLD THE RAIL."
        return words("   ", Span(trial, "strong"))
    if told := press_words(view):
        return words("   ", Span(told, "strong"))
    faster, course = view.faster_in, view.course
    if faster is not None and course.faster is not None:
        to = f"   to {kmh(course.faster.speed)} km/h"
        return words("   ", Span(f"FASTER IN {faster}", "strong"), Span(to, "strong"))
    following = view.following
    told = "the belt comes to a stop" if following is None else part_name(view, following)
    return words("   ", Span("THEN   ", "dim"), Span(told, "strong"))


def question_body(view: View, ui: Ui, width: int, rows: int) -> list[Line]:
    """Return the open question, with the time that is left to answer it."""
    question = view.course.question
    if question is None:
        return run_body(view, ui, width, rows)
    place = question.step == "place"
    title, *asked = _where(view, question) if place else _anything(view)
    keys = _where_keys(question) if place else ()
    waits = _time_bar(view, question)
    if ui.help:
        return [_small_time(view, width), (), title, *asked, *keys, waits, (), *help_lines(view)]
    lines: list[Line] = [(), title]
    for line in asked:
        lines += [(), line]
    lines += [(), *keys, waits]
    if ui.hint:
        lines.append(words("   ", Span(ui.hint, "strong")))
    spare = rows - len(lines)
    if spare >= _PANEL:
        # A larger terminal shows the time as large as the run screen does.
        return [*panel("walk", "WALK", remaining(view.left or 0), width, spare), *lines]
    return [_small_time(view, width), *lines]


def _small_time(view: View, width: int) -> Line:
    belt = words(Span(f"   belt {speed_words(view.belt.speed)} km/h", "walk text"))
    question = view.course.question
    stays = question is not None and (question.held or question.step == "place")
    left = "we stay walking" if stays else f"this walk: {remaining(view.left or 0)}"
    return ends(belt, words(Span(f"{left}  ", "walk text")), width)


def _anything(view: View) -> list[Line]:
    def row(keys: tuple[str, ...], name: str, hint: str) -> Line:
        spans: list[Span] = [Span("   ")]
        for key in keys:
            spans += [Span(f" {key} ", "key"), Span(" ")]
        used = sum(len(key) + 3 for key in keys)
        return words(*spans, Span(" " * (13 - used)), Span(f"{name:<10}", "strong"), Span(hint))

    return [
        words("   ", Span("ANYTHING TO NOTE?", "strong")),
        row(("ENTER", "0"), "NOTHING", ""),
        row(("1",), "A LITTLE", "a hint, a drop, pain 1-2"),
        row(("2",), "CLEAR", "you are sure of it, pain 3"),
        row(("3",), "STRONG", "you would want it to end, pain 4-5"),
        row(("4",), "TOO MUCH", f"pain 6 or more: {comes_to_a_stop(view)} now"),
        row(("U",), "UNWELL", "chest, breath, faint, one calf, head, bleeding, bulge"),
    ]


def _where(view: View, question: Question) -> list[Line]:
    strength = STRENGTHS.get(question.strength or 0, "").upper()
    title = f"{strength} - WHERE?" if strength else "WHERE?"
    places = () if view.about is None else view.about.places
    rows = [_place(number, place) for number, place in enumerate(places, 1)]
    return [words("   ", Span(title, "strong")), *rows]


def _place(number: int, place: Place) -> Line:
    return words(
        "   ",
        Span(f" {number} ", "key"),
        Span(" "),
        Span(f" {place.letter.upper()} ", "key"),
        Span("   "),
        Span(f"{place.name.upper():<24}", "strong"),
        Span(place.hint),
    )


def _where_keys(question: Question) -> tuple[Line, ...]:
    strength = STRENGTHS.get(question.strength or 0, "the strength")
    line = words(
        "   ", Span(" ENTER ", "key"), " not sure     ", Span(" BACKSPACE ", "key"),
        f' change "{strength}"     ', Span(" U ", "key"), " unwell",
    )  # fmt: skip
    return (line,)


def _time_bar(view: View, question: Question) -> Line:
    told = "No answer: we go on walking, the next run waits"
    if question.held or question.step == "place":
        told = f"THE NEXT RUN WAITS.  No answer: {comes_to_a_stop(view)}"
    if question.until is None:
        return words("   ", Span(told, "strong"))
    whole = max(1, question.until - question.since)
    share = min(1.0, max(0.0, (question.until - view.now) / whole))
    full = round(_TIME_BAR * share)
    left = seconds_until(question.until, view.now)
    return words(
        "   ", Span(f"{told}  ", "strong"), Span("█" * full, "bar of time"),
        Span("░" * (_TIME_BAR - full), "dim"), Span(f" {left:2d} s", "strong"),
    )  # fmt: skip
