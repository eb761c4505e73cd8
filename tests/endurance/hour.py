"""A session in real time on a busy computer; what was noted of it is left in a folder.

The screen runs on a terminal of its own, as for a runner. What she would press is pressed when the
journal says so, and at the end the stop key, while the belt moves.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import psutil

from controller.records.format import MAY_MOVE
from protocols.ftms import STOP
from tests.bench.nuisance import PLAN, Follower
from tests.endurance.sampling import load, sample, shares, world_of
from tests.operator.household import Household, household, wait_for

_ROOT: Final = Path(__file__).resolve().parents[2]
_TICK: Final = 0.1
"""Seconds between two looks at who got the processors."""
_SAMPLE_EVERY: Final = 10.0
_ANSWER_AFTER: Final = 1.0
_PATIENCE: Final = 120.0
"""Seconds for a belt that was stopped to be seen still, and the session to end."""


def hold(folder: Path, minutes: int, busy: int, speedup: int = 1) -> None:
    """Hold the session beside so many busy loops, and press stop after so many of its minutes."""
    plan = folder / "hour.plan.yaml"
    plan.write_text(PLAN.format(repeats=max(1, minutes // 2)))
    os.environ["WITNESS"] = str(folder)
    os.environ["PYTHONPATH"] = f"{_ROOT / 'tests/endurance/witness'}{os.pathsep}{_ROOT}"
    with ExitStack() as open_things:
        for _ in range(busy):
            loop = subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"])
            open_things.callback(loop.wait)
            open_things.callback(loop.kill)
        home = open_things.enter_context(
            household(folder, speedup=speedup, command=("run", str(plan)))
        )
        home.bring_to_motion()
        open_things.enter_context(_reading(home))
        _Hour(home, folder, minutes).watch()


class _Hour:
    """One session while it is watched."""

    def __init__(self, home: Household, folder: Path, minutes: int) -> None:
        self._home, self._follower, self._folder = home, Follower(folder), folder
        self._until = minutes * 60 * 10**9
        self._processes = {
            "front end": psutil.Process(home.front.pid),
            "controller": home.controller,
            "world": world_of(os.getpid()),
        }
        self._answers: list[float] = []
        self._phase = ""
        self._now = 0
        self._ended = False

    def watch(self) -> None:
        """Note who holds what and who runs when, until the session is over."""
        sampled = 0.0
        with (
            (self._folder / "samples.jsonl").open("w", buffering=1) as samples,
            (self._folder / "shares.jsonl").open("w", buffering=1) as parts,
        ):
            while self._now < self._until or self._phase not in MAY_MOVE:
                self._follow()
                if self._ended:
                    return
                parts.writelines(json.dumps(each) + "\n" for each in shares(self._processes))
                if time.monotonic() - sampled > _SAMPLE_EVERY:
                    sampled = time.monotonic()
                    journals = self._folder.glob("reprise/simulated/*.jsonl")
                    samples.writelines(each.line() for each in sample(self._processes, journals))
                    sys.stderr.write(f"{self._now / 60e9:.1f} min, {self._phase}, load {load()}\n")
                select.select([], [], [], _TICK)
            self._stop()

    def _follow(self) -> None:
        for record in self._follower.new():
            self._now = record["t"]
            self._take(record)
        for due in [each for each in self._answers if each <= time.monotonic()]:
            self._answers.remove(due)
            self._home.key("\r")

    def _take(self, record: dict[str, Any]) -> None:
        match record:
            case {"kind": "phase", "phase": phase}:
                self._phase = phase
            case {"kind": "question", "state": "open"}:
                self._answers.append(time.monotonic() + _ANSWER_AFTER)
            case {"kind": "ended"}:
                self._ended = True

    def _stop(self) -> None:
        pressed = time.monotonic_ns()
        self._home.key(" ")

        def arrived() -> list[int]:
            look = self._home.world.look()
            return [when for when, data in look.commands if data == STOP and when >= pressed]

        first = wait_for(arrived, _PATIENCE)[0]

        def over() -> bool:
            self._follow()
            return self._ended

        wait_for(over, _PATIENCE)
        (self._folder / "stop.json").write_text(json.dumps({"pressed": pressed, "arrived": first}))


@contextmanager
def _reading(home: Household) -> Iterator[None]:
    """Read the terminal as it comes and forget what it shows."""
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            select.select([home.terminal], [], [], 0.2)
            with suppress(OSError):
                while os.read(home.terminal, 65_536):
                    pass

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
