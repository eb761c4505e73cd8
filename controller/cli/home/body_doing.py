"""Does what the pages of body work want done."""

from __future__ import annotations

import argparse
from typing import TypeAlias, assert_never

from controller.cli.body.preparing import NotOpen, keep, routine_score, tests_score, what_there_is
from controller.cli.coach.diary_file import known_history
from controller.cli.coach.due import country_of, now
from controller.coach.diary.schema import DiaryTrouble
from controller.coach.preparation.cues import Cues
from controller.coach.preparation.score import Score
from controller.coach.preparation.suggestion import Preparation
from controller.tui.pages.body.wishes import TESTS, Heard, KeepPlayed, LookAtBodyWork, Play
from controller.words.catalogue import tr
from plans.problems import Refused

BodyWish: TypeAlias = LookAtBodyWork | Play | Heard | KeepPlayed


class BodyWork:
    """Body work of one person.

    Args:
        args: for whom.
        cues: makes marks heard; it is called between two drawings, and waits for nothing.

    """

    def __init__(self, args: argparse.Namespace, cues: Cues) -> None:
        self._args, self._cues = args, cues

    def do(self, wish: BodyWish) -> object:
        """Do it and return what the page hopes for.

        Raises:
            DiaryTrouble: the diary cannot be read. What cannot be written is told on the page.
        """
        match wish:
            case LookAtBodyWork():
                return self._found()
            case Play(what):
                return self._score(what)
            case Heard(marks):
                for mark in marks:
                    self._cues.play(mark)
                return wish
            case KeepPlayed(player):
                kept = keep(self._args, player, now(), self._country())
                trouble = (
                    ()
                    if kept.trouble is None
                    else (tr("Not kept: {reason}").format(reason=kept.trouble),)
                )
                return (*kept.lines, *trouble)
            case _:
                assert_never(wish)

    def _country(self) -> str:
        try:
            return country_of(known_history(self._args))
        except DiaryTrouble:
            return ""  # whom to call is said all the same

    def _found(self) -> Preparation:
        return what_there_is(known_history(self._args), now().date())

    def _score(self, what: str) -> Score | str:
        try:
            found = self._found()
            return tests_score([], found) if what == TESTS else routine_score(what, found)
        except (NotOpen, Refused) as refused:
            return str(refused)
