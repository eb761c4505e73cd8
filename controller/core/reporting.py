"""From what was said to the history: a report is judged and written down, and nothing moves."""

from __future__ import annotations

from dataclasses import replace

from controller.core.judge import Reported, Said, Verdict, judge, strictest
from controller.core.policy import Strength
from controller.core.questions import Ask, Question
from controller.core.state import SessionState, WalkOut
from controller.core.symptoms import STRENGTHS, UNSURE, Place
from protocols.units import Nanoseconds


def place_of(state: SessionState, place_id: str) -> Place:
    """Return a place; one that is not known is judged like one that she is not sure of."""
    return state.setup.policy.place(place_id) or UNSURE


def named(state: SessionState, place: Place, strength: int, symptom: str = "") -> Said:
    """Return a place, or one of its symptoms, at a strength key, judged as the strictest of it.

    Raises:
        ValueError: the policy has none of its symptoms; `plans.policy` lets no such file pass.
    """
    policy = state.setup.policy
    members = (symptom,) if symptom in place.members else place.members
    found = strictest(policy, state.course.reports, members, strength)
    if found is None:
        raise ValueError(f"the policy has no symptom of {place.id}")
    entry, value, _ = found
    label = entry.symptom.label if symptom in place.members else place.name.capitalize()
    return Said(entry.symptom.id, value, label, STRENGTHS[strength], place.id)


def verdict_of(state: SessionState, said: Said) -> Verdict | None:
    """Return what the policy makes of it in this session, or None: nothing was reported."""
    policy, history = state.setup.policy, state.course.reports
    return judge(policy, history, said.symptom, said.value, again=said.again, stays=said.stays)


def write_down(
    state: SessionState, now: Nanoseconds, said: Said
) -> tuple[SessionState, Verdict | None]:
    """Add a report to the history; None if nothing was reported."""
    verdict = verdict_of(state, said)
    if verdict is None:
        return state, None
    action = verdict.action.strength.name
    report = Reported(
        said.symptom, said.value, now, action, said.label, said.words, said.place, verdict.rule
    )
    course = replace(state.course, reports=(*state.course.reports, report))
    return replace(state, course=course), verdict


def half_said(state: SessionState, question: Question | None) -> Said | None:
    """Return what a question that was answered by half says: judged as strictly as can be."""
    if question is None or question.strength is None:
        return None
    place = place_of(state, question.place) if question.ask is Ask.WHICH else UNSURE
    return named(state, place, question.strength)


def keep_what_was_said(state: SessionState, now: Nanoseconds) -> SessionState:
    """Write down what was said, by half or revocably, before a stop overtakes it.

    It is judged as any other: what would have led to a referral still does. Nothing moves for it.
    """
    pending, question = state.asking.pending, state.asking.question
    for said in (None if pending is None else pending.said, half_said(state, question)):
        if said is None:
            continue
        state, verdict = write_down(state, now, said)
        if verdict is None or verdict.action.strength < Strength.WALK_TO_THE_END:
            continue
        refers, earlier = verdict.action.strength.refers, state.course.walk_out
        if earlier is None or (refers and earlier.stop_at is None):
            walk_out = WalkOut(f"{said.label}, {said.words}", now if refers else None)
            state = replace(state, course=replace(state.course, walk_out=walk_out))
    return state


def close_question(state: SessionState) -> SessionState:
    """Take question and pending answer away, answered or overtaken."""
    asking = state.asking
    if asking.idle:
        return state
    asking = replace(asking, question=None, pending=None, wants_to_tell=False)
    return replace(state, asking=asking)
