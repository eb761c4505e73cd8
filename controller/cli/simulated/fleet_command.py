"""``reprise fleet``: runners by the thousand, each under every policy, and what came of them."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from controller.cli.simulated.bar import Bar, barred, clock
from controller.cli.simulated.fleet_table import table
from controller.coach.readiness.judge import WALKING
from plans.problems import Refused, quoted
from plans.readiness.checks import known_checks
from plans.shelf import find_plan, open_plan, policy_of
from simulators.fleet.kept import Kept
from simulators.fleet.lives import Fleet, goal_of
from simulators.fleet.population import USUAL
from simulators.fleet.statistics import as_json, columns
from simulators.fleet.work import live_here
from simulators.months.live import Rules
from simulators.months.weeks import weeks_of
from simulators.people import find_person
from simulators.profiles import find_machine

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulators.fleet.lives import Lived
    from simulators.workers import Worked

_MACHINE: Final = "generic"
_MOST_RUNNERS: Final = 10**6
_MOST_MONTHS: Final = 36
_MOST_JOBS: Final = 256


class FleetInvalid(Refused):
    """What was asked for is no fleet; one sentence with what to write."""


def run_fleet(args: argparse.Namespace) -> int:
    """Live through a fleet's months and return the exit code: 0, 1 if one died, 130 or 143.

    Raises:
        FleetInvalid, KeptInvalid, ClusterInvalid: the words are wrong.
        UnknownName, PlanInvalid, PolicyInvalid, PersonUnknown, YamlInvalid: a file is.
    """
    runners = _number("--runners", args.runners, 1, _MOST_RUNNERS)
    months = _number("--months", args.months, 1, _MOST_MONTHS)
    seed = _number("--seed", args.seed, 0, 2**32 - 1)
    jobs = os.cpu_count() or 1 if args.jobs is None else _number("--jobs", args.jobs, 1, _MOST_JOBS)
    fleet, about = _fleet(args, months, seed)
    with ExitStack() as held:
        kept = None if args.resume is None else held.enter_context(_kept(args.resume, about))
        lives = {
            each.number: each for each in (kept.lives if kept else []) if each.number < runners
        }
        before, began = len(lives), time.monotonic()

        def line(seconds: float) -> str:
            rate = (len(lives) - before) / seconds if seconds else 0.0
            left = clock(round((runners - len(lives)) / rate)) if rate else "?"
            told = f"{len(lives):,} of {runners:,} runners, {rate:,.2f} a second, {left} left"
            return barred(told, len(lives), runners)

        bar = Bar(sys.stderr, line)

        def tell(lived: Lived) -> None:
            if kept is not None:
                kept.add(lived)
            lives[lived.number] = lived
            bar.show(time.monotonic() - began)

        todo = [number for number in range(runners) if number not in lives]
        worked = _live(args, fleet, todo, jobs, tell)
        bar.close(time.monotonic() - began)
    # In the order of their numbers: whoever was first, the intervals are the same.
    done = [each.outcomes for _, each in sorted(lives.items()) if each.outcomes is not None]
    found = columns(done, days=fleet.days, seed=seed)
    told = {**about, "runners": len(done), "interrupted": worked.interrupted}
    if args.json:
        names = about["policies"]
        told["outcomes"] = {name: as_json(each) for name, each in zip(names, found, strict=False)}
        sys.stdout.write(json.dumps({"simulated": True, **told}, indent=2) + "\n")
    else:
        sys.stdout.write(table(told, found))
    died = len(lives) - len(done)
    _complain(worked, runners - len(lives), died, args.resume)
    if worked.interrupted:
        return 128 + worked.ended_by
    return 1 if died else 0


def _fleet(args: argparse.Namespace, months: int, seed: int) -> tuple[Fleet, dict[str, Any]]:
    """Return the fleet, and what makes its numbers what they are."""
    file, walking, checks = open_plan(args.plan), find_plan(WALKING), known_checks()
    plan = file.plan
    policies = [policy_of(file, each) for each in args.policy or [None]]
    names = [each.policy.id for each in policies]
    for name in names:
        if names.count(name) > 1:
            raise FleetInvalid(f"--policy {name}: is given twice; name each policy once.")
    people = tuple(find_person(each) for each in args.runner or USUAL)
    weeks = weeks_of(months)
    rules = tuple(Rules(plan, walking, each, checks) for each in policies)
    about = {
        "version": version("reprise"),
        "plan": plan.id,
        "plan_fingerprint": plan.review.fingerprint,
        "policies": {each.policy.id: each.review.fingerprint for each in policies},
        "people": [each.name for each in people],
        "weeks": weeks,
        "seed": seed,
        "goal_run_s": goal_of(plan),
    }
    return Fleet(rules, people, find_machine(_MACHINE), weeks * 7, seed), about


def _live(
    args: argparse.Namespace,
    fleet: Fleet,
    todo: list[int],
    jobs: int,
    tell: Callable[[Lived], None],
) -> Worked:
    if args.cluster is None:
        return live_here(fleet, todo, jobs=jobs, tell=tell)
    from simulators.fleet.cluster import live_there  # noqa: PLC0415  # a second, and an extra

    return live_there(fleet, todo, address=args.cluster, tell=tell)


def _kept(name: str, about: dict[str, Any]) -> Kept:
    try:
        return Kept(Path(name), about)
    except OSError as error:
        raise FleetInvalid(
            f"--resume {quoted(name)}: cannot be used ({error.strerror}); write another name."
        ) from error


def _number(option: str, text: str, least: int, most: int) -> int:
    if text.isascii() and text.isdecimal() and len(text) <= 10 and least <= int(text) <= most:
        return int(text)
    raise FleetInvalid(f"{option} {quoted(text)}: write a whole number from {least} to {most}.")


def _complain(worked: Worked, left: int, died: int, kept: str | None) -> None:
    if worked.lost_workers:
        sys.stderr.write(
            f"reprise: {len(worked.lost_workers)} times a worker process died; its runners were "
            "done again, each alone.\n"
        )
    if died:
        sys.stderr.write(
            f"reprise: {died:,} runners are left out: a process died of each, twice.\n"
        )
    if worked.interrupted:
        word = "interrupted" if worked.ended_by == signal.SIGINT else "told to end"
        more = "; call it again to go on" if kept else "; with --resume FILE they are kept"
        sys.stderr.write(f"reprise: {word}; {left:,} runners were not done{more}.\n")
