"""The front end's own side of two processes: it starts a controller, watches it, and replaces it.

A controller that exits, or gives no sign of life for a second, while its belt is not known to stand
is killed, and a successor is started whose only aim is to stop that treadmill (design.md 2).
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from controller.operator.process import ControllerProcess
from controller.records.format import HEADER, WATCH, Record, to_line
from controller.records.intents import Intent, Renewal, intent_line, renewal_line
from protocols.units import MILLISECOND, SECOND

SILENCE: Final = 1 * SECOND
"""A controller that gives no sign of life for this long counts as dead (design.md 2)."""
UNANSWERED: Final = 300 * MILLISECOND
"""No record for this long after a key: the controller is not answering."""
_LOOK_EVERY: Final = 0.1
_LATE: Final = 0.1
"""Seconds by which a look may be late and still judge silence: else we were the ones who slept."""
_AGAIN_AFTER: Final = 1 * SECOND
"""Between two successors: one that cannot start must not be started a thousand times."""


class Commands(Protocol):
    """How a controller is started."""

    def begin(self) -> Sequence[str]:
        """Return the command of the session's controller."""

    def take_over(self, because: str) -> Sequence[str]:
        """Return the command of a successor; it reads the header of the session on its stdin."""


class Supervisor:
    """The operator's end (`controller.operator.port.Operator`) of a controller's process."""

    def __init__(self, commands: Commands, *, errors: Path | None) -> None:
        """Remember how a controller is started; `start` does it."""
        self._commands, self._errors = commands, errors
        self._on_record: Callable[[Record], None] = lambda _record: None
        self._process: ControllerProcess | None = None
        self._header: Record | None = None
        self._number = 0
        self._moment = 0
        self._over = False
        self._asked_at: int | None = None
        self._unanswered = False
        self._died_at = 0
        self._watch: asyncio.Task[None] | None = None
        self._closing = False

    @property
    def over(self) -> bool:
        """Nothing is left that would have to be stopped."""
        return self._over

    async def start(self, on_record: Callable[[Record], None]) -> None:
        """Start the controller.

        Raises:
            OSError: it cannot be started.
        """
        self._on_record = on_record
        self._spawn(self._commands.begin())
        self._watch = asyncio.get_running_loop().create_task(self._look_on())

    def press(self, intent: Intent) -> None:
        """Pass a key on."""
        self._send(intent_line(intent), must=intent.key == "stop")

    def stop(self, because: str) -> None:
        """Ask for a stop at once, from any thread."""
        self.press(Intent("stop", because=because))

    def renew(self, number: int, *, moving: bool) -> None:
        """Renew the lease."""
        if self._process is not None:
            self._process.write(renewal_line(Renewal(number, moving)))

    def hang_up(self) -> None:
        """Close our end of the pipe; the controller goes on by itself."""
        if self._process is not None:
            self._process.hang_up()

    async def close(self) -> None:
        """Leave; a belt that may move is left to the controller, which stops it by itself."""
        self._closing = True
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        if self._process is not None:
            self._process.let_go()

    def _spawn(self, command: Sequence[str], first: bytes = b"") -> None:
        self._asked_at = None
        process: ControllerProcess

        def on_line(line: bytes) -> None:
            if self._process is process:
                self._take(line)

        def on_end() -> None:
            if self._process is process:
                self._ended()

        process = ControllerProcess(
            command,
            errors=self._errors,
            loop=asyncio.get_running_loop(),
            on_line=on_line,
            on_end=on_end,
        )
        self._process = process
        if first:
            process.write(first, must=True)

    def _send(self, line: bytes, *, must: bool) -> None:
        process = self._process
        if process is None:
            return
        process.write(line, must=must)
        if self._asked_at is None:
            self._asked_at = time.monotonic_ns()

    def _take(self, line: bytes) -> None:
        try:
            record: Any = json.loads(line)
        except ValueError:
            return  # something else printed there; a record that was cut shows as a gap
        if not isinstance(record, dict) or not {"n", "t", "io", "kind"} <= record.keys():
            return
        self._number, self._moment = record["n"], record["t"]
        if record["io"] == HEADER:
            self._header = record
        if _says_over(record):
            self._over = True
        self._answer()
        self._on_record(record)

    def _answer(self) -> None:
        self._asked_at = None
        if self._unanswered:
            self._unanswered = False
            self._tell("answered")

    def _tell(self, kind: str, **fields: Any) -> None:
        record = {"n": self._number, "t": self._moment, "io": WATCH, "kind": kind, **fields}
        self._on_record(record)

    async def _look_on(self) -> None:
        """Look for silence, and never judge it after a look that was late itself.

        The reader's thread may have been held up together with this loop: the pipe is drained
        before silence is judged.
        """
        stale = 0
        while True:
            before = time.monotonic()
            await asyncio.sleep(_LOOK_EVERY)
            punctual = time.monotonic() - before < _LOOK_EVERY + _LATE
            process = self._process
            if process is None:
                await self._try_again()
                continue
            now = time.monotonic_ns()
            quiet = now - process.reader.last_at
            self._judge_answer(now, process.reader.last_at)
            silent = self._header is not None and not self._over and quiet > SILENCE
            stale = stale + 1 if silent and punctual else 0
            if stale >= 2:
                stale = 0
                self._lose("the controller gives no sign of life")

    def _judge_answer(self, now: int, last_at: int) -> None:
        asked_at = self._asked_at
        if asked_at is None or self._header is None:
            return
        if last_at > asked_at:
            self._answer()
        elif now - asked_at > UNANSWERED and not self._unanswered:
            self._unanswered = True
            self._tell("unanswered")

    def _ended(self) -> None:
        """The controller's end of the pipe is closed."""
        process = self._process
        if process is None or self._closing:
            return
        if self._header is not None and not self._over:
            self._lose("the controller has died")
            return
        code = process.exit_code(_KILL_SECONDS)
        process.let_go()
        self._process = None
        if not self._over:
            self._tell("no_controller", errors=str(self._errors or ""))
        self._over = True
        self._tell("left", exit_code=70 if code is None or code < 0 else code)

    def _lose(self, because: str) -> None:
        """Kill the old controller and start its successor."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.let_go()
        self._died_at = time.monotonic_ns()
        self._tell("unsupervised", because=because)
        self._succeed(because)

    def _succeed(self, because: str) -> None:
        if self._header is None:
            return
        try:
            first = (to_line(self._header) + "\n").encode("ascii")
            self._spawn(self._commands.take_over(because), first)
        except OSError as error:
            self._tell("no_successor", because=str(error))
            return
        self._tell("successor")

    async def _try_again(self) -> None:
        if not self._over and time.monotonic_ns() - self._died_at > _AGAIN_AFTER:
            self._died_at = time.monotonic_ns()
            self._succeed("the controller has died")


_KILL_SECONDS: Final = 1.0


def _says_over(record: Record) -> bool:
    """Return whether nothing has to be stopped any more once this was said."""
    match record:
        case {"io": "out", "kind": "ended", "outcome": outcome, "confirmed": confirmed}:
            return bool(confirmed) or outcome == "refused"
        case {"io": "out", "kind": "confirmed"} | {"io": "shell", "kind": "not_begun"}:
            return True
        case {"io": "shell", "kind": "last_resort_over", "confirmed": confirmed}:
            return bool(confirmed)
        case _:
            return False
