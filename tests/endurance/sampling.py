"""What a process holds on to, asked of the system from outside."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple, Self

import psutil

FRONT: Final = "front end"
CONTROLLER: Final = "controller"
WORLD: Final = "world"


class Sample(NamedTuple):
    """One process at one moment."""

    at: int
    """ns of the sessions' own time, all that went before included."""
    session: int
    """The how-manieth, from 1."""
    process: str
    """Which of the three."""
    pid: int
    memory: int
    """Bytes of memory that it keeps resident."""
    handles: int
    """Open file descriptors."""
    threads: int
    children: int
    """Processes that it has started and that are there still, theirs included."""
    journal: int
    """Bytes in all journals up to now, the same for each process."""

    def line(self) -> str:
        """Return it as a line of JSON."""
        return json.dumps(self._asdict()) + "\n"

    @classmethod
    def read(cls, line: str) -> Self:
        """Return what `line` wrote."""
        return cls(**json.loads(line))


def sample(
    processes: Mapping[str, psutil.Process], at: int, session: int, journals: Iterable[Path]
) -> Iterator[Sample]:
    """Yield a sample of each process that is there; the rest is as `Sample` has it."""
    journal = sum(each.stat().st_size for each in journals)
    for name, process in processes.items():
        with suppress(psutil.NoSuchProcess), process.oneshot():
            yield Sample(
                at,
                session,
                name,
                process.pid,
                process.memory_info().rss,
                process.num_fds(),
                process.num_threads(),
                len(process.children(recursive=True)),
                journal,
            )


class Share(NamedTuple):
    """What the main thread of a process got of the processors, since it began, in ns."""

    at: int
    process: str
    ran: int
    waited: int
    """Ready to run, while others ran."""


MACHINE: Final = "machine"
"""All processors at once; what they waited for is the computer that this one is simulated on."""


def shares(processes: Mapping[str, psutil.Process]) -> Iterator[Share]:
    """Yield what each process got so far (Linux: the man page of proc, ``schedstat``)."""
    for name, process in processes.items():
        with suppress(OSError):
            ran, waited, _ = Path(f"/proc/{process.pid}/schedstat").read_text().split()
            yield Share(time.monotonic_ns(), name, int(ran), int(waited))
    times = psutil.cpu_times()
    busy = times.user + times.nice + times.system + times.irq + times.softirq
    yield Share(time.monotonic_ns(), MACHINE, int(busy * 1e9), int(times.steal * 1e9))


def child_of(pid: int, module: str) -> psutil.Process | None:
    """Return the process of a module that a process has started, if there is one now."""
    for each in psutil.Process(pid).children():
        with suppress(psutil.NoSuchProcess):
            if module in each.cmdline():
                return each
    return None


def load() -> float:
    """Return how many processes were ready to run, as a mean of the last minute."""
    return os.getloadavg()[0]
