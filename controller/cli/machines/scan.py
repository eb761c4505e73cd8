"""``reprise scan``: which treadmills are in the air, and why; and which sensors."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from typing import Any, Final

from controller.cli.fitting import say
from controller.cli.machines.choosing import HELPS, NEEDS, describe, signal_text
from controller.cli.machines.file import RememberedSensor, load
from controller.words.catalogue import tr
from controller.words.recorded import tr_recorded
from protocols.bleak_scan import listen
from protocols.discovery import Heard, Known, Memory, Sighting, Surroundings, signal_words
from protocols.worn import SensorSighting
from simulators.profiles import find_machine
from simulators.script import ScriptInvalid

EXIT_FOUND: Final = 0
EXIT_NONE: Final = 5

_REMEMBERED: Final = {
    Memory.NONE: "",
    Memory.ADDRESS: tr("remembered"),
    Memory.NAME: tr("remembered by its name; the address is new"),
}


def scan(args: argparse.Namespace) -> int:
    """Scan, print what was found, and return 0 if a treadmill may be among it, otherwise 5."""
    surroundings, interrupted = Surroundings(), False
    with ExitStack() as open_things:
        world = _world(args, open_things)
        machines = None if world is not None else load()
        known = () if machines is None else machines.known
        show = _Live(surroundings, known) if _is_live(args) else None

        def heard(packet: Heard) -> None:
            surroundings.hear(packet)
            if show is not None:
                show.update()

        try:
            asyncio.run(_listen(heard, args.seconds, world))
        except KeyboardInterrupt:
            interrupted = True
    found = surroundings.sightings(known)
    worn, remembered = surroundings.sensors(known), () if machines is None else machines.sensors
    if args.json:
        told = {
            "seconds": args.seconds,
            "interrupted": interrupted,
            "simulated": world is not None,
            "machines": [_as_json(each) for each in found],
            "sensors": [_sensor_as_json(each, remembered) for each in worn],
        }
        sys.stdout.write(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    else:
        lines = _machine_lines(found, interrupted=interrupted, seconds=args.seconds)
        say([*lines, *_sensor_lines(worn, remembered)])
    return EXIT_FOUND if any(each.may_be_treadmill for each in found) else EXIT_NONE


async def _listen(heard: Callable[[Heard], None], seconds: int, world: str | None) -> None:
    if world is None:
        await listen(heard, seconds=seconds)
        return
    from simulators.link.distant import DistantAir  # noqa: PLC0415

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
    from simulators.link.remote import (  # noqa: PLC0415
        FOOTPOD_ADDRESS,
        STRAP_ADDRESS,
        world_process,
    )

    world = world_process(args.simulate, footpod=FOOTPOD_ADDRESS, strap=STRAP_ADDRESS)
    return open_things.enter_context(world).listen


def _is_live(args: argparse.Namespace) -> bool:
    return sys.stdout.isatty() and not args.json


class _Live:
    """Prints a device when it is first heard, and again when more is known of it."""

    def __init__(self, surroundings: Surroundings, known: Sequence[Known]) -> None:
        self._surroundings, self._known = surroundings, known
        self._told: set[Sighting | SensorSighting] = set()
        self._say(tr("Listening. Ctrl-C ends it."))

    def update(self) -> None:
        for machine in self._surroundings.sightings(self._known):
            if self._is_news(machine):
                self._say(f"  {describe(machine)}")
        for sensor in self._surroundings.sensors(self._known):
            if self._is_news(sensor):
                name = sensor.name or tr("a sensor without a name")
                called = f"{name} ({sensor.address})"
                told = tr("{sensor}, signal {signal}: {use}").format(
                    sensor=called, signal=signal_text(sensor.rssi), use=_use(sensor)
                )
                self._say(f"  {told}")

    def _is_news(self, heard: Sighting | SensorSighting) -> bool:
        """Tell whether it was not told before; a signal that comes and goes is no news."""
        known = heard._replace(rssi=None)
        new = known not in self._told
        self._told.add(known)
        return new

    @staticmethod
    def _say(text: str) -> None:
        say([text])
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


def _sensor_as_json(
    sensor: SensorSighting, remembered: Collection[RememberedSensor]
) -> dict[str, Any]:
    return {
        "address": sensor.address,
        "name": sensor.name,
        "rssi_dbm": sensor.rssi,
        "signal": signal_words(sensor.rssi),
        "kinds": [kind.value for kind in sensor.kinds],
        "remembered": [
            each.kind.value for each in remembered if each.address.lower() == sensor.address.lower()
        ],
    }


def _machine_lines(found: Sequence[Sighting], *, interrupted: bool, seconds: int) -> list[str]:
    lines = [""] if interrupted else []
    rows = _rows([(each, _REMEMBERED[each.memory]) for each in found])
    for row, each in zip(rows, found, strict=True):
        lines += [row, f"    {tr_recorded(each.because)}"]
    if not any(each.may_be_treadmill for each in found):
        told = tr("No treadmill was heard in {seconds} s.")
        if interrupted:
            told = tr("No treadmill was heard before it was interrupted.")
        lines += [told.format(seconds=seconds), tr("What helps:")]
        lines += [*(f"  - {each}" for each in HELPS), NEEDS]
    return lines


def _sensor_lines(
    found: Sequence[SensorSighting], remembered: Collection[RememberedSensor]
) -> list[str]:
    if not found:
        return []
    mine = {each.address.lower() for each in remembered}
    rows = _rows(
        [(each, tr("remembered") if each.address.lower() in mine else "") for each in found]
    )
    lines = ["", tr("Sensors, and the options of reprise run that use them:")]
    for row, each in zip(rows, found, strict=True):
        lines += [row, f"    {_use(each)}"]
    return lines


def _rows(marked: Sequence[tuple[Sighting | SensorSighting, str]]) -> list[str]:
    """Return a line for each device, in columns."""
    cells = [
        (each.name or tr("(no name)"), each.address, signal_text(each.rssi), mark)
        for each, mark in marked
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def _use(sensor: SensorSighting) -> str:
    """Return what a sensor is, and the options that use it."""
    called = tr(" and ").join(tr("a {kind}").format(kind=tr(kind.called)) for kind in sensor.kinds)
    return f"{called}: " + " ".join(f"--{kind} {sensor.address}" for kind in sensor.kinds)
