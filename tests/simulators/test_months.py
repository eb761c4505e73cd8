"""Months of a virtual runner keep the laws of the coach, whoever she is and whatever comes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from controller.coach.asking.told import Off, held_by
from controller.coach.history import Clearance, History, NextDay, PreCheck
from controller.coach.progress.decision import Kind
from controller.coach.progress.rules import decide
from controller.coach.readiness.judge import WALKING, readiness
from plans.readiness.checks import known_checks
from plans.shelf import find_plan, open_policy
from simulators.months.live import Day, Months, Rules, live
from simulators.months.outings import on_a
from simulators.months.tissue import Left
from simulators.months.weeks import summary
from simulators.people import find_person, person_names
from simulators.profiles import find_machine
from tests.simulators.lean_outings import lean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from controller.coach.history import Session

pytestmark = pytest.mark.long

MAY_RUN: Final = (Kind.EASIER, Kind.SAME, Kind.UP, Kind.DONE)


@cache
def rules() -> Rules:
    """What everybody goes by."""
    plan = find_plan("postpartum-ladder")
    return Rules(plan, find_plan(WALKING), open_policy("cautious"), known_checks())


def lived(name: str, seed: int, days: int) -> list[Day]:
    """Live through some days."""
    return list(live(find_person(name), rules(), lean, days=days, seed=seed))


def before_each(days: list[Day]) -> Iterator[tuple[Session, History]]:
    """Yield each session with all that was known when its belt began to move."""
    facts = [fact for day in days for fact in day.told]
    sessions = [day.played.session for day in days if day.played is not None]
    for number, session in enumerate(sessions):
        known = tuple(each for each in facts if each.at <= session.at)
        yield session, History(known, tuple(sessions[:number]))


PEOPLE: Final = st.sampled_from(person_names())
SEEDS: Final = st.integers(0, 1 << 32)


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(PEOPLE, SEEDS)
def test_no_session_is_under_a_closed_gate_before_its_day_or_above_what_is_next(
    name: str, seed: int
) -> None:
    """Judged anew from what was known at that moment."""
    by = rules()
    for session, history in before_each(lived(name, seed, 130)):
        today = session.at.date()
        ready = readiness(history, by.checks, today)
        check = history.before(session)
        assert ready.belt
        assert check is not None
        assert check.at.date() == today
        assert held_by(check).off is not Off.BELT
        if session.has_runs:
            decided = decide(history, by.plan, by.policy, today)
            assert ready.running
            assert held_by(check).off is Off.NOTHING
            assert decided.kind in MAY_RUN
            assert decided.not_before <= today
            assert session.level <= decided.level


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(PEOPLE, SEEDS)
def test_no_level_is_skipped_and_none_goes_up_without_a_next_day_check(
    name: str, seed: int
) -> None:
    """From one run to the next."""
    runs = [each for each in before_each(lived(name, seed, 130)) if each[0].has_runs]
    for (first, _), (second, known) in pairwise(runs):
        assert second.level <= first.level + 1
        assert (second.at.date() - first.at.date()).days > 1
        if second.level > first.level:
            assert known.next_day(first.id) is not None
    assert not runs or runs[0][0].level == 1


def test_the_same_seed_does_the_same_and_another_does_not() -> None:
    """Whatever was lived through before in the same process."""
    first = lived("candid", 5, 90)
    assert lived("stoic", 6, 30) != first[:30]
    assert lived("candid", 5, 90) == first
    assert lived("candid", 6, 90) != first


def test_a_longer_life_begins_as_a_shorter_one() -> None:
    """Nothing is drawn ahead, so that weeks can be told while later ones are lived."""
    assert lived("candid", 5, 100)[:60] == lived("candid", 5, 60)


def test_who_answers_no_check_goes_up_no_level() -> None:
    """Silence is never "nothing to note" (N4), for months."""
    days = lived("silent", 3, 150)
    assert not any(map(_runs, days))
    assert not any(isinstance(fact, NextDay) for day in days for fact in day.told)
    assert {day.decision.level for day in days} == {1}


def test_who_is_eager_comes_in_vain_on_days_of_rest() -> None:
    """And nothing comes of it: the laws above hold for her as well."""
    assert summary(lived("impatient", 3, 80)).in_vain > 10
    assert summary(lived("prompt", 3, 80)).in_vain == 0


def test_who_hurts_at_the_door_walks_or_rests_instead_of_a_run() -> None:
    """What she tells in the six questions counts on the very day (evidence.md 10.2)."""
    number = next(at for at, day in enumerate(lived("prompt", 5, 80)) if _runs(day) and at > 70)
    months = Months(find_person("prompt"), rules(), lean, 5)
    for earlier in range(number):
        months.live(earlier)
    months.body = replace(months.body, left={"knee": Left(6.0, 9.0)})
    day = months.live(number)
    checks = [fact for fact in day.told if isinstance(fact, PreCheck)]
    assert [each.pain for each in checks] == [(("knee", 6),)]
    assert not _runs(day)


def _runs(day: Day) -> bool:
    return day.played is not None and day.played.session.has_runs


def test_who_is_referred_is_seen_and_goes_on() -> None:
    """A warning sign keeps her off the belt for the days until a doctor's words, and no longer."""
    days = lived("flagged", 3, 182)
    seen = [fact for day in days for fact in day.told if isinstance(fact, Clearance)]
    refused = [day.on for day in days if not day.ready.belt]
    assert seen
    assert refused
    last = max(each.on for each in seen)
    assert any(day.played is not None and day.on > last for day in days)
    assert all(day.played is None or day.ready.belt or "stop" in day.played.session.outcome
               for day in days)  # fmt: skip


def test_a_mild_symptom_costs_days_and_not_months() -> None:
    """Rule N7 asks for half an hour of walking, which whoever runs has: not for the walking ladder.

    Her walking sessions were weeks ago, and the ladder of walking had begun anew at ten minutes.
    """
    waits = [0]
    for seed in (1, 4):
        for day in lived("candid", seed, 150):
            walk = day.decision.kind is Kind.WALK and not day.away
            waits.append(waits[-1] + 1 if walk else 0)
    assert 0 < max(waits) < 28


@pytest.mark.parametrize("name", ["prompt", "candid"])
def test_the_whole_engine_makes_sessions_of_journals(name: str) -> None:
    """By the very shell and bytes: what a diary would have of them, and what was truly felt."""
    days = list(live(find_person(name), rules(), on_a(find_machine("generic")), days=9, seed=3))
    played = [day.played for day in days if day.played is not None]
    assert played
    for each in played:
        assert each.session.plan == WALKING
        assert each.session.completed
        assert each.session.lasted_s > 590
        assert each.session.ran_s == each.ran_on_s == 0
    checks = [fact for day in days for fact in day.told if isinstance(fact, PreCheck)]
    assert len(checks) == len(played)
