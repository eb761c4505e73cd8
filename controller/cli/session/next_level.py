"""Which level of a plan a session takes if none was given: the one that is next."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from controller.cli.coach.diary_file import known_history
from controller.cli.machines.remembered import today
from controller.coach.progress.decision import WAITS
from controller.coach.progress.rules import decide
from controller.coach.readiness.judge import readiness
from controller.words.catalogue import tr
from plans.notation.line import Pace
from plans.readiness.checks import known_checks
from plans.shelf import open_plan, policy_of


def next_level_of(args: argparse.Namespace, name: str, say: Callable[[str], object]) -> int:
    """Return the level of a plan that is next, and say it with its rule.

    Nothing is said where nothing is open, or nothing known: the door says why, in full.

    Raises:
        UnknownName, FileInvalid: the plan or the policy cannot be had.
        DiaryTrouble, ProfileInvalid: nothing is known of her.
    """
    file = open_plan(name)
    plan, policy = file.plan, policy_of(file, args.policy)
    history, on = known_history(args), today()
    runs = Pace.JOG in plan.speeds
    found = readiness(history, known_checks(), on)
    decided = decide(history, plan, policy, on)
    waits = not found.belt or (runs and not found.running)
    if waits or decided.kind in WAITS:
        return decided.level
    if found.first_level_only and runs:
        say(tr("{plan}, level 1: {because}").format(plan=plan.id, because=found.because))
        return 1
    if len(plan.levels) > 1:
        say(
            tr("{plan}, level {level}: {because} (rule {rule})").format(
                plan=plan.id, level=decided.level, because=decided.because, rule=decided.rule
            )
        )
    return decided.level
