"""The journal: the session's records in a file, written by a thread of its own.

The session hands a record over and goes on. A disk that is slow, full or gone costs records, and
that is said; it never costs time before a stop (law 10).
"""

from __future__ import annotations

import os
import queue
import threading
from pathlib import Path
from typing import Final, Protocol

from controller.records.format import Record, to_line

QUEUE_LIMIT: Final = 20_000
"""Some ten minutes of records: enough for any disk that ever comes back."""


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
        self._lines: queue.Queue[Record | None] = queue.Queue(QUEUE_LIMIT)
        self._lost = False
        self._thread = threading.Thread(target=self._write, name="journal", daemon=True)
        self._thread.start()

    @property
    def complete(self) -> bool:
        """Nothing was lost so far."""
        return not self._lost

    def put(self, record: Record) -> None:
        """Hand a record to the writer; drop it if the writer is that far behind."""
        try:
            self._lines.put_nowait(record)
        except queue.Full:
            self._lost = True

    def close(self) -> None:
        """Write what is left and close the file."""
        self._lines.put(None)  # the writer always empties the queue, even when it keeps nothing
        self._thread.join()
        os.close(self._file)

    def _write(self) -> None:
        while (record := self._lines.get()) is not None:
            if self._lost:
                continue  # a gap would make the rest unreadable; what is whole stays whole
            try:
                left = (to_line(record) + "\n").encode("ascii")
                while left:
                    left = left[os.write(self._file, left) :]
            except (OSError, ValueError, TypeError):
                self._lost = True
