"""The journal: the session's records in a file, written by a thread of its own.

The session hands a record over and goes on. A disk that is slow, full or gone costs records, and
that is said; it never costs time before a stop (law 8).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, Protocol

from controller.records.format import Record
from controller.records.lines import RecordWriter

QUEUE_LIMIT: Final = 20_000
"""Some ten minutes of records: enough for any disk that ever comes back."""

_CLOSE_PATIENCE: Final = 5.0
"""Seconds that the end of a session waits for its disk."""


class Journal(Protocol):
    """Where records go."""

    def put(self, record: Record) -> None:
        """Keep a record; returns at once."""

    def close(self) -> None:
        """Wait until everything that was put is kept."""

    @property
    def complete(self) -> bool:
        """Nothing was lost so far."""


class NoJournal:
    """Keeps nothing, for a simulation that nobody wants to read."""

    complete = True

    def put(self, record: Record) -> None:
        """Forget the record."""

    def close(self) -> None:
        """There is nothing to wait for."""


class FileJournal:
    """Records as lines in a new file that only its owner may read (mode 0600)."""

    def __init__(self, path: Path) -> None:
        """Create the file.

        Raises:
            OSError: it exists already, or cannot be made.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._writer = RecordWriter(self._file, QUEUE_LIMIT, name="journal")

    @property
    def complete(self) -> bool:
        """Nothing was lost so far."""
        return self._writer.complete

    def put(self, record: Record) -> None:
        """Hand a record to the writer; drop it if the writer is that far behind."""
        self._writer.put(record)

    def close(self) -> None:
        """Write what is left and close the file; a disk that hangs is not waited for."""
        self._writer.close(_CLOSE_PATIENCE)
        if self._writer.finished:
            os.close(self._file)
