"""Does what the pages of plans want done, for one person at one moment."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Final, TypeAlias, assert_never

from controller.cli.plan.choice_file import load_choice
from controller.cli.plan.preview import caption, stairs
from controller.cli.plan.use import plan_in_use, take_plan
from controller.cli.plan.words import entry, extent, work
from controller.cli.profile import choice_path
from controller.coach.history import History
from controller.coach.progress.rules import decide
from controller.coach.readiness.judge import readiness
from controller.tui.drawing.ink import Line, Span
from controller.tui.pages.plans.page import PlansPage
from controller.tui.pages.plans.wishes import ListedPlan, PlanUsed, ShownPlan, ShowPlan, UsePlan
from controller.words.catalogue import tr, trn
from controller.words.recorded import tr_recorded
from plans.lint.linter import lint
from plans.notation.line import Pace
from plans.plan.model import Plan
from plans.preview.text import Line as Drawn
from plans.preview.totals import totals
from plans.problems import Refused, Severity
from plans.readiness.checks import known_checks
from plans.shelf import open_plan, own_plan_names, plan_names, policy_of

PlanWish: TypeAlias = ShowPlan | UsePlan
_WIDTH: Final = 74
_STYLES: Final = {"run": "run text", "walk": "walk text", "mark": "strong"}


class HomePlans:
    """The plans as they lie on the disk now.

    Its methods raise `Refused`, `ChoiceInvalid` or `OSError` where a plan, or the choice of one,
    cannot be had or kept.
    """

    def __init__(self, args: argparse.Namespace, history: History, at: datetime) -> None:
        """Take for whom, what is known of her, and the moment by the clock on the wall."""
        self._path, self._history, self._at = choice_path(args), history, at

    def page(self) -> PlansPage:
        """Return the list, with the mark at the plan in use."""
        plan = plan_in_use(load_choice(self._path))
        used, meanwhile = plan.id, self._meanwhile(plan)
        own = [name for name in own_plan_names() if name not in plan_names()]
        listed = tuple(
            each._replace(meanwhile=meanwhile) if each.in_use else each
            for each in (_listed(name, used, own=name in own) for name in (*own, *plan_names()))
        )
        return PlansPage(listed, next(at for at, each in enumerate(listed) if each.in_use))

    def do(self, wish: PlanWish) -> ShownPlan | PlanUsed:
        """Do it and return what the page hopes for."""
        match wish:
            case ShowPlan(name):
                return self._shown(name)
            case UsePlan(name):
                file, before = open_plan(name), plan_in_use(load_choice(self._path))
                take_plan(file, load_choice(self._path))
                return PlanUsed(
                    tr("In use from now on: {plan}. Until now: {before}.").format(
                        plan=file.plan.title, before=before.title
                    )
                )
            case _:
                assert_never(wish)

    def _meanwhile(self, used: Plan) -> str:
        """Return by which plan the walks are while the runs of the one in use wait; or nothing."""
        walks = readiness(self._history, known_checks(), self._at.date()).meanwhile
        if Pace.JOG not in used.speeds or not walks:
            return ""
        return tr("Until running opens, the walks are those of {plan}.").format(plan=walks)

    def _shown(self, name: str) -> ShownPlan:
        file = open_plan(name)
        plan, policy = file.plan, policy_of(file)
        level = decide(self._history, plan, policy, self._at.date()).level
        found = [each.message for each in lint(file) if each.severity is Severity.WARNING]
        return ShownPlan(
            plan.id,
            plan.title,
            str(plan.review),
            f"{policy.policy.id}: {tr_recorded(str(policy.review))}",
            tuple(_for_whom(plan)),
            tr("For you level {level} of {levels} is next: {work}").format(
                level=level, levels=len(plan.levels), work=work(plan.levels[level])
            ),
            f"{caption(plan)}.",
            tuple(map(_line, stairs(plan, level, _WIDTH))),
            (*([plan.warning] if plan.warning else []), *found),
            plan.id == plan_in_use(load_choice(self._path)).id,
        )


def _listed(name: str, used: str, *, own: bool) -> ListedPlan:
    try:
        file = open_plan(name)
        if own:
            policy_of(file)
    except Refused as invalid:
        return ListedPlan(name, name, "", "", own=own, trouble=str(invalid).splitlines()[0])
    plan = file.plan
    return ListedPlan(plan.id, plan.title, _extent(plan), str(plan.review), plan.id == used, own)


def _extent(plan: Plan) -> str:
    levels = len(plan.levels)
    told = trn("{n} level, {extent}", "{n} levels, {extent}", levels)
    return told.format(n=levels, extent=extent(totals(plan)))


def _for_whom(plan: Plan) -> list[str]:
    told = "; ".join(entry(plan.entry))
    return [tr("For whom: {conditions}.").format(conditions=told)] if told else []


def _line(drawn: Drawn) -> Line:
    return tuple(Span(each.text, _STYLES.get(each.kind, "text")) for each in drawn)
