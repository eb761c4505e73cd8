"""``reprise plan`` on a command line: its arguments, and the way to what it does."""

from __future__ import annotations

import argparse
from datetime import date
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
    _review_arguments(actions)
    _use_arguments(actions)
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


def _review_arguments(actions: Any) -> None:
    add_review_action(actions, "plan").set_defaults(act=_review)


def add_review_action(actions: Any, what: str) -> argparse.ArgumentParser:
    """Add the action that signs a plan or a policy, and return its parser."""
    review: argparse.ArgumentParser = actions.add_parser(
        "review",
        help=f"sign a {what}, as somebody who may",
        description="Writes name, role, day and the file's fingerprint into the file. When "
        "anything else in it changes, the review falls away. What is missing is asked at a "
        "terminal.",
    )
    review.add_argument("file", metavar="FILE", help=f"*.{what}.yaml, an own one")
    review.add_argument("--by", metavar="NAME", help="who signs")
    review.add_argument("--role", metavar="ROLE", help="as pelvic-health physiotherapist")
    review.add_argument("--words", metavar="TEXT", help="a sentence that goes with it")
    review.add_argument("--on", type=_day, metavar="DAY", help="2026-05-20; today if not set")
    review.add_argument("--withdraw", action="store_true", help="take the signature out again")
    return review


def _day(text: str) -> date:
    from plans.review import parse_day  # noqa: PLC0415

    try:
        return parse_day(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} {error}") from None


def _review(args: argparse.Namespace) -> int:
    from controller.cli.review_command import review_plan  # noqa: PLC0415

    return review_plan(args)


def _use_arguments(actions: Any) -> None:
    use = actions.add_parser(
        "use",
        help="choose the plan of the sessions to come",
        description="Copies an own plan into the folder of own plans, and has reprise run take it "
        "when no plan is named. Without a plan it says which one that is.",
    )
    what = use.add_mutually_exclusive_group()
    what.add_argument(
        "plan", nargs="?", metavar="PLAN", help="a *.plan.yaml file, or a plan's name"
    )
    what.add_argument("--none", action="store_true", help="none of one's own any more")
    use.set_defaults(act=_use)


def _use(args: argparse.Namespace) -> int:
    from controller.cli.plan_use import use_plan  # noqa: PLC0415

    return use_plan(args)


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
