"""The stop key in a real terminal, while the screen's loop stands still."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from controller.tui.keys.table import STOP
from tests.tui.sessions import in_run

if TYPE_CHECKING:
    from collections.abc import Iterator

if sys.platform != "win32":
    import fcntl
    import termios

WITHIN: Final = 0.02
"""In seconds, from the key to the call that stops (issue 3)."""
PATIENCE: Final = 20.0
_POSIX = pytest.mark.skipif(
    sys.platform == "win32", reason="a pty is POSIX; Windows has another driver"
)
KEYS: Final = {
    "space": b" ",
    "page up": b"\x1b[5~",
    "page down": b"\x1b[6~",
    "end": b"\x1b[F",
    "ctrl-c": b"\x03",
    "ctrl-d": b"\x04",
    "ctrl-z": b"\x1a",
    "ctrl-backslash": b"\x1c",
    "space, as kitty sends it": b"\x1b[32u",
    "a hand on the keyboard": b"fgh",
    "the bar": b"\x1b[<0;40;23M",
}


class Terminal:
    """A process in a terminal of its own, and what it tells through a pipe."""

    def __init__(self, records: Path, kind: str, module: str = "tests.tui.frozen_screen") -> None:
        """Start it: a module that is given the records, the pipe and what kind of screen to be."""
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.told, tells = os.pipe()
        self._read = self.shown = b""
        command = [sys.executable, "-m", module, str(records), str(tells), kind]
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            pass_fds=[tells],
            start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color", "NO_COLOR": ""},
        )
        os.close(slave)
        os.close(tells)

    def next_line(self) -> tuple[int, str]:
        """Return the next thing told with its moment; the terminal's output is read meanwhile."""
        until = time.monotonic() + PATIENCE
        while b"\n" not in self._read:
            heard = [each for each in (self.told, self.master) if each >= 0]
            ready, _, _ = select.select(heard, [], [], 0.5)
            if self.told in ready:  # first: its end may have closed the terminal behind it already
                more = os.read(self.told, 4096)
                assert more, "the screen has gone"
                self._read += more
            elif self.master in ready:
                self.shown += os.read(self.master, 65_536)
            assert time.monotonic() < until, "nothing was told"
        line, self._read = self._read.split(b"\n", 1)
        moment, what = line.decode().split(" ", 1)
        return int(moment), what

    def write(self, data: bytes) -> None:
        """Type; what the screen writes is read meanwhile, or both would wait for each other."""
        while data:
            ready, able, _ = select.select([self.master], [self.master], [], PATIENCE)
            if ready:
                self.shown += os.read(self.master, 65_536)
            if able:
                data = data[os.write(self.master, data) :]

    def wait_and_read(self) -> int:
        """Read what it still writes until it has ended, and return its exit code."""
        until = time.monotonic() + PATIENCE
        while self.process.poll() is None or select.select([self.master], [], [], 0)[0]:
            assert time.monotonic() < until, "it does not end"
            if select.select([self.master], [], [], 0.1)[0]:
                try:
                    self.shown += os.read(self.master, 65_536)
                except OSError:  # nobody holds the other end any more
                    break
        return self.process.wait(PATIENCE)

    def hang_up(self) -> None:
        """Take the terminal away."""
        os.close(self.master)
        self.master = -1

    def close(self) -> None:
        """Kill it and close every handle."""
        self.process.kill()
        self.process.wait(PATIENCE)
        if self.master >= 0:
            os.close(self.master)
        os.close(self.told)


@pytest.fixture
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    """Give a screen in a terminal, over a belt that runs."""
    records = tmp_path / "records.jsonl"
    records.write_text("".join(json.dumps(record) + "\n" for record in in_run()))
    made = Terminal(records, request.param)
    yield made
    made.close()


@pytest.mark.long
@_POSIX
@pytest.mark.parametrize("terminal", ["sleep", "spin"], indirect=True)
def test_a_stop_does_not_wait_for_a_frozen_screen(terminal: Terminal) -> None:
    """Each stop key reaches the operator in milliseconds, and once more when the loop goes on."""
    assert terminal.next_line()[1] == "frozen"
    took = {}
    for name, data in KEYS.items():
        pressed = time.monotonic_ns()
        os.write(terminal.master, data)
        moment, because = terminal.next_line()
        assert because in (STOP.because, "a hand on the keyboard", "the bar")
        took[name] = (moment - pressed) / 1e9
    assert max(took.values()) < WITHIN, took
    assert terminal.next_line()[1] == "awake"
    again = [terminal.next_line()[1] for _ in KEYS]
    assert again.count(STOP.because) == len(KEYS) - 2
    assert {"a hand on the keyboard", "the bar"} <= set(again)


@_POSIX
@pytest.mark.parametrize("terminal", ["not at all"], indirect=True)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_asks_for_a_stop_and_gives_the_terminal_back(
    terminal: Terminal, number: signal.Signals
) -> None:
    """The stop is asked for, the operator closed, the alternate screen left, the code 130."""
    assert terminal.next_line()[1] == "frozen"
    assert terminal.next_line()[1] == "awake"
    terminal.process.send_signal(number)
    assert terminal.next_line()[1] == "a signal to the screen"
    assert terminal.next_line()[1] == "closed"
    assert terminal.wait_and_read() == 130
    assert b"\x1b[?1049l" in terminal.shown
    assert b"Traceback" not in terminal.shown


@_POSIX
@pytest.mark.parametrize("terminal", ["not at all"], indirect=True)
def test_a_terminal_that_goes_away_closes_the_operator(terminal: Terminal) -> None:
    """Even where no signal tells of it: the pipe is closed, and the session stops the belt."""
    assert terminal.next_line()[1] == "frozen"
    assert terminal.next_line()[1] == "awake"
    terminal.hang_up()
    assert terminal.next_line()[1] == "the terminal is gone"
    assert terminal.next_line()[1] == "closed"
    assert terminal.process.wait(PATIENCE) != 0


@_POSIX
@pytest.mark.parametrize("terminal", ["not at all"], indirect=True)
def test_a_stop_behind_ten_thousand_keys_is_sent(terminal: Terminal) -> None:
    """A flood of keys in a terminal delays a stop by no more than reading it."""
    assert terminal.next_line()[1] == "frozen"
    assert terminal.next_line()[1] == "awake"
    for _ in range(100):
        terminal.write(b"x" * 100)
    terminal.write(b" ")
    _, because = terminal.next_line()
    assert because == STOP.because


@_POSIX
@pytest.mark.parametrize("terminal", ["not at all"], indirect=True)
@pytest.mark.parametrize("sequence", [b"\x1b[32;1:1u", b"\x1b[:u"])
def test_a_sequence_that_cannot_be_parsed_stops_the_belt(
    terminal: Terminal, sequence: bytes
) -> None:
    """The thread that reads keys would die of it: a stop, a sentence, and no traceback."""
    assert terminal.next_line()[1] == "frozen"
    assert terminal.next_line()[1] == "awake"
    terminal.write(sequence)
    assert terminal.next_line()[1] == "the keyboard cannot be read"
    assert terminal.next_line()[1] == "closed"
    assert terminal.wait_and_read() != 0
    assert b"Traceback" not in terminal.shown
    assert b"the screen made a mistake" in terminal.shown
