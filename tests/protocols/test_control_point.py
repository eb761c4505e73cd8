"""The control point procedure on its own: two lanes, one writer, and what a stop may do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.control_point import (
    ANSWER_PATIENCE,
    CONTROL_PATIENCE,
    DROP_AFTER,
    STALLED_AFTER,
    ControlPoint,
    Outgoing,
)
from protocols.ftms import (
    PAUSE,
    REQUEST_CONTROL,
    START,
    STOP,
    Result,
    encode_response,
    encode_target_speed,
)
from protocols.units import MILLISECOND, SECOND, CentiKmh, Nanoseconds


def speed(target: int) -> Outgoing:
    """Return a request for a speed."""
    return Outgoing(encode_target_speed(CentiKmh(target)), "a test")


def at(milliseconds: int) -> Nanoseconds:
    """Return a moment."""
    return Nanoseconds(milliseconds * MILLISECOND)


CONTROL = Outgoing(REQUEST_CONTROL, "connected")
STARTED = Outgoing(START, "a test")
STOPPED = Outgoing(STOP, "the stop key")


class Wire:
    """A control point with every write that it hands over."""

    def __init__(self) -> None:
        self.point = ControlPoint()
        self.sent: list[bytes] = []

    def pump(self, now: int) -> Wire:
        """Hand over what is to be written at a millisecond."""
        self.point, outgoing = self.point.next_write(at(now))
        if outgoing is not None:
            self.sent.append(outgoing.data)
        return self

    def push(self, *outgoing: Outgoing) -> Wire:
        """Ask for something, a stop into the stop lane."""
        for each in outgoing:
            stops = each.data[0] == STOP[0]
            self.point = self.point.push_stop(each) if stops else self.point.push(each)
        return self

    def returned(self, now: int) -> Wire:
        """Let the write under way return."""
        self.point = self.point.write_done(at(now))
        return self.pump(now)

    def answered(self, now: int, op: int, result: int = Result.SUCCESS) -> Wire:
        """Let the machine answer."""
        self.point, _ = self.point.receive(encode_response(op, result))
        return self.pump(now)


def test_one_write_at_a_time() -> None:
    """Nothing is handed over while a write is under way, not even a stop (rule 1)."""
    wire = Wire().push(speed(500)).pump(0).push(STOPPED).pump(1).pump(999)
    assert wire.sent == [speed(500).data]


def test_a_stop_goes_when_the_write_returns() -> None:
    """It does not wait for the answer to what was written (rule 2)."""
    wire = Wire().push(speed(500)).pump(0).push(STOPPED).returned(30)
    assert wire.sent == [speed(500).data, STOP]


def test_a_stop_goes_ahead_of_an_answer_that_never_comes() -> None:
    """With the write returned and the answer missing, a stop is next at once."""
    wire = Wire().push(speed(500)).pump(0).returned(30).push(STOPPED).pump(31)
    assert wire.sent[-1] == STOP


def test_an_ordinary_request_waits_for_the_answer_before_it() -> None:
    """The next target goes when the last was answered, or after two seconds of silence."""
    wire = Wire().push(speed(500)).pump(0).returned(30).push(speed(550))
    assert wire.pump(1999).sent == [speed(500).data]
    assert wire.pump(2000).sent == [speed(500).data, speed(550).data]
    assert ANSWER_PATIENCE == 2 * SECOND
    answered = Wire().push(speed(500)).pump(0).returned(30).push(speed(550)).answered(60, 0x02)
    assert answered.sent == [speed(500).data, speed(550).data]


def test_an_answer_to_something_else_frees_nothing() -> None:
    """Only the answer to the op code that was sent ends the waiting."""
    wire = Wire().push(speed(500)).pump(0).returned(30).push(speed(550)).answered(60, 0x07)
    assert wire.sent == [speed(500).data]


def test_the_newest_target_wins() -> None:
    """Of targets that wait, one is sent: the last (rule 3)."""
    wire = Wire().push(speed(500)).pump(0).push(speed(550), speed(600), speed(450))
    wire.returned(30).answered(60, 0x02)
    assert wire.sent == [speed(500).data, speed(450).data]
    assert wire.point.ordinary == ()


def test_control_and_start_come_before_a_target() -> None:
    """They keep the order in which they were asked for."""
    wire = Wire().push(CONTROL, STARTED, speed(500)).pump(0)
    wire.returned(30).answered(60, 0x00).returned(90).answered(120, 0x07)
    assert wire.sent == [REQUEST_CONTROL, START, speed(500).data]


@pytest.mark.parametrize("stop", [STOP, PAUSE])
def test_a_stop_empties_the_ordinary_lane(stop: bytes) -> None:
    """What was not sent will never be sent (rule 4)."""
    wire = Wire().push(speed(500)).pump(0).push(CONTROL, STARTED, speed(700))
    wire.push(Outgoing(stop, "a test")).returned(30)
    for moment in range(60, 20_000, 30):
        wire.returned(moment).answered(moment, stop[0])
    assert wire.sent == [speed(500).data, stop]


def test_request_control_may_go_unanswered_for_300_ms() -> None:
    """Then it counts as "probably", and the start goes out."""
    wire = Wire().push(CONTROL).pump(0).returned(30).push(STARTED)
    assert wire.point.wake_at == CONTROL_PATIENCE == at(300)
    assert wire.pump(299).sent == [REQUEST_CONTROL]
    assert wire.pump(300).sent == [REQUEST_CONTROL, START]


def test_a_write_is_overdue_after_a_second() -> None:
    """It is said once, and it is over when the write returns."""
    wire = Wire().push(speed(500)).pump(10)
    assert wire.point.wake_at == at(1010)
    assert not wire.point.stalls(at(1009))
    assert wire.point.stalls(at(1010))
    told = wire.point._replace(stalled=True)
    assert not told.stalls(at(5000))
    assert told.wake_at is None
    assert not told.write_done(at(5000)).stalls(at(5000))
    assert STALLED_AFTER == SECOND


def test_a_waiting_stop_is_worth_more_than_the_link_after_two_seconds() -> None:
    """Without a stop a stuck write costs nothing but an alarm; with one, the link."""
    wire = Wire().push(speed(500)).pump(10)
    assert not wire.point.must_drop(at(10_000))
    wire.push(STOPPED)
    assert not wire.point.must_drop(at(2009))
    assert wire.point.must_drop(at(2010))
    stalled = wire.point._replace(stalled=True)
    assert stalled.wake_at == at(2010)
    assert not stalled._replace(dropped=True).must_drop(at(9000))
    assert DROP_AFTER == 2 * SECOND


def test_a_lost_link_keeps_the_stop_that_waits() -> None:
    """The ordinary lane is gone with the link; the stop is the first thing on the next."""
    wire = Wire().push(speed(500)).pump(0).push(STOPPED)
    wire.point = wire.point.link_lost()
    assert wire.pump(100).sent == [speed(500).data]
    wire.point = wire.point.link_restored()
    assert wire.pump(5000).sent == [speed(500).data, STOP]


@pytest.mark.parametrize("stop", [STOP, PAUSE])
def test_a_lost_link_keeps_the_stop_that_was_under_way(stop: bytes) -> None:
    """Nobody knows whether it arrived, so it is sent again."""
    wire = Wire().push(Outgoing(stop, "a test")).pump(0)
    wire.point = wire.point.link_lost().link_restored()
    assert wire.pump(5000).sent == [stop, stop]


@given(
    waiting=st.lists(st.sampled_from([CONTROL, STARTED, speed(500), speed(900)]), max_size=5),
    writing=st.sampled_from([CONTROL, STARTED, speed(500)]),
)
def test_a_lost_link_takes_everything_else_along(
    waiting: list[Outgoing], writing: Outgoing
) -> None:
    """No start and no target survives the link: it may only ever come back to stop (S23)."""
    wire = Wire().push(writing).pump(0).push(*waiting)
    before = list(wire.sent)
    wire.point = wire.point.link_lost().link_restored()
    assert wire.pump(1).returned(2).pump(60_000).sent == before


def test_a_target_refused_for_want_of_control_asks_for_control_and_goes_again() -> None:
    """05 to a set speed: Request Control, then the same target."""
    wire = Wire().push(speed(500)).pump(0).returned(30)
    wire.answered(60, 0x02, Result.CONTROL_NOT_PERMITTED).returned(90).answered(120, 0x00)
    assert wire.sent == [speed(500).data, REQUEST_CONTROL, speed(500).data]


def test_a_start_refused_for_want_of_control_is_not_repeated() -> None:
    """A start goes out once for each time that a person asked for it."""
    wire = Wire().push(STARTED).pump(0).returned(30)
    wire.answered(60, 0x07, Result.CONTROL_NOT_PERMITTED).pump(5000)
    assert wire.sent == [START]


def test_a_stop_refused_for_want_of_control_asks_for_control_and_goes_again() -> None:
    """05 to a stop: Request Control, then the stop, without waiting for an answer between."""
    wire = Wire().push(STOPPED).pump(0).returned(30)
    wire.answered(60, 0x08, Result.CONTROL_NOT_PERMITTED).returned(90)
    assert wire.sent == [STOP, REQUEST_CONTROL, STOP]


def test_a_stop_pressed_again_goes_before_the_request_for_control() -> None:
    """A newer stop takes the whole lane."""
    wire = Wire().push(STOPPED).pump(0).returned(30)
    wire.point, _ = wire.point.receive(encode_response(0x08, Result.CONTROL_NOT_PERMITTED))
    wire.push(STOPPED).pump(61)
    assert wire.sent == [STOP, STOP]


def test_a_target_refused_after_a_stop_is_not_repeated() -> None:
    """The late answer to a target that a stop overtook brings no target back."""
    wire = Wire().push(speed(500)).pump(0).returned(30).push(STOPPED).pump(31).returned(60)
    wire.answered(61, 0x02, Result.CONTROL_NOT_PERMITTED).pump(9000)
    assert wire.sent == [speed(500).data, STOP]


def test_a_target_refused_while_a_stop_waits_is_not_repeated() -> None:
    """The answer may come before the write returns; the stop is next all the same."""
    wire = Wire().push(speed(500)).pump(0).push(STOPPED)
    wire.answered(20, 0x02, Result.CONTROL_NOT_PERMITTED).returned(30)
    for moment in range(60, 9000, 30):
        wire.returned(moment)
    assert wire.sent == [speed(500).data, STOP]


@pytest.mark.parametrize("data", [b"", b"\x80", b"\x80\x02", b"\x02\xf4\x01"])
def test_what_is_no_answer_changes_nothing(data: bytes) -> None:
    """Bytes that are not a response leave the lanes as they are."""
    point = Wire().push(speed(500)).pump(0).point
    assert point.receive(data) == (point, None)


STEPS = st.sampled_from(["target", "start", "control", "stop", "done", "ok", "no", "lose", "back"])


@given(steps=st.lists(STEPS, max_size=40))
def test_after_a_stop_the_next_write_is_the_stop(steps: list[str]) -> None:
    """Whatever happened before, a stop that is asked for is the next thing handed over."""
    wire = Wire()
    moment = 0
    for step in steps:
        moment += 10
        _happen(wire, step, moment)
    wire.point = wire.point.link_restored()
    wire.push(STOPPED).returned(moment + 10)
    assert wire.sent[-1] == STOP
    assert wire.point.ordinary == ()


@given(steps=st.lists(STEPS, max_size=40))
def test_no_two_writes_are_under_way(steps: list[str]) -> None:
    """Between two writes the first has returned, or the link was lost."""
    wire = Wire()
    for moment, step in enumerate(steps):
        before, busy = len(wire.sent), wire.point.writing is not None
        _happen(wire, step, moment * 10)
        if busy and step not in ("done", "lose"):
            assert len(wire.sent) == before


def _happen(wire: Wire, step: str, moment: int) -> None:
    match step:
        case "target":
            wire.push(speed(500 + moment % 200))
        case "start":
            wire.push(STARTED)
        case "control":
            wire.push(CONTROL)
        case "stop":
            wire.push(STOPPED)
        case "done":
            wire.point = wire.point.write_done(Nanoseconds(0))
        case "lose":
            wire.point = wire.point.link_lost()
        case "back":
            wire.point = wire.point.link_restored()
        case _:
            op = wire.sent[-1][0] if wire.sent else 0
            wire.answered(moment, op, Result.SUCCESS if step == "ok" else 0x05)
    wire.pump(moment)
