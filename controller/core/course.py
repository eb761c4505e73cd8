"""Along the timeline: when an interval counts, when it is over, and what the runner is asked.

A bout counts from the moment its speed is reached, so that thirty seconds of running are thirty
seconds at running speed; its ramps are time of their own (evidence.md 3.11).
"""

from __future__ import annotations

from dataclasses import replace

from controller.core import numbers
from controller.core.drive import (
    allowed_speed,
    counted_out_at,
    faster_next,
    following,
    goal,
    held_by_gait,
    is_run,
    ramp_time,
    up_permitted,
)
from controller.core.state import (
    DRIVEN,
    Progress,
    Question,
    Reported,
    SessionState,
    WalkOut,
    segment,
)
from controller.core.symptoms import STRENGTHS, UNSURE, Action, Strength, Symptom, value_of
from controller.core.timeline import JOG_FLOOR, Gait, Role, Segment
from protocols.units import Nanoseconds


def bank(state: SessionState, now: Nanoseconds) -> SessionState:
    """Add the running time of the present bout to the sum, before anything ends that bout."""
    progress, interval = state.progress, segment(state)
    if interval is None or progress.count_from is None or not is_run(state):
        return state
    ran = min(now - progress.count_from, interval.duration)
    return replace(state, progress=replace(progress, ran=Nanoseconds(progress.ran + ran)))


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

    An open question holds the walk; a faster segment waits until its speed-up may go. A speed-up
    of the present one that is held back holds nothing.
    """
    ends, upcoming = counted_out_at(state), following(state)
    if state.phase not in DRIVEN or ends is None or state.course.question is not None:
        return None
    if upcoming is None or faster_next(state) is None:
        return ends
    if held_by_gait(state) or allowed_speed(state, upcoming) <= state.drive.commanded:
        return ends
    notice = state.course.notice
    if notice is None or not up_permitted(state):
        return None
    return max(ends, notice.due)


def advance(state: SessionState, now: Nanoseconds) -> SessionState:
    """Move on to the next segment; behind the last one `segment` is None."""
    state = bank(state, now)
    done = state.progress
    index = done.index + (done.detour is None)
    state = replace(state, progress=Progress(index=index, ran=done.ran, cut=done.cut))
    interval = segment(state)
    if interval is not None and interval.gait is Gait.RUN and state.course.walk_asked:
        state = replace(state, course=replace(state.course, walk_asked=False))
    return enter_segment(state, now)


def cut_run(state: SessionState, now: Nanoseconds) -> SessionState:
    """End the present run: on to the walk behind it, or to a short one of its own.

    The run that was cut is not repeated.
    """
    state = advance(state, now)
    state = replace(state, progress=replace(state.progress, cut=state.progress.cut + 1))
    interval = segment(state)
    if interval is not None and interval.gait is Gait.WALK:
        return state
    program = state.setup.program
    walk = Segment(Gait.WALK, Role.GOING_ON, numbers.GOING_ON_WALK, program.walk_speed, asks=True)
    return enter_segment(replace(state, progress=replace(state.progress, detour=walk)), now)


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
        ),
    )


def held_due(state: SessionState) -> Nanoseconds | None:
    """Return when a part that is over and cannot go on to the next one ends the session.

    Keys that never come back, a belt that never shows the speed it was asked for: a walk must
    not last for ever. An open question has its own end.
    """
    ends = counted_out_at(state)
    if state.phase not in DRIVEN or ends is None or state.course.question is not None:
        return None
    return Nanoseconds(ends + numbers.HELD_LIMIT)


def question_due(state: SessionState) -> Nanoseconds | None:
    """Return when the open question must act, or when the next one is asked.

    It is asked only in a walk, and only while the belt is seen to go at a walk.
    """
    question, progress, interval = state.course.question, state.progress, segment(state)
    if state.phase not in DRIVEN:
        return None
    if question is not None:
        wait = numbers.GIVE_UP_AFTER if question.holding else numbers.HOLD_AFTER
        return Nanoseconds(question.asked_at + wait)
    speed = state.belt.speed
    if interval is None or is_run(state) or speed is None or speed >= JOG_FLOOR:
        return None
    if state.course.wants_to_tell:
        return Nanoseconds(0)
    if not interval.asks or progress.questioned or progress.count_from is None:
        return None
    if state.gait.early:
        return progress.count_from
    return Nanoseconds(progress.count_from + numbers.QUESTION_AFTER)


def ask(state: SessionState, now: Nanoseconds) -> SessionState:
    """Open the question."""
    return replace(
        state,
        progress=replace(state.progress, questioned=True),
        course=replace(state.course, question=Question(now), wants_to_tell=False),
        gait=replace(state.gait, early=False),
    )


def answers_count(state: SessionState, now: Nanoseconds) -> bool:
    """Return whether an answer counts: not a key held too long, nor one meant for before."""
    question, key_at = state.course.question, state.course.key_at
    if question is None or now - question.asked_at < numbers.ANSWER_FROM:
        return False
    return key_at is None or now - key_at >= numbers.ANSWER_QUIET


def keep_half_answer(state: SessionState, now: Nanoseconds) -> SessionState:
    """Write down a strength whose place was not said, before a stop closes the question.

    It is judged as any other: what would have led to a referral still does. Nothing moves for it.
    """
    question = state.course.question
    symptom = state.setup.policy.symptom(UNSURE.judged_as)
    if question is None or question.strength is None or symptom is None:
        return state
    told = (UNSURE.name.capitalize(), STRENGTHS[question.strength], UNSURE.id)
    value = value_of(symptom.scale, question.strength)
    state, action = write_down(state, now, symptom, value, told)
    if action is None or action.strength < Strength.WALK_TO_THE_END or state.course.walk_out:
        return state
    refers = action.strength in (Strength.WALK_THEN_STOP_AND_REFER, Strength.STOP_AND_REFER)
    walk_out = WalkOut(f"{told[0]}, {told[1]}", now if refers else None)
    return replace(state, course=replace(state.course, walk_out=walk_out))


def write_down(
    state: SessionState, now: Nanoseconds, symptom: Symptom, value: int, told: tuple[str, str, str]
) -> tuple[SessionState, Action | None]:
    """Write a report down and return what the policy's row asks for; None if nothing was reported.

    ``told`` is the label, the strength in words and the place's id, as they were said.
    """
    band = state.setup.policy.band(symptom.id, value)
    if band is None:
        return state, None
    report = Reported(symptom.id, value, now, band.action.strength.name, *told)
    course = replace(state.course, reports=(*state.course.reports, report))
    return replace(state, course=course), band.action


def close_question(state: SessionState) -> SessionState:
    """Take the question away, answered or overtaken by a stop."""
    course = state.course
    if course.question is None and not course.wants_to_tell:
        return state
    return replace(state, course=replace(course, question=None, wants_to_tell=False))
