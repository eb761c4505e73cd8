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
    _schema_arguments(actions)
    _new_arguments(actions)
    _rules_arguments(actions)
    _format_arguments(actions)
    _where_arguments(actions)


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


def _schema_arguments(actions: Any) -> None:
    schema = actions.add_parser(
        "schema",
        help="the JSON Schema of plan files, for editors",
        description="Prints the JSON Schema of *.plan.yaml. An editor with a YAML language server "
        "completes a plan by it, and shows what each key is for.",
    )
    schema.add_argument(
        "--path", action="store_true", help="keep a copy for editors, and print where it lies"
    )
    schema.set_defaults(act=_schema)


def _schema(args: argparse.Namespace) -> int:
    from controller.cli.plan_schema import print_schema  # noqa: PLC0415

    return print_schema(args)


def _new_arguments(actions: Any) -> None:
    new = actions.add_parser(
        "new",
        help="begin a plan of one's own",
        description="Asks six questions, and writes a plan with a note above each of its parts. "
        "Without a terminal nobody is asked, and the usual answers are taken.",
    )
    new.add_argument(
        "file",
        nargs="?",
        default="my.plan.yaml",
        metavar="FILE",
        help="a new file *.plan.yaml; my.plan.yaml if not set",
    )
    new.add_argument("--yes", action="store_true", help="ask nothing, and take the usual answers")
    new.set_defaults(act=_new)


def _new(args: argparse.Namespace) -> int:
    from controller.cli.plan_new import new_plan  # noqa: PLC0415

    return new_plan(args)


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
