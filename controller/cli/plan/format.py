"""``reprise plan format``: the notation in plan files in one form, and nothing else changed."""

from __future__ import annotations

import argparse
import sys

from controller.cli.exits import EXIT_CHECK_FAILED, EXIT_DONE
from controller.cli.rewriting import rewrite
from plans.authoring.tidy import tidy_plan
from plans.problems import PlanInvalid, Problem, Refused, UnknownName, quoted
from plans.shelf import Source, plan_names, plan_source


class ChangedMeanwhile(Refused):
    """What would be written is not made of what stands in the file now."""


def format_plans(args: argparse.Namespace) -> int:
    """Rewrite files in place, all or, if one has mistakes, none; return the exit code.

    Raises:
        UnknownName: there is no such file.
        ChangedMeanwhile: somebody else wrote into one; it stays as it is.
        PlanInvalid: with the mistakes of all files.

    """
    tidied: list[tuple[Source, str | None]] = []
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
            tidied.append((source, None if text == source.text else text))
    if problems:
        raise PlanInvalid(problems)
    for source, changed in tidied:
        if changed is not None and not args.check:
            _replace(source, changed)
        told = "would change" if args.check else "changed"
        sys.stdout.write(f"{source.shown}: {'as it should be' if changed is None else told}.\n")
    wrong = args.check and any(changed is not None for _, changed in tidied)
    return EXIT_CHECK_FAILED if wrong else EXIT_DONE


def _replace(source: Source, changed: str) -> None:
    """Write the file anew, unless it is not what was read any more."""
    if source.path.read_bytes() not in (source.text.encode(), changed.encode()):
        raise ChangedMeanwhile(
            f"{quoted(source.shown)} was changed in the meantime, and stays as it is; "
            "format it again."
        )
    rewrite(source.path, changed)
