"""A disk under a session's journal that is slow, or full."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from controller.session.journal import QUEUE_LIMIT

if TYPE_CHECKING:
    from controller.records.format import Record
    from controller.session.journal import Journal
    from protocols.clock import Clock
    from protocols.units import Nanoseconds


class Disk:
    """The `Journal` of records that a disk has taken; they wait for it as for the real one."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        """Take everything at once."""
        self.lost_at: Nanoseconds | None = None
        """When it first lost a record that came to it."""
        self._clock = clock
        self._journal = journal
        self._waiting: deque[Record] = deque()
        self._holds = 0
        self._full = self._lost = False

    @property
    def complete(self) -> bool:
        """Nothing was lost so far."""
        return not self._lost and self._journal.complete

    def fill_up(self) -> None:
        """Take nothing more."""
        self._full = True

    def hold(self) -> None:
        """Take nothing for now."""
        self._holds += 1

    def release(self) -> None:
        """Take what has waited."""
        self._holds -= 1
        if not self._holds:
            while self._waiting and not self._full:
                self._journal.put(self._waiting.popleft())

    def put(self, record: Record) -> None:
        """Keep a record. After a first loss nothing more is kept: a gap is no journal."""
        waits = bool(self._holds)
        self._lost = self._lost or (self._full and not waits) or len(self._waiting) >= QUEUE_LIMIT
        if self._lost:
            self.lost_at = self._clock.now() if self.lost_at is None else self.lost_at
            return
        if waits:
            self._waiting.append(record)
        else:
            self._journal.put(record)

    def give_up(self) -> None:
        """Lose what is not taken by now: the end of a session waits for no disk that hangs."""
        self._lost = self._lost or bool(self._waiting)

    def close(self) -> None:
        """Close what is beneath."""
        self.give_up()
        self._journal.close()
