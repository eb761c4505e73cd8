"""What a reported symptom or a belt that does not follow does to the session."""

from __future__ import annotations

from dataclasses import replace

from controller.core.course import bank, close_question, keep_half_answer, write_down
from controller.core.drive import allowed_speed
from controller.core.state import (
    Cause,
    Outcome,
    Phase,
    SessionState,
    WalkOut,
    enter,
)
from controller.core.stopping import Commands, Reason, bring_down
from controller.core.symptoms import Action, Strength, Symptom
from controller.core.timeline import JOG_FLOOR, Gait
from protocols.units import CentiKmh, Nanoseconds


def report_symptom(
    state: SessionState, now: Nanoseconds, out: Commands, symptom_id: str, value: int
) -> SessionState:
    """Write the symptom down and do what the policy's row says; an answer closes the question."""
    symptom = state.setup.policy.symptom(symptom_id)
    band = state.setup.policy.band(symptom_id, value)
    if symptom is None or band is None or state.phase is Phase.ENDED:
        return state  # nothing was reported, and that is no answer to a question either
    state = close_question(keep_half_answer(state, now))
    return react(state, now, out, symptom, value, (symptom.label, band.words, ""))


def react(  # noqa: PLR0913, PLR0917  # a report has that many parts
    state: SessionState,
    now: Nanoseconds,
    out: Commands,
    symptom: Symptom,
    value: int,
    told: tuple[str, str, str],
) -> SessionState:
    """Write a report down (`course.write_down`) and do what the policy's row asks for."""
    if state.phase is Phase.ENDED:
        return state
    state, action = write_down(state, now, symptom, value, told)
    if action is None:
        return state
    because = f"{told[0]}, {told[1]}"
    match action.strength:
        case Strength.NOTE:
            return state
        case Strength.SLOW:
            return _slow(state, now, because, action)
        case Strength.WALK_TO_THE_END:
            return walk_out(state, now, because)
        case Strength.WALK_THEN_STOP_AND_REFER:
            return walk_out(state, now, because, stop_at=Nanoseconds(now + action.walk_first))
        case Strength.STOP:
            return bring_down(state, now, out, Reason(because, Cause.RULE))
        case Strength.STOP_AND_REFER:
            reason = Reason(because, Cause.RULE, Outcome.STOPPED_AND_REFER)
            return bring_down(state, now, out, reason)


def _slow(state: SessionState, now: Nanoseconds, because: str, action: Action) -> SessionState:
    """Lower every run to come; below a jog it is a walk to the end (I9)."""
    runs = [each for each in state.setup.program.segments if each.gait is Gait.RUN]
    if not runs:
        return state
    speed = max(allowed_speed(state, each) for each in runs)
    less = max(speed * action.slow_percent // 100, action.slow_at_least)
    slower = CentiKmh(speed - less)
    if slower < JOG_FLOOR:
        return walk_out(state, now, because)
    return _lower(state, slower, because)


def _lower(state: SessionState, speed: CentiKmh, because: str) -> SessionState:
    ceilings = state.ceilings.lowered(speed, because)
    return replace(state, ceilings=ceilings, drive=replace(state.drive, hurried=True))


def walk_out(
    state: SessionState, now: Nanoseconds, because: str, stop_at: Nanoseconds | None = None
) -> SessionState:
    """Walk to the end, or until ``stop_at``; the first reason stays, the earlier end counts."""
    if state.phase is Phase.ENDED:
        return state
    state = bank(state, now)
    earlier = state.course.walk_out
    if earlier is None:
        plan = WalkOut(because, stop_at)
    else:
        ends = [each for each in (earlier.stop_at, stop_at) if each is not None]
        plan = replace(earlier, stop_at=min(ends, default=None))
    state = replace(state, course=replace(state.course, walk_out=plan))
    state = _lower(state, state.setup.program.walk_speed, because)
    return enter(state, Phase.WALKING_OUT, now) if state.phase is Phase.RUNNING else state


def walk_over_due(state: SessionState) -> Nanoseconds | None:
    """Return when a walk that ends in a referral is over."""
    return None if state.course.walk_out is None else state.course.walk_out.stop_at


def refer_after_walk(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Bring the belt to a stop after the last minutes of walking, and refer."""
    walk = state.course.walk_out
    because = "a rule" if walk is None else walk.because
    return bring_down(
        state, now, out, Reason(because, Cause.RULE, Outcome.STOPPED_AND_REFER), hurried=False
    )


def held_too_long(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Bring the belt to a stop: the plan cannot go on, and a walk must not last for ever."""
    reason = Reason("the next part of the plan could not begin for 5 minutes", Cause.FAULT)
    return bring_down(state, now, out, reason, hurried=False)
