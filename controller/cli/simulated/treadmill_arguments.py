"""``treadmill`` on a command line: its arguments, and the way to it."""

from __future__ import annotations

import argparse
from typing import Any, Final

from controller.cli.defaults import DEFAULT_MACHINE

VIRTUAL: Final = "tcp-server:127.0.0.1:0"
"""The radio that every computer has: it touches no adapter, and any free port will do."""


def add_treadmill_command(commands: Any) -> None:
    """Add the command that serves a simulated treadmill to other apps."""
    treadmill = commands.add_parser(
        "treadmill",
        help="be a simulated treadmill for other apps, on a virtual radio or over the air",
        description="Serves a simulated treadmill by Bluetooth and shows it on a screen of its "
        "own, or is driven by lines of JSON (docs/simulators.md). The radio is a virtual one; with "
        "--radio usb:0 it is a real adapter, and other apps find the treadmill over the air. It "
        "moves no belt. It ends on Q, on Ctrl-C, and at the end of what drives it; the exit code "
        "is 5 if the radio or the port cannot be used.",
    )
    treadmill.add_argument(
        "--machine", default=DEFAULT_MACHINE, metavar="MACHINE", help="which treadmill"
    )
    treadmill.add_argument(
        "--radio",
        type=_radio,
        default=VIRTUAL,
        metavar="TRANSPORT",
        help="an adapter by its Bumble name (hci-socket:0, usb:0, serial:/dev/ttyACM0), which "
        "takes it from the computer; or tcp-server:127.0.0.1:PORT, a virtual controller for a "
        f"Bumble host in another process. {VIRTUAL} if not set: it touches no adapter",
    )
    treadmill.add_argument(
        "--control",
        type=_control,
        metavar="WHERE",
        help="no screen, but lines of JSON: - on standard input and output, tcp:PORT on a port of "
        "this computer (0: a free one)",
    )
    treadmill.set_defaults(act=_treadmill)


def _treadmill(args: argparse.Namespace) -> int:
    from controller.cli.simulated.treadmill_command import run_treadmill  # noqa: PLC0415

    return run_treadmill(args)


def _radio(text: str) -> str:
    from simulators.radio.endpoint import radio_name  # noqa: PLC0415

    return radio_name(text)


def _control(text: str) -> str:
    kind, _, port = text.partition(":")
    number = port if port.isascii() and port.isdigit() and len(port) <= 5 else "65536"
    if text == "-" or (kind == "tcp" and int(number) < 65536):
        return text
    raise argparse.ArgumentTypeError(
        f"{text!r} is no place for a control; write - for standard input and output, or tcp:PORT "
        "for a port of this computer (tcp:0: any free one)."
    )
