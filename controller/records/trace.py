"""What a session's belt did, second by second, out of its journal: for pictures of sessions.

A journal is large and of its lines a few kinds are wanted, so the others are not decoded.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, NamedTuple

from controller.records.format import OUTPUT, Record
from controller.records.reader import JournalInvalid
from controller.words import journals
from protocols.units import MILLISECOND

_BELT: Final = '"kind":"belt"'
_TARGET: Final = '"kind":"target"'
"""As `controller.records.format.to_line` writes them."""
_decode: Final = json.JSONDecoder().decode


class Point(NamedTuple):
    """What something was from a moment on."""

    at: int
    """Milliseconds since the belt first moved."""
    value: int


class Trace(NamedTuple):
    """How a session went: each line has the moments of its changes, and its last one.

    Speeds are in 0.01 km/h, cadence in steps a minute.
    """

    belt: tuple[Point, ...]
    target: tuple[Point, ...]
    cadence: tuple[Point, ...]
    """Without the moments at which no sensor told of one."""


def read_trace(path: Path) -> Trace:
    """Return what a journal shows from the first motion of the belt on.

    Raises:
        JournalInvalid: it cannot be read, or one of these lines is no record.
    """
    begins: int | None = None
    belt, target, cadence = _Line(), _Line(), _Line()
    for record in _records(path):
        speed = record["speed"]
        if begins is None and record["kind"] == "belt" and speed:
            begins = record["t"]
        at = 0 if begins is None else (record["t"] - begins) // MILLISECOND
        if record["kind"] == "target":
            target.told(at, speed)
        elif begins is not None:
            belt.told(at, speed)
            if record.get("cadence") is not None:
                cadence.told(at, record["cadence"])
    return Trace(belt.whole(), target.whole() if begins is not None else (), cadence.whole())


class _Line:
    """Takes values in, and keeps the moments at which they changed, and the last."""

    def __init__(self) -> None:
        self._points: list[Point] = []
        self._value: int | None = None
        self._at = 0

    def told(self, at: int, value: int) -> None:
        self._at = at
        if value != self._value:
            if not at and self._points:
                self._points.clear()  # what was before the first motion is replaced
            self._points.append(Point(at, value))
            self._value = value

    def whole(self) -> tuple[Point, ...]:
        if self._value is not None and self._at > self._points[-1].at:
            self._points.append(Point(self._at, self._value))
        return tuple(self._points)


def _records(path: Path) -> list[Record]:
    try:
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise JournalInvalid(
            journals.CANNOT_BE_READ.format(path=path, error=error.strerror)
        ) from error
    lines = [
        (number, line)
        for number, line in enumerate(text.split("\n")[:-1], 1)
        if _BELT in line or _TARGET in line
    ]
    try:
        # All at once: one by one they take twice as long.
        records = _decode(f"[{','.join(line for _, line in lines)}]")
    except (RecursionError, ValueError):
        records = [_record(line, path, number) for number, line in lines]
    if len(records) != len(lines) or not all(map(_whole, records)):
        wrong = next(
            (number for number, line in lines if not _whole(_record(line, path, number))), 0
        )
        raise JournalInvalid(journals.NOT_A_WHOLE_RECORD.format(name=path, line=wrong))
    return [each for each in records if each["io"] == OUTPUT]


def _record(line: str, path: Path, number: int) -> Any:
    try:
        return _decode(line)
    except (RecursionError, ValueError) as error:
        raise JournalInvalid(
            journals.NO_RECORD.format(name=path, line=number, error=error)
        ) from error


def _whole(record: Any) -> bool:
    if not isinstance(record, dict):
        return False
    cadence = record.get("cadence")
    return (
        isinstance(record.get("t"), int)
        and isinstance(record.get("io"), str)
        and isinstance(record.get("speed"), int)
        and record.get("kind") in ("belt", "target")
        and (cadence is None or isinstance(cadence, int))
    )
