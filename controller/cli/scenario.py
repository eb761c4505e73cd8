"""``reprise simulate SCENARIO``: what a file expects of a session, and what was seen."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Final

from controller.cli.session_commands import DEFAULT_MACHINE, DEFAULT_RUNNER
from controller.session.journal import FileJournal
from simulators.scenarios import Played, Scenario, find_scenario, play
from simulators.script import ScriptInvalid

_OWN: Final[dict[str, object]] = {
    "level": 1,
    "policy": None,
    "machine": DEFAULT_MACHINE,
    "runner": DEFAULT_RUNNER,
    "seed": 0,
    "at": [],
    "fault": [],
    "drill": False,
    "manual": False,
}
"""The options that a scenario says itself, and what they are if nobody gives them."""


def run_scenario(args: argparse.Namespace) -> int:
    """Play one scenario, print each expectation with what was seen; 0 if all of them hold."""
    given = [name for name, usual in _OWN.items() if getattr(args, name) != usual]
    if given:
        raise ScriptInvalid(f"a scenario says its own {given[0]}; leave out --{given[0]}.")
    scenario = find_scenario(args.plan)
    journal = None if args.journal is None else FileJournal(Path(args.journal))
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
