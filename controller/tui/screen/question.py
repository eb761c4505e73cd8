"""The question: what is asked, which keys answer it, and the time that is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from controller.records.seen import JOG_FLOOR, STOPS_AFTER
from controller.records.told import Place, Question
from controller.records.view import View
from controller.settings.speeds import speed_words
from controller.tui.drawing.ink import Line, Span, choices, ends, words
from controller.tui.keys.answering import place_asked
from controller.tui.screen.help import help_lines
from controller.tui.screen.noted import STRENGTHS, undo_lines
from controller.tui.screen.run import run_body, run_panel
from controller.tui.screen.talk import Ui, press_in_short, remaining, seconds_until, stoppable
from controller.words.catalogue import tr
from controller.words.recorded import tr_recorded
from protocols.units import SECOND

_PANEL: Final = 10
"""The lines that a panel needs."""
_TIME_BAR: Final = 14
_AROUND: Final = 5
"""The lines around the answers and their keys: the small time, the title, the bar, and air."""
_KEYS: Final = 13
"""The cells that the keys of an answer take."""
_UNWELL: Final = ("U", tr("unwell"))


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
    told = press_in_short(view, ui.units) or tr("belt {speed}").format(
        speed=speed_words(view.belt.speed, ui.units)
    )
    belt = words(Span(f"   {told}", f"{gait} text"))
    question = view.course.question
    stays = question is not None and (question.held or question.step in ("place", "which"))
    left = tr("this run: {time}") if view.running else tr("this walk: {time}")
    left = left.format(time=remaining(view.left or 0))
    if stays and not view.running:
        left = tr("we stay walking")
    return ends(belt, words(Span(f"{left}  ", f"{gait} text")), width)


def _row(keys: tuple[str, ...], name: str, hint: str = "") -> Line:
    spans: list[Span] = [Span("   ")]
    for key in keys:
        spans += [Span(f" {key} ", "key"), Span(" ")]
    used = sum(len(key) + 3 for key in keys)
    gap = Span(" " * (_KEYS - used))
    return words(*spans, gap, Span(f"{name:<10} ", "strong"), Span(hint))


def _strength(view: View, _question: Question, _ui: Ui) -> Asked:
    stops = (
        tr("pain 6 or more: the belt comes to a stop now")
        if stoppable(view)
        else tr("pain 6 or more: stop it at its console now")
    )
    rows = [
        _row(("ENTER", "0"), tr("NOTHING")),
        _row(("1",), tr("A LITTLE"), tr("a hint, a drop, pain 1-2")),
        _row(("2",), tr("CLEAR"), tr("you are sure of it, pain 3")),
        _row(("3",), tr("STRONG"), tr("you would want it to end, pain 4-5")),
        _row(("4",), tr("TOO MUCH"), stops),
        _row(("U",), tr("UNWELL"), tr("chest, breath, faint, one calf, head, bleeding, bulge")),
    ]
    return Asked(tr("ANYTHING TO NOTE?"), rows, ())


def _place(view: View, question: Question, _ui: Ui) -> Asked:
    strength = STRENGTHS.get(question.strength or 0, "")
    title = tr("WHERE?")
    if strength:
        title = tr("{strength} - WHERE?").format(strength=strength.upper())
    places = () if view.about is None else view.about.places
    rows = [_place_row(number, place) for number, place in enumerate(places, 1)]
    back = tr('change "{what}"').format(what=strength or tr("the strength"))
    return Asked(title, rows, (("ENTER", tr("not sure")), ("BACKSPACE", back), _UNWELL))


def _place_row(number: int, place: Place) -> Line:
    return words(
        "   ", Span(f" {number} ", "key"), Span(" "), Span(f" {place.letter.upper()} ", "key"),
        Span("   "), Span(f"{place.name.upper():<24}", "strong"), Span(place.hint),
    )  # fmt: skip


def _which(view: View, question: Question, _ui: Ui) -> Asked:
    place = place_asked(view)
    strength = STRENGTHS.get(question.strength or 0, "").upper()
    where = tr("IT") if place is None else place.name.upper()
    title = ", ".join(each for each in (where, strength) if each)
    members = () if place is None else place.members
    rows = [
        words("   ", Span(f" {number} ", "key"), "   ", Span(each.short.upper(), "strong"))
        for number, each in enumerate(members, 1)
    ]
    back = tr('change "{what}"').format(what=where.lower())
    keys = (("ENTER", tr("not sure")), ("BACKSPACE", back), _UNWELL)
    return Asked(tr("{what} - WHICH?").format(what=title), rows, keys)


def _still_there(_view: View, question: Question, _ui: Ui) -> Asked:
    rows = [
        _row(("ENTER", "0"), tr("GONE")),
        _row(("1",), tr("LESS")),
        _row(("2",), tr("THE SAME")),
        _row(("3",), tr("MORE")),
    ]
    what = tr_recorded(question.label).upper() or tr("IS IT")
    return Asked(tr("{what}: STILL THERE?").format(what=what), rows, (_UNWELL,))


def _talk(_view: View, _question: Question, _ui: Ui) -> Asked:
    rows = [
        _row(("ENTER", "0"), tr("EASILY"), tr("in whole sentences")),
        _row(("1",), tr("JUST ABOUT"), tr("a few words, then a breath")),
        _row(("2",), tr("NO"), tr("single words at most")),
    ]
    return Asked(tr("COULD YOU TALK?"), rows, (_UNWELL,))


def _console(view: View, _question: Question, ui: Ui) -> Asked:
    changed = view.belt.changed
    speed = view.belt.speed if changed is None else changed.speed
    rows = [
        _row(("ENTER",), tr("GO ON"), tr("with the plan")),
        _row(("W",), tr("WALK ON"), tr("at the plan's walking speed")),
        words("   ", tr("The next run waits.")),
    ]
    title = tr("THE BELT WAS MADE FASTER AT THE TREADMILL ({speed})")
    return Asked(title.format(speed=speed_words(speed, ui.units)), rows, (_UNWELL,))


def _something(_view: View, _question: Question, _ui: Ui) -> Asked:
    return Asked(tr("A QUESTION OF ANOTHER VERSION OF REPRISE"), [], (_UNWELL,))


_STEPS: Final[dict[str, Callable[[View, Question, Ui], Asked]]] = {
    "strength": _strength,
    "place": _place,
    "which": _which,
    "still_there": _still_there,
    "talk": _talk,
    "console": _console,
}


class InShort(NamedTuple):
    """One step of a question for a terminal that is too small for all of it."""

    title: str
    keys: tuple[tuple[str, str], ...]
    short: tuple[tuple[str, str], ...]
    """The same keys, those of the answers together."""


_WHAT: Final = {
    "strength": tr("how much"),
    "place": tr("where"),
    "which": tr("which"),
    "still_there": tr("how much"),
    "talk": tr("less easily"),
}
"""What the digits answer."""


def asked_in_short(view: View, question: Question, ui: Ui) -> InShort:
    """Return the question with its keys; each with the words that it has on the screen."""
    asked = _STEPS.get(question.step, _something)(view, question, ui)
    answers = [pair for each in asked.answers for pair in _pair(each)]
    pairs = sorted((*answers, *asked.keys), key=lambda pair: pair[0] != "ENTER")
    digits = [key for key, _ in pairs if key.isdecimal()]
    short = [pair for pair in pairs if pair[0] not in digits]
    if digits:
        what = _WHAT.get(question.step, tr("another answer"))
        short.insert(1, (f"{digits[0]}-{digits[-1]}", what))
    return InShort(asked.title, tuple(pairs), tuple(short))


def _pair(answer: Line) -> list[tuple[str, str]]:
    """Return the first key of an answer with its name; nothing for a line without one."""
    keys = [span.text.strip() for span in answer if span.style == "key"]
    names = [span.text.strip() for span in answer if span.style == "strong"]
    return [(keys[0], names[0])] if keys and names else []


def _run_waits(view: View) -> bool:
    """Return whether there is a run still to come that an answer is waited for with."""
    each, about, ceiling = view.course.interval, view.about, view.belt.ceiling
    if each is None or about is None or view.phase.name != "running":
        return False
    to_come = any(part.gait == "run" for part in about.parts[each.part + (not each.detour) :])
    return to_come and (ceiling is None or ceiling >= JOG_FLOOR)


def no_answer_words(view: View, question: Question) -> str:
    """Return what comes without an answer: at the end of this time, and of the one behind it."""
    stops = stoppable(view)
    if not question.held:
        return _held_first(question, stops=stops).format(seconds=STOPS_AFTER // SECOND)
    if question.strength is not None:  # what was said by half counts, as strictly as can be
        if stops:
            return tr("No answer: it counts as not sure, and the belt stops")
        return tr("No answer: it counts as not sure; stop it at its console")
    what = (
        tr("No answer: the belt comes to a stop")
        if stops
        else tr("No answer: stop it at its console")
    )
    return "  ".join((tr("THE NEXT RUN WAITS."), what)) if _run_waits(view) else what


def _held_first(question: Question, *, stops: bool) -> str:
    if question.step == "console":
        if stops:
            return tr("No answer: the plan waits, {seconds} s later the belt stops")
        return tr("No answer: the plan waits, {seconds} s later you stop it")
    if stops:
        return tr("No answer: we go on walking, {seconds} s later the belt stops")
    return tr("No answer: we go on walking, {seconds} s later you stop it")


def _time_bar(view: View, question: Question) -> Line:
    told = no_answer_words(view, question)
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
