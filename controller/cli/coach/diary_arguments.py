"""``reprise diary`` on a command line: its arguments, and the way to what it does."""

from __future__ import annotations

import argparse
from typing import Any

from controller.cli.profile import add_profile


def add_diary_command(commands: Any) -> None:
    """Add ``reprise diary``."""
    diary = commands.add_parser(
        "diary",
        help="what you told and what you did: show it, keep it elsewhere, delete it",
        description="The diary is one file on this computer, and nothing of it goes anywhere else. "
        "The exit code is 3 if it is damaged or of a newer version.",
    )
    actions = diary.add_subparsers(dest="action", required=True, metavar="ACTION")
    export = actions.add_parser("export", help="print all that is in it, in the order of time")
    export.add_argument("--json", metavar="FILE", help="write it as JSON into a new file instead")
    rebuild = actions.add_parser(
        "rebuild",
        help="make its sessions anew from the journals",
        description="Reads every journal again. What you told stays as it is, and so does a "
        "session whose journal is not there any more. A diary that is damaged is kept aside, "
        "beside a new one with all that could still be read.",
    )
    delete = actions.add_parser(
        "delete",
        help="delete it, with the journals of its sessions",
        description="Deletes the diary, the diaries that were kept aside, and the journals of the "
        "sessions on real treadmills. It asks first.",
    )
    delete.add_argument("--yes", action="store_true", help="without asking")
    where = actions.add_parser("where", help="print where it is")
    for each in (export, rebuild, delete, where):
        add_profile(each)
    diary.set_defaults(act=_diary)


def _diary(args: argparse.Namespace) -> int:
    from controller.cli.coach.diary_command import run_diary  # noqa: PLC0415

    return run_diary(args)
