"""What a runner may choose at any moment with one key: always the more careful thing."""

from __future__ import annotations

from dataclasses import replace

from controller.core import numbers
from controller.core.course import cut_run
from controller.core.drive import is_run
from controller.core.reactions import walk_out
from controller.core.starting import call_off
from controller.core.state import DRIVEN, Cause, Outcome, Phase, SessionState
from controller.core.stopping import Commands, Reason, bring_down
from protocols.units import Nanoseconds


def something_wrong(state: SessionState, now: Nanoseconds) -> SessionState:
    """From a run walk first, then ask: nobody reads or aims at running speed (look.md 2)."""
    if state.phase not in DRIVEN or state.course.question is not None:
        return state
    if is_run(state):
        state = _walk_now(state, now, hurried=True)
    # Asked in this very step where the belt goes at a walk already (`course.question_due`).
    return replace(state, course=replace(state.course, wants_to_tell=True))


def unwell(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Bring the belt down at once; one key is enough (I1)."""
    reason = Reason("you pressed unwell", Cause.RULE, Outcome.STOPPED_AND_REFER)
    return bring_down(state, now, out, reason)


def walk(state: SessionState, now: Nanoseconds, *, alone: bool) -> SessionState:
    """Walk now; pressed again in a walk: walk to the end. A key that is held is not pressed again.

    ``alone`` says that no other key came just before.
    """
    if state.phase is not Phase.RUNNING:
        return state
    if state.course.walk_asked and not alone:
        return state
    if state.course.walk_asked:
        return walk_out(state, now, "you chose to walk to the end")
    if is_run(state):
        state = _walk_now(state, now, hurried=False)
    return replace(state, course=replace(state.course, walk_asked=True))


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
