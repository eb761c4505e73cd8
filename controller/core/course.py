"""Along the timeline: when an interval counts, when it is over, and what comes after a pause.

A bout counts from the moment its speed is reached, so that thirty seconds of running are thirty
seconds at running speed; its ramps are time of their own (evidence.md 3.11).
"""

from __future__ import annotations

from dataclasses import replace

from controller.core import numbers
from controller.core.commands import Command
from controller.core.drive import (
    allowed_speed,
    counted_out_at,
    following,
    goal,
    held_by_gait,
    is_run,
    led_out_at,
    ramp_time,
)
from controller.core.faster import faster_next, up_permitted
from controller.core.state import (
    DRIVEN,
    Progress,
    SessionState,
    segment,
)
from controller.core.timeline import JOG_FLOOR, Gait, Role, Segment
from protocols.units import Nanoseconds


def bank(state: SessionState, now: Nanoseconds) -> SessionState:
    """Add the running time of the present bout to the sum, before anything ends that bout.

    It is counted from where the belt was seen to be as fast as a run is, however long its time on
    the plan has run.
    """
    progress, interval = state.progress, segment(state)
    begun, runs_from = progress.count_from, progress.ran_from
    if interval is None or begun is None or not is_run(state):
        return state
    since = now if runs_from is None else max(begun, runs_from)
    ran = Nanoseconds(min(progress.bout + now - since, interval.duration))
    progress = replace(progress, ran=Nanoseconds(progress.ran + ran), last_bout=ran)
    return replace(state, progress=progress)


def reached(state: SessionState, now: Nanoseconds) -> SessionState:
    """Take note of a frame of a run: it is counted as run while the belt is seen to be at one.

    A zero says nothing here: it may be false, and a belt that stands ends the run by itself.
    """
    progress, speed = state.progress, state.belt.speed
    if not speed or not is_run(state):
        return state
    runs = speed >= JOG_FLOOR - state.setup.tolerance
    if runs is (progress.ran_from is not None):
        return state
    if runs:
        return replace(state, progress=replace(progress, ran_from=now))
    # Nothing is counted before the interval is: `bank` begins there, too.
    since = now if progress.count_from is None else max(progress.count_from, progress.ran_from or 0)
    bout = Nanoseconds(progress.bout + now - since)
    return replace(state, progress=replace(progress, ran_from=None, bout=bout))


def count_due(state: SessionState) -> Nanoseconds | None:
    """Return when the present segment begins to count, or None if it does already."""
    if state.phase not in DRIVEN or segment(state) is None or state.progress.count_from is not None:
        return None
    if state.drive.confirmed and state.drive.commanded == goal(state):
        return Nanoseconds(0)
    return state.progress.count_anyway_at


def begin_counting(state: SessionState, now: Nanoseconds) -> SessionState:
    """Count the present segment from now on."""
    return replace(state, progress=replace(state.progress, count_from=now))


def advance_due(state: SessionState) -> Nanoseconds | None:
    """Return when the session moves on to the next segment, or past the last one.

    An open question holds the walk; a faster segment waits until its speed-up may go, and a run
    until what it waits for is told to be gone. A speed-up of the present one that is held back
    holds nothing.
    """
    ends = led_out_at(state)
    if state.phase not in DRIVEN or ends is None or state.asking.question is not None:
        return None
    upcoming = following(state)
    if upcoming is not None and upcoming.gait is Gait.RUN and state.asking.awaits:
        return None
    if upcoming is None or allowed_speed(state, upcoming) <= state.drive.commanded:
        return ends
    if faster_next(state) is None or held_by_gait(state):
        return ends
    notice = state.course.notice
    if notice is None or not up_permitted(state):
        return None
    # What stands may be of this interval's own speed-up: the next one has not been announced.
    return None if allowed_speed(state, upcoming) > notice.speed else max(ends, notice.due)


def advance(state: SessionState, now: Nanoseconds) -> SessionState:
    """Move on to the next segment; behind the last one `segment` is None.

    A belt that is led out early runs on for its lag, and what it was planned for is run.
    """
    ends = counted_out_at(state)
    return _move_on(bank(state, now if ends is None else max(now, ends)), now)


def _move_on(state: SessionState, now: Nanoseconds) -> SessionState:
    done = state.progress
    index = done.index + (done.detour is None)
    fresh = Progress(index=index, ran=done.ran, cut=done.cut, last_bout=done.last_bout)
    since = _runs_since(state)
    state = replace(state, progress=fresh)
    if since is not None and is_run(state):
        state = replace(state, asking=replace(state.asking, runs_since=since))
    else:
        state = replace(state, asking=replace(state.asking, reminded=0, runs_since=None))
    interval = segment(state)
    if interval is not None and interval.gait is Gait.RUN and state.course.walk_asked:
        state = replace(state, course=replace(state.course, walk_asked=False))
    return enter_segment(state, now)


def cut_run(state: SessionState, now: Nanoseconds) -> SessionState:
    """End the present run: on to the walk behind it, or to a short one of its own.

    The run that was cut is not repeated.
    """
    if state.progress.count_from is None:
        # On its way up: what is felt in it came at its beginning, not at the end of the run before.
        state = replace(state, progress=replace(state.progress, last_bout=Nanoseconds(0)))
    state = _move_on(bank(state, now), now)
    state = replace(state, progress=replace(state.progress, cut=state.progress.cut + 1))
    interval = segment(state)
    if interval is not None and interval.gait is Gait.WALK:
        return state
    walk = short_walk(state, Role.GOING_ON)
    return enter_segment(replace(state, progress=replace(state.progress, detour=walk)), now)


def short_walk(state: SessionState, role: Role) -> Segment:
    """Return a walk that the program does not have."""
    return Segment(
        Gait.WALK, role, numbers.GOING_ON_WALK, state.setup.program.walk_speed, asks=True
    )


def enter_segment(state: SessionState, now: Nanoseconds) -> SessionState:
    """Set by when the segment counts at the latest: 10 s after its ramp should have ended."""
    latest = Nanoseconds(now + ramp_time(state) + numbers.COUNT_ANYWAY)
    return replace(state, progress=replace(state.progress, count_anyway_at=latest))


def go_on_after_pause(state: SessionState, now: Nanoseconds) -> SessionState:
    """Put a walk before whatever comes next; a run that was cut is not repeated."""
    progress, cut, paused_at = state.progress, segment(state), state.course.paused_at
    if cut is None or paused_at is None:
        return state
    if progress.index == 0 and progress.detour is None and progress.count_from is None:
        # Nothing was done yet (a trial of the stop): the plan begins.
        return replace(state, course=replace(state.course, paused_at=None))
    program = state.setup.program
    warm_up = program.segments[0]
    length = numbers.GOING_ON_WALK
    if now - paused_at > numbers.PAUSE_SHORT and warm_up.role is Role.WARM_UP:
        length = max(length, warm_up.duration)
    if cut.gait is Gait.WALK:
        done = 0 if progress.count_from is None else paused_at - progress.count_from
        length = Nanoseconds(max(length, cut.duration - done))
    walk = Segment(Gait.WALK, Role.GOING_ON, length, program.walk_speed, asks=True)
    index = progress.index + (progress.detour is None)
    course = replace(state.course, paused_at=None)
    return replace(
        state,
        course=course,
        progress=Progress(
            index=index,
            detour=walk,
            ran=progress.ran,
            cut=progress.cut + (cut.gait is Gait.RUN),
            last_bout=progress.last_bout,
        ),
    )


def held_due(state: SessionState) -> Nanoseconds | None:
    """Return when a part that is over and cannot go on to the next one ends the session.

    Keys that never come back, a belt that never shows the speed it was asked for: a walk must
    not last for ever. An open question has its own end.
    """
    ends = counted_out_at(state)
    if state.phase not in DRIVEN or ends is None or state.asking.question is not None:
        return None
    return Nanoseconds(ends + numbers.HELD_LIMIT)


def walk_anew(state: SessionState, now: Nanoseconds) -> SessionState:
    """Let the present walk begin anew: a run may only follow a whole one (I4, I8)."""
    if state.progress.count_from is None:
        return state
    return replace(state, progress=replace(state.progress, count_from=now))


def remind(state: SessionState, now: Nanoseconds, out: list[Command]) -> SessionState:  # noqa: ARG001
    """Remind of the symptom key; nothing changes, and no answer is waited for."""
    return replace(state, asking=replace(state.asking, reminded=state.asking.reminded + 1))


def remind_due(state: SessionState) -> Nanoseconds | None:
    """Return when a long run reminds of the symptom key the next time; None: not any more.

    Runs that follow upon each other are one: there is no walk between them to ask in.
    """
    since = _runs_since(state)
    if since is None:
        return None
    ends = counted_out_at(state)
    if ends is None:
        return None
    due = Nanoseconds(since + (state.asking.reminded + 1) * state.setup.program.reminder)
    return due if due < ends - numbers.REMIND_UNTIL else None


def _runs_since(state: SessionState) -> Nanoseconds | None:
    """Return since when the runner runs, ramps not counted; None in a walk and in a ramp."""
    began = state.progress.count_from
    if began is None or not is_run(state):
        return None
    since = state.asking.runs_since
    return began if since is None else since
