"""Manual mode: Reprise says what to press, the runner presses, telemetry checks.

Law: for a treadmill whose control is not `Control.FULL` no Start, no target and no 08 02 leaves the
core. A stop does where there is a control point, and is said as well. `instead` is the last thing
of every step, so nothing gets past it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from controller.core import numbers
from controller.core.commands import (
    Command,
    ConsoleKey,
    EndAlarm,
    Instruct,
    PauseBelt,
    SetSpeed,
    StartBelt,
    StopBelt,
)
from controller.core.drive import goal, too_fast
from controller.core.standstill import unsure
from controller.core.state import Cause, Control, SessionState
from controller.core.stopping import Commands, raise_alarm, resting
from controller.words.later import tr_later
from protocols.units import CentiKmh, Nanoseconds

TOO_FAST: Final = tr_later("the belt is faster than you were told to set it")


def instead(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Put into ``out``, for what would have been sent, what is said; return the state after it."""
    commands: tuple[Command, ...] = tuple(out)
    out.clear()
    for command in commands:
        match command:
            case StartBelt():
                out.append(Instruct(ConsoleKey.START, state.setup.speed_range.minimum))
            case SetSpeed(speed):
                out += _speed(state, speed)
            case StopBelt():
                if state.setup.control is Control.STOP_ONLY:
                    out.append(command)
                if _stop_is_to_be_said(state, now):
                    out.append(Instruct(ConsoleKey.STOP, None))
                    state = _told(state, now)
            case PauseBelt():
                pass
            case _:
                out.append(command)
    return state


def _speed(state: SessionState, speed: CentiKmh) -> Commands:
    """Return which arrow key leads from what the belt does to a speed, if one has to be pressed.

    Faster only where the speed went up, and so was announced: a belt that was left slower than
    was said is no reason to say it anew.
    """
    seen, near = state.belt.speed or 0, state.setup.tolerance
    goes_up = state.drive.obey_by is None
    if seen > speed + near:
        return [Instruct(ConsoleKey.SLOWER, speed)]
    if goes_up and seen < speed - near:
        return [Instruct(ConsoleKey.FASTER, speed)]
    return []


def _stop_is_to_be_said(state: SessionState, now: Nanoseconds) -> bool:
    asked, course = state.stop or state.ended, state.course
    if asked is None or (state.stop is None and not unsure(state)):
        return False
    if asked.cause is Cause.MACHINE:
        return False  # a hand has pressed it
    may_still_start = course.started_at is not None and not course.moved
    if resting(state) and not may_still_start:
        return False
    return asked.told_at is None or now - asked.told_at >= numbers.HAND_AGAIN


def _told(state: SessionState, now: Nanoseconds) -> SessionState:
    if state.stop is not None:
        return replace(state, stop=replace(state.stop, told_at=now))
    return state if state.ended is None else replace(state, ended=replace(state.ended, told_at=now))


def check(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Hold a frame of a driven belt against what was said: a hand may also set it too fast."""
    drive = state.drive
    if too_fast(state):
        if drive.obey_by is not None:
            return state
        obey_by = Nanoseconds(now + numbers.HAND_FOLLOWS)
        return replace(state, drive=replace(drive, obey_by=obey_by))
    if state.course.alarm == TOO_FAST:
        out.append(EndAlarm())
        state = replace(state, course=replace(state.course, alarm=None))
    if drive.obey_by is None and not drive.hurried:
        return state
    return replace(state, drive=replace(drive, obey_by=None, hurried=False))


def say_again(state: SessionState, now: Nanoseconds, out: Commands, because: str) -> SessionState:
    """Say a slower speed again that was not set; for a symptom, with the alarm.

    ``because`` is the target's reason, in words.
    """
    out.append(SetSpeed(goal(state), because))
    if state.drive.hurried:
        state = raise_alarm(state, out, TOO_FAST)
    obey_by = Nanoseconds(now + numbers.HAND_AGAIN)
    return replace(state, drive=replace(state.drive, obey_by=obey_by))
