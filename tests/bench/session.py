"""What a whole session takes on virtual time, and what its link takes for one round trip.

A session is the ladder's first level on the simulated treadmill: shell, core, guard, bleak, GATT
server and belt, on bytes, in one process. What is told is processor time for one second of it, so
that 250 us are 4,000 seconds in one. The floor is the virtual loop with as many timers and
nothing behind them. A round trip is a set-speed by bleak's client, up to the treadmill's answer in
its callback, in processor time too. Its floor is three timers, one behind the other: arrival, write
response, answer.
"""

from __future__ import annotations

import asyncio
import itertools
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from bleak import BleakClient

from controller.cli.session.wearables import Wearables
from controller.core.timeline import Program
from controller.session.journal import FileJournal
from controller.session.shell import Session
from plans.plan.compile import compile_session
from plans.shelf import find_plan, find_policy
from protocols.bleak_find import find_treadmill
from protocols.ftms import REQUEST_CONTROL, encode_target_speed
from protocols.gatt import CONTROL_POINT, full_uuid
from protocols.sensor_link import Radio
from protocols.units import MILLISECOND, SECOND, CentiKmh, Nanoseconds
from simulators.link.air import SimulatedAir
from simulators.profiles import find_machine
from simulators.sitting.simulation import simulate
from simulators.virtual_time import VirtualClock, run_virtual
from tests.bench.figures import US, Row, row
from tests.session.bench import HERE, Bench
from tests.session.bench import run as run_with_sensors

PLAN: Final = "postpartum-ladder"
LEVEL: Final = 1
SESSION: Final = "one second of a whole session, in processor time"
AT_MOST: Final = 250.0
"""Microseconds for the p99: 4,000 virtual seconds a second and core (issue 6)."""
TRIP: Final = "a round trip of the link in one process"
TRIP_AT_MOST: Final = 50.0
"""Microseconds for the p99 (issue 6)."""
TRIPS: Final = 20
"""Samples for one of the session's ..."""
BATCH: Final = 10
"""... and each is the mean of so many, so that the computer's other work is not measured."""
_POD, _STRAP = "5E:1F:7E:AD:00:02", "5E:1F:7E:AD:00:03"
_GENERIC: Final = find_machine("generic")
_SET_SPEED: Final = encode_target_speed(CentiKmh(300))


class _Sessions:
    """The same session in several settings; each returns how many seconds it lasted."""

    def __init__(self, folder: Path) -> None:
        self._program: Program = compile_session(find_plan(PLAN), LEVEL)
        self._policy = find_policy("cautious")
        self._paths = (folder / f"{number}.jsonl" for number in itertools.count())

    def bare(self) -> float:
        """Keep its records in memory, as a campaign does."""
        result = simulate(self._program, self._policy, _GENERIC)
        return float(result.records[-1]["t"] / SECOND)

    def kept(self) -> float:
        """Keep them in a file as well."""
        journal = FileJournal(next(self._paths))
        try:
            result = simulate(self._program, self._policy, _GENERIC, journal=journal)
        finally:
            journal.close()
        return float(result.records[-1]["t"] / SECOND)

    def worn(self) -> float:
        """Wear a foot pod and a strap, each on a link of its own."""

        def wear(bench: Bench, session: Session) -> Wearables:
            air = bench.air
            air.add_footpod(_POD, HERE)
            air.add_strap(_STRAP, HERE)
            radio = Radio(air.scanner_backend, air.client_backend, air.adapter_backend)
            return Wearables(session, radio, treadmill=HERE, footpod=_POD, strap=_STRAP)

        made = run_with_sensors(session_program=self._program, wear=wear)
        return float(made.records[-1]["t"] / SECOND)

    def timers(self) -> tuple[int, float]:
        """Return how many timers the bare session arranges, and how long it lasts."""
        arranged = 0
        call_at = VirtualClock.call_at

        def counting(*arguments: Any) -> Any:
            nonlocal arranged
            arranged += 1
            return call_at(*arguments)

        with patch.object(VirtualClock, "call_at", counting):
            lasted = self.bare()
        return arranged, lasted


def _chain(timers: int, lasted: float) -> float:
    """Let so many timers follow each other, and do nothing."""
    step = int(lasted * SECOND) // timers

    async def main(clock: VirtualClock) -> None:
        await _follow(clock, timers, step)

    run_virtual(main)
    return lasted


async def _follow(clock: VirtualClock, timers: int, step: int) -> None:
    done = asyncio.get_running_loop().create_future()
    left = timers

    def ring() -> None:
        nonlocal left
        left -= 1
        if left:
            clock.call_at(Nanoseconds(clock.now() + step), ring)
        else:
            done.set_result(None)

    clock.call_at(Nanoseconds(clock.now() + step), ring)
    await done


def rows(repeats: int) -> list[Row]:
    """Run each session so often, in turn, and `TRIPS` times as many batches of round trips."""
    with tempfile.TemporaryDirectory() as folder:
        sessions = _Sessions(Path(folder))
        timers, lasted = sessions.timers()
        kinds: list[tuple[str, str, Callable[[], float], float | None]] = [
            (f"{timers} timers (the floor)", "Python", partial(_chain, timers, lasted), None),
            ("simulated", US, sessions.bare, AT_MOST),
            ("with its journal in a file", US, sessions.kept, AT_MOST),
            ("with foot pod and strap", US, sessions.worn, None),
        ]
        times: list[list[float]] = [[] for _ in kinds]
        for _ in range(repeats):
            for kept, (_, _, run, _) in zip(times, kinds, strict=True):
                began = time.process_time_ns()
                seconds = run()
                kept.append((time.process_time_ns() - began) / 1000 / seconds)
    found = [
        row(SESSION, name, who, kept, bar=bar)._replace(unit="us")
        for kept, (name, who, _, bar) in zip(times, kinds, strict=True)
    ]
    ratios = [ours / floor for ours, floor in zip(times[1], times[0], strict=True)]
    found.append(row(SESSION, "simulated / floor", US, ratios)._replace(unit="x"))
    return found + trip_rows(repeats * TRIPS)


def trip_rows(repeats: int) -> list[Row]:
    """Make round trips in so many batches, and time each batch."""

    async def main(clock: VirtualClock) -> tuple[list[float], list[float]]:
        air = SimulatedAir(clock)
        air.add(HERE, _GENERIC)
        client = BleakClient(
            await find_treadmill(HERE, backend=air.scanner_backend), backend=air.client_backend
        )
        await client.connect()
        answers: asyncio.Queue[bytearray] = asyncio.Queue()
        control = client.services.get_characteristic(full_uuid(CONTROL_POINT))
        assert control is not None
        await client.start_notify(control, lambda _, data: answers.put_nowait(data))

        async def trip(data: bytes) -> None:
            await client.write_gatt_char(control, data, response=True)
            await answers.get()

        await trip(REQUEST_CONTROL)
        floor, ours = [], []
        for _ in range(repeats):
            floor.append(await _mean(lambda: _follow(clock, 3, 20 * MILLISECOND)))
            ours.append(await _mean(lambda: trip(_SET_SPEED)))
        await client.disconnect()
        return floor, ours

    floor, ours = run_virtual(main)
    found = [
        row(TRIP, "three timers, one behind the other (the floor)", "Python", floor),
        row(TRIP, "set-speed, its write response and its answer", US, ours, bar=TRIP_AT_MOST),
    ]
    return [each._replace(unit="us") for each in found]


async def _mean(once: Callable[[], Awaitable[None]]) -> float:
    began = time.process_time_ns()
    for _ in range(BATCH):
        await once()
    return (time.process_time_ns() - began) / 1000 / BATCH
