"""The controllers of one session: the first, and whoever follows one that died (ADR 0008).

As long as no fault touches the controller's process it shares everything with the world. Otherwise
it is `apart`: a process of its own on a computer, which reaches its treadmill by a host that keeps
the link when it dies; a front end watches over it, and starts a successor.
"""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from controller.cli.session.succession import find_again
from controller.operator.reach import Reach
from controller.session.inputs import TakeOver
from controller.session.journal import NoJournal
from protocols.sensor_link import Radio
from protocols.units import MILLISECOND, Nanoseconds
from simulators.link.host import Host
from simulators.sitting.arrivals import Frame, NotingPipe, noting
from simulators.sitting.breakages import Breakage
from simulators.sitting.computer import Process
from simulators.sitting.disk import Disk
from simulators.sitting.home import ADDRESS
from simulators.sitting.result import Result, Served
from simulators.sitting.serving import KeysWithin, Tap, Terms, Worn, session_beside, session_within

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from controller.core.state import Setup
    from controller.records.format import Record
    from controller.session.pipe import MemoryPipe
    from controller.session.shell import Session
    from protocols.link import Link
    from simulators.link.air import SimulatedAir
    from simulators.link.distant import DistantAir
    from simulators.sitting.home import Home

_STARTS_IN: Final = Nanoseconds(200 * MILLISECOND)
"""A successor's Python and its imports (ADR 0008)."""
_SEARCHES_FOR: Final = 1800.0
"""Seconds for which a front end that hangs is waited for, and for which a successor looks for its
treadmill, here; in life there is no end to it."""


class Controllers:
    """One serves at a time."""

    def __init__(self, home: Home, result: Result, *, apart: bool) -> None:
        """Let the first one's process run; ``result`` takes what each came to."""
        self.process = Process(home.computer)
        """The controller's process that there is now."""
        self.breakage = Breakage()
        self.apart = apart
        self.listeners: list[Callable[[Record], None]] = []
        """Whoever else hears of every record."""
        self._home, self._result = home, result
        self._reach = Reach()
        self._death: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._thaw = asyncio.Event()
        self._frames: list[Frame] = []
        """What the radio has brought to the process that there is now."""

    def kill(self, process: Process, because: str) -> None:
        """Let a process die."""
        if process.alive:
            process.kill()
            self._death.set_result(because)

    def may_kill(self, process: Process) -> bool:
        """Return whether a front end that is there takes a process that hangs for dead."""
        screen = self._home.screen
        return process.alive and screen.alive and not screen.hangs and self._reach.ours_to_stop

    def screen_thawed(self) -> None:
        """Go on with what waited for a front end that hung."""
        self._thaw.set()
        self._thaw.clear()

    async def radio(self) -> Radio:
        """Return the radio as the controller has it."""
        home = self._home
        air: SimulatedAir | DistantAir = home.air
        if self.apart:
            air = await self.process.join(self._host, home.peripherals)
        self._frames = []
        client = noting(air.client_backend, ADDRESS, home.clock, self._frames)
        return Radio(air.scanner_backend, client, air.adapter_backend)

    @cached_property
    def _host(self) -> Host:
        """What holds the links; by the time that it is asked for, all is in the room."""
        return Host(self._home.air.stations)

    async def serve(self, terms: Terms, worn: Worn | None, first: TakeOver | None = None) -> None:
        """Serve one session; a successor leaves what she wears be."""
        home = self._home
        served = Served(home.clock.now(), successor=first is not None)
        self._result.sessions.append(served)
        self._frames.clear()  # the link was heard while it was made, by nobody yet
        served.frames = self._frames
        pipe = NotingPipe(home.clock, served.pressed)
        pipe.attach_operator(home.screen.see)
        disk = home.disk if first is None else Disk(NoJournal(), home.clock)
        tap = Tap(served, home.clock, disk)
        tap.listeners += [self._reach.take, *self.listeners]
        session = self._session(terms, pipe, tap)
        served.summary = session.summary
        wearables = None if worn is None else worn.beside(session)
        if wearables is not None:
            tap.listeners.append(wearables.told)
        try:
            served.bug = await session.serve(first)
            served.ended = home.clock.now()
        finally:
            if wearables is not None:
                await wearables.close()
            disk.give_up()
            served.complete, served.lost_at = disk.complete, disk.lost_at

    async def unless_killed(self, work: Coroutine[Any, Any, None]) -> str:
        """Let the controller work; return why its process died, or nothing."""
        if not self.apart:
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

    async def succeed(self, because: str, setup: Setup, about: dict[str, Any]) -> None:
        """Let one successor after another see to the belt, as the front end would.

        ``because`` is why the last one died, in words; empty if it came to its end.
        """
        home, result = self._home, self._result
        successor = False
        while self._reach.ours_to_stop and (because or not successor):
            try:
                async with asyncio.timeout(_SEARCHES_FOR):
                    while home.screen.alive and home.screen.hangs:
                        await self._thaw.wait()
            except TimeoutError:
                result.forsaken = "the front end hangs"
                return
            if not home.screen.alive:
                result.forsaken = "the front end is gone too"
                return
            await self._start()
            successor = True
            why = because or "the controller has died"
            try:
                async with asyncio.timeout(_SEARCHES_FOR) as patience:
                    because = await self.unless_killed(self._take_over(setup, about, why, patience))
            except TimeoutError:
                result.forsaken = "the treadmill was not found again"
                self.process.kill()
                return
            finally:
                result.final_speed = home.belt_speed()

    async def let_go(self, link: Link) -> None:
        """Disconnect, if there is anybody to do that."""
        if not self.process.alive:
            self.process.leave()
        await link.close()
        self.process.leave()

    async def _start(self) -> None:
        """Let another process run, in a while."""
        clock = self._home.clock
        started = asyncio.Event()
        clock.call_at(Nanoseconds(clock.now() + _STARTS_IN), started.set)
        await started.wait()
        self._death = asyncio.get_running_loop().create_future()
        self.process = Process(self._home.computer)

    async def _take_over(
        self, setup: Setup, about: dict[str, Any], because: str, patience: asyncio.Timeout
    ) -> None:
        radio = await self.radio()
        link, found = await find_again(ADDRESS, radio, lambda _why: None)
        patience.reschedule(None)
        try:
            terms = Terms(setup, link, found, about | {"takes_over": because})
            await self.serve(terms, None, TakeOver(because))
            self._result.final_speed = self._home.belt_speed()
        finally:
            await self.let_go(link)

    def _session(self, terms: Terms, pipe: MemoryPipe, tap: Tap) -> Session:
        home, process = self._home, self.process
        if not self.apart:
            home.screen.operate(pipe)
            return session_beside(home.clock, terms, pipe, tap)
        self.breakage = Breakage()
        home.screen.operate(KeysWithin(process, pipe))
        return session_within(process, self.breakage, terms, pipe, tap)
