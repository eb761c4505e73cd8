"""Where a treadmill's control comes from: standard input and output, or a port of this computer.

Nobody who drives it can hold it up: what is told waits in a queue for whoever is slow to read.
"""

from __future__ import annotations

import asyncio
import json
import os
import queue
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final, cast

from simulators.driven.control import Lines
from simulators.link.wire import MOST_UNREAD

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulators.driven.control import Control
    from simulators.link.wire import Message

_MOST_LINES: Final = 10_000
"""That wait for a reader of standard output."""
_PIECE: Final = 4096
"""Bytes that are read at once."""
_LAST_WORDS: Final = 10.0
"""Seconds in which nothing of what was told last is read, until it is given up."""


class StandardEnd:
    """Lines come in on standard input and go out on standard output, by a thread each."""

    def __init__(self, control: Control, leave: Callable[[str], None]) -> None:
        """Begin to listen; the end of the input ends the treadmill."""
        self._control, self._leave = control, leave
        self._loop = asyncio.get_running_loop()
        self._out: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._lost = 0
        self._closed = False
        self._failed: OSError | None = None
        self._lines = Lines()
        self._taken = threading.Semaphore(0)
        self._writer = threading.Thread(target=self._write, name="stdout", daemon=True)
        self._writer.start()
        threading.Thread(target=self._read, name="stdin", daemon=True).start()

    def tell(self, message: Message) -> None:
        """Send a message, or count it as lost if nobody has read for too long."""
        if self._closed:
            return
        if self._out.qsize() >= _MOST_LINES:
            self._lost += 1
            return
        self._own_up()
        self._out.put(_line(message))

    async def close(self, last: Message) -> None:
        """Send a last message, behind which nothing comes, and wait while somebody reads on.

        Raises:
            OSError: the output could not be written, though it may be read by somebody.
        """
        self._closed = True
        self._own_up()
        self._out.put(_line(last))
        self._out.put(None)
        await asyncio.to_thread(self._finish)
        if self._failed is not None:
            raise self._failed

    def _own_up(self) -> None:
        if self._lost:
            self._out.put(_line({"lost": self._lost}))
            self._lost = 0

    def _finish(self) -> None:
        before, left = -1, self._out.qsize()
        while self._writer.is_alive() and left != before:
            self._writer.join(_LAST_WORDS)
            before, left = left, self._out.qsize()

    def _read(self) -> None:
        with suppress(OSError):  # it is closed: that is its end
            while data := os.read(0, _PIECE):
                self._hand_on(self._take, data)
                self._taken.acquire()  # a flood waits, and the belt goes on between its pieces
        self._hand_on(self._end)

    def _hand_on(self, what: Callable[..., None], *given: bytes) -> None:
        with suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(what, *given)

    def _take(self, data: bytes) -> None:
        for line in self._lines.feed(data):
            self._line(line)
        self._taken.release()

    def _end(self) -> None:
        self._line(self._lines.end())
        self._leave("end of input")

    def _line(self, line: bytes) -> None:
        wrong = self._control.take(line)
        if wrong is not None:
            self.tell(wrong)

    def _write(self) -> None:
        while (line := self._out.get()) is not None:
            try:
                while line:
                    line = line[os.write(1, line) :]
            except BrokenPipeError:
                self._hand_on(lambda: self._leave("nobody reads"))
                return
            except OSError as error:
                self._failed = error
                self._hand_on(lambda: self._leave("nobody reads"))
                return


class PortEnd:
    """Lines come and go on a port of this computer, for any number of programs at once."""

    def __init__(self, control: Control, hello: Callable[[], Message]) -> None:
        """Prepare; `listen` does the rest. Whoever connects is told ``hello`` first."""
        self.control, self.hello = control, hello
        self.guests: set[_Guest] = set()
        self._server: asyncio.Server | None = None

    async def listen(self, port: int) -> str:
        """Listen, and return where: ``tcp:127.0.0.1:PORT``.

        Raises:
            OSError: the port is taken, or may not be used.
        """
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Guest(self), "127.0.0.1", port)
        return "tcp:{}:{}".format(*self._server.sockets[0].getsockname()[:2])

    def tell(self, message: Message) -> None:
        """Send everybody a message."""
        for guest in tuple(self.guests):
            guest.tell(message)

    async def close(self, last: Message) -> None:
        """Part from everybody behind what was told, and a last message."""
        self.tell(last)
        if self._server is not None:
            self._server.close()
        parted = [guest.part() for guest in self.guests]
        if parted:
            await asyncio.wait(parted, timeout=_LAST_WORDS)


class _Guest(asyncio.Protocol):
    """A program that drives the treadmill."""

    def __init__(self, end: PortEnd) -> None:
        self._end, self._lines = end, Lines()
        self._gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._end.guests.add(self)
        self.tell(self._end.hello())

    def data_received(self, data: bytes) -> None:
        for line in self._lines.feed(data):
            self._line(line)

    def eof_received(self) -> bool:
        self._line(self._lines.end())
        return True  # it has nothing more to say, and may still listen

    def connection_lost(self, _error: Exception | None) -> None:
        self._end.guests.discard(self)
        self._gone.set_result(None)

    def tell(self, message: Message) -> None:
        if self._transport.is_closing():
            return
        self._transport.write(_line(message))
        if self._transport.get_write_buffer_size() > MOST_UNREAD:
            self._transport.abort()

    def part(self) -> asyncio.Future[None]:
        """Part behind what was told; done when it has been taken."""
        self._transport.close()
        return self._gone

    def _line(self, line: bytes) -> None:
        wrong = self._end.control.take(line)
        if wrong is not None:
            self.tell(wrong)


def _line(message: Message) -> bytes:
    return json.dumps(message).encode() + b"\n"
