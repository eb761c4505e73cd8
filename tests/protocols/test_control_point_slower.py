"""A lower target at the control point: it overtakes the one before it, as a symptom needs it to."""

from __future__ import annotations

import pytest

from protocols.control_point import Answer, ControlPoint, Outgoing
from protocols.ftms import REQUEST_CONTROL, Op, Result, encode_response
from tests.protocols.test_control_point import CONTROL, STARTED, STOPPED, Wire, at, speed

SET_SPEED = Op.SET_TARGET_SPEED


def test_a_slower_target_does_not_wait_for_the_answer_to_a_faster_one() -> None:
    """It goes when the write under way has returned, like a stop."""
    wire = Wire().push(speed(800)).pump(0).push(speed(720)).pump(10)
    assert wire.sent == [speed(800).data]
    wire.returned(30)
    assert wire.sent == [speed(800).data, speed(720).data]
    assert Wire().push(speed(800)).pump(0).returned(30).push(speed(799)).point.wake_at == 0


@pytest.mark.parametrize("next_one", [speed(800), speed(850), CONTROL, STARTED])
def test_nothing_else_overtakes_a_target(next_one: Outgoing) -> None:
    """What is no slower waits for the answer, or for two seconds."""
    wire = Wire().push(speed(800)).pump(0).returned(30).push(next_one)
    assert wire.pump(1999).sent == [speed(800).data]
    assert wire.pump(2000).sent == [speed(800).data, next_one.data]


@pytest.mark.parametrize("before", [CONTROL, STARTED])
def test_a_target_overtakes_nothing_but_a_target(before: Outgoing) -> None:
    """A start that was not answered yet is waited for."""
    wire = Wire().push(before).pump(0).returned(30).push(speed(100))
    assert wire.pump(200).sent == [before.data]


def test_answers_come_in_the_order_of_what_was_asked() -> None:
    """The overtaken target's come first, and are answers to nothing that counts any more."""
    wire = Wire().push(speed(800)).pump(0).returned(30).push(speed(720)).pump(31)
    point = wire.returned(60).push(speed(640)).pump(61).returned(90).point
    failed = encode_response(SET_SPEED, Result.OPERATION_FAILED)
    for _ in range(2):
        point, answer = point.receive(failed)
        assert answer == Answer(SET_SPEED, Result.OPERATION_FAILED, None)
        assert point.awaiting == speed(640)
    point, answer = point.receive(failed)
    assert answer == Answer(SET_SPEED, Result.OPERATION_FAILED, speed(640).data)
    assert point.awaiting is None


def test_an_answer_that_never_came_is_not_waited_for_for_ever() -> None:
    """After two seconds the next target begins anew: its answer is its own."""
    wire = Wire().push(speed(800)).pump(0).returned(30).push(speed(720)).pump(31).returned(60)
    wire.push(speed(750)).pump(2031).returned(2060)
    assert wire.sent[-1] == speed(750).data
    _, answer = wire.point.receive(encode_response(SET_SPEED, Result.SUCCESS))
    assert answer == Answer(SET_SPEED, Result.SUCCESS, speed(750).data)


def test_a_strict_machine_refuses_it_until_it_has_answered() -> None:
    """ATT 0xFE: again every 30 ms; and the answer to the first is still known for what it is."""
    wire = Wire().push(speed(800)).pump(0).returned(30).push(speed(720)).pump(31)
    wire.point = wire.point.write_done(at(60), failed=True)
    wire.pump(90)
    assert wire.sent == [speed(800).data, speed(720).data, speed(720).data]
    point, answer = wire.point.receive(encode_response(SET_SPEED, Result.OPERATION_FAILED))
    assert answer == Answer(SET_SPEED, Result.OPERATION_FAILED, None)
    assert point.awaiting == speed(720)


def test_want_of_control_is_met_whoever_it_was_said_to() -> None:
    """Control is asked for, and the lowest target goes again; the next answer is its own."""
    wire = Wire().push(speed(800)).pump(0).returned(30).push(speed(720)).pump(31).returned(60)
    wire.answered(61, SET_SPEED, Result.CONTROL_NOT_PERMITTED).returned(90).answered(91, 0x00)
    assert wire.sent[2:] == [REQUEST_CONTROL, speed(720).data]
    assert wire.point.overtaken == 0
    _, answer = wire.point.receive(encode_response(SET_SPEED, Result.SUCCESS))
    assert answer == Answer(SET_SPEED, Result.SUCCESS, speed(720).data)


def test_a_stop_makes_all_of_it_void() -> None:
    """It goes next, and no target comes back."""
    wire = Wire().push(speed(800)).pump(0).returned(30).push(speed(720)).pump(31).push(STOPPED)
    assert (wire.point.awaiting, wire.point.overtaken) == (None, 0)
    wire.returned(60).returned(90)
    for _ in range(2):
        wire.answered(100, SET_SPEED, Result.CONTROL_NOT_PERMITTED)
    assert wire.sent == [speed(800).data, speed(720).data, STOPPED.data]
    assert wire.point.link_lost() == ControlPoint(connected=False)
