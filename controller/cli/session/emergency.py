"""Which emergency number a session names: that of the country that was told in the set-up."""

from __future__ import annotations

import argparse
from contextlib import suppress

from controller.cli.profile import diary_path
from controller.coach.asking.before import told_before
from controller.coach.asking.emergency import UNKNOWN, emergency_number
from controller.coach.diary.schema import DiaryTrouble
from controller.coach.diary.store import Diary
from controller.coach.history import History


def number_of(history: History) -> str:
    """Return the number, or nothing where none is known: then all that are usual are named."""
    number = emergency_number(told_before(history, "country"))
    return "" if number == UNKNOWN else number


def number_told(args: argparse.Namespace) -> str:
    """Return the same for a simulated session, which is nobody's and yet has somebody at the keys.

    It makes no diary and asks nothing else of one, and a diary in trouble keeps nobody from
    practice.
    """
    path = diary_path(args)
    if path.exists() and path.stat().st_size:
        with suppress(DiaryTrouble, OSError), Diary(path) as diary:
            return number_of(diary.history())
    return ""
