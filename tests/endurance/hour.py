"""A session in real time on a busy computer; what was noted of it is left in a folder.

The screen runs on a terminal of its own, as for a runner. What she would press is pressed when the
journal says so, and at the end the stop key, while the belt moves. `lateness` reads the folder.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import psutil

from controller.records.format import MAY_MOVE
from protocols.ftms import STOP
from tests.bench.nuisance import PLAN
from tests.endurance.runner import Runner, Terminal
from tests.endurance.sampling import (
    CHILD_MODULE,
    CONTROLLER,
    FRONT,
    WORLD,
    WORLD_MODULE,
    Notebook,
    child_of,
)
from tests.operator.household import Household, household, wait_for

KEY: Final = "key.json"
"""When stop was pressed, and when its bytes were at the treadmill; ns of `time.monotonic_ns`."""
_LOOK_EVERY: Final = 0.1
_SAMPLE_EVERY: Final = 30.0
_ANSWERS_AFTER: Final = 1.0
_PATIENCE: Final = 120.0
"""Seconds for a belt that was stopped to be seen still, and the session to end."""


def hold(folder: Path, minutes: float, busy: int) -> None:
    """Hold the session beside so many busy loops, and press stop after so many of its minutes.

    Raises:
        AssertionError: the session did not begin, or not end.
    """
    plan = folder / "hour.plan.yaml"
    plan.write_text(PLAN.format(repeats=max(1, round(minutes / 2))))
    notebook = Notebook(folder)
    with ExitStack() as open_things:
        for _ in range(busy):
            loop = subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"])
            open_things.callback(loop.wait)
            open_things.callback(loop.kill)
        home = open_things.enter_context(household(folder, speedup=1, command=("run", str(plan))))
        open_things.enter_context(Terminal(home).reading())
        wait_for(lambda: child_of(home.front.pid, CHILD_MODULE))
        runner = Runner(_ANSWERS_AFTER)
        runner.sit_down(home, folder)
        _watch(home, runner, notebook, minutes)
        if not runner.outcomes:
            _press_stop(home, runner, folder)


def _watch(home: Household, runner: Runner, notebook: Notebook, minutes: float) -> None:
    """Note who holds what and who runs when, until it is time to stop or the session is over."""
    world = child_of(os.getpid(), WORLD_MODULE)
    processes = {FRONT: psutil.Process(home.front.pid), CONTROLLER: home.controller}
    processes |= {} if world is None else {WORLD: world}
    sampled = 0.0
    while runner.now < minutes * 60e9 or runner.phase not in MAY_MOVE:
        for _ in runner.look():
            pass
        if runner.outcomes:
            return
        notebook.look(processes)
        if time.monotonic() - sampled > _SAMPLE_EVERY:
            sampled = time.monotonic()
            notebook.sample(processes, runner.now, 1)
        select.select([], [], [], _LOOK_EVERY)


def _press_stop(home: Household, runner: Runner, folder: Path) -> None:
    pressed = time.monotonic_ns()
    home.key(" ")

    def arrived() -> list[int]:
        look = home.world.look()
        return [when for when, data in look.commands if data == STOP and when >= pressed]

    first = wait_for(arrived, _PATIENCE)[0]
    (folder / KEY).write_text(json.dumps({"pressed": pressed, "arrived": first}))
    wait_for(lambda: [*runner.look()] and runner.outcomes, _PATIENCE)
