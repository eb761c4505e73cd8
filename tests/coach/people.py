"""Facts and sessions at random, and journals as a real treadmill leaves them."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

from hypothesis import strategies as st

from controller.coach.diary.rows import KINDS
from controller.coach.history import (
    Aftermath,
    Fact,
    History,
    NextDay,
    Noted,
    PreCheck,
    Session,
)
from tests.house.tree import ROOT

SCENES: Final = ROOT / "tests" / "recordings" / "scenes"
BEGAN: Final = "2026-05-13T08:00:00.250000+02:00"
_OFFSETS: Final = st.integers(-14 * 60, 14 * 60).map(lambda each: timezone(timedelta(minutes=each)))
AT: Final = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=_OFFSETS)  # noqa: DTZ001  # the strategy adds the offset
_INTS: Final = st.integers(0, 10_000)
_PAIN: Final = st.lists(st.tuples(st.text(), _INTS), max_size=3).map(tuple)
_TEXTS: Final = st.lists(st.text(), max_size=3).map(tuple)

FACTS: Final[st.SearchStrategy[Fact]] = st.one_of(
    *(
        st.builds(kind, at=AT, pain=_PAIN)
        if kind in (PreCheck, NextDay)
        else st.builds(kind, at=AT)
        for kind in KINDS.values()
    )
)
SESSIONS: Final = st.builds(
    Session,
    at=AT,
    noted=st.lists(st.builds(Noted), max_size=3).map(tuple),
    rules=_TEXTS,
)


def session_at(number: int, **fields: Any) -> Session:
    """Return a session that is whole; each number has its own day."""
    usual: dict[str, Any] = {
        "id": f"session-{number:05}",
        "at": datetime(2026, 1, 1, 7, 30, tzinfo=UTC) + timedelta(days=number),
        "plan": "postpartum-ladder",
        "level": 3,
        "has_runs": True,
        "completed": True,
        "outcome": "completed",
        "planned_run_s": 300,
        "ran_s": 300,
        "lasted_s": 1500,
        "noted": (Noted("knee", 2, running=True, warm_up=False, at_s=498),),
        "rules": ("I9",),
    }
    return Session(**{**usual, **fields})


def next_day(number: int, session: str = "") -> NextDay:
    """Return a next-day check that is whole."""
    at = datetime(2026, 1, 2, 8, tzinfo=timezone(timedelta(hours=1))) + timedelta(days=number)
    return NextDay(
        at, session, False, (("knee", number % 11),), False, False, number % 5 + 1, False
    )


def of_years(sessions: int) -> History:
    """Return a history of so many sessions, the last on the last day of 2025.

    Each has its check before, its aftermath and its next day.
    """
    facts: list[Fact] = []
    for number in range(-sessions, 0):
        after = next_day(number, f"session-{number:05}")
        facts += [
            PreCheck(after.at, False, False, False, after.pain, True, True),
            Aftermath(after.at, after.session, 4, None),
            after,
        ]
    return History(tuple(facts), tuple(session_at(number) for number in range(-sessions, 0)))


def lines_of(scene: str) -> list[str]:
    """Return the lines of a scene's journal."""
    packed = (SCENES / f"{scene}.jsonl.gz").read_bytes()
    return gzip.decompress(packed).decode().splitlines(keepends=True)


def leave_journal(folder: Path, name: str, scene: str, **header: Any) -> Path:
    """Leave the journal of a scene, as a controller with a real treadmill would.

    Args:
        folder: where.
        name: without its ending.
        scene: which.
        header: what its header says beside; None takes away.
    """
    first, *rest = lines_of(scene)
    told = {**json.loads(first), "simulated": None, "began": BEGAN, **header}
    told = {key: each for key, each in told.items() if each is not None or key == "simulated"}
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.jsonl"
    path.write_text(json.dumps(told) + "\n" + "".join(rest), "utf-8")
    return path
