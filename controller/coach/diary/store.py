"""The diary: what was told and what was done, in one file that never leaves the machine.

Law: what was told is added and never changed, and once `Diary.tell` has returned it is on the
disk. Sessions are made from journals, and can be made anew from them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from controller.coach.diary.rows import (
    KindUnknown,
    RowInvalid,
    fact_row,
    kind_of,
    read_fact,
    read_session,
    session_row,
)
from controller.coach.diary.schema import (
    DiaryInvalid,
    damaged,
    explained,
    open_file,
    writing,
)
from controller.coach.history import Fact, History, Session
from controller.words.catalogue import tr


class JournalSeen(NamedTuple):
    """A journal that was read. One that has changed since is read again."""

    name: str
    """Without its ending: the id of its session."""
    size: int
    modified: int
    """Nanoseconds, as the file system has it."""
    problem: str = ""
    """Why it cannot be read; empty if it was."""


class Diary:
    """The diary of one person, open for reading and writing.

    Several processes may have it open. Readers wait for nobody; who writes waits for another one's
    write, which takes milliseconds, and says so if it does not end.
    """

    def __init__(self, path: Path) -> None:
        """Open it; a new one is made where none is.

        Raises:
            DiaryTrouble: it is damaged, of a newer version, or cannot be written.
        """
        self.path = path
        self._connection = open_file(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; nothing waits to be written."""
        self._connection.close()

    def history(self) -> History:
        """Return all that is known: facts as they were told, sessions by when they began.

        Facts keep the order of telling whatever the clock said: the later word counts.

        Raises:
            DiaryTrouble: it cannot be read.
        """
        with explained(self.path), self._reading() as rows:
            facts = rows.execute("SELECT kind, body FROM fact ORDER BY number").fetchall()
            bodies = rows.execute("SELECT body FROM session WHERE body IS NOT NULL").fetchall()
        try:
            told = tuple(read_fact(kind, body) for kind, body in facts)
            sessions = [read_session(body) for (body,) in bodies]
        except KindUnknown as error:
            raise DiaryInvalid(
                tr(
                    "{path}: the diary has {error}; use the newer Reprise that wrote it. "
                    "Nothing was changed."
                ).format(path=self.path, error=error)
            ) from error
        except RowInvalid as error:
            raise damaged(self.path, tr("it has {error}").format(error=error)) from error
        return History(told, tuple(sorted(sessions, key=lambda each: (each.at, each.id))))

    def tell(self, fact: Fact) -> None:
        """Add a fact; it is on the disk when this returns.

        Raises:
            ValueError: it is not a whole one.
            DiaryTrouble: it cannot be written.
        """
        self.add((fact,), ())

    def add(self, facts: Iterable[Fact], sessions: Iterable[Session]) -> None:
        """Add all of them, in their order, or none; a session replaces the one with its id.

        Raises:
            ValueError: one is not a whole one.
            DiaryTrouble: they cannot be written.
        """
        told = [(fact, fact_row(fact)) for fact in facts]
        done = [(session.id, session_row(session)) for session in sessions]
        with explained(self.path), writing(self._connection):
            for fact, body in told:
                self._tell(fact, body)
            for name, body in done:
                self._put(name, body)

    def note_journal(self, seen: JournalSeen, session: Session | None) -> None:
        """Note that a journal was read, and the session that it is of, if of one.

        A session whose journal cannot be read any more stays as it was.

        Raises:
            DiaryTrouble: it cannot be written.
        """
        with explained(self.path), writing(self._connection):
            self._connection.execute("INSERT OR REPLACE INTO journal VALUES (?, ?, ?, ?)", seen)
            if session is not None:
                self._put(session.id, session_row(session))
            elif not seen.problem:
                self._connection.execute(
                    "UPDATE session SET body = NULL WHERE id = ?", (seen.name,)
                )

    def journals(self) -> Mapping[str, JournalSeen]:
        """Return the journals that were read, by name.

        Raises:
            DiaryTrouble: it cannot be read.
        """
        with explained(self.path):
            rows = self._connection.execute("SELECT * FROM journal ORDER BY name").fetchall()
        return {row[0]: JournalSeen(*row) for row in rows}

    def _tell(self, fact: Fact, body: str) -> None:
        session = getattr(fact, "session", None)
        if session is not None:
            # It may be told of before its journal was read.
            self._connection.execute("INSERT OR IGNORE INTO session (id) VALUES (?)", (session,))
        self._connection.execute(
            "INSERT INTO fact (kind, at, session, body) VALUES (?, ?, ?, ?)",
            (kind_of(fact), fact.at.isoformat(), session, body),
        )

    def _put(self, name: str, body: str) -> None:
        self._connection.execute(
            "INSERT INTO session VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (name, body),
        )

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """See one moment of it in all that is read in a block."""
        self._connection.execute("BEGIN")
        try:
            yield self._connection
        finally:
            self._connection.execute("COMMIT")
