"""The diary's file: how it is opened, what is in it, and one sentence for all that can be wrong.

Law: a file that is not understood is never written to. Every version of the schema is made from
the one before it by one function, in one transaction, so that a kill leaves the one or the other.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from controller.words.catalogue import tr

APPLICATION: Final = 0x52505253
"""Says in the file's header whose it is: ``RPRS``."""
WAIT_S: Final = 5.0
"""How long another process may keep writing; a single write takes some milliseconds."""
OWNER_ONLY: Final = 0o600
_TAKEN: Final = ("BUSY", "LOCKED")


class DiaryTrouble(Exception):  # noqa: N818  # blame is in the names of its kinds
    """The diary cannot be used as it was asked for; one sentence with a remedy."""


class DiaryInvalid(DiaryTrouble):
    """It is damaged, of a newer version, or no diary. It is as it was."""


class DiaryDamaged(DiaryInvalid):
    """Parts of it cannot be read; a new one may take its place, once this is kept aside."""


class DiaryBusy(DiaryTrouble):
    """Another process is writing in it."""


class DiaryUnwritable(DiaryTrouble):
    """The disk is full, or the folder does not let it be opened or written."""


def open_file(path: Path) -> sqlite3.Connection:
    """Return a connection to a diary of the present version; a new one is made where none is.

    Raises:
        DiaryTrouble: there is none to go on with.
    """
    _make_way(path)
    with explained(path):
        connection = sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)
        try:
            connection.execute("BEGIN")  # another process may be making it: one look, not three
            _look_at(connection, path)
            connection.execute("ROLLBACK")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            _migrate(connection)
            _let_readers_go_on(connection)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what sqlite says into what a person can do about it."""
    try:
        yield
    except sqlite3.Error as error:
        raise _trouble(path, error) from error


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all of a block or nothing of it; once it is left, it is on the disk."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A full disk has rolled it back already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def files_of(path: Path) -> tuple[Path, ...]:
    """Return the files that a diary may consist of."""
    return tuple(path.with_name(path.name + ending) for ending in ("", "-wal", "-shm"))


def _make_way(path: Path) -> None:
    """Make the folder and an empty file that are their owner's alone, before sqlite makes them.

    What sqlite puts beside it (the log, the shared memory) gets the mode of the file.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise DiaryInvalid(
            tr("{path}: a file is in the way of the diary's folder; move it away.").format(
                path=error.filename
            )
        ) from None
    except OSError as error:
        raise _closed(path, error) from error
    try:
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY))
        except FileExistsError:
            if path.is_dir():
                raise DiaryInvalid(
                    tr("{path}: a folder is in the way of the diary; move it away.").format(
                        path=path
                    )
                ) from None
            if path.stat().st_mode & 0o077:
                path.chmod(OWNER_ONLY)
    except OSError as error:
        raise _closed(path, error) from error


def _closed(path: Path, error: OSError) -> DiaryUnwritable:
    return DiaryUnwritable(
        tr(
            "{path}: the diary cannot be opened there ({error}); let it be written to, "
            "or free some space."
        ).format(path=error.filename or path, error=error.strerror)
    )


def _look_at(connection: sqlite3.Connection, path: Path) -> None:
    """Look at what is there before anything is written.

    Raises:
        DiaryInvalid: it is not one of ours, is newer than we are, or is damaged.
    """
    ours, version = _number(connection, "application_id"), _number(connection, "user_version")
    empty = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if ours != APPLICATION and not (ours == version == 0 and empty):
        raise DiaryInvalid(
            tr(
                "{path}: this is a database of another program; move it away, "
                "and a new diary is made."
            ).format(path=path)
        )
    if version > len(_MIGRATIONS):
        raise DiaryInvalid(
            tr(
                "{path}: a diary of version {version}; this Reprise reads up to {most}. "
                "Use the newer Reprise that wrote it; nothing was changed."
            ).format(path=path, version=version, most=len(_MIGRATIONS))
        )
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise damaged(path, " ".join(str(found).split()))


def _migrate(connection: sqlite3.Connection) -> None:
    if _number(connection, "user_version") == len(_MIGRATIONS):
        return
    with writing(connection):
        # Looked at again: another process may have been quicker.
        for version in range(_number(connection, "user_version"), len(_MIGRATIONS)):
            _MIGRATIONS[version](connection)
            connection.execute(f"PRAGMA user_version = {version + 1}")


def _let_readers_go_on(connection: sqlite3.Connection) -> None:
    """Have a log written ahead, so that readers and the one who writes never wait for each other.

    It is kept in the file. Where two open a new one at once the next to come does it.
    """
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if _family(error) not in _TAKEN:
            raise


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def _begin(connection: sqlite3.Connection) -> None:
    """Make version 1 from nothing.

    ``session``: a session with its journal's name; without a body it is only spoken of.
    ``fact``: what was told, in the order in which it was. ``journal``: the files that were read.
    """
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    for statement in (
        "CREATE TABLE session (id TEXT PRIMARY KEY, body TEXT)",
        """CREATE TABLE fact (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            at TEXT NOT NULL,
            session TEXT REFERENCES session (id),
            body TEXT NOT NULL
        )""",
        """CREATE TABLE journal (
            name TEXT PRIMARY KEY,
            size INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            problem TEXT NOT NULL
        )""",
        # What was told stays as it was told, whoever writes here.
        """CREATE TRIGGER fact_is_not_changed BEFORE UPDATE ON fact
            BEGIN SELECT RAISE (ABORT, 'what was told is never changed'); END""",
        """CREATE TRIGGER fact_is_not_deleted BEFORE DELETE ON fact
            BEGIN SELECT RAISE (ABORT, 'what was told is never changed'); END""",
    ):
        connection.execute(statement)


_MIGRATIONS: Final[tuple[Callable[[sqlite3.Connection], None], ...]] = (_begin,)
"""The one at N makes version N + 1 from version N."""


def damaged(path: Path, what: str) -> DiaryDamaged:
    """Return what is said of a diary that cannot be read."""
    return DiaryDamaged(
        tr(
            "{path}: the diary is damaged ({what}); reprise diary rebuild keeps this file aside "
            "and makes a new one of the journals and of all that can still be read."
        ).format(path=path, what=what)
    )


def _family(error: sqlite3.Error) -> str:
    """Return what kind of error it is: ``SQLITE_IOERR_WRITE`` is an ``IOERR``."""
    return getattr(error, "sqlite_errorname", "").removeprefix("SQLITE_").split("_")[0]


def _trouble(path: Path, error: sqlite3.Error) -> DiaryTrouble:
    match _family(error):
        case family if family in _TAKEN:
            return DiaryBusy(
                tr(
                    "{path}: another Reprise is writing in the diary; let it end, and try again."
                ).format(path=path)
            )
        case "FULL" | "IOERR":
            return DiaryUnwritable(
                tr(
                    "{path}: the diary cannot be written ({error}); free some space on that disk. "
                    "What was told before is kept."
                ).format(path=path, error=error)
            )
        case "READONLY" | "CANTOPEN" | "PERM" | "AUTH":
            return DiaryUnwritable(
                tr(
                    "{path}: the diary cannot be written ({error}); let it and its folder be "
                    "written to."
                ).format(path=path, error=error)
            )
        case _:
            return damaged(path, str(error))
