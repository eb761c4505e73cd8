"""A process that keeps the computer awake for as long as it lives, and not longer than this one."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from typing import Final

from controller.words.later import tr_later
from controller.words.with_values import HAS_ENDED, NO_ANSWER, NOT_STARTED

PROOF_LIMIT: Final = 1.0
"""Seconds for a process to show that it holds: a first answer of logind may start it."""
STAYS_FOR: Final = 0.2
"""Seconds after which a process that has not ended is taken to hold."""
END_LIMIT: Final = 0.5
"""Seconds between asking a process to end and killing it."""

_PROOF: Final = b"held\n"


class Inhibitor:
    """The process. However this one dies, it sees the end of its standard input then."""

    def __init__(self, *command: str, echoes: bool) -> None:
        """Name the command, without starting it.

        Args:
            command: the program and its arguments.
            echoes: what it reads it writes, from the moment on when it holds; otherwise it holds if
                it does not end at once.
        """
        self._command = command
        self._echoes = echoes
        self._process: asyncio.subprocess.Process | None = None
        self._proven = False
        self._because = tr_later("not begun")

    @property
    def held(self) -> bool:
        """The computer is being kept awake at this moment."""
        return self._proven and self._process is not None and self._process.returncode is None

    @property
    def because(self) -> str:
        """Why it is not held, in a few words; empty while it is."""
        if self.held:
            return ""
        return HAS_ENDED.format(program=self._command[0]) if self._proven else self._because

    async def start(self) -> None:
        """Start the process and wait, `PROOF_LIMIT` at most, until it is known whether it holds."""
        name = self._command[0]
        making = asyncio.ensure_future(self._make())
        try:
            # asyncio's own way out of a half-made process can wait for ever on 3.11, so it is made
            # whole even when nobody wants it any more; whoever calls this off then ends it.
            self._process = await asyncio.shield(making)
        except OSError:
            self._because = NOT_STARTED.format(program=name)
            return
        except asyncio.CancelledError:
            with suppress(OSError):
                self._process = await making
            raise
        if self._echoes:
            self._proven = await self._answers(self._process)
        else:
            self._proven = not await self._ended(self._process, STAYS_FOR)
        if not self._proven:
            self._because = await self._last_words(self._process) or NO_ANSWER.format(program=name)
            await self.end()

    async def end(self) -> None:
        """Let the computer sleep again; returns after `END_LIMIT` even if the process hangs."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        if process.returncode is None:
            _signal(process, signal.SIGTERM)
            if not await self._ended(process, END_LIMIT):
                _signal(process, signal.SIGKILL)
        # Everything that shares its output is gone, so this reads what is left and frees the pipes.
        with suppress(TimeoutError):
            await asyncio.wait_for(process.communicate(), END_LIMIT)

    async def _make(self) -> asyncio.subprocess.Process:
        # A session of its own: a Ctrl-C is not for it, and without a terminal it asks nobody for a
        # password.
        return await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )

    async def _answers(self, process: asyncio.subprocess.Process) -> bool:
        if process.stdin is None or process.stdout is None:
            return False
        with suppress(OSError, TimeoutError):
            process.stdin.write(_PROOF)
            return await asyncio.wait_for(process.stdout.readline(), PROOF_LIMIT) == _PROOF
        return False

    async def _ended(self, process: asyncio.subprocess.Process, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), seconds)
            return True
        return False

    async def _last_words(self, process: asyncio.subprocess.Process) -> str:
        if process.stderr is None or not await self._ended(process, STAYS_FOR):
            return ""
        with suppress(TimeoutError):
            said = await asyncio.wait_for(process.stderr.read(), STAYS_FOR)
            lines = said.decode("utf-8", "replace").strip().splitlines()
            return lines[-1].strip().removesuffix(".") if lines else ""
        return ""


def _signal(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    """Signal the process and what it started, which share a group of their own."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
