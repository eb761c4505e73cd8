"""The front end's own side of two processes: it starts a controller, watches it, and replaces it.

A controller that exits, or gives no sign of life for a second, while its belt is not known to stand
is killed, and a successor is started whose only aim is to stop that treadmill (ADR 0008).
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

from controller.operator.process import ControllerProcess
from controller.operator.reach import Reach
from controller.records.format import HEADER, WATCH, Record, to_line
from controller.records.intents import Intent, Renewal, intent_line, renewal_line
from controller.words.catalogue import tr
from controller.words.later import tr_later
from protocols.units import MILLISECOND, SECOND

SILENCE: Final = 1 * SECOND
"""A controller that gives no sign of life for this long counts as dead (ADR 0004)."""
PATIENCE: Final = 15 * SECOND
"""... and before its session has begun: a busy computer needs its time to start Python."""
UNANSWERED: Final = 300 * MILLISECOND
"""No record for this long after a key: the controller is not answering."""
LINGERS: Final = 10 * SECOND
"""A controller that has nothing more to do, says nothing and does not go is sent away."""
_LOOK_EVERY: Final = 0.1
_AGAIN_AFTER: Final = 1 * SECOND
"""Between two successors: one that cannot start must not be started a thousand times."""
_DIED: Final = tr_later("the controller has died")
_EXIT_PATIENCE: Final = 1.0


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
        self._sensors: dict[str, str] = {}
        self._serving = False
        """The present controller's session has begun."""
        self._reach = Reach()
        self._left = False
        self._number = 0
        self._moment = 0
        self._asked_at: int | None = None
        self._unanswered = False
        self._spawned_at = 0
        self._silent_looks = 0
        self._watch: asyncio.Task[None] | None = None

    @property
    def over(self) -> bool:
        """Nothing is left that would have to be stopped."""
        return self._left or not self._reach.ours_to_stop

    @property
    def header(self) -> Record | None:
        """The header of the session, once there is one: the treadmill was connected then."""
        return self._header

    @property
    def sensors(self) -> Mapping[str, str]:
        """The sensors that were connected in the session: address to name, which may be empty."""
        return self._sensors

    @property
    def stop_seen(self) -> bool:
        """The treadmill's stop was seen to work in this session."""
        return self._reach.stop_seen

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
        process = self._process
        if process is None:
            return
        process.write(intent_line(intent), stop=intent.key == "stop")
        if self._asked_at is None:
            self._asked_at = time.monotonic_ns()

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
        process, self._process = self._process, None
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        if process is not None:
            process.let_go()

    def _spawn(self, command: Sequence[str], first: bytes = b"") -> None:
        self._asked_at, self._serving, self._silent_looks = None, False, 0
        self._spawned_at = time.monotonic_ns()
        process: ControllerProcess

        def on_lines(lines: list[bytes]) -> None:
            if self._process is process:
                for line in lines:
                    self._take(line)

        def on_end() -> None:
            if self._process is process:
                self._ended(process)

        process = ControllerProcess(
            command,
            errors=self._errors,
            loop=asyncio.get_running_loop(),
            on_lines=on_lines,
            on_end=on_end,
        )
        self._process = process
        if first:
            process.write(first)

    def _take(self, line: bytes) -> None:
        try:
            record: Any = json.loads(line)
        except ValueError:
            return  # something else printed there; a record that was cut shows as a gap
        if not isinstance(record, dict) or not {"n", "t", "io", "kind"} <= record.keys():
            return
        self._number, self._moment = record["n"], record["t"]
        if record["io"] == HEADER:
            self._header, self._serving = record, True
        match record:
            case {"io": "out", "kind": "sensor", "state": "found", "sensor": sensor, "name": name}:
                self._sensors[sensor] = name
            case _:
                pass
        self._reach.take(record)
        self._answered()
        self._give(record)

    def _answered(self) -> None:
        self._asked_at = None
        if self._unanswered:
            self._unanswered = False
            self._tell("answered")

    def _tell(self, kind: str, **fields: Any) -> None:
        self._give({"n": self._number, "t": self._moment, "io": WATCH, "kind": kind, **fields})

    def _give(self, record: Record) -> None:
        """Give a record to the front end. A mistake of its own must not end the watch."""
        try:
            self._on_record(record)
        except Exception as error:  # noqa: BLE001  # told to the loop; the watch goes on
            asyncio.get_running_loop().call_exception_handler(
                {"message": "the front end could not take a record", "exception": error}
            )

    async def _look_on(self) -> None:
        """Look again and again; what is seen twice in a row is so.

        When something last came is stamped by the reader's own thread, so a loop that was held up
        does not take its own sleep for the controller's: by the second look the thread has read
        what was waiting.
        """
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            process, now = self._process, time.monotonic_ns()
            if process is None:
                self._try_again(now)
                continue
            last_at = process.reader.last_at
            self._judge_answer(now, last_at)
            silent = now - last_at > self._patience()
            self._silent_looks = self._silent_looks + 1 if silent else 0
            if self._silent_looks >= 2:
                self._lose(process, tr_later("the controller gives no sign of life"))

    def _patience(self) -> int:
        if not self._serving:
            return PATIENCE
        return SILENCE if self._reach.ours_to_stop else LINGERS

    def _judge_answer(self, now: int, last_at: int) -> None:
        asked_at = self._asked_at
        if asked_at is None or not self._serving:
            return
        if last_at > asked_at:
            self._answered()
        elif now - asked_at > UNANSWERED and not self._unanswered:
            self._unanswered = True
            self._tell("unanswered")

    def _ended(self, process: ControllerProcess) -> None:
        """The controller's end of the pipe is closed."""
        if self._reach.ours_to_stop:
            self._lose(process, _DIED)
            return
        code = process.exit_code(_EXIT_PATIENCE)
        self._leave(process, None if code is None or code < 0 else code)

    def _leave(self, process: ControllerProcess, code: int | None) -> None:
        """Tell that nobody is at the treadmill any more, and nobody has to be."""
        process.let_go()
        self._process = None
        self._left = True
        if not self._reach.told_why:
            said = _DIED if self._serving else tr_later("the controller could not be started")
            told = tr("{what}; {file} says why") if self._errors else "{what}"
            self._tell("no_controller", because=told.format(what=tr(said), file=self._errors))
        self._tell("left", exit_code=code)

    def _lose(self, process: ControllerProcess, because: str) -> None:
        """Kill the old controller; start its successor if it may have moved the belt."""
        process.kill()
        if not self._reach.ours_to_stop:
            self._leave(process, None)
            return
        process.let_go()
        self._process = None
        waited = time.monotonic_ns() - self._spawned_at > _AGAIN_AFTER
        tell = self._succeed(because) if waited else None
        self._tell("unsupervised", because=because)
        if tell is not None:
            tell()

    def _try_again(self, now: int) -> None:
        if self._reach.ours_to_stop and now - self._spawned_at > _AGAIN_AFTER:
            self._succeed(_DIED)()

    def _succeed(self, because: str) -> Callable[[], None]:
        """Start a successor, and return what tells of it: first the deed, then the word."""
        try:
            self._spawn(self._commands.take_over(because), self._first_line())
        except OSError as error:
            self._spawned_at = time.monotonic_ns()
            return partial(self._tell, "no_successor", because=str(error))
        return partial(self._tell, "successor")

    def _first_line(self) -> bytes:
        return b"" if self._header is None else (to_line(self._header) + "\n").encode("ascii")
