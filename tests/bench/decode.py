"""What it takes to decode a packet, beside the least that Python needs for it, and beside pyftms.

The floor is `struct.unpack_from` of the packet's own layout: no flags are looked at, no value is
named. Two packets that differ in their elapsed time take turns, as in life; a sample is the mean
of a batch, so that the clock is not measured. pyftms is measured if it can be imported (0.4.15
needs Python 3.12), on its way from the notification to the callback.
"""

from __future__ import annotations

import importlib
import json
import timeit
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from struct import unpack_from
from typing import Any, Final

from protocols.explain import explain
from protocols.ftms import decode_treadmill_data
from protocols.gatt import TREADMILL_DATA
from tests.bench.figures import US, Row, row

KETTLER: Final = bytes.fromhex("8c 05 64 00 14 00 00 00 00 00 00 05 00 e7 00 03 00 5b 00")
"""Kettler Alpha Run 600 (ftms_vectors.json): speed, distance, incline, energy, heart rate, time."""

PACKETS: Final = (KETTLER, KETTLER[:-2] + b"\x5c\x00")
LAYOUT: Final = "<HHHBhhHHBBH"
BATCH: Final = 200
GROUP: Final = "one packet of treadmill data"
RATIOS: Final = "the same as ratios, sample by sample"
PEER: Final = "pyftms"
PEER_PATH: Final = "pyftms, notification to callback"
AT_MOST: Final = 8.0
"""Times the floor."""
AT_LEAST: Final = 40.0
"""Times as fast as pyftms."""


def _nothing(_event: object) -> None:
    """Take an update as an application would."""


def _pyftms() -> Callable[[bytes], object] | None:
    if find_spec("pyftms") is None:
        return None
    updater: Any = importlib.import_module("pyftms.client.backends.updater")
    models: Any = importlib.import_module("pyftms.models")
    notified = updater.DataUpdater(models.TreadmillData, _nothing)._on_notify
    return partial(notified, None)


def decoders() -> Iterator[tuple[str, Callable[[bytes], object]]]:
    """Yield what is compared, the floor first."""
    yield "struct.unpack_from (the floor)", partial(unpack_from, LAYOUT)
    yield "decode_treadmill_data", decode_treadmill_data
    yield (
        "reprise decode --json",
        lambda data: json.dumps({each.key: each.value for each in explain(TREADMILL_DATA, data)}),
    )
    peer = _pyftms()
    if peer is not None:
        yield PEER_PATH, peer


def rows(samples: int) -> list[Row]:
    """Measure all of them in turn, sample by sample, so that a busy moment hits each alike.

    The bars are ratios within the run: our decoder against the floor, and pyftms against ours.
    """
    names, calls = zip(*decoders(), strict=True)
    timers = [
        timeit.Timer("call(a); call(b)", globals={"call": call, "a": PACKETS[0], "b": PACKETS[1]})
        for call in calls
    ]
    times: list[list[float]] = [[] for _ in timers]
    for _ in range(samples):
        for kept, timer in zip(times, timers, strict=True):
            kept.append(timer.timeit(BATCH // 2) / BATCH * 1e9)
    found = [
        row(GROUP, name, PEER if name == PEER_PATH else US, kept)._replace(unit="ns")
        for name, kept in zip(names, times, strict=True)
    ]
    floor, ours, *others = found
    peers = [each for each in others if each.who == PEER]
    ratios = [(f"{ours.name} / {floor.name}", times[1], times[0], AT_MOST)]
    ratios += [(f"{ours.name} / {each.name}", times[1], times[-1], 1 / AT_LEAST) for each in peers]
    for name, above, below, bar in ratios:
        each = [high / low for high, low in zip(above, below, strict=True)]
        found.append(row(RATIOS, name, US, each, bar=bar)._replace(unit="x"))
    return found
