"""From a key in a terminal to the bytes at the simulated treadmill, over real processes.

Screen, controller and treadmill are processes of their own, in real time. A session walks, the
stop key is pressed, and pressed again while the belt slows down: it sends the stop each time.
What is measured ends when the treadmill takes the bytes in, so half a round trip of the
simulated radio, 15 ms, is taken off; what is left is everything that software does.
"""

from __future__ import annotations

import multiprocessing
import os
import select
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from typing import Any, Final

from protocols.ftms import STOP, Op
from protocols.units import MILLISECOND
from simulators.profiles import find_machine
from tests.bench.figures import US, Row, row
from tests.bench.nuisance import Follower
from tests.operator.household import FREEZE, Household, household

GROUP: Final = "from the stop key in a terminal to the bytes handed to the simulated radio"
HALF_TRIP: Final = find_machine("generic").radio.att_round_trip / 2 / MILLISECOND
SIDE_BY_SIDE: Final = 4
"""Sessions that count down and walk up at a time; only one at a time is pressed stop in."""
_APART: Final = 9.0
"""Seconds between their beginnings: about as long as one of them has its turn."""
QUIET: Final = 0.25
"""Seconds without a write before a key is pressed: nothing of the last one is under way.

The screen's loop asks for a stop once more, as late as it redraws."""
WALKS: Final = 400
_SOME: Final = 4
"""Targets on the way there: by then the belt is fast enough to be stopped for a while."""
_PATIENCE: Final = 60.0
_SIZES: Final = ((80, 24), (160, 45))
_REDRAW_EVERY: Final = 0.015
_LOOK_EVERY: Final = 0.02


class Case(Enum):
    """What the screen does while the key is pressed; the value is what people read."""

    IDLE = "idle"
    REDRAWING = "the screen redraws all the time, a set-speed unanswered"
    ASLEEP = "the screen's loop is asleep"


BARS: Final = {Case.IDLE: 10.0, Case.REDRAWING: 20.0, Case.ASLEEP: 20.0}


class Walk:
    """A session of which the terminal is read by a thread and the journal as it grows."""

    def __init__(self, home: Household, folder: Path) -> None:
        """Take over a session that has just been started."""
        self._home, self._journal = home, Follower(folder)
        self._seen: set[tuple[str, Any]] = set()
        self._phase = "still"

    def until(self, what: Callable[[], bool], seconds: float = _PATIENCE) -> None:
        """Wait until something is so.

        Raises:
            TimeoutError: it has not come to be within so many seconds.
        """
        until = time.monotonic() + seconds
        while not what():
            if time.monotonic() > until:
                raise TimeoutError(f"not within {seconds:g} s: the session does not go on")
            _wait(_LOOK_EVERY)

    def told(self, kind: str, phase: str | None = None) -> bool:
        """Return whether there has been a record of a kind."""
        for each in self._journal.new():
            self._seen.add((each["kind"], each.get("phase")))
            self._phase = each["phase"] if each["kind"] == "phase" else self._phase
        return (kind, phase) in self._seen

    def start(self) -> None:
        """Press start as a person does."""
        self.until(lambda: self.told("standing"))
        while not self.told("phase", "starting"):
            if self._phase == "still":  # the screen was not there yet, or a key called it off
                self._home.key("\r\r\r\rg")
            with suppress(TimeoutError):
                self.until(lambda: self.told("phase", "starting"), 1.0)

    def sent(self, op: int) -> int:
        """Return how many writes with an op code have arrived."""
        return sum(data[0] == op for _, data in self._home.world.look().commands)

    def walks(self) -> bool:
        """Return whether the belt has come to its speed."""
        return self._home.world.look().belt_speed >= WALKS

    def lose_an_answer(self) -> bool:
        """Wait on the way to a walk for a set-speed that is not answered.

        False if it is too late for that: the belt walks.
        """
        self.until(lambda: self.sent(Op.SET_TARGET_SPEED) >= _SOME or self.walks())
        self._home.world.lose_answers()
        known = self.sent(Op.SET_TARGET_SPEED)
        self.until(lambda: self.sent(Op.SET_TARGET_SPEED) > known or self.walks())
        self.until_quiet()
        return self.sent(Op.SET_TARGET_SPEED) > known

    def press(self) -> int | None:
        """Press stop and return in how many ns it arrived; None once the belt stands."""
        pressed = time.monotonic_ns()
        self._home.key(" ")
        arrived: list[int] = []

        def there() -> bool:
            look = self._home.world.look()
            arrived.extend(when for when, data in look.commands if data == STOP and when >= pressed)
            return bool(arrived) or look.belt_speed == 0

        self.until(there)
        return arrived[0] - pressed if arrived else None

    def until_quiet(self) -> None:
        """Wait until nothing has been written for `QUIET` seconds."""

        def quiet() -> bool:
            last = self._home.world.look().commands[-1][0]
            return time.monotonic_ns() - last > QUIET * 1e9

        self.until(quiet)


@contextmanager
def reading(home: Household, *, redraw: bool = False) -> Iterator[None]:
    """Read the terminal and forget what it shows; change its size all the time if asked to."""
    over = threading.Event()

    def read() -> None:
        turn = 0
        while not over.wait(_REDRAW_EVERY):
            with suppress(OSError):
                while os.read(home.terminal, 65_536):
                    pass
            if redraw:
                turn += 1
                home.resize(*_SIZES[turn % 2])

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def session(case: Case, speedup: int = 1) -> list[float]:
    """Run one session and return the times of every press in it, in ms without the radio."""
    with (
        tempfile.TemporaryDirectory() as name,
        household(Path(name), speedup=speedup, sound=True) as home,
    ):
        walk = Walk(home, Path(name))
        with reading(home):
            walk.start()
            if case is not Case.REDRAWING:
                walk.until(walk.walks)
        with reading(home, redraw=case is Case.REDRAWING), _TURN[0]:
            if case is Case.REDRAWING and not walk.lose_an_answer():
                return []
            return [took / 1e6 - HALF_TRIP / speedup for took in _presses(walk, home, case)]


def _presses(walk: Walk, home: Household, case: Case) -> Iterator[int]:
    wakes = 0.0
    while True:
        if case is Case.ASLEEP and time.monotonic() > wakes - QUIET:
            _wait(wakes - time.monotonic() + QUIET)
            walk.until_quiet()  # the loop has asked again for each stop that it has slept through
            home.freeze()
            wakes = time.monotonic() + FREEZE
            _wait(QUIET)  # a signal takes its time
        took = walk.press()
        if took is None or home.world.look().belt_speed == 0:
            return
        yield took
        walk.until_quiet()


def _wait(seconds: float) -> None:
    select.select([], [], [], max(0.0, seconds))


_TURN: Final[list[Any]] = [threading.Lock()]
"""A worker of `rows` replaces it by a lock that all of them share."""


def _join(turn: Any) -> None:
    _TURN[0] = turn


def _session(case: Case, after: float) -> list[float]:
    _wait(after)
    return session(case)


def rows(presses: int) -> list[Row]:
    """Return the figures, for so many presses at least in each case."""
    context = multiprocessing.get_context("spawn")
    found: dict[Case, list[float]] = {case: [] for case in Case}
    running: dict[Future[list[float]], Case] = {}
    with ProcessPoolExecutor(SIDE_BY_SIDE, context, _join, (context.Lock(),)) as pool:

        def begin(after: float) -> None:
            wanted = [case for case in Case if len(found[case]) < presses]
            if wanted:
                case = min(wanted, key=[*running.values()].count)
                running[pool.submit(_session, case, after)] = case

        for number in range(SIDE_BY_SIDE):
            begin(number * _APART)
        while running:
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                found[running.pop(done)] += done.result()
                begin(0.0)
    return [row(GROUP, case.value, US, found[case], bar=BARS[case]) for case in Case]
