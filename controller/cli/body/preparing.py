"""What body work asks of the disk, for every front end: what there is, a score, what is kept."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from typing import Final, NamedTuple

from controller.cli.coach.diary_file import open_diary
from controller.coach.asking.calls import at_once
from controller.coach.diary.schema import DiaryTrouble
from controller.coach.history import History
from controller.coach.preparation.offer import preparation
from controller.coach.preparation.outcomes import outcomes
from controller.coach.preparation.player import Player
from controller.coach.preparation.practised import practised
from controller.coach.preparation.score import Score
from controller.coach.preparation.scores import score_of, score_of_tests
from controller.coach.preparation.suggest import GENTLE
from controller.coach.preparation.suggestion import Preparation
from controller.words.catalogue import tr
from plans.preparation.routines import bundled_routines
from plans.problems import UnknownName, listed
from plans.readiness.checks import known_checks
from plans.shelf import find_routine

KEPT: Final = tr("Kept in the diary.")
NOTHING_KEPT: Final = tr("Nothing was done, and nothing was kept.")


class NotOpen(Exception):  # noqa: N818  # it is nobody's mistake
    """No body work, or no such test, is to be begun today; one sentence or two."""


def what_there_is(history: History, today: date) -> Preparation:
    """Return the routines and tests of a day, with what would suit it."""
    routines = tuple(find_routine(each) for each in bundled_routines())
    return preparation(history, routines, known_checks(), today)


def routine_score(name: str, found: Preparation) -> Score:
    """Return a routine as it is played.

    Raises:
        NotOpen: it is not to be begun today.
        UnknownName: there is no such routine.
        RoutineInvalid: there is, but it cannot be used.
    """
    routine = find_routine(name)
    if found.closed:
        raise NotOpen(found.closed)
    if found.gentle and routine.pillar != GENTLE:
        raise NotOpen(found.gentle)
    return score_of(routine)


def tests_score(names: list[str], found: Preparation) -> Score:
    """Return the tests of these names, or all that may be done today.

    Raises:
        NotOpen: there is none, or one of them may not be done today.
        UnknownName: there is no such test.
    """
    known = known_checks().tests
    for name in names:
        if name not in known:
            raise UnknownName(
                tr('there is no test "{name}"; there is {known}.').format(
                    name=name, known=listed(known)
                )
            )
    due = [each.id for each in found.tests]
    if not names and not due:
        raise NotOpen(found.no_tests)
    for name in names:
        if name not in (*due, *found.again):
            told = tr('"{test}" is not for today.').format(test=known[name].title)
            raise NotOpen(f"{told} {found.left or found.no_tests}".rstrip())
    return score_of_tests(known[each] for each in names or due)


class Kept(NamedTuple):
    """What became of something that was played."""

    lines: tuple[str, ...]
    """To be said, the most urgent first."""
    trouble: DiaryTrouble | None = None
    """Why it was not kept."""


def keep(args: argparse.Namespace, player: Player, at: datetime, country: str) -> Kept:
    """Keep what was played. Whom to call is said even if nothing can be kept.

    The diary is opened anew: what was played may have taken half an hour.

    Args:
        args: for whom.
        player: what was played.
        at: the moment by the clock on the wall.
        country: two letters as told in the set-up, or nothing.
    """
    facts = practised(player, at)
    if not facts:
        return Kept((NOTHING_KEPT,))
    said = at_once(facts, country)
    try:
        with open_diary(args) as diary:
            diary.add(facts, ())
            came = outcomes(player.score, facts, diary.history(), known_checks(), at.date())
    except DiaryTrouble as trouble:
        return Kept(said, trouble)
    return Kept((*said, *came, KEPT))
