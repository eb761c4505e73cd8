"""What is due now for whoever a command is for: the diary, her plan and the clock put together."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from controller.cli.plan.choice_file import load_choice
from controller.cli.plan.use import plan_file_in_use
from controller.cli.profile import choice_path
from controller.coach.history import History
from controller.coach.preparation.suggest import sizes_of
from controller.coach.readiness.judge import WALKING
from controller.coach.today.due import what_is_due
from controller.coach.today.values import Today
from controller.words.catalogue import tr
from plans.preparation.routines import bundled_routines
from plans.readiness.checks import known_checks
from plans.shelf import find_plan, find_routine, policy_of

AHEAD: Final = timedelta(days=1)
"""So much later than the clock is no journey."""


def now() -> datetime:
    """Return the moment by the clock on the wall, with its offset."""
    return datetime.now(UTC).astimezone()


def due_now(args: argparse.Namespace, history: History, at: datetime) -> Today:
    """Return what is due.

    Raises:
        ChoiceInvalid, ChoiceRefused, UnknownName, FileInvalid: the plan in use cannot be had.
    """
    file = plan_file_in_use(load_choice(choice_path(args)))
    plan = file.plan
    walking = plan if plan.id == WALKING else find_plan(WALKING)
    policy = policy_of(file)
    routines = tuple(find_routine(each) for each in bundled_routines())
    return what_is_due(
        history, plan, policy, known_checks(), at, walking=walking, routines=routines
    )


def body_sizes() -> Mapping[str, int]:
    """Return how many exercises each bundled routine has: by that it counts as done or not."""
    return sizes_of(find_routine(each) for each in bundled_routines())


def warn_of_clock(history: History, at: datetime) -> None:
    """Say that the diary is ahead of the clock, if it is: one of the two was wrong.

    What is told now would stand behind what was told then.
    """
    moments = (each.at for each in (*history.facts, *history.sessions))
    ahead = max((each for each in moments if each > at + AHEAD), default=None)
    if ahead is not None:
        sys.stderr.write(
            tr(
                "reprise: the diary has something of {ahead}, and this computer's clock says "
                "{now}; if the clock is wrong, mend it before you go on.\n"
            ).format(ahead=f"{ahead:%Y-%m-%d}", now=f"{at:%Y-%m-%d}")
        )


def country_of(history: History) -> str:
    """Return the country that was told, two letters; or nothing."""
    told = history.told("country")
    return "" if told is None else told.value
