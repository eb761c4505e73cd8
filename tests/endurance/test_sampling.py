"""What is noted of processes is so: seen on this very process, and on small ones."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Final

import psutil
import pytest

from protocols.units import MILLISECOND
from tests.endurance.sampling import (
    FRONT,
    WORLD,
    Sample,
    Scheduling,
    child_of,
    sample,
)
from tests.house.tree import ROOT


def test_a_sample_is_what_the_process_holds(tmp_path: Path) -> None:
    """Seen on this very process, before and after it took more of each."""
    journal = tmp_path / "one.jsonl"
    journal.write_bytes(b"12345")
    us = {FRONT: psutil.Process()}
    (before,) = sample(us, 3, 2, [journal])
    go = threading.Event()
    thread = threading.Thread(target=go.wait)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE):
        thread.start()
        (after,) = sample(us, 3, 2, [journal])
    go.set()
    thread.join()
    assert (after.at, after.session, after.process, after.pid) == (3, 2, FRONT, os.getpid())
    assert after.journal == 5
    assert after.memory > 10 * 2**20
    for name in ("handles", "threads", "children"):
        assert getattr(after, name) == getattr(before, name) + 1
    assert Sample.read(after.line()) == after


def test_a_process_that_is_gone_is_left_away() -> None:
    """It may end between two looks."""
    waits = "print(flush=True); input()"
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", waits], stdin=pipe, stdout=pipe) as child:
        assert child.stdout is not None
        child.stdout.readline()
        process = psutil.Process(child.pid)
        assert child_of(os.getpid(), waits) == process
    assert [*sample({WORLD: process}, 0, 1, [])] == []
    assert child_of(os.getpid(), waits) is None


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="Linux tells who waited")
def test_who_ran_is_told() -> None:
    """The main thread of this process is number 0, and has its own clock to compare."""
    scheduling, us = Scheduling(), {FRONT: psutil.Process()}
    assert [*scheduling.look(us)] == []
    began = time.thread_time_ns()
    while time.thread_time_ns() - began < 60 * MILLISECOND:
        pass
    (spell,) = (each for each in scheduling.look(us) if each.thread == 0)
    assert spell.process == FRONT
    assert spell.ran == pytest.approx(60 * MILLISECOND, abs=25 * MILLISECOND)
    # The two clocks are not read at one moment.
    assert spell.until - spell.since >= spell.ran - MILLISECOND


_RENEWS: Final = {
    "sent": (
        "from controller.operator.supervisor import Supervisor  # as controller.cli.main does\n"
        "Supervisor(None, errors=None).renew(1, moving=False)\n"
    ),
    "taken": (
        "from controller.session.lease import Lease  # as controller.cli.session.child does\n"
        "from controller.records.intents import Renewal\n"
        "from simulators.virtual_time import VirtualClock, run_virtual\n"
        "async def main(clock):\n"
        "    Lease(clock, print).renew(Renewal(1, False))\n"
        "run_virtual(main)\n"
    ),
}


@pytest.mark.parametrize("what", _RENEWS)
def test_a_renewal_is_noted_where_it_leaves_and_where_it_arrives(what: str, tmp_path: Path) -> None:
    """By the module that Python takes in at its start, and in no other process."""
    environment = {
        **os.environ,
        "WITNESS": str(tmp_path),
        "PYTHONPATH": f"{ROOT / 'tests/endurance/witness'}{os.pathsep}{ROOT}",
    }
    for program in (_RENEWS[what], "import controller.records"):
        subprocess.run([sys.executable, "-c", program], env=environment, check=True)
    (noted,) = tmp_path.iterdir()
    assert noted.name.startswith(f"{what}-")
    assert int(noted.read_text()) > 0
