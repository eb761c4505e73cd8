"""What is typed at a terminal: waited for so that no Ctrl-C is lost, asked for, thrown away."""

from __future__ import annotations

import select
import sys
from typing import Final, TextIO

_TURN_S: Final = 0.5
"""In seconds: so long at most a signal waits that came between two instructions."""


def at_terminal() -> bool:
    """Return whether somebody is there, who reads what is written and can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _wait_until_typed(fd: int) -> None:
    """Wait until a terminal that is no Windows console has something to read.

    A signal that comes just before a wait does not end it, and a Ctrl-C would seem to do nothing:
    it is seen at the next turn.
    """
    while not select.select([fd], [], [], _TURN_S)[0]:
        pass


def next_line() -> str:
    """Return the next line of the answers with its end; nothing if there are no more."""
    if sys.platform != "win32" and sys.stdin.isatty():
        _wait_until_typed(sys.stdin.fileno())
    return sys.stdin.readline()


def ask(question: str, to: TextIO | None = None) -> str:
    """Write a question, to the standard output if nothing else is said, and return the next line.

    Returns:
        The line without its end.

    Raises:
        EOFError: the answers have ended.
    """
    out = sys.stdout if to is None else to
    out.write(question)
    out.flush()
    line = next_line()
    if not line:
        raise EOFError
    return line.removesuffix("\n")


def agreed(question: str, *answers: str) -> bool:
    """Return whether what is typed is one of these answers; that they have ended is a no."""
    try:
        return ask(question).strip().lower() in answers
    except EOFError:
        sys.stdout.write("\n")
        return False


def forget_keys() -> None:
    """Take away what was pressed and not read yet."""
    if not sys.stdin.isatty() or sys.platform == "win32":
        return
    import termios  # noqa: PLC0415  # absent on Windows

    termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
