"""The stop without the engine: at once, every second, until the belt is seen to stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from controller.session.last_resort import LastResort
from protocols.ftms import STOP
from protocols.gatt import MACHINE_STATUS, TREADMILL_DATA
from protocols.link import Link, Received, Restored, WriteDone
from protocols.units import SECOND, Nanoseconds
from simulators.virtual_time import VirtualClock, run_virtual

DROPPED = b"dropped"
STANDS = Received(TREADMILL_DATA, bytes.fromhex("00000000"))
MOVES = Received(TREADMILL_DATA, bytes.fromhex("00002003"))


class Wire:
    """A link that keeps when bytes were handed to it."""

    def __init__(self, clock: VirtualClock) -> None:
        """Begin with none."""
        self._clock = clock
        self.written: list[tuple[float, bytes]] = []

    def write(self, data: bytes) -> None:
        """Keep them."""
        self.written.append((self._clock.now() / SECOND, data))

    def drop(self) -> None:
        """Keep that the connection was given up."""
        self.written.append((self._clock.now() / SECOND, DROPPED))


dropped: list[float] = []


def stopped(
    *frames: tuple[float, object], start_delay: int = 0
) -> tuple[list[float], list[tuple[float, bool]]]:
    """Return when a stop was written, and when it was over and how, in a minute with frames."""
    over: list[tuple[float, bool]] = []
    dropped.clear()

    async def main(clock: VirtualClock) -> list[float]:
        import asyncio  # noqa: PLC0415  # the one use of it

        def done(*, confirmed: bool) -> None:
            over.append((clock.now() / SECOND, confirmed))

        def at(second: float, what: Callable[[], None]) -> None:
            clock.call_at(Nanoseconds(int(second * SECOND)), what)

        wire = Wire(clock)
        delay = Nanoseconds(start_delay * SECOND)
        last = LastResort(cast("Link", wire), clock, delay, done)
        assert wire.written == [(0.0, STOP)]
        for second, frame in frames:
            at(second, lambda frame=frame: last.look(frame))  # type: ignore[misc]  # bound early
        end = asyncio.get_running_loop().create_future()
        at(60, lambda: end.set_result(None))
        await end
        assert {data for _, data in wire.written} <= {STOP, DROPPED}
        dropped.extend(when for when, data in wire.written if data == DROPPED)
        return [when for when, data in wire.written if data == STOP]

    return run_virtual(main), over


def test_a_belt_that_says_nothing_is_asked_for_half_a_minute() -> None:
    """Thirty stops, one a second, and then it is told that nothing is known."""
    assert stopped() == ([float(second) for second in range(30)], [(30.0, False)])


def test_two_frames_of_zero_end_it() -> None:
    """Nothing is written behind them."""
    assert stopped((2.1, STANDS), (2.6, STANDS)) == ([0.0, 1.0, 2.0], [(2.6, True)])


def test_one_frame_of_zero_is_not_still() -> None:
    """Some machines say zero once while they move; it takes two in a row."""
    _, over = stopped((2.1, STANDS), (2.6, MOVES), (3.1, STANDS), (3.6, MOVES))
    assert over == [(30.0, False)]


def test_a_start_that_may_be_under_way_is_waited_for() -> None:
    """Zero before the machine's own delay is over may be the zero before the motion."""
    frames = [(second + 0.1, STANDS) for second in range(20)]
    asked, over = stopped(*frames, start_delay=15)
    assert over == [(15.1, True)]
    assert len(asked) == 16


@pytest.mark.parametrize("event", [Received(MACHINE_STATUS, b"\x02\x01"), "the link is lost"])
def test_what_is_not_telemetry_shows_nothing(event: object) -> None:
    """A machine that says that it was stopped has not been seen to stand."""
    _, over = stopped((1.5, event), (2.5, event), (3.5, event))
    assert over == [(30.0, False)]


def test_a_write_that_hangs_costs_the_connection_once() -> None:
    """Law 8: two stops that do not return, and another connection is made; the next is at once."""
    returns = [(second + 0.6, WriteDone("")) for second in range(5, 40)]
    sent, _ = stopped((5.5, Restored()), *returns)
    assert dropped == [2.0]
    assert 5.5 in sent


def test_writes_that_return_keep_the_connection() -> None:
    """A machine that says nothing but takes every stop is not dropped."""
    stopped(*((second + 0.5, WriteDone("")) for second in range(40)))
    assert dropped == []
