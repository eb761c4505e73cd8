"""Hours of sessions in real processes, sped up, while a look is taken at what each holds on to.

Two ways to spend them. *Walks*: the longest walk there is, again and again, each with processes of
its own: what grows within a session shows. *Pages*: ``reprise`` alone, whose pages begin a session,
come back and begin the next, so that one front end lives through all of them.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import psutil

from plans.notation.line import print_duration
from plans.plan.model import LONGEST_SESSION
from protocols.units import SECOND, Nanoseconds
from tests.endurance.runner import Runner, Terminal
from tests.endurance.sampling import (
    CHILD_MODULE,
    CONTROLLER,
    FRONT,
    WORLD,
    WORLD_MODULE,
    Notebook,
    Sample,
    child_of,
)
from tests.operator.household import Front, household

HOUR: Final = 3600 * SECOND
SAMPLE_EVERY: Final = 5 * 60 * SECOND
"""Of the sessions' own time."""
WALKS_MEMORY: Final = 1.0
"""MiB an hour: 4 in the longest session that there is, 7 % of what its screen has."""
PAGES_MEMORY: Final = 0.7
"""MiB an hour: between the steps in which an allocator breathes (0.45) and half a MiB for each
session that was left behind once (0.9; docs/endurance.md)."""
_ANSWERS_AFTER: Final = 0.3
_LOOK_EVERY: Final = 0.1
_STUCK: Final = 300.0
"""Seconds without a record: something else is wrong than what is looked for."""
_GOES_BACK: Final = "ENTER goes back"


class Soak:
    """What is seen as the sessions go on."""

    def __init__(self, runner: Runner) -> None:
        """Begin with a runner who has not sat down yet."""
        self._runner, self._due, self._went_on = runner, 0, time.monotonic()
        self.samples: list[Sample] = []

    def look(self, notebook: Notebook, processes: Mapping[str, psutil.Process | None]) -> None:
        """Let the runner do what is to be done, and take a sample if it is time for one.

        Raises:
            TimeoutError: no session goes on.
        """
        runner = self._runner
        if any([True for _ in runner.look()]):  # noqa: C419  # all are to be taken
            self._went_on = time.monotonic()
        elif time.monotonic() - self._went_on > _STUCK:
            raise TimeoutError(f"no record for {_STUCK:g} s; ended so far: {runner.outcomes}")
        there = {name: each for name, each in processes.items() if each is not None}
        notebook.look(there)
        if not runner.over and runner.lived >= self._due and len(there) == len(processes):
            self._due = runner.lived + SAMPLE_EVERY
            self.samples += notebook.sample(there, runner.lived, len(runner.outcomes) + 1)
        select.select([], [], [], _LOOK_EVERY)


def walks(folder: Path, hours: float, speedup: int) -> list[Sample]:
    """Walk so many hours, each walk in a folder of its own, and return the samples."""
    runner = Runner(_ANSWERS_AFTER)
    soak = Soak(runner)
    while (left := round(hours * HOUR) - runner.lived) > 60 * SECOND:
        length = print_duration(Nanoseconds(min(LONGEST_SESSION, left)))
        place = folder / f"walk-{len(runner.outcomes) + 1}"
        place.mkdir()
        notebook = Notebook(place)
        with household(place, speedup=speedup, command=("walk", length)) as home:
            runner.sit_down(home, place)
            world, begun = child_of(os.getpid(), WORLD_MODULE), len(runner.outcomes)
            with Terminal(home).reading():
                while len(runner.outcomes) == begun:
                    child = child_of(home.front.pid, CHILD_MODULE)
                    front = psutil.Process(home.front.pid)
                    soak.look(notebook, {FRONT: front, CONTROLLER: child, WORLD: world})
    return soak.samples


def pages(folder: Path, hours: float, speedup: int) -> list[Sample]:
    """Begin sessions from the pages for so many hours, and return the samples."""
    runner, notebook = Runner(_ANSWERS_AFTER), Notebook(folder)
    soak = Soak(runner)
    home = Front(folder, ["home", "--simulate", "--speedup", str(speedup), "--silent"])
    terminal = Terminal(home)
    try:
        runner.sit_down(home, folder)
        with terminal.reading():
            while runner.lived < hours * HOUR or not runner.over:
                child, world = (
                    child_of(home.front.pid, each) for each in (CHILD_MODULE, WORLD_MODULE)
                )
                front = psutil.Process(home.front.pid)
                soak.look(notebook, {FRONT: front, CONTROLLER: child, WORLD: world})
                if runner.over and runner.again():
                    _go_on(home, terminal, session=child is not None or world is not None)
    finally:
        home.clean_up()
    return soak.samples


def _go_on(home: Front, terminal: Terminal, *, session: bool) -> None:
    """Leave a session that has ended, go back to the pages, or begin the next one there."""
    if session:
        home.key("\r")
    elif terminal.shows(_GOES_BACK):
        terminal.forget()
        home.key("\r")
    else:
        home.key("p")
