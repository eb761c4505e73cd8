"""``reprise policy`` and ``reprise readiness`` on a command line, and the way to what they do."""

from __future__ import annotations

import argparse
from typing import Any

from controller.cli.plan.arguments import add_review_action


def add_policy_command(commands: Any) -> None:
    """Add ``reprise policy``."""
    policy = commands.add_parser(
        "policy",
        help="what a symptom does to the belt",
        description="Shows and checks symptom policies. A policy is a bundled one or one of your "
        "own, by its name, or a file *.policy.yaml. The exit code is 3 if a policy cannot be used.",
    )
    policy.set_defaults(act=_policy, action="list")
    actions = policy.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("list", help="list the policies that a plan can name")
    show = actions.add_parser("show", help="print the whole table of a policy")
    show.add_argument("policy", metavar="POLICY", help="a policy by its name, or a *.yaml file")
    show.add_argument("--json", action="store_true", help="print one JSON object")
    check = actions.add_parser("check", help="name every mistake in policies, and its place")
    check.add_argument("policies", nargs="+", metavar="FILE", help="*.policy.yaml")
    check.add_argument("--json", action="store_true", help="print the mistakes as a JSON list")
    diff = actions.add_parser(
        "diff",
        help="what another policy does differently, stricter or milder",
        description="Compares what two policies do at every value of every symptom, and their "
        "rules. Sources and wording alone are no difference.",
    )
    diff.add_argument("first", metavar="A", help="a policy by its name, or a *.yaml file")
    diff.add_argument("second", metavar="B", help="the one that is judged against it")
    diff.add_argument("--json", action="store_true", help="print one JSON object")
    add_review_action(actions, "policy")
    add = actions.add_parser(
        "add",
        help="let plans name a policy of your own",
        description="Checks a policy, and copies it into the folder of own policies, where a plan "
        'finds it by its id ("policy: ID"). What it is based on and lies beside it goes with it.',
    )
    add.add_argument("file", metavar="FILE", help="*.policy.yaml")
    add.add_argument(
        "--replace", action="store_true", help="put it in the place of another of the same id"
    )
    remove = actions.add_parser(
        "remove",
        help="take a policy of your own out of that folder",
        description="Removes a policy from the folder of own policies. One that an own plan names, "
        "or that another own policy is based on, stays.",
    )
    remove.add_argument("policy", metavar="ID", help="a policy of your own, by its name")
    actions.add_parser("where", help="the folder in which own policies are found by their id")
    actions.add_parser("words", help="print the sentences and names that a policy is made of")
    actions.add_parser("floor", help="print what no policy can make milder")


def add_readiness_command(commands: Any) -> None:
    """Add ``reprise readiness``."""
    readiness = commands.add_parser(
        "readiness",
        help="what decides about the first run",
        description="Shows and checks lists of what decides about running. A list is a bundled "
        "one, by its name, or a file *.readiness.yaml. How you stand is told by reprise today. The "
        "exit code is 3 if a list cannot be used.",
    )
    readiness.set_defaults(act=_readiness, action="list")
    actions = readiness.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("list", help="list the bundled lists")
    show = actions.add_parser("show", help="print all of a list, with its sources")
    show.add_argument("checks", metavar="LIST", help="a bundled list or a *.yaml file")
    show.add_argument("--json", action="store_true", help="print one JSON object")
    check = actions.add_parser("check", help="name every mistake in lists, and its place")
    check.add_argument("lists", nargs="+", metavar="FILE", help="*.readiness.yaml")
    check.add_argument("--json", action="store_true", help="print the mistakes as a JSON list")


def _policy(args: argparse.Namespace) -> int:
    from controller.cli.policy.command import run_policy  # noqa: PLC0415

    return run_policy(args)


def _readiness(args: argparse.Namespace) -> int:
    from controller.cli.policy.readiness import run_readiness  # noqa: PLC0415

    return run_readiness(args)
