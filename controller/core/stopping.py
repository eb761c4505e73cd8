"""Bringing the belt to a stop: how a stop is asked for, sent, and sent again.

The ladder (ftms.md 9.3): 08 01; no deceleration: 08 01 again; a target at the range's minimum;
08 02; and 08 01 over and over. The two in the middle go out only while fresh telemetry shows
motion. Stopping needs nothing: no control, no answer, no telemetry, no link (the stop is kept for
its return). Whether the belt obeyed is for `standstill` to find out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from controller.core import numbers
from controller.core.commands import (
    AnnounceStop,
    Command,
    PauseBelt,
    RaiseAlarm,
    SetSpeed,
    StopBelt,
)
from controller.core.course import bank
from controller.core.events import Console
from controller.core.reporting import close_question, keep_what_was_said
from controller.core.state import (
    DRIVEN,
    Cause,
    Control,
    Outcome,
    Phase,
    SessionState,
    StopPlan,
    enter,
)
from protocols.units import SECOND, CentiKmh, Nanoseconds

Commands = list[Command]
"""What a step asks for, in order; whoever asks for something appends to it."""

_STOP_TWICE = 2
"""The ladder's rung behind the second 08 01: a target at the range's minimum."""
_PAUSE_RUNG = 3


class Reason(NamedTuple):
    """Why the belt is to stop, and what that makes of the session."""

    because: str
    """In words, for the runner."""
    cause: Cause
    outcome: Outcome = Outcome.STOPPED
    resumable: bool = False
    """It is a pause: a key of hers may go on from it."""


def stop_now(state: SessionState, now: Nanoseconds, out: Commands, reason: Reason) -> SessionState:
    """Send 08 01 at once, in whatever phase."""
    if state.ended is not None:
        out.append(StopBelt(reason.because, final=True))
        ended = replace(state.ended, resent_at=now, waits=False, announced=None)
        if ended.console and reason.cause is Cause.RUNNER:
            # It is hers again: it is asked until it stands (`standstill.watch`, `insist`).
            until = Nanoseconds(now + numbers.UNSURE_WATCH)
            ended = replace(ended, console=False, confirmed=False, watch_until=until)
        return replace(state, ended=ended)
    return send_stop(_intend(state, now, reason, ramp_until=None), now, out)


def bring_down(
    state: SessionState, now: Nanoseconds, out: Commands, reason: Reason, *, hurried: bool = True
) -> SessionState:
    """Lead the belt down by its ramp and then send 08 01; at once where there is no ramp to lead.

    A stop that is under way already takes the graver of the two reasons and keeps its way, but
    for the slow ramp of a planned end, which hurries from here (I1).
    """
    if state.phase is Phase.ENDED:
        return state
    plan = state.stop
    if plan is not None and not plan.waits:
        until = plan.ramp_until
        if until is None or not hurried:
            return _intend(state, now, reason, ramp_until=until)
        soonest = Nanoseconds(min(until, now + numbers.STOP_RAMP_LIMIT))
        state = _intend(state, now, reason, ramp_until=soonest)
        return replace(state, drive=replace(state.drive, hurried=True))
    if state.phase not in DRIVEN or state.setup.manual:
        return stop_now(state, now, out, reason)
    limit = numbers.STOP_RAMP_LIMIT if hurried else numbers.FINISH_RAMP_LIMIT
    state = _intend(state, now, reason, ramp_until=Nanoseconds(now + limit))
    return replace(state, drive=replace(state.drive, hurried=hurried))


def _intend(
    state: SessionState, now: Nanoseconds, reason: Reason, *, ramp_until: Nanoseconds | None
) -> SessionState:
    """Record the stop, keeping the graver outcome of one that is under way."""
    plan = state.stop
    if plan is not None:
        if reason.outcome > plan.outcome or (plan.resumable and not reason.resumable):
            outcome = max(plan.outcome, reason.outcome)
            plan = replace(plan, outcome=outcome, cause=reason.cause, because=reason.because)
        resumable = plan.resumable and reason.resumable
        once = plan.once and reason.cause is not Cause.RUNNER
        plan = replace(plan, resumable=resumable, ramp_until=ramp_until, once=once)
        return replace(state, stop=plan)
    state = close_question(keep_what_was_said(bank(state, now), now))
    course = replace(state.course, notice=None, paused_at=now if reason.resumable else None)
    plan = StopPlan(
        because=reason.because,
        cause=reason.cause,
        outcome=reason.outcome,
        resumable=reason.resumable,
        begun_at=now,
        asked_at=now,
        ramp_until=ramp_until,
        lowest=state.belt.speed or CentiKmh(0),
        progress_at=now,
    )
    return replace(enter(state, Phase.STOPPING, now), stop=plan, course=course)


def unknown(
    state: SessionState, now: Nanoseconds, out: Commands, because: str, outcome: Outcome
) -> SessionState:
    """Say that the belt is not known to be under control, and keep asking it to stop."""
    if state.phase is Phase.ENDED:
        return state
    state = _intend(state, now, Reason(because, Cause.FAULT, outcome), ramp_until=None)
    if state.phase is Phase.STOPPING:
        state = enter(state, Phase.UNKNOWN, now)
    state = raise_alarm(state, out, because)
    asked = state.stop is not None and state.stop.once and state.stop.rung > 0
    return state if asked else send_stop(state, now, out)


def key_pulled(state: SessionState) -> SessionState:
    """Take note that the safety key was pulled while a stop was under way: it was no stop of ours.

    A graver reason stays.
    """
    plan = state.stop
    if plan is None or plan.outcome > Outcome.STOPPED:
        return state
    key = Console.SAFETY_KEY.value
    return replace(state, stop=replace(plan, cause=Cause.MACHINE, because=key))


def ask_once(state: SessionState, now: Nanoseconds, out: Commands, reason: Reason) -> SessionState:
    """Ask a belt to stop that was started at its console: once, for it is no contest."""
    state = stop_now(state, now, out, reason)
    return state if state.stop is None else replace(state, stop=replace(state.stop, once=True))


def out_of_reach(
    state: SessionState, now: Nanoseconds, out: Commands, because: str
) -> SessionState:
    """Take note that the link is lost.

    A stop that was asked for before goes out at the link's return. Where only the loss asks for
    one, nothing waits in the lane: it is announced first (`link_is_back`).
    """
    if state.phase is Phase.ENDED:
        return state
    if state.stop is not None and not state.stop.waits:
        return unknown(state, now, out, because, Outcome.LINK_LOST)
    reason = Reason(because, Cause.FAULT, Outcome.LINK_LOST)
    state = _intend(state, now, reason, ramp_until=None)
    if state.phase is Phase.STOPPING:
        state = enter(state, Phase.UNKNOWN, now)
    return raise_alarm(state, out, because)


def link_is_back(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Send the stop that is pending at once, or announce the one that the loss asks for."""
    plan = state.stop
    if plan is None:
        return state
    if plan.announced is not None:
        return state  # told once: a link that comes and goes does not put it off
    # What follows counts from here: until now nobody could have obeyed.
    state = replace(state, stop=replace(plan, asked_at=now))
    if not plan.waits or state.setup.control is Control.NONE:
        return send_stop(state, now, out)  # where nothing can be sent, nothing is announced
    out.append(AnnounceStop(numbers.STOP_NOTICE // SECOND))
    at = Nanoseconds(now + numbers.STOP_NOTICE)
    return replace(state, stop=replace(plan, announced=at, asked_at=now))


def announced_due(state: SessionState) -> Nanoseconds | None:
    """Return when the announced stop goes out."""
    return None if state.stop is None else state.stop.announced


def raise_alarm(state: SessionState, out: Commands, because: str) -> SessionState:
    """Raise the alarm, once for each reason."""
    if state.course.alarm == because:
        return state
    out.append(RaiseAlarm(because))
    return replace(state, course=replace(state.course, alarm=because))


def send_stop(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Send 08 01, whatever was sent before."""
    plan = state.stop
    if plan is None:
        return state
    out.append(StopBelt(plan.because, final=not plan.resumable))
    rung = max(plan.rung, 1)
    plan = replace(plan, rung=rung, acted_at=now, ramp_until=None, announced=None)
    return replace(state, stop=plan)


def rest_due(state: SessionState) -> Nanoseconds | None:
    """Return when a belt that was just asked to stop should stand; None where nothing tells.

    It is this machine's usual way down, for the runner to know; nothing is decided by it.
    """
    known, speed, plan = state.setup.known, state.belt.speed, state.stop
    if plan is None or state.setup.manual or not speed or known.deceleration is None:
        return None
    now = plan.acted_at if plan.rung else plan.asked_at
    led = plan.ramp_until is not None
    ramp = numbers.SYMPTOM_RATE if state.drive.hurried else numbers.DOWN_RATE
    rate = min(known.deceleration, ramp) if led else known.deceleration
    lag = numbers.STOP_LAG if known.lead is None else known.lead
    runs_out = Nanoseconds(now + lag + speed * SECOND // rate)
    return runs_out if known.follows_belt else max(runs_out, state.belt.motion.rest_at)


def climb(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Take the next rung of the ladder."""
    plan = state.stop
    if plan is None:
        return state
    rung = plan.rung
    slowest = state.setup.speed_range.minimum
    faster = (state.belt.speed or 0) > slowest and state.drive.commanded >= slowest
    if state.setup.manual:
        state = send_stop(state, now, out)
    elif state.phase is Phase.STOPPING and faster and rung == _STOP_TWICE:
        out.append(SetSpeed(slowest, "the stop was not obeyed"))
        state = replace(state, drive=replace(state.drive, commanded=slowest, obey_by=None))
    elif state.phase is Phase.STOPPING and state.belt.moving and rung == _PAUSE_RUNG:
        out.append(PauseBelt("the stop was not obeyed"))
    else:
        state = send_stop(state, now, out)
    return replace(state, stop=replace(plan, rung=rung + 1, acted_at=now, ramp_until=None))


def observe(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Take note of a frame of telemetry while a stop is under way."""
    plan, speed = state.stop, state.belt.speed
    if plan is None or speed is None:
        return state
    if plan.waits:
        return state  # nothing was sent: it is as unknown as before
    if state.phase is Phase.UNKNOWN and (not plan.disobeys or state.belt.still):
        state = enter(state, Phase.STOPPING, now)
    if speed < plan.lowest:
        return replace(state, stop=replace(plan, lowest=speed, progress_at=now))
    if plan.rung and not plan.once and speed > plan.lowest + state.setup.tolerance:
        # Faster than it was: motion after a stop (a belt that was deaf while it started, a
        # press at the console) is asked to stop again, and measured from there.
        state = replace(state, stop=replace(plan, lowest=speed))
        if now - plan.acted_at >= numbers.RESEND_AFTER:
            return send_stop(state, now, out)
    return state


def ramp_over_due(state: SessionState) -> Nanoseconds | None:
    """Return when the ramp of a stop gives way to 08 01."""
    plan = state.stop
    if plan is None or plan.ramp_until is None:
        return None
    slow = state.drive.commanded <= state.setup.speed_range.minimum and state.drive.confirmed
    return Nanoseconds(0) if slow or state.belt.speed == 0 else plan.ramp_until


def ladder_due(state: SessionState) -> Nanoseconds | None:
    """Return when the ladder acts again unless the belt is seen to become slower."""
    plan = state.stop
    if plan is None or plan.rung == 0 or plan.once:
        return None
    if state.phase is Phase.UNKNOWN:
        return Nanoseconds(plan.acted_at + numbers.UNKNOWN_RESEND)
    if resting(state):
        return None
    patience = state.belt.rhythm.period * numbers.STOP_PERIODS + state.setup.known.stop_lag
    longest = min(patience, numbers.ALARM_AFTER)
    return Nanoseconds(max(plan.acted_at, plan.progress_at) + longest)


def resting(state: SessionState) -> bool:
    """Return whether zero is reported and nothing denies it: there is nothing to repeat."""
    return state.belt.speed == 0 and not state.belt.contradicted
