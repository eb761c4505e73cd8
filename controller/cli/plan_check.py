"""``reprise plan check``: every mistake of plan files, in one pass."""

from __future__ import annotations

import argparse
import sys

from controller.cli.main import EXIT_DONE, EXIT_INVALID_FILE
from controller.cli.mistakes import as_json
from plans.problems import PlanInvalid, Problem
from plans.shelf import find_plan


def check_plans(args: argparse.Namespace) -> int:
    """Say of each plan that it is good, or what is wrong with it, and return the exit code.

    Raises:
        UnknownName: there is no such plan or file.

    """
    told: list[str] = []
    problems: list[Problem] = []
    for name in args.plans:
        try:
            plan = find_plan(name)
        except PlanInvalid as invalid:
            problems += invalid.problems
            told.append(str(invalid))
        else:
            levels = len(plan.levels)
            told.append(f"{name}: no mistakes in {levels} level{'s' if levels > 1 else ''}.")
    sys.stdout.writelines(f"{line}\n" for line in ([as_json(problems)] if args.json else told))
    return EXIT_INVALID_FILE if problems else EXIT_DONE
