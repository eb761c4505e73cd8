"""The port between a front end and a session, wherever that session lives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from controller.records.format import Record
from controller.records.intents import Intent


class Operator(Protocol):
    """A session as a front end has it. Every method but `stop` belongs to the front end's loop."""

    async def start(self, on_record: Callable[[Record], None]) -> None:
        """Begin; from here on every record is given to ``on_record``, in order, on the loop."""

    def press(self, intent: Intent) -> None:
        """Pass a key on. Returns at once."""

    def stop(self, because: str) -> None:
        """Ask for a stop at once, from any thread; it waits for no loop."""

    def renew(self, number: int, *, moving: bool) -> None:
        """Renew the lease: ``number`` is that of the last record folded.

        Called by the front end every `controller.records.intents.RENEW_EVERY` from its own loop,
        so that a frozen front end cannot renew it.
        """

    async def close(self) -> None:
        """Leave. If the belt may move, the session is left to bring it to a stop by itself."""
