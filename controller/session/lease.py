"""The dead-man lease: whether somebody is there, and sees what is so.

A front end renews it from its own event loop. Each renewal carries the number of the last record
that it has folded and whether it believes that the belt may move: a screen that lives and shows
something else than the session does is as bad as none (ADR 0004).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from controller.records.format import MAY_MOVE, OUTPUT, Record
from controller.records.intents import RENEW_EVERY, Renewal
from controller.words.later import tr_later
from controller.words.reasons import SCREEN_SILENT
from protocols.clock import Clock, Timer
from protocols.units import SECOND, Nanoseconds

LEASE: Final = Nanoseconds(1 * SECOND)
"""How long the operator may be silent (ADR 0004)."""

_LATE: Final = Nanoseconds(SECOND // 10)
"""A look of our own that is later than this says nothing of the operator."""


class Lease:
    """Watches the renewals; ``lost`` is called once, with the reason."""

    def __init__(self, clock: Clock, lost: Callable[[str], None]) -> None:
        """Begin without a lease; ``clock`` is real time even where the belt's runs faster."""
        self._clock, self._tell = clock, lost
        self._until: Nanoseconds | None = None
        self._timer: Timer | None = None
        self._looked_late = False
        """The last look came late and found nothing, so there is one more."""
        self._held = True
        self._over = False
        self._moving = False
        self._moving_since = 0

    def begin(self) -> None:
        """Give the operator one whole lease to make itself heard."""
        self._until = Nanoseconds(self._clock.now() + LEASE)
        self._watch()

    def told(self, record: Record) -> None:
        """Take note of what the operator has been told."""
        if record["io"] == OUTPUT and record["kind"] == "phase":
            if record["phase"] == "ended":
                # Nobody has to look at a belt that stands. Whoever leaves is told of all the same:
                # the session may be waiting for what she has to say of it.
                self._over = True
                self.close()
                return
            moving = record["phase"] in MAY_MOVE
            if moving is not self._moving:
                self._moving, self._moving_since = moving, record["n"]

    def renew(self, renewal: Renewal) -> None:
        """Run the lease anew, unless the operator sees something else than is so.

        A disagreement counts only when the operator has read past the change.
        """
        if self._over:
            return
        if renewal.number >= self._moving_since and renewal.moving is not self._moving:
            self.lose(tr_later("the screen does not show what the belt does"))
            return
        self._until = Nanoseconds(self._clock.now() + LEASE)
        self._looked_late = False

    def lose(self, because: str) -> None:
        """Tell that nobody is there, once."""
        if self._held:
            self._held = False
            self.close()
            self._tell(because)

    def close(self) -> None:
        """Watch no more."""
        self._until = None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _watch(self) -> None:
        self._timer = None
        until = self._until
        if until is None:
            return
        now = self._clock.now()
        if now < until:
            self._timer = self._clock.call_at(until, self._watch)
        elif now - until > _LATE and not self._looked_late:
            # This process was the one who slept (ADR 0004): a renewal may wait to be read.
            self._looked_late = True
            self._timer = self._clock.call_at(Nanoseconds(now + RENEW_EVERY), self._watch)
        else:
            self.lose(SCREEN_SILENT)
