"""The remote page behind ``?``: its address, and its code where there is room."""

from __future__ import annotations

from controller.tui.drawing.ink import Line, Span, fit, words
from controller.tui.screen.talk import Ui
from controller.words.catalogue import tr


def page_lines(ui: Ui, width: int, room: int) -> list[Line]:
    """Return the address and, if it has room, the code; nothing if no page is served."""
    if not ui.page:
        return []
    url, *code = ui.page
    lines: list[Line] = [words("   ", Span(tr("remote page"), "strong"), f"   {url}")]
    if code and len(code) + 2 <= room and len(code[0]) + 3 <= width:
        lines += [(), *(words("   ", Span(each, "code")) for each in code)]
    return lines


def note_page(lines: list[Line], ui: Ui, width: int) -> None:
    """Put the address into the last line that is empty, if one is."""
    told = page_lines(ui, width, 1)
    for number in range(len(lines) - 1, 0, -1):
        if told and all(span.style == "text" and not span.text.strip() for span in lines[number]):
            lines[number] = fit(told[0], width)
            return
