"""Hours of sessions in real processes, sped up, while a look is taken at what each holds on to.

Two ways to spend them. *Walks*: the longest walk there is, again and again, each with processes of
its own: what grows within a session shows. *Pages*: ``reprise`` alone, whose pages begin a session,
come back and begin the next, so that one front end lives through all of them.
"""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import psutil

from plans.model import LONGEST_SESSION
from plans.notation import print_duration
from protocols.units import SECOND, Nanoseconds
from tests.endurance.runner import Runner, Terminal
from tests.endurance.sampling import CONTROLLER, FRONT, WORLD, Sample, child_of, load, sample
from tests.operator.household import Front, household

SAMPLES: Final = "samples.jsonl"
"""Where they are kept, for whoever wants to look at them again."""
HOUR: Final = 3600 * SECOND
SAMPLE_EVERY: Final = 5 * 60 * SECOND
"""Of the sessions' own time."""
_CHILD: Final = "controller.cli.child"
_WORLD: Final = "simulators.world"
_ANSWERS_AFTER: Final = 0.3
_LOOK_EVERY: Final = 0.1
_STUCK: Final = 300.0
"""Seconds without a record: something else is wrong than what is looked for."""
_GOES_BACK: Final = "ENTER goes back"


class Soak:
    """What is seen as the sessions go on."""

    def __init__(self, folder: Path) -> None:
        """Begin; all journals come into ``folder``, or into folders in it."""
        self._folder, self._due, self._went_on = folder, 0, time.monotonic()
        self.samples: list[Sample] = []

    def look(self, runner: Runner, processes: Mapping[str, psutil.Process | None]) -> None:
        """Let the runner do what is to be done, and take a sample if it is time for one.

        Raises:
            TimeoutError: no session goes on.
        """
        if any([True for _ in runner.look()]):  # noqa: C419  # all are to be taken
            self._went_on = time.monotonic()
        elif time.monotonic() - self._went_on > _STUCK:
            raise TimeoutError(f"no record for {_STUCK:g} s; ended so far: {runner.outcomes}")
        there = {name: each for name, each in processes.items() if each is not None}
        if not runner.over and runner.lived >= self._due and len(there) == len(processes):
            self._due = runner.lived + SAMPLE_EVERY
            journals = self._folder.rglob("simulated/*.jsonl")
            taken = [*sample(there, runner.lived, len(runner.outcomes) + 1, journals)]
            self.samples += taken
            with (self._folder / SAMPLES).open("a") as file:
                file.writelines(each.line() for each in taken)
            sys.stderr.write(f"{runner.lived / HOUR:.2f} h, load {load():.1f}\n")
        select.select([], [], [], _LOOK_EVERY)


def walks(folder: Path, hours: float, speedup: int) -> tuple[list[Sample], list[str]]:
    """Walk so many hours, and return the samples and how each walk ended."""
    soak, runner = Soak(folder), Runner(_ANSWERS_AFTER)
    while (left := round(hours * HOUR) - runner.lived) > 60 * SECOND:
        length = print_duration(Nanoseconds(min(LONGEST_SESSION, left)))
        place = folder / f"walk-{len(runner.outcomes) + 1}"
        place.mkdir()
        with household(place, speedup=speedup, command=("walk", length)) as home:
            runner.sit_down(home, place)
            world, begun = child_of(os.getpid(), _WORLD), len(runner.outcomes)
            with Terminal(home).reading():
                while len(runner.outcomes) == begun:
                    child = child_of(home.front.pid, _CHILD)
                    front = psutil.Process(home.front.pid)
                    soak.look(runner, {FRONT: front, CONTROLLER: child, WORLD: world})
    return soak.samples, runner.outcomes


def pages(folder: Path, hours: float, speedup: int) -> tuple[list[Sample], list[str]]:
    """Begin sessions from the pages for so many hours, and return what `walks` does."""
    soak, runner = Soak(folder), Runner(_ANSWERS_AFTER)
    home = Front(folder, ["home", "--simulate", "--speedup", str(speedup), "--silent"])
    terminal = Terminal(home)
    try:
        runner.sit_down(home, folder)
        with terminal.reading():
            while runner.lived < hours * HOUR:
                child, world = (child_of(home.front.pid, each) for each in (_CHILD, _WORLD))
                front = psutil.Process(home.front.pid)
                soak.look(runner, {FRONT: front, CONTROLLER: child, WORLD: world})
                if runner.over and runner.again():
                    _go_on(home, terminal, session=child is not None or world is not None)
    finally:
        home.clean_up()
    return soak.samples, runner.outcomes


def _go_on(home: Front, terminal: Terminal, *, session: bool) -> None:
    """Leave a session that has ended, go back to the pages, or begin the next one there."""
    if session:
        home.key("\r")
    elif terminal.shows(_GOES_BACK):
        terminal.forget()
        home.key("\r")
    else:
        home.key("p")
