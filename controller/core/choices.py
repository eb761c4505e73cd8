"""What a runner may choose at any moment with one key: always the more careful thing."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from controller.core import numbers
from controller.core.course import bank, cut_run, enter_segment, short_walk
from controller.core.drive import goal, is_run
from controller.core.easing import ease, ease_to
from controller.core.faster import up_permitted
from controller.core.notes import tell_unwell
from controller.core.obey import SYMPTOM_KEY, faster_at_console, led_back
from controller.core.questions import Ask
from controller.core.reactions import walk_out
from controller.core.starting import call_off
from controller.core.state import DRIVEN, Cause, Outcome, Phase, Progress, SessionState, segment
from controller.core.stopping import Commands, Reason, bring_down, stop_now
from controller.core.targets import Notice
from controller.core.timeline import Gait, Role
from controller.words.later import tr_later
from controller.words.reasons import UNWELL
from protocols.units import CentiKmh, Nanoseconds

_WALK_ON: Final = tr_later("you chose to walk")
_RUNNER: Final = "runner"
"""Who has eased the belt (`controller.core.targets.Eased`)."""


def something_wrong(state: SessionState, now: Nanoseconds) -> SessionState:
    """From a run walk first, then ask: nobody reads or aims at running speed (H24).

    It counts for more than the question about the console, and than what was set there.
    """
    question = state.asking.question
    if state.phase not in DRIVEN or (question is not None and question.ask is not Ask.CONSOLE):
        return state
    state = _walk_now(state, now, hurried=True) if is_run(state) else led_back(state, SYMPTOM_KEY)
    # Asked in this very step where the belt goes at a walk already (`asking.question_due`).
    return replace(state, asking=replace(state.asking, wants_to_tell=True))


def unwell(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Bring the belt down at once; one key is enough (I1).

    Behind the end, too, she is told whom to call; a belt that is not known to stand is asked again.
    """
    reason = Reason(UNWELL, Cause.RULE, Outcome.STOPPED_AND_REFER)
    ended = state.ended
    if ended is None:
        state = replace(state, course=replace(state.course, unwell=True))
        return bring_down(state, now, out, reason)
    if ended.outcome is Outcome.REFUSED:
        return state  # nothing was begun, and the belt is somebody else's
    stands = ended.confirmed and state.belt.still
    state = tell_unwell(state, now)
    return state if stands else stop_now(state, now, out, reason._replace(cause=Cause.RUNNER))


def walk(state: SessionState, now: Nanoseconds, *, alone: bool) -> SessionState:
    """Walk now; pressed again in a walk: walk to the end. A key that is held is not pressed again.

    In a walk on a belt that was made faster at its console it asks for the plan's walk back.
    ``alone`` says that no other key came just before.
    """
    if state.phase in DRIVEN and faster_at_console(state) and not is_run(state):
        return led_back(state, _WALK_ON)
    if state.phase is not Phase.RUNNING:
        return state
    if state.course.walk_asked and not alone:
        return state
    if state.course.walk_asked:
        return walk_out(state, now, tr_later("you chose to walk to the end"), cause=Cause.RUNNER)
    if is_run(state):
        state = _walk_now(state, now, hurried=False)
    return replace(state, course=replace(state.course, walk_asked=True))


def slower(state: SessionState, now: Nanoseconds) -> SessionState:
    """Go on half a kilometre an hour more slowly, in this gait, until she takes it back.

    On the way up it is fast enough as it is: no faster than what was last asked for.
    """
    if state.phase not in DRIVEN or state.setup.manual or segment(state) is None:
        return state
    least, commanded = state.setup.speed_range.minimum, state.drive.commanded
    slower_by = commanded if commanded < goal(state) else goal(state) - numbers.SLOWER_BY
    speed = CentiKmh(max(least, slower_by))
    return ease_to(state, now, speed, _RUNNER) if speed < goal(state) else state


def faster(state: SessionState, now: Nanoseconds) -> SessionState:
    """Take some of it back: one step, never above the plan, and never after a symptom.

    Her own key is the notice of it; what does not go at once does not go at all. Where something
    faster is announced already it does nothing: that would come uncounted, or be counted anew.
    """
    gait = Gait.RUN if is_run(state) else Gait.WALK
    eased = state.drive.eased.run if gait is Gait.RUN else state.drive.eased.walk
    settled = goal(state) == state.drive.commanded and now >= state.drive.next_up_at
    announced = state.course.notice is not None
    if not eased or state.course.reports or not settled or announced:
        return state
    less = ease(state, gait, -numbers.FASTER_BY, _RUNNER)
    if not up_permitted(less):
        return state  # also where a walking cadence would hold it
    state = less
    at_once = Notice(now, numbers.LAST_COUNTS[-1], now, goal(state))
    return replace(state, course=replace(state.course, notice=at_once))


def cool_down(state: SessionState, now: Nanoseconds) -> SessionState:
    """Go on with the cool-down: what is left of the work is not done.

    A plan without one ends in a walk, or is given a short one.
    """
    segments, progress = state.setup.program.segments, state.progress
    last = len(segments) - (segments[-1].gait is Gait.WALK)
    first = next((i for i, each in enumerate(segments) if each.role is Role.COOL_DOWN), last)
    if state.phase not in DRIVEN or segment(state) is None or progress.index >= first:
        return state
    cut = progress.cut + is_run(state)
    ran = bank(state, now).progress
    detour = None if first < len(segments) else short_walk(state, Role.COOL_DOWN)
    fresh = Progress(index=first, detour=detour, ran=ran.ran, cut=cut)
    state = walk_out(
        replace(state, progress=fresh), now, tr_later("you chose to cool down"), cause=Cause.RUNNER
    )
    return enter_segment(state, now)


def keys_lost(state: SessionState, now: Nanoseconds) -> SessionState:
    """No start and no speed-up while keys do not arrive, and no run for long."""
    if not state.contact.keys:
        return state
    walk_at = Nanoseconds(now + numbers.KEYS_LOST_WALK)
    state = replace(state, contact=replace(state.contact, keys=False, walk_at=walk_at))
    return call_off(state, now) if state.phase is Phase.COUNTDOWN else state


def keys_back(state: SessionState) -> SessionState:
    """Keys arrive again."""
    return replace(state, contact=replace(state.contact, keys=True, walk_at=None))


def keys_lost_due(state: SessionState) -> Nanoseconds | None:
    """Return when a run becomes a walk because keys have not arrived."""
    return state.contact.walk_at


def walk_without_keys(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:  # noqa: ARG001
    """Walk: nobody could say that something is wrong."""
    state = replace(state, contact=replace(state.contact, walk_at=None))
    return _walk_now(state, now, hurried=False) if is_run(state) else state


def _walk_now(state: SessionState, now: Nanoseconds, *, hurried: bool) -> SessionState:
    state = cut_run(state, now)
    return replace(state, drive=replace(state.drive, hurried=hurried))
