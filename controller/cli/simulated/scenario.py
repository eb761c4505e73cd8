"""``reprise simulate SCENARIO``: what a file expects of a session, and what was seen."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Final

from controller.cli.new_file import new_file
from controller.cli.plan.choices import NOTHING_CHOSEN
from controller.session.journal import FileJournal
from plans.problems import did_you_mean, quoted
from plans.shelf import own_plan_names, plan_names
from simulators.scenarios import (
    Played,
    Scenario,
    ScenarioUnknown,
    find_scenario,
    is_scenario,
    play,
    scenario_names,
)
from simulators.script import ScriptInvalid
from simulators.written.own_file import ending_hint, names_a_file

_OWN: Final[dict[str, object]] = {
    **dict.fromkeys(("level", "policy", "machine", "runner", "seed")),
    "at": [],
    "fault": [],
    "accepted": [],
    "drill": False,
    "manual": False,
    **NOTHING_CHOSEN,
}
"""The options that a scenario says itself, and what they are if nobody gives them."""


def look_at_name(name: str) -> None:
    """See to it that a plan or a scenario is called so, or that it is a file's name.

    Raises:
        ScenarioUnknown: it is none of these; the sentence has the nearest, or all.
    """
    plans = tuple(dict.fromkeys((*own_plan_names(), *plan_names())))
    known = (*plans, *scenario_names())
    if names_a_file(name) or name in known or is_scenario(name):
        return
    near = did_you_mean(name, known)
    meant = f'did you mean "{near}"?' if near else "there are"
    there = "" if near else f" the plans {', '.join(plans)} and "
    there += "" if near else f"the scenarios {', '.join(scenario_names())}."
    raise ScenarioUnknown(
        f"there is no plan and no scenario {quoted(name)}; {meant}{there}{ending_hint(name)}"
    )


def run_scenario(args: argparse.Namespace) -> int:
    """Play one scenario, print each expectation with what was seen; 0 if all of them hold."""
    given = [name for name, usual in _OWN.items() if getattr(args, name) != usual]
    if given:
        what, option = given[0].replace("_", " "), given[0].replace("_", "-")
        raise ScriptInvalid(f"a scenario says its own {what}; leave out --{option}.")
    scenario = find_scenario(args.plan)
    file = None if args.journal is None else new_file("--journal", args.journal)
    journal = None if file is None else FileJournal(file)
    try:
        played = play(scenario, journal)
    finally:
        if journal is not None:
            journal.close()
    _print(scenario, played, as_json=args.json)
    if any(each.broke for each in played.result.sessions):
        return 70
    return 0 if played.holds else 1


def _print(scenario: Scenario, played: Played, *, as_json: bool) -> None:
    if as_json:
        told = {
            "scenario": scenario.name,
            "plan": scenario.plan,
            "level": scenario.level,
            "machine": scenario.machine.name,
            "runner": scenario.person.name,
            "seed": scenario.seed,
            "holds": played.holds,
            "expected": [
                {"text": text, "holds": finding.holds, "seen": finding.seen}
                for text, finding in played.findings
            ],
            **played.result.summary.as_json(),
        }
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
        return
    width = max(len(text) for text, _ in played.findings)
    lines = [f"{scenario.name}: {scenario.title}"]
    lines += [
        f"{'ok ' if finding.holds else 'NOT'}  {text:{width}}  {finding.seen}"
        for text, finding in played.findings
    ]
    wrong = sum(not finding.holds for _, finding in played.findings)
    lines.append(f"{wrong} of {len(played.findings)} not as expected." if wrong else "As expected.")
    sys.stdout.write("\n".join(lines) + "\n")
