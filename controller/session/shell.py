"""The session's shell on an event loop: it stamps inputs, carries effects out, and keeps time.

Order in every tick: bytes to the link, then the pipe, then the journal (law 10). An exception
anywhere in the tick sends 08 01 before anything else is done (law 9).
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, Final

from controller.core.state import Setup
from controller.records.format import INPUT, OUTPUT, SHELL, Record
from controller.records.summary import Summary
from controller.session.engine import Effects, Engine
from controller.session.header import make_header
from controller.session.inputs import Input, Intent, LeaseLost, Wake, to_fields
from controller.session.journal import Journal
from controller.session.pipe import MemoryPipe
from protocols.clock import Clock, Timer
from protocols.ftms import STOP, decode_treadmill_data
from protocols.gatt import TREADMILL_DATA
from protocols.link import Link, Machine, Received
from protocols.units import SECOND, Nanoseconds

LEASE: Final = Nanoseconds(1 * SECOND)
"""How long the operator may be silent (design.md 2)."""
_LAST_RESORT_EVERY: Final = Nanoseconds(1 * SECOND)
_LAST_RESORT_TIMES: Final = 30


class Session:
    """One session, from connected to over."""

    def __init__(  # noqa: PLR0913  # the five things a session is joined to, and its set-up
        self,
        setup: Setup,
        *,
        link: Link,
        machine: Machine,
        pipe: MemoryPipe,
        clock: Clock,
        lease_clock: Clock,
        journal: Journal,
        about: dict[str, Any],
    ) -> None:
        """Join the parts. Nothing is sent before `serve`.

        ``lease_clock`` is real time even where ``clock``, a simulated belt's, runs faster.
        """
        self._engine = Engine(setup)
        self._link, self._pipe, self._clock, self._journal = link, pipe, clock, journal
        self._lease_clock = lease_clock
        self._header = make_header(setup, machine, about)
        self.summary = Summary()
        """What the session has come to so far, whoever may have stopped listening."""
        self._number = 0
        self._start_delay = setup.start_delay
        self._now = Nanoseconds(0)
        self._armed: tuple[Nanoseconds, Timer] | None = None
        self._lease_until: Nanoseconds | None = None
        self._lease_timer: Timer | None = None
        self._bug: str | None = None
        self._bug_at = Nanoseconds(0)
        self._sends = 0
        self._zeros = 0
        self._done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._saying_incomplete = False

    async def serve(self) -> str | None:
        """Run until the session is over. From here on somebody must hold the lease.

        Returns:
            None, or our bug in one line: the stop was sent and the session ended by the shell.
        """
        self._keep(self._header)
        self._pipe.attach_session(self)
        self.renew()
        self._link.listen(self.happen)
        self._arm()
        try:
            await self._done
        finally:
            for timer in (self._armed[1] if self._armed else None, self._lease_timer):
                if timer is not None:
                    timer.cancel()
        return self._bug

    def intend(self, intent: Intent) -> None:
        """Take a key from the operator."""
        self.happen(intent)

    def renew(self) -> None:
        """Renew the lease; the first renewal begins it."""
        self._lease_until = Nanoseconds(self._lease_clock.now() + LEASE)
        if self._lease_timer is None:
            self._watch_lease()

    def hang_up(self) -> None:
        """Take note that the operator is gone for good."""
        self._lose_lease("the screen is gone")

    def happen(self, happened: Input) -> None:
        """Take one input in and carry out what comes of it."""
        if self._done.done():
            return
        self._now = max(self._now, self._clock.now())
        if self._bug is not None:
            self._look_for_still(happened)
            return
        try:
            effects = self._engine.handle(happened, self._now)
            self._carry_out(effects)
            self._record(happened, effects)
            self._arm()
        except Exception as bug:  # noqa: BLE001  # law 9: whatever it is, the stop goes first
            self._last_resort(bug)

    def _carry_out(self, effects: Effects) -> None:
        for data in effects.writes:
            self._link.write(data)
        if effects.drop:
            self._link.drop()

    def _record(self, happened: Input, effects: Effects) -> None:
        self._tell({"io": INPUT, **to_fields(happened)})
        for fields in effects.records:
            self._tell({"io": OUTPUT, **fields})
        if not self._journal.complete and not self._saying_incomplete:
            self._saying_incomplete = True
            self._tell({"io": SHELL, "kind": "journal_incomplete"})

    def _tell(self, fields: dict[str, Any]) -> None:
        self._number += 1
        self._keep({"n": self._number, "t": self._now, **fields})

    def _keep(self, record: Record) -> None:
        self.summary.add(record)
        self._pipe.send(record)
        self._journal.put(record)

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
        if armed is None or self._bug is not None or self._done.done():
            return
        self._now = max(self._now, armed[0])
        due = self._engine.wake_at()
        if due is not None and due > max(self._now, self._clock.now()):
            self._arm()
        else:
            self.happen(Wake())

    def _watch_lease(self) -> None:
        self._lease_timer = None
        until = self._lease_until
        if until is None or self._done.done():
            return
        if self._lease_clock.now() >= until:
            self._lose_lease("the screen has stopped answering")
        else:
            self._lease_timer = self._lease_clock.call_at(until, self._watch_lease)

    def _lose_lease(self, because: str) -> None:
        if self._lease_until is not None:
            self._lease_until = None
            self.happen(LeaseLost(because))

    def _last_resort(self, bug: Exception) -> None:
        """Stop the belt without the engine: it is the one that failed."""
        self._link.write(STOP)
        self._bug = f"{type(bug).__name__}: {bug}"
        self._bug_at = self._now
        self._sends = 1
        self._clock.call_at(Nanoseconds(self._now + _LAST_RESORT_EVERY), self._stop_again)
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

    def _stop_again(self) -> None:
        if self._done.done():
            return
        if self._sends >= _LAST_RESORT_TIMES:
            self._finish()
            return
        self._sends += 1
        self._link.write(STOP)
        self._clock.call_at(Nanoseconds(self._clock.now() + _LAST_RESORT_EVERY), self._stop_again)

    def _look_for_still(self, happened: Input) -> None:
        """After our bug: end once telemetry has shown a standing belt for some frames."""
        if isinstance(happened, Received) and happened.characteristic == TREADMILL_DATA:
            speed = decode_treadmill_data(happened.data).speed
            self._zeros = self._zeros + 1 if speed == 0 else 0
            late = self._now >= self._bug_at + self._start_delay
            if self._zeros >= 2 and late:
                # Not before a Start that had just been sent must have come to something.
                self._finish()

    def _finish(self) -> None:
        if not self._done.done():
            self._done.set_result(None)
