"""What there is to do for the body on a day: routines, and the tests that may be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from controller.coach.history import History
from controller.coach.preparation.suggest import suggest
from controller.coach.preparation.suggestion import DueTest, Preparation
from controller.coach.readiness.gates import Readiness, State
from controller.coach.readiness.judge import readiness
from controller.coach.readiness.self_tests import dose_words
from controller.words.catalogue import tr
from plans.preparation.routines import Routine
from plans.readiness.checks import Checks


def preparation(
    history: History, routines: Sequence[Routine], checks: Checks, today: date
) -> Preparation:
    """Return what may be begun on a day, and what would suit it.

    Law: no test is in it that `readiness` does not offer, and nothing at all may be begun while a
    warning sign waits for a clinician.

    Args:
        history: all that was told and done.
        routines: those to choose from, in the order of the pillars.
        checks: the list of what decides about running, with its tests.
        today: the day by the clock on the wall.

    """
    found = readiness(history, checks, today)
    signs = any(each.id == "signs" and each.state is State.NOT_YET for each in found.gates)
    passed = {
        test
        for each in found.gates
        if each.state is State.YES
        for test in checks.gates[each.id].tests
    }
    tests = [checks.tests[each] for each in found.offered if each not in passed]
    return Preparation(
        suggest(history, routines, today),
        tuple(DueTest(each.id, each.title, dose_words(each.dose)) for each in tests),
        tuple(each for each in found.offered if each in passed),
        "" if tests else _no_tests(found),
        tr("No body work either until a clinician has been seen. {because}").format(
            because=found.because
        )
        if signs
        else "",
    )


def _no_tests(found: Readiness) -> str:
    if found.offered:
        return tr("All tests were passed.")
    return tr("No tests today. {because}").format(because=found.because)
