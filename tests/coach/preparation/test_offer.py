"""What may be begun on a day: what is said where no test is open, and what was felt closes."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from controller.coach.history import (
    Aftermath,
    Clearance,
    ClearanceKind,
    Fact,
    History,
    NextDay,
    Noted,
    Practice,
    PreCheck,
    Screen,
    Told,
    Trial,
    Weekly,
)
from controller.coach.preparation.offer import preparation
from controller.coach.preparation.suggestion import Preparation
from controller.coach.readiness.gates import State
from controller.coach.readiness.judge import readiness
from plans.preparation.routines import PILLARS
from plans.shelf import find_routine
from tests.coach.readiness.test_laws import histories
from tests.coach.ready import CHECKS, TODAY, at, ready, session, trials, without

ROUTINES: Final = tuple(find_routine(each) for each in PILLARS)
DAY: Final = timedelta(days=1)
ALL_PASSED: Final = "All tests were passed."
_TESTED: Final = ("walk", "impact", "strength", "plank")
_WITH_IMPACT: Final = frozenset(
    test for gate in _TESTED if gate != "walk" for test in CHECKS.gates[gate].tests
)
_TOLD: Final = PreCheck(at(TODAY, 12), False, False, False, (), True, True)
_ASKED: Final = NextDay(at(TODAY, 12), "x", False, (), False, False, 4, False)
DAILY: Final = "no leaking, heaviness or bulge in daily life"


def offered(*facts: Fact, **fields: tuple[Noted, ...]) -> Preparation:
    """Return what may be begun today by somebody of whom else everything says yes."""
    sessions = (session(TODAY, **fields),) if fields else ()
    return preparation(History((*ready(), *facts), sessions), ROUTINES, CHECKS, TODAY)


def felt_today() -> dict[str, History]:
    """Return a history for each place where something can be noted; told away behind it."""
    ran = session(TODAY)
    facts: dict[str, Fact] = {
        "body work": Practice(at(TODAY, 12), "stacking", (), ("heaviness",)),
        "a test": Trial(at(TODAY, 12), "plank", 60, None, ("doming",)),
        "standing": Aftermath(at(TODAY, 12), ran.id, 3, None, ("heaviness",)),
        "before a session": _TOLD._replace(pelvic=True),
        "pain before a session": _TOLD._replace(pain=(("knee", 1),)),
        "on the next day": _ASKED._replace(pelvic=True),
        "pain on the next day": _ASKED._replace(pain=(("knee", 1),)),
        "in the week": Weekly(at(TODAY, 12), 1, "same", 4, 4),
        "in daily life": Told(at(TODAY, 12), "daily-pelvic", "less than once a week"),
        "bleeding": Told(at(TODAY, 12), "bleeding", "yes"),
        "a sign": Screen(at(TODAY, 12), ("fever",)),
    }
    seen = Clearance(at(TODAY, 13), ClearanceKind.SEEN, "Dr. Example", TODAY, "Yes.")
    anew = (*(each._replace(at=at(TODAY, 14)) for each in ready()), seen)
    told = {name: History((*ready(), each, *anew), ()) for name, each in facts.items()}
    noted = session(TODAY, noted=(Noted("knee", 2, running=True, warm_up=False, at_s=300),))
    return {**told, "a session": History((*ready(), *anew), (noted,))}


@pytest.mark.parametrize("where", felt_today())
def test_what_was_noted_today_closes_tests_with_impact_whatever_is_told_after_it(
    where: str,
) -> None:
    """And those that were passed as well: none is offered, not once more either."""
    history = felt_today()[where]
    found = preparation(history, ROUTINES, CHECKS, TODAY)
    assert _WITH_IMPACT.isdisjoint((*(each.id for each in found.tests), *found.again))
    walk = (
        "no test today, walking neither" if where == "before a session" else "no test but walking"
    )
    assert walk in found.left
    two_days = preparation(history, ROUTINES, CHECKS, TODAY + 2 * DAY)
    assert (two_days.left, set(two_days.again) >= _WITH_IMPACT) == ("", True)


_NOTED: Final = st.sampled_from(
    [fact for each in felt_today().values() for fact in each.facts if fact.at == at(TODAY, 12)]
)


@given(histories(), _NOTED)
@example(History(ready()), Practice(at(TODAY, 12), "stacking", (), ("heaviness",)))
def test_on_a_day_with_a_symptom_no_test_with_impact_is_offered(
    history: History, fact: Fact
) -> None:
    """From whatever history; where a clinician accepted some of it, that is another matter."""
    facts = tuple(
        each
        for each in history.facts
        if not (isinstance(each, Clearance) and each.kind is ClearanceKind.PELVIC)
    )
    told = tuple(each._replace(at=at(TODAY, 14)) for each in ready())
    lived = History((*facts, fact, *told), history.sessions)
    assert _WITH_IMPACT.isdisjoint(readiness(lived, CHECKS, TODAY).offered)


def test_what_was_felt_in_body_work_leaves_breath_alone_today() -> None:
    """Strength waits until tomorrow, and what to do meanwhile says nothing else."""
    felt = Practice(at(TODAY, 12), "stacking", (), ("heaviness",))
    found = offered(felt)
    assert (
        found.gentle == "Something was noted in the body work: nothing but breath until tomorrow."
    )
    assert found.suggestion.routine == "mobility"
    history = History((*without(ready(), "impact"), felt))
    impact = next(each for each in readiness(history, CHECKS, TODAY).gates if each.id == "impact")
    assert impact.meanwhile == "Something was noted in the body work: breath, or rest."
    assert (impact.until, impact.do) == (TODAY + 2 * DAY, "reprise prepare")
    tomorrow = preparation(history, ROUTINES, CHECKS, TODAY + DAY)
    assert (tomorrow.gentle, tomorrow.suggestion.routine) == ("", "mobility")
    assert _WITH_IMPACT.isdisjoint(each.id for each in tomorrow.tests)
    later = preparation(history, ROUTINES, CHECKS, TODAY + 2 * DAY)
    assert {each.id for each in later.tests} == set(CHECKS.gates["impact"].tests)


def test_what_a_clinician_accepted_closes_nothing() -> None:
    """It is the baseline at the tests, in sessions and in body work."""
    yes = Clearance(
        at(TODAY, 10), ClearanceKind.PELVIC, "Dr. Example", TODAY, "Yes.", (("leak_urine", 1),)
    )
    daily = (Told(at(TODAY, 9), "daily-pelvic", "yes"), Told(at(TODAY, 9), "daily-pee", "yes"))
    leaked = Practice(at(TODAY, 12), "stacking", (), ("leak_urine",))
    assert offered(*daily, yes, leaked).left == ""
    noted = Noted("leak_urine", 1, running=True, warm_up=False, at_s=300)
    assert offered(yes, noted=(noted,)).left == ""
    assert offered(yes, noted=(noted._replace(value=2),)).left
    assert offered(yes, leaked._replace(felt=("leak_urine", "knee"))).left


STATES: Final[dict[str, tuple[tuple[Fact, ...], bool]]] = {
    "all": (ready(), True),
    "none": (ready()[:5], False),
    "nothing told": ((), False),
    "walked, leaks": (
        (*ready()[:4], Told(at(TODAY), "daily-pelvic", "less than once a week"), *trials("walk")),
        False,
    ),
    "all, leaks": ((*ready(), Told(at(TODAY, 12), "daily-pelvic", "yes")), True),
    "walked, bleeds": ((*ready()[:5], *trials("walk"), _TOLD._replace(bleeding=True)), False),
    "walked, no wound told": (
        (*without(ready()[:5], "wound"), *trials("walk")),
        False,
    ),
    "too early": (
        (*without(ready(born=TODAY - timedelta(weeks=9)), "impact"),),
        False,
    ),
    "a sign, all passed": ((*ready(), Screen(at(TODAY, 12), ("chest",))), True),
    "a sign, none passed": ((*ready()[:5], Screen(at(TODAY, 12), ("chest",))), False),
    "hops felt": ((*ready(), Trial(at(TODAY, 12), "hops", 3, 0, ("heaviness",))), False),
    "plank short": ((*ready(), Trial(at(TODAY, 12), "plank", 40, None, ())), False),
    "passed long ago": (ready(TODAY - timedelta(days=40)), False),
    **{f"all but {gate}": (without(ready(), gate), False) for gate in _TESTED},
}


@pytest.mark.parametrize("state", STATES)
def test_all_tests_were_passed_is_said_only_where_they_were(state: str) -> None:
    """Whatever closes them; and where none is open it is said what they wait for."""
    facts, passed = STATES[state]
    _said_only_of(History(facts), passed=passed)


def _said_only_of(history: History, *, passed: bool) -> None:
    found = preparation(history, ROUTINES, CHECKS, TODAY)
    if found.tests:
        assert (passed, found.no_tests) == (False, "")
        return
    assert (ALL_PASSED in found.no_tests) is passed
    assert passed or found.no_tests.startswith("No test is open now. ")
    assert passed or found.left


@given(histories())
@example(History(ready()))
def test_all_tests_were_passed_is_true_for_every_history(history: History) -> None:
    """Said in another way than in the code."""
    gates = readiness(history, CHECKS, TODAY).gates
    passed = all(each.state is State.YES for each in gates if each.id in _TESTED)
    _said_only_of(history, passed=passed)


def test_it_is_named_what_the_tests_wait_for() -> None:
    """With what was told of it."""
    found = preparation(History(STATES["walked, leaks"][0]), ROUTINES, CHECKS, TODAY)
    assert found.no_tests == (
        "No test is open now. Those with impact, and those of strength, come when this says yes: "
        f'{DAILY} ("less than once a week", told on 7 April 2026).'
    )
    two = preparation(
        History((*without(ready()[:5], "wound"), *trials("walk"), _TOLD._replace(bleeding=True))),
        ROUTINES,
        CHECKS,
        TODAY,
    )
    assert two.left.endswith(
        "says yes: no bleeding but a period; every wound healed, also after a quick walk."
    )
    hops = preparation(History(STATES["hops felt"][0]), ROUTINES, CHECKS, TODAY + 2 * DAY)
    assert hops.left == (
        "These tests wait until 21 April 2026: hops, squats and jogging on the spot, nothing felt."
    )
