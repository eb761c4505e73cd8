"""``reprise scan`` and ``reprise machines`` on a command line, and the way to what they do."""

from __future__ import annotations

import argparse
from typing import Any

from controller.cli.defaults import DEFAULT_MACHINE
from controller.words.catalogue import tr


def add_scan_command(commands: Any) -> None:
    """Add ``reprise scan``."""
    scan = commands.add_parser(
        "scan",
        help="which treadmills and sensors are in the air",
        description="Lists the treadmills that advertise now, and why each is believed to be one; "
        "then foot pods and heart-rate straps, and the options of reprise run that use them. "
        "The exit code is 0 if one was found and 5 if none was, or Bluetooth cannot be used. "
        "Ctrl-C ends it with what was found. On macOS an address is what this computer calls the "
        "machine, and is good on this computer only.",
    )
    scan.add_argument("--seconds", type=_scan_seconds, default=10, metavar="N", help="1 to 300")
    scan.add_argument(
        "--simulate",
        nargs="?",
        const=DEFAULT_MACHINE,
        metavar="MACHINE",
        help="where a simulated treadmill is, instead of by the radio",
    )
    scan.add_argument("--world", metavar="unix:PATH", help="in a simulated world that runs already")
    scan.add_argument("--json", action="store_true", help="print one JSON object")
    scan.set_defaults(act=_scan)


def add_machines_command(commands: Any) -> None:
    """Add ``reprise machines``."""
    machines = commands.add_parser(
        "machines",
        help="the treadmills that are remembered, and those that can be simulated",
        description="Lists the treadmills and sensors that are remembered, then the simulated "
        "treadmills. One of these is a bundled one, by its name, or a file *.yaml or *.yml. The "
        "exit code is 2 if there is none of that name, and 3 if a file cannot be used.",
    )
    machines.set_defaults(act=_machines, action="list", json=False)
    actions = machines.add_subparsers(dest="action", metavar="ACTION")
    everything = actions.add_parser("list", help="list them")
    everything.add_argument("--json", action="store_true", help="print one JSON object")
    show = actions.add_parser("show", help="all that is odd about a simulated one, with sources")
    show.add_argument("machine", metavar="MACHINE", help="a bundled machine or a *.yaml file")
    show.add_argument("--json", action="store_true", help="print one JSON object")
    check = actions.add_parser(
        "check",
        help="name every mistake in a machine's file",
        description="The exit code is 3 if one of the files has a mistake, or cannot be read.",
    )
    check.add_argument("machines", nargs="+", metavar="FILE", help="*.yaml")
    forget = actions.add_parser("forget", help="never connect to one again by itself")
    forget.add_argument("machine", metavar="NAME", help="its name or its address")


def _scan_seconds(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= 300:
        raise argparse.ArgumentTypeError(
            tr("{text!r} is not a whole number from 1 to 300").format(text=text)
        )
    return int(text)


def _scan(args: argparse.Namespace) -> int:
    from controller.cli.machines.scan import scan  # noqa: PLC0415

    return scan(args)


def _machines(args: argparse.Namespace) -> int:
    from controller.cli.machines.command import run_machines  # noqa: PLC0415

    return run_machines(args)
