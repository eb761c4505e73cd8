"""Records and keys as lines through a pipe or into a file, so that nobody ever waits for them.

A thread of its own stands at each end: a loop that draws, decides or stops a belt neither waits for
a slow disk nor for a reader that is frozen. It is the same on every system; non-blocking pipes and
event loops are not.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from controller.records.format import Record, to_line

if TYPE_CHECKING:
    import asyncio

_CHUNK: Final = 65_536
_LONGEST: Final = 4_000_000
"""A line longer than this is none of ours (a header with its timeline has some 20,000 bytes)."""


class RecordWriter:
    """Writes records to a file descriptor; what does not fit is dropped, and that is said.

    After a first loss nothing more is written: a gap would make the rest unreadable, and what is
    whole stays whole.
    """

    def __init__(self, fd: int, limit: int, *, name: str) -> None:
        """Begin to write; ``limit`` is how many records may wait."""
        self._fd = fd
        self._waiting: queue.Queue[Record | None] = queue.Queue(limit)
        self._on_loss: Callable[[], None] | None = None
        self._lost = False
        self._thread = threading.Thread(target=self._write, name=name, daemon=True)
        self._thread.start()

    @property
    def complete(self) -> bool:
        """Nothing was lost so far."""
        return not self._lost

    def on_loss(self, tell: Callable[[], None]) -> None:
        """Call ``tell`` once something is lost, from whatever thread finds out."""
        self._on_loss = tell
        if self._lost:
            tell()

    def put(self, record: Record) -> None:
        """Hand a record over; returns at once."""
        try:
            self._waiting.put_nowait(record)
        except queue.Full:
            self._lose()

    def close(self, patience: float | None = None) -> None:
        """Wait until everything is written, for at most so many seconds.

        The descriptor stays open: whoever opened it closes it, if it can be closed at all while a
        write is stuck in it (`finished`).
        """
        try:
            self._waiting.put(None, timeout=patience)
        except queue.Full:
            return
        self._thread.join(patience)

    @property
    def finished(self) -> bool:
        """The thread has written what it will ever write."""
        return not self._thread.is_alive()

    def _lose(self) -> None:
        if not self._lost:
            self._lost = True
            if self._on_loss is not None:
                self._on_loss()

    def _write(self) -> None:
        while (record := self._waiting.get()) is not None:
            if self._lost:
                continue
            try:
                left = (to_line(record) + "\n").encode("ascii")
                while left:
                    left = left[os.write(self._fd, left) :]
            except (OSError, ValueError, TypeError):
                self._lose()


class LineReader:
    """Reads lines from a file descriptor and gives them to a loop, in order."""

    def __init__(
        self,
        fd: int,
        loop: asyncio.AbstractEventLoop,
        on_lines: Callable[[list[bytes]], None],
        on_end: Callable[[], None],
    ) -> None:
        """Begin to read. ``on_end`` is called once, on the loop, behind the last line."""
        self._fd, self._loop, self._on_lines, self._on_end = fd, loop, on_lines, on_end
        self.last_at = time.monotonic_ns()
        """When something last came, by the clock of this thread: a stalled loop does not age it."""
        self.ended = False
        """The other end is closed; a stalled loop does not hide it."""
        self._thread = threading.Thread(target=self._read, name="reader", daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Wait for the thread; the other end must be closed."""
        self._thread.join()

    def _read(self) -> None:
        rest = b""
        while len(rest) <= _LONGEST:
            try:
                got = os.read(self._fd, _CHUNK)
            except OSError:
                got = b""
            if not got:
                break
            self.last_at = time.monotonic_ns()
            *lines, rest = (rest + got).split(b"\n")
            if lines and not self._call(partial(self._on_lines, lines)):
                return
        self.ended = True
        self._call(self._on_end)

    def _call(self, what: Callable[[], None]) -> bool:
        try:
            self._loop.call_soon_threadsafe(what)
        except RuntimeError:
            return False  # the loop is closed: nobody is there to be told
        return True
