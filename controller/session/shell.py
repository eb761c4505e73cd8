"""The session's shell on an event loop: it stamps inputs, carries effects out, and keeps time.

Order in every tick: bytes to the link, then the pipe, then the journal (law 8). An exception
anywhere in the tick sends 08 01 before anything else is done (law 7).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, NamedTuple

from controller.core.state import Setup
from controller.records.format import INPUT, OUTPUT, SHELL, Record
from controller.records.intents import Intent, Renewal
from controller.records.summary import Summary
from controller.session.engine import Effects, Engine
from controller.session.header import make_header
from controller.session.inputs import Input, LeaseLost, TimeJumped, Wake, to_fields
from controller.session.journal import Journal
from controller.session.last_resort import LastResort
from controller.session.lease import Lease
from controller.session.pipe import Pipe
from protocols.clock import Clock, Timer
from protocols.ftms import STOP
from protocols.link import Link, Machine, Received
from protocols.units import MILLISECOND, SECOND, Nanoseconds

BEAT_EVERY: Final = Nanoseconds(250 * MILLISECOND)
"""How often the session shows that its tick works, in real time (ADR 0004)."""


SLEEP: Final = 1 * SECOND
"""A jump of boot time against monotonic time by more than this is a sleep (S19)."""


class Clocks(NamedTuple):
    """The time of the belt and of the plan, and the time of processes and people."""

    session: Clock
    real: Clock
    """Real time even where the session's, on a simulated belt, runs faster."""
    beats: bool
    """Somebody in another process watches for beats."""
    slept: Callable[[], int] = lambda: 0
    """By how many ns boot time ran ahead of monotonic time since the last call (S19)."""


class Session:
    """One session, from connected to over."""

    def __init__(  # noqa: PLR0913  # what a session is joined to, and its set-up
        self,
        setup: Setup,
        *,
        link: Link,
        machine: Machine,
        pipe: Pipe,
        clocks: Clocks,
        journal: Journal,
        about: dict[str, Any],
        engine: Callable[[Setup], Engine] = Engine,
    ) -> None:
        """Join the parts. Nothing is sent before `serve`."""
        self._engine = engine(setup)
        self._link, self._pipe, self._journal = link, pipe, journal
        self._clock, self._clocks = clocks.session, clocks
        self._lease = Lease(clocks.real, lambda because: self.happen(LeaseLost(because)))
        self._header = make_header(setup, machine, about)
        self.summary = Summary()
        """What the session has come to so far, whoever may have stopped listening."""
        self._number = 0
        self._happened: deque[Input] = deque()
        """The input that is being taken, and those that came meanwhile."""
        self._start_delay = setup.start_delay
        self._now = Nanoseconds(0)
        self._armed: tuple[Nanoseconds, Timer] | None = None
        self._beat_timer: Timer | None = None
        self._last_resort: LastResort | None = None
        self._bug: str | None = None
        self._done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._saying_incomplete = False

    async def serve(self, first: Input | None = None) -> str | None:
        """Run until the session is over. From here on somebody must hold the lease.

        Args:
            first: what happens before anything is heard of the treadmill.

        Returns:
            None, or our bug in one line: the stop was sent and the session ended by the shell.
        """
        self._keep(self._header)
        self._lease.begin()
        self._pipe.attach_session(self)
        if first is not None:
            self.happen(first)
        self._link.listen(self.happen)
        self._arm()
        if self._clocks.beats:
            self._beat()
        try:
            await self._done
        finally:
            self._lease.close()
            for timer in (self._armed[1] if self._armed else None, self._beat_timer):
                if timer is not None:
                    timer.cancel()
        return self._bug

    def intend(self, intent: Intent) -> None:
        """Take a key from the operator."""
        self.happen(intent)

    def renew(self, renewal: Renewal) -> None:
        """Renew the lease."""
        self._lease.renew(renewal)

    def hang_up(self, because: str) -> None:
        """Take note that the operator is gone for good."""
        self._lease.lose(because)

    def say(self, kind: str, **fields: Any) -> None:
        """Tell the operator, and the journal, something that decides nothing."""
        if not self._done.done():
            self._tell(SHELL, {"kind": kind, **fields})

    def happen(self, happened: Input) -> None:
        """Take one input in and carry out what comes of it."""
        self._happened.append(happened)
        if len(self._happened) > 1:
            return  # in the middle of a tick: it is taken when that one is written down
        while self._happened:
            try:
                self._take(self._happened[0])
            finally:
                self._happened.popleft()  # or nothing would ever be taken again

    def _take(self, happened: Input) -> None:
        if self._done.done():
            return
        if self._last_resort is not None:
            with suppress(Exception):  # it has its own clock; this one dates its last record
                self._now = max(self._now, self._clock.now())
            self._last_resort.look(happened)
            return
        try:
            self._now = max(self._now, self._clock.now())
            # Before anything else: what happened may have been due before the computer slept.
            slept = self._clocks.slept()
            if slept > SLEEP:
                self._tick(TimeJumped(slept // SECOND))
            self._tick(happened)
        except Exception as bug:  # noqa: BLE001  # law 7: whatever it is, the stop goes first
            self._give_up(bug)

    def _tick(self, happened: Input) -> None:
        raw = isinstance(happened, Received)
        if raw:  # kept before it is understood, for it may be what breaks us (law 8)
            self._tell(INPUT, to_fields(happened))
        effects = self._engine.handle(happened, self._now)
        self._carry_out(effects)
        if not raw:  # a key may be a stop: its bytes go first
            self._tell(INPUT, to_fields(happened))
        self._record(effects)
        self._arm()

    def _carry_out(self, effects: Effects) -> None:
        for data in effects.writes:
            self._link.write(data)
        if effects.drop:
            self._link.drop()

    def _record(self, effects: Effects) -> None:
        for fields in effects.records:
            self._tell(OUTPUT, fields)
        if not self._journal.complete and not self._saying_incomplete:
            self._saying_incomplete = True
            self._tell(SHELL, {"kind": "journal_incomplete"})

    def _tell(self, io: str, fields: dict[str, Any]) -> None:
        self._number += 1
        self._keep({"n": self._number, "t": self._now, "io": io, **fields})

    def _keep(self, record: Record) -> None:
        try:
            self.summary.add(record)
            self._lease.told(record)
            self._pipe.send(record)
        finally:
            self._journal.put(record)  # whatever fails before it: a journal has no gap

    def _arm(self) -> None:
        """Wake when the engine wants to be woken; leave a timer that is early enough alone."""
        if self._engine.over:
            self._finish()
            return
        due = self._engine.wake_at()
        if due is None or (self._armed is not None and self._armed[0] <= due):
            return
        if self._armed is not None:
            self._armed[1].cancel()
        self._armed = (due, self._clock.call_at(due, self._wake))

    def _wake(self) -> None:
        armed, self._armed = self._armed, None
        if armed is None or self._last_resort is not None or self._done.done():
            return
        self._now = max(self._now, armed[0])
        try:
            due = self._engine.wake_at()
            if due is not None and due > max(self._now, self._clock.now()):
                self._arm()
                return
        except Exception as bug:  # noqa: BLE001  # no input, and yet a part of the tick (law 7)
            self._give_up(bug)
            return
        self.happen(Wake())

    def _beat(self) -> None:
        """Show that the tick works, by one. A tick that hangs or breaks gives no beat."""
        self._beat_timer = None
        self.happen(Wake())
        if self._done.done():
            return
        with suppress(Exception):  # whoever keeps records may be what broke (`_give_up`)
            self.say("beat")
        when = Nanoseconds(self._clocks.real.now() + BEAT_EVERY)
        self._beat_timer = self._clocks.real.call_at(when, self._beat)

    def _give_up(self, bug: Exception) -> None:
        """Stop the belt without the engine; if even that fails, go, and leave it to a successor."""
        with suppress(Exception):
            self._last_resort = LastResort(
                self._link, self._clock, self._start_delay, self._stopped
            )
        self._bug = f"{type(bug).__name__}: {bug}"
        for fields in (
            {"kind": "tx", "hex": STOP.hex(), "because": "our bug"},
            {"kind": "bug", "what": self._bug},
        ):
            self._number += 1
            record = {"n": self._number, "t": self._now, "io": SHELL, **fields}
            # Whoever keeps records may be the one that failed; nobody keeps the others from it.
            for keep in (self._pipe.send, self._journal.put):
                with suppress(Exception):
                    keep(record)
        if self._last_resort is None:
            self._stopped(confirmed=False)

    def _stopped(self, *, confirmed: bool) -> None:
        with suppress(Exception):
            self.say("last_resort_over", confirmed=confirmed)
        self._finish()

    def _finish(self) -> None:
        if not self._done.done():
            self._done.set_result(None)
