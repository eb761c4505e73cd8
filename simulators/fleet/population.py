"""Who is in a fleet: a named person each, varied by draws of her own.

Rule: a runner is made of the fleet's seed and of her number alone, so that she is the same one
wherever she is made, in whatever order, and under each policy. How people really are spread out is
not known; every number here is assumed, and wide enough that rules meet different people.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.random import Generator

    from simulators.person import Between, Person

USUAL: Final = ("anxious", "called-away", "candid", "distracted", "prompt", "slow", "stoic")
"""Whose habits somebody may have for months; the other files are there to try the program."""
_HAZARDS: Final = 0.7
"""Of the logarithm of what each complaint's hazard is multiplied by: assumed, so that a person in
twenty has three times as much of it, or more, as her file says."""
_COMES: Final = (9, 1.5)
"""Of the beta distribution of how likely she comes on a day that is due: assumed, mostly."""
_ANSWERS: Final = (12, 1)
"""Likewise, that she answers a check."""
_PRACTISES: Final = (2, 2)
"""Likewise, that she does her body work."""
_EASIER: Final = (1, 15)
"""Likewise, that she takes something easier."""
_EAGER: Final = 0.2
"""How likely she is one who comes on days of rest, too."""


class Drawn(NamedTuple):
    """A runner of a fleet."""

    person: Person
    seed: int
    """Of her months."""


def draw(people: tuple[Person, ...], seed: int, number: int) -> Drawn:
    """Return one runner.

    Args:
        people: who she may be, all of them equally likely.
        seed: the fleet's.
        number: hers, from 0.
    """
    draws = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,)))
    person = people[int(draws.integers(len(people)))]
    factors = draws.lognormal(0, _HAZARDS, len(person.feels))
    feels = tuple(
        replace(each, per_minute=each.per_minute * float(factor))
        for each, factor in zip(person.feels, factors, strict=True)
    )
    between = _habits(person.between, draws)
    months = int(draws.integers(2**32))
    return Drawn(replace(person, feels=feels, between=between), months)


def _habits(between: Between, draws: Generator) -> Between:
    return replace(
        between,
        comes=float(draws.beta(*_COMES)),
        answers=float(draws.beta(*_ANSWERS)),
        practises=float(draws.beta(*_PRACTISES)),
        easier=float(draws.beta(*_EASIER)),
        eager=bool(draws.random() < _EAGER),
    )
