"""When the runner is asked, and when a key counts as an answer.

Law: a question is put only in a walk, and only while the belt is seen to go at a walk; nothing ever
asks for a key during a speed-up.
"""

from __future__ import annotations

from dataclasses import replace

from controller.core import numbers, obey
from controller.core.drive import allowed_speed, counted_out_at, following, goal, is_run, led_out_at
from controller.core.questions import Ask, Question, Watched
from controller.core.state import DRIVEN, SessionState, segment
from controller.core.timeline import JOG_FLOOR, Gait
from protocols.units import Nanoseconds


def walking(state: SessionState) -> bool:
    """Return whether the session is in a walk, and the belt is seen to go at one."""
    speed = state.belt.speed
    if state.phase not in DRIVEN or segment(state) is None or is_run(state):
        return False
    return speed is not None and speed < JOG_FLOOR


def question_due(state: SessionState) -> Nanoseconds | None:
    """Return when the open question must act, or the next one is put; None: not by itself."""
    question = state.asking.question
    if state.phase not in DRIVEN:
        return None
    if question is not None:
        if question.ask is Ask.CONSOLE and not obey.faster_at_console(state):
            return Nanoseconds(0)  # the belt is what it was asked to be: there is nothing to ask
        wait = numbers.GIVE_UP_AFTER if question.holding else numbers.HOLD_AFTER
        return Nanoseconds(question.asked_at + wait)
    if not walking(state) or state.asking.pending is not None:
        return None
    if state.asking.wants_to_tell or obey.faster_at_console(state):
        return Nanoseconds(0)
    if _speeds_up(state):
        return None
    anything, again = _anything_due(state), _still_there_due(state)
    if anything is None or again is None:
        return again if anything is None else anything
    return min(anything, again)


def _speeds_up(state: SessionState) -> bool:
    """Return whether this interval's own speed-up has been announced, or is on its way."""
    return state.course.notice is not None and goal(state) > state.drive.commanded


def _anything_due(state: SessionState) -> Nanoseconds | None:
    progress = state.progress
    if progress.questioned or progress.count_from is None or not _asks(state):
        return None
    after = 0 if state.gait.early else numbers.QUESTION_AFTER
    due, ends = Nanoseconds(progress.count_from + after), led_out_at(state)
    # A walk that is over sooner asks at its end, and is held until there is an answer.
    return due if ends is None else min(due, ends)


def _asks(state: SessionState) -> bool:
    """Return whether the present walk asks.

    A plan may leave some out; once something was told, or the steps were a reason, none is.
    """
    interval = segment(state)
    if interval is None or interval.gait is not Gait.WALK:
        return False
    return interval.asks or state.gait.early or bool(state.course.reports)


def _still_there_due(state: SessionState) -> Nanoseconds | None:
    """Return when something that was told is asked about again.

    Two minutes after a pelvic answer (I2), and at the end of the walk before any run, or brisk
    walk, that waits for it (I4, I8).
    """
    began = state.progress.count_from
    if began is None or not state.asking.watched:
        return None
    dues = [
        max(each.ask_at, began + numbers.QUESTION_AFTER)
        for each in state.asking.watched
        if each.ask_at is not None
    ]
    if state.asking.awaits:
        upcoming, ends = following(state), counted_out_at(state)
        if ends is not None and upcoming is not None:
            runs = upcoming.gait is Gait.RUN
            if runs or allowed_speed(state, upcoming) > state.setup.program.walk_speed:
                dues.append(ends)
    return Nanoseconds(min(dues)) if dues else None


def put(state: SessionState, question: Question | None) -> SessionState:
    """Open a question, or close the open one. Nothing faster is counted down to over a question."""
    notice = state.course.notice if question is None else None
    course = replace(state.course, notice=notice)
    return replace(state, course=course, asking=replace(state.asking, question=question))


def ask(state: SessionState, now: Nanoseconds) -> SessionState:
    """Open the question that is due: what she wants to tell, the walk's own, or "still there?"."""
    if obey.faster_at_console(state) and not state.asking.wants_to_tell:
        return put(state, Question(Ask.CONSOLE, now, now))
    due, own = _still_there_due(state), _anything_due(state)
    about = _asked_about(state, now)
    told_first = state.asking.wants_to_tell or (own is not None and own <= now)
    if not told_first and due is not None and about is not None:
        return put(state, Question(Ask.STILL_THERE, now, now, about=about))
    state = replace(
        state,
        progress=replace(state.progress, questioned=True),
        asking=replace(state.asking, wants_to_tell=False),
        gait=replace(state.gait, early=False),
    )
    return put(state, Question(Ask.ANYTHING, now, now))


def _asked_about(state: SessionState, now: Nanoseconds) -> Watched | None:
    """Return what "still there?" asks about first: what is over its time, or a run waits for."""
    watched = state.asking.watched
    over = [each for each in watched if each.ask_at is not None and each.ask_at <= now]
    waits = [each for each in watched if each.again is not None]
    return next(iter((*over, *waits)), None)


def answers_count(state: SessionState, now: Nanoseconds) -> bool:
    """Return whether an answer counts: not a key held too long, nor one meant for before."""
    question, key_at = state.asking.question, state.asking.key_at
    if question is None or now - question.shown_at < numbers.ANSWER_FROM:
        return False
    return key_at is None or now - key_at >= numbers.ANSWER_QUIET


def talk_half(state: SessionState) -> int | None:
    """Return the half of the session, 1 or 2, in which the talk test is due now, or None."""
    segments, index = state.setup.program.segments, state.progress.index
    if not state.setup.program.talk_test:
        return None
    if not state.progress.last_bout or state.course.walk_out is not None:
        return None  # it asks about running
    whole = sum(each.duration for each in segments)
    done = sum(each.duration for each in segments[:index])
    half = 1 if 2 * done < whole else 2
    return half if state.asking.talked < half else None
