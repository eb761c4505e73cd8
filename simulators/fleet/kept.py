"""What is done of a fleet, kept in a file line by line, so that a fleet can be gone on with.

The first line says what the fleet is made of; each other one is a runner. A line that a kill has
cut is done again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from plans.problems import Refused
from simulators.fleet.lives import Lived, Outcome

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

_FORMAT: Final = "reprise-fleet 1"


class KeptInvalid(Refused):
    """The file is no such fleet's; one sentence with its place and what to do."""


class Kept:
    """The file of a fleet that is made of ``about``; hold it open while runners are added."""

    def __init__(self, path: Path, about: dict[str, Any]) -> None:
        """Read what is there, and take away a line that was cut.

        Raises:
            KeptInvalid: it is of something else, or damaged.
            OSError: it cannot be read or written.
        """
        head = json.dumps({"format": _FORMAT, **about})
        self.lives: list[Lived] = []
        """What was done before."""
        there = path.read_bytes() if path.exists() else b""
        whole = there[: there.rfind(b"\n") + 1]
        lines = whole.split(b"\n")[:-1]
        if lines:
            _same_fleet(path, lines[0], json.loads(head))
            self.lives = [_read(path, at, line) for at, line in enumerate(lines[1:], start=2)]
        self._file = path.open("ab")
        self._file.truncate(len(whole))
        if not lines:
            self._write(head)

    def __enter__(self) -> Self:
        """Be held open."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self._file.close()

    def add(self, lived: Lived) -> None:
        """Keep one more runner; she is on the disk when this returns.

        Raises:
            OSError: the disk is full.
        """
        if lived.outcomes is not None:
            outcomes = [each._asdict() for each in lived.outcomes]
            self._write(json.dumps({"runner": lived.number, "outcomes": outcomes}))

    def _write(self, line: str) -> None:
        self._file.write(line.encode() + b"\n")
        self._file.flush()


def _same_fleet(path: Path, line: bytes, head: dict[str, Any]) -> None:
    try:
        there = json.loads(line)
    except ValueError:
        there = None
    if not isinstance(there, dict) or there.get("format") != _FORMAT:
        raise KeptInvalid(
            f"--resume {path}: is not the file of a fleet; write the name of a new file."
        )
    others = sorted(name for name in head if there.get(name) != head[name])
    if others:
        raise KeptInvalid(
            f"--resume {path}: is of another fleet ({', '.join(others)} differ"
            f"{'s' if len(others) == 1 else ''}); write the name of a new file."
        )


def _read(path: Path, at: int, line: bytes) -> Lived:
    try:
        found = json.loads(line)
        outcomes = tuple(Outcome(**each) for each in found["outcomes"])
        return Lived(int(found["runner"]), outcomes)
    except (KeyError, TypeError, ValueError) as error:
        raise KeptInvalid(
            f"{path}:{at}:1: is no line of a fleet ({type(error).__name__}); take the line out, "
            "and its runner is done again."
        ) from error
