"""The sensors that the runner wears, beside one session: linked, and kept out of a stop's way."""

from __future__ import annotations

import asyncio
from typing import Final

from controller.records.format import Record
from controller.session.shell import Session
from protocols.sensor_link import Radio, SensorLink
from protocols.worn import SensorKind

_STOP_PENDING: Final = frozenset({"stopping", "unknown", "ended"})
"""Behind the end nothing is shown any more that would be worth a search."""


class Wearables:
    """Links to a foot pod and a strap; made when the treadmill is connected, and not before."""

    def __init__(
        self,
        session: Session,
        radio: Radio,
        *,
        treadmill: str,
        footpod: str | None = None,
        strap: str | None = None,
    ) -> None:
        """Begin to look for those that have an address, but for what the treadmill has itself.

        A foot pod and a strap at one address are one device, and have one link.
        """
        kinds: dict[str, list[SensorKind]] = {}
        for kind, address in ((SensorKind.FOOTPOD, footpod), (SensorKind.STRAP, strap)):
            if address is not None and address.upper() != treadmill.upper():
                kinds.setdefault(address.upper(), []).append(kind)
        self._links = [
            SensorLink(worn, address, session.happen, radio) for address, worn in kinds.items()
        ]

    def told(self, record: Record) -> None:
        """Search for nothing from the moment that a stop was sent until the belt is still."""
        match record:
            case {"io": "out", "kind": "phase", "phase": phase}:
                for link in self._links:
                    link.may_search(may=phase not in _STOP_PENDING)
            case _:
                pass

    async def close(self) -> None:
        """Let go of all of them, one beside the other."""
        await asyncio.gather(*(link.close() for link in self._links))
