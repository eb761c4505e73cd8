"""Lines that a person reads at a terminal end between words; a pipe and a file get them whole."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

_COLUMN: Final = re.compile(r"^.{0,30}(?<![.!?])  (?=\S)")
"""Up to where the last column of a table begins, if that is not far to the right."""


def say(lines: Iterable[str]) -> None:
    """Write lines to the standard output, fitted to the terminal if it is one."""
    if sys.stdout.isatty():
        lines = fitted(lines, shutil.get_terminal_size().columns)
    sys.stdout.writelines(f"{line}\n" for line in lines)


def fitted(lines: Iterable[str], width: int) -> Iterator[str]:
    """Yield lines of at most ``width`` cells; what is longer goes on below its last column."""
    for line in lines:
        column = _COLUMN.match(line)
        indent = 0 if column is None else column.end()
        yield from textwrap.wrap(
            line,
            max(width, 2 * indent),
            subsequent_indent=" " * indent,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
