"""When a key may answer: not before its question has been there for a moment.

A key held down, or pressed twice, comes with the page of the next question and is meant for the
one before. The moment is told by `Live.at`; nothing here has a clock.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from controller.words.catalogue import tr

COUNTS_AFTER: Final = 300_000_000
"""In nanoseconds (as a question in a session: 0.3 s without a key, S21)."""
TOO_SOON: Final = tr("That key came with the page; press it again.")


class Settled(NamedTuple):
    """How long a question has been there."""

    since: int | None = None
    """When it was first seen, in nanoseconds; None: not yet."""
    counts: bool = False

    def at(self, now: int) -> Settled:
        """Return it as it is then."""
        if self.counts:
            return self
        since = now if self.since is None else self.since
        return Settled(since, now - since >= COUNTS_AFTER)


NEW: Final = Settled()
"""A question that was not seen yet."""
