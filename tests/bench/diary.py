"""How long it takes to read a diary of years, as every command between sessions does."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from controller.coach.diary.store import Diary
from tests.bench.figures import US, Row, row
from tests.bench.processes import COMMAND, compiled, processor_time
from tests.coach.people import next_day, of_years

SESSIONS: Final = 1000
AT_MOST: Final = 150.0
"""Milliseconds, for opening and reading."""
TODAY_AT_MOST: Final = 300.0
"""Milliseconds of processor time, for the whole command."""
GROUP: Final = f"a diary of {SESSIONS} sessions and {3 * SESSIONS} answers"


def fill(path: Path) -> None:
    """Make a diary of years."""
    history = of_years(SESSIONS)
    with Diary(path) as diary:
        diary.add(history.facts, history.sessions)


def rows(samples: int) -> list[Row]:
    """Measure reading it, and opening and reading it; and an answer, which waits for the disk."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "diary.sqlite"
        fill(path)

        def open_and_read() -> None:
            with Diary(path) as diary:
                diary.history()

        with Diary(path) as diary:
            read = _times(samples, diary.history)
            told = _times(samples, lambda: diary.tell(next_day(0)))
        opened = _times(samples, open_and_read)
        today, bare = _of_processes(samples, Path(folder), path)
    return [
        row(GROUP, "history()", US, read, bar=AT_MOST),
        row(GROUP, "open and history()", US, opened, bar=AT_MOST),
        row(GROUP, "tell(), to the disk", US, told),
        row(GROUP, "an interpreter that does nothing: the floor", "python", bare),
        row(GROUP, "reprise today, processor time", US, today, bar=TODAY_AT_MOST),
    ]


def _of_processes(samples: int, folder: Path, diary: Path) -> tuple[list[float], list[float]]:
    """Return the processor time of ``reprise today``, and of a bare interpreter, in turn."""
    home = folder / "home"
    variables = {
        **compiled(),
        **dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), str(home)),
    }
    (home / "reprise").mkdir(parents=True)
    diary.rename(home / "reprise" / "diary.sqlite")
    commands = ([*COMMAND, "today"], [sys.executable, "-c", ""])
    for command in commands:  # what was not compiled yet is now
        processor_time(command, variables)
    today, bare = zip(
        *([processor_time(each, variables) for each in commands] for _ in range(samples)),
        strict=True,
    )
    return list(today), list(bare)


def _times(samples: int, act: Callable[[], object]) -> list[float]:
    times = []
    for _ in range(samples):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1e3)
    return times
