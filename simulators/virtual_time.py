"""An asyncio event loop on virtual time: it never sleeps, it jumps to the next timer.

An hour of treadmill passes in less than a second, and in the same way each time. Time is a whole
number of nanoseconds and moves only when nothing is left to do at the present moment. Timers of
`VirtualClock` are kept apart from asyncio's, whose times are floats, so they run at exactly their
moment; at one moment they run first, in the order in which they were arranged.

The loop is for timers and tasks. It does not look at sockets or pipes while it has a timer to
jump to.
"""

from __future__ import annotations

import asyncio
import heapq
import math
import selectors
from typing import TYPE_CHECKING, Any, Final, TypeVar

from protocols.units import SECOND, Nanoseconds

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

T = TypeVar("T")

_WAKES_WITHOUT_TIME: Final = 1_000
"""More rounds than this at one moment are a loop that feeds itself (design.md law 1)."""

_FLOAT_DUST: Final = 0.05
"""Nanoseconds. asyncio's float times are off by less than this in the first days of a session."""

_REAL_WAIT: Final = 1.0
"""Seconds of real time for which a thread may still have something to say."""


class TimeStandsStillError(RuntimeError):
    """The loop cannot go on: it spins at one moment, or nothing is left to wait for."""


class VirtualTimer:
    """A call arranged on a `VirtualClock`."""

    __slots__ = ("action",)

    def __init__(self, action: Callable[[], None]) -> None:
        self.action: Callable[[], None] | None = action

    def cancel(self) -> None:
        """Call it off. Cancelling twice, or after it ran, does nothing."""
        self.action = None

    def fire(self) -> None:
        """Run it, unless it was called off: perhaps by one before it at the same moment."""
        action, self.action = self.action, None
        if action is not None:
            action()


class VirtualClock:
    """The Clock port (`protocols.clock`) on virtual time; get it from a `VirtualLoop`."""

    def __init__(self) -> None:
        self._now = Nanoseconds(0)
        self._timers: list[tuple[int, int, VirtualTimer]] = []
        self._arranged = 0

    def now(self) -> Nanoseconds:
        """Return the time since the loop was made; no float on the way."""
        return self._now

    def call_at(self, when: Nanoseconds, action: Callable[[], None]) -> VirtualTimer:
        """Arrange ``action`` at exactly ``when``; a moment past means the present one."""
        timer = VirtualTimer(action)
        self._arranged += 1
        heapq.heappush(self._timers, (when, self._arranged, timer))
        return timer

    def next_timer(self) -> int | None:
        """Return the moment of the next timer that has not been called off."""
        timers = self._timers
        while timers and timers[0][2].action is None:
            heapq.heappop(timers)
        return timers[0][0] if timers else None

    def move_to(self, moment: int, call_soon: Callable[[Callable[[], None]], Any]) -> None:
        """Make ``moment`` the present and hand over what is due, in order."""
        now = self._now = Nanoseconds(max(self._now, moment))
        timers = self._timers
        while timers and timers[0][0] <= now:
            timer = heapq.heappop(timers)[2]
            if timer.action is not None:
                call_soon(timer.fire)


class _Jumping(selectors.DefaultSelector):
    """Stands where asyncio waits for sockets and moves the clock instead."""

    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop
        self._wakes = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return at once, at the next moment for which anything is arranged.

        Args:
            timeout: seconds to asyncio's own next timer; 0 if a task is ready, None if there
                is no timer.

        Raises:
            TimeStandsStillError: see there.
        """
        clock = self._loop.clock
        now = clock.now()
        moment = clock.next_timer()
        if timeout is not None:
            own = now + max(0, math.ceil(timeout * SECOND - _FLOAT_DUST))
            moment = own if moment is None else min(moment, own)
        if moment is None:
            return self._wait_for_a_thread()
        if moment > now:
            self._wakes = 0
        else:
            self._wakes += 1
            if self._wakes > _WAKES_WITHOUT_TIME:
                self._wakes = 0
                raise TimeStandsStillError(
                    f"{_WAKES_WITHOUT_TIME} wakes at {now / SECOND} s of virtual time: "
                    "something calls itself again without waiting"
                )
        clock.move_to(moment, self._loop.call_soon)
        return []

    def _wait_for_a_thread(self) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(_REAL_WAIT)
        if not ready:
            raise TimeStandsStillError(
                "every task waits for something that nothing is arranged to bring about"
            )
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose time is that of ``clock``."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        super().__init__(_Jumping(self))
        # asyncio runs timers that lie within its clock's resolution early. Windows has 15 ms.
        self._clock_resolution = 1 / SECOND

    def time(self) -> float:
        """Return the virtual time in seconds, for asyncio's own timers."""
        return self.clock.now() / SECOND

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Wait for the threads without a limit: since Python 3.12 one of 300 s is asked for.

        The clock would jump to it at once.
        """
        del timeout
        await super().shutdown_default_executor()


def run_virtual(main: Callable[[VirtualClock], Coroutine[Any, Any, T]]) -> T:
    """Run ``main(clock)`` on virtual time to its end, close everything and return its result.

    A callback that raises ends the run: on a real loop it would be a line in a log.

    Raises:
        TimeStandsStillError: the loop cannot go on.
        Exception: what ``main`` or a callback raised.
    """
    failures: list[BaseException] = []
    loop = VirtualLoop()

    async def guarded() -> T:
        task = asyncio.current_task()

        def fail(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
            failures.append(context.get("exception") or RuntimeError(context["message"]))
            if task is not None:
                task.cancel()

        loop.set_exception_handler(fail)
        return await main(loop.clock)

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        try:
            result = runner.run(guarded())
        except TimeStandsStillError:
            give_up(loop)
            raise
        except BaseException:
            if failures:
                raise failures[0] from None
            raise
    if failures:
        raise failures[0]
    return result


def give_up(loop: VirtualLoop) -> None:
    """Cancel what can no longer come to an end by itself."""
    stuck = asyncio.all_tasks(loop)
    for task in stuck:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*stuck, return_exceptions=True))
