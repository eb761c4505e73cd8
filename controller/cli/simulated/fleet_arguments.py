"""``reprise fleet`` on a command line."""

from __future__ import annotations

import argparse
from typing import Any


def add_fleet_command(commands: Any) -> None:
    """Add the command."""
    fleet = commands.add_parser(
        "fleet",
        help="many virtual runners through months of a plan, to compare policies",
        description="Each runner goes through the months once under each policy, with the same "
        "draws: the very core and the very coach, without the bytes. It says how rules behave with "
        "runners who were made up, and nothing about people. The same seed gives the same numbers "
        "wherever it runs. Ctrl-C and SIGTERM end it with what there is, and 130 or 143.",
    )
    fleet.add_argument("plan", metavar="PLAN", help="a bundled plan or a *.yaml file")
    fleet.add_argument("--runners", required=True, metavar="N", help="so many, from 1 to 1000000")
    fleet.add_argument(
        "--policy",
        action="append",
        default=[],
        metavar="POLICY",
        help="a policy by its name, or a *.yaml file; given again, they are compared with the "
        "first. The plan's own if not set",
    )
    fleet.add_argument(
        "--runner",
        action="append",
        default=[],
        metavar="R",
        help="who they are: a name or a *.yaml file; may be given again, and each runner is one "
        "of them, varied. Those with everyday habits if not set",
    )
    fleet.add_argument(
        "--months", default="12", metavar="N", help="for so long, 1 to 36; 12 if not set"
    )
    fleet.add_argument("--seed", default="0", metavar="N", help="0 to 4294967295; 0 if not set")
    where = fleet.add_mutually_exclusive_group()
    where.add_argument(
        "--jobs", metavar="N", help="so many processes; as many as there are cores if not set"
    )
    where.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="on the workers of a scheduler of dask.distributed, tcp://HOST:PORT",
    )
    fleet.add_argument(
        "--resume",
        metavar="FILE",
        help="keep each runner in this file as she is done; who is in it is not done again",
    )
    fleet.add_argument("--json", action="store_true", help="print one JSON object")
    fleet.set_defaults(act=_fleet)


def _fleet(args: argparse.Namespace) -> int:
    from controller.cli.extras import say_missing  # noqa: PLC0415
    from controller.cli.simulated.fleet_command import run_fleet  # noqa: PLC0415

    if args.cluster is not None:
        try:
            import distributed  # noqa: F401, PLC0415
        except ModuleNotFoundError as missing:
            return say_missing(missing, "a cluster", "distributed", "cluster", ", or use --jobs")
    return run_fleet(args)
