"""A million random and mutated packets for each characteristic, decoded in every way there is.

What must hold of each is in tests/protocols/packets.py; the first packet of which it does not is
named, with its characteristic and seed, and ends the run.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from typing import Final, NamedTuple

from protocols.explain import KNOWN
from tests.protocols.packets import check, packets

PACKETS: Final = 1_000_000


class Shard(NamedTuple):
    """One characteristic's packets."""

    characteristic: str
    packets: int
    seconds: float
    wrong: str = ""
    """The first packet that was decoded wrongly, and how; empty if there was none."""


def try_one(characteristic: str, count: int, seed: int) -> Shard:
    """Decode so many packets of one characteristic."""
    began = time.perf_counter()
    wrong = ""
    for data in islice(packets(characteristic, seed), count):
        try:
            check(characteristic, data)
        except Exception as error:  # noqa: BLE001  # any is a finding
            wrong = f"{characteristic} {data.hex(' ')} (seed {seed}): {error!r}"
            break
    return Shard(characteristic, count, time.perf_counter() - began, wrong)


def shards(count: int = PACKETS, seed: int = 1) -> Iterator[Shard]:
    """Yield what came of each characteristic; they are tried side by side."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(try_one, KNOWN, [count] * len(KNOWN), [seed] * len(KNOWN))


def run(count: int) -> Iterator[str]:
    """Yield the table's lines; one that begins with WRONG is a finding."""
    yield "| characteristic | packets | a second |"
    yield "|---|---|---|"
    for each in shards(count):
        if each.wrong:
            yield f"WRONG: {each.wrong}"
        else:
            yield f"| {each.characteristic} | {each.packets} | {each.packets / each.seconds:.0f} |"
