"""Chance that is the same each time: draws from a seed, and hazards.

A hazard is how often in a minute something begins on average, at the present moment. How much of it
a person can bear is drawn once, from the exponential distribution; it is spent as time passes, and
when it is used up the thing begins. So the steps in which the time is counted do not matter.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

from protocols.units import SECOND, Nanoseconds

if TYPE_CHECKING:
    from simulators.person import Span

_MINUTE: Final = 60 * SECOND


def dice(seed: int, faculty: str) -> Random:
    """Return the draws of one faculty: another one that draws more does not disturb it."""
    return Random(f"{seed}/{faculty}")  # noqa: S311  # a play, and the same each time


def happens(draws: Random, probability: float) -> bool:
    """Return whether it does this time; what is certain or impossible draws nothing."""
    return probability >= 1 or (probability > 0 and draws.random() < probability)


def moment(draws: Random, span: Span) -> Nanoseconds:
    """Return a time within a span; one of no width draws nothing."""
    if span.least == span.most:
        return span.least
    return Nanoseconds(draws.randint(span.least, span.most))


class Hazard:
    """Something that begins once its hazard has been borne for long enough."""

    def __init__(self, draws: Random) -> None:
        """Draw how much that is, in units of the mean."""
        self._draws = draws
        self._left = draws.expovariate(1)

    def bear(self, per_minute: float, span: Nanoseconds) -> Nanoseconds | None:
        """Spend a time at a hazard; return how far into it the thing begins, or None.

        Once it has begun the next one is drawn, from the end of this time on.
        """
        spent = per_minute * span / _MINUTE
        if spent < self._left:
            self._left -= spent
            return None
        within = Nanoseconds(round(self._left / per_minute * _MINUTE))
        self._left = self._draws.expovariate(1)
        return within
