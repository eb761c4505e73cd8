"""Stopping the belt without the engine: it is the one that failed (law 7).

The stop goes out every second until telemetry shows a standing belt, or for half a minute.
What fails in here ends it at once, with nothing known: then the process goes, and its successor is
a new one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from controller.core.numbers import COAST_RATE, USER_CAP
from protocols.clock import Clock
from protocols.ftms import (
    REQUEST_CONTROL,
    STOP,
    Op,
    Result,
    decode_response,
    decode_treadmill_data,
)
from protocols.gatt import CONTROL_POINT, TREADMILL_DATA
from protocols.link import Link, Received, Restored, WriteDone
from protocols.units import SECOND, Nanoseconds

_EVERY: Final = Nanoseconds(1 * SECOND)
_TIMES: Final = 30
_ZEROS: Final = 2
_HANGS: Final = 2
"""So many stops in a row that did not return: the connection is given up."""
_ASKS: Final = 3
"""How often control is asked for in one of those seconds: a machine may never give it, or take it
away with each stop."""
_RUNS_OUT: Final = Nanoseconds(USER_CAP * SECOND // COAST_RATE)
"""A belt that is said to stand may run on for so long: it may report its target (H13)."""


class _Done(Protocol):
    def __call__(self, *, confirmed: bool) -> None: ...


class LastResort:
    """Knows bytes and what comes of them, and nothing else. ``done`` is called once."""

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
        self._asks = 0
        self._asked = False
        self._over = False
        clock.call_at(Nanoseconds(clock.now() + _EVERY), self._again)
        self._stop_with_control()

    def look(self, happened: object) -> None:
        """Look for a standing belt in what comes in, and for what becomes of a stop."""
        self._or_give_up(lambda: self._look(happened))

    def _look(self, happened: object) -> None:
        if isinstance(happened, WriteDone):
            self._unwritten = 0
        if isinstance(happened, Restored):
            self._unwritten = 0
            self._link.write(STOP)
            self._stop_with_control()
        if isinstance(happened, Received) and happened.characteristic == TREADMILL_DATA:
            self._shown(happened.data)
        if isinstance(happened, Received) and happened.characteristic == CONTROL_POINT:
            self._answered(happened.data)

    def _shown(self, telemetry: bytes) -> None:
        data = decode_treadmill_data(telemetry)
        if data.more_data:
            return  # a part of a record, which has no speed
        self._zeros = self._zeros + 1 if data.speed == 0 else 0
        if self._zeros >= _ZEROS and self._clock.now() >= self._not_before:
            self._finish(confirmed=True)

    def _answered(self, answer: bytes) -> None:
        """Stop again, if control is what the stop was refused for, or what has now been given."""
        response = decode_response(answer)
        if response is None or self._over:
            return
        if response.op == Op.REQUEST_CONTROL and self._asked:
            self._asked = False
            # A strict machine refuses what comes before its answer: the stop behind the request.
            self._link.write(STOP)
        refused = response.result == Result.CONTROL_NOT_PERMITTED
        if response.op == Op.STOP_OR_PAUSE and refused and self._asks < _ASKS:
            self._stop_with_control()

    def _stop_with_control(self) -> None:
        """Stop once more, with control: it ends with a link, and not every machine says so.

        Behind a stop without it, so that a machine that needs none loses no time.
        """
        self._asks += 1
        self._asked = True
        self._link.write(REQUEST_CONTROL)
        self._link.write(STOP)  # an answer may never come

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
        self._asks = 0
        if self._unwritten == _HANGS:
            self._link.drop()  # H11: a write is stuck in this connection, and a stop behind it
        self._link.write(STOP)
        self._clock.call_at(Nanoseconds(self._clock.now() + _EVERY), self._again)

    def _finish(self, *, confirmed: bool) -> None:
        if not self._over:
            self._over = True
            self._done(confirmed=confirmed)
