"""The world's remote control, without an event loop: for tests, for front ends, and to start it.

What it does is beside the radio: it looks at the true belt, presses the keys of the machine and
takes the radio away.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final, NamedTuple, Self

from protocols.units import CentiKmh
from simulators.link.wire import Message, decode, dial_blocking, encode, find_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from simulators.treadmill.server import Press

ADDRESS: Final = "5E:1F:7E:AD:00:01"
"""Of the treadmill in a world that was given no other."""
FOOTPOD_ADDRESS: Final = "5E:1F:7E:AD:00:02"
"""Of the foot pod, and ..."""
STRAP_ADDRESS: Final = "5E:1F:7E:AD:00:03"
"""... of the strap, where nobody has said another."""

_POLL_EVERY: Final = 0.005


class Look(NamedTuple):
    """How things stand in the world."""

    belt_speed: CentiKmh
    """How fast the belt truly runs; 0 only if it is still."""
    linked: bool
    """Whether the host holds a link to the treadmill."""
    commands: list[tuple[int, bytes]]
    """What has reached the control point, refused or not, since the world began; each with its
    moment by `time.monotonic_ns`, which on Linux and macOS is the same in every process."""


class WorldRemote:
    """A connection to a world's treadmill beside the radio.

    Every method but `close` raises OSError when the world has ended, and each returns only when
    what it asks for has happened.
    """

    def __init__(self, address: str) -> None:
        """Connect to the world that listens at ``address``."""
        self._socket = dial_blocking(find_place(address))
        self._lines = self._socket.makefile("rb")
        self._commands: list[tuple[int, bytes]] = []
        try:
            self._at = next(iter(self._hear("hello")["stations"]))
        except OSError:
            self.close()
            raise

    def look(self) -> Look:
        """Return how things stand now."""
        return self._ask("look")

    def press(self, key: Press) -> Look:
        """Press a key on the machine itself, or pull its safety key."""
        return self._ask("press", key=key.value)

    def foot(self, *, on: bool) -> Look:
        """Put somebody on the belt, or take them off it."""
        return self._ask("foot", on=on)

    def lose_link(self) -> Look:
        """Make the radio silent both ways at once; the belt runs on."""
        return self._ask("lose_link")

    def restore_link(self) -> Look:
        """Let the treadmill be connected to again."""
        return self._ask("restore_link")

    def wear(self, strap: str, *, on: bool) -> None:
        """Put the strap at that address on, or take it off."""
        self._socket.sendall(encode({"do": "wear", "at": strap, "on": on}))
        self._hear("worn")

    def lose_answers(self) -> Look:
        """Let no answer from the control point arrive any more, for as long as the link lasts."""
        return self._ask("lose_answers")

    def wait_for(self, condition: Callable[[Look], bool], seconds: float) -> Look:
        """Look again and again until the condition holds, and return that look.

        Raises:
            TimeoutError: it did not hold within so many seconds of real time.
        """
        until = time.monotonic() + seconds
        while not condition(look := self.look()):
            if time.monotonic() > until:
                raise TimeoutError(f"not within {seconds:g} s; the last look was {look}")
            time.sleep(_POLL_EVERY)
        return look

    def close(self) -> None:
        """Hang up."""
        self._lines.close()
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(self, what: str, **rest: object) -> Look:
        known = len(self._commands)
        self._socket.sendall(encode({"do": what, "at": self._at, "known": known, **rest}))
        told = self._hear("look")
        self._commands += [(when, bytes.fromhex(data)) for when, data in told["commands"]]
        return Look(CentiKmh(told["speed"]), told["linked"], list(self._commands))

    def _hear(self, wanted: str) -> Message:
        """Return the next message of a kind; the others are for Bluetooth clients."""
        while line := self._lines.readline():
            message = decode(line)
            if message is not None and message["tell"] == wanted:
                return message
        raise ConnectionError("the simulated world has ended")


class RunningWorld(NamedTuple):
    """A world that was started, and the ways to it."""

    listen: str
    """Where it listens, for `DistantAir.connect` and `WorldRemote`."""
    remote: WorldRemote
    process: subprocess.Popen[bytes]

    def end(self) -> None:
        """End it, whoever is connected."""
        self.remote.close()
        with self.process:
            self.process.terminate()

    def leave(self) -> None:
        """Leave it to itself: it ends when nobody is connected and its belt has come to a stop."""
        self.remote.close()
        for end in (self.process.stdin, self.process.stdout):
            if end is not None:
                end.close()
        # Whoever began it may live on, too: no zombie is to stay with them.
        threading.Thread(target=self.process.wait, name="see off", daemon=True).start()


def start_world(
    machine: str,
    speedup: int = 1,
    *,
    address: str = ADDRESS,
    footpod: str | None = None,
    strap: str | None = None,
) -> RunningWorld:
    """Start a world with a treadmill; a caller that is killed leaves it as `RunningWorld.leave`.

    Raises:
        OSError: it does not start; the sentence is its own.
    """
    return begin_world(machine, speedup, address=address, footpod=footpod, strap=strap).wait()


class StartingWorld:
    """A world that has been told to start, and need not be waited for yet."""

    def __init__(self, process: subprocess.Popen[bytes], complaints: IO[bytes]) -> None:
        """Take its process and what it writes if it cannot start."""
        self._process, self._complaints = process, complaints

    def wait(self) -> RunningWorld:
        """Return the world once it listens; to be called once.

        Raises:
            OSError: it does not start; the sentence is its own.
        """
        process = self._process
        with self._complaints as complaints:
            first = b"" if process.stdout is None else process.stdout.readline()
            if not first:
                with process:
                    process.wait()
                complaints.seek(0)
                told = complaints.read().decode(errors="replace").strip()
                raise OSError(f"the simulated treadmill does not start: {told}")
        listen = json.loads(first)["listening"]
        return RunningWorld(listen, WorldRemote(listen), process)

    def end(self) -> None:
        """End it before anybody has come."""
        with self._complaints, self._process:
            self._process.terminate()


def begin_world(
    machine: str,
    speedup: int = 1,
    *,
    address: str = ADDRESS,
    footpod: str | None = None,
    strap: str | None = None,
) -> StartingWorld:
    """Begin to start a world as `start_world` does, without waiting until it listens.

    Raises:
        OSError: no process can be started.
    """
    command = [sys.executable, "-m", "simulators.world", "--machine", machine]
    command += ["--address", address, "--speedup", str(speedup)]
    command += ["--footpod", footpod] if footpod is not None else []
    command += ["--strap", strap] if strap is not None else []
    complaints = tempfile.TemporaryFile()  # noqa: SIM115  # `StartingWorld` closes it
    process = subprocess.Popen(  # noqa: S603  # our own module, no shell
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        start_new_session=True,  # a terminal's keys and a group's death are not for it
    )
    return StartingWorld(process, complaints)


@contextmanager
def world_process(
    machine: str,
    speedup: int = 1,
    *,
    address: str = ADDRESS,
    footpod: str | None = None,
    strap: str | None = None,
) -> Iterator[RunningWorld]:
    """Start a world, and end it on leaving, whoever is connected then.

    Raises:
        OSError: it does not start; the sentence is its own.
    """
    running = start_world(machine, speedup, address=address, footpod=footpod, strap=strap)
    try:
        yield running
    finally:
        running.end()
