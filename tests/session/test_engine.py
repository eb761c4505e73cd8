"""One tick at a time: what answers mean, a long way down, and a write that never returns."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest

from controller.core.commands import SetSpeed
from controller.core.state import Phase
from controller.core.step import Stepped
from controller.records.intents import Intent
from controller.session.engine import Effects, Engine
from controller.session.inputs import Input, Wake
from protocols.control_point import DROP_AFTER, STALLED_AFTER
from protocols.ftms import (
    REQUEST_CONTROL,
    START,
    STOP,
    Op,
    Result,
    encode_response,
)
from protocols.gatt import CONTROL_POINT, TREADMILL_DATA
from protocols.link import Lost, Received, Restored, WriteDone
from protocols.units import MILLISECOND, SECOND, CentiKmh, Nanoseconds
from tests.core.worlds import SETUP

SUCCESS = Result.SUCCESS
FAILED = Result.OPERATION_FAILED


class Driven:
    """An engine with a belt that shows what it is told to, and a link that answers at once."""

    def __init__(self) -> None:
        """Begin, connected to a belt that stands."""
        self.engine = Engine(SETUP)
        self.now = Nanoseconds(0)
        self.speed = 0
        self.answers = True
        self.returns = True
        self.written: list[tuple[Nanoseconds, bytes]] = []
        self.effects: list[Effects] = []

    def take(self, happened: Input) -> list[bytes]:
        """Let something happen now; what is written returns and is answered."""
        effects = self.engine.handle(happened, self.now)
        self.effects.append(effects)
        self.written += [(self.now, data) for data in effects.writes]
        for data in effects.writes:
            if self.returns:
                self.take(WriteDone(""))
            if self.answers and self.returns:
                self.take(Received(CONTROL_POINT, encode_response(data[0], SUCCESS)))
        return effects.writes

    def frame(self) -> None:
        """Show the belt's speed."""
        self.take(Received(TREADMILL_DATA, b"\x00\x00" + self.speed.to_bytes(2, "little")))

    def run(self, seconds: float) -> None:
        """Let time go by: a frame every half second, and every wake."""
        until = self.now + int(seconds * SECOND)
        while self.now < until:
            due = self.engine.wake_at()
            frame = (self.now // (SECOND // 2) + 1) * (SECOND // 2)
            self.now = Nanoseconds(min(until, frame, until if due is None else max(due, self.now)))
            if self.now == frame:
                self.frame()
            self.take(Wake())

    def walk(self) -> None:
        """Start, and come to 5 km/h."""
        self.run(2)
        self.take(Intent("start"))
        self.run(11)
        assert self.written[-1][1] == START
        self.speed = 100
        while self.speed < 500:
            self.run(0.5)
            targets = [data for _, data in self.written if data[0] == Op.SET_TARGET_SPEED]
            if targets:
                self.speed = int.from_bytes(targets[-1][1:], "little")
        self.run(2)
        self.written.clear()
        self.effects.clear()

    @property
    def phase(self) -> Phase:
        """Where the session stands."""
        return self.engine.state.phase


def driven() -> Driven:
    """Return an engine whose belt walks."""
    made = Driven()
    made.walk()
    return made


def kinds(effects: Iterable[Effects], kind: str) -> list[dict[str, object]]:
    """Return the records of a kind."""
    return [record for each in effects for record in each.records if record["kind"] == kind]


@pytest.mark.parametrize("result", [SUCCESS, FAILED, 0x05, 0x77])
def test_an_answer_to_a_stop_says_nothing_of_the_belt(result: int) -> None:
    """Not success, and not "operation failed", which a machine means by stopped already."""
    made = driven()
    made.answers = False
    made.take(Intent("stop"))
    for _ in range(6):
        made.take(Received(CONTROL_POINT, encode_response(Op.STOP_OR_PAUSE, result)))
        made.run(0.5)
    assert made.phase is not Phase.ENDED
    assert [data for _, data in made.written].count(STOP) >= 2
    assert kinds(made.effects, "alarm")


def test_eighty_eight_four_with_speed_0_is_no_proof_either() -> None:
    """What ends the session is telemetry: two frames of zero, and the time to run out."""
    made = driven()
    made.take(Intent("stop"))
    made.speed = 0
    made.take(Received(CONTROL_POINT, encode_response(Op.STOP_OR_PAUSE, FAILED)))
    early = made.phase
    made.run(12)
    assert (early, made.phase) == (Phase.STOPPING, Phase.ENDED)


@pytest.mark.parametrize("data", [b"", b"\x80", b"\x80\x02", b"\x80\x02\x01\x00", b"\x81\x02\x01"])
def test_what_answers_nothing_changes_nothing(data: bytes) -> None:
    """An answer that nobody waits for, or half of one."""
    made = driven()
    before = made.engine.state
    made.take(Received(CONTROL_POINT, data))
    assert made.engine.state == before
    assert made.written == []


def test_a_long_way_down_is_sent_in_steps_the_guard_admits() -> None:
    """A write takes its time, so that the newest target is further below than one step may be."""
    made = driven()
    while made.speed < 800:
        made.run(0.5)
        targets = [data for _, data in made.written if data[0] == Op.SET_TARGET_SPEED]
        made.speed = int.from_bytes(targets[-1][1:], "little") if targets else made.speed
    made.run(5)
    made.written.clear()
    made.effects.clear()
    made.returns = False
    made.take(Intent("symptom", "heaviness", 1))
    made.run(2.5)
    made.returns = True
    made.take(WriteDone(""))
    made.run(6)
    sent = kinds(made.effects, "tx")
    assert [each["verdict"] for each in sent] == ["admitted"] * len(sent)
    steps = [800, *(int.from_bytes(data[1:], "little") for _, data in made.written)]
    falls = [high - low for high, low in pairwise(steps)]
    assert max(falls) == 100
    assert min(falls) > 0
    assert kinds(made.effects, "target")[-1]["speed"] == steps[-1]


def test_a_write_that_never_returns_is_told_and_then_dropped_for_the_stop() -> None:
    """H11: an alarm after 1 s; after 2 s with a stop waiting the link is dropped, once."""
    made = driven()
    made.returns = False
    made.take(Intent("stop"))
    began = made.now
    made.take(Intent("stop"))
    assert [data for _, data in made.written] == [STOP]
    made.run(STALLED_AFTER / SECOND)
    assert kinds(made.effects, "alarm")
    assert not any(each.drop for each in made.effects)
    made.run((DROP_AFTER - STALLED_AFTER) / SECOND)
    assert made.now == began + DROP_AFTER
    assert [each.drop for each in made.effects].count(True) == 1
    made.run(1)
    assert [each.drop for each in made.effects].count(True) == 1
    made.take(Lost("a write was stuck in it"))
    made.returns = True
    made.take(Restored())
    assert made.written[1] == (made.now, STOP)


def test_a_link_that_returns_admits_no_start_and_no_target() -> None:
    """The guard is shut with the loss, whatever the core may think of."""
    made = driven()
    made.take(Lost("out of range"))
    assert made.phase is Phase.UNKNOWN
    made.take(Restored())
    made.take(Intent("start"))
    made.take(Intent("resume"))
    made.run(4)
    assert made.written == []
    made.run(2)
    assert [data for _, data in made.written][:3] == [STOP, REQUEST_CONTROL, STOP]
    assert {data for _, data in made.written} == {STOP, REQUEST_CONTROL}
    made.run(60)
    assert START not in [data for _, data in made.written]


def test_the_guard_is_shut_by_the_loss_of_the_link(monkeypatch: pytest.MonkeyPatch) -> None:
    """A core that went mad could not use the link's return to move the belt."""
    made = driven()
    made.take(Lost("out of range"))
    made.take(Restored())
    made.frame()
    state, faster = made.engine.state, SetSpeed(CentiKmh(510), "a bug")
    monkeypatch.setattr(
        "controller.session.engine.step", lambda *_: Stepped(state, (faster,), None)
    )
    made.take(Intent("start"))
    assert made.written == []
    sent = kinds(made.effects, "tx")
    assert {each["verdict"] for each in sent} == {"no motion command after a stop"}


def test_control_is_asked_for_when_a_start_is() -> None:
    """At the first zero, and again with the start key: some machines forget, some want it twice."""
    made = Driven()
    made.run(3)
    assert [data for _, data in made.written] == [REQUEST_CONTROL]
    made.take(Intent("start"))
    assert [data for _, data in made.written] == [REQUEST_CONTROL] * 2
    assert made.now % (500 * MILLISECOND) == 0
