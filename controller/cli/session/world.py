"""The simulated treadmill of a session, and whoever presses its keys: beside the controller."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from controller.operator.supervisor import Commands, Supervisor
from controller.records.format import Record
from protocols.clock import LoopClock
from protocols.units import CentiKmh

if TYPE_CHECKING:
    from simulators.link.remote import RunningWorld, StartingWorld
    from simulators.sitting.hand import Hand
    from simulators.treadmill.server import Press


class SessionWorld:
    """The simulated treadmill of this session, if there is one, in a process of its own."""

    def __init__(self, args: argparse.Namespace) -> None:
        """Begin to start it, unless one runs already or the treadmill is real.

        Raises:
            OSError: it cannot be.
        """
        self._starting: StartingWorld | None = None
        self._running: RunningWorld | None = None
        self._machine, self._speedup = args.simulate, args.speedup or 1
        self._given: str | None = args.world
        if args.simulate is not None and args.world is None:
            from simulators.link.remote import begin_world  # noqa: PLC0415

            self._starting = begin_world(
                args.simulate, args.speedup or 1, footpod=args.footpod, strap=args.strap
            )

    def listen(self) -> str | None:
        """Return where it listens, once it does; None if the treadmill is real.

        Raises:
            OSError: it does not start.
        """
        if self._starting is not None:
            starting, self._starting = self._starting, None
            self._running = starting.wait()
        return self._given if self._running is None else self._running.listen

    def hand(self) -> Hand | None:
        """Return a hand at the console of a treadmill that is of this session alone.

        Raises:
            OSError: as `listen`.
        """
        self.listen()
        if self._running is None:
            return None
        from simulators.profiles import find_machine  # noqa: PLC0415
        from simulators.sitting.hand import Hand  # noqa: PLC0415

        remote = self._running.remote

        def press(key: Press) -> None:
            with suppress(OSError):  # the world has ended, and with it the console
                remote.press(key)

        def speed() -> CentiKmh:
            try:
                return remote.look().belt_speed
            except OSError:
                return CentiKmh(0)

        clock = LoopClock(asyncio.get_running_loop(), self._speedup)
        return Hand(clock, find_machine(self._machine), press, speed)

    def leave(self, *, over: bool) -> None:
        """End it; but a belt that may move outlives us, as in life."""
        if self._starting is not None:
            self._starting.end()
        elif self._running is not None and over:
            self._running.end()
        elif self._running is not None:
            self._running.leave()


class Assisted(Supervisor):
    """A supervisor beside whom a hand presses the keys of a simulated treadmill."""

    def __init__(
        self,
        commands: Commands,
        errors: Path,
        world: SessionWorld,
        hears: Callable[[Record], None],
    ) -> None:
        super().__init__(commands, errors=errors)
        self._world, self._hears = world, hears
        self._hand: Hand | None = None

    async def start(self, on_record: Callable[[Record], None]) -> None:
        """Start as a supervisor does, once there is a world and a hand in it."""
        hand = self._hand = self._world.hand()

        def hear(record: Record) -> None:
            if hand is not None:
                hand.see(record)
            self._hears(record)
            on_record(record)

        await super().start(hear)

    async def close(self) -> None:
        """Take the hand away and close."""
        if self._hand is not None:
            self._hand.leave()
        await super().close()
