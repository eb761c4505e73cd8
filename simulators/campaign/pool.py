"""Seeds are played by processes, a handful at a time; whatever ends one of them is told.

A worker ignores Ctrl-C, so that what it is playing is not lost: it is asked to stop between two
seeds. One that is killed takes its seeds with it, and they are played again, each alone. When the
process that hands seeds out is killed its workers end with it: nobody would ever ask them to.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from simulators.campaign.case import draw
from simulators.campaign.invariants import Broken
from simulators.campaign.play import Verdict, play

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.synchronize import Event
    from pathlib import Path

    from simulators.campaign.case import Allowed

HANDFUL: Final = 8
"""Seeds that a worker takes at once: few enough for a bar that moves."""
_AHEAD: Final = 2
"""Handfuls that are handed out for each worker, so that none waits for the next."""

_LOOKS_EVERY: Final = 0.2
"""Seconds between two looks for a signal."""

_work_is_over: Event | None = None
"""Of a worker: set when somebody has pressed Ctrl-C."""


@dataclass
class Played:
    """What became of the seeds beside their verdicts."""

    ended_by: int = 0
    """The signal that ended it early: Ctrl-C or SIGTERM."""
    lost_workers: list[tuple[int, int]] = field(default_factory=list)
    """The seeds that may have been under way when a worker died, from and up to; played again."""

    @property
    def interrupted(self) -> bool:
        """Not every seed was played."""
        return bool(self.ended_by)


def play_all(
    seeds: range,
    allowed: Allowed,
    *,
    jobs: int,
    keep: Path | None,
    tell: Callable[[Verdict], None],
) -> Played:
    """Play the seeds; ``tell`` is given each verdict, in whatever order they come.

    Call it from the main thread: Ctrl-C or SIGTERM ends it, with what is under way played to its
    end; a second one is as always.
    """
    played = Played()
    handfuls = deque(_handfuls(seeds, HANDFUL))
    with _until_a_signal(played):
        while handfuls and not played.interrupted:
            suspects = _until_one_dies(handfuls, allowed, jobs, keep, tell, played)
            if played.interrupted:
                break  # whoever ends a whole group of processes ends workers, too
            played.lost_workers += [(each.start, each.stop) for each in suspects]
            seeds_left = deque(one for part in suspects for one in _handfuls(part, 1))
            while seeds_left and not played.interrupted:
                for alone in _until_one_dies(seeds_left, allowed, 1, keep, tell, played):
                    tell(_dead(alone.start, allowed))
    return played


@contextmanager
def _until_a_signal(played: Played) -> Iterator[None]:
    """Take note of a Ctrl-C or a SIGTERM instead of ending in the middle of anything."""

    def as_before() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def note(number: int, _frame: object) -> None:
        played.ended_by = number
        as_before()

    before = {each: signal.signal(each, note) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        as_before()


def _handfuls(seeds: range, size: int) -> Iterator[range]:
    return (seeds[at : at + size] for at in range(0, len(seeds), size))


def _until_one_dies(  # noqa: PLR0913, PLR0917  # what a pool needs
    handfuls: deque[range],
    allowed: Allowed,
    jobs: int,
    keep: Path | None,
    tell: Callable[[Verdict], None],
    played: Played,
) -> list[range]:
    """Play handfuls until none is left, or return those that died with a worker."""
    # Not a fork: whoever calls may have threads, and a fork of those is undefined.
    context = multiprocessing.get_context("spawn")
    over = context.Event()
    under_way: dict[Future[list[Verdict]], range] = {}
    ahead = 1 if jobs == 1 else _AHEAD * jobs  # alone is alone: who died is known
    with ProcessPoolExecutor(jobs, context, _begin_work, (over,)) as pool:
        try:
            while under_way or (handfuls and not played.interrupted):
                if played.interrupted:
                    over.set()
                while handfuls and len(under_way) < ahead and not played.interrupted:
                    part = handfuls.popleft()
                    under_way[pool.submit(_play_some, part, allowed, keep)] = part
                done, _ = wait(under_way, _LOOKS_EVERY, FIRST_COMPLETED)
                for each in done:
                    _tell_of(each.result(), tell)
                    del under_way[each]
        except BrokenProcessPool:
            return [part for each, part in under_way.items() if not _told(each, tell)]
    return []


def _told(future: Future[list[Verdict]], tell: Callable[[Verdict], None]) -> bool:
    """Tell what a handful came to, if it came to anything."""
    if future.exception() is not None:
        return False
    _tell_of(future.result(), tell)
    return True


def _tell_of(verdicts: list[Verdict], tell: Callable[[Verdict], None]) -> None:
    for verdict in verdicts:
        tell(verdict)


def _dead(seed: int, allowed: Allowed) -> Verdict:
    case = draw(seed, allowed)
    what = (Broken("no-crash", 0, "the process that played it died, and died again"),)
    return Verdict(seed, str(case), case.machine, "crashed", what, 0, 0)


def _begin_work(over: Any) -> None:
    global _work_is_over  # noqa: PLW0603  # a worker is a process, and this is its only state
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _work_is_over = over
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    """End this worker at once when whoever asked for its work is dead, however that came."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _play_some(seeds: range, allowed: Allowed, keep: Path | None) -> list[Verdict]:
    """Play a handful, in a worker; what is left of it when the work is over is left."""
    verdicts: list[Verdict] = []
    for seed in seeds:
        if _work_is_over is not None and _work_is_over.is_set():
            break
        verdicts.append(play(seed, allowed, keep))
    return verdicts
