"""What a symptom leaves of a session's speed-ups: said once, for whoever checks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from controller.core.policy import Strength

if TYPE_CHECKING:
    from collections.abc import Iterable

Place = tuple[int, bool]
"""Where in the plan: the segment's index, and whether it is that segment or a walk before it."""

_BEFORE_THE_PLAN: Final[Place] = (-1, False)


def may_rise(told: Iterable[tuple[Strength, Place | None]], here: Place | None) -> bool:
    """Return whether a run here may be faster than a walk.

    Not behind a symptom that ends the running, and behind one that makes runs slower, or sends to a
    walk, only in a later run than the one in which it was told.

    Args:
        told: what each symptom so far asked for, and where it was told.
        here: where in the plan the belt is to be made faster.
    """
    for strength, place in told:
        if strength >= Strength.WALK_TO_THE_END:
            return False
        if strength >= Strength.SLOW and (here or _BEFORE_THE_PLAN) <= (place or _BEFORE_THE_PLAN):
            return False
    return True
