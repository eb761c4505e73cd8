"""What a command line says is to be done: a plan's level or a walk without a plan, and a policy."""

from __future__ import annotations

import argparse
import re
from typing import Any, NamedTuple

from controller.cli.plan.choices import add_choices, chosen_words
from controller.core.policy import Policy
from controller.core.timeline import Program
from controller.words.catalogue import tr
from plans.notation.amounts import parse_speed
from plans.notation.line import Pace
from plans.notation.parse import NotationError
from plans.plan.compile import compile_session
from plans.plan.model import Plan
from plans.plan.part import only_runs
from plans.policies.reader import PolicyFile
from plans.probe import USUAL_RANGE, probe_plan, probe_program
from plans.problems import Refused, SpeedNotOffered, quoted
from plans.provenance.review import Review
from plans.quick import quick_walk
from plans.shelf import open_plan, open_policy, policy_of
from protocols.units import CentiKmh, SpeedRange


class PlanChanged(Refused):
    """The file is not what was shown any more: two processes read it, one after the other."""


class RunsUnknown(Refused):
    """A level has no such runs; one sentence."""


class Planned(NamedTuple):
    """What is to be done, and the rules that go with it."""

    plan: Plan
    program: Program
    policy: Policy
    policy_review: Review
    before: dict[str, Any]
    """What the runner is told before the belt moves, as a header has it: ``incline`` in 0.1 %,
    ``effort`` from 0 to 10, ``note``; each only if there is one."""
    policy_file: PolicyFile
    """The policy with what its file says of the time after a session."""

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
        UnknownName, UnknownLevel, SpeedNotOffered, WalkInvalid: the words are wrong.
        PlanChanged: it is another than was settled on.
        PlanInvalid, PolicyInvalid: a file is.
        NothingToProbe: those speeds leave no room for a probe.
    """
    if args.probe:
        plan, program = probe_plan(), probe_program(speeds or USUAL_RANGE)
        return _planned(plan, program, _policy(plan, args), {})
    if args.walk is None:
        file = open_plan(args.plan)
        plan, held = file.plan, policy_of(file, args.policy)
    else:
        plan = quick_walk(args.walk, args.speed)
        held = _policy(plan, args)
    if args.fingerprint not in (None, plan.review.fingerprint):
        raise PlanChanged(
            tr("{plan} was changed in the meantime; start again.").format(plan=plan.id)
        )
    program = compile_session(plan, args.level, chosen=_chosen(args), language=args.language)
    if args.runs is not None:
        program = _part(plan, args.level, program, args.runs)
    return _planned(plan, program, held, _before(plan, args.level))


def _policy(plan: Plan, args: argparse.Namespace) -> PolicyFile:
    """Return the policy of a plan that is in no file."""
    return open_policy(plan.policy if args.policy is None else args.policy)


def _planned(plan: Plan, program: Program, held: PolicyFile, before: dict[str, Any]) -> Planned:
    return Planned(plan, program, held.policy, held.review, before, held)


def _part(plan: Plan, level: int, program: Program, runs: str) -> Program:
    found = re.fullmatch(r"(\d{1,3})(?:-(\d{1,3}))?", runs, re.ASCII)
    if found is not None:
        try:
            return only_runs(program, int(found[1]), int(found[2] or found[1]))
        except ValueError:
            pass
    there = (
        tr("runs 1 to {runs}; write them as 1-3").format(runs=program.runs)
        if program.runs
        else tr("no runs")
    )
    raise RunsUnknown(
        tr("--runs {runs}: {plan}, level {level} has {known}.").format(
            runs=quoted(runs), plan=plan.id, level=level, known=there
        )
    )


def _chosen(args: argparse.Namespace) -> dict[Pace, CentiKmh]:
    """Return the speeds that were chosen, which the plan has still to offer."""
    chosen: dict[Pace, CentiKmh] = {}
    for pace in Pace:
        text = getattr(args, f"{pace.value}_speed")
        if text is None:
            continue
        try:
            chosen[pace] = parse_speed(text)
        except NotationError as error:
            option = f"--{pace.value}-speed {quoted(text)}"
            raise SpeedNotOffered(f"{option}: {error.message}") from None
    return chosen


def _before(plan: Plan, level: int) -> dict[str, Any]:
    found = plan.levels[level]
    incline = plan.incline if found.incline is None else found.incline
    told = {"incline": incline, "effort": found.effort, "note": found.note or None}
    return {name: each for name, each in told.items() if each is not None}


def words_of(args: argparse.Namespace) -> list[str]:
    """Return the words with which a controller's process is told the same."""
    words = ["--plan", args.plan] if args.walk is None else ["--walk", args.walk]
    if args.probe:
        words = ["--probe"]
    words += ["--level", str(args.level)]
    words += [] if args.speed is None else ["--speed", args.speed]
    words += ["--goes-on", args.goes_on] if args.goes_on else []
    words += [word for each in args.accepted for word in ("--accepted", each)]
    words += chosen_words(args)
    words += [] if args.fingerprint is None else ["--fingerprint", args.fingerprint]
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
    parser.add_argument("--goes-on", default="", metavar="SESSION")
    parser.add_argument("--accepted", action="append", default=[], metavar="SYMPTOM:STRENGTH")
    add_choices(parser)
    parser.add_argument("--fingerprint", help="of the plan; it is refused if it is another")
