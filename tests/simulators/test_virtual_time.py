from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.units import SECOND, Nanoseconds
from simulators import virtual_time
from simulators.virtual_time import TimeStandsStillError, VirtualClock, run_virtual


def fail() -> None:
    """Be a callback with a bug."""
    raise ValueError("a bug")


def test_an_hour_passes_at_once() -> None:
    """Sleeping takes virtual time only: in real time this test would be stopped long before."""

    async def main(clock: VirtualClock) -> int:
        await asyncio.sleep(3600)
        return clock.now()

    assert run_virtual(main) == 3600 * SECOND


@given(st.lists(st.integers(0, 10**13), min_size=1, max_size=30))
def test_timers_run_at_exactly_their_moment_and_in_order(moments: list[int]) -> None:
    """To the nanosecond, and at one moment in the order in which they were arranged."""
    ran: list[tuple[int, int]] = []

    async def main(clock: VirtualClock) -> None:
        done = asyncio.get_running_loop().create_future()

        def note(i: int) -> None:
            assert clock.now() == moments[i]
            ran.append((moments[i], i))
            if len(ran) == len(moments):
                done.set_result(None)

        for i, moment in enumerate(moments):
            clock.call_at(Nanoseconds(moment), lambda i=i: note(i))  # type: ignore[misc]
        await done

    run_virtual(main)
    assert ran == sorted((moment, i) for i, moment in enumerate(moments))


@given(st.floats(1e-9, 1e5), st.integers(0, 10**14))
def test_a_sleep_never_ends_early(seconds: float, began: int) -> None:
    """Float times of asyncio are rounded up to a nanosecond, and are out by no more than that."""

    async def main(clock: VirtualClock) -> int:
        arrived = asyncio.get_running_loop().create_future()
        clock.call_at(Nanoseconds(began), lambda: arrived.set_result(None))
        await arrived
        await asyncio.sleep(seconds)
        return clock.now() - began

    dust = 0.05 + (began / SECOND + seconds) * 2**-52 * SECOND
    assert seconds * SECOND - dust <= run_virtual(main) <= seconds * SECOND + dust + 1


def test_a_timer_can_be_called_off() -> None:
    """Before its moment, at its moment by one that runs first, twice, and after it ran."""
    ran: list[str] = []

    async def main(clock: VirtualClock) -> None:
        def call_off() -> None:
            second.cancel()

        clock.call_at(SECOND, lambda: ran.append("never")).cancel()
        clock.call_at(SECOND, call_off)
        second = clock.call_at(SECOND, lambda: ran.append("never either"))
        third = clock.call_at(Nanoseconds(-5), lambda: ran.append("past is present"))
        await asyncio.sleep(2)
        second.cancel()
        third.cancel()

    run_virtual(main)
    assert ran == ["past is present"]


def test_what_a_timer_brings_about_comes_before_the_next_timer() -> None:
    """A task that it wakes, a call that it arranges with asyncio: each in its place."""
    ran: list[tuple[str, int]] = []

    async def main(clock: VirtualClock) -> None:
        loop = asyncio.get_running_loop()
        woken = loop.create_future()

        def note(what: str) -> None:
            ran.append((what, clock.now()))

        def later() -> None:
            note("timer")
            loop.call_later(0.5, note, "asyncio")

        async def sleeper() -> None:
            await woken
            note("task")

        task = loop.create_task(sleeper())
        clock.call_at(SECOND, later)
        clock.call_at(Nanoseconds(2 * SECOND), lambda: woken.set_result(None))
        clock.call_at(Nanoseconds(2 * SECOND), lambda: note("timer"))
        clock.call_at(Nanoseconds(3 * SECOND), lambda: note("timer"))
        await task
        await asyncio.sleep(2)

    run_virtual(main)
    assert ran == [
        *(("timer", SECOND), ("asyncio", 1_500_000_000)),
        *(("timer", 2 * SECOND), ("task", 2 * SECOND), ("timer", 3 * SECOND)),
    ]


def test_spinning_without_time_is_an_error() -> None:
    """A thousand wakes at one moment end the run and say so."""

    async def main(_clock: VirtualClock) -> None:
        await asyncio.sleep(1.5)
        while True:  # noqa: ASYNC110  # it is what is tested
            await asyncio.sleep(0)

    with pytest.raises(TimeStandsStillError, match=r"1000 wakes at 1\.5 s"):
        run_virtual(main)


def test_a_timer_that_feeds_itself_is_an_error() -> None:
    """So do a thousand timers at one moment, each arranged by the one before."""

    async def main(clock: VirtualClock) -> None:
        def again() -> None:
            clock.call_at(clock.now(), again)

        again()
        await asyncio.sleep(1)

    with pytest.raises(TimeStandsStillError, match="calls itself again"):
        run_virtual(main)


def test_more_and_more_timers_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time goes on here, but each timer brings two: no session would ever end."""
    monkeypatch.setattr(virtual_time, "_TIMERS", 1_000)

    async def main(clock: VirtualClock) -> None:
        def twice() -> None:
            for _ in range(2):
                clock.call_at(Nanoseconds(clock.now() + SECOND), twice)

        twice()
        await asyncio.sleep(1_000)

    with pytest.raises(TimeStandsStillError, match=r"1,000 timers by 8\.0 s of virtual time"):
        run_virtual(main)


def test_waiting_for_nothing_is_an_error() -> None:
    """If no timer is left to bring it about, what is waited for will never come."""

    async def main(_clock: VirtualClock) -> None:
        await asyncio.Event().wait()

    with pytest.raises(TimeStandsStillError, match="every task waits"):
        run_virtual(main)


def test_a_thread_is_waited_for() -> None:
    """Work in a thread takes no virtual time, and the loop does not give up on it."""

    async def main(clock: VirtualClock) -> int:
        assert await asyncio.to_thread(lambda: 7) == 7
        return clock.now()

    assert run_virtual(main) == 0


def test_a_callback_that_raises_ends_the_run() -> None:
    """Its exception comes out, though nobody awaited it."""

    async def main(clock: VirtualClock) -> None:
        clock.call_at(SECOND, fail)
        await asyncio.sleep(10)

    with pytest.raises(ValueError, match="a bug"):
        run_virtual(main)


def test_a_callback_that_raises_at_the_end_is_not_lost() -> None:
    """The same when the run came to its end before it could be cancelled."""

    async def main(clock: VirtualClock) -> None:
        clock.call_at(SECOND, fail)
        await asyncio.sleep(1)

    with pytest.raises(ValueError, match="a bug"):
        run_virtual(main)


def test_what_main_raises_comes_out() -> None:
    """An exception of the program itself is not dressed up."""

    async def main(_clock: VirtualClock) -> None:
        raise KeyError("treadmill")

    with pytest.raises(KeyError, match="treadmill"):
        run_virtual(main)
