"""``reprise machines``: which treadmills are remembered or can be simulated, and to forget one."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from controller.cli.exits import EXIT_DONE, EXIT_INVALID_FILE
from controller.cli.machines import simulated as simulated_machines
from controller.cli.machines.file import load
from controller.cli.machines.learnt_words import learnt_lines
from controller.cli.machines.remembered import forget
from controller.words.catalogue import tr
from simulators.profiles import machine_names

if TYPE_CHECKING:
    from collections.abc import Iterable


def run_machines(args: argparse.Namespace) -> int:
    """Do what was asked and return the exit code.

    Raises:
        MachineUnknown, MachineInvalid: one that was to be shown cannot be.
        MachineNotRemembered, MachinesInvalid, OSError: as of the file of machines.
    """
    match args.action:
        case "forget":
            gone = forget(args.machine)
            name = gone.name or tr("a device without a name")
            _print([tr("Forgotten: {name} ({address}).").format(name=name, address=gone.address)])
        case "show" if args.json:
            _print([_json(simulated_machines.as_json(args.machine))])
        case "show":
            _print(simulated_machines.shown(args.machine))
        case "check":
            return _check(args.machines)
        case _ if args.json:
            _print([_json(_everything())])
        case _:
            _print([*_remembered(), "", *simulated_machines.listing()])
    return EXIT_DONE


def _check(files: list[str]) -> int:
    judged = [simulated_machines.judged(file) for file in files]
    _print(said for _, said in judged)
    return EXIT_DONE if all(good for good, _ in judged) else EXIT_INVALID_FILE


def _everything() -> dict[str, object]:
    machines = load()
    return {
        "file": str(machines.path),
        "machines": [asdict(each) for each in machines.all],
        "sensors": [asdict(each) for each in machines.sensors],
        "simulated": [simulated_machines.as_json(name) for name in machine_names()],
    }


def _json(told: dict[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False, default=str)


def _print(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


def _remembered() -> list[str]:
    machines, no_name = load(), tr("(no name)")
    lines = []
    if not machines.all:
        lines.append(
            tr("No treadmill is remembered. reprise run asks before it connects to a new one.")
        )
    for each in machines.all:
        seen = tr("not yet") if each.stop_seen is None else each.stop_seen.isoformat()
        lines += [
            f"{each.name or no_name}  {each.address}",
            "    "
            + tr("first seen {day}; its stop was seen to work: {seen}").format(
                day=each.first_seen.isoformat(), seen=seen
            ),
        ]
        if each.learnt is not None:
            lines += [f"    {line}" for line in learnt_lines(each.learnt)]
    for sensor in machines.sensors:
        told = tr("{kind}, first seen {day}")
        if machines.chosen(sensor.kind) is sensor:
            told = tr("{kind}, first seen {day}; reprise run uses it")
        lines += [
            f"{sensor.name or no_name}  {sensor.address}",
            "    " + told.format(kind=tr(sensor.kind.called), day=sensor.first_seen.isoformat()),
        ]
    if machines.all or machines.sensors:
        lines.append(tr("They are kept in {file}.").format(file=machines.path))
    return lines
