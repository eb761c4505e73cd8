"""The port through which a shell, a link or a simulated treadmill waits.

Nothing below a shell reads a clock: ``now`` is an argument. What does wait, waits on a
`Clock`, so that the same code runs in real time, sped up, and on virtual time.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from protocols.units import SECOND, Nanoseconds

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable


class Timer(Protocol):
    """A call that has been arranged and can be called off."""

    def cancel(self) -> None:
        """Call it off. Cancelling twice, or after it ran, does nothing."""


class Clock(Protocol):
    """Time since the session began, and calls arranged in it."""

    def now(self) -> Nanoseconds:
        """Return the time since the session began."""

    def call_at(self, when: Nanoseconds, action: Callable[[], None]) -> Timer:
        """Arrange that ``action`` runs once ``when`` has come; a moment past runs it soon.

        It runs on the thread that the clock belongs to, never within this call.
        """


class LoopClock:
    """Real time on an event loop, multiplied by ``speedup`` (1 but for a simulated belt)."""

    def __init__(self, loop: asyncio.AbstractEventLoop, speedup: int = 1) -> None:
        """Begin the session's time now.

        Args:
            loop: the running loop that will make the calls.
            speedup: how many session seconds pass in one real second.
        """
        self._loop = loop
        self._speedup = speedup
        self._began = time.monotonic_ns()

    def now(self) -> Nanoseconds:
        """Return the session time: integer arithmetic from the monotonic clock, no float."""
        return Nanoseconds((time.monotonic_ns() - self._began) * self._speedup)

    def call_at(self, when: Nanoseconds, action: Callable[[], None]) -> Timer:
        """Arrange ``action``, on the loop's thread, at session time ``when`` or soon after it."""
        delay = max(0, when - self.now()) / (SECOND * self._speedup)
        return self._loop.call_later(delay, action)
