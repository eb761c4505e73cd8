"""The page's process, as the front end has it: it is told what to show, and may ask for a stop.

Nothing here waits for it. What it is told goes through a thread that knows only the newest; what
it says comes through another one, which asks for a stop itself, as the thread of the keyboard does.
"""

from __future__ import annotations

import json
import os
import queue
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from controller.operator.process import open_errors, own_session
from controller.records.fold import fold
from controller.records.format import Record
from controller.records.view import View
from controller.remote.address import Address
from controller.remote.news import news_of
from controller.settings.values import Units
from controller.words.catalogue import tr
from controller.words.reasons import REMOTE

_COMMAND: Final = (sys.executable, "-m", "controller.remote.server")
_TOKEN_BYTES: Final = 16
"""128 bits, which nobody guesses."""
_BEGINS_WITHIN: Final = 15.0
_ENDS_WITHIN: Final = 2.0
"""In seconds."""
_APART: Final = 0.05
"""In seconds: between two news, and between two stops; what comes meanwhile is one more."""


class PageFailed(Exception):  # noqa: N818  # it says what happened, as `LinkFailed` does
    """The page cannot be served; the sentence says why, and what to do."""


class PageProcess:
    """The server of one session's page."""

    def __init__(self, address: Address, errors: Path | None, units: Units = Units.KMH) -> None:
        """Start it, and wait until it listens.

        Raises:
            PageFailed: it cannot.
        """
        self.loopback = address.loopback
        """Only this computer can open the page."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        with open_errors(errors) as file:
            self._process = subprocess.Popen(  # noqa: S603  # our own command
                list(_COMMAND),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=file,
                bufsize=0,
                **own_session(),
            )
        self._stop: Callable[[str], None] = lambda _because: None
        self._view = View()
        self._begun: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._ears = threading.Thread(target=self._hear_it, name="remote page", daemon=True)
        self._ears.start()
        begin = {"host": address.host, "port": address.port, "token": token}
        self._write(json.dumps(begin))
        self.url = f"http://{address.at(self._port(address)).netloc}/{token}/"
        self._teller = _Teller(self._write, units)

    def _port(self, address: Address) -> int:
        try:
            word, _, rest = self._begun.get(timeout=_BEGINS_WITHIN).partition(" ")
        except queue.Empty:
            word, rest = "", ""
        if word == "ready" and rest.isdecimal():
            return int(rest)
        self._end()
        why = rest if word == "cannot" else tr("its process did not begin")
        told = tr(
            "the page cannot be served at {address} ({why}); "
            "give --serve another address or port, or leave it out."
        )
        raise PageFailed(told.format(address=address.netloc, why=why))

    def asks(self, stop: Callable[[str], None]) -> None:
        """Give every stop that is asked for from now on to ``stop``, in a thread of its own."""
        self._stop = stop

    def hear(self, record: Record) -> None:
        """Take one record of the session in. Returns at once, whatever it is."""
        with suppress(Exception):  # what comes after it in the front end matters more
            self._view = fold(self._view, record)
            self._teller.tell(self._view)

    def close(self) -> None:
        """Tell the page that the session was left, and end the server."""
        if not self._teller.leave():
            self._process.kill()  # it hangs, and with it our thread in a full pipe
            self._teller.join()
        self._end()

    def _end(self) -> None:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None  # noqa: S101  # both are pipes
        assert stdout is not None  # noqa: S101
        stdin.close()
        try:
            self._process.wait(_ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._ears.join()
        stdout.close()

    def _write(self, line: str) -> None:
        """Write a line; it may wait for the server, and so is called by nobody who must not."""
        stdin = self._process.stdin
        assert stdin is not None  # noqa: S101  # it is a pipe
        left = f"{line}\n".encode("ascii")
        with suppress(OSError):  # it has ended; the session goes on
            while left:
                left = left[os.write(stdin.fileno(), left) :]

    def _hear_it(self) -> None:
        """Read what it says: first whether it listens, then stops, and nothing else is obeyed."""
        stdout = self._process.stdout
        assert stdout is not None  # noqa: S101  # it is a pipe
        first, _, rest = self._first_line(stdout.fileno()).partition(b"\n")
        self._begun.put(first.decode("ascii", "replace"))
        while True:
            if b"stop\n" in rest:
                with suppress(Exception):  # the thread lives on, as the keyboard's does
                    self._stop(REMOTE)
                time.sleep(_APART)
            rest = _read(stdout.fileno())
            if not rest:
                return

    def _first_line(self, fd: int) -> bytes:
        got = b""
        while b"\n" not in got and (more := _read(fd)):
            got += more
        return got


def _read(fd: int) -> bytes:
    try:
        return os.read(fd, 65_536)
    except OSError:
        return b""


class _Teller:
    """A thread that tells the newest View; what it has no time for is never told."""

    def __init__(self, write: Callable[[str], None], units: Units) -> None:
        self._write, self._units = write, units
        self._newest: View | None = None
        self._leaves = False
        self._waiting = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="page news", daemon=True)
        self._thread.start()

    def tell(self, view: View) -> None:
        """Hand the newest over. Returns at once."""
        with self._waiting:
            self._newest = view
            self._waiting.notify()

    def leave(self) -> bool:
        """Tell what is there and that the session was left; return whether that could be told."""
        with self._waiting:
            self._leaves = True
            self._waiting.notify()
        self._thread.join(_ENDS_WITHIN)
        return not self._thread.is_alive()

    def join(self) -> None:
        """Wait for the end of it."""
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._waiting:
                self._waiting.wait_for(lambda: self._leaves or self._newest is not None)
                view, self._newest = self._newest, None
                leaves = self._leaves
            if view is not None:
                self._write(json.dumps(news_of(view, self._units)._asdict()))
            if leaves:
                self._write("null")
                return
            time.sleep(_APART)
