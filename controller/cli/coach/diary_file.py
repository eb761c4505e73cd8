"""The diary of whoever a command is for, with every session in it that has a journal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from controller.cli.profile import diary_path, journals_folder
from controller.coach.diary.journals import gather
from controller.coach.diary.store import Diary
from controller.coach.history import History
from controller.words.catalogue import tr
from controller.words.recorded import tr_recorded


@contextmanager
def open_diary(args: argparse.Namespace) -> Iterator[Diary]:
    """Open it, and add what a process that was killed has left in journals.

    A journal that cannot be read is told of once, on stderr.

    Raises:
        DiaryTrouble: there is none to go on with.
        ProfileInvalid: as `controller.cli.profile.profile_name`.
    """
    with Diary(diary_path(args)) as diary:
        for problem in gather(diary, journals_folder(args)).problems:
            sys.stderr.write(
                tr("reprise: a session is not in the diary: {problem}\n").format(
                    problem=tr_recorded(problem)
                )
            )
        yield diary


def known_history(args: argparse.Namespace) -> History:
    """Return what is known of whoever a command is for.

    Raises:
        DiaryTrouble: the diary cannot be read; then nothing is known, and nothing is opened.
        ProfileInvalid: there can be no such profile.
    """
    with open_diary(args) as diary:
        return diary.history()
