"""What the page that finds the treadmill wants done, the `what` of a `Do`, and what it gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from controller.tui.pages.page import Page

FULL: Final = 4
"""The strength of a signal has so many steps."""


class Nearby(NamedTuple):
    """A treadmill that may be chosen, or a machine that is not offered and why."""

    key: str
    """Its address, or the name of a simulated one: by this it is chosen."""
    title: str
    """As it calls itself; a stranger's text."""
    can: str
    """What is known of what it can do, or why it is believed to be a treadmill."""
    bars: int = 0
    """The strength of its signal, 0 to `FULL`; 0: not known."""
    signal: str = ""
    """That in words; empty for one that is not in the air."""
    quiet_s: int = 0
    """So many seconds nothing was heard of it; 0: it is heard now."""
    mark: str = ""
    """What tells it from the others: that it is remembered."""
    refused: str = ""
    """Why it cannot be chosen, in one sentence; empty if it can."""
    simulated: bool = False


class Around(NamedTuple):
    """What is around, in the order in which it is to be shown."""

    machines: tuple[Nearby, ...]
    seconds: int
    """For so long it has been listened."""
    trouble: str = ""
    """Why nothing can be heard, in one sentence; listening is tried again by itself."""
    helps: tuple[str, ...] = ()
    """What helps against that, or against silence; a sentence each."""


UNHEARD: Final = Around((), 0)
"""Before anything was listened for."""


@dataclass(frozen=True, slots=True)
class LookAround:
    """Listening begins, if it has not; gives a `Looked`, with the page after."""

    page: Page


class Looked(NamedTuple):
    """What is around now."""

    page: Page
    around: Around


@dataclass(frozen=True, slots=True)
class Choose:
    """The session is to be on this one; gives a turn, or a sentence why not."""

    key: str


@dataclass(frozen=True, slots=True)
class ListenNoMore:
    """Nothing was chosen; listening ends. Gives None."""
