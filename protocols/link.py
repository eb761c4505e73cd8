"""The port to a treadmill: what a session needs of a radio, and nothing about which."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol


class LinkFailed(Exception):  # noqa: N818  # blame is in the name (law 7)
    """The treadmill could not be found, connected or understood. One sentence, with a remedy."""


class Machine(NamedTuple):
    """What was read from a treadmill when it was connected, raw."""

    address: str
    """As bleak has it: on macOS no Bluetooth address, but a UUID of its own."""
    name: str
    """Empty if it has none; printable."""
    reads: dict[str, bytes]
    """Characteristic (four hex digits) to value; one that could not be read is absent."""
    control_point: bool = True
    """It has one to write to."""


class Received(NamedTuple):
    """A value that the machine, or a sensor beside it, sent: a notification or an indication."""

    characteristic: str
    """Its four hex digits, as of `protocols.gatt`."""
    data: bytes
    sensor: str = ""
    """The address of a sensor of its own; empty: the treadmill itself."""


class WriteDone(NamedTuple):
    """The write under way has returned. ``error`` is empty when it went well."""

    error: str


class Lost(NamedTuple):
    """The link is gone."""

    because: str
    """A sentence without its full stop."""


class Restored(NamedTuple):
    """The link is back, and may be written to: a stop that waits goes first.

    Telemetry is subscribed to only behind that; if it cannot be, the next event is a `Lost`.
    """


class SensorFound(NamedTuple):
    """A sensor beside the treadmill is connected, for the first time or again."""

    sensor: str
    """Its address."""
    name: str
    """Empty if it has none; printable."""


class SensorLost(NamedTuple):
    """A sensor beside the treadmill is gone. It is being looked for."""

    sensor: str
    """Its address."""
    because: str
    """A few words that follow its name."""


SensorEvent = Received | SensorFound | SensorLost
"""What a sensor of its own tells."""
LinkEvent = Received | WriteDone | Lost | Restored
"""What a treadmill tells by its link."""


class Link(Protocol):
    """A connected treadmill. Every method is called on the event loop's thread."""

    def listen(self, handler: Callable[[LinkEvent], None]) -> None:
        """Give every event, from now on, to ``handler`` alone, on the loop's thread."""

    def write(self, data: bytes) -> None:
        """Hand bytes to the control point. Returns at once; a `WriteDone` follows, or a `Lost`.

        Never cancels a write. While one is under way this one waits behind it.
        """

    def drop(self) -> None:
        """Give the connection up, in which a write is stuck: a `Lost`, and later a `Restored`."""

    async def close(self) -> None:
        """Disconnect. It is not a stop: a belt that moves goes on moving."""
