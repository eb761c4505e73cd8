"""The stop key in the driver's thread: ahead of the message loop, which may be busy or frozen.

The loop of a screen has been seen to stand still for 182 ms while it draws (ADR 0004). A stop
does not wait for it. The ordinary way, through the loop, comes after it and asks again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from queue import Full
from typing import Final, Protocol, cast

from textual import events
from textual.message import Message

from controller.tui.keys.overriding import overrides
from controller.tui.keys.table import NONE_ADDED, STOP, Slap, is_stop
from controller.words.later import tr_later

if sys.platform == "win32":
    from textual.drivers.windows_driver import WindowsDriver as _Driver
else:
    from textual.drivers.linux_driver import LinuxDriver as _Driver


_LOOK_AGAIN: Final = 0.1
"""In seconds."""


class Trigger:
    """What the driver's thread needs to know to stop a belt. Plain fields: no lock, no waiting."""

    def __init__(self, stop: Callable[[str], None], added: frozenset[str] = NONE_ADDED) -> None:
        """Take the call that stops, which may come from any thread, and the added stop keys."""
        self.stop = stop
        self.added = added
        self.armed = False
        """The belt may move."""
        self.bar_top: int | None = None
        """The first row of the bar that stops when it is clicked."""
        self.slap = Slap()

    def consider(self, message: Message) -> None:
        """Stop at once if the message is a stop key, a slap or a press on the bar."""
        because = self._because(message)
        if because and self.armed:
            # Whatever goes wrong here: the thread lives on, and the ordinary way asks again.
            with suppress(Exception):
                self.stop(because)

    def _because(self, message: Message) -> str | None:
        if isinstance(message, events.Key):
            if is_stop(message.key, message.character, self.added):
                return STOP.because
            return (
                tr_later("a hand on the keyboard")
                if self.slap.hit(message.key, message.time)
                else None
            )
        if isinstance(message, events.MouseDown):
            top = self.bar_top
            return tr_later("the bar") if top is not None and message.y >= top else None
        return None


class _HasTrigger(Protocol):
    trigger: Trigger

    def keyboard_lost(self, error: Exception) -> None: ...


class StopFirst(_Driver):
    """The terminal's driver, with the stop before everything else."""

    @overrides(_Driver)
    def process_message(self, message: Message) -> None:
        """Look for a stop, then hand the message on as ever."""
        cast("_HasTrigger", self._app).trigger.consider(message)
        super().process_message(message)

    if sys.platform != "win32":  # its driver has no such thread

        @overrides(_Driver)
        def _run_input_thread(self) -> None:
            """Read keys for as long as they can be read.

            A sequence that Textual's parser cannot take would end this thread with a traceback:
            nobody could press a key any more, so the belt is asked to stop, and the screen says why
            it closes.
            """
            app = cast("_HasTrigger", self._app)
            try:
                self.run_input_thread()
            except Exception as error:  # noqa: BLE001  # whatever it is, no key arrives any more
                if app.trigger.armed:
                    with suppress(Exception):
                        app.trigger.stop(tr_later("the keyboard cannot be read"))
                self._app.call_later(app.keyboard_lost, error)

    @overrides(_Driver)
    def _enable_bracketed_paste(self) -> None:
        """Put it off: between its marks a terminal's keys would be swallowed."""
        self.write("\x1b[?2004l")  # whatever ran before may have left it on

    @property
    def gone(self) -> bool:
        """Whether there was a terminal and there is none any more; no signal need tell of it."""
        return sys.platform != "win32" and self.input_tty and not os.isatty(self.fileno)

    @overrides(_Driver)
    def write(self, data: str) -> None:
        """Write as ever, but never wait for a thread that has ended with its terminal.

        A terminal that is there and takes nothing is waited for: then the lease is not renewed,
        and the belt comes to a stop. Nobody can see this screen.
        """
        writer = self._writer_thread
        while writer is not None and writer.is_alive():
            with suppress(Full):
                writer._queue.put(data, timeout=_LOOK_AGAIN)  # noqa: SLF001  # it has no other way in
                return

    @overrides(_Driver)
    def close(self) -> None:
        """Clean up, but not after a thread that has ended by itself."""
        if self._writer_thread is not None and self._writer_thread.is_alive():
            super().close()
