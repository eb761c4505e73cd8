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
    sent, over = stopped((21.1, STANDS), (21.6, STANDS))
    assert (sent, over) == ([float(second) for second in range(22)], [(21.6, True)])


def test_a_belt_that_is_said_to_stand_at_once_has_its_time_to_run_out() -> None:
    """What a machine reports may be its target; from 10 km/h a slow belt takes 20.4 s (law 7)."""
    _, over = stopped(*((second + 0.45, STANDS) for second in range(30)))
    assert over == [(20.45, True)]


def test_one_frame_of_zero_is_not_still() -> None:
    """Some machines say zero once while they move; it takes two in a row."""
    _, over = stopped((22.1, STANDS), (22.6, MOVES), (23.1, STANDS), (23.6, MOVES))
    assert over == [(30.0, False)]


def test_a_start_that_may_be_under_way_is_waited_for() -> None:
    """Zero before the machine's own delay is over may be the zero before the motion."""
    frames = [(second + 0.1, STANDS) for second in range(28)]
    asked, over = stopped(*frames, start_delay=25)
    assert over == [(25.1, True)]
    assert len(asked) == 26


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


@pytest.mark.parametrize("broken", ["write", "call_at"])
def test_what_fails_in_it_ends_it_at_once(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is known then, and nobody pretends that stops still go out."""
    owner = Wire if broken == "write" else VirtualClock
    real = getattr(owner, broken)

    def fails(self: Wire | VirtualClock, *args: object) -> object:
        clock = self._clock if isinstance(self, Wire) else self
        if 3 <= clock.now() / SECOND < 4:
            raise ZeroDivisionError("a test broke it")
        return real(self, *args)

    monkeypatch.setattr(owner, broken, fails)
    _, over = stopped()
    assert over == [(3.0, False)]
