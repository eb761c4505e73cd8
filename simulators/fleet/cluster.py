"""The same work on a cluster of dask.distributed (the extra ``cluster``).

Its workers are processes of this program, of the same version, on whatever computers; the fleet is
sent to them, so that none of its files need be there.
"""

from __future__ import annotations

import re
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final

from distributed import Client, Future, KilledWorker

from plans.problems import Refused, quoted
from simulators.fleet.lives import Lived, dead
from simulators.fleet.packed import live_packed, packed
from simulators.workers import Worked, until_a_signal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from simulators.fleet.lives import Fleet

_ANSWERS_WITHIN: Final = 10
"""Seconds that a scheduler may take to answer."""
_ADDRESS: Final = re.compile(r"(tcp|tls|wss?)://[^\s/]+:\d{1,5}", re.ASCII)
_LOOKS_EVERY: Final = 0.2
"""Seconds between two looks for a signal."""


class ClusterInvalid(Refused):
    """The cluster cannot do the work; one sentence with what to do."""


def live_there(
    fleet: Fleet, numbers: Sequence[int], *, address: str, tell: Callable[[Lived], None]
) -> Worked:
    """Live through the months of these runners; Ctrl-C or SIGTERM leaves what is not done.

    Raises:
        ClusterInvalid: there is no scheduler, or its workers do not have this program.
    """
    worked, done = Worked(), SimpleQueue[Future[Lived]]()
    with _client(address) as client, until_a_signal(worked):
        live = partial(live_packed, fleet=packed(fleet))
        of = {
            each: number for number in numbers for each in [client.submit(live, number, pure=False)]
        }
        for future in of:
            future.add_done_callback(done.put)
        left = len(of)
        while left and not worked.interrupted:
            try:
                future = done.get(timeout=_LOOKS_EVERY)
            except Empty:
                continue
            left -= 1
            tell(_result(future, of[future]))
        client.cancel(list(of))
    return worked


def _client(address: str) -> Client:
    if not _ADDRESS.fullmatch(address):
        raise ClusterInvalid(
            f"--cluster {quoted(address)}: is no address; write it as the scheduler prints it, "
            "tcp://HOST:PORT."
        )
    try:
        return Client(  # type: ignore[no-untyped-call]
            address, timeout=_ANSWERS_WITHIN, set_as_default=False
        )
    except (OSError, ValueError) as error:
        raise ClusterInvalid(
            f"--cluster {address}: no scheduler of dask answers there; start one with dask "
            "scheduler, and write the address that it prints, as tcp://192.168.1.5:8786."
        ) from error


def _result(future: Future[Lived], number: int) -> Lived:
    error = future.exception()  # type: ignore[no-untyped-call]
    if error is None:
        found: Lived = future.result()
        return found
    if isinstance(error, KilledWorker):
        return dead(number)
    raise ClusterInvalid(
        f"a worker of the cluster could not live through runner {number} "
        f"({type(error).__name__}: {error}); its workers need this very version of Reprise."
    ) from error
