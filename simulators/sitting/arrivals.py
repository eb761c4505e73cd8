"""Notes what reaches a controller, below everything of ours that could lose it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from controller.session.pipe import MemoryPipe

if TYPE_CHECKING:
    from controller.records.intents import Intent
    from protocols.clock import Clock
    from protocols.units import Nanoseconds
    from simulators.link.backends import SimulatedClient
    from simulators.treadmill.state import Value


class Frame(NamedTuple):
    """A value of the treadmill's, when bleak handed it over."""

    at: Nanoseconds
    """By the world's clock."""
    characteristic: str
    data: bytes


class Pressed(NamedTuple):
    """A key, when it came up the pipe."""

    at: Nanoseconds
    intent: Intent


def noting(
    client: type[SimulatedClient], address: str, clock: Clock, frames: list[Frame]
) -> type[SimulatedClient]:
    """Return the backend that notes each value from ``address`` that somebody subscribed to."""

    class Noting(client):  # type: ignore[valid-type, misc]  # bleak takes classes
        def receive(self, value: Value) -> None:
            if self.address == address and value.characteristic in self._callbacks:
                frames.append(Frame(clock.now(), value.characteristic, value.data))
            super().receive(value)

    return Noting


class NotingPipe(MemoryPipe):
    """A pipe that notes each key."""

    def __init__(self, clock: Clock, pressed: list[Pressed]) -> None:
        """Begin with nobody at either end."""
        super().__init__()
        self._clock, self._pressed = clock, pressed

    def press(self, intent: Intent) -> None:
        """Give a key to the session, if there is one."""
        self._pressed.append(Pressed(self._clock.now(), intent))
        super().press(intent)
