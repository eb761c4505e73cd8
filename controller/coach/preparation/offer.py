"""What there is to do for the body on a day: routines, and the tests that may be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from controller.coach.history import History
from controller.coach.preparation.suggest import suggest
from controller.coach.preparation.suggestion import DueTest, Preparation
from controller.coach.readiness.gates import Felt, Readiness, State
from controller.coach.readiness.judge import readiness
from controller.coach.readiness.self_tests import dose_words
from controller.words.catalogue import tr
from controller.words.days import day_and_year
from plans.preparation.routines import Routine
from plans.readiness.checks import Checks


def preparation(
    history: History, routines: Sequence[Routine], checks: Checks, today: date
) -> Preparation:
    """Return what may be begun on a day, and what would suit it.

    Law: no test is in it that `readiness` does not offer, and nothing at all may be begun while a
    warning sign waits for a clinician. It says that all tests were passed only where they were.

    Args:
        history: all that was told and done.
        routines: those to choose from, in the order of the pillars.
        checks: the list of what decides about running, with its tests.
        today: the day by the clock on the wall.

    """
    found = readiness(history, checks, today)
    signs = any(each.id == "signs" and each.state is State.NOT_YET for each in found.gates)
    of_tests = [each for each in found.gates if checks.gates[each.id].tests]
    passed = {
        test for each in of_tests if each.state is State.YES for test in checks.gates[each.id].tests
    }
    tests = [checks.tests[each] for each in found.offered if each not in passed]
    all_passed = all(each.state is State.YES for each in of_tests)
    left = _left(found, all_passed=all_passed)
    none = tr("All tests were passed.") if all_passed else tr("No test is open now.")
    return Preparation(
        suggest(history, routines, today, found.felt),
        tuple(DueTest(each.id, each.title, dose_words(each.dose)) for each in tests),
        tuple(each for each in found.offered if each in passed),
        "" if tests else f"{none} {left}".rstrip(),
        left,
        tr("No body work either until a clinician has been seen. {because}").format(
            because=found.because
        )
        if signs
        else "",
        _gentle(found.felt, today),
    )


def _left(found: Readiness, *, all_passed: bool) -> str:
    """Return what the tests wait for that may not be done today: what keeps them off longest."""
    if not found.belt:
        return found.because
    told = ""
    if found.felt is not None and found.felt.walking:
        told = tr("{felt}: no test today, walking neither.").format(felt=found.felt.what)
    if found.waits:
        words = (
            tr("To repeat those with impact, and those of strength, takes: {gates}.")
            if all_passed
            else tr("Those with impact, and those of strength, come when this says yes: {gates}.")
        )
        # Of several the page has no room for more than what they are; it tells why elsewhere.
        gates = [f"{each.title} ({each.because})" for each in found.waits]
        if len(gates) > 1:
            gates = [each.title for each in found.waits]
        return f"{told} {words.format(gates='; '.join(gates))}".lstrip()
    if told:
        return told
    if found.felt is not None:
        return tr("{felt}: no test but walking before {day}.").format(
            felt=found.felt.what, day=day_and_year(found.felt.until)
        )
    return " ".join(
        tr("These tests wait until {day}: {gate}.").format(
            day=day_and_year(each.until), gate=each.title
        )
        for each in found.gates
        if each.until is not None
    )


def _gentle(felt: Felt | None, today: date) -> str:
    """Return why strength work is closed today: what was felt stands until tomorrow."""
    if felt is None or felt.tests_only or felt.on < today:
        return ""
    return tr("{felt}: nothing but breath until tomorrow.").format(felt=felt.what)
