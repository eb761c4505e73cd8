"""The walk that measures a treadmill: what is done on it, fitted to the speeds that it offers.

Slow enough for anybody who walks, and no longer than the figures need: the lowest speed, a walk
that is long enough for the machine's metres to be counted, one small step up and down, and a stop
from walking speed, which alone shows how this belt comes to rest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from controller.core.timeline import Gait, Program, Role, Segment
from plans.plan.model import Plan
from plans.shelf import find_plan
from protocols.units import SECOND, CentiKmh, Nanoseconds, SpeedRange

FASTEST: Final = CentiKmh(400)
"""No part of it is faster: an easy walk (evidence.md 4)."""
USUAL_RANGE: Final = SpeedRange(CentiKmh(100), CentiKmh(1600), CentiKmh(10))
"""What it is fitted to before a machine was asked; only its words are needed then."""
_LIKE: Final = "postpartum-walk"
_SMALL: Final = 10
"""The small step, 0.1 km/h, or the machine's own if that is larger."""
_LOWEST_FOR: Final = Nanoseconds(10 * SECOND)
_WALK_FOR: Final = Nanoseconds(45 * SECOND)
"""With what the ramp covers, 60 m: a machine that counts in 10 m tells km/h from mph by them."""
_STEP_FOR: Final = Nanoseconds(12 * SECOND)
"""Time for the slowest machine that is known to follow (7 s, Sole F80), and to be steady then."""


class NothingToProbe(Exception):  # noqa: N818  # blame is in the name (law 7)
    """The machine's speeds leave no room for a walk; one sentence."""


def probe_plan() -> Plan:
    """Return the plan of which a probe is a part: its policy holds, and its name is told."""
    return replace(find_plan(_LIKE), id="probe", title="A walk that measures the treadmill")


def probe_program(speeds: SpeedRange) -> Program:
    """Return the walk for a machine with these speeds.

    Raises:
        NothingToProbe: its lowest speed is above an easy walk, or it has but one speed.
    """
    small = max(_SMALL, speeds.increment)
    top = speeds.at_or_below(FASTEST)
    walk = speeds.at_or_below(CentiKmh(top - small))
    if top > FASTEST or walk >= top:
        raise NothingToProbe(
            "the treadmill's speeds leave no room for a probe, which needs two of them up to "
            "4.0 km/h. A session teaches something, too: reprise probe --from its JOURNAL."
        )
    return Program(
        segments=(
            _walk(Role.WARM_UP, _LOWEST_FOR, speeds.minimum),
            _walk(Role.WORK, _WALK_FOR, walk),
            _walk(Role.WORK, _STEP_FOR, top),
            _walk(Role.WORK, _STEP_FOR, walk),
        ),
        walk_speed=walk,
        timed_stop=True,
    )


def _walk(role: Role, duration: Nanoseconds, speed: CentiKmh) -> Segment:
    return Segment(Gait.WALK, role, duration, speed, asks=False)
