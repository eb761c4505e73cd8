"""``reprise machines``: which treadmills and sensors are remembered, and to forget one."""

from __future__ import annotations

import argparse
import sys

from controller.cli.machines import forget
from controller.cli.machines_file import load
from controller.cli.probe_words import learnt_lines


def run_machines(args: argparse.Namespace) -> int:
    """List them, or forget one, and return 0."""
    if args.action == "forget":
        gone = forget(args.machine)
        told = f"Forgotten: {gone.name or 'a device without a name'} ({gone.address}).\n"
    else:
        told = _listing()
    sys.stdout.write(told)
    return 0


def _listing() -> str:
    machines = load()
    lines = []
    if not machines.all:
        lines.append(
            "No treadmill is remembered. reprise run asks before it connects to a new one."
        )
    for each in machines.all:
        seen = "not yet" if each.stop_seen is None else each.stop_seen.isoformat()
        lines += [
            f"{each.name or '(no name)'}  {each.address}",
            f"    first seen {each.first_seen.isoformat()}; its stop was seen to work: {seen}",
        ]
        if each.learnt is not None:
            lines += [f"    {line}" for line in learnt_lines(each.learnt)]
    for sensor in machines.sensors:
        used = "; reprise run uses it" if machines.chosen(sensor.kind) is sensor else ""
        lines += [
            f"{sensor.name or '(no name)'}  {sensor.address}",
            f"    {sensor.kind.called}, first seen {sensor.first_seen.isoformat()}{used}",
        ]
    if machines.all or machines.sensors:
        lines.append(f"They are kept in {machines.path}.")
    return "\n".join(lines) + "\n"
