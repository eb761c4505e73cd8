"""Between a session and whoever operates it: records down, keys and renewals up.

The session never waits for the other end, in one process (`MemoryPipe`) or in two (`LinePipe`).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from controller.records.format import Record
from controller.records.intents import Intent, Renewal, outlasts_a_stop, read_line
from controller.records.lines import LineReader, RecordWriter
from controller.words.later import tr_later

_LIMIT: Final = 4_000
"""Records that may wait for a front end that does not read: about a minute of them."""
_AT_ONCE: Final = 20
"""Keys that are taken before whatever else waits has its turn."""
_OTHER: Final = Intent("other")
_CLOSE_PATIENCE: Final = 1.0
"""Seconds that the end of a session waits for a front end to read the rest."""


class Operated(Protocol):
    """What the far end may do to a session."""

    def intend(self, intent: Intent) -> None:
        """A key was pressed."""

    def renew(self, renewal: Renewal) -> None:
        """Somebody is there: the lease runs anew."""

    def hang_up(self, because: str) -> None:
        """Nobody will ever be there again."""


class Pipe(Protocol):
    """The session's end."""

    def attach_session(self, session: Operated) -> None:
        """Give what comes up to ``session``, from now on."""

    def send(self, record: Record) -> None:
        """Hand a record down; returns at once."""


class MemoryPipe:
    """Both ends in one process. The front end's methods are those of `controller.operator.port`."""

    def __init__(self) -> None:
        """Begin with nobody at either end."""
        self._session: Operated | None = None
        self._on_record: Callable[[Record], None] | None = None

    def attach_session(self, session: Operated) -> None:
        """The session's end is there."""
        self._session = session

    def attach_operator(self, on_record: Callable[[Record], None]) -> None:
        """The operator's end is there."""
        self._on_record = on_record

    def send(self, record: Record) -> None:
        """Give a record to the operator, if there is one."""
        if self._on_record is not None:
            self._on_record(record)

    def press(self, intent: Intent) -> None:
        """Give a key to the session, if there is one."""
        if self._session is not None:
            self._session.intend(intent)

    def renew(self, number: int, *, moving: bool) -> None:
        """Renew the lease."""
        if self._session is not None:
            self._session.renew(Renewal(number, moving))

    def hang_up(self) -> None:
        """Close the operator's end."""
        self._on_record = None
        if self._session is not None:
            self._session.hang_up(tr_later("the screen is gone"))


class LinePipe:
    """The session's end of a pipe to another process: lines on two file descriptors."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        keys_in: int,
        records_out: int,
        gone: Callable[[], None],
        called_off: Callable[[str], None],
    ) -> None:
        """Begin to read keys from ``keys_in``; records go to ``records_out``.

        Before there is a session ``gone`` is called if the front end goes, and ``called_off``, with
        who asked, for each stop: there is nothing to be stopped but the search.
        """
        self._loop, self._gone, self._called_off = loop, gone, called_off
        self._session: Operated | None = None
        self._over: str | None = None
        self._waiting: deque[Intent | Renewal | None] = deque()
        self._working = False
        self._writer = RecordWriter(records_out, _LIMIT, name="pipe")
        self._writer.on_loss(self._lost)
        self._reader = LineReader(keys_in, loop, self._take, self._end)

    def attach_session(self, session: Operated) -> None:
        """Give what comes up to ``session``; one whose front end is gone already is told."""
        self._session = session
        if self._over is not None:
            session.hang_up(self._over)

    def send(self, record: Record) -> None:
        """Hand a record to the writer's thread."""
        self._writer.put(record)

    def close(self) -> None:
        """Write what is left, if somebody reads it."""
        self._writer.close(_CLOSE_PATIENCE)

    def _take(self, lines: Sequence[bytes]) -> None:
        """Let a stop go before the keys that came with it, and take the rest in turns.

        Ten thousand keys at once (a pasted page, a child's hand) must not hold a stop up, nor the
        treadmill's data; a key that says what the one before it said is one key. What was pressed
        before a stop is not done behind it, but for what she told of herself.
        """
        for message in map(read_line, lines):
            if isinstance(message, Intent) and message.key == "stop":
                told = dict.fromkeys(filter(outlasts_a_stop, self._waiting))
                self._waiting.clear()
                self._waiting.extend(told)
                if self._session is None:
                    self._called_off(message.because)
                else:
                    self._session.intend(message)
            elif not (message == _OTHER and self._waiting and self._waiting[-1] == _OTHER):
                self._waiting.append(message)
        if self._waiting and not self._working:
            self._work()

    def _work(self) -> None:
        for _ in range(min(_AT_ONCE, len(self._waiting))):
            message = self._waiting.popleft()
            match message:
                case Intent() if self._session is not None:
                    self._session.intend(message)
                case Renewal() if self._session is not None:
                    self._session.renew(message)
                case None:
                    # Not a line of ours, and not a key: whoever writes it is not in order.
                    self._hang_up(tr_later("the screen sends what cannot be read"))
                case _:
                    pass  # any other key before there is a session means nothing
        self._working = bool(self._waiting)
        if self._working:
            self._loop.call_soon(self._work)

    def _end(self) -> None:
        self._hang_up(tr_later("the screen is gone"))

    def _lost(self) -> None:
        """Called by the writer's thread, or by `send`."""
        self._loop.call_soon_threadsafe(
            self._hang_up, tr_later("the screen does not read any more")
        )

    def _hang_up(self, because: str) -> None:
        if self._over is None:
            self._over = because
            if self._session is None:
                self._gone()
            else:
                self._session.hang_up(because)
