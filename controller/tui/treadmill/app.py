"""The screen of a simulated treadmill: it looks at a bench, draws it, and passes keys on.

The treadmill lives on the same loop, and this screen has no belt to stop: what it drives is
simulated, so the session's screen and its laws (SAFETY.md) are none of its business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import events
from textual.app import App
from textual.screen import Screen

from controller.tui.drawing.canvas import Whole, canvases
from controller.tui.keys.overriding import overrides
from controller.tui.treadmill.lines import FAULT_KEYS, Asides, draw

if TYPE_CHECKING:
    from typing import ClassVar

    from controller.tui.treadmill.view import Bench

_DRAW_EVERY: Final = 0.1
"""In seconds."""
_CONSOLE: Final = {
    "g": "start",
    "space": "stop",
    "up": "faster",
    "down": "slower",
    "k": "safety-key",
}
_QUIT_NOW: Final = frozenset({"ctrl+c", "ctrl+d", "ctrl+q"})


class TreadmillApp(App[None], inherit_bindings=False):
    """A treadmill on the screen, until it is left."""

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    ESCAPE_TO_MINIMIZE: ClassVar[bool] = False
    TITLE = "Reprise"

    def __init__(self, bench: Bench) -> None:
        """Take the treadmill, which is there already."""
        super().__init__()
        self.bench = bench
        self.asides = Asides()
        self.mistake: Exception | None = None
        """What went wrong in the screen itself."""

    def get_default_screen(self) -> Screen[None]:
        """Return the one screen there is."""
        return Whole()

    def on_mount(self) -> None:
        """Begin to draw."""
        self.set_interval(_DRAW_EVERY, self.redraw)
        self.call_after_refresh(self.redraw)

    def redraw(self) -> None:
        """Draw how the treadmill stands now."""
        view = self.bench.view()
        if self.asides.leaving and not view.client:
            self.asides = self.asides._replace(leaving=False)
        for canvas in canvases(self):
            canvas.show(draw(view, self.asides, *self.size))

    async def on_event(self, event: events.Event) -> None:
        """Take keys before any widget can keep them."""
        if isinstance(event, events.Key):
            self.key_pressed(event.key.lower(), event.character or "")
            self.redraw()
            return
        await super().on_event(event)

    def key_pressed(self, key: str, char: str) -> None:
        """Do what a key means."""
        leaving, self.asides = self.asides.leaving, self.asides._replace(leaving=False)
        view = self.bench.view()
        if key in _QUIT_NOW:
            self.exit()
        elif key in ("q", "escape"):
            if view.client and not leaving:
                self.asides = self.asides._replace(leaving=True)
            else:
                self.exit()
        elif char == "?" or key == "f1":
            self.asides = self.asides._replace(page=self.asides.page.next)
        elif key in _CONSOLE:
            self.bench.press(_CONSOLE[key])
        elif key == "f":
            self.bench.foot(on=not view.on_belt)
        elif key in FAULT_KEYS[: len(view.faults)]:
            self.bench.toggle(view.faults[FAULT_KEYS.index(key)].name)

    @overrides(App)
    def _handle_exception(self, error: Exception) -> None:
        self.mistake = self.mistake or error
        super()._handle_exception(error)

    @overrides(App)
    def _fatal_error(self) -> None:
        """Leave without Textual's traceback; who made the app has the mistake."""
        self._close_messages_no_wait()
