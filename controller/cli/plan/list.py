"""``reprise plan list``: which plans there are, and what each warns of."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from controller.cli.exits import EXIT_DONE, EXIT_INVALID_FILE
from controller.cli.plan.words import extent, wrapped
from controller.words.catalogue import tr, trn
from plans.preview.totals import totals
from plans.problems import Refused
from plans.shelf import find_plan, own_plan_names, plan_names
from protocols.units import SECOND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plans.plan.model import Plan


def list_plans(args: argparse.Namespace) -> int:
    """Print each plan, one's own first, and return the exit code.

    Raises:
        PlanInvalid: one cannot be used, and JSON was asked for.
    """
    bundled = plan_names()
    names = (*(each for each in own_plan_names() if each not in bundled), *bundled)
    if args.json:
        plans = [as_json(find_plan(name)) for name in names]
        sys.stdout.write(json.dumps(plans, ensure_ascii=False) + "\n")
        return EXIT_DONE
    code = EXIT_DONE
    for name in names:
        try:
            lines = [*_told(find_plan(name), own=name not in bundled)]
        except Refused as wrong:
            lines = [tr("{plan}, your own, cannot be used").format(plan=name)]
            lines += [f"    {str(wrong).splitlines()[0]}"]
            code = EXIT_INVALID_FILE
        sys.stdout.writelines(f"{line}\n" for line in lines)
    return code


def _told(plan: Plan, *, own: bool) -> Iterator[str]:
    name = tr("{plan}, your own").format(plan=plan.id) if own else plan.id
    levels = len(plan.levels)
    told = trn(
        "{plan}: {n} level, {extent}; {review}", "{plan}: {n} levels, {extent}; {review}", levels
    )
    told = told.format(plan=name, n=levels, extent=extent(totals(plan)), review=plan.review)
    yield tr("{plan}; WARNING").format(plan=told) if plan.warning else told
    yield from wrapped(plan.title, "    ", "    ")
    if plan.warning:
        yield from wrapped(plan.warning, "    ! ", "      ")


def as_json(plan: Plan) -> dict[str, Any]:
    """Return what the list says of a plan."""
    levels = totals(plan)
    return {
        "id": plan.id,
        "title": plan.title,
        "levels": len(levels),
        "first_running_s": levels[0].running // SECOND,
        "last_running_s": levels[-1].running // SECOND,
        "warning": plan.warning or None,
        "reviewed": plan.reviewed,
        "review": str(plan.review),
        "fingerprint": plan.review.fingerprint,
    }
