"""Seeds in processes: the same verdicts whatever the jobs, and nothing lost by Ctrl-C or a kill."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

from simulators.campaign.case import draw, everything
from simulators.campaign.play import Verdict, play
from simulators.campaign.pool import HANDFUL, play_all
from simulators.workers import Worked

pytestmark = pytest.mark.long

ALLOWED: Final = everything()._replace(machines=("generic", "urevo-e1l"))
QUICK: Final = ALLOWED._replace(faults=(), runners=("prompt",))
"""Nothing that keeps a session on watch for half an hour."""


def test_a_seed_gives_the_same_verdict_whatever_the_jobs() -> None:
    """In this process, in one other, and in two, which take turns as they like."""
    seeds = range(100, 108)
    here = [play(seed, ALLOWED) for seed in seeds]
    for jobs in (1, 2):
        there: list[Verdict] = []
        played = play_all(seeds, ALLOWED, jobs=jobs, keep=None, tell=there.append)
        assert sorted(there) == here
        assert played == Worked()


def test_leaving_machines_out_changes_nothing_else_of_a_seed() -> None:
    """Each part has a stream of its own; the plan may follow what the machine can do."""
    every = everything()
    for seed in range(50):
        wide, narrow = draw(seed, every), draw(seed, every._replace(machines=("generic",)))
        assert narrow.machine == "generic"
        assert (narrow.policy, narrow.runner) == (wide.policy, wide.runner)
        assert (narrow.manual, narrow.drill, narrow.whole) == (wide.manual, wide.drill, wide.whole)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_loses_nothing_that_was_played(number: signal.Signals) -> None:
    """What is under way is played to its end and told; what was not begun is left."""
    before = signal.getsignal(number)
    seeds, told = range(20 * HANDFUL), list[int]()

    def tell(verdict: Verdict) -> None:
        told.append(verdict.seed)
        if len(told) == 1:
            signal.raise_signal(number)

    played = play_all(seeds, QUICK, jobs=2, keep=None, tell=tell)
    assert played == Worked(ended_by=number)
    assert played.interrupted
    assert HANDFUL <= len(told) < len(seeds)
    assert len(set(told)) == len(told)
    assert signal.getsignal(number) is before


ORPHANS: Final = """
from simulators.campaign.case import everything
from simulators.campaign.pool import play_all

if __name__ == "__main__":
    quick = everything()._replace(machines=("generic",), faults=(), runners=("prompt",))
    tell = lambda verdict: print(verdict.seed, flush=True)
    play_all(range(100_000), quick, jobs=2, keep=None, tell=tell)
"""


def test_workers_end_with_their_parent() -> None:
    """However it ended: each holds its output open, which comes to an end with the last of them."""
    with subprocess.Popen(
        [sys.executable, "-c", ORPHANS], stdout=subprocess.PIPE, start_new_session=True
    ) as parent:
        assert parent.stdout is not None
        try:
            assert parent.stdout.readline()
            parent.kill()
            parent.communicate(timeout=20)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(parent.pid, signal.SIGKILL)


def test_a_worker_that_is_killed_is_told_of_and_its_seeds_are_played_again() -> None:
    """Whoever kills it: the machine for want of memory, or a person."""
    told: list[int] = []

    def tell(verdict: Verdict) -> None:
        told.append(verdict.seed)
        if len(told) == 1:
            multiprocessing.active_children()[0].kill()

    seeds = range(4 * HANDFUL)
    played = play_all(seeds, QUICK, jobs=2, keep=None, tell=tell)
    assert played.lost_workers
    assert sorted(told) == list(seeds)


def test_the_journal_of_a_failure_is_kept(tmp_path: Path) -> None:
    """And nothing where nothing failed."""
    assert play(0, ALLOWED, tmp_path / "kept").broken == ()
    assert not (tmp_path / "kept").exists()
