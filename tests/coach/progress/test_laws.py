"""What holds of every decision, from any history."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from controller.coach.history import (
    Birth,
    Choice,
    Clearance,
    ClearanceKind,
    History,
    NextDay,
    Noted,
    PreCheck,
    Session,
)
from controller.coach.progress.decision import Decision, Kind
from controller.coach.progress.rules import decide
from controller.core.symptoms import Category
from plans.policies.symptoms import known_symptoms
from plans.provenance.sources import known_sources
from plans.shelf import find_plan, open_policy
from tests.coach.stories import LADDER, WALK, at, day, done, history, note
from tests.coach.strategies import TOP, histories, noted
from tests.house.words import CLAIMS, TO_A_RUNNER, wrong

if TYPE_CHECKING:
    from random import Random

    from plans.plan.model import Plan
    from plans.policies.reader import PolicyFile

POLICIES: Final = st.sampled_from([open_policy("cautious"), open_policy("standard")])
PLANS: Final = st.sampled_from([find_plan(LADDER), find_plan(WALK)])
RUNNING: Final = find_plan(LADDER)
CAUTIOUS: Final = open_policy("cautious")
WALKING: Final = find_plan(WALK)
RED: Final = {
    each.id for each in known_symptoms().symptoms.values() if each.category is Category.RED
}
STRONG: Final = {
    ("bulge", 1),
    ("leak_bowel", 2),
    ("leak_bowel", 3),
    ("heaviness", 3),
    ("leak_urine", 3),
}
AFTER: Final = st.integers(0, 40)
"""Days from the last session to today."""
_ORDER: Final = list(Kind)


def strictness(decision: Decision) -> tuple[int, int]:
    """Return a decision as a number: the smaller, the stricter."""
    return (_ORDER.index(decision.kind), decision.level)


def own(known: History, plan: str) -> list[Session]:
    """Return the sessions of a plan since the last birth."""
    birth = known.birth
    found = [each for each in known.sessions if each.plan == plan]
    return [each for each in found if birth is None or each.at.date() >= birth.on]


def gap_class(days: int) -> int:
    """Return how N12 counts a gap."""
    return sum(days >= each for each in (8, 15, 29))


@st.composite
def clean_histories(draw: st.DrawFn) -> History:
    """Return two or more clean sessions at one level."""
    level = draw(st.integers(1, TOP))
    days = itertools.accumulate(draw(st.lists(st.integers(3, 6), min_size=2, max_size=5)))
    return history(*(done(number, level, ran_s=60 * level) for number in days))


MILD: Final = (
    st.builds(note, st.sampled_from(("knee", "hip", "scar_caesarean")), st.just(2)),
    st.builds(note, st.sampled_from(("doming", "breast", "fear")), st.just(1)),
    st.builds(note, st.just("effort"), st.just(5)),
)
"""What a clean session may have (evidence.md 10.2): it holds back nobody, and was noted."""


@st.composite
def mild_histories(draw: st.DrawFn) -> History:
    """Return sessions at one level that are as clean as those, in some of which was noted."""
    days = itertools.accumulate(draw(st.lists(st.integers(3, 6), min_size=1, max_size=5)))
    told = []
    for number in days:
        notes = draw(st.just([]) | st.lists(st.one_of(MILD), max_size=2))
        hurt = draw(st.just({}) | st.just({"pain": (("knee", 2),)}))
        checked: dict[str, Any] = draw(st.just(hurt) | st.just({"missing": True}))
        shortened = draw(st.integers(0, 9)) == 9
        told.append(done(number, 3, *notes, pre=hurt, check=checked, shortened=shortened))
    return history(*told)


def counted(known: History, plan: str, because: str) -> list[Session]:
    """Return the sessions that a sentence speaks of: the last, and so many as it says."""
    mine = own(known, plan)
    words = re.search(r"was done (?:(twice)|(once)|(\d+) times)", because)
    times = 1 if words is None else 2 if words[1] else int(words[3] or 1)
    whole = [each for each in mine if each.level == mine[-1].level and not each.shortened]
    return [mine[-1], *[each for each in whole if known.next_day(each.id)][-times:]]


def is_seen(known: History, kind: ClearanceKind, session: Session) -> bool:
    """Whether a clinician was seen after a session."""
    return any(
        isinstance(each, Clearance)
        and each.kind is kind
        and each.at > session.at
        and each.on >= session.at.date()
        for each in known.facts
    )


def last_day(known: History) -> int:
    """Return the number of the day of the last session."""
    return (known.sessions[-1].at.date() - day(0)).days if known.sessions else 0


@given(histories(), PLANS, POLICIES, AFTER)
def test_no_level_is_skipped(known: History, plan: Plan, policy: PolicyFile, late: int) -> None:
    """At most one above the last, and exactly one for a step up."""
    decision = decide(known, plan, policy, day(last_day(known) + late))
    mine = own(known, plan.id)
    last = mine[-1].level if mine else 1
    assert 1 <= decision.level <= min(last + 1, len(plan.levels))
    assert (decision.level > last) is (decision.kind is Kind.UP)


@given(histories(), POLICIES, AFTER)
def test_no_running_under_a_referral(known: History, policy: PolicyFile, late: int) -> None:
    """Red flags, a bulge, strong pelvic symptoms and bone pain, each until its clinician."""
    found = decide(known, RUNNING, policy, day(last_day(known) + late))
    walking = decide(known, WALKING, policy, day(last_day(known) + late))
    for session in known.sessions:
        red = session.signs in ("now", "today") or RED & {each.symptom for each in session.noted}
        if red and not is_seen(known, ClearanceKind.SEEN, session):
            assert found.rule == walking.rule == "N1"
            assert (found.kind, walking.kind) == (Kind.REFER, Kind.REFER)
            assert found.meanwhile == walking.meanwhile == ""
        strong = any((each.symptom, each.value) in STRONG for each in session.noted)
        if strong and not is_seen(known, ClearanceKind.PELVIC, session):
            assert found.kind is Kind.REFER
        bone = any(each.symptom == "shin_foot_bone" for each in session.noted)
        if bone and not is_seen(known, ClearanceKind.SEEN, session):
            assert found.kind is Kind.REFER
            assert walking.kind not in (Kind.UP, Kind.DONE)
    if found.kind is Kind.REFER:
        assert found.level == 1


@given(histories(), PLANS, POLICIES, AFTER)
def test_no_step_up_on_pain(known: History, plan: Plan, policy: PolicyFile, late: int) -> None:
    """On bone any, elsewhere more than 2, told before the last session or on the next day.

    In walks, too; and of bone not even if it was told before another session, or none.
    """
    decision = decide(known, plan, policy, day(last_day(known) + late))
    if decision.kind not in (Kind.UP, Kind.DONE):
        return
    last = own(known, plan.id)[-1]
    for check in (known.before(last), known.next_day(last.id)):
        for place, number in check.pain if check else ():
            assert number <= (0 if place == "bone" else 2)
    seen = [each for each in known.facts if isinstance(each, Clearance)]
    for fact in known.facts:
        if isinstance(fact, PreCheck | NextDay) and any(
            place == "bone" and number for place, number in fact.pain
        ):
            assert any(each.kind is ClearanceKind.SEEN and each.at > fact.at for each in seen)


@pytest.mark.long
@given(histories(), PLANS, POLICIES, AFTER)
def test_no_step_up_without_the_next_day_check(
    known: History, plan: Plan, policy: PolicyFile, late: int
) -> None:
    """Of the last session, as it was before; taken away, there is none."""
    today = day(last_day(known) + late)
    decision = decide(known, plan, policy, today)
    if decision.kind not in (Kind.UP, Kind.DONE):
        return
    last = own(known, plan.id)[-1]
    check = known.next_day(last.id)
    assert check is not None
    assert True not in (check.pelvic, check.worse, check.bleeding, check.warning_sign)
    fewer = tuple(
        each for each in known.facts if not (isinstance(each, NextDay) and each.session == last.id)
    )
    without = decide(replace(known, facts=fewer), plan, policy, today)
    assert without.kind not in (Kind.UP, Kind.DONE)
    assert without.level <= last.level


@given(clean_histories(), st.integers(0, 7))
def test_a_step_up_is_not_rare(known: History, late: int) -> None:
    """So that the laws about it say something: two clean sessions, and there it is."""
    decision = decide(known, RUNNING, CAUTIOUS, day(last_day(known) + late))
    assert decision.kind in (Kind.UP, Kind.DONE)
    assert decision.not_before <= day(last_day(known) + 9)


@pytest.mark.long
@given(histories(), POLICIES, AFTER, st.integers(1, TOP))
def test_a_choice_never_raises(known: History, policy: PolicyFile, late: int, level: int) -> None:
    """Nor does it bring a day forward, or end a referral, a rest or a walk."""
    today = last_day(known) + late
    before = decide(known, RUNNING, policy, day(today))
    choice = Choice(at(today, 20), LADDER, level)
    after = decide(replace(known, facts=(*known.facts, choice)), RUNNING, policy, day(today))
    if not any(isinstance(each, Choice) for each in known.facts):
        assert strictness(after) <= strictness(before)
        assert after.level == min(level, before.level)
    assert after.not_before == before.not_before
    assert after.kind is before.kind or Kind.EASIER in (after.kind, before.kind)


@given(histories(), PLANS, POLICIES, AFTER, st.randoms(use_true_random=False))
def test_the_order_in_which_facts_stand_does_not_matter(
    known: History, plan: Plan, policy: PolicyFile, late: int, chance: Random
) -> None:
    """Each has its moment; sessions, too."""
    today = day(last_day(known) + late)
    facts, sessions = list(known.facts), list(known.sessions)
    chance.shuffle(facts)
    chance.shuffle(sessions)
    births = [each for each in known.facts if isinstance(each, Birth)]
    assume(len(births) < 2)
    mixed = History(tuple(facts), tuple(sessions))
    assert decide(mixed, plan, policy, today) == decide(known, plan, policy, today)


@given(histories(), PLANS, POLICIES, st.integers(0, 30), st.integers(1, 30))
def test_time_alone_makes_nothing_stricter_but_a_gap(
    known: History, plan: Plan, policy: PolicyFile, first: int, more: int
) -> None:
    """Without a new fact: a rest passes, a week passes; only N12 goes the other way.

    The gap of a plan without runs counts from a session of any plan, for each has walks.
    """
    mine = own(known, plan.id)
    counts = mine if plan == RUNNING else known.sessions
    last = (counts[-1].at.date() - day(0)).days if mine else last_day(known)
    start = max(last_day(known), last)
    early = decide(known, plan, policy, day(start + first))
    late = decide(known, plan, policy, day(start + first + more))
    gaps = [start + first - last, start + first + more - last]
    if not mine or gap_class(gaps[0]) == gap_class(gaps[1]):
        assert strictness(late) >= strictness(early)
    else:
        assert _ORDER.index(late.kind) >= min(_ORDER.index(early.kind), _ORDER.index(Kind.EASIER))


@given(histories(), PLANS, POLICIES, AFTER, noted())
def test_nothing_more_that_was_noted_softens_anything(
    known: History, plan: Plan, policy: PolicyFile, late: int, more: Noted
) -> None:
    """In any of the sessions."""
    today = day(last_day(known) + late)
    before = decide(known, plan, policy, today)
    for place, session in enumerate(known.sessions):
        worse = replace(session, noted=(*session.noted, more))
        sessions = (*known.sessions[:place], worse, *known.sessions[place + 1 :])
        after = decide(replace(known, sessions=sessions), plan, policy, today)
        assert strictness(after) <= strictness(before)


@given(histories() | mild_histories(), PLANS, POLICIES, AFTER)
def test_nothing_to_note_is_said_of_nothing_that_was_noted(
    known: History, plan: Plan, policy: PolicyFile, late: int
) -> None:
    """Of no session that a sentence counts: in it, before it or on the next day."""
    found = decide(known, plan, policy, day(last_day(known) + late))
    if "nothing to note" not in found.because.lower():
        return
    for session in counted(known, plan.id, found.because):
        assert not [each for each in session.noted if each.value > 0]
        for check in (known.before(session), known.next_day(session.id)):
            assert not [pain for _, pain in (check.pain if check else ()) if pain]


@given(histories(), PLANS, POLICIES, AFTER)
def test_something_to_note_is_always_named(
    known: History, plan: Plan, policy: PolicyFile, late: int
) -> None:
    """N9 leaves nobody to guess what it was."""
    found = decide(known, plan, policy, day(last_day(known) + late))
    if found.rule == "N9":
        assert re.search(r"there was \w.*: ", found.because)


@given(histories(), PLANS, POLICIES, AFTER)
def test_every_decision_says_why(known: History, plan: Plan, policy: PolicyFile, late: int) -> None:
    """One sentence in the words of the house, a rule with its sources, and a day."""
    decision = decide(known, plan, policy, day(last_day(known) + late))
    sentence = decision.because
    assert sentence[0].isupper()
    assert (sentence.count("."), sentence[-1]) == (1, ".")
    assert not {"{", "}", "None"} & set(sentence.split())
    assert not list(wrong(sentence, (*CLAIMS, *TO_A_RUNNER)))
    row = next(each for each in policy.after if each.rule == decision.rule)
    assert decision.sources
    assert set(decision.sources) <= known_sources().keys()
    assert row.rule == decision.rule
    assert decision.meanwhile in ("", WALK)
