"""``reprise simulate``: a whole session on virtual time, and what came of it."""

from __future__ import annotations

import argparse
import json
import sys
from difflib import get_close_matches

from controller.cli.defaults import DEFAULT_RUNNER
from controller.cli.fitting import say
from controller.cli.new_file import new_file
from controller.cli.session.accepted import parse_acceptable
from controller.cli.session.plain import Teller
from controller.cli.session.planned import planned
from controller.cli.settings.file import settings_of
from controller.session.journal import FileJournal
from plans.problems import listed, quoted
from simulators.faults import Fault, FaultInvalid, Kind, parse_fault
from simulators.people import find_person
from simulators.profiles import find_machine
from simulators.script import Scripted, ScriptInvalid, parse_script
from simulators.sitting.simulation import Result, simulate


def run_simulation(args: argparse.Namespace) -> int:
    """Simulate one session, print it, and return the session's exit code."""
    person = find_person(args.runner)
    plan, program, policy, _, before, _ = planned(args)
    machine = find_machine(args.machine)
    script = [parse_script(text, policy) for text in args.at]
    if any(each.key == "steps" for each in script) and not machine.radio.cadence_sensor:
        raise ScriptInvalid(
            f"{machine.name} counts no steps for anybody to hear; choose another --machine for "
            '"steps", as generic.'
        )
    faults = [_fault(text) for text in args.fault]
    accepted = parse_acceptable(args.accepted, policy)
    about = {
        "plan": plan.id,
        "level": args.level,
        "simulated": machine.name,
        "seed": args.seed,
        "script": args.at,
        **({"faults": args.fault} if args.fault else {}),
        **({"before": before} if before else {}),
    }
    if args.runner != DEFAULT_RUNNER:
        about["runner"] = person.name
    file = None if args.journal is None else new_file("--journal", args.journal)
    journal = None if file is None else FileJournal(file)
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
            accepted=accepted,
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
        settings, trouble = settings_of(args)
        if trouble:
            sys.stderr.write(f"{trouble}\n")
        teller = Teller(settings)
        lines = [line for record in result.records for line in teller.lines(record)]
        say(lines)
    _complain(args, script, faults, result)
    if journal is not None and not (journal.complete and result.complete):
        sys.stderr.write(f"reprise: {args.journal} is incomplete: the disk does not take it.\n")
    return 70 if result.bug is not None else 1 if result.violations else result.summary.exit_code


def _fault(text: str) -> Fault:
    """Read a fault; of a kind that there is not, the nearest are told and where all of them are.

    Raises:
        FaultInvalid: it is none.
    """
    kind = text.strip().partition("@")[0]
    if kind in tuple(Kind):
        return parse_fault(text)
    near = get_close_matches(kind, list(Kind), n=3, cutoff=0.4)
    meant = f"did you mean {listed(near, 'or')}? " if near else ""
    raise FaultInvalid(
        f"--fault {quoted(text)}: there is no fault {quoted(kind)}; {meant}"
        "--fault help lists them all."
    )


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
        sys.stderr.write(f"reprise: it was given up in the end: {result.forsaken}.\n")
    for violation in result.violations:
        sys.stderr.write(f"reprise: this must not happen: {violation}\n")
