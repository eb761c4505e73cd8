"""A whole session on simulated time and a simulated treadmill: the very shell, core and bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from controller.core.numbers import START_DELAY, USER_CAP
from controller.core.policy import Policy
from controller.core.state import Setup
from controller.core.timeline import Program
from controller.records.format import OUTPUT, Record
from controller.records.summary import Summary
from controller.session.admission import admit
from controller.session.journal import Journal, NoJournal
from controller.session.pipe import MemoryPipe
from controller.session.shell import Clocks, Session
from protocols.bleak_link import BleakLink, find_treadmill
from protocols.units import SECOND, CentiKmh, Nanoseconds
from simulators.air import SimulatedAir
from simulators.hand import Hand
from simulators.machine import MachineProfile
from simulators.mishaps import Mishaps
from simulators.person import PROMPT, Person
from simulators.runner import VirtualRunner
from simulators.script import Scripted
from simulators.virtual_time import VirtualClock, run_virtual

ADDRESS: Final = "5E:1F:7E:AD:00:01"


class _Tap:
    """Keeps every record where the result can see it, and hands it on."""

    def __init__(self, result: Result, journal: Journal) -> None:
        self._result, self._journal = result, journal

    @property
    def complete(self) -> bool:
        return self._journal.complete

    def put(self, record: Record) -> None:
        self._result.records.append(record)
        self._journal.put(record)

    def close(self) -> None:
        self._journal.close()


@dataclass
class Result:
    """What a simulated session came to, and what broke on the way."""

    summary: Summary = field(default_factory=Summary)
    records: list[Record] = field(default_factory=list)
    commands: list[tuple[Nanoseconds, bytes]] = field(default_factory=list)
    """What reached the treadmill's control point, and when."""
    final_speed: CentiKmh = CentiKmh(0)
    """How fast the belt really ran when the session was over."""
    bug: str | None = None
    left_out: tuple[Scripted, ...] = ()
    """What the script says and did not come up."""

    @property
    def violations(self) -> list[str]:
        """What must never happen and did; empty as it should be."""
        found = [] if self.bug is None else [f"our bug: {self.bug}"]
        stopped_for_good = False
        lowest = None
        for record in self.records:
            if record["io"] != OUTPUT:
                continue
            if record["kind"] == "ceiling":
                lowest = record["speed"]
            if record["kind"] != "tx":
                continue
            data, at = bytes.fromhex(record["hex"]), record["t"] / SECOND
            if record["verdict"] != "admitted":
                found.append(f"at {at:.3f} s the guard refused {data.hex()}: {record['verdict']}")
            if data[0] == 0x02 and lowest is not None:
                # A ramp may be on its way down to a new ceiling, but never up past it.
                lowest = self._above(data, lowest, at, found)
            stopped_for_good |= data == b"\x08\x01" and self._final(record)
            if data == b"\x07" and stopped_for_good:
                found.append(f"at {at:.3f} s a start after the last stop")
        if self.final_speed and self.summary.outcome not in ("link_lost", "unknown", "refused"):
            found.append(f"the belt still ran at {self.final_speed / 100} km/h at the end")
        return found

    def _above(self, data: bytes, lowest: int, at: float, found: list[str]) -> int:
        target = int.from_bytes(data[1:3], "little")
        before = [
            int.from_bytes(sent[1:3], "little")
            for when, sent in self.commands
            if sent[0] == 0x02 and when / SECOND < at
        ]
        if target > lowest and before and target > before[-1]:
            found.append(f"at {at:.3f} s a target of {target / 100} km/h above a ceiling")
        return lowest

    def _final(self, record: Record) -> bool:
        paused = [r["t"] for r in self.records if r["kind"] == "phase" and r["phase"] == "paused"]
        return not any(moment >= record["t"] for moment in paused)


def simulate(  # noqa: PLR0913  # what a session is made of
    program: Program,
    policy: Policy,
    machine: MachineProfile,
    *,
    script: Sequence[Scripted] = (),
    person: Person = PROMPT,
    seed: int = 0,
    journal: Journal | None = None,
    about: dict[str, Any] | None = None,
    drill: bool = False,
    manual: bool = False,
) -> Result:
    """Run one session on virtual time; with ``drill`` the stop is tried first.

    The same ``person`` and ``seed`` do the same each time, beside what the script says. With
    ``manual``, and on a machine that cannot be controlled, a hand presses its keys.

    Raises:
        LinkFailed, NotPossible: before anything moved.
    """

    async def main(clock: VirtualClock) -> Result:
        return await _session(
            clock, program, policy, machine, script, person, seed, journal, about or {}, drill, manual
        )

    return run_virtual(main)


async def _session(  # noqa: PLR0913, PLR0917
    clock: VirtualClock,
    program: Program,
    policy: Policy,
    machine: MachineProfile,
    script: Sequence[Scripted],
    person: Person,
    seed: int,
    journal: Journal | None,
    about: dict[str, Any],
    drill: bool,  # noqa: FBT001
    manual: bool,  # noqa: FBT001
) -> Result:
    air = SimulatedAir(clock)
    air.add(ADDRESS, machine)
    device = await find_treadmill(ADDRESS, backend=air.scanner_backend)
    link, found = await BleakLink.connect(device, backend=air.client_backend)
    try:
        terms = admit(program, found, manual=manual)
        setup = Setup(
            program, policy, terms.speed_range, USER_CAP, START_DELAY, drill, terms.control
        )
        result = Result()
        pipe = MemoryPipe()
        keep = _Tap(result, NoJournal() if journal is None else journal)

        mishaps = Mishaps(clock, air, ADDRESS)
        runner = VirtualRunner(
            pipe,
            clock,
            clock,
            script,
            mishaps.happen,
            person=person,
            seed=seed,
            speed=lambda: air.belt_speed(ADDRESS),
        )
        hand = Hand(
            clock,
            machine,
            lambda key: air.press_console(ADDRESS, key),
            lambda: air.belt_speed(ADDRESS),
        )

        def hear(record: Record) -> None:
            hand.see(record)
            runner.see(record)

        pipe.attach_operator(hear)

        session = Session(
            setup,
            link=link,
            machine=found,
            pipe=pipe,
            clocks=Clocks(clock, clock, beats=False),
            journal=keep,
            about={**about, "manual": terms.why} if terms.why else about,
        )
        result.bug = await session.serve()
        result.summary = session.summary
        result.left_out = runner.left_out
        runner.leave()
        hand.leave()
        result.commands = air.commands(ADDRESS)
        result.final_speed = air.belt_speed(ADDRESS)
    finally:
        await link.close()
    return result
