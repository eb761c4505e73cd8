"""A walk without a plan: the bundled walking plan at another length, and perhaps another speed.

All but the timeline is that plan's, so the same rules hold. The time is cut into equal parts of at
most five minutes, for each part asks; the first is the warm-up and the last the cool-down.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Final

from controller.core.timeline import JOG_FLOOR
from plans.notation.amounts import parse_speed, print_speed
from plans.notation.line import Bout, Pace, print_duration
from plans.notation.parse import NotationError, parse_duration
from plans.plan.model import LONGEST_SESSION, Level, PaceSpeed, Plan, Step
from plans.problems import WalkInvalid, quoted
from plans.shelf import find_plan
from protocols.units import SECOND, CentiKmh, Nanoseconds

_LONGEST_PART: Final = Nanoseconds(5 * 60 * SECOND)
"""Each part asks once; so the question comes at least this often, changes of speed apart."""
_SHORTEST: Final = Nanoseconds(60 * SECOND)
"""Of the whole walk."""
_SLOWEST: Final = CentiKmh(100)
"""1.0 km/h; chosen."""
_FEWEST_PARTS: Final = 3
_LIKE: Final = "postpartum-walk"


def quick_walk(duration: str, speed: str | None = None) -> Plan:
    """Return a walk of one level.

    Above the bundled plan's easy speed only the middle is brisk: the warm-up, the cool-down and
    every walk that a symptom leads to stay easy.

    Args:
        duration: in the notation of plans, ``20min``.
        speed: as plans write it, ``4.5 km/h``; None is the easy speed.

    Raises:
        WalkInvalid: one of the two cannot be read, or is out of bounds.
    """
    like = find_plan(_LIKE)
    length, easy = _length(duration), like.speeds[Pace.WALK].usual
    chosen = easy if speed is None else _speed(speed)
    pace = Pace.BRISK if chosen > easy else Pace.WALK
    first, *middle, last = _parts(length)
    return replace(
        like,
        id="walk",
        title=f"A walk of {print_duration(length)}",
        speeds=MappingProxyType({Pace.WALK: _only(min(chosen, easy)), pace: _only(chosen)}),
        warm_up=(Bout(first, Pace.WALK),),
        cool_down=(Bout(last, Pace.WALK),),
        levels=MappingProxyType({1: Level((Step(tuple(Bout(each, pace) for each in middle)),))}),
    )


def _only(speed: CentiKmh) -> PaceSpeed:
    return PaceSpeed(speed, speed, speed)


def _length(text: str) -> Nanoseconds:
    try:
        length = parse_duration(text)
    except NotationError as error:
        raise WalkInvalid(f"the walk {quoted(text)}: {error.message}") from None
    if not _SHORTEST <= length <= LONGEST_SESSION:
        bounds = f"{print_duration(_SHORTEST)} to {print_duration(LONGEST_SESSION)}"
        raise WalkInvalid(f"the walk {quoted(text)}: a walk lasts {bounds}.")
    return length


def _speed(text: str) -> CentiKmh:
    try:
        speed = parse_speed(text)
    except NotationError as error:
        raise WalkInvalid(f"--speed {quoted(text)}: {error.message}") from None
    if not _SLOWEST <= speed < JOG_FLOOR:
        bounds = f"{print_speed(_SLOWEST)} or faster, and below {print_speed(JOG_FLOOR)}"
        raise WalkInvalid(f"--speed {quoted(text)}: a walk is {bounds}.")
    return speed


def _parts(length: Nanoseconds) -> list[Nanoseconds]:
    """Return parts of whole seconds that differ by one at most, the longer ones first."""
    count = max(_FEWEST_PARTS, -(-length // _LONGEST_PART))
    seconds, rest = divmod(length // SECOND, count)
    return [Nanoseconds((seconds + (at < rest)) * SECOND) for at in range(count)]
