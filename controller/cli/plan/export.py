"""``reprise plan export``: levels as workouts for a watch, and what it does not do of them."""

from __future__ import annotations

import argparse
import sys
import textwrap
import time
from typing import TYPE_CHECKING, Final

from controller.cli.exits import EXIT_DONE, EXIT_USAGE
from controller.cli.extras import say_missing
from controller.cli.new_file import new_file, new_folder
from plans.exchange.lost import lost
from plans.exchange.workout import workout_of
from plans.notation.amounts import print_count
from plans.problems import level_words
from plans.shelf import open_plan, policy_of
from protocols.units import Nanoseconds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from plans.plan.model import Plan

_WIDTH: Final = 80
_ENDING: Final = ".fit"


def export_plan(args: argparse.Namespace) -> int:
    """Write one level, or all, and tell what was lost; return the exit code.

    Raises:
        UnknownName, UnknownLevel, PlanInvalid, PolicyInvalid: there is nothing to write.
        NewFileRefused: there is no place for it.

    """
    try:
        from plans.exchange.fit import fit_bytes  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        return say_missing(missing, "a workout for a watch", "fit-tool", "fit")
    if args.all_levels is not None and args.level is not None:
        sys.stderr.write("reprise: --all-levels is every level; leave out --level.\n")
        return EXIT_USAGE
    source = open_plan(args.plan)
    policy_of(source)  # what no session can begin with is no workout either
    plan = source.plan
    one = 1 if args.level is None else args.level
    levels = [one] if args.all_levels is None else sorted(plan.levels)
    workouts = [workout_of(plan, level) for level in levels]
    created = Nanoseconds(time.time_ns())
    files = [fit_bytes(workout, created) for workout in workouts]
    for workout, path, file in zip(workouts, _places(args, plan, levels), files, strict=True):
        with path.open("xb") as new:
            new.write(file)
        steps = print_count(len(workout.entries), "steps")
        sys.stdout.write(f"{path}: level {workout.level} of {plan.id}, {steps}.\n")
    losses: dict[str, list[int]] = {}
    for workout in workouts:
        for sentence in lost(plan, workout):
            losses.setdefault(sentence, []).append(workout.level)
    sys.stdout.writelines(f"{line}\n" for line in _told(losses, len(levels)))
    return EXIT_DONE


def _places(args: argparse.Namespace, plan: Plan, levels: list[int]) -> list[Path]:
    """Return a new file for each level; a folder that is not there is made last of all.

    Raises:
        NewFileRefused: one of them is in the way of something.
    """
    if args.all_levels is None:
        return [new_file("--fit", args.fit, (_ENDING,))]
    folder = new_folder("--all-levels", args.all_levels)
    digits = len(str(levels[-1]))
    paths = [folder / f"{plan.id}-{level:0{digits}}{_ENDING}" for level in levels]
    if folder.is_dir():
        return [new_file("--all-levels", str(path)) for path in paths]
    folder.mkdir()
    return paths


def _told(losses: dict[str, list[int]], levels: int) -> Iterator[str]:
    yield "What a watch does not do of it:"
    for sentence, where in losses.items():
        only = f" ({level_words(where)})" if len(where) < levels else ""
        told = f"{sentence.removesuffix('.')}{only}."
        yield from textwrap.wrap(told, _WIDTH, initial_indent="  - ", subsequent_indent="    ")
