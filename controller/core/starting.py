"""From a person's key to a moving belt: the countdown, the one Start, and the wait for motion."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from controller.core import numbers
from controller.core.commands import StartBelt
from controller.core.course import enter_segment, go_on_after_pause
from controller.core.drive import confirm, goal
from controller.core.faster import awaits_drill
from controller.core.state import Cause, Phase, SessionState, enter
from controller.core.stopping import Commands, Reason, stop_now
from controller.core.targets import Drive, Notice, Obeys
from controller.words.later import tr_later
from controller.words.with_values import STARTED_TOO_FAST
from protocols.units import SECOND, Nanoseconds

_NOT_STARTED: Final = tr_later(
    "the treadmill did not start the belt; "
    "with --manual you press its keys yourself, as Reprise says them"
)


def why_not(state: SessionState, now: Nanoseconds) -> str | None:
    """Return what stands against a start, in words, or None if a start key counts."""
    if (against := _against_going_on(state)) is not None:
        return against
    if not state.belt.fresh(now):
        return tr_later("the treadmill says nothing at the moment")
    return (
        None
        if state.belt.still
        else tr_later("the belt has not been seen to stand for long enough")
    )


def _against_going_on(state: SessionState) -> str | None:
    """Return what stands against a moving belt, whoever starts it."""
    if not state.contact.link:
        return tr_later("the treadmill cannot be reached")
    if not state.contact.operator:
        return tr_later("nobody is at the keys")
    walk = state.course.walk_out
    if walk is not None and walk.stop_at is not None:
        return tr_later("what you noted ends the session: please see a clinician")
    if not state.contact.keys:
        return tr_later("keys do not reach Reprise")
    if not state.contact.battery:
        return tr_later("the computer's battery is below 10 %; plug it in")
    return None


def may_start(state: SessionState, now: Nanoseconds) -> bool:
    """Return whether a start key counts."""
    return why_not(state, now) is None


def count_down(state: SessionState, now: Nanoseconds) -> SessionState:
    """Begin the ten seconds, if a start may be made at all."""
    return enter(state, Phase.COUNTDOWN, now) if may_start(state, now) else state


def call_off(state: SessionState, now: Nanoseconds) -> SessionState:
    """Call the start off, back to where it was asked for."""
    paused = state.course.paused_at is not None
    return enter(state, Phase.PAUSED if paused else Phase.STILL, now)


def countdown_due(state: SessionState) -> Nanoseconds | None:
    """Return when the countdown is over."""
    return Nanoseconds(state.since + numbers.COUNTDOWN)


def start(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Send the one Start, unless the belt or the contact is not what it was, or we are late."""
    late = now > state.since + numbers.COUNTDOWN + numbers.NOTICE_EXPIRES
    if late or not may_start(state, now):
        return call_off(state, now)
    out.append(StartBelt("the runner pressed start"))
    return _await_motion(state, now)


def _await_motion(state: SessionState, now: Nanoseconds) -> SessionState:
    state = go_on_after_pause(enter(state, Phase.STARTING, now), now)
    course = replace(state.course, started_at=now, moved=False)
    return replace(state, course=course, drive=Drive(eased=state.drive.eased))


def no_motion_due(state: SessionState) -> Nanoseconds | None:
    """Return when the machine, or the hand at its console, has had long enough to start."""
    longest = numbers.HAND_START if state.setup.manual else state.setup.start_delay
    return Nanoseconds(state.since + longest)


def did_not_start(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Give the start up, and ask for a stop in case it comes late."""
    if state.setup.manual:
        return stop_now(state, now, out, Reason(tr_later("nobody started the belt"), Cause.RUNNER))
    return stop_now(state, now, out, Reason(_NOT_STARTED, Cause.FAULT))


def first_motion(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Take over a belt that has begun to move, at the speed at which it was seen."""
    speed = state.belt.speed
    if speed is None or speed == 0:
        return state
    lowest = state.ceilings.lowest
    if speed > lowest.speed and not state.setup.manual:
        because = STARTED_TOO_FAST.format(because=lowest.because)
        return stop_now(state, now, out, Reason(because, Cause.FAULT))
    walking_out = state.course.walk_out is not None
    state = enter(state, Phase.WALKING_OUT if walking_out else Phase.RUNNING, now)
    commanded = state.setup.speed_range.at_or_below(speed)
    state = replace(
        state,
        drive=Drive(commanded=commanded, eased=state.drive.eased),
        obeys=Obeys(judged_from=Nanoseconds(now + state.setup.known.obey_grace)),
        course=replace(state.course, moved=True, notice=None),
    )
    state = _first_notice(confirm(state), now)
    return enter_segment(state, Nanoseconds(now + numbers.START_NOTICE))


def _first_notice(state: SessionState, now: Nanoseconds) -> SessionState:
    """Announce what follows on the machine's own lowest speed; it is waited for, and comes soon."""
    if awaits_drill(state) or goal(state) <= state.drive.commanded:
        return state
    due = Nanoseconds(now + numbers.START_NOTICE)
    first_count = numbers.START_NOTICE // SECOND + 1
    lapses_at = Nanoseconds(due + numbers.NOTICE_EXPIRES)
    notice = Notice(due, first_count, lapses_at, goal(state))
    return replace(state, course=replace(state.course, notice=notice))


def begun_by_hand(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState | None:
    """Take over a belt that the runner has started herself before she was told to (manual mode).

    None where it may not move: then it is a start at the console like any other.
    """
    if not state.setup.manual or _against_going_on(state) is not None:
        return None
    if state.phase is Phase.PAUSED:
        state = enter(state, Phase.COUNTDOWN, now)
    return first_motion(_await_motion(state, now), now, out)


def drill_due(state: SessionState) -> Nanoseconds | None:
    """Return when the stop of a treadmill that is new here is tried."""
    if not awaits_drill(state):
        return None
    return Nanoseconds(state.since + numbers.DRILL_AFTER)


def try_stop(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Stop at the lowest speed, to see whether it works; the runner's key goes on from there."""
    return stop_now(
        state, now, out, Reason(tr_later("a trial of the stop"), Cause.RULE, resumable=True)
    )


def pause_limit_due(state: SessionState) -> Nanoseconds | None:
    """Return when a pause has lasted too long to go on."""
    paused_at = state.course.paused_at
    return None if paused_at is None else Nanoseconds(paused_at + numbers.PAUSE_LIMIT)


def pause_too_long(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """End a session that was paused for half an hour."""
    return stop_now(state, now, out, Reason(tr_later("paused for 30 minutes"), Cause.RUNNER))
