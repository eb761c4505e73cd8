"""What a report does to the belt and to the runs to come. Nothing here makes anything faster."""

from __future__ import annotations

from dataclasses import replace

from controller.core import numbers
from controller.core.course import bank, cut_run, walk_anew
from controller.core.drive import goal, in_steps, is_run
from controller.core.judge import LIMP, Said
from controller.core.obey import led_back
from controller.core.policy import Action, Strength
from controller.core.questions import Watched
from controller.core.reporting import slower_runs, write_down
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
from controller.core.stopping import Commands, Reason, bring_down, stop_now
from controller.core.symptoms import Category
from controller.core.timeline import JOG_FLOOR
from controller.words.later import tr_later
from controller.words.with_values import NOTED
from protocols.units import CentiKmh, Nanoseconds


def react(state: SessionState, now: Nanoseconds, out: Commands, said: Said) -> SessionState:
    """Write a report down and do what the policy asks for."""
    if state.phase is Phase.ENDED:
        return state
    state, verdict = write_down(state, now, said)
    if verdict is None:
        return state
    action, because = verdict.action, NOTED.format(symptom=said.label, strength=said.words)
    match action.strength:
        case Strength.NOTE | Strength.CUE:
            return state
        case Strength.SLOW:
            return _slow(state, now, because, action)
        case Strength.WALK:
            return _watch(_walk(state, now, because), now, said, action)
        case Strength.WALK_TO_THE_END:
            return _watch(walk_out(state, now, because), now, said, action)
        case Strength.WALK_THEN_STOP_AND_REFER:
            return walk_out(state, now, because, stop_at=Nanoseconds(now + action.walk_first))
        case Strength.STOP | Strength.STOP_AND_REFER as stop:
            outcome = Outcome.STOPPED_AND_REFER if stop.refers else Outcome.STOPPED
            lead = stop_now if _category(state, said.symptom) is Category.SAFETY else bring_down
            return lead(state, now, out, Reason(because, Cause.RULE, outcome))  # I0 knows no ramp


def _slow(state: SessionState, now: Nanoseconds, because: str, action: Action) -> SessionState:
    """Lower every run to come (I9); there may be none to lower."""
    slower = slower_runs(state, action.slow_percent, action.slow_at_least)
    if slower is None:
        return state
    if is_run(state) and state.drive.commanded < min(slower, goal(state)):
        state = cut_run(state, now)  # on its way up: no run becomes faster behind a symptom
    return _lower(state, slower, because)


def _walk(state: SessionState, now: Nanoseconds, because: str) -> SessionState:
    """Walk a whole walk from here."""
    if not is_run(state):
        state = led_back(state, because)
        return walk_anew(state, now) if state.phase in DRIVEN else state
    state = cut_run(state, now)
    return replace(state, drive=replace(state.drive, hurried=True))


def _watch(state: SessionState, now: Nanoseconds, said: Said, action: Action) -> SessionState:
    """Remember to ask whether it is still there."""
    waits = action.strength is Strength.WALK and state.course.walk_out is None
    pelvic = _category(state, said.symptom) is Category.PELVIC
    if not waits and not pelvic and said.symptom != LIMP:
        return state
    ask_at = None if waits and not pelvic else Nanoseconds(now + numbers.STILL_THERE_AFTER)
    again = action.again if waits else None
    watched = Watched(said, now, ask_at, again, state.progress.last_bout)
    others = []
    for each in state.asking.watched:
        if each.said.symptom != said.symptom:
            others.append(each)
        elif ask_at is not None and each.ask_at is not None:
            # It was never told to be gone: telling it again does not put its two minutes off.
            watched = replace(watched, told_at=each.told_at, ask_at=each.ask_at)
    return replace(state, asking=replace(state.asking, watched=(*others, watched)))


def _watched_to_the_end(state: SessionState) -> tuple[Watched, ...]:
    """Return what is still asked about when no run waits for it: what must not stay (I2, I7)."""
    kept = []
    for each in state.asking.watched:
        ask_at = each.ask_at
        if ask_at is None and each.said.symptom == LIMP:
            ask_at = Nanoseconds(each.told_at + numbers.STILL_THERE_AFTER)
        if ask_at is not None:
            kept.append(replace(each, ask_at=ask_at, again=None))
    return tuple(kept)


def _category(state: SessionState, symptom: str) -> Category | None:
    entry = state.setup.policy.entry(symptom)
    return None if entry is None else entry.symptom.category


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
        state = walk_out(state, now, NOTED.format(symptom=said.label, strength=said.words))
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
    because = NOTED.format(symptom=about.said.label, strength=about.said.words)
    slower = slower_runs(state, again.slow_percent, again.slow_at_least)
    if slower is not None and slower < JOG_FLOOR:
        return walk_out(state, now, because)
    if slower is not None and (again.slow_percent or again.slow_at_least):
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
    state = replace(
        state,
        course=replace(state.course, walk_out=plan),
        asking=replace(state.asking, watched=_watched_to_the_end(state)),
    )
    state = led_back(_lower(state, state.setup.program.walk_speed, because), because)
    return enter(state, Phase.WALKING_OUT, now) if state.phase is Phase.RUNNING else state


def walk_over_due(state: SessionState) -> Nanoseconds | None:
    """Return when a walk that ends in a referral is over; None: there is none."""
    return None if state.course.walk_out is None else state.course.walk_out.stop_at


def refer_after_walk(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Bring the belt to a stop after the last minutes of walking, and refer."""
    walk = state.course.walk_out
    because = tr_later("a rule") if walk is None else walk.because
    return bring_down(
        state, now, out, Reason(because, Cause.RULE, Outcome.STOPPED_AND_REFER), hurried=False
    )


def held_too_long(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Bring the belt to a stop: the plan cannot go on, and a walk must not last for ever."""
    reason = Reason(
        tr_later("the next part of the plan could not begin for 5 minutes"), Cause.FAULT
    )
    return bring_down(state, now, out, reason, hurried=False)
