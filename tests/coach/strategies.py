"""Histories at random: sessions, checks and all else that can be told, in the order of time."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from hypothesis import strategies as st

from controller.coach.history import (
    Aftermath,
    Birth,
    BirthKind,
    Choice,
    Clearance,
    ClearanceKind,
    Fact,
    History,
    NextDay,
    Noted,
    PreCheck,
    Screen,
    Session,
    Trial,
    WhyStopped,
)
from plans.policies.symptoms import known_symptoms
from tests.coach.stories import LADDER, MONDAY, WALK, at

TOP: Final = 25
"""The last level of the ladder."""
_SYMPTOMS: Final = tuple(known_symptoms().symptoms.values())
_OFTEN: Final = tuple(
    each for each in _SYMPTOMS if each.id in ("heaviness", "leak_urine", "knee", "limp", "effort")
)
_PAIN: Final = st.lists(
    st.tuples(st.sampled_from(("knee", "hip", "bone")), st.integers(0, 7)), max_size=2
).map(tuple)
_RARELY: Final = st.integers(0, 9).map(lambda each: each == 9)


@st.composite
def noted(draw: st.DrawFn) -> Noted:
    """Return a report, of the frequent symptoms more often than of all others."""
    symptom = draw(st.sampled_from(_OFTEN) | st.sampled_from(_SYMPTOMS))
    warm_up = draw(st.booleans())
    value = draw(st.integers(1, symptom.highest))
    return Noted(symptom.id, value, running=not warm_up, warm_up=warm_up, at_s=300)


@st.composite
def checks_before(draw: st.DrawFn, number: int) -> PreCheck:
    """Return the check before a session of a day."""
    return PreCheck(
        at(number, 8, 50),
        draw(_RARELY),
        draw(_RARELY),
        draw(_RARELY),
        draw(_PAIN | st.just(())),
        not draw(_RARELY),
        safety_key=True,
    )


@st.composite
def next_days(draw: st.DrawFn, number: int, session: str) -> NextDay:
    """Return the next-day check of a session, answered on a day."""
    return NextDay(
        at(number, 8),
        session,
        draw(_RARELY),
        draw(_PAIN | st.just(())),
        draw(_RARELY),
        draw(_RARELY),
        draw(st.integers(1, 5)),
        draw(_RARELY),
    )


@st.composite
def sessions(draw: st.DrawFn, number: int, level: int) -> Session:
    """Return a session of a day: most are runs of the ladder, done as planned."""
    runs = draw(st.integers(0, 4)) > 0
    reports = draw(st.just(()) | st.lists(noted(), max_size=2).map(tuple))
    completed = not draw(_RARELY)
    outcome = "completed" if completed else draw(st.sampled_from(("stopped", "stopped_and_refer")))
    return Session(
        id=f"s{number}",
        at=at(number),
        plan=LADDER if runs else WALK,
        level=level if runs else 5,
        has_runs=runs,
        completed=completed,
        outcome=outcome,
        planned_run_s=60 * level * runs,
        ran_s=60 * level * runs,
        lasted_s=draw(st.sampled_from((1200, 1800))),
        noted=reports,
        rules=draw(st.just(()) | st.sampled_from((("I3",), ("I10",), ("I2",)))),
        shortened=draw(_RARELY),
        signs=draw(st.sampled_from(("", "mistake", "bulge", "today", "now")))
        if outcome == "stopped_and_refer"
        else "",
    )


def others(number: int) -> st.SearchStrategy[Fact]:
    """Return what else can be told on a day."""
    moment = at(number, 12)
    symptoms = st.lists(st.sampled_from([each.id for each in _SYMPTOMS]), max_size=1).map(tuple)
    said = st.integers(-3, 0).map(lambda each: MONDAY + timedelta(days=number + each))
    kinds: tuple[st.SearchStrategy[Fact], ...] = (
        st.builds(Aftermath, st.just(moment), st.just(f"s{number}"),
                  st.none() | st.integers(0, 10), st.none() | st.sampled_from(WhyStopped),
                  symptoms),
        st.builds(Screen, st.just(moment), symptoms),
        st.builds(Clearance, st.just(moment), st.sampled_from(ClearanceKind), st.just("A. Name"),
                  said, st.just("Yes."),
                  st.just(()) | st.just((("leak_urine", 1),))),
        st.builds(Trial, st.just(moment), st.just("jog"), st.just(60), st.none(), symptoms),
        st.builds(Choice, st.just(moment), st.just(LADDER), st.integers(1, TOP)),
        st.builds(Birth, st.just(moment), st.integers(-200, 20).map(
            lambda each: MONDAY + timedelta(days=each)), st.sampled_from(BirthKind)),
    )  # fmt: skip
    return st.one_of(*kinds)


@st.composite
def histories(draw: st.DrawFn, most: int = 7) -> History:
    """Return a history; its sessions are those of days from 0 on.

    Facts stand in the order of time; no two are told in the same moment but of different kinds.
    """
    facts: list[Fact] = []
    done: list[Session] = []
    number, level = 0, draw(st.integers(1, TOP))
    for _ in range(draw(st.integers(0, most))):
        if draw(st.integers(0, 3)):
            facts.append(draw(checks_before(number)))
        done.append(draw(sessions(number, level)))
        if draw(_RARELY):
            facts.append(draw(others(number)))
        gap = draw(st.sampled_from((1, 2, 2, 3, 3, 9, 16, 30)))
        if draw(st.integers(0, 4)):
            facts.append(draw(next_days(number + 1, done[-1].id)))
        if gap > 1 and draw(_RARELY):
            facts.append(draw(others(number + 1)))
        number += gap
        level = min(max(level + draw(st.integers(-2, 1)), 1), TOP)
    facts.sort(key=lambda each: each.at)
    return History(tuple(facts), tuple(done))
