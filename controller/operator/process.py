"""A controller's process, as its operator has it: started, written to, read from, killed.

It is started in a session of its own, so that a Ctrl-C to the terminal's group does not reach it
before it has stopped the belt. Keys are written without waiting, from any thread.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from controller.records.intents import outlasts_a_stop, read_line
from controller.records.lines import LineReader

if TYPE_CHECKING:
    import asyncio

_MOST_WAITING: Final = 262_144
"""Bytes that may wait for a controller that does not read; keys beyond them are dropped."""
_KILL_PATIENCE: Final = 0.5


class ControllerProcess:
    """One controller. Its methods may be called from any thread."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        errors: Path | None,
        loop: asyncio.AbstractEventLoop,
        on_lines: Callable[[list[bytes]], None],
        on_end: Callable[[], None],
    ) -> None:
        """Start it. Its standard error goes to the file ``errors``.

        Raises:
            OSError: it cannot be started.
        """
        keys_out, keys = os.pipe()
        self._records, records_in = os.pipe()
        try:
            with open_errors(errors) as file:
                self._process = subprocess.Popen(  # noqa: S603  # our own command
                    list(command),
                    stdin=keys_out,
                    stdout=records_in,
                    stderr=file,
                    **own_session(),
                )
        except OSError:
            os.close(keys)
            os.close(self._records)
            raise
        finally:
            os.close(keys_out)
            os.close(records_in)
        self._keys = _KeyPipe(keys)
        self.reader = LineReader(self._records, loop, on_lines, on_end)

    def write(self, line: bytes, *, stop: bool = False) -> None:
        """Write a line without waiting.

        A stop goes before all that has not been written yet. Of that only what she told of herself
        is written behind it.
        """
        self._keys.write(line, stop=stop)

    def hang_up(self) -> None:
        """Close our end: the controller brings the belt to a stop and ends by itself."""
        self._keys.close()

    def kill(self) -> None:
        """Kill it for good: a hung one may wake and write."""
        with suppress(OSError):
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
        self.hang_up()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_KILL_PATIENCE)

    def exit_code(self, patience: float) -> int | None:
        """Wait for so many seconds and return its exit code, or None if it still lives."""
        try:
            return self._process.wait(patience)
        except subprocess.TimeoutExpired:
            return None

    def let_go(self) -> None:
        """Close what is ours of a process that may live on."""
        self.hang_up()
        if self._process.poll() is not None:
            self.reader.join()
            os.close(self._records)
        else:
            # It lives on by itself, and whoever began it may as well: the pages begin another one
            # tomorrow. If we go first, the thread goes with us.
            threading.Thread(target=self._see_off, name="see off", daemon=True).start()

    def _see_off(self) -> None:
        """Close our end of the pipe when the process has come to its end, and leave no zombie."""
        self._process.wait()
        self.reader.join()
        os.close(self._records)


class _KeyPipe:
    """The writing end of the controller's standard input; nobody waits for it."""

    def __init__(self, fd: int) -> None:
        self._fd: int | None = fd
        self._lock = threading.Lock()
        self._waiting = b""
        self._thread: _Sender | None = None
        if sys.platform == "win32":
            self._thread = _Sender(fd)  # a pipe cannot be told not to wait there
        else:
            os.set_blocking(fd, False)

    def write(self, line: bytes, *, stop: bool) -> None:
        """Write a line, or what of it the pipe takes now; the rest goes with the next one."""
        if self._thread is not None:
            self._thread.send(line, stop=stop)
            return
        with self._lock:
            if self._fd is None:
                return
            if stop:
                waiting = self._waiting.splitlines(keepends=True)
                self._waiting = b"".join(_overtaken(waiting, line))
            elif len(self._waiting) < _MOST_WAITING:
                self._waiting += line
            with suppress(OSError):  # full, or nobody reads any more: the watch finds out
                while self._waiting:
                    written = os.write(self._fd, self._waiting)
                    self._waiting = self._waiting[written:]

    def close(self) -> None:
        """Close it, once."""
        if self._thread is not None:
            self._thread.close()
            return
        with self._lock:
            fd, self._fd = self._fd, None
            if fd is not None:
                os.close(fd)


class _Sender:
    """A thread that may wait in a pipe for everybody else (it is for Windows)."""

    def __init__(self, fd: int) -> None:
        self._waiting: deque[bytes] = deque()
        self._closed = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, args=(fd,), daemon=True)
        self._thread.start()

    def send(self, line: bytes, *, stop: bool) -> None:
        """Hand a line over; a stop goes before what waits."""
        with self._changed:
            if self._closed:
                return
            if stop:
                self._waiting = deque(_overtaken(self._waiting, line))
            else:
                self._waiting.append(line)
            self._changed.notify()

    def close(self) -> None:
        """Close the pipe behind what was handed over."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _run(self, fd: int) -> None:
        with suppress(OSError):
            while (line := self._next()) is not None:
                os.write(fd, line)
        os.close(fd)

    def _next(self) -> bytes | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            return self._waiting.popleft() if self._waiting else None


def _overtaken(waiting: Iterable[bytes], stop: bytes) -> list[bytes]:
    """Return what is written once a stop is asked for, of lines that waited and the stop.

    What is no key goes first: the rest of a line that was begun, and the header, which a successor
    reads before anything else. Behind the stop goes what she told of herself; the rest is dropped.
    """
    read = {line: read_line(line) for line in waiting}
    before = [line for line, message in read.items() if message is None]
    behind = [line for line, message in read.items() if outlasts_a_stop(message)]
    return [*before, stop, *behind]


def own_session() -> dict[str, Any]:
    """Return the arguments that start a process which a Ctrl-C to our group does not reach."""
    if sys.platform == "win32":
        # Without a console of its own it would be closed together with ours.
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        return {"creationflags": flags}
    return {"start_new_session": True}


def open_errors(path: Path | None) -> Any:
    """Open the file for a process's standard error; without a disk it is thrown away."""
    if path is not None:
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb")
    return Path(os.devnull).open("wb")
