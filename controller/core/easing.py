"""Going on more slowly than planned: the runner's own choice, for each gait.

It counts for every interval of that gait, until she herself takes it back.
"""

from __future__ import annotations

from dataclasses import replace

from controller.core.course import cut_run
from controller.core.drive import is_run
from controller.core.state import SessionState, segment
from controller.core.targets import Eased
from controller.core.timeline import JOG_FLOOR, Gait
from protocols.units import CentiKmh, Nanoseconds


def ease(state: SessionState, gait: Gait, by: int, who: str) -> SessionState:
    """Make every interval of a gait slower by so much; negative: less slow, never above the plan.

    Args:
        state: where the session stands.
        gait: of the intervals meant.
        by: in 0.01 km/h, beside what was eased before.
        who: what the runner said it with.
    """
    eased = state.drive.eased
    if gait is Gait.RUN:
        eased = replace(eased, run=CentiKmh(max(0, eased.run + by)), by=who)
    else:
        eased = replace(eased, walk=CentiKmh(max(0, eased.walk + by)), by=who)
    return replace(state, drive=replace(state.drive, eased=eased))


def ease_to(state: SessionState, now: Nanoseconds, speed: CentiKmh, who: str) -> SessionState:
    """Let the present interval go on at a slower speed; a run that is none any more is a walk.

    The runs behind it are then run at the slowest jog.
    """
    interval = segment(state)
    if interval is None:
        return state
    if is_run(state):
        state = _at_most(state, Gait.RUN, interval.speed, max(speed, JOG_FLOOR), who)
        if speed >= JOG_FLOOR:
            return state
        state = cut_run(state, now)
        interval = segment(state) or interval
    if interval.gait is Gait.RUN:
        # Slowed to a walk by a ceiling: both what it was planned as and what it has become.
        state = _at_most(state, Gait.RUN, interval.speed, speed, who)
        return _at_most(state, Gait.WALK, state.setup.program.walk_speed, speed, who)
    return _at_most(state, Gait.WALK, interval.speed, speed, who)


def _at_most(
    state: SessionState, gait: Gait, planned: CentiKmh, speed: CentiKmh, who: str
) -> SessionState:
    eased: Eased = state.drive.eased
    present = eased.run if gait is Gait.RUN else eased.walk
    more = planned - speed - present
    return ease(state, gait, more, who) if more > 0 else state
