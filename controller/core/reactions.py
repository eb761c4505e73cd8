"""What a report does to the belt and to the runs to come. Nothing here makes anything faster."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from controller.core import numbers
from controller.core.course import bank, cut_run, walk_anew
from controller.core.drive import allowed_speed, in_steps, is_run
from controller.core.judge import Said
from controller.core.obey import led_back
from controller.core.policy import Action, Again, Strength
from controller.core.questions import Watched
from controller.core.reporting import write_down
from controller.core.state import (
    DRIVEN,
    Cause,
    Outcome,
    Phase,
    RunsLeft,
    SessionState,
    WalkOut,
    enter,
)
from controller.core.stopping import Commands, Reason, bring_down
from controller.core.symptoms import Category
from controller.core.timeline import JOG_FLOOR, Gait
from protocols.units import CentiKmh, Nanoseconds

_ASKED_AGAIN: Final = (Strength.WALK, Strength.WALK_TO_THE_END)
"""A pelvic symptom that leads to one of these is asked about again after two minutes (I2)."""


def react(state: SessionState, now: Nanoseconds, out: Commands, said: Said) -> SessionState:
    """Write a report down and do what the policy asks for."""
    if state.phase is Phase.ENDED:
        return state
    state, verdict = write_down(state, now, said)
    if verdict is None:
        return state
    action, because = verdict.action, f"{said.label}, {said.words}"
    match action.strength:
        case Strength.NOTE | Strength.CUE:
            return state
        case Strength.SLOW:
            return _slow(state, now, because, action)
        case Strength.WALK:
            state = _walk(state, now, because, action.again)
            return _watch(state, now, said, action)
        case Strength.WALK_TO_THE_END:
            return _watch(walk_out(state, now, because), now, said, action)
        case Strength.WALK_THEN_STOP_AND_REFER:
            return walk_out(state, now, because, stop_at=Nanoseconds(now + action.walk_first))
        case Strength.STOP:
            return bring_down(state, now, out, Reason(because, Cause.RULE))
        case Strength.STOP_AND_REFER:
            reason = Reason(because, Cause.RULE, Outcome.STOPPED_AND_REFER)
            return bring_down(state, now, out, reason)


def _slower_runs(state: SessionState, percent: int, at_least: CentiKmh) -> CentiKmh | None:
    """Return the speed that no run to come exceeds; None if there are no runs."""
    runs = [each for each in state.setup.program.segments if each.gait is Gait.RUN]
    if not runs:
        return None
    speed = max(allowed_speed(state, each) for each in runs)
    slower = CentiKmh(speed - max(speed * percent // 100, at_least))
    return state.setup.speed_range.at_or_below(slower)


def _slow(state: SessionState, now: Nanoseconds, because: str, action: Action) -> SessionState:
    """Lower every run to come; below a jog it is a walk to the end (I9).

    The bundled plans jog at 7.5 km/h: ten per cent less is 6.75, which is no jog any more.
    """
    slower = _slower_runs(state, action.slow_percent, action.slow_at_least)
    if slower is None:
        return state
    if slower < JOG_FLOOR:
        return walk_out(state, now, because)
    return _lower(state, slower, because)


def _walk(state: SessionState, now: Nanoseconds, because: str, again: Again) -> SessionState:
    """Walk a whole walk from here; where the runs that may follow would be walks, to the end."""
    slower = _slower_runs(state, again.slow_percent, again.slow_at_least)
    if slower is not None and slower < JOG_FLOOR:
        return walk_out(state, now, because)
    if not is_run(state):
        state = led_back(state, because)
        return walk_anew(state, now) if state.phase in DRIVEN else state
    state = cut_run(state, now)
    return replace(state, drive=replace(state.drive, hurried=True))


def _watch(state: SessionState, now: Nanoseconds, said: Said, action: Action) -> SessionState:
    """Remember to ask whether it is still there."""
    entry = state.setup.policy.entry(said.symptom)
    pelvic = entry is not None and entry.symptom.category is Category.PELVIC
    waits = action.strength is Strength.WALK and state.course.walk_out is None
    if not waits and not pelvic:
        return state
    ask_at = Nanoseconds(now + numbers.STILL_THERE_AFTER) if pelvic else None
    again = action.again if waits else None
    watched = Watched(said, now, ask_at, again, state.progress.last_bout)
    others = [each for each in state.asking.watched if each.said.symptom != said.symptom]
    return replace(state, asking=replace(state.asking, watched=(*others, watched)))


def still_there(
    state: SessionState, now: Nanoseconds, out: Commands, about: Watched, said: Said
) -> SessionState:
    """Do what follows from a symptom that is not gone: it is a report, and no run waits for it.

    A pelvic one that is the same or more after two minutes of walking counts as strong (I2), and a
    limp that stays ends the session (I7): ``said.stays``.
    """
    if state.phase is Phase.ENDED:
        return state
    state = react(_forget(state, about), now, out, said)
    if about.again is not None:
        state = walk_out(state, now, f"{said.label}, {said.words}")
    if about.ask_at is None or now >= about.ask_at:
        return state
    # Asked before its two minutes, because a run was waiting: the two minutes stand.
    watched = tuple(
        replace(each, told_at=about.told_at, ask_at=about.ask_at)
        if each.said.symptom == said.symptom
        else each
        for each in state.asking.watched
    )
    return replace(state, asking=replace(state.asking, watched=watched))


def run_again(state: SessionState, now: Nanoseconds, about: Watched) -> SessionState:
    """Take note that it is gone; what is left of the runs may follow, if it was a walk till then.

    It is not asked about any more, unless it is told again.
    """
    state, again = _forget(state, about), about.again
    if again is None or state.course.walk_out is not None:
        return state
    because = f"{about.said.label}, {about.said.words}"
    slower = _slower_runs(state, again.slow_percent, again.slow_at_least)
    if slower is not None and slower < JOG_FLOOR:
        return walk_out(state, now, because)
    if slower is not None and again.slow_percent:
        state = _lower(state, slower, because)
    runs = state.course.runs
    longest = runs.longest
    if again.onset_percent:
        onset = in_steps(about.onset * again.onset_percent // 100)
        longest = onset if longest is None else min(longest, onset)
    left = RunsLeft(longest, min(runs.percent, again.percent))
    return replace(state, course=replace(state.course, runs=left))


def _forget(state: SessionState, about: Watched) -> SessionState:
    kept = tuple(each for each in state.asking.watched if each.said.symptom != about.said.symptom)
    return replace(state, asking=replace(state.asking, watched=kept))


def _lower(state: SessionState, speed: CentiKmh, because: str) -> SessionState:
    ceilings = state.ceilings.lowered(speed, because)
    return replace(state, ceilings=ceilings, drive=replace(state.drive, hurried=True))


def walk_out(
    state: SessionState,
    now: Nanoseconds,
    because: str,
    stop_at: Nanoseconds | None = None,
    cause: Cause = Cause.RULE,
) -> SessionState:
    """Walk to the end, or until ``stop_at``; the first reason stays, the earlier end counts."""
    if state.phase is Phase.ENDED:
        return state
    state = bank(state, now)
    earlier = state.course.walk_out
    if earlier is None:
        plan = WalkOut(because, stop_at, cause)
    else:
        ends = [each for each in (earlier.stop_at, stop_at) if each is not None]
        graver = cause if earlier.cause is Cause.RUNNER else earlier.cause
        plan = replace(earlier, stop_at=min(ends, default=None), cause=graver)
        if graver is not earlier.cause:
            plan = replace(plan, because=because)
    watched = tuple(
        replace(each, again=None) for each in state.asking.watched if each.ask_at is not None
    )
    state = replace(
        state,
        course=replace(state.course, walk_out=plan),
        asking=replace(state.asking, watched=watched),
    )
    state = led_back(_lower(state, state.setup.program.walk_speed, because), because)
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
