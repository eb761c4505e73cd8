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
from typing import TYPE_CHECKING, Any, Final, TypeVar, TypeVarTuple

from protocols.units import SECOND, Nanoseconds

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from contextvars import Context

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_WAKES_WITHOUT_TIME: Final = 1_000
"""More rounds than this at one moment are a loop that feeds itself, and would go on for ever."""

_TIMERS: Final = 2_000_000
"""More timers than this are no session, but something that arranges more than it does: a session of
eight hours has some 300,000."""

_FLOAT_DUST: Final = 0.05
"""Nanoseconds. asyncio's float times are off by less than this in the first days of a session."""

_REAL_WAIT: Final = 1.0
"""Seconds of real time for which a thread may still have something to say."""


class TimeStandsStillError(RuntimeError):
    """The loop cannot go on: it spins, or nothing is left to wait for."""


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
        self.arranged = 0
        """How many timers there were until now."""

    def now(self) -> Nanoseconds:
        """Return the time since the loop was made; no float on the way."""
        return self._now

    def call_at(self, when: Nanoseconds, action: Callable[[], None]) -> VirtualTimer:
        """Arrange ``action`` at exactly ``when``; a moment past means the present one."""
        timer = VirtualTimer(action)
        self.arranged += 1
        heapq.heappush(self._timers, (when, self.arranged, timer))
        return timer

    def next_timer(self) -> Nanoseconds | None:
        """Return the moment of the next timer that has not been called off, or None."""
        timers = self._timers
        while timers and timers[0][2].action is None:
            heapq.heappop(timers)
        return Nanoseconds(timers[0][0]) if timers else None

    def move_to(self, moment: int) -> list[VirtualTimer]:
        """Make ``moment`` the present and return what is due, in order."""
        if moment > self._now:
            self._now = Nanoseconds(moment)
        now, timers = self._now, self._timers
        due = []
        while timers and timers[0][0] <= now:
            timer = heapq.heappop(timers)[2]
            if timer.action is not None:
                due.append(timer)
        return due


class _Jumping(selectors.DefaultSelector):
    """Stands where asyncio waits for sockets and moves the clock instead."""

    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop
        self._wakes = 0
        self._most = _TIMERS

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return at once, at the next moment for which asyncio has anything to do.

        What is due before that is run here, and takes asyncio no round of its own: as long as it
        wakes no task, the order in which things happen is the same.

        Args:
            timeout: seconds to asyncio's own next timer; 0 if a task is ready, None if there
                is no timer.

        Raises:
            TimeStandsStillError: see there.
        """
        loop, clock = self._loop, self._loop.clock
        own: int | None = None
        if timeout is not None:
            own = clock.now() + max(0, math.ceil(timeout * SECOND - _FLOAT_DUST))
        loop.rearranged = False
        while True:
            moment = clock.next_timer()
            if own is not None and (moment is None or own <= moment):
                self._count(own)
                for timer in clock.move_to(own):
                    loop.call_soon(timer.fire)
                return []
            if moment is None:
                return self._wait_for_a_thread()
            self._count(moment)
            for timer in clock.move_to(moment):
                loop.run(timer)
            if loop.stirred:
                return []

    def _count(self, moment: int) -> None:
        """Count the wakes without time."""
        clock = self._loop.clock
        now = clock.now()
        if clock.arranged > self._most:
            self._most += _TIMERS  # there is an end to be made yet
            raise TimeStandsStillError(
                f"{_TIMERS:,} timers by {now / SECOND} s of virtual time: "
                "something arranges more than it does"
            )
        if moment > now:
            self._wakes = 0
            return
        self._wakes += 1
        if self._wakes > _WAKES_WITHOUT_TIME:
            self._wakes = 0
            raise TimeStandsStillError(
                f"{_WAKES_WITHOUT_TIME} wakes at {now / SECOND} s of virtual time: "
                "something calls itself again without waiting"
            )

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
        self.rearranged = False
        """Set when asyncio's own next timer may be another one."""

    def time(self) -> float:
        """Return the virtual time in seconds, for asyncio's own timers."""
        return self.clock.now() / SECOND

    @property
    def stirred(self) -> bool:
        """Whether asyncio has something to do now, or another moment to wait for."""
        return self.rearranged or bool(self._ready)  # type: ignore[attr-defined]  # of every loop

    def call_at(
        self,
        when: float,
        callback: Callable[[*Ts], object],
        *args: *Ts,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        """Arrange a call on asyncio's own time."""
        self.rearranged = True
        return super().call_at(when, callback, *args, context=context)

    def run(self, timer: VirtualTimer) -> None:
        """Run a timer as asyncio runs a callback: what it raises is told to the loop."""
        try:
            timer.fire()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:  # noqa: BLE001  # as `asyncio.Handle` does
            self.call_exception_handler({"message": "a timer raised", "exception": error})

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
