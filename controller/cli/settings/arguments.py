"""``settings`` on a command line, and the way to what it does."""

from __future__ import annotations

import argparse
from typing import Any

from controller.cli.profile import add_profile


def add_settings_command(commands: Any) -> None:
    """Add the command."""
    settings = commands.add_parser(
        "settings",
        help="how Reprise looks and sounds: units, colours, tones, words",
        description="Lists every setting with what it means and can be; with a KEY shows one, with "
        "a VALUE changes it. No setting makes a belt faster, or a stop slower. The exit code is 2 "
        "for a key or a value that there is not, and 3 if the file has a mistake; a session takes "
        "the usual in its place.",
    )
    settings.add_argument("key", nargs="?", metavar="KEY", help="one setting alone")
    settings.add_argument("value", nargs="?", metavar="VALUE", help="what it is to be")
    settings.add_argument("--json", action="store_true", help="print one JSON object")
    add_profile(settings)
    settings.set_defaults(act=_settings)


def _settings(args: argparse.Namespace) -> int:
    from controller.cli.settings.command import run_settings  # noqa: PLC0415

    return run_settings(args)
