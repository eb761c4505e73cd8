"""What a terminal too small for the screens still says: the stop key, the state, and its keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from controller.records.view import View
from controller.settings.speeds import speed_words
from controller.tui.drawing.ink import Line, Span, block, width_of, words, wrapped
from controller.tui.screen.closing import last_line, site_words
from controller.tui.screen.halting import HOLD, OTHERWISE, OWN_STOP
from controller.tui.screen.noted import undo_words
from controller.tui.screen.question import asked_in_short, no_answer_words
from controller.tui.screen.referred import more_keys
from controller.tui.screen.signs import MISTAKE, Part, parts
from controller.tui.screen.talk import (
    Ui,
    interval_name,
    press_words,
    remaining,
    seconds_until,
    stoppable,
)
from controller.tui.screen.whom import only_if, see
from controller.words.catalogue import tr
from controller.words.recorded import tr_recorded

_PHASES: Final = {
    "connecting": tr("CONNECTING"),
    "still": tr("STILL"),
    "starting": tr("STARTING"),
    "stopping": tr("STOPPING"),
    "paused": tr("PAUSED"),
    "unknown": tr("UNKNOWN"),
}
_MOVING: Final = (("S", tr("something is wrong")), ("U", tr("unwell")))
_APART: Final = 2
_LESS_AND_LESS: Final = (
    (False, True, True), (False, True, False), (False, False, True), (False, False, False),
    (True, False, True), (True, False, False),
)  # fmt: skip
"""What is left out where the room is small: whether the keys are short, and whether the signs of
each call and the reason of the end are told. The first that has room is drawn, else the last."""


class _Told(NamedTuple):
    """What is told of the state, the gravest first, and the keys for it."""

    state: str
    keys: tuple[tuple[str, str], ...] = ()
    short: tuple[tuple[str, str], ...] = ()
    """The same keys in fewer cells, where the others have no room."""
    then: str = ""
    """What comes without an answer."""
    calls: tuple[Part, ...] = ()
    """Whom to call for which signs, the most urgent first."""
    numbered: tuple[str, ...] = ()
    """The choices that a number makes."""
    more: str = ""
    """What else is to be read before the keys: what to do, or what they answer."""
    because: str = ""
    """How it came to that; it goes before the signs of a call do."""


def small_lines(view: View, ui: Ui, width: int, height: int) -> tuple[Line, ...]:
    """Return the lines of a terminal of that size; what matters least is cut off first."""
    driven = view.phase.name in ("running", "walking out") and not view.in_danger
    left = view.left
    time = "" if left is None or not driven else f"  {remaining(left)}"
    stops = (
        tr("SPACE stops the belt") if stoppable(view) else tr("THE TREADMILL'S OWN STOP stops it")
    )
    if view.about is not None and view.about.simulated:
        stops = "  ".join((tr("SIMULATED"), stops))
    told = _told(view, ui)
    asked = bool(told.then)
    belt = tr("belt {speed}").format(speed=speed_words(view.belt.speed, ui.units))
    above = [_strong(stops), *_paragraph(told.state + ("" if asked else time), width)]
    undo = _undo(view, width)
    more = _paragraph(told.more, width)
    below: list[Line] = [
        *_paragraph(told.then, width),
        *([] if view.over else [words(f" {belt}{time if asked else ''}")]),
        *([] if view.host.arrive else [words(" ", tr("KEYS DO NOT REACH REPRISE"))]),
        *_paragraph(ui.hint, width),
        words(" ", tr("make the terminal at least 80 x 24")),
    ]
    lines: list[Line] = []
    for short, signs, because in _LESS_AND_LESS:
        keys = _flow((told.short or told.keys) if short else told.keys, width)
        why = _plain(told.because, width) if because else []
        calls = _calls(told, width, signs=signs)
        lines = [*above, *calls, *more, *keys, *undo, *why, *below]
        if len(lines) <= height:
            break
    return tuple(block(lines, width, height))


def _told(view: View, ui: Ui) -> _Told:
    question = view.course.question
    if view.in_danger:
        return _Told(OWN_STOP, (("ENTER", tr("leave")),) if view.over else ())
    if view.course.ended is not None or view.over:
        return _over(view, ui)
    if question is not None:
        asked = asked_in_short(view, question, ui)
        then = no_answer_words(view, question)
        if question.until is not None:
            left = seconds_until(question.until, view.now)
            then = tr("{seconds} s left. {then}").format(seconds=left, then=then)
        return _Told(asked.title, asked.keys, asked.short, then)
    if view.phase.name == "stopping":
        return _stopping(view, ui)
    if view.course.press is not None:
        return _Told(press_words(view, ui.units))
    if view.phase.name == "countdown":
        return _Told(tr("THE BELT BEGINS. ANY KEY: no"))
    if view.phase.name in ("running", "walking out"):
        return _Told(interval_name(view), _MOVING, _MOVING[1:])
    leaves = (("ESC", tr("leave")),) if view.phase.name == "still" else ()
    return _Told(_PHASES.get(view.phase.name) or view.phase.name.upper(), leaves)


def _stopping(view: View, ui: Ui) -> _Told:
    """Return that the belt comes to a stop, and what to do where it does not."""
    stop = view.course.stop
    why = "" if stop is None else tr("because: {why}").format(why=tr_recorded(stop.because))
    told = press_words(view, ui.units) or _PHASES["stopping"]
    return _Told(told, more=f"{HOLD} {OTHERWISE}", because=why)


def _over(view: View, ui: Ui) -> _Told:
    """Return how it ended, and what is still asked; nothing of it is left to a larger terminal."""
    told = _whom(view, ui)._replace(because=last_line(view))
    site = view.site
    if site is None:
        return told
    digits = tuple((str(n), each.short) for n, each in enumerate(site.members, 1))
    others = (("ENTER", tr("not sure")), *told.keys)
    title, asks = site_words(site)
    short = ((f"1-{len(digits)}", asks.rstrip("?")), *others) if digits else others
    return told._replace(more=f"{title}: {asks}", keys=(*digits, *others), short=short)


def _whom(view: View, ui: Ui) -> _Told:
    """Return that it is over; a terminal of any size says whom to call, as the large one does."""
    key, chosen = "ENTER" if view.site is None else "ESC", view.answers.signs
    over = tr("IT IS OVER. {key} leaves").format(key=key)
    if not view.refers or (chosen == MISTAKE and view.warns):
        return _Told(" ".join((*see(view), over)), more_keys(view))
    calls = parts(ui.emergency)
    if view.asks_signs:
        told = tr("WHICH OF THESE IS IT? {key} leaves").format(key=key)
        mistake = (("M", tr("pressed by mistake, none of these")), *more_keys(view))
        return _Told(told, mistake, calls=calls, numbered=view.open_signs)
    if not view.warns:
        told = " ".join((*see(view), f"{over}.", only_if(view)))
        return _Told(told, more_keys(view), calls=calls, numbered=view.open_signs)
    told = tr("SEE A CLINICIAN. {key} leaves").format(key=key)
    calls = tuple(sorted(calls, key=lambda part: part.choice != chosen))
    return _Told(told, more_keys(view), calls=calls, numbered=view.open_signs)


def _calls(told: _Told, width: int, *, signs: bool = True) -> list[Line]:
    lines: list[Line] = []
    for part in told.calls:
        keyed = part.choice in told.numbered
        key = words(Span(f" {part.number} ", "key"), " ") if keyed else ()
        for text in wrapped(part.title, max(1, width - 1 - width_of(key))):
            lines.append((*words(" "), *key, Span(text, "strong")))
            key = words(" " * width_of(key))
        if signs:
            lines += [words(" ", each) for each in wrapped(" ".join(part.signs), max(1, width - 1))]
    return lines


def _undo(view: View, width: int) -> list[Line]:
    """Return what was answered and what follows, as long as it can be taken back."""
    told, until = undo_words(view), view.undo_until
    if not told or until is None:
        return []
    back = tr("takes it back  {time}").format(time=remaining(until - view.now))
    return [*_paragraph(told, width), *_flow((("BACKSPACE", back),), width)]


def _strong(text: str) -> Line:
    return words(Span(f" {text}", "strong"))


def _paragraph(text: str, width: int) -> list[Line]:
    return [_strong(each) for each in wrapped(text, max(1, width - 1))]


def _plain(text: str, width: int) -> list[Line]:
    return [words(" ", each) for each in wrapped(text, max(1, width - 1))]


def _flow(keys: Iterable[tuple[str, str]], width: int) -> list[Line]:
    """Return keys with what they do, as many in a line as have room."""
    lines: list[Line] = []
    for key, does in keys:
        pair = words(" ", Span(f" {key} ", "key"), Span(f" {does}"))
        if lines and width_of(lines[-1]) + _APART + width_of(pair) <= width:
            lines[-1] = (*lines[-1], Span(" " * _APART), *pair)
        else:
            lines.append(pair)
    return lines
