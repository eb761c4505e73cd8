"""``reprise simulate``: a whole session on virtual time, and what came of it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from controller.cli.plain import sentence
from controller.cli.planned import planned
from controller.cli.session_commands import DEFAULT_RUNNER
from controller.session.journal import FileJournal
from simulators.faults import Fault, parse_fault
from simulators.people import find_person
from simulators.profiles import find_machine
from simulators.script import Scripted, ScriptInvalid, parse_script
from simulators.simulation import Result, simulate


def run_simulation(args: argparse.Namespace) -> int:
    """Simulate one session, print it, and return the session's exit code."""
    person = find_person(args.runner)
    plan, program, policy = planned(args)
    machine = find_machine(args.machine)
    script = [parse_script(text, policy) for text in args.at]
    if any(each.key == "steps" for each in script) and not machine.radio.cadence_sensor:
        raise ScriptInvalid(
            f"{machine.name} counts no steps for anybody to hear; choose another --machine for "
            '"steps", as generic.'
        )
    faults = [parse_fault(text) for text in args.fault]
    about = {
        "plan": plan.id,
        "level": args.level,
        "simulated": machine.name,
        "seed": args.seed,
        "script": args.at,
        **({"faults": args.fault} if args.fault else {}),
    }
    if args.runner != DEFAULT_RUNNER:
        about["runner"] = person.name
    journal = None if args.journal is None else FileJournal(Path(args.journal))
    try:
        result = simulate(
            program,
            policy,
            machine,
            script=script,
            person=person,
            faults=faults,
            seed=args.seed,
            journal=journal,
            about=about,
            drill=args.drill,
            manual=args.manual,
        )
    finally:
        if journal is not None:
            journal.close()
    told = {
        "plan": plan.id,
        "level": args.level,
        "machine": machine.name,
        "runner": person.name,
        "seed": args.seed,
        **result.summary.as_json(),
        "invariant_violations": result.violations,
    }
    if args.json:
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    else:
        lines = [line for line in map(sentence, result.records) if line is not None]
        sys.stdout.write("\n".join(lines) + "\n")
    _complain(args, script, faults, result)
    if journal is not None and not (journal.complete and result.complete):
        sys.stderr.write(f"reprise: {args.journal} is incomplete: the disk does not take it.\n")
    return 70 if result.bug is not None else 1 if result.violations else result.summary.exit_code


def _complain(
    args: argparse.Namespace, script: list[Scripted], faults: list[Fault], result: Result
) -> None:
    """Say what did not come up, and what must not have happened."""
    for text, each in zip(args.at, script, strict=True):
        if each in result.left_out:
            sys.stderr.write(f'reprise: --at "{text}" did not come up in this session.\n')
    for text, fault in zip(args.fault, faults, strict=True):
        if fault in result.quiet:
            sys.stderr.write(f'reprise: --fault "{text}" did not come up in this session.\n')
    if result.forsaken:
        sys.stderr.write(f"reprise: nobody was left to stop the belt: {result.forsaken}.\n")
    for violation in result.violations:
        sys.stderr.write(f"reprise: this must not happen: {violation}\n")
