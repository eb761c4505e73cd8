"""One step of a session: an event is taken in, then every rule that is due acts.

Law 1: time is the argument ``now`` and deadlines are the returned `wake_at`. After a step no
rule is due, so `wake_at` is never in the past.
Law 2: what may happen in a phase is data: `RULES` says which rules look at it, in order.
Law 4: the stop is the first branch, in every phase.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple, assert_never

from controller.core import (
    answers,
    asking,
    by_hand,
    choices,
    course,
    drive,
    faster,
    gait_rules,
    keys,
    notes,
    obey,
    reactions,
    standstill,
    starting,
    stopping,
)
from controller.core.commands import Command, EndAlarm
from controller.core.events import (
    BatteryRead,
    BeltReported,
    CadenceReported,
    Console,
    ControlLost,
    Event,
    FasterRefused,
    FasterSent,
    Happening,
    KeysBack,
    KeysLost,
    LinkLost,
    LinkRestored,
    MachineStopped,
    MustStop,
    OperatorLost,
    SlowingRefused,
    StartRefused,
    StopPressed,
    TakenOver,
    TimeJumped,
    Woke,
    WriteReturned,
    WriteStalled,
)
from controller.core.state import (
    DRIVEN,
    MOVING,
    Cause,
    Outcome,
    Phase,
    SessionState,
    segment,
)
from controller.core.stopping import Commands, Reason
from controller.words.later import tr_later
from controller.words.with_values import LINK_LOST, SLEPT, SLOWING_REFUSED, START_REFUSED
from protocols.units import Nanoseconds

_STALLED: Final = tr_later("a command to the treadmill does not get through")
_SETTLE_LIMIT: Final = 100
"""More rules than this in one step cannot be: a rule did not use its deadline up (our bug)."""


_Act = Callable[[SessionState, Nanoseconds, Commands], SessionState]


class Rule(NamedTuple):
    """A deadline and what happens at it.

    ``due`` returns None while nothing is due by itself; a moment that is past, 0 too, is due at
    once. ``act`` must use the deadline up.
    """

    due: Callable[[SessionState], Nanoseconds | None]
    act: _Act


def _reason(state: SessionState) -> str:
    """Return why the belt is asked for the speed it is asked for."""
    if state.stop is not None:
        return state.stop.because
    interval = segment(state)
    lowest = state.ceilings.lowest
    if interval is None or lowest.speed < drive.eased_speed(state, interval):
        return lowest.because
    if drive.eased_speed(state, interval) < interval.speed:
        return "slower than planned, as you have set it"
    return f"{interval.gait.value}, {interval.role.value}"


def _down(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    state, command = drive.step_down(state, now, _reason(state))
    if command is not None:
        out.append(command)
    return state


def _up(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    state, command = faster.step_up(state, now, _reason(state))
    out.append(command)
    return state


def _notice(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    state, announcement = faster.give_notice(state, now)
    if announcement is None:
        return state
    out.append(announcement)
    return gait_rules.announced(state, now)


def _count(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:  # noqa: ARG001
    return course.begin_counting(state, now)


def _question(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    if state.asking.question is None:
        return asking.ask(state, now)
    return answers.no_answer(state, now, out)


def _advance(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    state = course.advance(state, now)
    if segment(state) is not None:
        return state
    walked_out = state.course.walk_out
    if walked_out is None:
        reason = Reason(tr_later("the plan was done"), Cause.PLAN, Outcome.COMPLETED)
        if state.setup.program.timed_stop:
            return stopping.stop_now(state, now, out, reason)
    else:
        reason = Reason(walked_out.because, walked_out.cause, Outcome.WALKED_OUT)
    return stopping.bring_down(state, now, out, reason, hurried=False)


def _not_followed(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    if state.setup.manual:
        return by_hand.say_again(state, now, out, _reason(state))
    return obey.does_not_follow(state, now, out)


def _try_stop(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    return starting.try_stop(answers.take_as_said(state, now, out), now, out)


def _obey_due(state: SessionState) -> Nanoseconds | None:
    return state.drive.obey_by


SILENT: Final = Rule(standstill.silent_due, standstill.fall_silent)
_DRIVING: Final = (
    SILENT,
    Rule(starting.drill_due, _try_stop),
    Rule(standstill.stands_due, standstill.stopped_by_itself),
    Rule(_obey_due, _not_followed),
    Rule(obey.down_due, obey.lead_down),
    Rule(gait_rules.stale_due, gait_rules.go_stale),
    Rule(gait_rules.walks_on_due, gait_rules.walks_on),
    Rule(reactions.walk_over_due, reactions.refer_after_walk),
    Rule(choices.keys_lost_due, choices.walk_without_keys),
    Rule(answers.settle_due, answers.settle),
    Rule(asking.question_due, _question),
    Rule(course.count_due, _count),
    Rule(course.advance_due, _advance),
    Rule(course.held_due, reactions.held_too_long),
    Rule(faster.notice_due, _notice),
    Rule(drive.down_due, _down),
    Rule(faster.up_due, _up),
    Rule(course.remind_due, course.remind),
    Rule(gait_rules.hold_due, gait_rules.hold),
)

RULES: Final[dict[Phase, tuple[Rule, ...]]] = {
    Phase.STILL: (),
    Phase.COUNTDOWN: (Rule(starting.countdown_due, starting.start),),
    Phase.STARTING: (SILENT, Rule(starting.no_motion_due, starting.did_not_start)),
    Phase.RUNNING: _DRIVING,
    Phase.WALKING_OUT: _DRIVING,
    Phase.STOPPING: (
        SILENT,
        Rule(stopping.announced_due, stopping.send_stop),
        Rule(standstill.give_up_due, standstill.give_up),
        Rule(standstill.still_due, standstill.settle),
        Rule(standstill.console_due, standstill.leave_to_console),
        Rule(standstill.disobeys_due, standstill.disobey),
        Rule(stopping.ramp_over_due, stopping.send_stop),
        Rule(stopping.ladder_due, stopping.climb),
        Rule(standstill.alarm_due, standstill.sound_alarm),
        Rule(drive.down_due, _down),
    ),
    Phase.PAUSED: (Rule(starting.pause_limit_due, starting.pause_too_long),),
    Phase.UNKNOWN: (
        Rule(stopping.announced_due, stopping.send_stop),
        Rule(standstill.give_up_due, standstill.give_up),
        Rule(stopping.ladder_due, stopping.climb),
    ),
    Phase.ENDED: (
        Rule(notes.notes_due, notes.close),
        Rule(standstill.watch_over_due, standstill.end_watch),
        Rule(standstill.insist_due, standstill.insist),
    ),
}
"""By phase, in the order in which they act at one moment."""


class Stepped(NamedTuple):
    """What a step comes to."""

    state: SessionState
    commands: tuple[Command, ...]
    """In the order in which they are to be carried out."""
    wake_at: Nanoseconds | None
    """`wake_at` of the state, which the step has found out on its way."""


def step(state: SessionState, event: Event, now: Nanoseconds) -> Stepped:
    """Take one event in and do all that is due.

    Args:
        state: where the session stands.
        event: what happened.
        now: when, in nanoseconds since the session began; never earlier than the last call's.

    Raises:
        RuntimeError, ValueError: our bug. The caller stops the belt (law 7).
    """
    out: Commands = []
    if isinstance(event, StopPressed):
        state = stopping.stop_now(state, now, out, Reason(event.because, Cause.RUNNER))
    elif isinstance(event, Happening):
        state = _take_in(state, event, now, out)
    else:
        state = keys.take(state, event, now, out)
    for _ in range(_SETTLE_LIMIT):
        act, wake = _next_due(state, now)
        if act is not None:
            state = act(state, now, out)
            continue
        if state.setup.manual:
            decided, state = state, by_hand.instead(state, now, out)
            if state is not decided:
                wake = wake_at(state)
        return Stepped(state, tuple(out), wake)
    raise RuntimeError(f"no end to what is due in {state.phase.value}")


def wake_at(state: SessionState) -> Nanoseconds | None:
    """Return when `step` next wants to be called even if nothing happens, or None: never."""
    dues = [due for due_of, _ in RULES[state.phase] if (due := due_of(state)) is not None]
    return min(dues, default=None)


def is_over(state: SessionState) -> bool:
    """Return whether the session has ended and the belt need not be watched any more."""
    ended = state.ended
    return ended is not None and ended.watch_until is None and ended.notes is None


def _next_due(state: SessionState, now: Nanoseconds) -> tuple[_Act | None, Nanoseconds | None]:
    """Return what the first rule that is due does, or if none is, when the next one will be."""
    earliest: Nanoseconds | None = None
    for due_of, act in RULES[state.phase]:
        due = due_of(state)
        if due is None:
            continue
        if due <= now:
            return act, None
        if earliest is None or due < earliest:
            earliest = due
    return None, earliest


def _take_in(  # noqa: C901, PLR0912  # one arm for each event, and nothing else
    state: SessionState, event: Happening, now: Nanoseconds, out: Commands
) -> SessionState:
    match event:
        case Woke():
            return state
        case BeltReported():
            before = state.belt
            coast_rate = state.setup.known.coast_rate
            belt = before.reported(event.speed, event.elapsed, now, coast_rate)
            state = _belt_reported(drive.confirm(state.sensed(belt, state.gait)), now, out)
            return gait_rules.belt_seen(state, before, now)
        case CadenceReported():
            return gait_rules.counted(state, now, out, event.per_minute, worn=event.worn)
        case MachineStopped():
            if state.phase is Phase.COUNTDOWN or state.phase in MOVING:
                reason = Reason(event.by.value, Cause.MACHINE)
                return stopping.stop_now(state, now, out, reason)
            if event.by is Console.SAFETY_KEY:
                return stopping.key_pulled(state)
            return state
        case ControlLost():
            return obey.control_lost(state, now, out)
        case StartRefused():
            if state.phase is not Phase.STARTING:
                return state
            because = START_REFUSED.format(answer=event.answer)
            return stopping.stop_now(state, now, out, Reason(because, Cause.FAULT))
        case SlowingRefused():
            if state.phase not in DRIVEN:
                return state
            because = SLOWING_REFUSED.format(answer=event.answer)
            return stopping.stop_now(state, now, out, Reason(because, Cause.FAULT))
        case FasterSent():
            return faster.sent_up(state, now)
        case FasterRefused():
            return faster.refused_up(state, now, event.standing)
        case WriteStalled():
            if state.course.alarm is not None:
                return state  # a graver one stands
            return stopping.raise_alarm(state, out, _STALLED)
        case WriteReturned():
            if state.course.alarm != _STALLED:
                return state
            out.append(EndAlarm())
            return replace(state, course=replace(state.course, alarm=None))
        case LinkLost():
            contact = replace(state.contact, link=False)
            because = LINK_LOST.format(because=event.because)
            state = replace(state, contact=contact)
            if standstill.never_begun(state):
                return standstill.close(state, now, because, Cause.FAULT)
            return stopping.out_of_reach(state, now, out, because)
        case LinkRestored():
            state = replace(state, contact=replace(state.contact, link=True))
            if state.phase is Phase.ENDED:
                return standstill.link_is_back(state, now, out)
            return stopping.link_is_back(state, now, out)
        case TakenOver():
            return standstill.take_over(state, now, out, event.because)
        case TimeJumped():
            because = SLEPT.format(seconds=event.seconds)
            return standstill.lose_track(state, now, out, because)
        case MustStop():
            if standstill.never_begun(state):
                return standstill.close(state, now, event.because, Cause.RUNNER)
            state = notes.told_to_go(state, now, out)
            if is_over(state):
                return state  # only an answer was waited for; the belt is whoever's it is by now
            return stopping.stop_now(state, now, out, Reason(event.because, Cause.FAULT))
        case KeysLost():
            return choices.keys_lost(state, now)
        case KeysBack():
            return choices.keys_back(state)
        case BatteryRead():
            return replace(state, contact=replace(state.contact, battery=not event.too_low))
        case OperatorLost():
            state = replace(state, contact=replace(state.contact, operator=False))
            state = notes.close(state, now, out)
            if standstill.never_begun(state):
                return standstill.close(state, now, event.because, Cause.RUNNER)
            return stopping.bring_down(state, now, out, Reason(event.because, Cause.FAULT))
        case _:
            assert_never(event)


def _belt_reported(  # one arm for each phase
    state: SessionState, now: Nanoseconds, out: Commands
) -> SessionState:
    """Do what a frame of telemetry means in the phase that it came in."""
    moving = state.belt.moving
    match state.phase:
        case Phase.STILL:
            if moving:
                return standstill.refuse(state, now, tr_later("the belt was already moving"))
            return state
        case Phase.COUNTDOWN | Phase.PAUSED:
            return standstill.console_start(state, now, out) if moving else state
        case Phase.STARTING:
            return starting.first_motion(state, now, out)
        case Phase.RUNNING | Phase.WALKING_OUT:
            state = obey.seen(course.reached(state, now), now, out)
            by_a_hand = state.setup.manual and state.phase in DRIVEN
            return by_hand.check(state, now, out) if by_a_hand else state
        case Phase.STOPPING | Phase.UNKNOWN:
            state = obey.seen(state, now, out)
            if moving and not state.course.moved:
                state = replace(state, course=replace(state.course, moved=True))
            return stopping.observe(state, now, out)
        case Phase.ENDED:
            return standstill.watch(state, now, out)
        case _:
            assert_never(state.phase)
