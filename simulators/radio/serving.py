"""One treadmill on one radio by its name, real or virtual: what `reprise treadmill` serves.

Nothing here needs Bumble before a radio is opened.
"""

from __future__ import annotations

import asyncio
import dataclasses
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from protocols.units import Nanoseconds
from simulators.radio.endpoint import RadioUnavailable, find_endpoint

if TYPE_CHECKING:
    from simulators.link.station import Station
    from simulators.radio.peripheral import Peripheral
    from simulators.radio.virtual import Offer
    from simulators.treadmill.machine import MachineProfile


class Radio(Protocol):
    """A station on the air."""

    @property
    def how(self) -> str:
        """By which transport a Bluetooth host reaches it, or which adapter it has."""

    async def lost(self) -> None:
        """Wait until it has failed; raises `RadioUnavailable` then, and never returns."""

    async def close(self) -> None:
        """End its client's link, and advertise no more."""


class Offered:
    """A station on a virtual air of its own, with a controller for a host in another process."""

    def __init__(self, peripheral: Peripheral, offer: Offer, how: str) -> None:
        """Take over what listens already."""
        self.how = how
        self._peripheral, self._offer = peripheral, offer

    async def lost(self) -> None:
        """Wait for ever: it is of this process."""
        await asyncio.Event().wait()

    async def close(self) -> None:
        """End the link, and then the controller: so the host hears of both."""
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self._peripheral.switch_off()
        self._offer.close()


def virtual(name: str) -> bool:
    """Return whether a radio is a virtual air of our own."""
    return name.startswith("tcp-server:")


def machine_for(name: str, machine: MachineProfile) -> MachineProfile:
    """Return the machine as it is served by a radio: an adapter brings its own round trips."""
    if virtual(name):
        return machine
    radio = dataclasses.replace(machine.radio, att_round_trip=Nanoseconds(0))
    return dataclasses.replace(machine, radio=radio)


def address_for(machine: MachineProfile) -> str:
    """Return a static random address (Core 5.4, Vol 6, Part B, 1.3.2.1), always the same.

    Each machine has its own, for clients keep an attribute table by the address.
    """
    number = 0xC0DE_0000_0000 | zlib.crc32(machine.name.encode())
    return ":".join(f"{byte:02X}" for byte in number.to_bytes(6, "big"))


async def put_on(name: str, station: Station) -> Radio:
    """Put a station on a radio.

    Raises:
        RadioUnavailable: it cannot be used; the sentence says what would help.
    """
    if not virtual(name):
        from simulators.radio.adapter import Adapter  # noqa: PLC0415

        return await Adapter.open(station, name)

    from simulators.radio.peripheral import Peripheral  # noqa: PLC0415
    from simulators.radio.virtual import Air, Dongle, Offer  # noqa: PLC0415

    endpoint = find_endpoint(name)
    air = Air()
    offer = Offer(Dongle("dongle", air))
    try:
        how = await offer.listen(endpoint)
    except OSError as error:
        raise RadioUnavailable(
            f"{endpoint.host}:{endpoint.port} cannot be listened at ({error.strerror}); choose "
            "another port, or 0 for a free one."
        ) from error
    return Offered(await Peripheral.switch_on(station, air), offer, how)
