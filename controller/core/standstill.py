"""Finding out whether the belt stands, and saying so when it is not known.

Only telemetry proves it: an answer of success does not, and silence is not zero (law 7).
"""

from __future__ import annotations

from dataclasses import replace

from controller.core import numbers
from controller.core.commands import EndAlarm, StopBelt
from controller.core.starting import call_off
from controller.core.state import (
    DRIVEN,
    Cause,
    Drive,
    Ended,
    Outcome,
    Phase,
    SessionState,
    StopPlan,
    enter,
)
from controller.core.stopping import (
    Commands,
    Reason,
    raise_alarm,
    resting,
    send_stop,
    stop_now,
    unknown,
)
from protocols.units import Nanoseconds


def stands_due(state: SessionState) -> Nanoseconds | None:
    """Return when a driven belt that is reported to stand counts as stopped by somebody."""
    zero_since = state.belt.zero_since
    if zero_since is None or not state.belt.reported_still:
        return None
    return Nanoseconds(zero_since + numbers.ELAPSED_QUIET)


def stopped_by_itself(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """End a session whose belt was stopped, or stopped itself, without our asking."""
    reason = Reason("the belt came to a stop that nobody asked for here", Cause.MACHINE)
    return stop_now(state, now, out, reason)


def silent_due(state: SessionState) -> Nanoseconds | None:
    """Return when telemetry has been silent for too long."""
    heard = state.since if state.belt.at is None else max(state.belt.at, _listening_since(state))
    return Nanoseconds(heard + state.belt.silent_after)


def _listening_since(state: SessionState) -> Nanoseconds:
    """A phase that begins to listen gives the machine a whole span to speak up."""
    return state.since if state.phase in (Phase.STARTING, Phase.STOPPING) else Nanoseconds(0)


def fall_silent(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Silence: not zero, not motion, but Unknown."""
    return unknown(state, now, out, "the treadmill has gone silent", Outcome.UNKNOWN)


def take_over(state: SessionState, now: Nanoseconds, out: Commands, because: str) -> SessionState:
    """Stop a belt whose controller is gone, without knowing what that one sent last.

    It may have sent a Start just before, and any speed up to the cap.
    """
    course = replace(state.course, started_at=now, moved=False)
    state = replace(state, course=course, drive=Drive(commanded=state.setup.cap))
    return unknown(state, now, out, because, Outcome.STOPPED)


def lose_track(state: SessionState, now: Nanoseconds, out: Commands, because: str) -> SessionState:
    """Stop a belt that nobody watched for a while (law 1); one that stood is not started."""
    if state.phase is Phase.COUNTDOWN:
        return call_off(state, now)
    if state.phase in DRIVEN or state.phase is Phase.STARTING:
        return unknown(state, now, out, because, Outcome.STOPPED)
    if state.phase in (Phase.STOPPING, Phase.UNKNOWN):
        return send_stop(state, now, out)
    return insist(state, now, out)


def alarm_due(state: SessionState) -> Nanoseconds | None:
    """Return when the alarm rises for want of deceleration, beside the ladder."""
    plan = state.stop
    if plan is None or state.course.alarm is not None or resting(state):
        return None
    return Nanoseconds(plan.progress_at + numbers.ALARM_AFTER)


def sound_alarm(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:  # noqa: ARG001
    """Say that the stop has not been seen to work."""
    return raise_alarm(state, out, "the belt has not been seen to slow down")


def disobeys_due(state: SessionState) -> Nanoseconds | None:
    """Return when a belt that does not come to a stop counts as not obeying."""
    plan = state.stop
    if plan is None or plan.disobeys:
        return None
    return Nanoseconds(plan.asked_at + numbers.DISOBEYS_AFTER)


def disobey(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Say that the belt does not obey."""
    state = unknown(state, now, out, "the belt does not come to a stop", Outcome.UNKNOWN)
    plan = state.stop
    return state if plan is None else replace(state, stop=replace(plan, disobeys=True))


def still_due(state: SessionState) -> Nanoseconds | None:
    """Return when the stop counts as confirmed: at once, or when a late start is ruled out."""
    plan, course = state.stop, state.course
    if plan is None or plan.rung == 0 or state.belt.at is None or not state.belt.still:
        return None
    if plan.asked_at - state.belt.at >= state.belt.silent_after:
        return None  # the belt was still once; nothing has been heard of it since
    if course.started_at is not None and not course.moved:
        return Nanoseconds(course.started_at + state.setup.start_delay)
    return Nanoseconds(0)


def settle(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Pause or end, now that the belt stands."""
    plan = state.stop
    if plan is None:
        return state
    if state.course.alarm is not None:
        out.append(EndAlarm())
        state = replace(state, course=replace(state.course, alarm=None))
    if plan.resumable:
        return replace(enter(state, Phase.PAUSED, now), stop=None)
    return _end(state, now, plan, plan.outcome, confirmed=True)


def give_up_due(state: SessionState) -> Nanoseconds | None:
    """Return when a session whose belt is not known to stand ends all the same, loudly."""
    plan = state.stop
    return None if plan is None else Nanoseconds(plan.asked_at + numbers.UNKNOWN_LIMIT)


def give_up(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """End without knowing; the alarm stands."""
    plan = state.stop
    if plan is None:
        return state
    state = raise_alarm(state, out, "nothing shows that the belt stands")
    outcome = Outcome.UNKNOWN if state.contact.link else Outcome.LINK_LOST
    return _end(state, now, plan, max(plan.outcome, outcome), confirmed=False)


def _end(
    state: SessionState, now: Nanoseconds, plan: StopPlan, outcome: Outcome, *, confirmed: bool
) -> SessionState:
    because, cause, walk = plan.because, plan.cause, state.course.walk_out
    if walk is not None and walk.stop_at is not None and outcome < Outcome.STOPPED_AND_REFER:
        # The walk was to end in a referral; whatever ended it before, the referral stays.
        outcome, because, cause = Outcome.STOPPED_AND_REFER, walk.because, Cause.RULE
    ended = Ended(
        outcome=outcome,
        cause=cause,
        because=because,
        confirmed=confirmed,
        watch_until=Nanoseconds(now + (numbers.WATCH if confirmed else numbers.UNSURE_WATCH)),
        resent_at=plan.acted_at,
    )
    return replace(enter(state, Phase.ENDED, now), ended=ended, stop=None)


def refuse(state: SessionState, now: Nanoseconds, because: str) -> SessionState:
    """End a session that never began: nothing is sent, but the stop key works for a while."""
    until = Nanoseconds(now + numbers.REFUSED_STAYS)
    ended = Ended(
        Outcome.REFUSED, Cause.MACHINE, because, confirmed=False, watch_until=until, resent_at=now
    )
    return replace(enter(state, Phase.ENDED, now), ended=ended)


def never_begun(state: SessionState) -> bool:
    """Return whether no start was ever sent, and none can be under way."""
    return state.phase in (Phase.STILL, Phase.COUNTDOWN) and state.course.started_at is None


def close(state: SessionState, now: Nanoseconds, because: str, cause: Cause) -> SessionState:
    """End a session that never began: nobody is there, or no treadmill. Nothing is sent.

    If the belt moves it is somebody else's, and only a person's key stops that.
    """
    ended = Ended(Outcome.REFUSED, cause, because, confirmed=False, watch_until=None, resent_at=now)
    return replace(enter(state, Phase.ENDED, now), ended=ended)


def watch(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Stop a belt that moves again after the session has ended."""
    ended = state.ended
    if ended is None or ended.watch_until is None:
        return state
    if state.belt.still:
        if state.course.alarm is not None:
            out.append(EndAlarm())
            state = replace(state, course=replace(state.course, alarm=None))
        if unsure(state):
            until = Nanoseconds(now + numbers.WATCH)
            state = replace(state, ended=replace(ended, confirmed=True, watch_until=until))
        return state
    if not state.belt.moving:
        return state
    if ended.outcome is Outcome.REFUSED:
        return state  # somebody else's belt: only a person's key stops it
    if now - ended.resent_at < numbers.RESEND_AFTER:
        return state
    because = "the belt moved after the session had ended"
    out.append(StopBelt(because, final=True))
    longer = max(min(now + numbers.WATCH, state.since + numbers.WATCH_LIMIT), now + 1)
    if unsure(state):
        longer = max(longer, ended.watch_until)
    state = replace(state, ended=replace(ended, resent_at=now, watch_until=Nanoseconds(longer)))
    return raise_alarm(state, out, because)


def unsure(state: SessionState) -> bool:
    """Return whether the session has ended and its belt was never seen to stand."""
    ended = state.ended
    return ended is not None and not ended.confirmed and ended.outcome is not Outcome.REFUSED


def insist_due(state: SessionState) -> Nanoseconds | None:
    """Return when a belt that is not known to stand is asked to stop once more."""
    ended = state.ended
    if ended is None or not unsure(state) or not state.contact.link:
        return None
    return Nanoseconds(ended.resent_at + numbers.UNSURE_RESEND)


def insist(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Ask a belt that is not known to stand to stop, after the session has ended."""
    ended = state.ended
    if ended is None or not unsure(state):
        return state
    out.append(StopBelt("nothing shows that the belt stands", final=True))
    return replace(state, ended=replace(ended, resent_at=now))


def watch_over_due(state: SessionState) -> Nanoseconds | None:
    """Return when the belt has been watched for long enough after the end."""
    return None if state.ended is None else state.ended.watch_until


def end_watch(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:  # noqa: ARG001
    """Let go: the session is over."""
    if state.ended is None:
        return state
    return replace(state, ended=replace(state.ended, watch_until=None))
