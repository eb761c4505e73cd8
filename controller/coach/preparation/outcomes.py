"""What came of tests that were played, in sentences: passed or not, and what is short."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from controller.coach.history import Fact, History, Trial
from controller.coach.preparation.score import Score
from controller.coach.readiness.known import Known
from controller.coach.readiness.self_tests import shortfall
from controller.words.catalogue import tr
from controller.words.days import day_and_year
from plans.readiness.checks import Checks


def outcomes(
    score: Score, facts: Iterable[Fact], history: History, checks: Checks, today: date
) -> tuple[str, ...]:
    """Return a sentence each on what was passed, what was not, and what was not done.

    Args:
        score: the tests, in their order.
        facts: what is kept of them; a test without an answer is not among it.
        history: all that was told, by which it is judged what counts as felt.
        checks: the list of what decides, with these tests.
        today: the day by the clock on the wall.

    """
    if not score.tests:
        return ()
    known = Known(history, checks, today)
    trials = {each.test: each for each in facts if isinstance(each, Trial)}
    short = {name: shortfall(known, each) for name, each in trials.items()}
    titles = {each.id: each.title for each in score.moves}
    passed = [title for name, title in titles.items() if short.get(name) == ""]
    failed = [f"{titles[name]} ({why})" for name, why in short.items() if why]
    left = [title for name, title in titles.items() if name not in short]
    rows = (
        (tr("Passed: {tests}."), passed),
        (tr("Not passed: {tests}."), failed),
        (tr("Not done, or not answered: {tests}."), left),
    )
    told = [words.format(tests="; ".join(tests)) for words, tests in rows if tests]
    if any(set(each.symptoms) - known.accepted().keys() for each in trials.values()):
        again = day_and_year(today + timedelta(checks.re_test_days))
        told.append(
            tr("A test at which something was felt can be done again from {day} on.").format(
                day=again
            )
        )
    return tuple(told)
