"""``reprise export`` on a command line: its arguments, and the way to it."""

from __future__ import annotations

import argparse
from typing import Any

from controller.cli.profile import add_profile


def _export(args: argparse.Namespace) -> int:
    from controller.cli.coach.export_command import run_export  # noqa: PLC0415

    return run_export(args)


def add_export_command(commands: Any) -> None:
    """Add the command that writes a session as other programs read one."""
    export = commands.add_parser(
        "export",
        help="a session as a file for other programs: FIT, TCX or CSV",
        description="Writes a session as an activity file. What was felt is in it only with "
        "--with-symptoms, and what the plan is called never. Where the treadmill was silent the "
        "file has a gap. The exit code is 1 if there is no activity in the journal.",
    )
    export.add_argument(
        "session",
        metavar="SESSION",
        help='the path of its journal, its id (reprise diary export), or "last"',
    )
    for option, what in (
        ("fit", "as most watches and their sites read it (needs the extra fit)"),
        ("tcx", "as older programs read it"),
        ("csv", "a row for each second"),
    ):
        export.add_argument(f"--{option}", metavar="FILE", help=f"a new *.{option}: {what}")
    export.add_argument(
        "--with-symptoms",
        action="store_true",
        help='write down what was noted, too: a column "noted" in CSV, a developer field "noted" '
        "in FIT, the notes of a lap in TCX",
    )
    export.add_argument("--force", action="store_true", help="replace a file that is there")
    add_profile(export)
    export.set_defaults(act=_export)
