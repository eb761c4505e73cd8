"""One session with all that is around it: room, runner, screen, computer, and who follows whom.

As long as no fault touches the controller's process it shares everything with the world, which is
the quickest. Otherwise it is a process of its own on a computer, and reaches its treadmill by a
host that keeps the link when it dies; a front end watches over it, and starts a successor
(ADR 0008).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any, Final

from controller.cli.succession import find_again
from controller.cli.wearables import Wearables
from controller.core.numbers import USER_CAP
from controller.core.state import Setup
from controller.operator.reach import Reach
from controller.records.learnt import NOTHING_LEARNT, Learnt, known_of, start_delay_of
from controller.session.admission import admit
from controller.session.engine import Engine
from controller.session.inputs import TakeOver
from controller.session.journal import Journal, NoJournal
from controller.session.shell import Clocks, Session
from protocols.bleak_link import BleakLink, find_treadmill
from protocols.link import LinkFailed
from protocols.sensor_link import Radio
from protocols.units import MILLISECOND, SECOND, Nanoseconds
from simulators.air import SimulatedAir
from simulators.arrivals import Frame, NotingPipe, noting
from simulators.breakages import (
    Breakage,
    BreakingClock,
    BreakingEngine,
    BreakingJournal,
    BreakingLink,
    BreakingPipe,
    BreakingSummary,
)
from simulators.computer import Computer, Process
from simulators.cues import Cues
from simulators.disk import Disk
from simulators.faults import OF_THE_CONTROLLER, Fault
from simulators.hand import Hand
from simulators.host import Host
from simulators.machine import peripheral_of
from simulators.mishaps import Mishaps, Outages
from simulators.person import PROMPT, Person
from simulators.result import Result, Served
from simulators.runner import VirtualRunner
from simulators.screen import Screen
from simulators.troubles import FOOTPOD, STRAP, Troubles
from simulators.when import CONNECT

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from controller.core.policy import Policy
    from controller.core.timeline import Program
    from controller.records.format import Record
    from controller.records.intents import Intent
    from controller.session.pipe import MemoryPipe
    from protocols.clock import Clock
    from protocols.link import Link, Machine
    from simulators.distant import DistantAir
    from simulators.machine import MachineProfile
    from simulators.script import Scripted
    from simulators.virtual_time import VirtualClock

ADDRESS: Final = "5E:1F:7E:AD:00:01"
_ATT_TIMEOUT: Final = 30.0
"""Seconds after which an operating system gives an unanswered request, and the link, up."""
_STARTS_IN: Final = Nanoseconds(200 * MILLISECOND)
"""A successor's Python and its imports (ADR 0008)."""
_LONGEST: Final = 2 * 3600 * SECOND
"""Beyond its plan: all that a session can wait for by itself takes less."""
_SEARCHES_FOR: Final = 1800.0
"""Seconds for which a successor looks for its treadmill here; in life there is no end to it."""


@dataclass(frozen=True)
class Sitting:
    """What is to be played."""

    program: Program
    policy: Policy
    machine: MachineProfile
    script: Sequence[Scripted] = ()
    person: Person = PROMPT
    faults: tuple[Fault, ...] = ()
    seed: int = 0
    journal: Journal = field(default_factory=NoJournal)
    about: dict[str, Any] = field(default_factory=dict)
    drill: bool = False
    manual: bool = False
    learnt: Learnt = NOTHING_LEARNT


class Household:
    """Plays a sitting, once, on a virtual clock."""

    def __init__(self, clock: VirtualClock, sitting: Sitting) -> None:
        """Put everything where it belongs; nobody is connected yet."""
        self.clock: Clock = clock
        self.address = ADDRESS
        self.air = SimulatedAir(clock)
        self.air.add(ADDRESS, sitting.machine)
        self.outages = Outages(clock, self.air)
        self.computer = Computer(clock)
        self.screen = Screen()
        self.disk = Disk(sitting.journal, clock)
        self.breakage = Breakage()
        self._sitting = sitting
        self._result = Result()
        self._reach = Reach()
        self._cues = Cues(clock)
        self._troubles = Troubles(self, sitting.faults, Random(sitting.seed))  # noqa: S311
        for fault in sitting.faults:
            self._cues.add(fault.when, partial(self._troubles.begin, fault))
        self._apart = any(each.kind in OF_THE_CONTROLLER for each in sitting.faults)
        self._host = Host(self.air.stations) if self._apart else None
        self._process = Process(self.computer)
        self._death: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._thaw = asyncio.Event()
        self._frames: list[Frame] = []
        """What the radio has brought to the controller that there is now."""

    @property
    def process(self) -> Process:
        """The controller's process that there is now."""
        return self._process

    def kill(self, process: Process, because: str) -> None:
        """Let a process die."""
        if process.alive:
            process.kill()
            self._death.set_result(because)

    def may_kill(self, process: Process) -> bool:
        """Return whether a front end that is there takes a process that hangs for dead."""
        watches = self.screen.alive and not self.screen.hangs
        return process.alive and watches and self._reach.may_move

    async def play(self) -> Result:
        """Play it to its end.

        Raises:
            LinkFailed, NotPossible: before anything moved.
        """
        result, sitting = self._result, self._sitting
        radio = await self._radio()
        self._cues.begin(CONNECT, 0)
        link, found = await self._connect(radio)
        try:
            known = known_of(sitting.learnt)
            terms = admit(sitting.program, found, manual=sitting.manual, known=known)
            setup = Setup(
                sitting.program,
                sitting.policy,
                terms.speed_range,
                USER_CAP,
                start_delay_of(sitting.learnt),
                sitting.drill,
                terms.control,
                known,
            )
            about = sitting.about | ({"manual": terms.why} if terms.why else {})
            runner, hand = self._people()
            serve = self._serve(setup, link, found, about, radio)
            because = await self._in_time(self._unless_killed(serve))
            result.final_speed = self.air.belt_speed(ADDRESS)
        finally:
            await self._let_go(link)
        if self._apart and not result.forsaken:
            await self._succeed(because, setup, about)
        runner.leave()
        hand.leave()
        self._cues.leave()
        result.left_out = runner.left_out
        result.quiet = tuple(self._troubles.quiet)
        result.commands = self.air.commands(ADDRESS)
        result.belts = self.air.belts(ADDRESS)
        return result

    async def _connect(self, radio: Radio) -> tuple[BleakLink, Machine]:
        try:
            async with asyncio.timeout(_ATT_TIMEOUT):
                device = await find_treadmill(ADDRESS, backend=radio.scanner)
                return await BleakLink.connect(device, backend=radio.client)
        except TimeoutError:
            raise LinkFailed(
                "the treadmill does not answer; switch it off and on, and try again."
            ) from None

    def _people(self) -> tuple[VirtualRunner, Hand]:
        """Put somebody in front of the screen, and a hand at the console."""
        clock, sitting = self.clock, self._sitting
        mishaps = Mishaps(clock, self.air, ADDRESS, self.outages)
        runner = VirtualRunner(
            self.screen,
            clock,
            clock,
            sitting.script,
            mishaps.happen,
            person=sitting.person,
            seed=sitting.seed,
            speed=lambda: self.air.belt_speed(ADDRESS),
        )
        hand = Hand(
            clock,
            sitting.machine,
            lambda key: self.air.press_console(ADDRESS, key),
            lambda: self.air.belt_speed(ADDRESS),
        )
        self.screen.listeners = [hand.see, runner.see]
        self.screen.on_thaw = self._thawed
        return runner, hand

    def _thawed(self) -> None:
        self._thaw.set()
        self._thaw.clear()
        if self._apart:
            self._troubles.look_later()

    async def _radio(self) -> Radio:
        """Return the radio as the controller has it."""
        air: SimulatedAir | DistantAir = self.air
        if self._host is not None:
            machine = self._sitting.machine
            air = await self._process.join(self._host, {machine.name: peripheral_of(machine)})
        self._frames = []
        client = noting(air.client_backend, ADDRESS, self.clock, self._frames)
        return Radio(air.scanner_backend, client, air.adapter_backend)

    async def _in_time(self, play: Coroutine[Any, Any, str]) -> str:
        """Give a session up that nobody ends: one that waits for a key waits for ever."""
        planned = sum(each.duration for each in self._sitting.program.segments)
        try:
            async with asyncio.timeout((planned + _LONGEST) / SECOND):
                return await play
        except TimeoutError:
            self._result.forsaken = "nobody ended the session"
            return ""

    async def _unless_killed(self, work: Coroutine[Any, Any, None]) -> str:
        """Let the controller work; return why its process died, or nothing."""
        if not self._apart:
            await work
            return ""
        task = asyncio.get_running_loop().create_task(work)
        either: list[asyncio.Future[Any]] = [task, self._death]
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not self._death.done():
            task.result()
            return ""
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return self._death.result()

    async def _succeed(self, because: str, setup: Setup, about: dict[str, Any]) -> None:
        """Let one successor after another see to the belt, as the front end would."""
        result = self._result
        successor = False
        while self._reach.may_move and (because or not successor):
            while self.screen.alive and self.screen.hangs:
                await self._thaw.wait()
            if not self.screen.alive:
                result.forsaken = "the front end is gone too"
                return
            await self._wait(_STARTS_IN)
            self._death = asyncio.get_running_loop().create_future()
            self._process, successor = Process(self.computer), True
            why = because or "the controller has died"
            try:
                async with asyncio.timeout(_SEARCHES_FOR) as patience:
                    because = await self._unless_killed(
                        self._take_over(setup, about, why, patience)
                    )
            except TimeoutError:
                result.forsaken = "the treadmill was not found again"
                self._process.kill()
                return
            finally:
                result.final_speed = self.air.belt_speed(ADDRESS)

    async def _take_over(
        self, setup: Setup, about: dict[str, Any], because: str, patience: asyncio.Timeout
    ) -> None:
        radio = await self._radio()
        link, found = await find_again(ADDRESS, radio, lambda _why: None)
        patience.reschedule(None)
        try:
            about = about | {"takes_over": because}
            await self._serve(setup, link, found, about, None, TakeOver(because))
            self._result.final_speed = self.air.belt_speed(ADDRESS)
        finally:
            await self._let_go(link)

    async def _let_go(self, link: Link) -> None:
        """Disconnect, if there is anybody to do that."""
        if not self._process.alive:
            self._process.leave()
        await link.close()
        self._process.leave()

    async def _serve(  # noqa: PLR0913, PLR0917  # what a session is joined to
        self,
        setup: Setup,
        link: Link,
        found: Machine,
        about: dict[str, Any],
        worn: Radio | None,
        first: TakeOver | None = None,
    ) -> None:
        """Serve one session; ``worn`` reaches what she wears, which a successor leaves be."""
        served = Served(self.clock.now(), successor=first is not None)
        self._result.sessions.append(served)
        self._frames.clear()  # the link was heard while it was made, by nobody yet
        served.frames = self._frames
        pipe = NotingPipe(self.clock, served.pressed)
        pipe.attach_operator(self.screen.see)
        disk = self.disk if first is None else Disk(NoJournal(), self.clock)
        tap = _Tap(served, self.clock, disk)
        tap.listeners += [self._reach.take, self._cues.see]
        session = self._session(setup, link, found, about, pipe, tap)
        served.summary = session.summary
        worn_things = None if worn is None else self._wearables(session, worn)
        if worn_things is not None:
            tap.listeners.append(worn_things.told)
        try:
            served.bug = await session.serve(first)
            served.ended = self.clock.now()
        finally:
            if worn_things is not None:
                await worn_things.close()
            disk.give_up()
            served.complete, served.lost_at = disk.complete, disk.lost_at

    def _session(  # noqa: PLR0913, PLR0917  # the same
        self,
        setup: Setup,
        link: Link,
        found: Machine,
        about: dict[str, Any],
        pipe: MemoryPipe,
        tap: _Tap,
    ) -> Session:
        if not self._apart:
            self.screen.operate(pipe)
            clocks = Clocks(self.clock, self.clock, beats=False)
            return Session(
                setup, link=link, machine=found, pipe=pipe, clocks=clocks, journal=tap, about=about
            )
        process, breakage = self._process, Breakage()
        self.breakage = breakage
        self.screen.operate(_Keys(process, pipe))
        tap.journal = BreakingJournal(tap.journal, breakage)
        session_clock = BreakingClock(process, breakage)
        session = Session(
            setup,
            link=BreakingLink(link, breakage),
            machine=found,
            pipe=BreakingPipe(pipe, breakage),
            clocks=Clocks(session_clock, process, beats=False, slept=self.computer.slept),
            journal=tap,
            about=about,
            engine=partial(_broken_engine, breakage),
        )
        session.summary = BreakingSummary(breakage)
        return session

    def _wearables(self, session: Session, radio: Radio) -> Wearables | None:
        troubles = self._troubles
        if troubles.footpod is None and troubles.strap is None:
            return None
        footpod = None if troubles.footpod is None else FOOTPOD
        strap = None if troubles.strap is None else STRAP
        return Wearables(session, radio, treadmill=ADDRESS, footpod=footpod, strap=strap)

    async def _wait(self, span: Nanoseconds) -> None:
        over = asyncio.Event()
        self.clock.call_at(Nanoseconds(self.clock.now() + span), over.set)
        await over.wait()


def _broken_engine(breakage: Breakage, setup: Setup) -> Engine:
    return BreakingEngine(setup, breakage)


class _Tap:
    """Keeps every record where the result can see it, and hands it on."""

    def __init__(self, served: Served, clock: Clock, journal: Journal) -> None:
        self.journal = journal
        self.listeners: list[Callable[[Record], None]] = []
        self._served, self._clock = served, clock

    @property
    def complete(self) -> bool:
        return self.journal.complete

    def put(self, record: Record) -> None:
        self._served.records.append(record)
        self._served.moments.append(self._clock.now())
        for listener in self.listeners:
            listener(record)
        self.journal.put(record)

    def close(self) -> None:
        self.journal.close()


class _Keys:
    """The operator's end of a pipe to a process."""

    def __init__(self, process: Process, pipe: MemoryPipe) -> None:
        self._process, self._pipe = process, pipe

    def press(self, intent: Intent) -> None:
        self._process.let(partial(self._pipe.press, intent))

    def renew(self, number: int, *, moving: bool) -> None:
        self._process.let(partial(self._pipe.renew, number, moving=moving))

    def hang_up(self) -> None:
        self._process.let(self._pipe.hang_up)
