"""The computer that a controller runs on: it hangs, is slow, sleeps, and lets processes be killed.

A process reaches the world by what it is given here: its clock, and its connection to the host that
holds the Bluetooth links (`simulators.link.host`), as in life. What hangs takes nothing in and lets
nothing out; what is killed does neither again, and its links stay up.
"""

from __future__ import annotations

import asyncio
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from protocols.units import Nanoseconds
from simulators.link.distant import DistantAir

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from protocols.clock import Clock
    from simulators.link.host import Guest, Host
    from simulators.link.wire import Message
    from simulators.treadmill.machine import Peripheral


class Computer:
    """What the processes of one computer have in common."""

    def __init__(self, clock: Clock) -> None:
        """Be awake and quick; ``clock`` is the world's."""
        self.clock = clock
        self.late: list[Nanoseconds] = []
        """How much later everything is taken in, by each reason for it."""
        self._asleep_since: int | None = None
        self._sleeps = 0
        self._slept = 0
        self._jumped = 0

    def now(self) -> Nanoseconds:
        """Return monotonic time: it stands while the computer sleeps, as on Linux."""
        now = self.clock.now() if self._asleep_since is None else self._asleep_since
        return Nanoseconds(now - self._slept)

    def fall_asleep(self) -> None:
        """Let monotonic time stand."""
        self._sleeps += 1
        if self._asleep_since is None:
            self._asleep_since = self.clock.now()

    def wake_up(self) -> None:
        """Let it go on, if nothing else keeps it asleep; boot time has run ahead of it."""
        self._sleeps -= 1
        if self._asleep_since is not None and not self._sleeps:
            span = self.clock.now() - self._asleep_since
            self._asleep_since = None
            self._slept += span
            self.jump(span)

    def jump(self, span: int) -> None:
        """Let boot time run ahead of monotonic time."""
        self._jumped += span

    def slept(self) -> int:
        """Return by how much it did since the last call (`controller.session.shell.Clocks`)."""
        jumped, self._jumped = self._jumped, 0
        return jumped


class ProcessTimer:
    """A call arranged in a process."""

    def __init__(self, process: Process, when: Nanoseconds, action: Callable[[], None]) -> None:
        self._process, self._when = process, when
        self._action: Callable[[], None] | None = action

    def cancel(self) -> None:
        """Call it off."""
        self._action = None

    def arm(self) -> None:
        """Wait for the moment in the world that will be the process's."""
        computer = self._process.computer
        ahead = self._when - computer.now()
        when = Nanoseconds(computer.clock.now() + max(0, ahead))
        computer.clock.call_at(when, partial(self._process.let, self._ring))

    def _ring(self) -> None:
        if self._action is None:
            return
        if self._process.now() < self._when:
            self.arm()  # the computer slept meanwhile
            return
        action, self._action = self._action, None
        action()


class Process:
    """A controller's process, and the `Clock` that it goes by."""

    def __init__(self, computer: Computer) -> None:
        """Run."""
        self.computer = computer
        self.alive = True
        self._holds = 0
        """How many reasons there are for it not to run."""
        self._held: deque[Callable[[], None]] = deque()
        self._late = 0
        self._guest: Guest | None = None
        self._air: DistantAir | None = None

    def now(self) -> Nanoseconds:
        """Return the computer's monotonic time."""
        return self.computer.now()

    def call_at(self, when: Nanoseconds, action: Callable[[], None]) -> ProcessTimer:
        """Arrange a call; it comes when the process runs."""
        timer = ProcessTimer(self, when, action)
        timer.arm()
        return timer

    @property
    def hangs(self) -> bool:
        """It does not run, for whatever reason."""
        return bool(self._holds)

    def hold(self) -> None:
        """Let it hang."""
        self._holds += 1

    def release(self) -> None:
        """Let it run again: what was held comes at once, in order."""
        self._holds -= 1
        while self._held and not self._holds and self.alive:
            self._held.popleft()()

    def let(self, action: Callable[[], None]) -> None:
        """Let something come in."""
        if not self.alive:
            return
        if self._holds or self._held:
            self._held.append(action)
        elif self.computer.late or self._late:
            clock = self.computer.clock
            self._late += 1
            when = Nanoseconds(clock.now() + sum(self.computer.late))
            clock.call_at(when, partial(self._taken_late, action))
        else:
            action()

    def _taken_late(self, action: Callable[[], None]) -> None:
        self._late -= 1
        if self.alive:
            if self._holds or self._held:
                self._held.append(action)
            else:
                action()

    def out(self, action: Callable[[], None]) -> None:
        """Let something go out."""
        if self._holds and self.alive:
            self._held.append(action)
        elif self.alive:
            action()

    async def join(self, host: Host, peripherals: Mapping[str, Peripheral]) -> DistantAir:
        """Return the air as the host lets this process reach it."""
        soon = asyncio.get_running_loop().call_soon

        def to_client(message: Message) -> None:
            if self._air is None:
                early.append(message)
            else:
                soon(self.let, partial(self._air.take, message))

        def to_host(message: Message) -> None:
            soon(self.out, partial(guest.take, message))

        early: list[Message] = []
        guest = host.admit(to_client, self.leave)
        air = DistantAir(lambda _speedup: self, to_host, self.leave, peripherals)
        for message in early:
            air.take(message)
        self._guest, self._air = guest, air
        return air

    def kill(self) -> None:
        """Let it do nothing any more; the host keeps its links."""
        self.alive = False
        self._held.clear()
        if self._guest is not None:
            self._guest.leave()

    def leave(self) -> None:
        """Close its connection to the host."""
        if self._guest is not None:
            self._guest.leave()
        if self._air is not None:
            self._air.gone()
