"""What a person waits for at the screen: its first frame, and what a frame costs.

The first frame is that of a real process in a real pseudo-terminal, from the moment at which the
command is given. Beside it, in turn and in the same run, stands the smallest app that Textual can
show: what nobody who uses it can be faster than. Both are compiled, as what is installed is.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Final

from controller.records.format import Record
from controller.tui.app import SessionApp
from controller.tui.drawing.canvas import Canvas
from tests.bench.figures import US, Row, quantile, row
from tests.bench.processes import COMMAND, compiled, processor_time
from tests.tui.sessions import Noting, recorded

FIRST: Final = "from the command to the first frame in a terminal"
FRAME: Final = "a whole frame of the run screen in processor time, the strip of the session with it"
HELP: Final = "a command that shows no screen, in processor time"
FIRST_BAR: Final = 800.0
BESIDE_BARE: Final = 2.0
FRAME_BAR: Final = 20.0
HELP_BAR: Final = 80.0
SIZES: Final = ((80, 24), (160, 45))
_BARE: Final = """
from textual.app import App
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield Static("Reprise")

Bare().run()
"""
_BARE_APP: Final = (sys.executable, "-c", _BARE)
_STARTED: Final = {
    "reprise run --simulate": (*COMMAND, "run", "--simulate"),
    "reprise": COMMAND,
}
_WORD: Final = b"Reprise"
"""Stands in the first frame of both, and in nothing that is written before it."""
_PATIENCE: Final = 60.0
_NANO: Final = 1e6


def first_rows(times: int) -> list[Row]:
    """Return how long the first frame takes, beside the smallest app there is."""
    bare: list[float] = []
    ours: dict[str, list[float]] = {name: [] for name in _STARTED}
    with tempfile.TemporaryDirectory() as home:
        for words in (_BARE_APP, *_STARTED.values()):
            first_frame(words, home)  # the disk has been read, what it holds compiled, a diary made
        for _ in range(times):
            bare.append(first_frame(_BARE_APP, home))
            for name, words in _STARTED.items():
                ours[name].append(first_frame(words, home))
    found = [row(FIRST, "an app of Textual with one word", "textual", bare)]
    for name, taken in ours.items():
        ratios = [our / its for our, its in zip(taken, bare, strict=True)]
        p50, p99 = (quantile(ratios, share) for share in (0.5, 0.99))
        found += [
            row(FIRST, name, US, taken, bar=FIRST_BAR),
            Row(
                *(FIRST, f"{name}, beside the bare app", US, times, p50, p99, max(ratios)),
                unit="times",
                bar=BESIDE_BARE,
            ),
        ]
    return found


def help_rows(times: int) -> list[Row]:
    """Return what a command costs that needs no more than its words."""
    bare, ours = [sys.executable, "-c", ""], [*COMMAND, "--help"]
    pairs = [[processor_time(each, compiled()) for each in (bare, ours)] for _ in range(times)]
    nothing, told = (list(each) for each in zip(*pairs, strict=True))
    return [
        row(HELP, "an interpreter that does nothing: the floor", "python", nothing),
        row(HELP, "reprise --help", US, told, bar=HELP_BAR),
    ]


def first_frame(words: Sequence[str], home: str) -> float:
    """Return in how many ms a command has written its first frame.

    Args:
        words: the command.
        home: the folder of all that is somebody's own.

    Raises:
        TimeoutError: it has not within a minute.
    """
    terminal, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    folders = {f"XDG_{name}_HOME": home for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    began = time.monotonic()
    process = subprocess.Popen(
        words,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        env={**compiled(), **folders, "TERM": "xterm-256color"},
    )
    os.close(slave)
    shown = b""
    try:
        while _WORD not in shown:
            if time.monotonic() > began + _PATIENCE:
                raise TimeoutError(f"no frame within {_PATIENCE:g} s: {shown[-200:]!r}")
            if select.select([terminal], [], [], 1.0)[0]:
                shown += os.read(terminal, 65_536)
        return (time.monotonic() - began) * 1000
    finally:
        process.send_signal(signal.SIGTERM)  # a world that it has begun is ended with it
        _read_until_gone(terminal, process)
        os.close(terminal)


def _read_until_gone(terminal: int, process: subprocess.Popen[bytes]) -> None:
    """Read what it still writes: it would wait for a terminal that nobody reads."""
    until = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < until:
        if select.select([terminal], [], [], 0.05)[0]:
            with suppress(OSError):
                os.read(terminal, 65_536)
    process.kill()
    process.wait()


def frame_rows(times: int) -> list[Row]:
    """Return what one frame costs, from the view to the codes that a terminal is sent."""
    seconds = list(_seconds(times))
    return [
        row(FRAME, f"{w} x {h}", US, asyncio.run(_costs(w, h, seconds)), bar=FRAME_BAR)
        for w, h in SIZES
    ]


async def _costs(width: int, height: int, seconds: Sequence[Sequence[Record]]) -> list[float]:
    app = SessionApp(Noting())
    async with app.run_test(size=(width, height)):
        canvas = app.screen.query_one(Canvas)
        return [_cost(app, canvas, each) for each in seconds]


def _cost(app: SessionApp, canvas: Canvas, records: Sequence[Record]) -> float:
    """Return the cost of what one second has brought, every line drawn anew, in ms."""
    for record in records:
        app.take(record)
    began = time.process_time_ns()
    canvas.show(app.frame().lines)
    for y in range(app.size.height):
        canvas.render_line(y).render(app.console)
    return (time.process_time_ns() - began) / _NANO


def _seconds(times: int) -> Iterator[Sequence[Record]]:
    """Give the records of seconds near the end of a session, one by one: the strip is long then."""
    records = recorded()
    ends = [n for n, each in enumerate(records) if each["kind"] == "belt"][-times - 200 : -200]
    yield records[: ends[0]]
    for start, end in pairwise(ends):
        yield records[start:end]


def rows(times: int) -> list[Row]:
    """Return all of it; a frame is drawn ten times as often as a session is started."""
    return [*first_rows(times), *help_rows(times), *frame_rows(10 * times)]
