"""Moments of the pages between sessions: the very pages and their doer, at a time that stands.

The pictures (docs/make_screens.py) are made of these.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple
from unittest.mock import patch

from controller.cli.home.doer import HomeDoer
from controller.cli.home.errand import Errand
from controller.cli.main import parse
from controller.coach.diary.store import Diary
from controller.coach.history import (
    Aftermath,
    History,
    NextDay,
    Noted,
    Practice,
    Screen,
    Session,
    Told,
    Weekly,
)
from controller.tui.pages.stack import Stack
from protocols.discovery import Kind, Memory
from protocols.units import SECOND
from tests.cli.airs import StillAir, sighting
from tests.coach.ready import at, ready, session

NOW: Final = datetime(2026, 5, 12, 13, 40, tzinfo=UTC)
SMALLEST: Final = (80, 24)
LARGE: Final = (160, 45)
NARROW: Final = (72, 20)
_DAY: Final = NOW.date()
_BORN: Final = _DAY - timedelta(weeks=19)
_READY: Final = (
    *ready(_DAY - timedelta(days=20), born=_BORN),
    *ready(_DAY - timedelta(days=4))[1:5],
)
"""All is open, and what is asked from time to time was told anew."""
_UNTRIED: Final = ready(_DAY - timedelta(days=4), born=_BORN)[:5]
"""All is told and nothing is tested."""


class Moment(NamedTuple):
    """One page, and how one comes there."""

    about: str
    """What is to be seen, in a line for a page."""
    life: History = History()
    steps: tuple[str | int, ...] = ()
    """Keys, and seconds that pass."""
    air: StillAir = StillAir()
    back: bool = False
    """The last session has just been done."""
    sizes: tuple[tuple[int, int], ...] = (SMALLEST,)


def _done(ago: int, level: int, ran_s: int, noted: tuple[Noted, ...] = ()) -> Session:
    return session(
        _DAY - timedelta(days=ago), level=level, planned_run_s=ran_s, ran_s=ran_s, noted=noted,
        lasted_s=1800 if level == 1 else 1860,
    )  # fmt: skip


def _checked(done: Session, energy: int = 4) -> NextDay:
    return NextDay(done.at + timedelta(hours=21), done.id, False, (), False, False, energy, False)


_WEEK: Final = (Weekly(at(_DAY - timedelta(days=3)), 0, "same", 3, 4),)
_KNEE: Final = Noted("knee", 2, running=True, warm_up=False, at_s=498)
_RUNS: Final = (
    *(_done(15, 1, 240), _done(12, 1, 240, (_KNEE,)), _done(9, 1, 240)),
    *(_done(6, 2, 300), _done(3, 2, 300)),
)
_LIVED: Final = (
    *_READY,
    *(
        Practice(at(_DAY - timedelta(days=each)), "mobility", ("wide-breathing",))
        for each in (12, 6, 4)
    ),
    Practice(at(_DAY - timedelta(days=1)), "single-leg", ("squat",)),
    *(Aftermath(each.at + timedelta(hours=1), each.id, 3, None) for each in _RUNS),
    *_WEEK,
)
_DUE: Final = History((*_LIVED, *map(_checked, _RUNS)), _RUNS)
_LEAKING: Final = History((*_READY, *_WEEK, Told(NOW, "daily-pelvic", "some days a week")))
_MORNING: Final = History(
    (*_LIVED, *map(_checked, _RUNS[:-1])),
    (*_RUNS[:-1], replace(_RUNS[-1], at=NOW - timedelta(hours=20))),
)
_JUST_DONE: Final = History(
    _DUE.facts,
    (*_RUNS, session(_DAY, at=NOW - timedelta(minutes=30), level=3, planned_run_s=300, ran_s=300)),
)
_AIR: Final = StillAir(
    sighting(name="Treadmill in the cellar", memory=Memory.ADDRESS),
    sighting("00:11:22:33:44:66", "FS-2C41B7", rssi=-84),
    sighting("00:11:22:33:44:77", "Ergo 8", rssi=-75, kind=Kind.OTHER),
)
_BEFORE: Final = ("enter", "0", "0", "enter", "enter", "enter", "1", "enter")


def moments() -> dict[str, Moment]:
    """Return them by the names of their files."""
    return {
        "first-start": Moment("Nothing was told yet, and practice is open all the same."),
        "today": Moment(
            "A session is due: what it is, when it is over, why, and a key for each way.",
            _DUE,
            sizes=(SMALLEST, LARGE),
        ),
        "not-yet": Moment(
            "Running is not open yet: the walk that is, what decides, and the two ways on.",
            _LEAKING,
        ),
        "closed": Moment(
            "A day on which the belt stays off, with why and whom to call.",
            History((*_READY, *_WEEK, Told(NOW, "country", "GB"), Screen(NOW, ("chest",)))),
        ),
        "easier": Moment("What may be done in its place; nobody asks why.", _DUE, ("e",)),
        "decides": Moment(
            "All that decides about running, and what opens each of it.", _LEAKING, ("w",)
        ),
        "choice": Moment(
            "A question of the set-up: the key beside an answer answers.",
            steps=("enter", *"none", "enter", "0", "0", "1"),
        ),
        "typed": Moment(
            "Another, whose answer is written.",
            steps=("enter", *"2026-12-30", "enter"),
        ),
        "answers": Moment("All that was told; each can be told anew.", _DUE, ("s",)),
        "before": Moment(
            "The first of the six questions before a session; ENTER answers nothing here.",
            _DUE,
            ("enter",),
        ),
        "pain": Moment("The fourth of them.", _DUE, ("enter", "0", "0", "enter")),
        "review": Moment("What was answered, before it is kept.", _DUE, _BEFORE[:-1]),
        "find": Moment("What is in the air, and what each can do.", _DUE, _BEFORE, _AIR),
        "find-nothing": Moment("Nothing is heard: what helps, and a simulated one.", _DUE, _BEFORE),
        "plans": Moment("All plans, with the one in use.", _DUE, ("l", "down")),
        "plan": Moment("One of them, with its staircase.", _DUE, ("l", "enter")),
        "body": Moment("Body work: what there is, and what suits today.", _DUE, ("t",)),
        "exercise": Moment(
            "An exercise that counts by itself; it is read from the floor.",
            _DUE,
            ("t", "1", 14),
            sizes=(SMALLEST, LARGE),
        ),
        "noting": Moment("What is asked after S, while it is held.", _DUE, ("t", "4", 14, "s")),
        "tests": Moment(
            "The tests that running waits for, one after the other, with their time.",
            History((*_UNTRIED, *_WEEK)),
            ("t", "t", 14),
        ),
        "history": Moment("What was done, the latest first.", _DUE, ("h", "down", "down")),
        "session": Moment(
            "One session: done, noted, decided.", _DUE, ("h", *["down"] * 3, "enter")
        ),
        "settings": Moment("Every setting; LEFT and RIGHT change it.", _DUE, ("o",)),
        "after": Moment("After a session, standing: how hard it was.", _JUST_DONE, back=True),
        "follows": Moment(
            "What comes next, when the day after has been told.",
            _MORNING,
            ("enter", "enter", "enter", "enter", "0", "4", "0", "enter"),
        ),
        "keys": Moment("The keys of a page, behind ?.", _DUE, ("?",)),
        "narrow": Moment("A terminal that is too small says so.", _DUE, sizes=(NARROW,)),
    }


@contextmanager
def lived(moment: Moment) -> Iterator[tuple[HomeDoer, Stack]]:
    """Let a moment come, in a folder of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        homes = {f"XDG_{each}_HOME": folder for each in ("CONFIG", "DATA", "STATE")}
        with (
            patch.dict(os.environ, homes),
            patch("controller.cli.home.doer.now", lambda: NOW),
            patch("controller.cli.home.body_doing.now", lambda: NOW),
            patch("controller.cli.home.scanner.RadioScanner", lambda: moment.air),
        ):
            os.environ.pop("REPRISE_PROFILE", None)
            with Diary(Path(folder) / "reprise" / "diary.sqlite") as diary:
                diary.add(moment.life.facts, moment.life.sessions)
            doer = HomeDoer(parse(["home", "--silent"]))
            if moment.back:
                doer.came_back(Errand([]), moment.life.sessions[-1].at)
            stack = Stack(doer.pages(), doer)
            _walk(stack, moment.steps)
            yield doer, stack


def _walk(stack: Stack, steps: tuple[str | int, ...]) -> None:
    """Press keys, each when its page has been there for a while."""
    now = 0
    for step in (*steps, 0):
        seconds = step if isinstance(step, int) else 1
        for _ in range(2 * seconds + 1):
            stack.at(now)
            now += SECOND // 2
        if isinstance(step, str):
            stack.press(step, step if len(step) == 1 else "")
