"""Listening for as long as somebody looks at what is heard: round after round, until it is ended.

A round that cannot begin is tried again by itself, with what ``reprise doctor`` finds to be wrong.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, NamedTuple, Protocol

from controller.cli.doctor.bluetooth import bluetooth_probes
from controller.cli.doctor.finding import State, look_within
from protocols.bleak_scan import listen
from protocols.discovery import Heard, Known, Sighting, Surroundings
from protocols.link import LinkFailed

ROUND: Final = 20.0
"""In seconds: a scan that is begun anew hears what a system had taken for known."""
AGAIN: Final = 4.0
"""In seconds, from a scan that could not begin to the next attempt."""
ENDS_WITHIN: Final = 7.0
"""In seconds: the radio's own limit for the end of a scan, and a little. A system whose Bluetooth
hangs keeps nobody from a session."""
FORGOTTEN: Final = 60
"""In seconds: what was not heard for so long is not shown any more."""

Remedies = Callable[[], Awaitable[Sequence[str]]]


class Air(NamedTuple):
    """What is in the air."""

    sightings: list[tuple[Sighting, int]]
    """Each machine with how long ago it was heard last, in seconds; the first heard is first."""
    seconds: int
    """For so long it has been listened."""
    trouble: str = ""
    """Why nothing can be heard now, in one sentence."""
    remedies: tuple[str, ...] = ()
    """What helps against that, a sentence each."""


class Scanner(Protocol):
    """Whoever listens."""

    def air(self, known: Sequence[Known]) -> Air:
        """Return what is in the air; listening begins when this is asked first."""

    def end(self) -> None:
        """Listen no more."""

    async def close(self) -> bool:
        """Listen no more, and return when the computer does not either; False: it hangs."""


class RadioScanner:
    """Listens with this computer's Bluetooth. It is used on one running loop."""

    def __init__(self, backend: Any = None, remedies: Remedies | None = None) -> None:
        """Take bleak's scanner and who knows remedies, if not the system's own and the doctor."""
        self._backend, self._remedies = backend, remedies or _doctor
        self._surroundings = Surroundings()
        self._heard: dict[str, float] = {}
        """When each was heard last, the first heard is first."""
        self._trouble, self._helps = "", tuple[str, ...]()
        self._began = 0.0
        self._task: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[None] | None = None

    def air(self, known: Sequence[Known]) -> Air:
        """Return what is in the air; listening begins when this is asked first."""
        loop = asyncio.get_running_loop()
        if self._task is None:
            self._began = loop.time()
            self._task = loop.create_task(self._listen(self._ending))
        elif self._task.done():
            self._task.result()  # a bug, and it is told as one
        now = loop.time()
        ages = {each: int(now - heard) for each, heard in self._heard.items()}
        place = {each: number for number, each in enumerate(self._heard)}
        found = sorted(
            (
                each
                for each in self._surroundings.sightings(known)
                if ages[each.address] < FORGOTTEN
            ),
            key=lambda each: place[each.address],
        )
        return Air(
            [(each, ages[each.address]) for each in found],
            int(now - self._began),
            self._trouble,
            self._helps,
        )

    def end(self) -> None:
        """Listen no more; the computer's scan is ended behind this."""
        if self._task is not None:
            self._task.cancel()
            self._ending, self._task = self._task, None
        self._surroundings, self._heard = Surroundings(), {}
        self._trouble, self._helps = "", ()

    async def close(self) -> bool:
        """Listen no more, and return when the computer does not either; False: it hangs."""
        self.end()
        if self._ending is None:
            return True
        ended, _ = await asyncio.wait({self._ending}, timeout=ENDS_WITHIN)
        return bool(ended)

    async def _listen(self, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait({before})
        while True:
            # After trouble a short one, behind which it is known to be over.
            seconds = AGAIN if self._trouble else ROUND
            try:
                await listen(self._hear, seconds=seconds, backend=self._backend)
            except LinkFailed as failed:
                self._trouble = str(failed)
                self._helps = tuple(await self._remedies())
                await asyncio.sleep(AGAIN)
            else:
                self._trouble, self._helps = "", ()

    def _hear(self, packet: Heard) -> None:
        self._trouble, self._helps = "", ()
        self._surroundings.hear(packet)
        self._heard[packet.address] = asyncio.get_running_loop().time()


async def _doctor() -> list[str]:
    """Return what of this computer's Bluetooth does not work, each with its remedy."""
    found = await asyncio.gather(*map(look_within, bluetooth_probes()))
    return [f"{each.found}: {each.remedy}." for each in found if each.state is State.FAIL]
