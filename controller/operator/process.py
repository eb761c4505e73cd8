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
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

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
        on_line: Callable[[bytes], None],
        on_end: Callable[[], None],
    ) -> None:
        """Start it. Its standard error goes to the file ``errors``.

        Raises:
            OSError: it cannot be started.
        """
        self._lock = threading.Lock()
        self._waiting = b""
        with _open_errors(errors) as file:
            self._process = subprocess.Popen(  # noqa: S603  # our own command
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=file,
                **_own_session(),
            )
        if self._process.stdin is None or self._process.stdout is None:
            raise OSError("the controller has no pipe")
        self._keys: int | None = self._process.stdin.fileno()
        if (
            sys.platform != "win32"
        ):  # there it takes Python 3.12; a full pipe would then be waited for
            os.set_blocking(self._keys, False)
        self.reader = LineReader(self._process.stdout.fileno(), loop, on_line, on_end)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def write(self, line: bytes, *, must: bool = False) -> None:
        """Write a line, or what of it the pipe takes now; the rest goes with the next one.

        ``must`` keeps the line even when too many are waiting.
        """
        with self._lock:
            if self._keys is None:
                return
            if must or len(self._waiting) < _MOST_WAITING:
                self._waiting += line
            with suppress(OSError):  # full, or nobody reads any more: the watch finds out
                while self._waiting:
                    self._waiting = self._waiting[os.write(self._keys, self._waiting) :]

    def hang_up(self) -> None:
        """Close our end: the controller brings the belt to a stop and ends by itself."""
        with self._lock:
            if self._keys is not None and self._process.stdin is not None:
                self._keys = None
                with suppress(OSError):
                    self._process.stdin.close()

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
            if self._process.stdout is not None:
                self._process.stdout.close()
        else:
            # It lives on by itself; what is left of it here goes when our own process does. Popen
            # warns of a child that was not waited for, and this one is meant not to be.
            self._process.returncode = 0


def _own_session() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _open_errors(path: Path | None) -> Any:
    """Open the file for the controller's standard error; without a disk it is thrown away."""
    if path is not None:
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb")
    return Path(os.devnull).open("wb")
