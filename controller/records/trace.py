"""What a session's belt did, second by second, out of its journal: for pictures of sessions.

A journal is large and of its lines a few kinds are wanted, so the others are not decoded.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, NamedTuple

from controller.records.format import OUTPUT, Record
from controller.records.reader import JournalInvalid
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
    """How a session went; speeds in 0.01 km/h, cadence in steps a minute."""

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
    belt: list[Point] = []
    target: list[Point] = []
    cadence: list[Point] = []
    for record in _records(path):
        speed = record["speed"]
        if begins is None and record["kind"] == "belt" and speed:
            begins = record["t"]
            target = [each._replace(at=0) for each in target[-1:]]
        at = 0 if begins is None else (record["t"] - begins) // MILLISECOND
        if record["kind"] == "target":
            target.append(Point(at, speed))
        elif begins is not None:
            belt.append(Point(at, speed))
            steps = record.get("cadence")
            if steps is not None:
                cadence.append(Point(at, steps))
    return Trace(tuple(belt), tuple(target) if belt else (), tuple(cadence))


def _records(path: Path) -> list[Record]:
    try:
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise JournalInvalid(
            f"{path}: cannot be read ({error.strerror}); give the path of a journal."
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
        records = [_record(line, f"{path}:{number}") for number, line in lines]
    if len(records) != len(lines) or not all(map(_whole, records)):
        wrong = next((number for number, line in lines if not _whole(_record(line, ""))), 0)
        raise JournalInvalid(
            f"{path}:{wrong}: not a whole record; the journal was edited or is damaged."
        )
    return [each for each in records if each["io"] == OUTPUT]


def _record(line: str, place: str) -> Any:
    try:
        return _decode(line)
    except (RecursionError, ValueError) as error:
        raise JournalInvalid(
            f"{place}: not a record ({error}); the journal was edited or is damaged."
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
