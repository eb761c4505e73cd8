"""Which treadmill a session is for. Nothing is connected that a person has not chosen once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from controller.cli.machines import remembered as memory
from controller.cli.machines.file import Machines
from controller.words.catalogue import tr
from controller.words.recorded import tr_recorded
from protocols.bleak_scan import listen
from protocols.discovery import Heard, Memory, Sighting, Surroundings, signal_words
from protocols.link import LinkFailed

SECONDS: Final = 10.0
_FOR_OTHERS: Final = 2.0
"""Seconds in which a second remembered treadmill may be heard behind the first."""

HELPS: Final = (
    tr("Switch it on and press a button on it: many sleep after 2 minutes."),
    tr(
        "Disconnect other apps and watches from it: a treadmill that is connected does not "
        "advertise."
    ),
    tr("Bring this computer within a few metres of it."),
    tr("Ask reprise doctor whether this computer's Bluetooth works."),
)
"""Against silence, in the order in which it is worth a try."""
NEEDS: Final = tr(
    "A treadmill without the Bluetooth Fitness Machine Service (FTMS) cannot be used."
)

Ask = Callable[[str], str]
"""Shows a question and returns the line that was typed."""


async def look(
    machines: Machines,
    *,
    seconds: float = SECONDS,
    backend: Any = None,
) -> list[Sighting]:
    """Listen until the remembered treadmills are heard, or else to the end.

    Args:
        machines: that are remembered.
        seconds: of the loop's time.
        backend: bleak's scanner, if not the system's own.

    Raises:
        LinkFailed: Bluetooth cannot be used.
    """
    surroundings, enough = Surroundings(), asyncio.Event()
    loop = asyncio.get_running_loop()
    awaited = {each.address.lower() for each in machines.all}
    timer: asyncio.TimerHandle | None = None

    def heard(packet: Heard) -> None:
        nonlocal timer
        surroundings.hear(packet)
        if packet.address.lower() not in awaited:
            return
        awaited.discard(packet.address.lower())
        if not awaited:
            enough.set()
        elif timer is None:
            timer = loop.call_later(_FOR_OTHERS, enough.set)

    try:
        await listen(heard, seconds=seconds, enough=enough, backend=backend)
    finally:
        if timer is not None:
            timer.cancel()
    return surroundings.sightings(machines.known)


class Chooser:
    """Settles on one of the machines that were heard, with a person at the terminal."""

    def __init__(self, ask: Ask, say: Callable[[str], None], *, path: Path | None = None) -> None:
        """Remember who is asked; ``path`` is the file of machines, if not the user's own."""
        self._ask, self._say, self._path = ask, say, path

    def choose(self, sightings: Sequence[Sighting], machines: Machines) -> str:
        """Return the address of the treadmill to connect to; a new one is remembered.

        Raises:
            LinkFailed: there is none, or none was chosen.
        """
        mine = [each for each in sightings if each.memory is Memory.ADDRESS]
        if len(mine) == 1:
            self._say(tr("{treadmill} is remembered.").format(treadmill=title(mine[0])))
            return mine[0].address
        if mine:
            return self._one_of(mine, tr("Which one is it today?")).address
        offered = [each for each in sightings if each.may_be_treadmill]
        for each in sightings:
            if each not in offered:
                self._say(
                    tr("Not offered: {treadmill}, {reason}.").format(
                        treadmill=title(each), reason=tr_recorded(each.because)
                    )
                )
        if not offered:
            raise LinkFailed(
                tr(
                    "no treadmill was found; press a button on it (many sleep after 2 minutes) and "
                    "disconnect other apps from it (reprise doctor shows what this computer holds)."
                )
            )
        chosen = self._new_one(offered)
        self._remember(chosen, machines)
        return chosen.address

    def _new_one(self, offered: Sequence[Sighting]) -> Sighting:
        for each in offered:
            if each.memory is Memory.NAME:
                self._say(
                    tr(
                        "{name} is remembered at another address. One of that name answers at "
                        "{address}; it need not be the same."
                    ).format(name=each.name, address=each.address)
                )
        if len(offered) > 1:
            return self._one_of(offered, tr("Which one is yours? It will be remembered."))
        (only,) = offered
        self._say(tr("Found {treadmill}.").format(treadmill=describe(only)))
        if self._answer(
            # For translators: y is what is typed, in any language.
            tr("Connect to {treadmill}? It will be remembered. [y/N] ").format(
                treadmill=title(only)
            )
        ) in ("y", "yes"):
            return only
        raise _nothing_chosen()

    def _one_of(self, offered: Sequence[Sighting], question: str) -> Sighting:
        for number, each in enumerate(offered, 1):
            self._say(f"{number:3}  {describe(each)}")
        answer = self._answer(
            tr("{question} [1-{last}, ENTER for none] ").format(
                question=question, last=len(offered)
            )
        )
        if answer.isascii() and answer.isdecimal() and 1 <= int(answer) <= len(offered):
            return offered[int(answer) - 1]
        raise _nothing_chosen()

    def _answer(self, question: str) -> str:
        try:
            return self._ask(question).strip().lower()
        except EOFError:
            self._say("")
            return ""

    def _remember(self, chosen: Sighting, machines: Machines) -> None:
        try:
            remember_chosen(chosen, machines, path=self._path)
        except OSError as error:
            self._say(
                tr("It cannot be remembered ({file}: {reason}).").format(
                    file=error.filename, reason=error.strerror
                )
            )


def remember_chosen(chosen: Sighting, machines: Machines, *, path: Path | None = None) -> None:
    """Remember what a person has chosen; one that moved to a new address takes its old place.

    Raises:
        MachinesInvalid: the file cannot be read, so it is left alone.
        OSError: it cannot be written.
    """
    memory.remember(chosen.address, chosen.name, path=path)
    for old in machines.all:
        if chosen.memory is Memory.NAME and old.name == chosen.name:
            memory.forget(old.address, path=path)


def title(sighting: Sighting) -> str:
    """Return how a machine is called in a sentence."""
    name = sighting.name or tr("a machine without a name")
    return f"{name} ({sighting.address})"


def describe(sighting: Sighting) -> str:
    """Return all that a person can tell machines apart by."""
    return tr("{treadmill}, signal {signal}: {reason}").format(
        treadmill=title(sighting),
        signal=signal_text(sighting.rssi),
        reason=tr_recorded(sighting.because),
    )


def signal_text(rssi: int | None) -> str:
    """Return a signal strength in words and in dBm."""
    return tr(signal_words(rssi)) + ("" if rssi is None else f" ({rssi} dBm)")


def _nothing_chosen() -> LinkFailed:
    return LinkFailed(
        tr(
            "no treadmill was chosen, so none is connected; choose one, or name it with "
            "--treadmill ADDRESS."
        )
    )
