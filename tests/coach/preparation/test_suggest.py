"""What suits a day: what was longest ago, less after a symptom, and no test before its time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.coach.history import (
    Aftermath,
    Birth,
    BirthKind,
    Fact,
    History,
    NextDay,
    Noted,
    Practice,
    Screen,
    Session,
)
from controller.coach.preparation.offer import preparation
from controller.coach.preparation.suggest import suggest
from controller.coach.preparation.suggestion import Suggestion, done_words
from controller.coach.readiness.judge import readiness
from plans.preparation.routines import PILLARS
from plans.shelf import find_routine
from tests.coach.ready import CHECKS, TODAY, at, ready, session, without

ROUTINES: Final = tuple(find_routine(each) for each in PILLARS)
DAY: Final = timedelta(days=1)
KNEE: Final = Noted("knee", 2, running=True, warm_up=False, at_s=300)


EXERCISES: Final = {each.id: tuple(one.id for one in each.exercises) for each in ROUTINES}


def done(name: str, days: int, *felt: str, exercises: int = 99) -> Practice:
    """Return a routine that was done so many days ago, or its first exercises."""
    return Practice(at(TODAY - days * DAY), name, EXERCISES[name][:exercises], felt)


def suggested(history: History) -> Suggestion:
    """Return what suits today, as it is found by readiness."""
    return suggest(history, ROUTINES, TODAY, readiness(history, CHECKS, TODAY).felt)


def chosen(*facts: Fact, sessions: tuple[Session, ...] = ()) -> str:
    """Return what suits today."""
    return suggested(History(facts, sessions)).routine


def test_what_was_never_done_comes_first_in_the_order_of_the_pillars() -> None:
    """And after all four what was longest ago."""
    facts: list[Practice] = []
    for days, name in zip(range(5, 1, -1), PILLARS, strict=True):
        assert chosen(*facts) == name
        facts.append(done(name, days))
    assert chosen(*facts) == PILLARS[0]
    assert chosen(*facts, done(PILLARS[0], 1)) == PILLARS[1]


def test_once_a_day_is_enough() -> None:
    """Nobody is urged to a second."""
    found = suggested(History((done("stacking", 0),)))
    assert (found.routine, found.because) == ("", "Done today; rest is part of it.")


def test_what_was_hardly_begun_is_offered_again() -> None:
    """Half of it counts as done; what was felt counts however little was done."""
    half = (len(EXERCISES["stacking"]) + 1) // 2
    for exercises, routine, days in ((half - 1, PILLARS[0], 0), (half, "", 1)):
        facts = (done("stacking", 0, exercises=exercises),)
        found = suggested(History(facts))
        stacking = next(each for each in found.listed if each.id == "stacking")
        assert (found.routine, found.days, stacking.days) == (routine, days, days)
    felt = suggested(History((done("rotation", 0, "heaviness", exercises=1),)))
    assert felt.because.startswith("Something was noted in the body work")


@pytest.mark.parametrize("days", [0, 1])
def test_after_a_run_day_with_a_symptom_it_is_breath_alone_or_rest(days: int) -> None:
    """However it was told: in the session, standing, or on the day after."""
    earlier = done("mobility", 3)
    ran = session(TODAY - days * DAY)
    assert chosen(earlier, sessions=(replace(ran, noted=(KNEE,)),)) == "mobility"
    assert chosen(earlier, sessions=(replace(ran, signs="mistake"),)) == "mobility"
    told = Aftermath(ran.at + timedelta(hours=1), ran.id, 4, None, ("heaviness",))
    assert chosen(earlier, told, sessions=(ran,)) == "mobility"
    next_day = NextDay(at(TODAY), ran.id, True, (), False, False, 4, False)
    assert chosen(earlier, next_day, sessions=(ran,)) == "mobility"
    assert chosen(earlier, done("stacking", 1, "low_back")) == "mobility"
    assert chosen(earlier, sessions=(ran,)) == "stacking"


def test_two_days_later_it_is_as_before() -> None:
    """A symptom of the day before yesterday holds nothing back."""
    ran = replace(session(TODAY - 2 * DAY), noted=(KNEE,))
    assert chosen(done("mobility", 3), sessions=(ran,)) == "stacking"


def test_strength_on_one_leg_is_for_days_without_a_run() -> None:
    """After a run the next in line comes."""
    facts = tuple(done(each, 5 - n) for n, each in enumerate(PILLARS[:3]))
    assert chosen(*facts) == "single-leg"
    assert chosen(*facts, sessions=(session(TODAY),)) == "mobility"
    walked = replace(session(TODAY), has_runs=False)
    assert chosen(*facts, sessions=(walked,)) == "single-leg"


@pytest.mark.parametrize(
    ("kind", "weeks", "open_"),
    [
        (BirthKind.VAGINAL, 0, 1),
        (BirthKind.VAGINAL, 5, 1),
        (BirthKind.VAGINAL, 6, 4),
        (BirthKind.ASSISTED, 6, 4),
        (BirthKind.CAESAREAN, 7, 1),
        (BirthKind.CAESAREAN, 8, 4),
    ],
)
def test_in_the_first_weeks_it_is_breath(kind: BirthKind, weeks: int, open_: int) -> None:
    """The others say from when on they are suggested."""
    birth = Birth(at(TODAY), TODAY - weeks * 7 * DAY, kind)
    found = suggested(History((birth,)))
    assert [not each.note for each in found.listed] == [n < open_ for n in range(4)]
    if open_ == 1:
        assert chosen(birth, done("mobility", 1)) == "mobility"


def test_days_are_counted_once_each_and_for_a_week() -> None:
    """Two in a day are one day, and the eighth day back is none."""
    history = History((done("mobility", 7), done("mobility", 6), done("stacking", 6)))
    found = suggested(history)
    assert found.days == 1
    assert [each.days for each in found.listed] == [1, 1, 0, 0]
    assert done_words(found.listed[0], TODAY) == "last done 6 days ago, on 1 of the last 7 days"
    assert done_words(found.listed[2], TODAY) == "not done yet"


_PRACTICES: Final = st.lists(
    st.tuples(st.sampled_from(PILLARS), st.integers(0, 10), st.booleans()), max_size=8
)


@given(_PRACTICES, st.integers(0, 30), st.sampled_from(BirthKind))
def test_nothing_is_suggested_before_its_time(
    practices: list[tuple[str, int, bool]], weeks: int, kind: BirthKind
) -> None:
    """From whatever history, and always with a sentence."""
    facts = [done(name, days, *(["knee"] if felt else [])) for name, days, felt in practices]
    birth = Birth(at(TODAY - 11 * DAY), TODAY - weeks * 7 * DAY, kind)
    found = suggested(History((birth, *facts)))
    row = next((each for each in found.listed if each.id == found.routine), None)
    assert row is None or not row.note
    assert found.because.endswith(".")


def test_tests_are_offered_as_readiness_says() -> None:
    """All of them to somebody of whom everything says yes; none before 12 weeks."""
    facts = without(without(without(ready(), "impact"), "strength"), "plank")
    found = preparation(History(facts), ROUTINES, CHECKS, TODAY)
    gates = ("walk", "impact", "strength", "plank")
    wanted = [test for gate in gates[1:] for test in CHECKS.gates[gate].tests]
    assert [each.id for each in found.tests] == wanted
    assert (found.again, found.no_tests) == (("walk",), "")
    passed = preparation(History(ready()), ROUTINES, CHECKS, TODAY)
    assert (passed.tests, passed.no_tests) == ((), "All tests were passed.")
    early = tuple(
        each._replace(on=TODAY - timedelta(weeks=12) + DAY) if isinstance(each, Birth) else each
        for each in facts
    )
    found = preparation(History(early), ROUTINES, CHECKS, TODAY)
    assert (found.tests, found.again) == ((), ("walk",))
    assert found.no_tests


def test_a_warning_sign_closes_body_work_until_a_clinician_was_seen() -> None:
    """It says so; a screen that was not asked yet closes nothing."""
    signs = Screen(at(TODAY, 12), ("chest",))
    found = preparation(History((*ready(), signs)), ROUTINES, CHECKS, TODAY)
    assert found.closed.startswith("No body work either until a clinician has been seen.")
    assert found.tests == ()
    assert not preparation(History(), ROUTINES, CHECKS, date(2026, 5, 13)).closed
