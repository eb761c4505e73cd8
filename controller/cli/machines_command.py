"""``reprise machines``: which treadmills are remembered, and to forget one."""

from __future__ import annotations

import argparse
import sys

from controller.cli.machines import forget, load


def run_machines(args: argparse.Namespace) -> int:
    """List them, or forget one, and return 0."""
    if args.action == "forget":
        gone = forget(args.machine)
        told = f"Forgotten: {gone.name or 'a machine without a name'} ({gone.address}).\n"
    else:
        told = _listing()
    sys.stdout.write(told)
    return 0


def _listing() -> str:
    machines = load()
    if not machines.all:
        return "No treadmill is remembered. reprise run asks before it connects to a new one.\n"
    lines = []
    for each in machines.all:
        seen = "not yet" if each.stop_seen is None else each.stop_seen.isoformat()
        lines += [
            f"{each.name or '(no name)'}  {each.address}",
            f"    first seen {each.first_seen.isoformat()}; its stop was seen to work: {seen}",
        ]
    return "\n".join([*lines, f"They are kept in {machines.path}."]) + "\n"
