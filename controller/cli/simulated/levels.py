"""``reprise simulate PLAN --all-levels``: every level of a plan, played, and what to know of it."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import textwrap
from functools import partial
from typing import TYPE_CHECKING, Final

from controller.cli.exits import EXIT_CHECK_FAILED, EXIT_DONE, EXIT_USAGE
from controller.cli.simulated.level_played import LevelPlayed, died, play_level
from controller.cli.simulated.level_warnings import Warned, warnings
from plans.plan.compile import running_time
from plans.problems import level_words
from plans.shelf import open_plan, policy_of
from protocols.units import SECOND, clock_time
from simulators.people import find_person
from simulators.profiles import find_machine
from simulators.scenarios import is_scenario
from simulators.workers import Work, Worked, work_through

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plans.plan.model import Plan

_OF_ONE_LEVEL: Final = ("level", "at", "fault", "journal", "accepted")
"""Options that make no sense for all of them."""
_WIDTH: Final = 80
_HEAD: Final = "level  outcome          run  planned    walk  metres  km/h  answered  unasked  late"


def simulate_levels(args: argparse.Namespace) -> int:
    """Play every level and tell; 0 if all came to their end, 1 if not, 130 or 143 if ended early.

    Raises:
        UnknownName, PlanInvalid, PolicyInvalid, MachineUnknown, PersonUnknown, YamlInvalid: there
            is nothing to play.
    """
    for option in _OF_ONE_LEVEL:
        if getattr(args, option) not in (None, []):
            sys.stderr.write(f"reprise: --{option} is for one level; leave out --all-levels.\n")
            return EXIT_USAGE
    if is_scenario(args.plan):
        sys.stderr.write(f"reprise: --all-levels is for a plan; {args.plan} is a scenario.\n")
        return EXIT_USAGE
    file, machine, person = (
        open_plan(args.plan),
        find_machine(args.machine),
        find_person(args.runner),
    )
    policy_of(file, args.policy)
    plan = file.plan
    played: list[LevelPlayed] = []
    total = len(plan.levels)

    def tell(level: LevelPlayed) -> None:
        played.append(level)
        _progress(f"{len(played)} of {total} levels")

    # Only what was typed: a function of the command line cannot be sent to a worker for sure.
    words = argparse.Namespace(**{name: each for name, each in vars(args).items() if name != "act"})
    work = Work(partial(play_level, args=words), died, 1)
    _progress(f"0 of {total} levels")
    jobs = min(total, os.cpu_count() or 1)
    worked = work_through(range(1, total + 1), work, jobs=jobs, tell=tell)
    _progress("")
    played.sort(key=lambda each: each.level)
    found = warnings(played, machine)
    if args.json:
        told = {
            "plan": plan.id,
            "machine": machine.name,
            "runner": person.name,
            "seed": args.seed,
            "interrupted": worked.interrupted,
            "levels": [each.as_json() for each in played],
            "warnings": [each._asdict() for each in found],
        }
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    else:
        about = f"{plan.id} on {machine.name}, with {person.name} (seed {args.seed})"
        sys.stdout.writelines(f"{line}\n" for line in (about, "", *_report(plan, played, found)))
    return _exit_code(worked, played, total)


def _exit_code(worked: Worked, played: list[LevelPlayed], levels: int) -> int:
    if worked.interrupted:
        word = "interrupted" if worked.ended_by == signal.SIGINT else "told to end"
        left = levels - len(played)
        sys.stderr.write(f"reprise: {word}; {left} levels were not played.\n")
        return 128 + worked.ended_by
    return EXIT_DONE if all(each.good for each in played) else EXIT_CHECK_FAILED


def _progress(text: str) -> None:
    """Show how far it is, in place, where somebody sees it."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{text}\x1b[K")
        sys.stderr.flush()


def _report(plan: Plan, played: list[LevelPlayed], found: list[Warned]) -> Iterator[str]:
    yield _HEAD
    yield from map(_row, played)
    yield ""
    yield from _wrapped(
        "Walk: all that is no run, changes of speed included. Answered: of the questions that were "
        "put. Unasked: the longest running between two questions. Late: speed-ups that waited.",
        "",
    )
    if found:
        yield ""
        yield "What to know:"
    for each in found:
        yield from _wrapped(f"- {level_words(each.levels)}: {each.message}.", "  ")
    good = sum(each.good for each in played)
    yield ""
    yield f"{good} of {len(plan.levels)} levels were done to their end."
    yield from _wrapped(
        "This is what belt, plan and rules do. No simulation shows what a body does: whether a "
        "level is too much for somebody, only she can tell.",
        "",
    )


def _row(each: LevelPlayed) -> str:
    if not each.stretches:
        return f"{each.level:>5}  {each.outcome.replace('_', ' ')}"
    planned = "" if each.program is None else clock_time(running_time(each.program))
    lasted, run = round(each.lasted_s * SECOND), round(each.run_s * SECOND)
    metres = "" if each.metres is None else each.metres
    return (
        f"{each.level:>5}  {each.outcome.replace('_', ' '):<13}{clock_time(run):>7}{planned:>9}"
        f"{clock_time(lasted - run):>8}{metres:>8}{each.fastest_kmh:>6}"
        f"{f'{each.answered}/{each.asked}':>10}{clock_time(each.unasked):>9}{each.held:>6}"
    )


def _wrapped(text: str, indent: str) -> list[str]:
    further = indent + "  " if text.startswith("- ") else indent
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=further, break_on_hyphens=False
    )
