"""What was played, as facts for the diary."""

from __future__ import annotations

from datetime import datetime

from controller.coach.history import Fact, Practice, Screen, Trial
from controller.coach.preparation.player import WARNING_SIGNS, Player


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
