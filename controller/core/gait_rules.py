"""What a cadence may do to a session: hold a speed-up, ask early, and stop an empty belt.

Law: nothing here makes the belt faster, and a cadence that drifts never stops it (evidence.md 4,
the column *authority*). Without a sensor nothing is held and nobody is asked for anything.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from controller.core.belt import BeltSeen
from controller.core.cadence import Unit, implied
from controller.core.drive import held_by_gait, highest_walked, is_run
from controller.core.faster import faster_next
from controller.core.gait import Feet, Label, Seen
from controller.core.numbers import (
    DRIFTED_FOR,
    HELD_TOLD_AFTER,
    OFF_BELT_ABOVE,
    OFF_BELT_AFTER,
    STILL_WALKS_AFTER,
    ZERO_FRAMES,
)
from controller.core.state import DRIVEN, Cause, SessionState
from controller.core.stopping import Commands, Reason, bring_down
from controller.core.timeline import JOG_FLOOR
from controller.words.later import tr_later
from protocols.units import Nanoseconds

OFF_THE_BELT: Final = tr_later("no steps on a moving belt")


def counted(
    state: SessionState, now: Nanoseconds, out: Commands, count: int, *, worn: bool
) -> SessionState:
    """Take in a frame of a cadence sensor, on a foot if ``worn``.

    ``count`` is a minute's, in the sensor's own unit.
    """
    belt, gait = state.belt.stepped(count, now, worn=worn), state.gait
    feet = (gait.worn if worn else gait.own).told(
        count, now, moving=belt.moving and belt.fresh(now)
    )
    steps = _steps(belt, now)
    seen, baseline = gait.seen.stepped(steps, now), gait.baseline
    if steps:
        runs = seen.label is Label.RUN
        baseline = baseline.stepped(steps, belt.even_speed(now), now, runs=runs)
    own, on_foot = (gait.own, feet) if worn else (feet, gait.worn)
    gait = gait.stepped(seen, own, on_foot, baseline)
    state = state.sensed(belt, gait)
    if state.phase not in DRIVEN:
        return state
    if _off_the_belt(state, now):
        return bring_down(state, now, out, Reason(OFF_THE_BELT, Cause.RULE))
    low_since = gait.baseline.low_since
    if low_since is not None and now - low_since >= DRIFTED_FOR:
        return _remind(state)
    return state


def _steps(belt: BeltSeen, now: Nanoseconds) -> int | None:
    """Return the steps of both feet, or None if it cannot be told.

    A count whose unit is not settled, and which at this speed can only be strides, is no walk.
    """
    sensor = belt.cadence(now)
    steps = sensor.steps(now)
    if not (sensor.count and belt.speed and sensor.unit is Unit.ASSUMED):
        return steps
    return None if implied(sensor.count, belt.speed) is Unit.STRIDES else steps


def _off_the_belt(state: SessionState, now: Nanoseconds) -> bool:
    belt = state.belt
    if belt.speed is None or belt.speed <= OFF_BELT_ABOVE:
        return False
    feet: Feet = state.gait.worn if belt.worn.live(now) else state.gait.own
    return feet.counted and feet.none_for >= OFF_BELT_AFTER


def belt_seen(state: SessionState, before: BeltSeen, now: Nanoseconds) -> SessionState:
    """Take in a frame of the belt; ``before`` is what was known until then."""
    gait, speed = state.gait, state.belt.speed or 0
    stood = before.at is None or before.zero_frames >= ZERO_FRAMES
    if state.belt.moving and stood:
        gait = gait.belt_begins()
    jogs = is_run(state) and speed >= highest_walked(state) - state.setup.tolerance
    since = (now if gait.jog_since is None else gait.jog_since) if jogs else None
    if since != gait.jog_since:
        gait = replace(gait, jog_since=since)
    return state if gait is state.gait else replace(state, gait=gait)


def stale_due(state: SessionState) -> Nanoseconds | None:
    """Return when the label is worth nothing for want of frames."""
    return state.gait.seen.stale_at


def go_stale(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:  # noqa: ARG001
    """A silent sensor says neither that somebody walks nor that somebody runs."""
    return replace(state, gait=replace(state.gait, seen=Seen()))


def hold_due(state: SessionState) -> Nanoseconds | None:
    """Return when a speed-up is held back, or is not any more."""
    held = held_by_gait(state)
    if held is state.gait.held:
        return None
    return Nanoseconds(state.drive.next_up_at + HELD_TOLD_AFTER) if held else Nanoseconds(0)


def hold(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:  # noqa: ARG001
    """Say that a speed-up is held back, or that it is not any more."""
    return replace(state, gait=replace(state.gait, held=not state.gait.held))


def walks_on_due(state: SessionState) -> Nanoseconds | None:
    """Return when somebody who still walks at the speed of a jog is to be asked."""
    gait = state.gait
    if gait.label is not Label.WALK or gait.jog_since is None or _has_reason(state):
        return None
    return Nanoseconds(gait.jog_since + STILL_WALKS_AFTER)


def walks_on(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:  # noqa: ARG001
    """Ask early in the next walk."""
    return _remind(state)


def _has_reason(state: SessionState) -> bool:
    return not is_run(state) or state.gait.reminded == state.progress.index


def _remind(state: SessionState) -> SessionState:
    if _has_reason(state):
        return state
    return replace(state, gait=replace(state.gait, reminded=state.progress.index, early=True))


def announced(state: SessionState, now: Nanoseconds) -> SessionState:
    """Look for a sensor when the first run is announced; only to say that there is none."""
    speed = faster_next(state)
    if state.gait.sensed is not None or speed is None or speed < JOG_FLOOR:
        return state
    sensed = state.belt.cadence(now).steps(now) is not None
    return replace(state, gait=replace(state.gait, sensed=sensed))
