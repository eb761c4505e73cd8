"""The remote page behind ``?``: its address, and its code where there is room."""

from __future__ import annotations

from controller.tui.ink import Line, Span, words
from controller.tui.talk import Ui


def page_lines(ui: Ui, width: int, room: int) -> list[Line]:
    """Return at most ``room`` lines; none if no page is served."""
    if not ui.page:
        return []
    url, *code = ui.page
    lines: list[Line] = [words("   ", Span("remote page", "strong"), f"   {url}")]
    if code and len(code) + 2 <= room and len(code[0]) + 3 <= width:
        lines += [(), *(words("   ", Span(each, "code")) for each in code)]
    return lines
