"""``reprise plan use``: which plan ``reprise run`` takes when none is named."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from controller.cli.defaults import DEFAULT_PLAN
from controller.cli.exits import EXIT_DONE
from controller.cli.plan.choice_file import Choice, load_choice, save_choice
from controller.cli.plan.paces import PACES
from controller.cli.profile import choice_path
from controller.cli.rewriting import rewrite
from controller.coach.today.values import CONDITIONS
from controller.words.catalogue import tr, trn
from plans.plan.model import Plan
from plans.plan.reader import PlanFile
from plans.plan.speeds import told_speeds
from plans.problems import FileInvalid, Refused, quoted
from plans.shelf import (
    find_plan,
    open_plan,
    own_plan_names,
    own_plans_folder,
    plan_names,
    plan_source,
    policy_of,
)

_ENDINGS: Final = (".yaml", ".yml")


class ChoiceRefused(Refused):
    """A plan cannot be chosen, or the one that was cannot be taken; one sentence."""


def use_plan(args: argparse.Namespace) -> int:
    """Choose a plan, or say which one is chosen, and return the exit code.

    Raises:
        UnknownName, FileInvalid, ChoiceRefused, ChoiceInvalid, OSError: it cannot be done.
    """
    choice = load_choice(choice_path(args))
    if args.none:
        save_choice(choice.choose(None))
        _say(
            tr("No plan of your own is in use any more; reprise run takes {plan}.").format(
                plan=DEFAULT_PLAN
            )
        )
        return EXIT_DONE
    if args.plan is None:
        _tell(choice)
        return EXIT_DONE
    file = open_plan(args.plan)
    plan = file.plan
    copy: Path | None = None
    policy_of(file)  # before a copy of it is made
    if args.plan.endswith(_ENDINGS):
        copy = _install(plan, plan_source(args.plan).text, choice)
    take_plan(file, choice)
    _introduce(plan)
    if copy:
        _say(tr("A copy lies in {copy}.").format(copy=copy))
        _say(tr("A change in {file} counts once it is put in use again.").format(file=args.plan))
    _say(
        tr("reprise run takes it from now on; until now it was {plan}.").format(
            plan=choice.plan or DEFAULT_PLAN
        )
    )
    _say(tr("Sessions done before keep the plan that they were done with."))
    return EXIT_DONE


def take_plan(file: PlanFile, choice: Choice) -> None:
    """Let ``reprise run`` take a plan that is on the shelf, from now on.

    Raises:
        PlanInvalid, PolicyInvalid, UnknownName: its policy cannot be had, so every session would
            be refused.
        OSError: it cannot be kept.
    """
    policy_of(file)
    save_choice(choice.choose(file.plan.id, file.plan.review.fingerprint))


def plan_in_use(choice: Choice) -> Plan:
    """Return the plan that was chosen, or else the usual one, as `plan_file_in_use` does."""
    return plan_file_in_use(choice).plan


def plan_file_in_use(choice: Choice) -> PlanFile:
    """Return the plan that was chosen, or else the usual one; `open_plan` finds it by its id.

    Raises:
        ChoiceRefused: it is not there any more.
        UnknownName, PlanInvalid: it cannot be used.
    """
    name = choice.plan or DEFAULT_PLAN
    if name not in (*plan_names(), *own_plan_names()):
        raise ChoiceRefused(
            tr(
                "the plan in use, {plan}, is not in {folder} any more; choose one by "
                "reprise plan use PLAN."
            ).format(plan=name, folder=own_plans_folder())
        )
    return open_plan(name)


def _tell(choice: Choice) -> None:
    file = plan_file_in_use(choice)
    policy_of(file)
    plan = file.plan
    _introduce(plan)
    known = choice.plans.get(choice.plan or "")
    if known is None:
        _say(tr("No plan was chosen: reprise run takes this one."))
    elif known.fingerprint != plan.review.fingerprint:
        _say(
            tr("reprise run takes it. It was changed since it was chosen as {fingerprint}.").format(
                fingerprint=known.fingerprint
            )
        )
    else:
        _say(tr("reprise run takes it."))


def _install(plan: Plan, text: str, choice: Choice) -> Path:
    """Put a plan's file into the folder of own plans, and return its path there."""
    if plan.id in plan_names():
        raise ChoiceRefused(
            tr("{plan} is the id of a bundled plan; give yours another id.").format(
                plan=quoted(plan.id)
            )
        )
    target = own_plans_folder() / f"{plan.id}.plan.yaml"
    data = text.encode()
    if target.exists() and target.read_bytes() != data and _edited(target, plan.id, choice):
        raise ChoiceRefused(
            tr(
                "{file} was changed since it was chosen and would be lost; move it away first."
            ).format(file=target)
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    rewrite(target, text)
    return target


def _edited(target: Path, plan_id: str, choice: Choice) -> bool:
    """Whether the copy that is there is another than was installed."""
    known = choice.plans.get(plan_id)
    try:
        there = find_plan(str(target))
    except FileInvalid:
        return True
    return known is None or there.review.fingerprint != known.fingerprint


def _introduce(plan: Plan) -> None:
    levels = len(plan.levels)
    speeds = (
        f"{PACES[pace]} {told_speeds(speed)[speed.usual]}" for pace, speed in plan.speeds.items()
    )
    _say(f"{plan.title} ({plan.id}), {plan.review}.")
    told = trn(
        "{n} level; policy {policy}; {speeds}.", "{n} levels; policy {policy}; {speeds}.", levels
    )
    _say(told.format(n=levels, policy=plan.policy, speeds=", ".join(speeds)))
    _say(tr("Fingerprint {fingerprint}.").format(fingerprint=plan.review.fingerprint))
    if plan.entry.also:
        _say(CONDITIONS)
        for each in plan.entry.also:
            _say(f"  - {each}")
    if plan.warning:
        _say(tr("Note: {warning}").format(warning=plan.warning))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
