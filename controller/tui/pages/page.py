"""What a page between sessions is: a value that draws itself as lines and says what a key does.

No page knows Textual, a disk or a treadmill, and none can start a belt: what a page wants done it
hands up in its turn, and whoever shows the pages does it. Nothing here is shown while a belt moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from controller.tui.drawing.ink import Line


@dataclass(frozen=True, slots=True)
class Stay:
    """The key does nothing here, or only what ``hint`` says, in one line until the next key."""

    hint: str = ""


@dataclass(frozen=True, slots=True)
class Become:
    """This page is replaced: by itself one step on, or by what follows it."""

    page: Page


@dataclass(frozen=True, slots=True)
class Open:
    """A page is laid on top; when that closes, this one is there again."""

    page: Page


@dataclass(frozen=True, slots=True)
class Close:
    """This page is over; ``result`` goes to the page below (`Page.returned`). None: called off."""

    result: object = None


@dataclass(frozen=True, slots=True)
class Do:
    """Something for whoever shows the pages, who hands what came of it to `Page.returned`."""

    what: object


Turn = Stay | Become | Open | Close | Do


class Page(Protocol):
    """One page. Escape always leads back: whoever shows pages closes one that stays at Escape."""

    @property
    def title(self) -> str:
        """For the first line, at the left."""

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys with what they do, for the last line; what is written beside its key is left out."""

    def body(self, width: int, rows: int) -> list[Line]:
        """Return what is between the first line and the last, for at least 80 x 22 cells."""

    def press(self, key: str, char: str) -> Turn:
        """Return what a key does.

        Args:
            key: as Textual names it, small: ``"enter"``, ``"escape"``, ``"backspace"``.
            char: what it prints; empty if it prints nothing.
        """

    def returned(self, result: object) -> Turn:
        """Return what follows from what the page above it, or a `Do`, came to."""


@runtime_checkable
class Explained(Protocol):
    """A page with more to say of its keys than its last line has room for."""

    @property
    def help(self) -> tuple[tuple[str, str], ...]:
        """Keys with what they do, for the page behind ``?``; ten lines at most."""


@runtime_checkable
class Live(Protocol):
    """A page that time changes."""

    def at(self, now: int) -> Turn:
        """Return what the moment brings; asked about ten times a second. ``now`` in nanoseconds."""
