"""``reprise campaign`` on a command line."""

from __future__ import annotations

import argparse
from typing import Any


def add_campaign_command(commands: Any) -> None:
    """Add the command."""
    campaign = commands.add_parser(
        "campaign",
        help="many simulated sessions at random, and what must hold in all of them",
        description="Plays a session for each seed on virtual time: plan, level, policy, machine, "
        "runner and faults are drawn from it, and the same seed gives the same session. The whole "
        "stack runs on bytes, and what must always hold is checked. The exit code is 1 if it did "
        "not hold somewhere; such a seed is told with the line that plays it again, and its "
        "journal is kept. Ctrl-C and SIGTERM end it with what there is, and 130 or 143.",
    )
    campaign.add_argument(
        "--seeds", required=True, metavar="A:B", help="from A up to B, without B: 0:1000"
    )
    campaign.add_argument(
        "--jobs", metavar="N", help="so many processes; as many as there are cores if not set"
    )
    for option, what in (
        ("profile", "only this machine"),
        ("runner", "only this runner"),
        ("fault", 'only this kind of fault, or "none"'),
    ):
        campaign.add_argument(
            f"--{option}",
            action="append",
            default=[],
            metavar="NAME",
            help=f"{what}; may be given again. A wrong name lists them",
        )
    campaign.add_argument(
        "--keep", metavar="FOLDER", help="where the journals of seeds that failed are kept"
    )
    campaign.add_argument("--json", action="store_true", help="print one JSON object")
    campaign.set_defaults(act=_campaign)


def _campaign(args: argparse.Namespace) -> int:
    from controller.cli.simulated.campaign_command import run_campaign  # noqa: PLC0415

    return run_campaign(args)
