"""What may still be told of a session that has ended, and what was: values, and nothing moves."""

from __future__ import annotations

from dataclasses import dataclass

from controller.core.judge import Reported
from protocols.units import Nanoseconds


@dataclass(frozen=True, slots=True)
class Given:
    """A site that was told behind the end, and what was known before it."""

    number: int
    """Of its report, in the history."""
    reports: tuple[Reported, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """What a session that has ended would still like to be told, and listens for."""

    sites: tuple[int, ...]
    """The reports, by number, whose exact site is not known."""
    signs: bool
    """She is unwell, and which signs there are may be told, or told otherwise."""
    until: Nanoseconds
    held: bool = False
    """Somebody stays at the end (`controller.core.events.EndShown`): with nothing left to ask it is
    still listened for the unwell key, and for what is taken back."""
    given: tuple[Given, ...] = ()
    """What was told, in order; the last of them can be taken back."""

    @property
    def asks(self) -> bool:
        """Return whether there is something left to be told."""
        return bool(self.sites) or self.signs
