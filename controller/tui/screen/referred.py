"""Stopped and referred: whom to see or to call, and how soon, until it is closed."""

from __future__ import annotations

from typing import Final

from controller.records.told import BULGE, MISTAKE, PHYSIO
from controller.records.view import View
from controller.tui.drawing.ink import Line, Span, choices, paragraph, words
from controller.tui.drawing.panel import banner
from controller.tui.screen.signs import PRESSED_BY_MISTAKE, Part, parts
from controller.tui.screen.talk import Ui, stoppable
from controller.tui.screen.whom import NOT_KEPT, SEE_BEFORE, only_if, see, sees
from controller.words.catalogue import tr
from controller.words.recorded import tr_recorded

_WHICH: Final = tr("Which of these is it?  1, 2 and 3 only tell Reprise: they call nobody.")
_LOOKED_AT: Final = tr("Reprise does not know what this is, only that it should be looked at.")


def referred_body(view: View, ui: Ui, width: int, rows: int, below: list[Line]) -> list[Line]:
    """Return whom to call, or to see and when to call; ``below`` is what else is to be told.

    Behind the unwell key, and a warning sign, the list of signs has the word, with the part that
    was chosen first. Anything else was told to be what it is: she is to be seen about that, and
    the list is there in case.
    """
    if not view.warns:
        return _squeezed(_seen(view, ui, width, below), rows)
    signs = view.answers.signs
    mistake = signs == MISTAKE
    lines = [_first(view, tr("STOPPED") if mistake else tr("STOPPED AND REFERRED"))]
    if mistake:
        lines += [words("   ", Span(each, "strong")) for each in PRESSED_BY_MISTAKE]
        lines += [(), words("   ", tr("Should one of these signs come after all:"))]
    listed = parts(ui.emergency)
    seated: list[Line] = []
    if not mistake:
        seated = [
            (),
            words("   ", Span(tr("Sit down.  Do not stay alone with it."), "strong")),
            words("   ", SEE_BEFORE),
            words("   ", _WHICH if view.asks_signs else _LOOKED_AT),
        ]
    last = [(), _nothing_starts(view), _keys(view)]
    rest = [*_parts(view, listed), *seated, *below, *last]
    chosen = next((each for each in listed if each.choice == signs), None)
    if chosen is None:
        return _squeezed(lines + rest, rows)
    # Whom to call is read from afar: what was noted, and then what is less urgent, gives way to it.
    pressing = tuple(each for each in listed if each is chosen or each.choice in view.open_signs)
    noted = [] if view.site is None else below
    for each in (rest, [*_parts(view, pressing), *seated, *noted, *last]):
        said = sum(bool(line) for line in (*lines, *each))
        letters = banner(chosen.large, width, "still", rows - said)
        if said + len(letters) <= rows:
            return _squeezed([*lines, (), *letters, *each], rows)
    return _squeezed(lines + rest, rows)


def _first(view: View, title: str) -> Line:
    ended = view.course.ended
    still = tr("It is still.") if ended is not None and ended.confirmed else tr("HOLD THE RAIL.")
    return words("   ", Span(title, "strong"), f"        {still}   {_capital(_why(view))}.")


def _why(view: View) -> str:
    ended, stop = view.course.ended, view.course.stop
    if ended is not None and (stop is None or view.answers.signs == MISTAKE):
        return tr_recorded(ended.because)
    return tr_recorded("" if stop is None else stop.because)


def _seen(view: View, ui: Ui, width: int, below: list[Line]) -> list[Line]:
    """Return what it was, who is to be seen about it, and below it what would be more urgent."""
    ended = view.course.ended
    said = _why(view) if ended is not None and ended.cause == "rule" else ""
    lines = [_first(view, tr("STOPPED"))]
    if view.answers.signs == MISTAKE:
        lines.append(words("   ", Span(PRESSED_BY_MISTAKE[0], "strong")))
    lines.append(())
    for each in see(view, said=said):
        lines += paragraph(each, width, "strong")
    listed = [each for each in parts(ui.emergency) if _adds(view, each)]
    lines += [(), words("   ", only_if(view)), *_parts(view, tuple(listed))[1:]]
    return [*lines, (), *below, (), _nothing_starts(view), _keys(view)]


def _adds(view: View, part: Part) -> bool:
    """Return whether a part of the list says more than who is to be seen, or can be chosen."""
    return part.choice in view.open_signs or part.choice != BULGE or not sees(view, PHYSIO)


def _squeezed(lines: list[Line], rows: int) -> list[Line]:
    """Return the lines without as much air as there is no room for."""
    over = max(0, len(lines) - rows)
    airs = [index for index, line in enumerate(lines) if not line][::-1][:over]
    return [line for index, line in enumerate(lines) if index not in airs]


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _parts(view: View, listed: tuple[Part, ...]) -> list[Line]:
    chosen = view.answers.signs
    lines: list[Line] = []
    for part in sorted(listed, key=lambda part: part.choice != chosen):
        lines.append(())
        style = "text" if not chosen else "strong" if part.choice == chosen else "dim"
        lines += _part(part, style, keyed=part.choice in view.open_signs)
    return lines


def _part(part: Part, style: str, *, keyed: bool) -> list[Line]:
    key: list[str | Span] = ["   "]
    if keyed:
        key += [Span(f" {part.number} ", "key"), " "]
    title = Span(part.title, "dim" if style == "dim" else "strong")
    return [words(*key, title), *[words("        ", Span(each, style)) for each in part.signs]]


def _nothing_starts(view: View) -> Line:
    if view.watch.unkept:
        return words("   ", Span(NOT_KEPT, "strong"))
    told = tr("Nothing on this screen can start the belt.")
    space = tr("SPACE still asks it to stop.")
    return words("   ", f"{told}  {space}" if stoppable(view) else told)


def more_keys(view: View) -> tuple[tuple[str, str], ...]:
    """Return the keys, with what they do, that are heard behind the end beside those that leave."""
    unwell = tr("unwell: whom to call") if view.site is None else tr("unwell")
    return (
        *((("U", unwell),) if view.hears_unwell else ()),
        *((("BACKSPACE", tr("choose again")),) if view.undoes_signs or view.undoes_site else ()),
    )


def _keys(view: View) -> Line:
    others = (
        *((("M", tr("pressed by mistake, none of these")),) if view.asks_signs else ()),
        *more_keys(view),
    )
    if view.site is not None:
        return choices(("ENTER", tr("not sure")), ("ESC", tr("leave")), *others)
    return choices(("ENTER", tr("close the session")), *others)
