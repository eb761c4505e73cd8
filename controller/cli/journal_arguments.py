"""``reprise replay`` and ``reprise decode`` on a command line, and the way to what they do."""

from __future__ import annotations

import argparse
from typing import Any

from controller.cli.profile import add_profile


def add_replay_command(commands: Any) -> None:
    """Add ``reprise replay``."""
    replay = commands.add_parser("replay", help="show a recorded session again")
    replay.add_argument("journal", metavar="JOURNAL")
    replay.add_argument(
        "--verify", action="store_true", help="make its bytes again and compare them"
    )
    replay.add_argument("--plain", action="store_true", help="line by line, also in a terminal")
    add_profile(replay)
    replay.set_defaults(act=_replay)


def add_decode_command(commands: Any) -> None:
    """Add ``reprise decode``."""
    decode = commands.add_parser("decode", help="what a packet says, field by field")
    decode.add_argument(
        "characteristic",
        metavar="CHARACTERISTIC",
        help="a number, UUID or name (2ACD, 0x2acd, treadmill-data, 1826-service-data), or - for "
        "lines CHARACTERISTIC HEX on standard input",
    )
    decode.add_argument("hex", nargs="*", metavar="HEX", help='"8c 05 64 00", 8C:05:64:00; "" none')
    decode.add_argument("--json", action="store_true", help="print one JSON object a line")
    decode.set_defaults(act=_decode)


def _replay(args: argparse.Namespace) -> int:
    from controller.cli.session.replay import replay  # noqa: PLC0415

    return replay(args)


def _decode(args: argparse.Namespace) -> int:
    from controller.cli.decode import decode  # noqa: PLC0415

    return decode(args)
