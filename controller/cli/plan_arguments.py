"""``reprise plan`` on a command line: its arguments, and the way to what it does."""

from __future__ import annotations

import argparse
from typing import Any


def add_plan_command(commands: Any) -> None:
    """Add the command for all that is done with a plan before a session."""
    plan = commands.add_parser(
        "plan",
        help="write, check and look at plans",
        description="A plan is a bundled one, by its name, or a file *.plan.yaml. The exit code is "
        "3 if a plan cannot be used.",
    )
    actions = plan.add_subparsers(dest="action", metavar="ACTION", required=True)
    _check_arguments(actions)
    _format_arguments(actions)
    _where_arguments(actions)


def _check_arguments(actions: Any) -> None:
    check = actions.add_parser("check", help="name every mistake in plans, and its place")
    check.add_argument("plans", nargs="+", metavar="FILE", help="*.plan.yaml")
    check.add_argument("--json", action="store_true", help="print the mistakes as a JSON list")
    check.set_defaults(act=_check)


def _check(args: argparse.Namespace) -> int:
    from controller.cli.plan_check import check_plans  # noqa: PLC0415

    return check_plans(args)


def _format_arguments(actions: Any) -> None:
    tidy = actions.add_parser(
        "format",
        help="put the notation in plans into its one form",
        description="Rewrites durations, repeats, speeds and inclines in plan files; all else "
        "stays as it is, and the plan means the same. If one file has a mistake, none is changed. "
        "A review falls away from a file that is rewritten.",
    )
    tidy.add_argument("plans", nargs="+", metavar="FILE", help="*.plan.yaml")
    tidy.add_argument(
        "--check", action="store_true", help="change nothing; the exit code is 1 if it would"
    )
    tidy.set_defaults(act=_format)


def _format(args: argparse.Namespace) -> int:
    from controller.cli.plan_format import format_plans  # noqa: PLC0415

    return format_plans(args)


def _where_arguments(actions: Any) -> None:
    where = actions.add_parser("where", help="the folder in which own plans are found by their id")
    where.set_defaults(act=_where)


def _where(args: argparse.Namespace) -> int:
    from controller.cli.plan_where import tell_folder  # noqa: PLC0415

    return tell_folder(args)
