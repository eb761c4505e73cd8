"""A screen in a terminal whose loop stands still for two seconds; it tells of each stop by a pipe.

Run by `test_stop_first` as a process of its own: only a real terminal has a driver's thread.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from controller.tui import app as screen
from tests.tui.sessions import Noting

if TYPE_CHECKING:
    from collections.abc import Callable

STANDS_STILL_FOR: Final = 2.0


class Telling(Noting):
    """Tells of every stop with its moment, from whatever thread it comes."""

    def __init__(self, path: Path, fd: int) -> None:
        """Read the records, and remember the pipe."""
        super().__init__(tuple(json.loads(line) for line in path.read_text().splitlines()))
        self._fd = fd

    def tell(self, what: str) -> None:
        """Write a line with the moment."""
        os.write(self._fd, f"{time.monotonic_ns()} {what}\n".encode())

    def stop(self, because: str) -> None:
        """Tell of a stop."""
        self.tell(because)

    async def close(self) -> None:
        """Tell of the end."""
        self.tell("closed")


def spin() -> None:
    """Stand still and hold the interpreter: the worst that Python code can do."""
    until = time.monotonic() + STANDS_STILL_FOR
    while time.monotonic() < until:
        pass


def sleep() -> None:
    """Stand still and hold nothing."""
    time.sleep(STANDS_STILL_FOR)


STANDSTILLS: Final[dict[str, Callable[[], None]]] = {
    "spin": spin,
    "sleep": sleep,
    "not at all": lambda: None,
}


class Frozen(screen.SessionApp):
    """Stands still once, when it has been drawn."""

    def freeze_when_drawn(self, how: Callable[[], None], operator: Telling) -> None:
        """Look ten times a second whether the bar is there, and then stand still."""

        def look() -> None:
            if self.trigger.bar_top is not None and self.trigger.armed:
                timer.stop()
                operator.tell("frozen")
                how()
                operator.tell("awake")

        timer = self.set_interval(0.1, look)


def main() -> None:
    """Show the records and stand still."""
    records, fd, kind = sys.argv[1:]
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # else a terminal that goes kills us at once
    operator = Telling(Path(records), int(fd))

    class Made(Frozen):
        async def on_mount(self) -> None:  # beside that of `SessionApp`, as Textual has it
            self.freeze_when_drawn(STANDSTILLS[kind], operator)

    screen.SessionApp = Made  # type: ignore[misc]  # run_session makes one of these
    sys.exit(asyncio.run(screen.run_session(operator)))


if __name__ == "__main__":
    main()
