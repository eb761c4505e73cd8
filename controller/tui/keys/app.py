"""The page of ``reprise doctor keys``: what a device sends, by the very way a session reads it.

No treadmill is near: what is shown here is only what a key would mean.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.screen import Screen

from controller.tui.drawing.canvas import Whole, canvases
from controller.tui.keys.answering import BACK, ENTER
from controller.tui.keys.driver import StopFirst, Trigger
from controller.tui.keys.lines import Keyboard, key_lines, shown_name
from controller.words.catalogue import tr

if TYPE_CHECKING:
    from typing import ClassVar

Keep = Callable[[tuple[str, ...]], str]
"""Keeps the added stop keys and returns why they could not be; empty if they were."""


class KeysApp(App[int], inherit_bindings=False):
    """Shows keys until Escape. Its driver is a session's, so its names are the session's names."""

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    ESCAPE_TO_MINIMIZE: ClassVar[bool] = False
    TITLE = "Reprise"

    def __init__(self, added: tuple[str, ...], keep: Keep) -> None:
        """Take the stop keys that were added before, and what keeps them."""
        super().__init__(driver_class=StopFirst)
        self.keyboard = Keyboard(added)
        self.told = ""
        self.trigger = Trigger(_nothing_to_stop)
        self._keep = keep

    def get_default_screen(self) -> Screen[None]:
        """Return the one screen there is."""
        return Whole()

    def on_mount(self) -> None:
        """Begin to draw."""
        self.call_after_refresh(self.redraw)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self.redraw)

    def redraw(self) -> None:
        """Draw what is known now."""
        for canvas in canvases(self):
            canvas.show(tuple(key_lines(self.keyboard, self.told, *self.size)))

    async def on_event(self, event: events.Event) -> None:
        """Take keys before any widget can keep them."""
        if isinstance(event, events.Key):
            self.key_pressed(event)
            self.redraw()
            return
        await super().on_event(event)

    def key_pressed(self, event: events.Key) -> None:
        """Show a key; ENTER, BACKSPACE and ESC do what stands beside them."""
        name = event.key.lower()
        if name == "escape":
            self.exit(0)
            return
        offered = self.keyboard.offered
        self.told = ""
        if name in ENTER and offered:
            told = tr("{key} stops the belt.").format(key=shown_name(offered))
            self._change((*self.keyboard.added, offered), told)
        elif name == BACK and self.keyboard.added:
            self._change((), tr("Only the usual keys stop the belt now."))
        else:
            self.keyboard.take(event.key, event.character, event.time)

    def _change(self, added: tuple[str, ...], told: str) -> None:
        problem = self._keep(added)
        self.told = problem or told
        if not problem:
            self.keyboard.added = added

    def keyboard_lost(self, error: Exception) -> None:
        """Close: keys cannot be read any more."""
        self._handle_exception(error)


def _nothing_to_stop(_because: str) -> None:
    """There is no belt."""
