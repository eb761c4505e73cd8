"""A whole household of real processes: a front end on a terminal, its controller, and the world.

The world is started by the test, so that it can be looked at whatever becomes of the other two.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import psutil

from simulators.link.remote import RunningWorld, world_process
from simulators.treadmill.server import Press

FREEZE: Final = 2.0
"""Seconds for which SIGUSR1 blocks the front end's loop, as a drawing that takes long would."""
_MAIN: Final = f"""
import signal, sys, time
from controller.cli.main import main
signal.signal(signal.SIGUSR1, lambda *_: time.sleep({FREEZE}))
sys.exit(main())
"""
STOP: Final = b"\x08\x01"
START: Final = b"\x07"
_CHILD: Final = "controller.cli.session.child"
_DEADLINE: Final = 30.0


def wait_for(what: Callable[[], Any], seconds: float = _DEADLINE, *, why: str = "") -> Any:
    """Return what ``what`` returns once it is true.

    Raises:
        AssertionError: it has not become true in so many seconds.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = what()
        if found:
            return found
        select.select([], [], [], 0.005)
    raise AssertionError(f"not within {seconds} s: {why or what}")


class Front:
    """A front end on a pseudo-terminal of its own, and the controllers that it starts."""

    def __init__(self, data: Path, words: Sequence[str]) -> None:
        """Start it; ``words`` are its command line, and all that it keeps goes into ``data``."""
        self._later: list[tuple[float, str]] = []
        self._data = data
        self._told = b""
        self._reads = True
        self.terminal, far = pty.openpty()
        os.set_blocking(self.terminal, False)
        self._environment = {
            **os.environ,
            "XDG_CACHE_HOME": str(data),
            "XDG_DATA_HOME": str(data),
            "XDG_STATE_HOME": str(data),
            "XDG_RUNTIME_DIR": str(data),
            "TERM": "xterm-256color",
        }
        self._environment.pop("COLUMNS", None)
        self._environment.pop("LINES", None)
        self.resize(80, 24)
        self._command = [sys.executable, "-c", _MAIN, *words]
        self.front = subprocess.Popen(
            self._command,
            stdin=far,
            stdout=far,
            stderr=far,
            env=self._environment,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509  # a terminal that can hang up
        )
        self._name = os.ttyname(far)
        os.close(far)
        self._controllers: list[psutil.Process] = []

    def drain(self) -> str:
        """Read what the terminal shows, so that the front end never waits for us."""
        for due in [each for each in self._later if each[0] <= time.monotonic()]:
            self._later.remove(due)
            self.key(due[1])
        with suppress(OSError):
            while self._reads and (got := os.read(self.terminal, 65536)):
                self._told += got
        return self._told.decode(errors="replace")

    def block(self) -> None:
        """Let the terminal take nothing any more, as behind a Ctrl-S; keys arrive as ever."""
        self._reads = False
        near = os.open(self._name, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
        with suppress(BlockingIOError):
            while True:
                os.write(near, b".")
        os.close(near)

    def unblock(self) -> None:
        """Let the terminal take what waits."""
        self._reads = True

    def key(self, keys: str) -> None:
        """Press keys."""
        os.write(self.terminal, keys.encode())

    def resize(self, width: int, height: int) -> None:
        """Give the terminal's window another size."""
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def until_shown(self, text: str) -> None:
        """Wait until the terminal was told a text."""
        wait_for(lambda: text in self.drain(), why=f"{text!r} in {self._told[-2000:]!r}")

    def freeze(self) -> None:
        """Block the front end's loop, but not its other threads, for `FREEZE` seconds."""
        os.kill(self.front.pid, signal.SIGUSR1)

    def press_later(self, keys: str, seconds: float) -> None:
        """Press keys at the first `drain` after so many seconds."""
        self._later.append((time.monotonic() + seconds, keys))

    def hang_up(self) -> None:
        """Close the terminal's window."""
        os.close(self.terminal)
        self.terminal = -1

    def records(self) -> list[dict[str, Any]]:
        """Return every whole record in every journal so far, in the order of the journals."""
        if self.terminal >= 0:
            self.drain()
        lines = [
            line
            for path in sorted(self._data.glob("reprise/simulated/*.jsonl"))
            for line in path.read_bytes().split(b"\n")[:-1]
        ]
        return [json.loads(line) for line in lines]

    def until(self, kind: str, *, seconds: float = _DEADLINE, **fields: Any) -> dict[str, Any]:
        """Wait for a record and return it."""

        def found() -> dict[str, Any] | None:
            wanted = {"kind": kind, **fields}.items()
            return next((each for each in self.records() if wanted <= each.items()), None)

        record: dict[str, Any] = wait_for(found, seconds, why=f"{kind} {fields}")
        return record

    @property
    def controller(self) -> psutil.Process:
        """The controller, or its successor: the newest such child of the front end."""
        for each in psutil.Process(self.front.pid).children():
            with suppress(psutil.NoSuchProcess):
                if each not in self._controllers and _CHILD in each.cmdline():
                    self._controllers.append(each)
        return self._controllers[-1]

    def bring_to_motion(self) -> None:
        """Press start as a person does, and wait until the belt walks at its speed."""
        self.until("standing")
        wait_for(lambda: self.controller)
        for _ in range(20):
            self.key("\r\r\r\rg")
            with suppress(AssertionError):
                wait_for(self._counting, 1.0)
                break
        self.until("segment", counting=True, seconds=3 * _DEADLINE)

    def _counting(self) -> bool:
        return any(each.get("phase") == "countdown" for each in self.records())

    def clean_up(self) -> None:
        """Kill whatever is left."""
        with suppress(psutil.NoSuchProcess, IndexError):
            _ = self.controller
        for each in self._controllers:
            with suppress(psutil.NoSuchProcess, OSError):
                os.killpg(each.pid, signal.SIGKILL)
        self.front.kill()
        self.front.wait()
        if self.terminal >= 0:
            os.close(self.terminal)


class Household(Front):
    """One session at home."""

    def __init__(self, running: RunningWorld, data: Path, words: list[str], listen: str) -> None:
        """Start the front end."""
        super().__init__(data, [*words, "--simulate", "--world", listen])
        self.world = running.remote

    def until_walking(self, speed: int = 300) -> None:
        """Wait until the belt truly walks."""
        wait_for(lambda: self._at(speed), why="walking")

    def _at(self, speed: int) -> bool:
        self.drain()
        return self.world.look().belt_speed >= speed

    def wait_until_still(self) -> None:
        """Wait until the belt truly stands."""
        wait_for(self._still, why="the belt comes to a stop")

    def sent_since(self, moment: int) -> list[bytes]:
        """Return what has reached the treadmill's control point since a moment."""
        return [data for when, data in self.world.look().commands if when >= moment]

    def _still(self) -> bool:
        if self.terminal >= 0:
            self.drain()
        look = self.world.look()
        return look.belt_speed == 0

    def second_session(self) -> subprocess.CompletedProcess[str]:
        """Try to run another session on the same treadmill, without a terminal."""
        with subprocess.Popen(
            [*self._command, "--plain"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self._environment,
            text=True,
        ) as second:
            wait_for(lambda: self.drain() and second.poll() is not None)
            told = "" if second.stdout is None else second.stdout.read()
            return subprocess.CompletedProcess(self._command, second.returncode, told)


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@contextmanager
def household(
    data: Path,
    *words: str,
    speedup: int = 20,
    world: str | None = None,
    command: Sequence[str] = ("run", "postpartum-walk"),
    reachable: bool = True,
    moving: bool = False,
    sound: bool = False,
) -> Iterator[Household]:
    """Start the world and a session in it; at the end nothing is left of either."""
    with world_process("generic", speedup) as running:
        if not reachable:
            running.remote.lose_link()
        if moving:
            running.remote.press(Press.START)
            wait_for(lambda: running.remote.look().belt_speed > 0, why="somebody walks")
        options = [*command, *words, "--speedup", str(speedup), *([] if sound else ["--silent"])]
        made = Household(running, data, options, world or running.listen)
        try:
            yield made
        finally:
            made.clean_up()
