"""The pages between sessions on a terminal: draws the top one, passes keys on, keeps the stack.

No belt moves while these are shown, and none can be started from here. Keys are taken as on the
session's screen (ADR 0009), so that no widget keeps one.
"""

from __future__ import annotations

import asyncio
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from textual import events
from textual.app import App
from textual.screen import Screen

from controller.tui.drawing.canvas import Whole, canvases
from controller.tui.keys.driver import StopFirst, Trigger
from controller.tui.keys.overriding import overrides
from controller.tui.keys.table import is_modifier
from controller.tui.pages.page import Page
from controller.tui.pages.stack import Stack
from controller.tui.pages.wishes import Doer
from controller.tui.screen.frame import readable

if TYPE_CHECKING:
    from typing import ClassVar

DRAW_EVERY: Final = 0.1
"""In seconds."""
HELD: Final = 0.3
"""In seconds: a key that comes again within it is held down, and means nothing to a page that it
has led to."""
_ENDING: Final = (signal.SIGINT, signal.SIGTERM)


class PagesApp(App[object], inherit_bindings=False):
    """Pages on a stack, until the last is closed or one wants to leave."""

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    ESCAPE_TO_MINIMIZE: ClassVar[bool] = False
    TITLE = "Reprise"

    def __init__(self, pages: tuple[Page, ...], doer: Doer) -> None:
        """Take the pages, the lowest first, and who does what they want done."""
        super().__init__(driver_class=StopFirst)
        self.stack, self._doer = Stack(pages, doer), doer
        self.trigger = Trigger(lambda _because: None)
        """Never armed: there is nothing to stop."""
        self.mistake: Exception | None = None
        """What went wrong in a page, or in what it wanted done."""
        self.interrupted = False
        self._last_key, self._last_at = "", 0.0
        self._led_on = False
        """The last key brought another page to the top."""

    def get_default_screen(self) -> Screen[None]:
        """Return the one screen there is."""
        return Whole()

    def on_mount(self) -> None:
        """Begin to draw."""
        self.set_interval(DRAW_EVERY, self.tick)
        self.call_after_refresh(self.redraw)

    def tick(self) -> None:
        """Let time change the page."""
        if isinstance(self._driver, StopFirst) and self._driver.gone:
            self.end_by_signal()
            return
        self.stack.at(time.monotonic_ns())
        self._leave_if_over()
        self.redraw()

    def redraw(self) -> None:
        """Draw the top page."""
        lines = self.stack.draw(self.size)
        for canvas in canvases(self):
            canvas.paint(self._doer.contrast)
            canvas.show(lines)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self.redraw)

    async def on_event(self, event: events.Event) -> None:
        """Take keys before any widget can keep them."""
        if isinstance(event, events.Key):
            self.key_pressed(event)
            self.redraw()
            await asyncio.sleep(0)
            return
        await super().on_event(event)

    def key_pressed(self, event: events.Key) -> None:
        """Do what a key means; nothing that cannot be read is answered."""
        key, char = event.key.lower(), event.character or ""
        if is_modifier(key):
            return
        if not readable(*self.size):
            if key == "ctrl+c":
                self.exit()
            return
        held = self._led_on and key == self._last_key and event.time - self._last_at < HELD
        self._last_key, self._last_at = key, event.time
        if held:
            return
        depth = self.stack.depth
        self.stack.press(key, char)
        self._led_on = depth != self.stack.depth
        self._leave_if_over()

    def _leave_if_over(self) -> None:
        if self.stack.over:
            self.exit(self.stack.result)

    def end_by_signal(self) -> None:
        """Leave: somebody wants this process to end, or the terminal is gone."""
        self.interrupted = True
        self.exit()

    def keyboard_lost(self, error: Exception) -> None:
        """Close with a sentence: keys cannot be read any more."""
        self._handle_exception(error)

    @overrides(App)
    def _handle_exception(self, error: Exception) -> None:
        self.mistake = self.mistake or error
        super()._handle_exception(error)

    @overrides(App)
    def _fatal_error(self) -> None:
        """Leave without Textual's traceback; who showed the pages makes a sentence of it."""
        self._close_messages_no_wait()


async def show(pages: tuple[Page, ...], doer: Doer) -> object:
    """Show pages until they are left, and return what they were left with; None: nothing.

    Raises:
        KeyboardInterrupt: a signal ended them.
        Exception: whatever went wrong in a page; the terminal is as it was before.
    """
    app = PagesApp(pages, doer)
    doer.bell = app.bell
    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError):  # Windows has no such handlers; there a signal just ends it
        for number in _ENDING:
            loop.add_signal_handler(number, app.end_by_signal)
    try:
        result = await app.run_async()
    finally:
        with suppress(NotImplementedError):
            for number in _ENDING:
                loop.remove_signal_handler(number)
    if app.mistake is not None:
        raise app.mistake
    if app.interrupted:
        raise KeyboardInterrupt
    return result
