"""The code blocks of the pages, and the commands in them."""

from __future__ import annotations

import re
import shlex
from typing import Final, NamedTuple

from tests.house.tree import ROOT, files, text

_FENCE: Final = re.compile(r"^( *)```(\S*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_NAMED: Final = re.compile(r"# (\S+\.\w+)\n")


class Block(NamedTuple):
    """A fenced block of a page."""

    line: int
    """Where its first line stands, from 1."""
    language: str
    text: str

    @property
    def file(self) -> str | None:
        """The name of the file that it is, if its first line is one: ``# name``."""
        named = _NAMED.match(self.text)
        return None if named is None else named[1]

    @property
    def body(self) -> str:
        """What stands in that file."""
        return _NAMED.sub("", self.text, count=1)

    @property
    def commands(self) -> list[str]:
        """What a reader types: the lines of a shell, or those behind ``$`` in what is shown."""
        if self.language == "text":
            return [line[2:] for line in self.text.splitlines() if line.startswith("$ ")]
        if self.language != "sh":
            return []
        lines = self.text.replace("\\\n", "").splitlines()
        return [shlex.join(words) for line in lines if (words := shlex.split(line, comments=True))]


def pages() -> tuple[str, ...]:
    """Return the pages that a reader follows: those of the top folder and of docs/."""
    names = (path.relative_to(ROOT).as_posix() for path in files() if path.suffix == ".md")
    return tuple(name for name in names if re.fullmatch(r"(docs/)?[\w-]+\.md", name))


def blocks(page: str) -> list[Block]:
    """Return the blocks of a page, in their order; an indented one without its indent."""
    held = text(ROOT / page) or ""
    return [
        Block(
            held.count("\n", 0, match.start(3)) + 1,
            match[2],
            re.sub(f"^{match[1]}", "", match[3], flags=re.MULTILINE),
        )
        for match in _FENCE.finditer(held)
    ]
