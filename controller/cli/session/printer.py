"""Lines for a terminal, written by a thread of its own: whoever says one waits for no terminal.

A terminal may take nothing for as long as it likes (XOFF, a stuck ssh, a window that nobody
reads). The thread waits in it then, and holds no lock and no buffer that anybody else needs, so
that a process can end with the thread in it.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final, TextIO

from controller.words.catalogue import tr

MOST_WAITING: Final = 1_000
"""Lines that may wait; beyond them the oldest are dropped, and that is said in their place."""
_STUCK: Final = 0.5
"""In seconds: a terminal that has taken nothing of a piece for so long takes nothing."""
_PIECE: Final = 512
"""In bytes: so much is taken at once, or it is not yet known that anything is."""
_LOOK_EVERY: Final = 0.02


class Printer:
    """Writes lines in their order, whenever they are taken."""

    def __init__(self, on_loss: Callable[[], None]) -> None:
        """Begin; ``on_loss`` is called, by the thread, when nothing can be written any more."""
        self._on_loss = on_loss
        self._waiting: deque[tuple[TextIO, str]] = deque()
        self._dropped = 0
        self._closing = False
        self._writing_since: float | None = None
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="printer", daemon=True)
        self._thread.start()

    @property
    def stuck(self) -> bool:
        """The terminal takes nothing: nobody can see what was said last."""
        since = self._writing_since
        return since is not None and time.monotonic() - since > _STUCK

    def say(self, line: str, stream: TextIO) -> None:
        """Hand a line over. Returns at once."""
        with self._changed:
            if len(self._waiting) == MOST_WAITING:
                self._waiting.popleft()
                self._dropped += 1
            self._waiting.append((stream, line))
            self._changed.notify()

    def close(self) -> bool:
        """Return when all is written, or nothing is taken any more; then False."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        while self._thread.is_alive() and not self.stuck:
            self._thread.join(_LOOK_EVERY)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (taken := self._take()) is not None:
            stream, text = taken
            left = text.encode(stream.encoding, "replace")
            try:
                while left:
                    self._writing_since = time.monotonic()
                    left = left[os.write(stream.fileno(), left[:_PIECE]) :]
            except (OSError, ValueError):
                # The terminal is gone, or its stream was closed: nobody is there any more.
                self._on_loss()
                return
            finally:
                self._writing_since = None

    def _take(self) -> tuple[TextIO, str] | None:
        """Wait for the next line; None: there is none, and there will be none."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closing)
            if not self._waiting:
                return None
            stream, line = self._waiting.popleft()
            dropped, self._dropped = self._dropped, 0
        said = tr("({number} lines are left out here: the terminal took nothing.)\n").format(
            number=dropped
        )
        return stream, f"{said if dropped else ''}{line}\n"
