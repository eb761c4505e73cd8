"""The speed that is wanted, when, and the ramp down to it: that goes at once and needs nothing.

The way up is another matter (`faster`).
"""

from __future__ import annotations

from dataclasses import replace

from controller.core import numbers
from controller.core.commands import SetSpeed
from controller.core.gait import Label
from controller.core.state import DRIVEN, SessionState, segment
from controller.core.targets import Obeys
from controller.core.timeline import JOG_FLOOR, Gait, Segment
from protocols.units import SECOND, CentiKmh, Nanoseconds


def eased_speed(state: SessionState, interval: Segment) -> CentiKmh:
    """Return a segment's planned speed, less what the runner has eased in that gait."""
    eased = state.drive.eased
    less = eased.run if interval.gait is Gait.RUN else eased.walk
    return CentiKmh(interval.speed - less)


def allowed_speed(state: SessionState, interval: Segment) -> CentiKmh:
    """Return the least of plan, runner, ceilings and machine for a segment, on its grid."""
    speed = min(eased_speed(state, interval), state.ceilings.lowest.speed)
    return state.setup.speed_range.at_or_below(speed)


def goal(state: SessionState) -> CentiKmh:
    """Return the speed that the belt is to reach now."""
    interval = segment(state)
    if state.phase in DRIVEN and interval is not None:
        return allowed_speed(state, interval)
    return state.setup.speed_range.minimum


def is_run(state: SessionState) -> bool:
    """Return whether the present segment is run: planned as one, and not slowed to a walk."""
    interval = segment(state)
    return (
        state.phase in DRIVEN
        and interval is not None
        and interval.gait is Gait.RUN
        and allowed_speed(state, interval) >= JOG_FLOOR
    )


def highest_walked(state: SessionState) -> CentiKmh:
    """Return the speed beyond which somebody who is seen to walk is not taken: about 7.0 km/h."""
    return state.setup.speed_range.at_or_below(JOG_FLOOR)


def held_by_gait(state: SessionState) -> bool:
    """Return whether a walking cadence holds a run's speed-up where it is (evidence.md 4)."""
    walks = state.gait.label is Label.WALK and is_run(state)
    return walks and highest_walked(state) <= state.drive.commanded < goal(state)


def too_fast(state: SessionState) -> bool:
    """Return whether a hand has set the belt faster than the present segment is meant to be."""
    return (state.belt.speed or 0) > goal(state) + state.setup.tolerance


def confirm(state: SessionState) -> SessionState:
    """Note whether the newest telemetry shows the commanded speed."""
    drive, speed = state.drive, state.belt.speed
    if speed is None:
        return state
    follows = speed <= drive.commanded + numbers.OBEY_TOLERANCE and not state.setup.manual
    if drive.obey_by is not None and follows:
        drive = replace(drive, obey_by=None)
    shown = abs(speed - drive.commanded) <= state.setup.tolerance
    if shown is not drive.confirmed:
        drive = replace(drive, confirmed=shown)
    return state if drive is state.drive else replace(state, drive=drive)


def down_due(state: SessionState) -> Nanoseconds | None:
    """Return when the next step down may go out, or None if none is wanted.

    Once 08 01 has gone out the ladder decides, not the ramp.
    """
    ramping = state.stop is not None and state.stop.ramp_until is not None
    if not (ramping or state.phase in DRIVEN) or goal(state) >= state.drive.commanded:
        return None
    if state.belt.speed == 0:
        return None  # a belt that is reported to stand is asked for nothing but the stop
    return state.drive.next_down_at


def step_down(
    state: SessionState, now: Nanoseconds, because: str
) -> tuple[SessionState, SetSpeed | None]:
    """Take the next step down: gentle on the grid, and counted from what the belt really does.

    A belt that somebody has made slower at its console is left as it is: what was asked for is
    brought down to it, and nothing is sent (None), for no target goes out that is faster than the
    belt (H22). A hand is told the speed itself: how it gets there is the console's.
    """
    drive, belt, grid = state.drive, state.belt, state.setup.speed_range
    wanted = goal(state)
    if state.setup.manual:
        obey_by = Nanoseconds(now + numbers.HAND_FOLLOWS)
        told = replace(drive, commanded=wanted, confirmed=False, obey_by=obey_by)
        return replace(state, drive=told), SetSpeed(wanted, because)
    rate = numbers.SYMPTOM_RATE if drive.hurried else numbers.DOWN_RATE
    seen = drive.commanded if belt.speed is None else belt.speed
    base = min(drive.commanded, seen)
    target = max(wanted, grid.at_or_above(CentiKmh(base - rate)))
    if target >= drive.commanded:
        # A grid coarser than the rate: one grid step down, or nothing would ever happen.
        target = max(wanted, grid.at_or_below(CentiKmh(drive.commanded - 1)))
    target = min(target, grid.at_or_below(seen))
    took = max(0, base - target) * SECOND // rate
    obey_by = follows_by(state, now, seen, target)
    moved = replace(
        drive,
        commanded=target,
        confirmed=False,
        asked=True,
        next_down_at=Nanoseconds(now + took),
        obey_by=obey_by,
        hurried=drive.hurried and target > wanted,
    )
    obeys = _asked_down(state.obeys, seen, obey_by)
    found = wanted - target > state.setup.tolerance + numbers.CHANGED_BEYOND
    state = replace(state, drive=moved, obeys=replace(obeys, found_slower=found))
    return state, SetSpeed(target, because) if target <= seen else None


def follows_by(
    state: SessionState, now: Nanoseconds, seen: CentiKmh, target: CentiKmh
) -> Nanoseconds:
    """Return by when even a slow belt has followed a lower target."""
    known = state.setup.known
    takes = max(0, seen - target) * SECOND // known.obey_rate
    return Nanoseconds(now + known.obey_grace + takes)


def ask_down(
    state: SessionState, now: Nanoseconds, target: CentiKmh, because: str
) -> tuple[SessionState, SetSpeed]:
    """Ask a belt down at once to a target that is not above the last one."""
    seen = state.belt.speed or target
    obey_by = follows_by(state, now, seen, target)
    moved = replace(state.drive, commanded=target, confirmed=False, asked=True, obey_by=obey_by)
    obeys = _asked_down(state.obeys, seen, obey_by)
    return replace(state, drive=moved, obeys=obeys), SetSpeed(target, because)


def _asked_down(obeys: Obeys, seen: CentiKmh, obey_by: Nanoseconds) -> Obeys:
    """Return what the belt is held against from here; a faster one is not the console's any more.

    It may still rise to a target up that it was not seen at.
    """
    base = max(seen, obeys.up_to)
    lowest = base if obeys.led_from is None else min(obeys.led_from, base)
    kept = obeys.change if obeys.change is not None and not obeys.change.higher else None
    return replace(obeys, shown=False, judged_from=obey_by, led_from=lowest, change=kept)


def following(state: SessionState) -> Segment | None:
    """Return the segment after the present one, or None at the end."""
    progress = state.progress
    index = progress.index + (progress.detour is None)
    segments = state.setup.program.segments
    return segments[index] if index < len(segments) else None


def counted_out_at(state: SessionState) -> Nanoseconds | None:
    """Return when the present segment has been done; None before counting began, and at the end."""
    interval, progress = segment(state), state.progress
    if interval is None or progress.count_from is None:
        return None
    return Nanoseconds(progress.count_from + length(state, interval))


def led_out_at(state: SessionState) -> Nanoseconds | None:
    """Return when a slower segment is asked for, so that this one is as long as it was planned.

    A belt that follows late is asked early. Only for a lower target: a speed-up never comes
    before its announced moment, and a lag that is not the same each time would bring it there.
    """
    ends, lead = counted_out_at(state), state.setup.known.lead
    if ends is None or lead is None:
        return ends
    interval, upcoming = segment(state), following(state)
    if interval is None or upcoming is None:
        return ends
    if state.setup.manual or allowed_speed(state, upcoming) >= state.drive.commanded:
        return ends
    return Nanoseconds(ends - min(lead, length(state, interval) // numbers.LEAD_PART))


def length(state: SessionState, interval: Segment) -> Nanoseconds:
    """Return how long an interval lasts: as planned, or what is left of a run after a symptom."""
    if interval.gait is not Gait.RUN:
        return interval.duration
    runs = state.course.runs
    least = interval.duration * runs.percent // 100
    if runs.longest is not None:
        least = min(least, runs.longest)
    if least >= interval.duration:
        return interval.duration
    return min(in_steps(least), interval.duration)


def in_steps(least: int) -> Nanoseconds:
    """Return how long a run is that is cut to ``least``: whole steps of 5 s, and 15 s or more."""
    stepped = least // numbers.BOUT_STEP * numbers.BOUT_STEP
    return Nanoseconds(max(stepped, numbers.SHORTEST_BOUT))


def ramp_time(state: SessionState) -> Nanoseconds:
    """Return how long the way from the commanded speed to the goal should take."""
    gap = goal(state) - state.drive.commanded
    steps, rest = divmod(abs(gap), numbers.UP_STEP)
    if gap > 0:
        return Nanoseconds((steps + (rest > 0)) * numbers.UP_INTERVAL)
    return Nanoseconds(-gap * SECOND // numbers.DOWN_RATE)
