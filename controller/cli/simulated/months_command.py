"""``reprise simulate PLAN --months N``: one virtual runner and the coach, week by week."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from controller.cli.exits import EXIT_DONE, EXIT_USAGE
from controller.cli.plan.choices import NOTHING_CHOSEN
from controller.cli.simulated.months_table import HEAD, row, told
from controller.coach.readiness.judge import WALKING
from plans.readiness.checks import known_checks
from plans.shelf import find_plan, open_plan, policy_of
from simulators.months.live import Rules, live
from simulators.months.outings import on_a
from simulators.months.weeks import Week, summary, weeks, weeks_of
from simulators.people import find_person
from simulators.profiles import find_machine
from simulators.scenarios import is_scenario
from simulators.workers import Worked, until_a_signal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulators.months.live import Day

_OF_ONE_SESSION: Final = (
    *("level", "at", "fault", "journal", "accepted", "drill", "manual", "all_levels"),
)
"""Options that make no sense for months."""


def simulate_months(args: argparse.Namespace) -> int:
    """Live through the months and tell of them; 130 or 143 if ended early.

    Raises:
        UnknownName, PlanInvalid, PolicyInvalid, MachineUnknown, PersonUnknown, YamlInvalid: there
            is nothing to live through.
    """
    chosen = [name for name, usual in NOTHING_CHOSEN.items() if getattr(args, name) != usual]
    for option in (*_OF_ONE_SESSION, *chosen):
        if option in chosen or getattr(args, option) not in (None, [], False):
            name = option.replace("_", "-")
            sys.stderr.write(f"reprise: --{name} is for one session; leave out --months.\n")
            return EXIT_USAGE
    if is_scenario(args.plan):
        sys.stderr.write(f"reprise: --months is for a plan; {args.plan} is a scenario.\n")
        return EXIT_USAGE
    file, person = open_plan(args.plan), find_person(args.runner)
    plan, policy = file.plan, policy_of(file, args.policy)
    rules = Rules(plan, find_plan(WALKING), policy, known_checks())
    total = weeks_of(args.months)
    done: list[Day] = []
    engine = on_a(find_machine(args.machine))
    if not args.json:
        sys.stdout.write(
            f"SIMULATED: {person.name}, seed {args.seed}; {plan.id}, policy {policy.policy.id}; "
            f"{total} weeks.\n\n{HEAD}\n"
        )
    worked = Worked()
    with until_a_signal(worked):
        days = live(person, rules, engine, days=total * 7, seed=args.seed)
        for week in weeks(_noted(days, done, worked)):
            _progress("")
            sys.stdout.write(f"{json.dumps(_week(week)) if args.json else row(week)}\n")
            sys.stdout.flush()
            _progress(f"[{'#' * (20 * week.number // total):.<20}] week {week.number} of {total}")
    _progress("")
    found = summary(done)
    if args.json:
        about = {
            "plan": plan.id,
            "policy": policy.policy.id,
            "runner": person.name,
            "seed": args.seed,
        }
        line = {"format": "reprise-months 1", "simulated": True, **about, **asdict(found)}
        sys.stdout.write(json.dumps(line) + "\n")
    else:
        lines = (textwrap.fill(each, 80) for each in told(found, len(plan.levels)))
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    if worked.interrupted:
        sys.stderr.write(f"reprise: ended early, after {len(done)} of {total * 7} days.\n")
        return 128 + worked.ended_by
    return EXIT_DONE


def _noted(days: Iterator[Day], done: list[Day], worked: Worked) -> Iterator[Day]:
    """Yield the days and keep them, until a signal has come."""
    for day in days:
        done.append(day)
        yield day
        if worked.interrupted:
            return


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{text}\x1b[K")
        sys.stderr.flush()


def _week(week: Week) -> dict[str, Any]:
    return {
        "week": week.number,
        "weeks_since_birth": week.since_birth,
        "pattern": week.pattern,
        "sessions": [
            {
                "id": each.session.id,
                "plan": each.session.plan,
                "level": each.session.level,
                "outcome": each.session.outcome,
                "completed": each.session.completed,
                "ran_s": each.session.ran_s,
                "noted": [
                    {"symptom": one.symptom, "value": one.value, "at_s": one.at_s}
                    for one in each.session.noted
                ],
                "rules": each.session.rules,
                "felt": dict(each.felt),
                "ran_on_s": each.ran_on_s,
            }
            for each in week.played
        ],
        "decisions": [
            {
                "on": day.on.isoformat(),
                "kind": day.decision.kind.value,
                "level": day.decision.level,
                "not_before": day.decision.not_before.isoformat(),
                "rule": day.decision.rule,
                "because": day.decision.because,
                "running": day.ready.running,
            }
            for day in week.days
        ],
        "running_waits_for": week.waits_for(),
    }
