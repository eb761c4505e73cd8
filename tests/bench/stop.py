"""From a key to its bytes: a stop of our own session, and of pyftms, on the same radio.

Ours is the session of the controller's process without its pipe: shell, engine, journal on a
disk, `BleakLink`, bleak. It counts down, starts the belt and walks, all in real time, so many
sessions run side by side on one loop, and the stops come one after the other.
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Final

from controller.core.numbers import START_DELAY, USER_CAP
from controller.core.state import Setup
from controller.records.intents import Intent
from controller.session.admission import admit
from controller.session.journal import FileJournal, Journal
from controller.session.pipe import MemoryPipe
from controller.session.shell import Clocks, Session
from plans.shelf import find_policy
from protocols.bleak_find import find_treadmill
from protocols.bleak_link import BleakLink
from protocols.clock import Clock, LoopClock
from protocols.units import MILLISECOND
from simulators.sitting.runner import VirtualRunner
from tests.bench import pyftms_client
from tests.bench.asks import STOP, SYMPTOM, SYMPTOM_SITUATIONS, Ask
from tests.bench.figures import US, Row, row
from tests.bench.situations import (
    HERE,
    SITUATIONS,
    Radio,
    Sample,
    Situation,
    When,
    between,
    sample_of,
)

EVERY: Final = 0.0613
"""Seconds between two that are begun; a stop takes some 20 s, so that some 300 run side by side.

It is prime to the machines' beat, so that they do not all send their telemetry at one moment."""
PEER_TIMES: Final = 10
"""pyftms waits for seconds in most situations, and always for the same time."""
_POLICY: Final = find_policy("cautious")


class Missed(Exception):  # noqa: N818  # nothing is wrong; it is to be tried again
    """The situation was over before the stop was asked for."""


async def ours(
    make_clock: Callable[[], Clock],
    journal: Journal,
    situation: Situation,
    share: float,
    ask: Ask = STOP,
) -> Sample:
    """Run a session up to the situation, press the key, and return what became of it."""
    clock = make_clock()
    radio = Radio(clock, situation, ask.reached)
    device = await find_treadmill(HERE, backend=radio.air.scanner_backend)
    link, machine = await BleakLink.connect(device, backend=radio.client_backend)
    pipe = MemoryPipe()
    session = Session(
        Setup(ask.program, _POLICY, admit(ask.program, machine).speed_range, USER_CAP, START_DELAY),
        link=link,
        machine=machine,
        pipe=pipe,
        clocks=Clocks(clock, clock, beats=True),
        journal=journal,
        about={},
    )
    runner = VirtualRunner(pipe, clock, clock)
    pipe.attach_operator(runner.see)
    serving = asyncio.create_task(session.serve())
    try:
        if situation.when is not When.FRESH:
            await radio.set_speed.wait()
        await asyncio.sleep(between(situation, share))
        if situation.when is When.FRESH and radio.handed:
            raise Missed
        asked = clock.now()
        session.intend(Intent(ask.key))
        return await sample_of(radio, asked, ask.wanted)
    finally:
        runner.leave()
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
        await link.close()


async def floor(into: list[float]) -> None:
    """Note again and again how long a task takes that does nothing: a write is one, too."""
    loop = asyncio.get_running_loop()
    while True:
        began = time.monotonic_ns()
        await loop.create_task(asyncio.sleep(0))
        into.append((time.monotonic_ns() - began) / MILLISECOND)
        await asyncio.sleep(EVERY)


async def side_by_side(all_of: Sequence[Callable[[], Awaitable[Sample]]]) -> list[Sample]:
    """Measure all, each begun `EVERY` seconds after the last."""

    async def one(number: int, once: Callable[[], Awaitable[Sample]]) -> Sample:
        await asyncio.sleep(number * EVERY)
        while True:
            with suppress(Missed):
                return await once()

    return await asyncio.gather(*(one(*each) for each in enumerate(all_of)))


def rows(repeats: int) -> list[Row]:
    """Return the stop's figures, to the transport and then to the treadmill."""
    kinds = [(situation, US, repeats) for situation in SITUATIONS]
    if pyftms_client.MISSING is None:
        kinds += [(situation, pyftms_client.NAME, PEER_TIMES) for situation in SITUATIONS]
    return _measured(STOP, kinds)


def symptom_rows(repeats: int) -> list[Row]:
    """Return the same of a symptom key in a run, and of the first target that is lower."""
    return _measured(SYMPTOM, [(situation, US, repeats) for situation in SYMPTOM_SITUATIONS])


def _measured(ask: Ask, kinds: Sequence[tuple[Situation, str, int]]) -> list[Row]:
    plan = [
        (situation, who, number / times)
        for situation, who, times in kinds
        for number in range(times)
    ]
    plan.sort(key=itemgetter(2))  # of each situation a little at any time
    idle: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        numbers = itertools.count()

        async def on_disk(
            make_clock: Callable[[], Clock], situation: Situation, share: float
        ) -> Sample:
            journal = FileJournal(Path(folder, f"{next(numbers)}.jsonl"))
            try:
                return await ours(make_clock, journal, situation, share, ask)
            finally:
                await asyncio.to_thread(journal.close)  # the others must not wait for the disk

        async def main() -> list[Sample]:
            clock = partial(LoopClock, asyncio.get_running_loop())
            of = {US: on_disk, pyftms_client.NAME: pyftms_client.once}
            probing = asyncio.create_task(floor(idle))
            found = await side_by_side(
                [partial(of[who], clock, situation, share) for situation, who, share in plan]
            )
            probing.cancel()
            return found

        with pyftms_client.on_the_simulated_radio(), _without_collections():
            samples = asyncio.run(main())
    found = [(each[:2], sample) for each, sample in zip(plan, samples, strict=True)]
    least = row(ask.to_transport, "a task that does nothing", "event loop", idle)
    return [*_rows(found, ask.to_transport), least, *_rows(found, ask.to_treadmill, barred=False)]


@contextmanager
def _without_collections() -> Iterator[None]:
    """Keep the collector from going through hundreds of sessions while one of them is to stop.

    The controller's process has one, and has frozen all that was there before it.
    """
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _rows(
    found: list[tuple[tuple[Situation, str], Sample]], group: str, *, barred: bool = True
) -> Iterator[Row]:
    for situation in SITUATIONS:
        for who in (US, pyftms_client.NAME):
            of_it = [sample for kind, sample in found if kind == (situation, who)]
            samples = [each.handed if barred else each.arrived for each in of_it]
            bar = situation.bar if barred and who == US else None
            if samples:
                yield row(group, situation.name, who, samples, bar=bar)
