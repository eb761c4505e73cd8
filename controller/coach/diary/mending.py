"""A diary that is damaged: kept aside, and a new one made of all of it that can still be read."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

from controller.coach.diary.rows import RowInvalid, read_fact, read_session
from controller.coach.diary.schema import files_of
from controller.coach.diary.store import Diary
from controller.coach.history import Fact, Session

_LAST_FACT: Final = "SELECT seq FROM sqlite_sequence WHERE name = 'fact'"
_LAST_SESSION: Final = "SELECT max(rowid) FROM session"


class Mended(NamedTuple):
    """What became of a damaged diary."""

    aside: Path
    """Where it is kept."""
    facts: int
    """How many of its facts are in the new one."""
    sessions: int
    lost: int | None
    """How many facts could not be read; None if not even their number could."""


def mend(path: Path) -> Mended:
    """Keep a damaged diary aside, and put a new one of what can be read in its place.

    The new one is whole before it takes that place: a kill leaves the damaged one or the new one.

    Raises:
        DiaryTrouble: the new one cannot be made.
        OSError: the old one cannot be copied.
    """
    facts: list[Fact] = []
    sessions: list[Session] = []
    with _as_it_is(path) as old:
        for kind, body in _rows(old, _LAST_FACT, "SELECT kind, body FROM fact WHERE number = ?"):
            with suppress(RowInvalid):
                facts.append(read_fact(kind, body))
        for (body,) in _rows(old, _LAST_SESSION, "SELECT body FROM session WHERE rowid = ?"):
            with suppress(RowInvalid):
                sessions.append(read_session(body or ""))  # one that is only spoken of has none
        last = _last(old, _LAST_FACT)
    new = path.with_name(f"{path.stem}.new{path.suffix}")
    _delete(new)
    with Diary(new) as diary:
        diary.add(facts, sessions)
    aside = _keep_aside(path)
    # What its log still holds must not be taken for the new one's.
    _delete(*files_of(path)[1:])
    new.replace(path)
    return Mended(aside, len(facts), len(sessions), None if last is None else last - len(facts))


def _keep_aside(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")).exists():
        number += 1
    for old, copy in zip(files_of(path), files_of(aside), strict=True):
        if old.exists():
            shutil.copy2(old, copy)
    return aside


def _delete(*files: Path) -> None:
    for file in files:
        file.unlink(missing_ok=True)


@contextmanager
def _as_it_is(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file for reading without looking at it first."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        with suppress(sqlite3.Error):
            # One that was cut is refused as a whole without this (sqlite.org, btree.c).
            connection.execute("PRAGMA writable_schema = ON")
        yield connection


def _rows(connection: sqlite3.Connection, last: str, query: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows that can be read, one by one: a damaged page takes no more than its own."""
    for number in range(1, (_last(connection, last) or 0) + 1):
        with suppress(sqlite3.Error):
            yield from connection.execute(query, (number,)).fetchall()


def _last(connection: sqlite3.Connection, query: str) -> int | None:
    """Return the number of the last row, or None if it cannot be read."""
    with suppress(sqlite3.Error):
        row = connection.execute(query).fetchone()
        return int(row[0]) if row and row[0] is not None else 0
    return None
