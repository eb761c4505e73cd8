"""Whether what a process holds on to grows: a straight line through its samples, and a limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from protocols.units import SECOND
from tests.endurance.sampling import Sample

HOUR: Final = 3600 * SECOND
LONG: Final = HOUR
"""A process that lives no longer than this is not judged by itself."""
_FEWEST: Final = 8
"""Samples, for a line to mean something."""


class Quantity(NamedTuple):
    """Something that is to be flat."""

    name: str
    unit: str
    of: Callable[[Sample], float]
    limit: float
    """So many units more an hour are still called flat."""


COUNTED: Final = 0.1
"""Handles, threads or processes an hour: not one in eight hours."""
JOURNAL_SHARE: Final = 0.02
"""The journal may grow faster by so much of its usual growth every hour."""


def quantities(memory: float) -> tuple[Quantity, ...]:
    """Return what is to be flat; ``memory`` is the limit of it, in MiB an hour."""
    return (
        Quantity("memory", "MiB", lambda each: each.memory / 2**20, memory),
        Quantity("handles", "handles", lambda each: each.handles, COUNTED),
        Quantity("threads", "threads", lambda each: each.threads, COUNTED),
        Quantity("children", "processes", lambda each: each.children, COUNTED),
    )


class Trend(NamedTuple):
    """The line through one quantity of one process."""

    process: str
    quantity: str
    unit: str
    n: int
    first: float
    last: float
    most: float
    slope: float
    """Units an hour; of several processes of a name, the one slope that fits all best."""
    limit: float

    @property
    def flat(self) -> bool:
        """Whether it does not grow. What shrinks is flat."""
        return self.slope <= self.limit


def slope(series: Sequence[Sequence[tuple[float, float]]]) -> float:
    """Return the slope of parallel lines through several series of (x, y), by least squares.

    Each series has a height of its own, so that a new process is no step.

    Raises:
        ValueError: no series has two different x.
    """
    points = [np.asarray(each, dtype=float) for each in series if each]
    centred = np.concatenate([each - each.mean(axis=0) for each in points])
    across, up = centred[:, 0], centred[:, 1]
    if not across.any():
        raise ValueError("a line needs two different moments")
    return float(across @ up / (across @ across))


def trends(samples: Sequence[Sample], memory: float) -> Iterator[Trend]:
    """Yield the trend of each process name and quantity for which there are enough samples.

    It is that of the second half of each process's life: what it loads, and remembers up to a
    limit, comes in the first; what leaks goes on. ``memory`` is as `quantities` has it.
    """
    for process in dict.fromkeys(each.process for each in samples):
        lives = [*_second_halves([each for each in samples if each.process == process])]
        there = [each for life in lives for each in life]
        if len(there) < _FEWEST:
            continue
        for quantity in quantities(memory):
            lines = [[(each.at / HOUR, quantity.of(each)) for each in life] for life in lives]
            values = [quantity.of(each) for each in there]
            yield Trend(
                process,
                quantity.name,
                quantity.unit,
                len(there),
                values[0],
                values[-1],
                max(values),
                slope(lines),
                quantity.limit,
            )
    yield from _journal(samples)


def _second_halves(samples: Sequence[Sample]) -> Iterator[list[Sample]]:
    """Yield the second half of each life that was a long one."""
    for pid in dict.fromkeys(each.pid for each in samples):
        life = [each for each in samples if each.pid == pid]
        lived = life[-1].at - life[0].at
        if lived > LONG:
            yield [each for each in life if each.at >= life[0].at + lived // 2]


def _journal(samples: Sequence[Sample]) -> Iterator[Trend]:
    """Yield how the journals' growth grows: their size does, by what is told each minute."""
    sizes = list(dict.fromkeys((each.session, each.at, each.journal) for each in samples))
    rates = [
        (after / HOUR, (size - was) / 1024 / ((after - before) / HOUR))
        for (which, before, was), (session, after, size) in pairwise(sizes)
        if which == session  # each begins with a header of its own
    ]
    if len(rates) >= _FEWEST:
        told = [rate for _, rate in rates]
        limit = JOURNAL_SHARE * sum(told) / len(told)
        grows = slope([rates])
        yield Trend(
            "journal", "growth", "KiB/h", len(rates), told[0], told[-1], max(told), grows, limit
        )


def table(found: Sequence[Trend]) -> str:
    """Return trends as a Markdown table."""
    lines = [
        "| | | n | first | last | most | each hour | limit | |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for each in found:
        verdict = "flat" if each.flat else "GROWS"
        lines.append(
            f"| {each.process} | {each.quantity} ({each.unit}) | {each.n} | {each.first:.1f} "
            f"| {each.last:.1f} | {each.most:.1f} | {each.slope:+.3f} | {each.limit:.3g} "
            f"| {verdict} |"
        )
    return "\n".join(lines) + "\n"
