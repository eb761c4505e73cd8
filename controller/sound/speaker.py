"""The listener's end: sounds are handed to a process that makes them, and nobody waits for it.

The process is made while nothing moves. From then on a sound costs one write that takes no longer
than the pipe has room for a line, and is dropped if it has none. What stops a belt is in another
thread and another pipe; neither is held by this one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Protocol

from controller.sound.found import Found
from controller.sound.sounds import Sound

SURE_FOR: Final = 4.0
"""In seconds: a tone of which nothing was told for so long is taken to be lost."""
_LONGEST: Final = 512
"""Bytes of a line: the least that any POSIX system writes to a pipe as a whole or not at all."""
_CLOSING: Final = 2.0
"""In seconds; `controller.sound.worker.LAST` and a little."""


class Outlet(Protocol):
    """What makes sounds. Nothing of it waits, and nothing raises; moments are in seconds."""

    def start(self) -> None:
        """Make ready; not while a belt moves."""

    def play(self, sound: Sound, now: float) -> None:
        """Let a sound be heard."""

    def hush(self) -> None:
        """End what is heard."""

    def works(self, now: float) -> bool:
        """Return whether the last tone of which something is known was played."""

    def close(self) -> None:
        """Leave; the last tone may end."""


class Speaker:
    """An outlet by a process of its own.

    Args:
        folder: where the tones are kept.
        volume: in percent.
        command: the process; `controller.sound.worker` if not given.

    """

    def __init__(self, folder: Path, volume: int, command: Sequence[str] = ()) -> None:
        own = (sys.executable, "-m", "controller.sound.worker")
        self._command = [*(command or own), str(folder), str(volume)]
        self._process: subprocess.Popen[bytes] | None = None
        self._number = 0
        self._told = b""
        self._waits_since: float | None = None
        self._works = False
        self.found: Found | None = None
        """None until the process has told it."""
        self.outcomes: dict[int, str] = {}
        """Why a tone was not heard, by its number from 1 on; empty if it was."""

    def start(self) -> None:
        """Start the process; without one everything else does nothing."""
        if sys.platform == "win32" and sys.version_info < (3, 12):
            return  # a pipe cannot be told not to wait there
        with suppress(OSError):
            process = subprocess.Popen(  # noqa: S603  # our own command
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                **_own_session(),
            )
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    os.set_blocking(pipe.fileno(), False)
            self._process = process

    def play(self, sound: Sound, now: float) -> None:
        """Hand a sound over, or drop it; without its words where they are too many."""
        order: dict[str, Any] = {"urgent": sound.urgent}
        if sound.tone is not None:
            self._number += 1
            order |= {"n": self._number, "tone": sound.tone.value}
            self._waits_since = now if self._waits_since is None else self._waits_since
        if not self._write({**order, "words": sound.speech} if sound.speech else order):
            self._write(order)

    def hush(self) -> None:
        """End what is heard."""
        self._write({"hush": True})
        self._waits_since = None  # a tone that was cut is not told of

    def works(self, now: float) -> bool:
        """Return whether the last tone of which something is known was played."""
        self.listen(now)
        overdue = self._waits_since is not None and now > self._waits_since + SURE_FOR
        return self._works and not overdue

    def listen(self, now: float) -> None:
        """Take in what the process has told, and no more of it at once than there is room for."""
        *lines, self._told = (self._told + self._read()).split(b"\n")
        for line in lines:
            with suppress(ValueError, TypeError, KeyError):  # what a player has written there
                self._hear(json.loads(line), now)

    def close(self) -> None:
        """End the process; takes as long as its last tone, two seconds at most."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            if process.stdin is not None:
                process.stdin.close()
        try:
            process.wait(_CLOSING)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()

    def _hear(self, told: dict[str, Any], now: float) -> None:
        if "n" not in told:
            self.found = Found(**told)
            return
        number, because = told["n"], told["because"]
        self.outcomes[number] = because
        self._works = not because
        self._waits_since = None if number == self._number else now

    def _read(self) -> bytes:
        if self._process is None or self._process.stdout is None:
            return b""
        try:
            return os.read(self._process.stdout.fileno(), 65_536)
        except OSError:
            return b""  # nothing was told

    def _write(self, order: dict[str, Any]) -> bool:
        """Write a line; return whether it was not too long to be written as a whole."""
        line = json.dumps(order, ensure_ascii=False).encode() + b"\n"
        if len(line) > _LONGEST:
            return False
        if self._process is not None and self._process.stdin is not None:
            with suppress(OSError):  # no room, or nobody reads any more: the bell is left
                os.write(self._process.stdin.fileno(), line)
        return True


def _own_session() -> dict[str, Any]:
    """A Ctrl-C to the terminal's group is for the belt, not for what tells of it."""
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        return {"creationflags": flags}
    return {"start_new_session": True}
