"""The same numbers wherever a fleet runs: here, in other processes, and on a cluster."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import pytest
from distributed import LocalCluster

from simulators.fleet.cluster import ClusterInvalid, live_there
from simulators.fleet.lives import Lived, live_one
from simulators.fleet.work import live_here
from simulators.workers import Worked
from tests.fleet.made import small_fleet

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.long

NUMBERS: Final = (0, 1, 4)
"""A fleet that is gone on with has gaps."""


@lru_cache(maxsize=1)
def _here() -> list[Lived]:
    return [live_one(number, small_fleet()) for number in NUMBERS]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_runner_is_the_same_whatever_the_jobs(jobs: int) -> None:
    """In this process, in one other, and in two, which take turns as they like."""
    there: list[Lived] = []
    assert live_here(small_fleet(), NUMBERS, jobs=jobs, tell=there.append) == Worked()
    assert sorted(there) == _here()


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """Run a scheduler and two workers, each a process of its own."""
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        yield cluster.scheduler_address


def test_a_runner_is_the_same_on_a_cluster(scheduler: str) -> None:
    """Whose workers were sent all that they know of the fleet."""
    there: list[Lived] = []
    assert live_there(small_fleet(), NUMBERS, address=scheduler, tell=there.append) == Worked()
    assert sorted(there) == _here()


def test_a_signal_loses_nothing_that_a_cluster_has_done(scheduler: str) -> None:
    """And the cluster is free again for others."""
    before, there = signal.getsignal(signal.SIGINT), list[Lived]()
    worked = live_there(small_fleet(), range(200), address=scheduler, tell=_then_a_signal(there))
    assert worked == Worked(ended_by=signal.SIGINT)
    assert there
    assert there == [live_one(each.number, small_fleet()) for each in there]
    assert signal.getsignal(signal.SIGINT) is before
    again: list[Lived] = []
    assert live_there(small_fleet(), (1,), address=scheduler, tell=again.append) == Worked()
    assert again == _here()[1:2]


def _then_a_signal(told: list[Lived]) -> Callable[[Lived], None]:
    def tell(lived: Lived) -> None:
        told.append(lived)
        signal.raise_signal(signal.SIGINT)

    return tell


@pytest.mark.parametrize("address", ["", "nonsense", "tcp://", "tcp://127.0.0.1", "127.0.0.1:1"])
def test_what_is_no_address_is_not_tried(address: str) -> None:
    """A sentence at once."""
    with pytest.raises(ClusterInvalid, match="is no address"):
        live_there(small_fleet(), (0,), address=address, tell=lambda _: None)
