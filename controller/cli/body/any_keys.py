"""Keys while time goes on: a thread reads them, and whoever plays takes them when it likes."""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

ENDED: Final = ""
"""What comes when no further key can."""
_NAMES: Final = {"\r": "enter", "\n": "enter", "\x7f": "backspace", "\b": "backspace"}
_ENDS: Final = ("\x04", "\x1a")
_ESCAPE: Final = "\x1b"


@contextmanager
def any_keys() -> Iterator[tuple[queue.SimpleQueue[str], bool]]:
    """Give the queue of keys, and whether they are single ones; Ctrl-C still interrupts.

    Through a pipe each line is a key, an empty one is ENTER, and ``back`` the backspace.
    """
    keys: queue.SimpleQueue[str] = queue.SimpleQueue()
    if not sys.stdin.isatty() or sys.platform == "win32":
        _begin(_lines, keys)
        yield keys, False
        return
    import termios  # noqa: PLC0415  # absent on Windows
    import tty  # noqa: PLC0415

    fd = sys.stdin.fileno()
    before = termios.tcgetattr(fd)
    tty.setcbreak(fd)
    try:
        _begin(lambda: _single(fd), keys)
        yield keys, True
    finally:
        termios.tcsetattr(fd, termios.TCSADRAIN, before)


def _begin(read: Callable[[], Iterator[str]], keys: queue.SimpleQueue[str]) -> None:
    def run() -> None:
        for key in read():
            keys.put(key)
        keys.put(ENDED)

    # It may wait for a key for ever, and the process ends all the same.
    threading.Thread(target=run, name="keys", daemon=True).start()


def _lines() -> Iterator[str]:
    for line in sys.stdin:
        text = line.rstrip("\r\n")
        yield "backspace" if text.strip().lower() == "back" else text.strip() or text or "enter"


def _single(fd: int) -> Iterator[str]:
    while True:
        try:
            data = os.read(fd, 64).decode("utf-8", "replace")
        except OSError:
            return
        if not data or data[0] in _ENDS:
            return
        if data[0] == _ESCAPE:
            # Alone it is a key; before more it is an arrow or a function key, which mean nothing.
            yield from ["escape"] if len(data) == 1 else []
        else:
            yield from (_NAMES.get(each, each) for each in data)
