"""Lets the system's voice speak: one utterance at a time, and the newest that waits next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Final, NamedTuple

from controller.sound.voices import Voice

LONGEST: Final = 10.0
"""In seconds: a voice that takes longer is taken to hang."""
STALE: Final = 4.0
"""In seconds: what has waited longer is not true any more."""


class _Said(NamedTuple):
    text: str
    at: float


class Mouth:
    """The voice. It raises nothing; a moment is in seconds of a steady clock."""

    def __init__(self, voices: Iterable[Voice], volume: int) -> None:
        """Take the voices, the best first, and the volume in percent."""
        self._voices, self._volume = list(voices), volume
        self._waiting: _Said | None = None
        self._saying: _Said | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def found(self) -> str:
        """What speaks; empty if there is nothing."""
        return self._voices[0].program if self._voices else ""

    @property
    def busy(self) -> bool:
        """Something is being said, or is to be."""
        return self._process is not None or self._waiting is not None

    def take(self, text: str, now: float) -> None:
        """Say a text when the present one is over, in place of what waits."""
        self._waiting = _Said(text, now) if self._voices else None

    def look(self, now: float, *, quiet: bool) -> None:
        """Go on.

        Args:
            now: the moment.
            quiet: no tone plays that the words would be lost in.

        """
        if self._process is not None:
            code = self._process.poll()
            if code is not None:
                self._process = None
                self._over(failed=code != 0)
            elif self._saying is not None and now > self._saying.at + LONGEST:
                waiting = self._waiting
                self.hush()
                self._waiting = waiting
                self._over(failed=True)
            else:
                return
        if self._waiting is not None and now > self._waiting.at + STALE:
            self._waiting = None
        if self._waiting is not None and quiet:
            self._begin(self._waiting.text, now)

    def hush(self) -> None:
        """End what is being said, and what waits, at once."""
        process, self._process = self._process, None
        self._waiting = None
        if process is not None:
            _kill(process)
            if self._voices and self._voices[0].hushes:
                self._ask_to_hush(self._voices[0])

    def _over(self, *, failed: bool) -> None:
        """Take the next voice if this one did not speak, and let that say it."""
        if failed:
            del self._voices[0]
            self._waiting = (self._waiting or self._saying) if self._voices else None

    def _begin(self, text: str, now: float) -> None:
        voice, self._waiting = self._voices[0], None
        self._saying = _Said(text, now)
        try:
            self._process = subprocess.Popen(  # noqa: S603  # a command of ours
                voice.command(self._volume, text),
                stdin=subprocess.PIPE if voice.reads else subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                **_own_group(),
            )
        except OSError:
            self._voices.remove(voice)
            return
        if self._process.stdin is not None:
            with suppress(OSError):  # it does not read: what becomes of it is seen
                self._process.stdin.write(text.encode())
                self._process.stdin.close()

    @staticmethod
    def _ask_to_hush(voice: Voice) -> None:
        with suppress(OSError, subprocess.SubprocessError):
            subprocess.run(  # noqa: S603  # a command of ours
                voice.hushes, check=False, timeout=1, capture_output=True, stdin=subprocess.DEVNULL
            )


def _own_group() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a voice and what it started."""
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
