"""What was played, as facts for the diary, and what of it counts as done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from controller.coach.history import Fact, Practice, Screen, Trial
from controller.coach.preparation.player import WARNING_SIGNS, Player


def counts_as_done(practice: Practice, sizes: Mapping[str, int]) -> bool:
    """Whether a routine was done: half of it or more; else it is offered again.

    Args:
        practice: what was played of it.
        sizes: how many exercises each routine has; one that is not there counts in any case.

    """
    return 2 * len(practice.exercises) >= sizes.get(practice.routine, 0)


def practised(player: Player, at: datetime) -> tuple[Fact, ...]:
    """Return the facts of what was played; none if nothing was done.

    A test that was not answered is not kept: nothing is read out of silence.
    """
    signs = tuple(each for each in player.felt if each in WARNING_SIGNS)
    told: tuple[Fact, ...] = (Screen(at, signs),) if signs else ()
    if player.score.tests:
        moves = player.score.moves
        trials = (
            Trial(at, moves[each.move].id, each.left, each.right, each.felt, each.told)
            for each in player.results
            if each.felt is not None
        )
        return (*trials, *told)
    done = tuple(each.id for each in player.done)
    if done or player.felt:
        return (Practice(at, player.score.id, done, player.felt), *told)
    return told
