"""Stopping the belt without the engine: it is the one that failed (law 9).

The stop goes out every second until telemetry shows a standing belt, or for half a minute.
What fails in here ends it at once, with nothing known: then the process goes, and its successor is
a new one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from controller.core.numbers import COAST_RATE, USER_CAP
from protocols.clock import Clock
from protocols.ftms import STOP, decode_treadmill_data
from protocols.gatt import TREADMILL_DATA
from protocols.link import Link, Received, Restored, WriteDone
from protocols.units import SECOND, Nanoseconds

_EVERY: Final = Nanoseconds(1 * SECOND)
_TIMES: Final = 30
_ZEROS: Final = 2
_HANGS: Final = 2
"""So many stops in a row that did not return: the connection is given up."""
_RUNS_OUT: Final = Nanoseconds(USER_CAP * SECOND // COAST_RATE)
"""A belt that is said to stand may run on for so long: it may report its target (law 7)."""


class _Done(Protocol):
    def __call__(self, *, confirmed: bool) -> None: ...


class LastResort:
    """Knows bytes and telemetry, and nothing else. ``done`` is called once."""

    def __init__(self, link: Link, clock: Clock, start_delay: Nanoseconds, done: _Done) -> None:
        """Send the first stop, before anything else is done.

        Raises:
            Exception: whatever link or clock raise. There is no last resort then.
        """
        link.write(STOP)
        self._link, self._clock, self._done = link, clock, done
        # Not before a Start that had just been sent must have come to something.
        self._not_before = clock.now() + max(start_delay, _RUNS_OUT)
        self._sends = 1
        self._zeros = 0
        self._unwritten = 0
        self._over = False
        clock.call_at(Nanoseconds(clock.now() + _EVERY), self._again)

    def look(self, happened: object) -> None:
        """Look for a standing belt in what comes in, and for a write that gets through."""
        self._or_give_up(lambda: self._look(happened))

    def _look(self, happened: object) -> None:
        if isinstance(happened, WriteDone):
            self._unwritten = 0
        if isinstance(happened, Restored):
            self._unwritten = 0
            self._link.write(STOP)
        if isinstance(happened, Received) and happened.characteristic == TREADMILL_DATA:
            data = decode_treadmill_data(happened.data)
            if data.more_data:
                return  # a part of a record, which has no speed
            self._zeros = self._zeros + 1 if data.speed == 0 else 0
            if self._zeros >= _ZEROS and self._clock.now() >= self._not_before:
                self._finish(confirmed=True)

    def _again(self) -> None:
        self._or_give_up(self._send_again)

    def _or_give_up(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception:  # noqa: BLE001  # nobody else would catch it, and nobody send a stop
            self._finish(confirmed=False)

    def _send_again(self) -> None:
        if self._over:
            return
        if self._sends >= _TIMES:
            self._finish(confirmed=False)
            return
        self._sends += 1
        self._unwritten += 1
        if self._unwritten == _HANGS:
            self._link.drop()  # law 8: a write is stuck in this connection, and a stop behind it
        self._link.write(STOP)
        self._clock.call_at(Nanoseconds(self._clock.now() + _EVERY), self._again)

    def _finish(self, *, confirmed: bool) -> None:
        if not self._over:
            self._over = True
            self._done(confirmed=confirmed)
