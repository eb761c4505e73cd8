"""The symptom question's two halves: how strong, then where. The belt obeys the first at once.

An answer counts only when it can have been meant (`course.answers_count`); a stop and the unwell
key are exempt. No answer is never taken for "nothing" (I13).
"""

from __future__ import annotations

from dataclasses import replace

from controller.core.course import close_question
from controller.core.reactions import react
from controller.core.state import Cause, Outcome, Phase, Question, SessionState
from controller.core.stopping import Commands, Reason, bring_down
from controller.core.symptoms import STRENGTHS, TOO_MUCH, UNSURE, place_of, value_of
from protocols.units import Nanoseconds


def nothing(state: SessionState) -> SessionState:
    """Close the question; once a strength was given "nothing" is no answer any more."""
    question = state.course.question
    return state if question is None or question.strength is not None else close_question(state)


def give_strength(
    state: SessionState, now: Nanoseconds, out: Commands, strength: int
) -> SessionState:
    """Keep the strength and ask where; too much brings the belt to a stop at once."""
    question = state.course.question
    if question is None or question.strength is not None or strength not in STRENGTHS:
        return state
    if strength == TOO_MUCH:
        state = report(state, now, out, UNSURE.id, strength)
        because = f"{STRENGTHS[strength]}, at a place that was not named"
        reason = Reason(because, Cause.RULE, Outcome.STOPPED_AND_REFER)
        return bring_down(state, now, out, reason)
    return _put(state, Question(now, strength=strength))


def give_place(state: SessionState, now: Nanoseconds, out: Commands, place_id: str) -> SessionState:
    """Do what the policy says of the place at the strength that was given before."""
    question = state.course.question
    if question is None or question.strength is None:
        return state
    return report(close_question(state), now, out, place_id, question.strength)


def take_back(state: SessionState, now: Nanoseconds) -> SessionState:
    """Ask for the strength again."""
    question = state.course.question
    if question is None or question.strength is None:
        return state
    return _put(state, Question(now))


def no_answer(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Hold the walk at twenty seconds, bring the belt down at sixty (I13)."""
    question = state.course.question
    if question is None:
        return state
    if not question.holding:
        return _put(state, replace(question, holding=True))
    if question.strength is not None:
        # She felt something and has not said where: what she did say counts.
        state = report(close_question(state), now, out, UNSURE.id, question.strength)
        if state.phase in (Phase.STOPPING, Phase.UNKNOWN):
            return state
    return bring_down(state, now, out, Reason("the question was not answered", Cause.RULE))


def report(
    state: SessionState, now: Nanoseconds, out: Commands, place_id: str, strength: int
) -> SessionState:
    """Write a place and a strength down, and do what the policy says of it."""
    place = place_of(place_id)
    symptom = state.setup.policy.symptom(place.judged_as)
    if symptom is None:
        raise ValueError(f"the policy has no {place.judged_as}")  # plans/floor.py: it must
    value = value_of(symptom.scale, strength)
    told = (place.name.capitalize(), STRENGTHS[strength], place.id)
    return react(state, now, out, symptom, value, told)


def _put(state: SessionState, question: Question) -> SessionState:
    return replace(state, course=replace(state.course, question=question))
