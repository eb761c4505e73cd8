"""Numbered work is done by processes, a handful at a time; whatever ends one of them is told.

A worker ignores Ctrl-C, so that what it is doing is not lost: it is asked to stop between two
numbers. One that is killed takes its numbers with it, and they are done again, each alone. When the
process that hands them out is killed its workers end with it: nobody would ever ask them to.
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
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.synchronize import Event

T = TypeVar("T")

_AHEAD: Final = 2
"""Handfuls that are handed out for each worker, so that none waits for the next."""

_LOOKS_EVERY: Final = 0.2
"""Seconds between two looks for a signal."""

_work_is_over: Event | None = None
"""Of a worker: set when somebody has pressed Ctrl-C."""


class Work(NamedTuple, Generic[T]):
    """What is done with each number; both functions are sent to other processes."""

    do: Callable[[int], T]
    dead: Callable[[int], T]
    """What stands for a number that its worker died of, also when it was alone."""
    at_once: int
    """So many numbers a worker takes: few enough for a bar that moves."""


@dataclass
class Worked:
    """What became of the numbers beside their results."""

    ended_by: int = 0
    """The signal that ended it early: Ctrl-C or SIGTERM."""
    lost_workers: list[tuple[int, int]] = field(default_factory=list)
    """The numbers that may have been under way when a worker died, from and up to; done again."""

    @property
    def interrupted(self) -> bool:
        """Not every number was done."""
        return bool(self.ended_by)


def work_through(numbers: range, work: Work[T], *, jobs: int, tell: Callable[[T], None]) -> Worked:
    """Do the work; ``tell`` is given each result, in whatever order they come.

    Call it from the main thread: Ctrl-C or SIGTERM ends it, with what is under way done to its end;
    a second one is as always.
    """
    worked = Worked()
    handfuls = deque(_handfuls(numbers, work.at_once))
    with until_a_signal(worked):
        while handfuls and not worked.interrupted:
            suspects = _until_one_dies(handfuls, work, jobs, tell, worked)
            if worked.interrupted:
                break  # whoever ends a whole group of processes ends workers, too
            worked.lost_workers += [(each.start, each.stop) for each in suspects]
            left = deque(one for part in suspects for one in _handfuls(part, 1))
            while left and not worked.interrupted:
                for alone in _until_one_dies(left, work, 1, tell, worked):
                    tell(work.dead(alone.start))
    return worked


@contextmanager
def until_a_signal(worked: Worked) -> Iterator[None]:
    """Take note of a Ctrl-C or a SIGTERM instead of ending in the middle of anything."""

    def as_before() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def note(number: int, _frame: object) -> None:
        worked.ended_by = number
        as_before()

    before = {each: signal.signal(each, note) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        as_before()


def _handfuls(numbers: range, size: int) -> Iterator[range]:
    return (numbers[at : at + size] for at in range(0, len(numbers), size))


def _until_one_dies(
    handfuls: deque[range],
    work: Work[T],
    jobs: int,
    tell: Callable[[T], None],
    worked: Worked,
) -> list[range]:
    """Do handfuls until none is left, or return those that died with a worker."""
    # Not a fork: whoever calls may have threads, and a fork of those is undefined.
    context = multiprocessing.get_context("spawn")
    over = context.Event()
    under_way: dict[Future[list[T]], range] = {}
    ahead = 1 if jobs == 1 else _AHEAD * jobs  # alone is alone: who died is known
    with ProcessPoolExecutor(jobs, context, _begin_work, (over,)) as pool:
        try:
            while under_way or (handfuls and not worked.interrupted):
                if worked.interrupted:
                    over.set()
                while handfuls and len(under_way) < ahead and not worked.interrupted:
                    part = handfuls.popleft()
                    under_way[pool.submit(_do_some, part, work.do)] = part
                done, _ = wait(under_way, _LOOKS_EVERY, FIRST_COMPLETED)
                for each in done:
                    _tell_of(each.result(), tell)
                    del under_way[each]
        except BrokenProcessPool:
            return [part for each, part in under_way.items() if not _told(each, tell)]
    return []


def _told(future: Future[list[T]], tell: Callable[[T], None]) -> bool:
    """Tell what a handful came to, if it came to anything."""
    if future.exception() is not None:
        return False
    _tell_of(future.result(), tell)
    return True


def _tell_of(results: list[T], tell: Callable[[T], None]) -> None:
    for result in results:
        tell(result)


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


def _do_some(numbers: range, do: Callable[[int], T]) -> list[T]:
    """Do a handful, in a worker; what is left of it when the work is over is left."""
    results: list[T] = []
    for number in numbers:
        if _work_is_over is not None and _work_is_over.is_set():
            break
        results.append(do(number))
    return results
