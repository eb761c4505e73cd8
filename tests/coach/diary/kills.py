"""A diary that is killed at any moment, over and over; prints what came of it as JSON.

One process has everything imported and forks the writers, so that a kill costs milliseconds. A
writer makes the diary or goes on with it, tells facts and adds sessions, and says each on a pipe
once it is acknowledged. It is killed after a time drawn by seed: every second one from when it has
said something, the others from when they are forked, often before they have. Then the file is
looked at: by a fresh connection, as the next process would.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from pathlib import Path

from controller.coach.diary.store import Diary
from controller.coach.history import History
from tests.coach.people import next_day, session_at

LONGEST = 0.05
"""Seconds after which the last is killed; making a new diary takes a third of that."""
FRESH_EVERY = 20
"""After so many kills a new diary is begun."""


def main(folder: Path, kills: int, seed: int) -> dict[str, int]:
    """Kill so many writers and return what was counted."""
    draw = random.Random(seed)  # noqa: S311
    seen = {"kills": 0, "acknowledged": 0, "unsaid": 0, "empty": 0}
    known = 0
    for number in range(kills):
        path = folder / f"{number // FRESH_EVERY}.sqlite"
        known = 0 if number % FRESH_EVERY == 0 else known
        said = _kill_a_writer(path, known, draw.uniform(0, LONGEST), heard=number % 2 == 1)
        with Diary(path) as diary:
            history = diary.history()
        _check(history, said)
        seen["kills"] += 1
        seen["acknowledged"] += said - known
        seen["unsaid"] += len(history.facts) - said
        seen["empty"] += said == known
        known = len(history.facts)
    return seen


def _kill_a_writer(path: Path, first: int, seconds: float, *, heard: bool) -> int:
    """Let one write for some time and return the number of facts that are acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            _write(path, first, writing)
        finally:
            os._exit(1)
    os.close(writing)
    if heard:
        select.select([reading], [], [], 60)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise AssertionError("the writer ended by itself")
    said = first
    while select.select([reading], [], [], 0)[0] and (got := os.read(reading, 65536)):
        said += got.count(b"\n")
    os.close(reading)
    return said


def _write(path: Path, first: int, out: int) -> None:
    with Diary(path) as diary:
        number = first
        while True:
            diary.add([next_day(number, f"session-{number:05}")], [session_at(number)])
            os.write(out, b"\n")
            number += 1


def _check(history: History, said: int) -> None:
    """Look at what is there: all that was said, one more at most, and every one of them whole."""
    there = len(history.facts)
    if there not in (said, said + 1):
        raise AssertionError(f"{said} were acknowledged, {there} are there")
    if history.facts != tuple(next_day(n, f"session-{n:05}") for n in range(there)):
        raise AssertionError("the facts are others than were told")
    if history.sessions != tuple(session_at(n) for n in range(there)):
        raise AssertionError("a fact is there without what was added with it")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
