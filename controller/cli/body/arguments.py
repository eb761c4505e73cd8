"""``prepare`` on a command line, and the way to what it does."""

from __future__ import annotations

import argparse
from typing import Any, Final

from controller.cli.profile import add_profile
from controller.words.catalogue import tr

_QUICKEST: Final = 100


def add_prepare_command(commands: Any) -> None:
    """Add the command for body work and tests."""
    prepare = commands.add_parser(
        "prepare",
        help="body work that runs by itself, and the tests of readiness",
        description="WHAT is list, show ROUTINE, check FILE..., tests [TEST...], or a routine: a "
        "bundled one, by its name, or a file *.routine.yaml. Without a word it lists them with "
        "what would suit today. A routine runs by itself: SPACE holds it, ENTER goes on, S tells "
        "that something is wrong, N leaves one out, BACKSPACE goes back, Q ends. Through a pipe "
        "each line is a key. The exit code is 1 if nothing is open today, 2 if there is no such "
        "routine or test, and 3 if a file has a mistake.",
    )
    prepare.add_argument("what", nargs="?", default="list", metavar="WHAT")
    prepare.add_argument("names", nargs="*", metavar="NAME")
    prepare.add_argument("--json", action="store_true", help="list, show: print one JSON object")
    prepare.add_argument(
        "--speedup",
        type=_speedup,
        default=1,
        metavar="N",
        help="to try it out: so many times as fast, and nothing is kept",
    )
    prepare.add_argument(
        "--silent", action="store_true", help="no tones and no voice, but the terminal's bell"
    )
    prepare.set_defaults(act=_prepare)
    add_profile(prepare)


def _speedup(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= _QUICKEST:
        raise argparse.ArgumentTypeError(
            tr("{text!r} is not a whole number from 1 to {most}").format(text=text, most=_QUICKEST)
        )
    return int(text)


def _prepare(args: argparse.Namespace) -> int:
    from controller.cli.body.command import run_prepare  # noqa: PLC0415

    return run_prepare(args)
