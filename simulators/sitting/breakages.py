"""A bug of our own at a stage of the tick: the parts of a session, each of which may raise once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from controller.records.summary import Summary
from controller.session.engine import Effects, Engine
from simulators.faults import Stage
from simulators.sitting.result import PlannedBug

if TYPE_CHECKING:
    from collections.abc import Callable

    from controller.core.commands import Command
    from controller.core.events import Event
    from controller.core.state import Setup
    from controller.records.format import Record
    from controller.session.inputs import Input
    from controller.session.journal import Journal
    from controller.session.pipe import Operated, Pipe
    from protocols.clock import Clock, Timer
    from protocols.control_point import Outgoing
    from protocols.link import Link, LinkEvent, Received
    from protocols.units import Nanoseconds


class Breakage:
    """Raises at a stage of one session once it was asked to, and once only.

    What follows is the last resort, which shares the clock and the link with the tick.
    """

    def __init__(self) -> None:
        """Raise nowhere."""
        self._armed: list[Stage] = []
        self._raised = False

    def arm(self, stage: Stage) -> None:
        """Raise when a tick next comes to this stage."""
        self._armed.append(stage)

    def reach(self, stage: Stage) -> None:
        """Be at a stage.

        Raises:
            PlannedBug: it was asked for.
        """
        if stage in self._armed and not self._raised:
            self._raised = True
            raise PlannedBug(stage)


class BreakingEngine(Engine):
    """An engine with a bug in it."""

    def __init__(self, setup: Setup, breakage: Breakage) -> None:
        """Begin as any."""
        super().__init__(setup)
        self._breakage = breakage

    def _events(self, happened: Input, now: Nanoseconds, effects: Effects) -> list[Event]:
        found = super()._events(happened, now, effects)
        self._breakage.reach(Stage.STEP)
        return found

    def _received(self, received: Received, now: Nanoseconds, effects: Effects) -> Event | None:
        self._breakage.reach(Stage.DECODE)
        return super()._received(received, now, effects)

    def _enqueue(self, command: Command) -> None:
        self._breakage.reach(Stage.ENCODE)
        super()._enqueue(command)

    def _gently(self, outgoing: Outgoing, now: Nanoseconds) -> Outgoing | None:
        self._breakage.reach(Stage.GUARD)
        return super()._gently(outgoing, now)


class BreakingSummary(Summary):
    """A fold with a bug in it."""

    def __init__(self, breakage: Breakage) -> None:
        """Begin as any."""
        super().__init__()
        self._breakage = breakage

    def add(self, record: Record) -> None:
        """Take one record in."""
        self._breakage.reach(Stage.SUMMARY)
        super().add(record)


class BreakingLink:
    """A link that raises when it is handed bytes."""

    def __init__(self, link: Link, breakage: Breakage) -> None:
        """Stand before a link."""
        self._link, self._breakage = link, breakage
        self.listen: Callable[[Callable[[LinkEvent], None]], None] = link.listen
        self.drop: Callable[[], None] = link.drop

    def write(self, data: bytes) -> None:
        """Hand bytes over."""
        self._breakage.reach(Stage.WRITE)
        self._link.write(data)

    async def close(self) -> None:
        """Disconnect."""
        await self._link.close()


class BreakingPipe:
    """A pipe that raises when it is given a record."""

    def __init__(self, pipe: Pipe, breakage: Breakage) -> None:
        """Stand before a pipe."""
        self._pipe, self._breakage = pipe, breakage

    def attach_session(self, session: Operated) -> None:
        """Give what comes up to the session."""
        self._pipe.attach_session(session)

    def send(self, record: Record) -> None:
        """Hand a record down."""
        self._breakage.reach(Stage.PIPE)
        self._pipe.send(record)


class BreakingJournal:
    """A journal that raises when it is given a record."""

    def __init__(self, journal: Journal, breakage: Breakage) -> None:
        """Stand before a journal."""
        self._journal, self._breakage = journal, breakage

    @property
    def complete(self) -> bool:
        """Nothing was lost so far."""
        return self._journal.complete

    def put(self, record: Record) -> None:
        """Keep a record."""
        self._breakage.reach(Stage.JOURNAL)
        self._journal.put(record)

    def close(self) -> None:
        """Wait until everything is kept."""
        self._journal.close()


class BreakingClock:
    """A clock that raises when it is asked for a timer."""

    def __init__(self, clock: Clock, breakage: Breakage) -> None:
        """Stand before a clock."""
        self._clock, self._breakage = clock, breakage
        self.now: Callable[[], Nanoseconds] = clock.now

    def call_at(self, when: Nanoseconds, action: Callable[[], Any]) -> Timer:
        """Arrange a call."""
        self._breakage.reach(Stage.TIMER)
        return self._clock.call_at(when, action)
