"""The stop without the engine: at once, every second, until the belt is seen to stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

import pytest

from controller.core.timeline import Gait
from controller.session.last_resort import LastResort
from protocols.ftms import REQUEST_CONTROL, STOP, Op, Result, encode_response
from protocols.gatt import CONTROL_POINT, MACHINE_STATUS, TREADMILL_DATA
from protocols.link import Link, Received, Restored, WriteDone
from protocols.units import SECOND, Nanoseconds
from simulators.faults import parse_fault
from simulators.profiles import find_machine
from simulators.sitting.simulation import simulate
from simulators.virtual_time import VirtualClock, run_virtual
from tests.session.bench import POLICY, program

DROPPED = b"dropped"
STANDS = Received(TREADMILL_DATA, bytes.fromhex("00000000"))
MOVES = Received(TREADMILL_DATA, bytes.fromhex("00002003"))
BEGUN: Final = [(0.0, STOP), (0.0, REQUEST_CONTROL), (0.0, STOP)]


def answer(op: Op, result: Result) -> Received:
    """Return what a machine says to a request."""
    return Received(CONTROL_POINT, encode_response(op, result))


NO_CONTROL: Final = answer(Op.STOP_OR_PAUSE, Result.CONTROL_NOT_PERMITTED)
GIVEN: Final = answer(Op.REQUEST_CONTROL, Result.SUCCESS)


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


def written(
    *frames: tuple[float, object], start_delay: int = 0
) -> tuple[list[tuple[float, bytes]], list[tuple[float, bool]]]:
    """Return what was written and when it was over and how, in a minute with frames."""
    over: list[tuple[float, bool]] = []

    async def main(clock: VirtualClock) -> list[tuple[float, bytes]]:
        import asyncio  # noqa: PLC0415  # the one use of it

        def done(*, confirmed: bool) -> None:
            over.append((clock.now() / SECOND, confirmed))

        def at(second: float, what: Callable[[], None]) -> None:
            clock.call_at(Nanoseconds(int(second * SECOND)), what)

        wire = Wire(clock)
        delay = Nanoseconds(start_delay * SECOND)
        last = LastResort(cast("Link", wire), clock, delay, done)
        assert wire.written == BEGUN
        for second, frame in frames:
            at(second, lambda frame=frame: last.look(frame))  # type: ignore[misc]  # bound early
        end = asyncio.get_running_loop().create_future()
        at(60, lambda: end.set_result(None))
        await end
        return wire.written

    return run_virtual(main), over


dropped: list[float] = []


def stopped(
    *frames: tuple[float, object], start_delay: int = 0
) -> tuple[list[float], list[tuple[float, bool]]]:
    """Return when stops were written behind the first two, and when it was over and how."""
    sent, over = written(*frames, start_delay=start_delay)
    assert {data for _, data in sent} <= {STOP, REQUEST_CONTROL, DROPPED}
    dropped[:] = [when for when, data in sent if data == DROPPED]
    return [when for when, data in sent if data == STOP][1:], over


def test_a_belt_that_says_nothing_is_asked_for_half_a_minute() -> None:
    """Thirty stops, one a second, and then it is told that nothing is known."""
    assert stopped() == ([float(second) for second in range(30)], [(30.0, False)])


def test_two_frames_of_zero_end_it() -> None:
    """Nothing is written behind them."""
    sent, over = stopped((21.1, STANDS), (21.6, STANDS))
    assert (sent, over) == ([float(second) for second in range(22)], [(21.6, True)])


def test_a_belt_that_is_said_to_stand_at_once_has_its_time_to_run_out() -> None:
    """What a machine reports may be its target; from 10 km/h a slow belt takes 20.4 s (H13)."""
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
    """H11: two stops that do not return, and another connection is made; the next is at once."""
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


def test_a_stop_that_is_refused_without_control_goes_again_with_it() -> None:
    """At once, and once more when control was given: a strict machine refuses what comes before."""
    sent, _ = written((0.1, NO_CONTROL), (0.2, GIVEN), (0.3, GIVEN))
    assert [each for each in sent if each[0] < 1] == [
        *BEGUN,
        *((0.1, REQUEST_CONTROL), (0.1, STOP)),
        (0.2, STOP),
    ]


def test_a_new_connection_has_the_stop_first_and_then_control() -> None:
    """What needs no control has lost nothing; what does not say that it needs some has it."""
    sent, _ = written((0.5, WriteDone("")), (5.5, Restored()))
    behind = [(5.5, STOP), (5.5, REQUEST_CONTROL), (5.5, STOP)]
    assert [each for each in sent if 5 < each[0] < 6] == behind


def test_a_machine_that_never_gives_control_is_asked_three_times_a_second() -> None:
    """No storm of requests keeps the stops from the air."""
    frames = [(at / 100, NO_CONTROL) for at in range(1, 1000, 3)]
    sent, _ = written(*frames)
    for second in range(9):
        among = [data for when, data in sent if second <= when < second + 1]
        assert among.count(REQUEST_CONTROL) == 3
        assert among.count(STOP) == 4


def test_nothing_is_written_once_it_is_over() -> None:
    """Whatever is answered to the last stop."""
    sent, over = written((21.1, STANDS), (21.6, STANDS), (21.7, NO_CONTROL), (21.8, GIVEN))
    assert over == [(21.6, True)]
    assert sent[-1][0] == 21.0


RUN: Final = program((Gait.WALK, 15, 400), (Gait.RUN, 40, 750), (Gait.WALK, 20, 400))


@pytest.mark.parametrize(
    "machine",
    [
        "answers-for-another",
        "answers-late",
        "answers-never",
        "answers-twice",
        "clinic",
        "control-lost-after-stop",
        "fitshow-fs",  # without control it says success, and runs on
        "generic",
        "horizon-omega-z",
        "specification",
    ],
)
def test_a_bug_behind_a_lost_link_stops_a_machine_that_wants_control(machine: str) -> None:
    """The tick that breaks is the first one in the new connection, which has no control yet."""
    faults = [parse_fault("link-loss@run1+0:10+9s"), parse_fault("bug@run1+0:11=step")]
    result = simulate(RUN, POLICY, find_machine(machine), faults=faults, seed=0)
    bug = next(each["t"] for each in result.records if each["kind"] == "bug")
    commands = [data for when, data in result.commands if when >= bug]
    assert commands[:2] == [STOP, REQUEST_CONTROL]
    assert len(result.sessions) == 1
    assert result.belt_speed_at(Nanoseconds(bug + 12 * SECOND)) == 0
    assert [each["confirmed"] for each in result.records if each["kind"] == "last_resort_over"]
