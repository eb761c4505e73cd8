"""Who is drawn, and what is counted of her months."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final, cast

import pytest

from controller.coach.history import Session
from controller.coach.progress.decision import Decision, Kind
from plans.shelf import find_plan
from simulators.fleet.lives import Outcome, goal_of, live_one, outcome_of
from simulators.fleet.packed import live_packed, packed
from simulators.fleet.population import USUAL, draw
from simulators.months.live import Day, Played
from simulators.people import find_person
from tests.fleet.made import small_fleet

if TYPE_CHECKING:
    from controller.coach.readiness.gates import Readiness

pytestmark = pytest.mark.long

PLAN: Final = find_plan("postpartum-ladder")
PEOPLE: Final = tuple(find_person(each) for each in USUAL)
DONE: Final = Session(
    id="1",
    at=datetime(2026, 1, 5, 17, tzinfo=UTC),
    plan=PLAN.id,
    level=1,
    has_runs=True,
    completed=True,
    outcome="completed",
    planned_run_s=240,
    ran_s=240,
    lasted_s=1900,
)


def _day(session: Session | None, kind: Kind = Kind.SAME, felt: int = 0, ran_on: int = 0) -> Day:
    symptoms = (("knee", felt),) if felt else ()
    return Day(
        on=date(2026, 1, 5),
        week=1,
        played=None if session is None else Played(session, symptoms, ran_on),
        decision=Decision(kind, 1, date(2026, 1, 5), "", "N11", ()),
        ready=cast("Readiness", None),
        away="",
        asked_in_vain=False,
        told=(),
    )


def test_sessions_and_minutes_are_added_up() -> None:
    """A day without a session is none, and a level counts when it was done whole."""
    days = [
        _day(DONE),
        _day(None),
        _day(replace(DONE, level=2, shortened=True)),
        _day(replace(DONE, level=3, completed=False, ran_s=100), felt=2, ran_on=35),
        _day(replace(DONE, level=9, plan="postpartum-walk", ran_s=0)),
    ]
    assert outcome_of(days, PLAN, set()) == Outcome(4, 580, 1, None, 35, 0, 0)


def test_the_goal_is_reached_on_the_first_day_that_has_it() -> None:
    """Thirty minutes in one session; a second short of it is not there."""
    assert goal_of(PLAN) == 1800
    days = [_day(None), _day(replace(DONE, ran_s=1799)), *[_day(replace(DONE, ran_s=1800))] * 2]
    assert outcome_of(days, PLAN, set()).goal_day == 3


def test_a_stop_is_false_where_a_rule_ended_a_session_in_which_nothing_was_felt() -> None:
    """What she felt and what ended it are both true of her, whatever she said."""
    rule, felt, by_her = (replace(DONE, id=each) for each in ("rule", "felt", "by-her"))
    days = [_day(rule), _day(felt, felt=1), _day(by_her)]
    assert outcome_of(days, PLAN, {"rule", "felt"}).false_stops == 1


def test_a_referral_counts_once_until_it_is_over() -> None:
    """However many days it stands."""
    kinds = [Kind.REFER, Kind.REFER, Kind.SAME, Kind.REFER, Kind.UP]
    assert outcome_of([_day(None, each) for each in kinds], PLAN, set()).referrals == 2


def test_a_runner_is_made_of_seed_and_number_alone() -> None:
    """Not of who was drawn before her; and no two are alike."""
    forward = [draw(PEOPLE, 3, number) for number in range(40)]
    assert [draw(PEOPLE, 3, number) for number in reversed(range(40))] == forward[::-1]
    assert len({each.seed for each in forward}) == 40
    assert draw(PEOPLE, 4, 0) != forward[0]
    assert {each.person.name for each in forward} == set(USUAL)


def test_a_drawn_runner_is_her_file_with_other_numbers() -> None:
    """Only how often things come is varied, and each is a probability or a rate."""
    for number in range(60):
        person = draw(PEOPLE, 0, number).person
        file = find_person(person.name)
        feels = tuple(
            replace(mine, per_minute=theirs.per_minute)
            for mine, theirs in zip(person.feels, file.feels, strict=True)
        )
        assert replace(person, feels=feels, between=file.between) == file
        assert all(each.per_minute > 0 for each in person.feels)
        habits = person.between
        assert all(
            0 < each < 1 for each in (habits.comes, habits.answers, habits.practises, habits.easier)
        )


@pytest.mark.parametrize("number", [0, 1])
def test_a_packed_fleet_is_the_same_fleet(number: int) -> None:
    """Plan, policies and people go as bytes to where none of their files need be."""
    fleet = small_fleet()
    there = live_packed(number, packed(fleet))
    assert there == live_one(number, fleet)
    assert there.outcomes is not None
    assert [each.sessions > 10 for each in there.outcomes] == [True, True]
