"""A whole session on virtual time with spies: what was handed to the link, when, and what came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import pytest

from controller.cli.session.wearables import Wearables
from controller.core.numbers import START_DELAY, USER_CAP
from controller.core.state import Setup
from controller.core.timeline import Gait, Program, Role, Segment
from controller.records.format import Record
from controller.records.intents import Intent
from controller.session.admission import admit
from controller.session.journal import Journal, NoJournal
from controller.session.pipe import MemoryPipe
from controller.session.shell import Clocks, Session
from plans.shelf import find_policy
from protocols.bleak_find import find_treadmill
from protocols.bleak_link import BleakLink
from protocols.units import MILLISECOND, SECOND, CentiKmh, Nanoseconds
from simulators.link.air import SimulatedAir
from simulators.profiles import find_machine
from simulators.script import Scripted
from simulators.sitting.hand import Hand
from simulators.sitting.mishaps import Mishaps
from simulators.sitting.runner import VirtualRunner
from simulators.treadmill.machine import MachineProfile
from simulators.virtual_time import VirtualClock, run_virtual

HERE: Final = "5E:1F:7E:AD:00:01"
POLICY: Final = find_policy("cautious")
STARTED_AT: Final = 14 * SECOND
"""By now a session on the generic treadmill has sent its start; by 45 s it walks."""


def program(*intervals: tuple[Gait, int, int], walk: int = 400) -> Program:
    """Return a session of intervals (gait, seconds, speed), the ends as warm-up and cool-down."""
    last = len(intervals) - 1
    return Program(
        tuple(
            Segment(
                gait,
                Role.WARM_UP if at == 0 else Role.COOL_DOWN if at == last else Role.WORK,
                Nanoseconds(seconds * SECOND),
                CentiKmh(speed),
                asks=gait is Gait.WALK,
            )
            for at, (gait, seconds, speed) in enumerate(intervals)
        ),
        CentiKmh(walk),
    )


SHORT: Final = program(
    (Gait.WALK, 20, 400), (Gait.RUN, 20, 750), (Gait.WALK, 40, 400), (Gait.WALK, 10, 300)
)
WALKS: Final = program((Gait.WALK, 15, 256), (Gait.WALK, 40, 384), (Gait.WALK, 10, 224), walk=256)
PROGRAMS: Final = {
    "generic": SHORT,
    "no-control": SHORT,
    "deaf-control": SHORT,
    "urevo-e1l": WALKS,
    "urevo-urtm024": WALKS,
}


@dataclass
class Bench:
    """What a session did, as seen from outside."""

    clock: VirtualClock
    air: SimulatedAir
    pipe: MemoryPipe
    records: list[Record] = field(default_factory=list)
    written: list[tuple[Nanoseconds, bytes]] = field(default_factory=list)
    """What was handed to the link."""
    arrived: list[tuple[Nanoseconds, bytes]] = field(default_factory=list)
    listeners: list[Callable[[Record], None]] = field(default_factory=list)
    """They hear every record."""
    bug: str | None = None
    final_speed: CentiKmh = CentiKmh(0)
    later_speed: CentiKmh = CentiKmh(0)
    """How fast the belt runs half a minute after the session was over."""
    ended_at: Nanoseconds = Nanoseconds(0)

    def kind(self, kind: str) -> list[Record]:
        """Return the records of a kind."""
        return [each for each in self.records if each["kind"] == kind]

    def phase_at(self, moment: int) -> str:
        """Return the phase that the session was in just before a moment."""
        phases = [each["phase"] for each in self.kind("phase") if each["t"] < moment]
        return str(phases[-1]) if phases else "still"


class Kept:
    """A journal that also keeps its records where a test sees them."""

    def __init__(self, bench: Bench, journal: Journal) -> None:
        self._bench, self._journal = bench, journal

    @property
    def complete(self) -> bool:
        """As the journal beneath says."""
        return self._journal.complete

    def put(self, record: Record) -> None:
        """Keep a record in both."""
        self._bench.records.append(record)
        self._journal.put(record)
        for listener in self._bench.listeners:
            listener(record)

    def close(self) -> None:
        """Close the journal beneath."""
        self._journal.close()


def run(
    machine: str | MachineProfile = "generic",
    *,
    keys: Sequence[tuple[int, str]] = (),
    script: Sequence[Scripted] = (),
    journal: Journal | None = None,
    prepare: Callable[[Bench], None] | None = None,
    session_program: Program | None = None,
    drill: bool = False,
    wear: Callable[[Bench, Session], Wearables] | None = None,
    manual: bool = False,
    follows: bool = True,
) -> Bench:
    """Run a session; ``keys`` are pressed at moments of the clock, beside the runner's own.

    ``wear`` links the runner's sensors to the session when it is made. With ``follows`` a hand
    presses what a session in manual mode says.
    """
    profile = find_machine(machine) if isinstance(machine, str) else machine
    planned = session_program or PROGRAMS[profile.name]

    async def main(clock: VirtualClock) -> Bench:
        bench = Bench(clock, SimulatedAir(clock), MemoryPipe())
        bench.air.add(HERE, profile)
        device = await find_treadmill(HERE, backend=bench.air.scanner_backend)
        link, found = await BleakLink.connect(device, backend=bench.air.client_backend)
        write = link.write

        def spied(data: bytes) -> None:
            bench.written.append((clock.now(), data))
            write(data)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(link, "write", spied)
            try:
                terms = admit(planned, found, manual=manual)
                setup = Setup(
                    planned, POLICY, terms.speed_range, USER_CAP, START_DELAY, drill, terms.control
                )
                runner = VirtualRunner(
                    bench.pipe, clock, clock, script, Mishaps(clock, bench.air, HERE).happen
                )
                hand = Hand(
                    clock,
                    profile,
                    lambda key: bench.air.press_console(HERE, key),
                    lambda: bench.air.belt_speed(HERE),
                )

                def hear(record: Record) -> None:
                    if follows:
                        hand.see(record)
                    runner.see(record)

                bench.pipe.attach_operator(hear)
                for moment, key in keys:
                    _arrange(bench, moment, key)
                if prepare is not None:
                    prepare(bench)
                session = Session(
                    setup,
                    link=link,
                    machine=found,
                    pipe=bench.pipe,
                    clocks=Clocks(clock, clock, beats=False),
                    journal=Kept(bench, NoJournal() if journal is None else journal),
                    about={},
                )
                worn = None if wear is None else wear(bench, session)
                if worn is not None:
                    bench.listeners.append(worn.told)
                bench.bug = await session.serve()
                bench.ended_at = clock.now()
                if worn is not None:
                    await worn.close()
                runner.leave()
                hand.leave()
                bench.final_speed = bench.air.belt_speed(HERE)
                await _wait(clock, 30 * SECOND)
                bench.later_speed = bench.air.belt_speed(HERE)
                bench.arrived = bench.air.commands(HERE)
            finally:
                await link.close()
        return bench

    return run_virtual(main)


async def _wait(clock: VirtualClock, span: int) -> None:
    import asyncio  # noqa: PLC0415  # the one use of it

    done = asyncio.get_running_loop().create_future()
    clock.call_at(Nanoseconds(clock.now() + span), lambda: done.set_result(None))
    await done


def _arrange(bench: Bench, moment: int, key: str) -> None:
    bench.clock.call_at(Nanoseconds(moment), lambda: bench.pipe.press(Intent(key)))


def slow_to_answer(milliseconds: int) -> MachineProfile:
    """Return a generic treadmill that takes its time to answer at the control point."""
    generic = find_machine("generic")
    answers_after = Nanoseconds(milliseconds * MILLISECOND)
    return replace(
        generic, control_point=replace(generic.control_point, answers_after=answers_after)
    )
