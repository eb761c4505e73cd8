"""Reads the tables of wrong files, ``wrong_*.txt``: a change to a good file, and what is said.

Each case is a line ``=== name``, the lines that the good file loses (``- ``) and gets (``+ ``),
and then, word for word, what is printed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

HERE: Final = Path(__file__).parent


class Case(NamedTuple):
    """One wrong file."""

    name: str
    text: str
    said: str


def good(filename: str) -> str:
    """Return the text of a file beside this one."""
    return (HERE / filename).read_text(encoding="utf-8")


def wrong_files(table: str, base: str) -> list[Case]:
    """Return the cases of a table; each changes exactly one place of the base."""
    cases = []
    for block in good(table).removeprefix("=== ").split("\n\n=== "):
        name, *lines = block.rstrip("\n").split("\n")
        lost = "".join(line[2:] + "\n" for line in lines if line.startswith("- "))
        gained = "".join(line[2:] + "\n" for line in lines if line.startswith("+ "))
        said = [line for line in lines if not line.startswith(("- ", "+ "))]
        assert base.count(lost) == 1, (
            f"{table}, {name}: the good file has {lost!r} {base.count(lost)} times, not once; "
            "write more of its lines here, or rows in the good file that differ"
        )
        cases.append(Case(name, base.replace(lost, gained), "\n".join(said)))
    return cases
