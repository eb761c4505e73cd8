"""A page between two lines: title and day above it, its keys below."""

from __future__ import annotations

from typing import Final

from controller.tui.drawing.ink import Line, Span, block, ends, fit, width_of, words, wrapped
from controller.tui.pages.page import Page
from controller.tui.pages.wishes import Head
from controller.tui.screen.frame import HEIGHT, WIDTH, readable
from controller.words.catalogue import tr

AROUND: Final = 2
"""So many lines are not the page's own."""
WIDEST: Final = 100
"""In cells: what is read as one line stays together, however wide the terminal is."""
_SIMULATED: Final = tr("SIMULATED")
_BACK: Final = ("ESC", tr("back"))
_HELP: Final = ("?", tr("keys"))


def draw_page(
    page: Page, head: Head, hint: str, size: tuple[int, int], *, deep: bool
) -> tuple[Line, ...]:
    """Return the screen for a terminal of that size.

    Args:
        page: the one that is on top.
        head: what the first line says beside its title.
        hint: a sentence that stands until the next key; empty for none.
        size: columns and lines.
        deep: whether another page lies below it.
    """
    width, height = size
    if not readable(width, height):
        return _too_small(width, height)
    body = block(page.body(width, height - AROUND), width, height - AROUND)
    told = [
        fit(words(Span(f" {each}", "still")), width, "still") for each in wrapped(hint, width - 2)
    ]
    last = told[-1:] or [fit(_keys(page, deep=deep), width)]
    over = told[:-1]
    body[len(body) - len(over) :] = over
    return (_first(page, head, width), *body, *last)


def _too_small(width: int, height: int) -> tuple[Line, ...]:
    told = tr(
        "Reprise needs {needed} cells; these are {found}. Nothing is lost: "
        "make the terminal larger. Ctrl-C leaves."
    ).format(needed=f"{WIDTH} x {HEIGHT}", found=f"{width} x {height}")
    return tuple(block([words(each) for each in wrapped(told, width)], width, height))


def _first(page: Page, head: Head, width: int) -> Line:
    whose = f"   {head.whose}" if head.whose else ""
    mark = (Span(f" {_SIMULATED} ", "danger"), " ") if head.simulated else ()
    left = words(
        Span(" Reprise ", "dim"),
        *mark,
        Span(page.title, "strong"),
    )
    # A title is never cut for the sake of what the day has more.
    days = (head.day, head.day.partition(",")[0])
    rights = [words(Span(f"{each}{whose} ", "dim")) for each in days]
    room = width - width_of(left) - 1
    return ends(left, next((each for each in rights if width_of(each) <= room), rights[-1]), width)


def _keys(page: Page, *, deep: bool) -> Line:
    told_already = any("ESC" in key.split() for key, _ in page.keys)
    back = (_BACK,) if deep and not told_already else ()
    told = (*page.keys, *back, _HELP)
    spans: list[Span] = [Span(" ")]
    for key, does in told:
        spans += [Span(key, "strong"), Span(f" {does}  ", "dim")]
    return words(*spans)
