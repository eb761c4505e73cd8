"""``reprise policy``: what a symptom does to the belt, shown and checked."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from controller.cli import mistakes
from controller.cli.exits import EXIT_DONE, EXIT_INVALID_FILE
from controller.cli.plan.review import review_policy
from controller.cli.policy.diff import diff_json, diff_table, milder_than_cautious
from controller.cli.policy.own import add_policy, remove_policy, tell_policies_folder
from controller.cli.policy.table import as_json, floor, listing, table, words
from plans.problems import Refused
from plans.shelf import (
    bundled_file,
    open_policy,
    own_policy_names,
    policy_names,
    refuse_taken_id,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


def run_policy(args: argparse.Namespace) -> int:
    """Do what was asked and return the exit code.

    Raises:
        UnknownName: there is no such policy or file.
        PolicyInvalid: one that was to be shown cannot be used.
        NotSignable, PolicyKept, OSError: one is not signed, put into its folder or taken out of it.

    """
    match args.action:
        case "check":
            said, wrong = mistakes.judged(args.policies, _praise, as_list=args.json)
            _print(said)
            return EXIT_INVALID_FILE if wrong else EXIT_DONE
        case "show":
            shown = open_policy(args.policy)
            _print([json.dumps(as_json(shown), ensure_ascii=False)] if args.json else table(shown))
        case "diff":
            first, second = open_policy(args.first), open_policy(args.second)
            told = [json.dumps(diff_json(first, second), ensure_ascii=False)]
            _print(told if args.json else diff_table(first, second))
        case "review":
            return review_policy(args)
        case "words":
            _print(words())
        case "floor":
            _print(floor())
        case "add":
            return add_policy(args)
        case "remove":
            return remove_policy(args)
        case "where":
            return tell_policies_folder()
        case _:
            return _list()
    return EXIT_DONE


def _list() -> int:
    code, bundled = EXIT_DONE, policy_names()
    for name in (*(each for each in own_policy_names() if each not in bundled), *bundled):
        try:
            _print(listing(open_policy(name), own=name not in bundled))
        except Refused as wrong:
            _print([f"{name}, your own, cannot be used", f"    {str(wrong).splitlines()[0]}"])
            code = EXIT_INVALID_FILE
    return code


def _praise(name: str) -> str:
    held = open_policy(name)
    refuse_taken_id(name, "policy")
    policy = held.policy
    rules = f"{len(policy.during)} rules during a session, {len(held.after)} after it"
    counts = f"{len(policy.entries)} symptoms, {rules}"
    milder = [] if bundled_file(name, "policy") else milder_than_cautious(held, name)
    return "\n".join([f"no mistakes in {counts}; {held.review}.", *milder])


def _print(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
