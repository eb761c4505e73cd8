"""``reprise plan format``: the notation in plan files in one form, and nothing else changed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from controller.cli.main import EXIT_CHECK_FAILED, EXIT_DONE
from controller.cli.rewriting import rewrite
from plans.problems import PlanInvalid, Problem, UnknownName, quoted
from plans.shelf import plan_names, plan_source
from plans.tidy import tidy_plan


def format_plans(args: argparse.Namespace) -> int:
    """Rewrite files in place, all or, if one has mistakes, none; return the exit code.

    Raises:
        UnknownName: there is no such file.
        PlanInvalid: with the mistakes of all files.

    """
    tidied: list[tuple[str, Path, str | None]] = []
    problems: list[Problem] = []
    for name in args.plans:
        if name in plan_names():
            message = f"{quoted(name)} comes with Reprise; copy it, and format the copy."
            raise UnknownName(message)
        try:
            source = plan_source(name)
            text = tidy_plan(source.text, source.shown)
        except PlanInvalid as invalid:
            problems += invalid.problems
        else:
            tidied.append((source.shown, source.path, None if text == source.text else text))
    if problems:
        raise PlanInvalid(problems)
    for shown, path, changed in tidied:
        if changed is not None and not args.check:
            rewrite(path, changed)
        told = "would change" if args.check else "changed"
        sys.stdout.write(f"{shown}: {'as it should be' if changed is None else told}.\n")
    wrong = args.check and any(changed is not None for *_, changed in tidied)
    return EXIT_CHECK_FAILED if wrong else EXIT_DONE
