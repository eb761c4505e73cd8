"""The command at a pseudo-terminal, as a person has it."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Final

import pytest

from controller.tui.pages.settled import TOO_SOON

pty = pytest.importorskip("pty", reason="a pseudo-terminal needs a POSIX system")

_AGAIN: Final = 0.5
"""In seconds: a page that asked for a key once more takes it then."""


def at_a_terminal(
    words: Sequence[str],
    presses: Sequence[tuple[str, str | signal.Signals]] = (),
    *,
    environment: Mapping[str, str],
    program: Sequence[str] = ("-m", "controller.cli.main"),
    seconds: float = 60,
    moment: float = 0.0,
) -> tuple[str, int]:
    """Run the command; each press, or signal, follows the text that it waits for.

    A text counts only behind the one before it, and a press comes ``moment`` seconds after it.
    Where a page asks for the last key again, since it came with the page, it is pressed again:
    on a slow machine no moment is long enough.

    Returns:
        All that was printed, and the exit code.
    """
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(environment)
        os.execv(  # noqa: S606  # the very thing under test
            sys.executable,
            [sys.executable, *program, *words],
        )
    seen, waiting, searched = b"", list(presses), 0
    last, looked = "", 0
    due = time.monotonic() + moment
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                part = os.read(terminal, 65536)
            except OSError:
                break
            if not part:
                break
            seen += part
        if last and TOO_SOON.encode() in seen[looked:]:
            waiting.insert(0, (TOO_SOON, last))
            searched, last = looked, ""
            due = time.monotonic() + _AGAIN
        if not (waiting and waiting[0][0].encode() in seen[searched:]):
            due = time.monotonic() + moment
        elif time.monotonic() >= due:
            text, press = waiting.pop(0)
            due = time.monotonic() + moment
            searched = seen.index(text.encode(), searched) + len(text.encode())
            if isinstance(press, signal.Signals):
                os.kill(child, press)
            else:
                last, looked = press[-1:], len(seen)
                os.write(terminal, press.encode())
    else:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        pytest.fail(f"the command did not end:\n{seen.decode()}")
    os.close(terminal)
    return seen.decode(), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
