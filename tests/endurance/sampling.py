"""What a process holds on to, asked of the system from outside."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple, Self

import psutil

FRONT: Final = "front end"
CONTROLLER: Final = "controller"
WORLD: Final = "world"
CHILD_MODULE: Final = "controller.cli.session.child"
WORLD_MODULE: Final = "simulators.world"
"""What the processes of the last two run."""
SAMPLES: Final = "samples.jsonl"
SPELLS: Final = "spells.jsonl"
"""The files of a `Notebook`."""
_ROOT: Final = Path(__file__).resolve().parents[2]
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

    def __init__(self) -> None:
        """Begin with nobody looked at."""
        self._last: dict[tuple[str, str], tuple[int, int, int]] = {}

    def look(self, processes: Mapping[str, psutil.Process]) -> Iterator[Spell]:
        """Yield what has been worth a word since the last look at their threads."""
        for name, process in processes.items():
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


class Notebook:
    """Writes down in a folder what is seen of processes, as it is seen."""

    def __init__(self, folder: Path) -> None:
        """Begin; the processes that are started from now on note their renewals there, too."""
        self._folder, self._scheduling = folder, Scheduling()
        os.environ["WITNESS"] = str(folder)
        os.environ["PYTHONPATH"] = f"{_ROOT / 'tests/endurance/witness'}{os.pathsep}{_ROOT}"

    def look(self, processes: Mapping[str, psutil.Process]) -> None:
        """Note who ran and who waited since the last look."""
        with (self._folder / SPELLS).open("a") as file:
            file.writelines(json.dumps(each) + "\n" for each in self._scheduling.look(processes))

    def sample(
        self, processes: Mapping[str, psutil.Process], at: int, session: int
    ) -> list[Sample]:
        """Note what each process holds on to, and return it."""
        journals = self._folder.rglob("simulated/*.jsonl")
        taken = [*sample(processes, at, session, journals)]
        with (self._folder / SAMPLES).open("a") as file:
            file.writelines(each.line() for each in taken)
        sys.stderr.write(f"{at / 60e9:.1f} min, load {os.getloadavg()[0]:.1f}\n")
        return taken


def child_of(pid: int, module: str) -> psutil.Process | None:
    """Return the process of a module that a process has started, if there is one now."""
    for each in psutil.Process(pid).children():
        with suppress(psutil.NoSuchProcess):
            if module in each.cmdline():
                return each
    return None
