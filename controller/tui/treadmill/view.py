"""What the screen of a simulated treadmill shows, and what it asks of whoever has one."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from protocols.units import CentiKmh


class CommandSeen(NamedTuple):
    """A write to the control point, and what came of it."""

    seconds: float
    """Since the treadmill was switched on."""
    data: str
    """In hexadecimal."""
    means: str
    answer: str
    """In hexadecimal; empty if there was none."""
    says: str
    """The answer in words, or why there was none."""


class FaultSeen(NamedTuple):
    """A fault that can be begun and mended."""

    name: str
    amount: str
    """With which its key begins it; empty if it has none."""
    says: str
    on: bool


class TreadmillView(NamedTuple):
    """How a simulated treadmill stands."""

    title: str
    calls_itself: str
    """The name that it advertises."""
    address: str
    how: str
    """By which radio it is reached."""
    belt: CentiKmh
    """How fast the belt truly runs."""
    reported: CentiKmh
    target: CentiKmh
    phase: str
    client: bool
    controlled: bool
    """The client has control."""
    on_belt: bool
    steps: int
    """A minute."""
    faults: tuple[FaultSeen, ...]
    commands: tuple[CommandSeen, ...]
    """The newest last."""
    happened: str
    """The newest of what is no command, with its moment."""


class Bench(Protocol):
    """A treadmill that can be looked at and played with."""

    def view(self) -> TreadmillView:
        """Return how it stands now."""

    def press(self, key: str) -> None:
        """Press a key of its console: start, stop, faster, slower or safety-key."""

    def toggle(self, fault: str) -> None:
        """Begin a fault, or mend it if it lasts."""

    def foot(self, *, on: bool) -> None:
        """Let somebody step on the belt, or off it."""
