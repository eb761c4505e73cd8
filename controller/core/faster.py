"""Up: what a speed-up needs, its notice, its steps, and what comes of one that was sent.

Anything faster needs everything (law 4): telemetry that has shown the last target, no question
open, link, operator and keys there, and its own announcement. Steps are of at most 0.5 km/h, no
two within 2 s.
"""

from __future__ import annotations

from dataclasses import replace

from controller.core import numbers
from controller.core.commands import Announce, SetSpeed
from controller.core.drive import (
    allowed_speed,
    confirm,
    counted_out_at,
    following,
    goal,
    held_by_gait,
    highest_walked,
    is_run,
    too_fast,
)
from controller.core.gait import Label
from controller.core.state import DRIVEN, SessionState
from controller.core.targets import Notice, Obeys
from protocols.units import SECOND, CentiKmh, Nanoseconds


def faster_next(state: SessionState) -> CentiKmh | None:
    """Return the higher speed that is wanted next, by this segment or the one after it, or None."""
    if state.phase not in DRIVEN:
        return None
    wanted = goal(state)
    if wanted == state.drive.commanded and state.progress.count_from is not None:
        upcoming = following(state)
        wanted = wanted if upcoming is None else allowed_speed(state, upcoming)
    return wanted if wanted > state.drive.commanded else None


def awaits_drill(state: SessionState) -> bool:
    """Return whether the stop of a treadmill that is new here has still to be seen to work.

    Not in manual mode: nothing is made faster by us there, and the stop is the console's.
    """
    wanted = state.setup.drill and not state.setup.manual
    return wanted and not state.course.stop_seen and state.phase in DRIVEN


def up_permitted(state: SessionState) -> bool:
    """Return whether all that a speed-up needs is there, but for its time and its notice.

    Telemetry is fresh wherever this is asked: a driven phase turns Unknown when it goes stale.
    """
    return (
        state.belt.moving
        and (state.drive.confirmed or _set_by_hand(state))
        and not awaits_drill(state)
        and not held_by_gait(state)
        and not _waits_for_gone(state)
        and _undisturbed(state)
    )


def still_permitted(state: SessionState) -> bool:
    """Return whether a step up that was decided, and has waited since, may leave.

    It is what was commanded last, so that nothing can show it. The guard asks the telemetry.
    """
    faster = state.drive.commanded > state.setup.program.walk_speed
    return _undisturbed(state) and not (faster and state.asking.awaits)


def _undisturbed(state: SessionState) -> bool:
    """Return whether nobody and nothing speaks against a faster belt at this moment."""
    return (
        state.phase in DRIVEN
        and not _console_speaks(state)
        and state.asking.idle
        and state.contact.link
        and state.contact.operator
        and state.contact.keys
    )


def _waits_for_gone(state: SessionState) -> bool:
    """Return whether something has to be gone before the belt is faster than the plan's walk."""
    if not state.asking.awaits:
        return False
    wanted = faster_next(state)
    return wanted is not None and wanted > state.setup.program.walk_speed


def _console_speaks(state: SessionState) -> bool:
    """Return whether somebody at the treadmill has set another speed, or is about to have."""
    change = state.obeys.change
    return state.obeys.found_slower or (change is not None and change.higher)


def _set_by_hand(state: SessionState) -> bool:
    """Return whether a runner who sets the speed herself is not beyond what is due now.

    She may stay slower, and she may be at the walk before she is told.
    """
    return state.setup.manual and not too_fast(state)


def notice_due(state: SessionState) -> Nanoseconds | None:
    """Return when the next speed-up has to be announced, counted down, or let lapse; None: none."""
    notice, speed = state.course.notice, faster_next(state)
    if speed is None:
        return None if notice is None else Nanoseconds(0)
    if notice is not None:
        if speed > notice.speed:
            return Nanoseconds(0)
        count = _next_count(notice)
        lapses = Nanoseconds(notice.lapses_at + 1)
        return lapses if count is None else Nanoseconds(notice.due - count * SECOND)
    if not up_permitted(state):
        return None
    if goal(state) > state.drive.commanded:
        return Nanoseconds(0)
    ends = counted_out_at(state)
    return None if ends is None else Nanoseconds(ends - numbers.NOTICE)


def _next_count(notice: Notice) -> int | None:
    return next((count for count in numbers.LAST_COUNTS if count < notice.said), None)


def give_notice(state: SessionState, now: Nanoseconds) -> tuple[SessionState, Announce | None]:
    """Announce the next speed-up, say its next count, or (None) take back what has lapsed.

    What is wanted may have become faster since: that was never announced, and is announced anew.
    """
    notice, speed = state.course.notice, faster_next(state)
    if notice is None:
        due = max(now + numbers.NOTICE, counted_out_at(state) or 0)
        if goal(state) > state.drive.commanded:
            due = now + numbers.NOTICE
        said = numbers.NOTICE // SECOND
        lapses_at = Nanoseconds(due + numbers.NOTICE_EXPIRES)
        fresh = None if speed is None else Notice(Nanoseconds(due), said, lapses_at, speed)
    else:
        count = _next_count(notice)
        if speed is None or count is None or speed > notice.speed:
            said, fresh = 0, None
        else:
            said, fresh = count, replace(notice, speed=speed, said=count)
    state = replace(state, course=replace(state.course, notice=fresh))
    return state, None if speed is None or said == 0 else Announce(said, speed)


def up_due(state: SessionState) -> Nanoseconds | None:
    """Return when the next step up may go out, or None if none is wanted or permitted."""
    notice = state.course.notice
    if notice is None or not state.drive.commanded < goal(state) <= notice.speed:
        return None
    if not up_permitted(state):
        return None
    return max(notice.due, state.drive.next_up_at)


def step_up(state: SessionState, now: Nanoseconds, because: str) -> tuple[SessionState, SetSpeed]:
    """Take the next step up of a ramp that has been announced.

    The first one is counted from what the belt really does: a slow one may still be short of the
    lowest speed, by no more than a grid step, and may be asked for that first.
    """
    drive, notice, wanted = state.drive, state.course.notice, goal(state)
    base = drive.commanded
    if not drive.asked:
        base = min(base, state.belt.speed or base)
    most = state.setup.speed_range.at_or_below(CentiKmh(base + numbers.UP_STEP))
    if state.gait.label is Label.WALK and is_run(state):
        most = min(most, max(highest_walked(state), drive.commanded))
    target = wanted if state.setup.manual else min(wanted, most)
    moved = replace(drive, commanded=target, confirmed=False, asked=True, obey_by=None)
    until = None if notice is None else notice.lapses_at
    course = replace(state.course, notice=None if target == wanted else notice)
    state = replace(state, drive=moved, obeys=Obeys(up_to=target), course=course)
    return _up_from(state, now), SetSpeed(target, because, until)


def _up_from(state: SessionState, now: Nanoseconds) -> SessionState:
    """Count from now on when the next step up may go, and when this one should be seen."""
    next_up_at = Nanoseconds(now + numbers.UP_INTERVAL)
    notice, grace = state.course.notice, state.setup.known.obey_grace
    if notice is not None:
        lapses_at = Nanoseconds(next_up_at + numbers.NOTICE_EXPIRES)
        state = replace(
            state, course=replace(state.course, notice=replace(notice, lapses_at=lapses_at))
        )
    return replace(
        state,
        drive=replace(state.drive, next_up_at=next_up_at),
        obeys=replace(state.obeys, judged_from=Nanoseconds(next_up_at + grace)),
    )


def sent_up(state: SessionState, now: Nanoseconds) -> SessionState:
    """Take note that the last step up has left; the next one comes 2 s after it, and no earlier."""
    if state.phase not in DRIVEN or state.drive.next_up_at >= now + numbers.UP_INTERVAL:
        return state
    return _up_from(state, now)


def refused_up(state: SessionState, now: Nanoseconds, standing: CentiKmh | None) -> SessionState:
    """Take the last step up back: it has not left, and is decided anew, not before 2 s from now.

    ``standing`` is the last target that did leave since the belt was started, or None.
    """
    drive = state.drive
    if state.phase not in DRIVEN:
        return state
    stands = state.belt.speed or drive.commanded if standing is None else standing
    commanded = min(drive.commanded, state.setup.speed_range.at_or_below(stands))
    back = replace(drive, commanded=commanded, confirmed=False, asked=standing is not None)
    obeys = replace(state.obeys, up_to=commanded)
    return confirm(_up_from(replace(state, drive=back, obeys=obeys), now))
