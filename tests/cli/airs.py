"""What the tests of the command have in place of a radio: an air that is as it is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from controller.cli.home.scanner import Air
from protocols.discovery import Kind, Known, Memory, Sighting

ADDRESS = "00:11:22:33:44:55"


def sighting(
    address: str = ADDRESS,
    name: str = "T",
    *,
    rssi: int | None = -60,
    kind: Kind = Kind.TREADMILL,
    memory: Memory = Memory.NONE,
) -> Sighting:
    """Return a machine that is heard."""
    return Sighting(address, name, rssi, kind, memory)


def connected(address: str) -> dict[str, Any]:
    """Return of a session's header what is remembered of its treadmill."""
    return {
        "machine": {"address": address, "name": "T", "reads": {}},
        "setup": {"control": "full"},
    }


class StillAir:
    """A scanner in whose air nothing changes but what a test puts there."""

    def __init__(self, *sightings: Sighting, trouble: str = "", seconds: int = 9) -> None:
        self.sightings = [(each, 0) for each in sightings]
        self.trouble, self.seconds = trouble, seconds
        self.ended, self.hangs = 0, False
        self.told: Sequence[Known] = ()

    def air(self, known: Sequence[Known]) -> Air:
        """Return it."""
        self.told = known
        return Air(self.sightings, self.seconds, self.trouble, ("Mend it.",))

    def end(self) -> None:
        """Note it."""
        self.ended += 1

    async def close(self) -> bool:
        """Nothing goes on, unless the computer hangs."""
        return not self.hangs
