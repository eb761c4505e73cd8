"""The question: what is asked, which keys answer it, and the time that is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from controller.records.seen import JOG_FLOOR
from controller.records.told import Place, Question
from controller.records.view import View
from controller.settings.speeds import speed_words
from controller.tui.drawing.ink import Line, Span, choices, ends, words
from controller.tui.keys.answering import place_asked
from controller.tui.screen.help import help_lines
from controller.tui.screen.noted import STRENGTHS, undo_lines
from controller.tui.screen.run import run_body, run_panel
from controller.tui.screen.talk import Ui, comes_to_a_stop, press_in_short, remaining, seconds_until

_PANEL: Final = 10
"""The lines that a panel needs."""
_TIME_BAR: Final = 14
_AROUND: Final = 5
"""The lines around the answers and their keys: the small time, the title, the bar, and air."""
_KEYS: Final = 13
"""The cells that the keys of an answer take."""
_UNWELL: Final = ("U", "unwell")


class Asked(NamedTuple):
    """One step of a question: its title, its answers, and the keys beside them."""

    title: str
    answers: list[Line]
    keys: tuple[tuple[str, str], ...]


def question_body(view: View, ui: Ui, width: int, rows: int) -> list[Line]:
    """Return the open question, with the time that is left to answer it."""
    question = view.course.question
    if question is None:
        return run_body(view, ui, width, rows)
    asked = _STEPS.get(question.step, _something)(view, question, ui)
    title = words("   ", Span(asked.title, "strong"))
    keys = [choices(*asked.keys)] if asked.keys else []
    keys += undo_lines(view)[:1]
    bar = _time_bar(view, question)
    if ui.help:
        above = [_small_time(view, ui, width), (), title, *asked.answers]
        return [*above, *keys, bar, (), *help_lines(view, ui.units)]
    lines = [(), title]
    airy = 2 * len(asked.answers) + len(keys) + _AROUND + bool(ui.hint) <= rows
    for line in asked.answers:
        lines += [(), line] if airy else [line]
    lines += [(), *keys]
    lines += [(), bar] if len(lines) + _AROUND <= rows else [bar]
    lines += [words("   ", Span(ui.hint, "strong"))] if ui.hint else []
    spare = rows - len(lines)
    if spare >= _PANEL:
        # A larger terminal shows the time as large as the run screen does.
        return [*run_panel(view, ui.units, width, spare), *lines]
    return [_small_time(view, ui, width), *lines]


def _small_time(view: View, ui: Ui, width: int) -> Line:
    gait = "run" if view.running else "walk"
    told = press_in_short(view, ui.units) or f"belt {speed_words(view.belt.speed, ui.units)}"
    belt = words(Span(f"   {told}", f"{gait} text"))
    question = view.course.question
    stays = question is not None and (question.held or question.step in ("place", "which"))
    left = f"this {gait}: {remaining(view.left or 0)}"
    if stays and gait == "walk":
        left = "we stay walking"
    return ends(belt, words(Span(f"{left}  ", f"{gait} text")), width)


def _row(keys: tuple[str, ...], name: str, hint: str = "") -> Line:
    spans: list[Span] = [Span("   ")]
    for key in keys:
        spans += [Span(f" {key} ", "key"), Span(" ")]
    used = sum(len(key) + 3 for key in keys)
    gap = Span(" " * (_KEYS - used))
    return words(*spans, gap, Span(f"{name:<11}", "strong"), Span(hint))


def _strength(view: View, _question: Question, _ui: Ui) -> Asked:
    rows = [
        _row(("ENTER", "0"), "NOTHING"),
        _row(("1",), "A LITTLE", "a hint, a drop, pain 1-2"),
        _row(("2",), "CLEAR", "you are sure of it, pain 3"),
        _row(("3",), "STRONG", "you would want it to end, pain 4-5"),
        _row(("4",), "TOO MUCH", f"pain 6 or more: {comes_to_a_stop(view)} now"),
        _row(("U",), "UNWELL", "chest, breath, faint, one calf, head, bleeding, bulge"),
    ]
    return Asked("ANYTHING TO NOTE?", rows, ())


def _place(view: View, question: Question, _ui: Ui) -> Asked:
    strength = STRENGTHS.get(question.strength or 0, "")
    title = f"{strength.upper()} - WHERE?" if strength else "WHERE?"
    places = () if view.about is None else view.about.places
    rows = [_place_row(number, place) for number, place in enumerate(places, 1)]
    back = f'change "{strength or "the strength"}"'
    return Asked(title, rows, (("ENTER", "not sure"), ("BACKSPACE", back), _UNWELL))


def _place_row(number: int, place: Place) -> Line:
    return words(
        "   ", Span(f" {number} ", "key"), Span(" "), Span(f" {place.letter.upper()} ", "key"),
        Span("   "), Span(f"{place.name.upper():<24}", "strong"), Span(place.hint),
    )  # fmt: skip


def _which(view: View, question: Question, _ui: Ui) -> Asked:
    place = place_asked(view)
    strength = STRENGTHS.get(question.strength or 0, "").upper()
    where = "IT" if place is None else place.name.upper()
    title = ", ".join(each for each in (where, strength) if each)
    members = () if place is None else place.members
    rows = [
        words("   ", Span(f" {number} ", "key"), "   ", Span(each.short.upper(), "strong"))
        for number, each in enumerate(members, 1)
    ]
    back = f'change "{where.lower()}"'
    keys = (("ENTER", "not sure"), ("BACKSPACE", back), _UNWELL)
    return Asked(f"{title} - WHICH?", rows, keys)


def _still_there(_view: View, question: Question, _ui: Ui) -> Asked:
    rows = [
        _row(("ENTER", "0"), "GONE"),
        _row(("1",), "LESS"),
        _row(("2",), "THE SAME"),
        _row(("3",), "MORE"),
    ]
    return Asked(f"{question.label.upper() or 'IS IT'}: STILL THERE?", rows, (_UNWELL,))


def _talk(_view: View, _question: Question, _ui: Ui) -> Asked:
    rows = [
        _row(("ENTER", "0"), "EASILY", "in whole sentences"),
        _row(("1",), "JUST ABOUT", "a few words, then a breath"),
        _row(("2",), "NO", "single words at most"),
    ]
    return Asked("COULD YOU TALK?", rows, (_UNWELL,))


def _console(view: View, _question: Question, ui: Ui) -> Asked:
    changed = view.belt.changed
    speed = view.belt.speed if changed is None else changed.speed
    rows = [
        _row(("ENTER",), "GO ON", "with the plan"),
        _row(("W",), "WALK ON", "at the plan's walking speed"),
        words("   The next run waits."),
    ]
    title = f"THE BELT WAS MADE FASTER AT THE TREADMILL ({speed_words(speed, ui.units)})"
    return Asked(title, rows, (_UNWELL,))


def _something(_view: View, _question: Question, _ui: Ui) -> Asked:
    return Asked("A QUESTION OF ANOTHER VERSION OF REPRISE", [], (_UNWELL,))


_STEPS: Final[dict[str, Callable[[View, Question, Ui], Asked]]] = {
    "strength": _strength,
    "place": _place,
    "which": _which,
    "still_there": _still_there,
    "talk": _talk,
    "console": _console,
}


def _run_waits(view: View) -> bool:
    """Return whether there is a run still to come that an answer is waited for with."""
    each, about, ceiling = view.course.interval, view.about, view.belt.ceiling
    if each is None or about is None or view.phase.name != "running":
        return False
    to_come = any(part.gait == "run" for part in about.parts[each.part + (not each.detour) :])
    return to_come and (ceiling is None or ceiling >= JOG_FLOOR)


def _no_answer(view: View, question: Question) -> str:
    waits = _run_waits(view)
    if question.held:
        what = f"No answer: {comes_to_a_stop(view)}"
        return f"THE NEXT RUN WAITS.  {what}" if waits else what
    goes_on = "No answer: we go on walking"
    if question.step == "console":
        goes_on = "No answer: the next step waits"
    elif waits:
        goes_on += ", the next run waits"
    return goes_on


def _time_bar(view: View, question: Question) -> Line:
    told = _no_answer(view, question)
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
