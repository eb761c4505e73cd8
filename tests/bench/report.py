"""How long a report of 200 sessions takes, and the history of 1,000."""

from __future__ import annotations

import json
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from unittest.mock import patch

from controller.cli.coach.history import run_history
from controller.cli.coach.report import run_report
from controller.cli.main import main
from tests.bench import diary
from tests.bench.figures import US, Row, row

SESSIONS: Final = 200
AT_MOST: Final = 3000.0
"""Milliseconds."""
HISTORY_AT_MOST: Final = 1000.0
"""Milliseconds of processor time."""
GROUP: Final = f"a report of {SESSIONS} sessions of 27 min with their journals"
HISTORY: Final = diary.GROUP


def rows(samples: int) -> list[Row]:
    """Measure the report, what it cannot be faster than, and the history."""
    with TemporaryDirectory() as folder, _home(Path(folder)) as home:
        journals = _leave_journals(home / "sessions")
        args = Namespace(profile=None, since=None, html=None, name=None, with_mood=False)
        quietly(lambda: run_report(args))  # the diary reads each journal once, when it is new
        pages = (str(Path(folder) / f"{number}.html") for number in range(samples))
        written = [_time(lambda: run_report(Namespace(**{**vars(args), "html": next(pages)})))
                   for _ in range(samples)]  # fmt: skip
        read = [_time(lambda: [each.read_bytes() for each in journals]) for _ in range(samples)]
    with TemporaryDirectory() as folder, _home(Path(folder)) as home:
        home.mkdir(parents=True)
        diary.fill(home / "diary.sqlite")
        known = Namespace(profile=None, since=None, json=False)
        told = [_processor_time(lambda: run_history(known)) for _ in range(samples)]
    return [
        row(GROUP, "reprise report --html, started", US, written, bar=AT_MOST),
        row(GROUP, "the bytes of the journals read (the floor)", US, read),
        row(HISTORY, "reprise history, started, processor time", US, told, bar=HISTORY_AT_MOST),
    ]


def quietly(act: Callable[[], object]) -> None:
    """Do something that prints."""
    with redirect_stdout(StringIO()):
        act()


def _time(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    quietly(act)
    return (time.perf_counter() - began) * 1e3


def _processor_time(act: Callable[[], object]) -> float:
    began = time.process_time()
    quietly(act)
    return (time.process_time() - began) * 1e3


@contextmanager
def _home(folder: Path) -> Iterator[Path]:
    """Keep all that is kept in a folder, and yield where the diary is in it."""
    places = {f"XDG_{each}_HOME": str(folder / each) for each in ("CONFIG", "DATA", "STATE")}
    with patch.dict("os.environ", places | {"REPRISE_PROFILE": ""}):
        yield folder / "DATA" / "reprise"


def _leave_journals(folder: Path) -> list[Path]:
    """Leave the journals of sessions as on a real treadmill; all are of one simulated session."""
    folder.mkdir(parents=True)
    one = folder / "one.simulated"
    quietly(lambda: main(["simulate", "postpartum-ladder", "--level", "3", "--journal", str(one)]))
    head, rest = one.read_text("utf-8").split("\n", 1)
    one.unlink()
    made = []
    for number in range(SESSIONS):
        at = datetime(2025, 1, 1, 8, tzinfo=UTC) + timedelta(days=2 * number)
        told = {
            **json.loads(head),
            "simulated": None,
            "began": at.isoformat(),
            "level": 1 + number // 9,
        }
        path = folder / f"{at:%Y%m%dT%H%M%S.%fZ}.jsonl"
        path.write_text(json.dumps(told) + "\n" + rest, "utf-8")
        made.append(path)
    return made
