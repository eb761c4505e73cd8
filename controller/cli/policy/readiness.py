"""``reprise readiness``: what decides about the first run, shown and checked."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any, Final

from controller.cli import mistakes
from controller.cli.exits import EXIT_DONE, EXIT_INVALID_FILE
from controller.cli.policy.table import sources
from plans.readiness.checks import Check, Checks
from plans.readiness.self_tests import SelfTest, print_dose
from plans.shelf import open_checks, readiness_names

_WIDTH: Final = 80
_SIGNS: Final = "signs"
_PHYSIOTHERAPIST: Final = "physiotherapist"
_WEEKS: Final = "weeks"


def run_readiness(args: argparse.Namespace) -> int:
    """Do what was asked and return the exit code.

    Raises:
        UnknownName: there is no such list or file.
        ReadinessInvalid: one that was to be shown cannot be used.

    """
    match args.action:
        case "check":
            said, wrong = mistakes.judged(args.lists, _praise, as_list=args.json)
            _print(said)
            return EXIT_INVALID_FILE if wrong else EXIT_DONE
        case "show":
            shown = open_checks(args.checks)
            _print([json.dumps(as_json(shown), ensure_ascii=False)] if args.json else table(shown))
        case _:
            for name in readiness_names():
                listed = open_checks(name)
                _print([f"{listed.id}; {listed.review}", *_wrapped(listed.about, 4)])
    return EXIT_DONE


def _praise(name: str) -> str:
    checks = open_checks(name)
    counts = f"{len(checks.gates)} things that decide and {len(checks.tests)} tests"
    return f"no mistakes in {counts}; {checks.review}."


def table(checks: Checks) -> Iterator[str]:
    """Yield all of a list, for a person who reviews it."""
    yield from _wrapped(f"{checks.title} ({checks.id}), {checks.review}", 0)
    yield from _wrapped(checks.about, 0)
    yield ""
    yield from _wrapped(
        f"Asked again {checks.ask_again_days} days after it was told or passed if no session came "
        f"since, and all of it {checks.gap_days} days after the last one with runs. A test in "
        f"which something was felt is done again after {checks.re_test_days} days.",
        0,
    )
    for gate in checks.gates.values():
        yield from ("", *_gate(gate, checks))
    yield from ("", "THE TESTS")
    for test in checks.tests.values():
        yield from ("", *_test(test))
    named = {each for gate in checks.gates.values() for each in gate.sources}
    named |= {each for test in checks.tests.values() for each in test.sources}
    yield from ("", *sources(named))


def _gate(gate: Check, checks: Checks) -> Iterator[str]:
    kind = "hard: no running until it says yes" if gate.hard else "soft"
    yield from _wrapped(f"{gate.title} ({gate.id}), {kind}", 2)
    if gate.question:
        yield from _wrapped(gate.question, 4)
    if gate.id == _WEEKS:
        yield from _wrapped(f"At least {checks.weeks} weeks.", 4)
    if gate.id == _SIGNS:
        for who, signs in checks.signs._asdict().items():
            waits = "; running waits, walking does not" if who == _PHYSIOTHERAPIST else ""
            yield from _wrapped(f"{who}: {', '.join(signs)}{waits}", 4)
    if gate.tests:
        yield from _wrapped(f"tests: {', '.join(gate.tests)}", 4)
    yield from _wrapped(gate.opens, 4)
    yield from _wrapped(f"Meanwhile: {gate.meanwhile}", 4)
    if gate.after_caesarean:
        yield from _wrapped(gate.after_caesarean, 4)
    yield from _wrapped(f"({', '.join(gate.sources)})", 4)


def _test(test: SelfTest) -> Iterator[str]:
    beat = f", {test.beat} a minute" if test.beat else ""
    pain = f", pain up to {test.pain}" if test.pain else ""
    yield from _wrapped(f"{test.title} ({test.id}): {print_dose(test.dose)}{beat}{pain}", 2)
    yield from _wrapped(test.how, 4)
    if test.session:
        yield from _wrapped(f"Or {test.session[0]}, level {test.session[1]}, to its end.", 4)
    yield from _wrapped(f"({', '.join(test.sources)})", 4)


def as_json(checks: Checks) -> dict[str, Any]:
    """Return all that `table` says."""
    return {
        "id": checks.id,
        "title": checks.title,
        "about": checks.about,
        "review": str(checks.review),
        "fingerprint": checks.review.fingerprint,
        "weeks": checks.weeks,
        "signs": checks.signs._asdict(),
        "ask_again_days": checks.ask_again_days,
        "gap_days": checks.gap_days,
        "re_test_days": checks.re_test_days,
        "gates": [each._asdict() for each in checks.gates.values()],
        "tests": [
            {**each._asdict(), "dose": print_dose(each.dose)} for each in checks.tests.values()
        ],
    }


def _wrapped(text: str, indent: int) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * indent,
        break_on_hyphens=False,
    )


def _print(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
