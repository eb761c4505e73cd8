"""``reprise plan check``: every mistake of plan files and every warning, in one pass."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import TYPE_CHECKING

from controller.cli.exits import EXIT_CHECK_FAILED, EXIT_DONE, EXIT_INVALID_FILE
from controller.cli.mistakes import as_json
from plans.lint.linter import lint
from plans.problems import (
    FileInvalid,
    Findings,
    PlanInvalid,
    Problem,
    Severity,
    told,
)
from plans.shelf import open_plan, policy_of, refuse_taken_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plans.plan.model import Plan
    from plans.plan.reader import PlanFile


def check_plans(args: argparse.Namespace) -> int:
    """Say of each plan that it is good, or what is wrong with it, and return the exit code.

    Raises:
        UnknownName: there is no such plan or file.

    """
    lines: list[str] = []
    problems: list[Problem] = []
    for name in args.plans:
        try:
            file = open_plan(name)
        except PlanInvalid as invalid:
            problems += invalid.problems
            lines.append(str(invalid))
        else:
            found = [*_taken_id(name), *_unknown_policy(file), *lint(file)]
            found.sort(key=lambda each: (each.file != file.filename, each.line, each.column))
            problems += found
            lines += _report(name, file.plan, found, verbose=args.verbose)
    sys.stdout.writelines(f"{line}\n" for line in ([as_json(problems)] if args.json else lines))
    severities = {each.severity for each in problems}
    if Severity.ERROR in severities:
        return EXIT_INVALID_FILE
    return EXIT_CHECK_FAILED if args.strict and Severity.WARNING in severities else EXIT_DONE


def _taken_id(name: str) -> tuple[Problem, ...]:
    """Tell of an id with which it cannot be put in use."""
    try:
        refuse_taken_id(name, "plan")
    except FileInvalid as invalid:
        return invalid.problems
    return ()


def _unknown_policy(file: PlanFile) -> list[Problem]:
    """Tell of a policy that no session can begin with."""
    findings = Findings(file.filename, file.text)
    try:
        policy_of(file)
    except FileInvalid as invalid:
        findings.problems += invalid.problems
    return findings.problems


def _report(name: str, plan: Plan, found: Sequence[Problem], *, verbose: bool) -> Iterator[str]:
    """Yield what is told of a plan that can be read."""
    shown = [each for each in found if verbose or each.severity is not Severity.ALLOWED]
    if shown:
        yield told(shown)
    count = Counter(each.severity for each in found)
    if not count[Severity.ERROR]:
        summary = [f"no mistakes in {_counted(len(plan.levels), 'level')}"]
        if count[Severity.WARNING]:
            summary.append(_counted(count[Severity.WARNING], "warning"))
        if count[Severity.ALLOWED]:
            summary.append(f"{count[Severity.ALLOWED]} allowed by comments")
        yield f"{name}: {', '.join(summary)}; {plan.review}."


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' if count > 1 else ''}"
