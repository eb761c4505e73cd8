"""What holds of Today and of the door together, from any history: the whole way to a session.

`tests/coach/progress/test_laws.py` holds the decision and `tests/coach/readiness/test_laws.py` the
gates, each alone; here both are put together as Today and the door before a session do it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from controller.cli.session.admit import NotAdmitted, admit
from controller.cli.session.planned import Planned
from controller.coach.asking.told import held_on
from controller.coach.history import (
    Clearance,
    ClearanceKind,
    History,
    PreCheck,
    Session,
)
from controller.coach.progress.decision import Kind
from controller.coach.progress.rules import decide
from controller.coach.readiness.gates import State
from controller.coach.readiness.judge import readiness
from controller.coach.today.due import what_is_due
from controller.coach.today.values import Today, What, Workout
from plans.plan.compile import compile_session
from plans.plan.model import Plan
from plans.shelf import find_plan, open_policy
from tests.coach.ready import CHECKS, ready, without
from tests.coach.stories import LADDER, WALK, at, done, history
from tests.coach.strategies import histories

PLAN: Final = find_plan(LADDER)
WALKING: Final = find_plan(WALK)
POLICY: Final = open_policy("cautious")
GATES: Final = tuple(each.id for each in CHECKS.gates.values() if each.hard)


@st.composite
def moments(draw: st.DrawFn) -> tuple[History, datetime]:
    """Return a history and a moment after it; she was open in everything, but often for a gate."""
    told = draw(histories())
    last = max((each.at for each in told.sessions), default=at(0))
    now = last + timedelta(days=draw(st.integers(0, 9)), hours=draw(st.integers(0, 9)))
    facts = ready(draw(st.sampled_from((last.date(), now.date()))), born=(last.date() - WEEKS))
    gate = draw(st.sampled_from(("", "", *GATES)))
    # What was told in the story may come after it, and may close anything.
    facts = (*without(facts, gate),) if gate else facts
    order = (*facts, *told.facts) if draw(st.booleans()) else (*told.facts, *facts)
    return History(order, told.sessions), now


WEEKS: Final = timedelta(weeks=20)


@cache
def asked(plan: str, level: int) -> Planned:
    """Return a session as the door is asked for it."""
    of = PLAN if plan == LADDER else WALKING
    return Planned(of, compile_session(of, level), POLICY.policy, POLICY.review, {}, POLICY)


def opens(known: History, plan: str, level: int, now: datetime) -> bool:
    """Whether the door is open to a level of a plan."""
    try:
        admit(known, CHECKS, asked(plan, level), level, now.date())
    except NotAdmitted:
        return False
    return True


def due(known: History, now: datetime) -> Today:
    """Return what is due to somebody with the ladder."""
    return what_is_due(known, PLAN, POLICY, CHECKS, now, walking=WALKING)


def offered(today: Today) -> list[Workout]:
    """Return every session that is offered, also the easier ones and the rest of one."""
    return [each.workout for each in (*today.items, *today.easier) if each.workout]


def last_of(known: History, plan: Plan) -> Session | None:
    """Return the last session of a plan since the birth."""
    born = known.birth
    own = [
        each
        for each in known.sessions
        if each.plan == plan.id and (born is None or each.at.date() >= born.on)
    ]
    return max(own, key=lambda each: each.at, default=None)


def checked(known: History, session: Session) -> bool:
    """Whether its next-day check was answered, with nothing in it that is more than before."""
    check = known.next_day(session.id)
    return check is not None and not (
        check.pelvic or check.worse or check.bleeding or check.warning_sign
    )


@pytest.mark.long
@given(moments())
def test_nobody_skips_a_level_or_goes_up_unchecked(moment: tuple[History, datetime]) -> None:
    """Neither by what is offered nor by what the door lets pass, whichever level is asked for."""
    known, now = moment
    last = last_of(known, PLAN)
    before = last.level if last else 1
    open_levels = [each for each in PLAN.levels if opens(known, LADDER, each, now)]
    levels = [each.level for each in offered(due(known, now)) if each.plan == LADDER]
    for level in (*open_levels, *levels):
        assert level <= before + 1
        if level > before:
            assert last is not None
            assert checked(known, last)


@pytest.mark.long
@given(moments())
def test_nobody_runs_under_a_gate_that_is_not_open(moment: tuple[History, datetime]) -> None:
    """Nor is on the belt at all under a warning sign: not at any level, by neither way."""
    known, now = moment
    found = readiness(known, CHECKS, now.date())
    today = due(known, now)
    if not found.running:
        assert all(not each.runs for each in offered(today))
        assert not any(opens(known, LADDER, each, now) for each in PLAN.levels)
    if not found.belt:
        assert offered(today) == []
        assert not opens(known, WALK, 1, now)
    hard = [each.state for each in today.gates if each.hard]
    assert found.running is all(each is State.YES for each in hard)


PAINS: Final = st.sampled_from(("knee", "pelvic_pain", "shin_foot_bone", "pelvic_girdle"))


@given(moments(), PAINS, st.integers(0, 10), st.sampled_from((0, 1)))
def test_nobody_walks_on_a_day_whose_pain_ends_a_session(
    moment: tuple[History, datetime], place: str, number: int, anew: int
) -> None:
    """Neither is a walk offered then nor does the door open to one, whatever was told since."""
    known, now = moment
    calm = PreCheck(now, False, False, False, (), True, True)  # nothing to tell
    facts = (calm._replace(pain=((place, number),)), *(calm,) * anew)
    known = History((*known.facts, *facts), known.sessions)
    held = held_on(known, now.date())
    if held.ends_all:
        assert offered(due(known, now)) == []
        assert not due(known, now).belt
        assert not any(opens(known, WALK, each, now) for each in WALKING.levels)
        assert not any(opens(known, LADDER, each, now) for each in PLAN.levels)


SEEN_BEFORE: Final = Clearance(
    at(1, 18), ClearanceKind.SEEN, "A. Name", at(-1).date(), "All is well."
)
REFERRED: Final = done(0, 5, completed=False, outcome="stopped_and_refer", signs="now").sessions


@given(moments())
@example((History((SEEN_BEFORE,), REFERRED), at(2)))
def test_decision_and_gate_agree_about_warning_signs(moment: tuple[History, datetime]) -> None:
    """A sign that one of them knows keeps the belt off by the other, too, and ends with it."""
    known, now = moment
    found = readiness(known, CHECKS, now.date())
    walking = decide(known, WALKING, POLICY, now.date())
    signs = next(each for each in found.gates if each.id == "signs")
    assert (walking.kind is Kind.REFER) <= (signs.state is State.NOT_YET)
    check = next(known.of(PreCheck), None)
    if walking.kind is Kind.REFER and check is not None:
        assert not due(known, now).belt


def test_a_run_is_offered_where_nothing_stands_against_it() -> None:
    """So that the laws say something: two clean sessions, two days of rest, and the next level."""
    story = history(done(0, 3, ran_s=180), done(3, 3, ran_s=180))
    known = History(
        (*ready(at(-1).date(), born=at(-1).date() - WEEKS), *story.facts), story.sessions
    )
    now = at(6)
    item = due(known, now).first(What.SESSION)
    assert item is not None
    assert item.workout is not None
    assert (item.workout.plan, item.workout.level) == (LADDER, 4)
    assert [opens(known, LADDER, each, now) for each in (3, 4, 5)] == [True, True, False]
    unchecked = History(known.facts[:-1], known.sessions)
    assert [opens(unchecked, LADDER, each, now) for each in (3, 4, 5)] == [True, False, False]
