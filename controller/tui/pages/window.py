"""The part of a long page that is seen, with the arrows: a last line says if more follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from controller.tui.drawing.ink import Line, Span, block
from controller.tui.pages.frame import AROUND
from controller.tui.screen.frame import HEIGHT
from controller.words.catalogue import tr

READ_ON: Final = ("UP DOWN", tr("read on"))
"""The arrows for a page's last line."""
LOWEST: Final = HEIGHT - AROUND
"""The lines of a page in the smallest terminal."""
_STEP: Final = 5


def seen(lines: Sequence[Line], top: int, width: int, rows: int) -> list[Line]:
    """Return what there is room for from a line on; a last line says if there is more."""
    top = min(top, max(0, len(lines) - rows))
    shown = block(lines[top : top + rows], width, rows)
    if len(lines) - top > rows:
        shown[-1] = (Span("   ", "dim"), Span(tr("more: DOWN"), "dim"))
    return shown


def furthest(lines: Sequence[Line], rows: int = LOWEST) -> int:
    """Return the first line that is seen at the end of a page; 0: all of it is seen at once."""
    return max(0, len(lines) - rows)


def moved(key: str, top: int, last: int) -> int:
    """Return the first line that is seen behind a key."""
    return min(max(0, top + {"down": _STEP, "up": -_STEP}.get(key, 0)), last)
