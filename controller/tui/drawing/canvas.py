"""Lines as cells of a terminal: one widget that fills it and redraws only what has changed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from controller.settings.values import Contrast
from controller.tui.drawing.ink import THEMES, Line, fit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, ClassVar

    from textual.app import App, ComposeResult


@cache
def _style(name: str, contrast: Contrast) -> Style:
    return Style.parse(THEMES[contrast][name])


class Canvas(Widget, can_focus=False, inherit_bindings=False):
    """Shows lines. It takes no focus, so no key is ever kept from the session."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS: ClassVar[str] = "Canvas { width: 100%; height: 100%; }"

    def __init__(self, contrast: Contrast = Contrast.NORMAL) -> None:
        """Begin empty."""
        super().__init__()
        self._contrast = contrast
        self._lines: tuple[Line, ...] = ()

    def on_unmount(self) -> None:
        """Forget what was drawn here, and by the screen behind it.

        An `lru_cache` on a method of Textual's `StylesCache` (8.2.8) keeps a thousand of them, each
        with its lines, long after their widgets are gone. A refresh empties them: pages and
        sessions come and go in one process for days.
        """
        self.refresh()
        self.screen.refresh()

    def paint(self, contrast: Contrast) -> None:
        """Show all lines in colours of this strength from now on."""
        if contrast is not self._contrast:
            self._contrast = contrast
            self.refresh()

    def show(self, lines: tuple[Line, ...]) -> None:
        """Show these lines; only those that are new are drawn."""
        before, self._lines = self._lines, lines
        width = self.size.width
        changed = [
            Region(0, y, width, 1)
            for y in range(self.size.height)
            if y >= len(before) or y >= len(lines) or before[y] != lines[y]
        ]
        if changed:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        """Return one line as the terminal gets it."""
        width = self.size.width
        line = fit(self._lines[y] if y < len(self._lines) else (), width)
        return Strip(
            [Segment(span.text, _style(span.style, self._contrast)) for span in line], width
        )


class Whole(Screen[None], inherit_bindings=False):
    """The one screen of an app, which is all canvas.

    It has no bindings and no focus: its app takes every key before any widget.
    """

    AUTO_FOCUS: ClassVar[str | None] = None
    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, contrast: Contrast = Contrast.NORMAL) -> None:
        """Take the strength of the colours."""
        super().__init__(id="_default")
        self._contrast = contrast

    def compose(self) -> ComposeResult:
        """Yield the canvas that fills it."""
        yield Canvas(self._contrast)


def canvases(app: App[Any]) -> Iterator[Canvas]:
    """Yield what an app draws on: nothing while it closes, when a timer may outlive its screens."""
    for screen in app.screen_stack[-1:]:
        yield from screen.query(Canvas)
