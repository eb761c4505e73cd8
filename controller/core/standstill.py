"""Finding out whether the belt stands, and saying so when it is not known.

Only telemetry proves it: an answer of success does not, and silence is not zero (S8).
"""

from __future__ import annotations

from dataclasses import replace

from controller.core import numbers
from controller.core.commands import AnnounceStop, EndAlarm, StopBelt
from controller.core.notes import wanted
from controller.core.starting import begun_by_hand, call_off
from controller.core.state import (
    DRIVEN,
    Cause,
    Control,
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
    ask_once,
    raise_alarm,
    resting,
    send_stop,
    stop_now,
    unknown,
)
from controller.core.targets import Drive
from controller.words.later import tr_later
from protocols.units import SECOND, Nanoseconds

_STARTED_THERE = tr_later("the belt was started at the treadmill, not here")
_CONSOLE_HAS_IT = tr_later(
    "the belt moves, and nobody started it here; it was asked once to stop, and its console has it "
    "now"
)
_MOVED_AFTER = tr_later("the belt moved after the session had ended")
_MOVES_AGAIN = tr_later(
    "the belt moves again, and the session has ended: nothing was asked of it here"
)


def stands_due(state: SessionState) -> Nanoseconds | None:
    """Return when a driven belt that is reported to stand counts as stopped by somebody."""
    zero_since = state.belt.zero_since
    if zero_since is None or not state.belt.reported_still:
        return None
    return Nanoseconds(zero_since + numbers.ELAPSED_QUIET)


def stopped_by_itself(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """End a session whose belt was stopped, or stopped itself, without our asking."""
    reason = Reason(tr_later("the belt came to a stop that nobody asked for here"), Cause.MACHINE)
    return stop_now(state, now, out, reason)


def silent_due(state: SessionState) -> Nanoseconds | None:
    """Return when telemetry has been silent for too long."""
    heard = state.since if state.belt.at is None else max(state.belt.at, _listening_since(state))
    return Nanoseconds(heard + state.belt.rhythm.silent_after)


def _listening_since(state: SessionState) -> Nanoseconds:
    """A phase that begins to listen gives the machine a whole span to speak up.

    A stop that leads the belt down does not begin to: it is led by what is seen.
    """
    if state.stop is not None and state.stop.ramp_until is not None:
        return Nanoseconds(0)
    return state.since if state.phase in (Phase.STARTING, Phase.STOPPING) else Nanoseconds(0)


def fall_silent(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Silence: not zero, not motion, but Unknown."""
    return unknown(state, now, out, tr_later("the treadmill has gone silent"), Outcome.UNKNOWN)


def console_start(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Ask a belt to stop that moves although nobody started it here.

    In manual mode its console is where it is started: the session begins, or goes on after its
    pause.
    """
    begun = begun_by_hand(state, now, out)
    if begun is not None:
        return begun
    return ask_once(state, now, out, Reason(_STARTED_THERE, Cause.MACHINE))


def console_due(state: SessionState) -> Nanoseconds | None:
    """Return when a belt that was started at its console, and was asked once, is the console's."""
    plan = state.stop
    if plan is None or not plan.once or resting(state):
        return None
    return Nanoseconds(plan.progress_at + numbers.ALARM_AFTER)


def leave_to_console(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """End: somebody at the treadmill wants the belt to move, and only they can stop it."""
    plan = state.stop
    if plan is None:
        return state
    nothing_sent = state.setup.control is Control.NONE
    state = raise_alarm(state, out, _STARTED_THERE if nothing_sent else _CONSOLE_HAS_IT)
    state = _end(state, now, plan, plan.outcome, confirmed=False)
    if state.ended is None:
        return state
    until = Nanoseconds(now + numbers.REFUSED_STAYS)
    return replace(state, ended=replace(state.ended, console=True, watch_until=until))


def take_over(state: SessionState, now: Nanoseconds, out: Commands, because: str) -> SessionState:
    """Stop a belt whose controller is gone, without knowing what that one sent last.

    It may have sent a Start just before, and any speed up to the cap.
    """
    course = replace(state.course, started_at=now, moved=False)
    state = replace(state, course=course, drive=Drive(commanded=state.setup.cap))
    return unknown(state, now, out, because, Outcome.STOPPED)


def lose_track(state: SessionState, now: Nanoseconds, out: Commands, because: str) -> SessionState:
    """Stop a belt that nobody watched for a while (S19); one that stood is not started."""
    if state.phase is Phase.COUNTDOWN:
        return call_off(state, now)
    if state.phase in DRIVEN or state.phase is Phase.STARTING:
        return unknown(state, now, out, because, Outcome.STOPPED)
    if state.phase in (Phase.STOPPING, Phase.UNKNOWN):
        return send_stop(state, now, out)
    return insist(state, now, out)


def alarm_due(state: SessionState) -> Nanoseconds | None:
    """Return when the alarm rises for want of deceleration, beside the ladder.

    One that stands already is enough, but ends no ramp that is not followed.
    """
    plan = state.stop
    if plan is None or resting(state):
        return None
    if state.course.alarm is not None and plan.ramp_until is None:
        return None
    by_and_by = state.setup.manual and (plan.resumable or plan.cause is Cause.PLAN)
    patience = numbers.HAND_PATIENCE if by_and_by else numbers.ALARM_AFTER
    return Nanoseconds(plan.progress_at + patience)


def sound_alarm(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Say that the stop has not been seen to work; a ramp that is not followed is at its end."""
    state = raise_alarm(state, out, tr_later("the belt has not been seen to slow down"))
    plan = state.stop
    return state if plan is None or plan.ramp_until is None else send_stop(state, now, out)


def disobeys_due(state: SessionState) -> Nanoseconds | None:
    """Return when a belt that does not come to a stop counts as not obeying."""
    plan = state.stop
    if plan is None or plan.disobeys:
        return None
    return Nanoseconds(plan.asked_at + numbers.DISOBEYS_AFTER)


def disobey(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Say that the belt does not obey."""
    state = unknown(state, now, out, tr_later("the belt does not come to a stop"), Outcome.UNKNOWN)
    plan = state.stop
    return state if plan is None else replace(state, stop=replace(plan, disobeys=True))


def still_due(state: SessionState) -> Nanoseconds | None:
    """Return when the stop counts as confirmed: at once, or when a late start is ruled out."""
    plan, course = state.stop, state.course
    if plan is None or plan.rung == 0 or state.belt.at is None or not state.belt.still:
        return None
    if plan.asked_at - state.belt.at >= state.belt.rhythm.silent_after:
        return None  # the belt was still once; nothing has been heard of it since
    if course.started_at is not None and not course.moved:
        if not state.setup.manual:
            return Nanoseconds(course.started_at + state.setup.start_delay)
        # A start that was pressed at the console just before; nobody presses it after the minute.
        latest = course.started_at + numbers.HAND_START
        return Nanoseconds(min(plan.asked_at + state.setup.start_delay, latest))
    return Nanoseconds(0)


def settle(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Pause or end, now that the belt stands."""
    plan = state.stop
    if plan is None:
        return state
    if _shows_the_stop(state, plan):
        state = replace(state, course=replace(state.course, stop_seen=True))
    if state.course.alarm is not None:
        out.append(EndAlarm())
        state = replace(state, course=replace(state.course, alarm=None))
    if plan.resumable:
        return replace(enter(state, Phase.PAUSED, now), stop=None)
    return _end(state, now, plan, plan.outcome, confirmed=True)


def _shows_the_stop(state: SessionState, plan: StopPlan) -> bool:
    """Return whether it was our 08 01 that brought a moving belt to stand.

    Not where the alarm had risen: it told her to use the treadmill's own stop, and she may have.
    """
    return (
        state.course.moved
        and state.course.alarm is None
        and plan.cause is not Cause.MACHINE
        and plan.outcome <= Outcome.STOPPED
        and not state.setup.manual
    )


def give_up_due(state: SessionState) -> Nanoseconds | None:
    """Return when a session whose belt is not known to stand ends all the same, loudly.

    A link that comes and goes puts it off, but not for ever.
    """
    plan = state.stop
    if plan is None:
        return None
    latest = plan.begun_at + numbers.UNSURE_WATCH
    return Nanoseconds(min(plan.asked_at + numbers.UNKNOWN_LIMIT, latest))


def give_up(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """End without knowing; the alarm stands."""
    plan = state.stop
    if plan is None:
        return state
    state = raise_alarm(state, out, tr_later("nothing shows that the belt stands"))
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
        waits=plan.waits,
        announced=plan.announced,
        told_at=plan.told_at,
        notes=wanted(state, now),
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
    """Ask a belt to stop, and say it, that moves again after the session has ended.

    For as long as the session is there to see it: its last notes hold it longer than the watch. A
    start by hand cannot be told from one of the machine's own, so in manual mode it is only said.
    """
    ended = state.ended
    if ended is None or (ended.watch_until is None and not _asks(ended)):
        return state
    if state.belt.still:
        return _stands_after_all(state, ended, now, out)
    if not state.belt.moving or ended.announced is not None:
        return state
    if ended.outcome is Outcome.REFUSED or ended.console:
        return state  # somebody else's belt: only a person's key stops it
    if now - ended.resent_at < numbers.RESEND_AFTER:
        return state
    ours = unsure(state)
    if not ours:
        ended = replace(ended, console=True, watch_until=_watch_anew(state, now))
    if state.setup.manual and not ours:
        return raise_alarm(replace(state, ended=ended), out, _MOVES_AGAIN)
    because = _MOVED_AFTER if ours else _CONSOLE_HAS_IT
    out.append(StopBelt(because, final=True))
    return raise_alarm(replace(state, ended=replace(ended, resent_at=now)), out, because)


def _asks(ended: Ended) -> bool:
    return ended.notes is not None and ended.notes.asks


def _watch_anew(state: SessionState, now: Nanoseconds) -> Nanoseconds:
    """Return until when a belt is watched that has moved behind the end: not for ever."""
    return Nanoseconds(max(min(now + numbers.WATCH, state.since + numbers.WATCH_LIMIT), now + 1))


def _stands_after_all(
    state: SessionState, ended: Ended, now: Nanoseconds, out: Commands
) -> SessionState:
    """Take note that an ended session's belt stands: whoever starts it from here starts it anew."""
    if state.course.alarm is not None:
        out.append(EndAlarm())
        state = replace(state, course=replace(state.course, alarm=None))
    if unsure(state):
        until = Nanoseconds(now + numbers.WATCH)
    elif ended.console:
        until = _watch_anew(state, now)
    else:
        return state
    ended = replace(
        ended, confirmed=True, console=False, watch_until=until, announced=None, waits=False
    )
    return replace(state, ended=ended)


def unsure(state: SessionState) -> bool:
    """Return whether the session has ended and its belt, if it is ours, was not seen to stand."""
    ended = state.ended
    if ended is None or ended.outcome is Outcome.REFUSED:
        return False
    return not ended.confirmed and not ended.console


def insist_due(state: SessionState) -> Nanoseconds | None:
    """Return when a belt that is not known to stand is asked to stop once more."""
    ended = state.ended
    if ended is None or not unsure(state) or not state.contact.link:
        return None
    if ended.announced is not None:
        return ended.announced
    return Nanoseconds(ended.resent_at + numbers.UNSURE_RESEND)


def insist(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Ask a belt that is not known to stand to stop, after the session has ended."""
    ended = state.ended
    if ended is None or not unsure(state):
        return state
    out.append(StopBelt("nothing shows that the belt stands", final=True))
    return replace(state, ended=replace(ended, resent_at=now, waits=False, announced=None))


def link_is_back(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Ask again, after the end, now that it can be heard; announced if nobody but a loss asked."""
    ended = state.ended
    nothing_sent = state.setup.control is Control.NONE
    if ended is not None and ended.announced is not None:
        return state  # told once: it goes out when it is due, or now if that is past
    if ended is None or not ended.waits or not unsure(state) or nothing_sent:
        return insist(state, now, out)
    out.append(AnnounceStop(numbers.STOP_NOTICE // SECOND))
    return replace(state, ended=replace(ended, announced=Nanoseconds(now + numbers.STOP_NOTICE)))


def watch_over_due(state: SessionState) -> Nanoseconds | None:
    """Return when the belt has been watched for long enough after the end."""
    return None if state.ended is None else state.ended.watch_until


def end_watch(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:  # noqa: ARG001
    """Let go: the session is over."""
    if state.ended is None:
        return state
    return replace(state, ended=replace(state.ended, watch_until=None))
