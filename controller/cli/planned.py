"""What a command line says is to be done: a plan's level or a walk without a plan, and a policy."""

from __future__ import annotations

import argparse
from typing import NamedTuple

from controller.core.policy import Policy
from controller.core.timeline import Program
from plans.compile import compile_session
from plans.model import Plan
from plans.probe import USUAL_RANGE, probe_plan, probe_program
from plans.quick import quick_walk
from plans.review import Review
from plans.shelf import find_plan, open_policy
from protocols.units import SpeedRange


class Planned(NamedTuple):
    """What is to be done, and the rules that go with it."""

    plan: Plan
    program: Program
    policy: Policy
    policy_review: Review

    def reviews(self) -> dict[str, dict[str, str]]:
        """Return what a journal's header says of who signed them; a walk is in no file."""
        held = {"plan": self.plan.review, "policy": self.policy_review}
        return {
            name: {"fingerprint": each.fingerprint, "state": each.state.value, "told": str(each)}
            for name, each in held.items()
            if each.fingerprint
        }


def planned(args: argparse.Namespace, speeds: SpeedRange | None = None) -> Planned:
    """Return what the arguments ask for: ``walk`` and ``speed``, ``plan`` and ``level``, a probe.

    Args:
        args: the words of the command line.
        speeds: what the treadmill offers, once it was asked; a probe is fitted to it.

    Raises:
        UnknownName, UnknownLevel, WalkInvalid, PlanInvalid, PolicyInvalid: it cannot be done.
        NothingToProbe: those speeds leave no room for a probe.
    """
    if args.probe:
        plan, program = probe_plan(), probe_program(speeds or USUAL_RANGE)
        return _with_policy(plan, program, args)
    plan = find_plan(args.plan) if args.walk is None else quick_walk(args.walk, args.speed)
    program = compile_session(plan, args.level)
    return _with_policy(plan, program, args)


def _with_policy(plan: Plan, program: Program, args: argparse.Namespace) -> Planned:
    held = open_policy(plan.policy if args.policy is None else args.policy)
    return Planned(plan, program, held.policy, held.review)


def words_of(args: argparse.Namespace) -> list[str]:
    """Return the words with which a controller's process is told the same."""
    words = ["--plan", args.plan] if args.walk is None else ["--walk", args.walk]
    if args.probe:
        words = ["--probe"]
    words += ["--level", str(args.level)]
    words += [] if args.speed is None else ["--speed", args.speed]
    return words if args.policy is None else [*words, "--policy", args.policy]


def add_words(parser: argparse.ArgumentParser) -> None:
    """Let a controller's process understand them."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--plan")
    what.add_argument("--walk", metavar="DURATION")
    what.add_argument("--probe", action="store_true", help="the walk that measures the treadmill")
    parser.add_argument("--level", type=int, required=True)
    parser.add_argument("--speed", metavar="SPEED", help="of a walk")
    parser.add_argument("--policy", metavar="NAME")
