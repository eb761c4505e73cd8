"""``reprise plan list``: which plans there are, and what each warns of."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from controller.cli.exits import EXIT_DONE
from controller.cli.plan.words import extent, wrapped
from controller.words.catalogue import tr, trn
from plans.preview.totals import totals
from plans.shelf import find_plan, plan_names
from protocols.units import SECOND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plans.plan.model import Plan


def list_plans(args: argparse.Namespace) -> int:
    """Print each plan and return the exit code.

    Raises:
        PlanInvalid: one cannot be used.
    """
    plans = [find_plan(name) for name in plan_names()]
    if args.json:
        sys.stdout.write(json.dumps([as_json(each) for each in plans], ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for each in plans for line in _told(each))
    return EXIT_DONE


def _told(plan: Plan) -> Iterator[str]:
    levels = len(plan.levels)
    told = trn(
        "{plan}: {n} level, {extent}; {review}", "{plan}: {n} levels, {extent}; {review}", levels
    )
    told = told.format(plan=plan.id, n=levels, extent=extent(totals(plan)), review=plan.review)
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
