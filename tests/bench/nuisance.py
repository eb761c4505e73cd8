"""A long session on a busy computer: the lease must hold and the belt must never be slowed for it.

The screen runs on a terminal of its own, as for a runner; what she would press is pressed when the
journal says so. Nothing is lost when the plan is done, nothing else stopped the belt, and no lease
was missed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from tests.operator.household import Household, household, wait_for

PLAN: Final = """\
format: reprise-plan 1
id: nuisance
title: A long session
for-whom: Nobody.
basis: To see whether a busy computer costs a lease.
sources: [proposal]
reviewed: not yet
entry:
  since-birth: 12 weeks
  readiness: postpartum
policy: cautious
speeds:
  walk: 5.0 km/h
  jog: 7.5 km/h
warm-up: 5min walk
cool-down: 5min walk
levels:
  1: {repeats} x (1min jog, 1min walk)
"""
_BAD: Final = ("lease_lost", "alarm", "time_jumped", "journal_incomplete", "bug", "ceiling", "keys")


class Follower:
    """Reads journals as they grow."""

    def __init__(self, folder: Path) -> None:
        """Follow the journals in ``folder``, those to come as well."""
        self._folder = folder
        self._read: dict[Path, int] = {}
        """How many bytes of each were whole lines."""

    def new(self) -> Iterator[dict[str, Any]]:
        """Yield what has come since the last call, in the order of the journals."""
        for path in sorted(self._folder.glob("reprise/simulated/*.jsonl")):
            with path.open("rb") as file:
                file.seek(self._read.setdefault(path, 0))
                whole, end, _ = file.read().rpartition(b"\n")
            self._read[path] += len(whole + end)
            yield from map(json.loads, whole.splitlines())


def run(minutes: int, speedup: int, busy: int) -> list[str]:
    """Run a session of about so many minutes and return what went wrong, and a line of figures."""
    repeats = max(1, (minutes - 10) // 2)
    with tempfile.TemporaryDirectory() as name, ExitStack() as open_things:
        folder = Path(name)
        plan = folder / "nuisance.plan.yaml"
        plan.write_text(PLAN.format(repeats=repeats))
        for _ in range(busy):
            loop = subprocess.Popen([sys.executable, "-c", "while True: pass"])
            open_things.callback(loop.wait)
            open_things.callback(loop.kill)
        home = open_things.enter_context(
            household(folder, speedup=speedup, command=("run", str(plan)))
        )
        return _watch(home, Follower(folder))


def _watch(home: Household, follower: Follower) -> list[str]:
    home.bring_to_motion()
    wrong: list[str] = []
    beats: list[int] = []
    ended: list[dict[str, Any]] = []

    def over() -> bool:
        home.drain()
        for record in follower.new():
            if record["kind"] in _BAD and record.get("speed") not in (1000, 1600):
                wrong.append(json.dumps(record))
            if record["kind"] == "beat":
                beats.append(record["t"])
            if record["kind"] == "question" and record["state"] == "open":
                home.press_later("\r", 1.0)
            if record["kind"] == "ended":
                ended.append(record)
        return bool(ended)

    wait_for(over, 24 * 3600)
    if ended[0]["outcome"] != "completed":
        wrong.append(json.dumps(ended[0]))
    return [*wrong, f"{len(beats)} beats, {ended[0]['t'] / 60e9:.1f} minutes, {len(wrong)} wrong"]
