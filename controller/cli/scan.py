"""``reprise scan``: which treadmills are in the air, and why each is believed to be one."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any, Final

from controller.cli.choosing import describe, signal_text
from controller.cli.machines import load
from protocols.bleak_scan import listen
from protocols.discovery import Heard, Kind, Memory, Sighting, Surroundings, signal_words
from simulators.profiles import find_machine
from simulators.runner import ScriptInvalid

EXIT_FOUND: Final = 0
EXIT_NONE: Final = 5

_ADVICE: Final = """\
What helps:
  - Switch it on and press a button on it: many sleep after 2 minutes.
  - Disconnect other apps and watches from it: a treadmill that is connected does not advertise.
  - Bring this computer within a few metres of it.
  - Ask reprise doctor whether this computer's Bluetooth works.
A treadmill without the Bluetooth Fitness Machine Service (FTMS) cannot be used."""
_REMEMBERED: Final = {
    Memory.NONE: "",
    Memory.ADDRESS: "remembered",
    Memory.NAME: "remembered by its name; the address is new",
}


def scan(args: argparse.Namespace) -> int:
    """Scan, print what was found, and return 0 if a treadmill may be among it, otherwise 5."""
    surroundings, interrupted = Surroundings(), False
    with ExitStack() as open_things:
        world = _world(args, open_things)
        known = () if world is not None else load().known
        show = _Live(lambda: surroundings.sightings(known)) if _is_live(args) else None

        def heard(packet: Heard) -> None:
            surroundings.hear(packet)
            if show is not None:
                show.update()

        try:
            asyncio.run(_listen(heard, args.seconds, world))
        except KeyboardInterrupt:
            interrupted = True
    found = surroundings.sightings(known)
    if args.json:
        told = {
            "seconds": args.seconds,
            "interrupted": interrupted,
            "simulated": world is not None,
            "machines": [_as_json(each) for each in found],
        }
        sys.stdout.write(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(_as_text(found, interrupted=interrupted, seconds=args.seconds) + "\n")
    return EXIT_FOUND if any(each.may_be_treadmill for each in found) else EXIT_NONE


async def _listen(heard: Callable[[Heard], None], seconds: int, world: str | None) -> None:
    if world is None:
        await listen(heard, seconds=seconds)
        return
    from simulators.distant import DistantAir  # noqa: PLC0415

    try:
        distant = await DistantAir.connect(world)
    except ValueError as error:
        raise ScriptInvalid(str(error)) from error
    try:
        await listen(heard, seconds=seconds, backend=distant.scanner_backend)
    finally:
        await distant.close()


def _world(args: argparse.Namespace, open_things: ExitStack) -> str | None:
    """Return where a simulated world listens, or None for the radio."""
    if args.world is not None or args.simulate is None:
        place: str | None = args.world
        return place
    find_machine(args.simulate)
    from simulators.remote import world_process  # noqa: PLC0415

    return open_things.enter_context(world_process(args.simulate)).listen


def _is_live(args: argparse.Namespace) -> bool:
    return sys.stdout.isatty() and not args.json


class _Live:
    """Prints a machine when it is first heard, and again when more is known of it."""

    def __init__(self, sightings: Callable[[], list[Sighting]]) -> None:
        self._sightings = sightings
        self._told: set[tuple[str, str, Kind, Memory]] = set()
        self._say("Listening. Ctrl-C ends it.")

    def update(self) -> None:
        for each in self._sightings():
            known = (each.address, each.name, each.kind, each.memory)
            if known not in self._told:
                self._told.add(known)
                self._say(f"  {describe(each)}")

    @staticmethod
    def _say(text: str) -> None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def _as_json(sighting: Sighting) -> dict[str, Any]:
    return {
        "address": sighting.address,
        "name": sighting.name,
        "rssi_dbm": sighting.rssi,
        "signal": signal_words(sighting.rssi),
        "kind": sighting.kind.value,
        "may_be_treadmill": sighting.may_be_treadmill,
        "because": sighting.because,
        "remembered": sighting.memory.value,
    }


def _as_text(found: Sequence[Sighting], *, interrupted: bool, seconds: int) -> str:
    lines = [""] if interrupted else []
    rows = [(each.name or "(no name)", each.address, signal_text(each.rssi)) for each in found]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row, each in zip(rows, found, strict=True):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append("  ".join((*cells, _REMEMBERED[each.memory])).rstrip())
        lines.append(f"    {each.because}")
    if not any(each.may_be_treadmill for each in found):
        heard = "before it was interrupted" if interrupted else f"in {seconds} s"
        lines += [f"No treadmill was heard {heard}.", _ADVICE]
    return "\n".join(lines)
