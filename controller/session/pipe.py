"""Between a session and whoever operates it: records down, intents up.

In this version both ends are in one process. The session never waits for the other end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from controller.records.format import Record
from controller.session.inputs import Intent


class Operated(Protocol):
    """What the far end may do to a session."""

    def intend(self, intent: Intent) -> None:
        """A key was pressed."""

    def renew(self) -> None:
        """Somebody is there: the lease runs anew."""

    def hang_up(self) -> None:
        """Nobody will ever be there again."""


class MemoryPipe:
    """Both ends in one process."""

    def __init__(self) -> None:
        """Begin with nobody at either end."""
        self._session: Operated | None = None
        self._on_record: Callable[[Record], None] | None = None

    def attach_session(self, session: Operated) -> None:
        """The session's end is there."""
        self._session = session

    def attach_operator(self, on_record: Callable[[Record], None]) -> None:
        """The operator's end is there."""
        self._on_record = on_record

    def send(self, record: Record) -> None:
        """Give a record to the operator, if there is one."""
        if self._on_record is not None:
            self._on_record(record)

    def intend(self, intent: Intent) -> None:
        """Give a key to the session, if there is one."""
        if self._session is not None:
            self._session.intend(intent)

    def renew(self) -> None:
        """Renew the lease."""
        if self._session is not None:
            self._session.renew()

    def hang_up(self) -> None:
        """Close the operator's end."""
        self._on_record = None
        if self._session is not None:
            self._session.hang_up()
