"""``reprise home`` on a command line, and the way to what it does."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from controller.cli.defaults import DEFAULT_MACHINE
from controller.cli.profile import add_profile
from controller.cli.session.arguments import speedup


def add_home_command(
    commands: Any, parse: Callable[..., argparse.Namespace], begin: Callable[..., int]
) -> None:
    """Add ``reprise home``, which is also ``reprise`` alone.

    Its pages run other commands: ``parse`` reads a command line and ``begin`` does what it says.
    """
    home = commands.add_parser(
        "home",
        help="what is due today, as pages; reprise alone is the same",
        description="Opens the pages between sessions: what is due and why, and the way to a "
        "session. Without a terminal it prints what reprise today prints. The options may stand "
        "without the word home: reprise --profile NAME.",
    )
    home.add_argument(
        "--simulate",
        nargs="?",
        const=DEFAULT_MACHINE,
        metavar="MACHINE",
        help="let sessions begin on a simulated treadmill (reprise machines); nothing of them is "
        "kept",
    )
    home.add_argument(
        "--speedup", type=speedup, metavar="X", help="as of reprise run (simulated only)"
    )
    home.add_argument("--silent", action="store_true", help="no tones and no voice, but a bell")
    home.set_defaults(act=_home, json=False, parse=parse, begin=begin)
    add_profile(home)


def _home(args: argparse.Namespace) -> int:
    from controller.cli.home.command import run_home  # noqa: PLC0415

    return run_home(args)
