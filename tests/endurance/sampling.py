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
_WORTH_A_WORD: Final = 10_000_000
"""In ns: a wait that is shorter explains nothing that anybody notices."""


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


class Spell(NamedTuple):
    """What one thread got of the processors between two looks, in ns."""

    since: int
    """By `time.monotonic_ns`, with the next."""
    until: int
    process: str
    thread: int
    """The how-manieth of its process; 0 is the main one, which runs the event loop."""
    ran: int
    waited: int
    """Ready to run, while others ran."""


class Scheduling:
    """Tells who ran and who had to wait for a processor (Linux: ``schedstat`` of proc)."""

    def __init__(self, processes: Mapping[str, psutil.Process]) -> None:
        """Look at the threads of these from now on."""
        self._processes = processes
        self._last: dict[tuple[str, str], tuple[int, int, int]] = {}

    def look(self) -> Iterator[Spell]:
        """Yield what has been worth a word since the last look."""
        for name, process in self._processes.items():
            for number, thread in enumerate(_threads(process.pid)):
                with suppress(OSError):
                    ran, waited, _ = (thread / "schedstat").read_text().split()
                    now = (time.monotonic_ns(), int(ran), int(waited))
                    before = self._last.get((name, thread.name), now)
                    self._last[name, thread.name] = now
                    spell = Spell(
                        before[0], now[0], name, number, now[1] - before[1], now[2] - before[2]
                    )
                    if max(spell.ran, spell.waited) >= _WORTH_A_WORD:
                        yield spell


def _threads(pid: int) -> list[Path]:
    with suppress(OSError):
        return sorted(Path(f"/proc/{pid}/task").iterdir(), key=lambda each: int(each.name))
    return []


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
