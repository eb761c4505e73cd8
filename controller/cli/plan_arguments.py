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
    _rules_arguments(actions)
    _format_arguments(actions)
    _where_arguments(actions)
    _export_arguments(actions)


def _check_arguments(actions: Any) -> None:
    check = actions.add_parser(
        "check",
        help="name every mistake in plans, and its place",
        description="Name every mistake in plans, and then what may be and perhaps should not: "
        "warnings, each by a rule that `reprise plan rules` explains. A plan with warnings can "
        "be used.",
    )
    check.add_argument("plans", nargs="+", metavar="FILE", help="*.plan.yaml")
    check.add_argument("--json", action="store_true", help="print all of it as a JSON list")
    check.add_argument("--strict", action="store_true", help="exit code 1 if there are warnings")
    check.add_argument(
        "--verbose", action="store_true", help="name what a comment in the file allows, too"
    )
    check.set_defaults(act=_check)


def _check(args: argparse.Namespace) -> int:
    from controller.cli.plan_check import check_plans  # noqa: PLC0415

    return check_plans(args)


def _rules_arguments(actions: Any) -> None:
    rules = actions.add_parser(
        "rules",
        help="what the warnings are about, and why",
        description="Print the rules behind the warnings of `reprise plan check`, each with its "
        "reason, what to do, and its sources.",
    )
    rules.set_defaults(act=_rules)


def _rules(args: argparse.Namespace) -> int:
    from controller.cli.plan_rules import print_rules  # noqa: PLC0415

    return print_rules(args)


def _format_arguments(actions: Any) -> None:
    tidy = actions.add_parser(
        "format",
        help="put the notation in plans into its one form",
        description="Rewrites durations, repeats, speeds and inclines in plan files; all else "
        "stays as it is, and the plan means the same. If one file has a mistake, none is changed.",
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


def _export_arguments(actions: Any) -> None:
    export = actions.add_parser(
        "export",
        help="a level as a workout for a watch, and what is lost in it",
        description="Writes levels as FIT workouts, and says what a watch does not do of them. "
        "Needs the extra fit of Reprise.",
    )
    export.add_argument("plan", metavar="PLAN", help="a plan by its id, or a *.yaml file")
    export.add_argument("--level", type=int, metavar="N", help="1 if not set")
    to = export.add_mutually_exclusive_group(required=True)
    to.add_argument("--fit", metavar="FILE", help="write one level into a new file *.fit")
    to.add_argument(
        "--all-levels", metavar="FOLDER", help="write each level into a new file in a folder"
    )
    export.set_defaults(act=_export)


def _export(args: argparse.Namespace) -> int:
    from controller.cli.plan_export import export_plan  # noqa: PLC0415

    return export_plan(args)
