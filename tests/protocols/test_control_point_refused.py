"""The control point when the radio refuses a write (ATT 0xFE), and what it says of an answer."""

from __future__ import annotations

import pytest

from protocols.control_point import (
    CONTROL_PATIENCE,
    DROP_AFTER,
    RETRY_AFTER,
    STALLED_AFTER,
    Answer,
    ControlPoint,
    Outgoing,
)
from protocols.ftms import PAUSE, REQUEST_CONTROL, START, STOP, Op, Result, encode_response
from protocols.units import MILLISECOND
from tests.protocols.test_control_point import CONTROL, STARTED, STOPPED, Wire, at, speed

PAUSED = Outgoing(PAUSE, "a test")


def refuse(wire: Wire, now: int) -> Wire:
    """Let the write under way come back refused."""
    wire.point = wire.point.write_done(at(now), failed=True)
    return wire.pump(now)


@pytest.mark.parametrize("refused", [STOPPED, PAUSED, CONTROL, speed(500)])
def test_what_was_refused_goes_again_after_30_ms(refused: Outgoing) -> None:
    """Not a millisecond earlier: the machine is busy; and no answer is waited for."""
    wire = refuse(Wire().push(refused).pump(0), 20)
    assert wire.point.wake_at == at(20) + RETRY_AFTER
    assert wire.pump(49).sent == [refused.data]
    assert wire.pump(50).sent == [refused.data, refused.data]
    assert RETRY_AFTER == 30 * MILLISECOND


def test_a_start_that_was_refused_is_not_repeated() -> None:
    """A person asked for it once, and hears that it did not go."""
    wire = refuse(Wire().push(STARTED).pump(0), 20)
    assert wire.pump(60_000).sent == [START]
    assert wire.point.ordinary == ()


def test_a_newer_stop_takes_the_place_of_the_one_that_was_refused() -> None:
    """One is enough, and it is the last."""
    wire = refuse(Wire().push(STOPPED).pump(0).push(PAUSED), 20).pump(50).returned(80)
    assert wire.pump(9000).sent == [STOP, PAUSE]


def test_a_newer_target_takes_the_place_of_the_one_that_was_refused() -> None:
    """The old one is worth nothing any more (rule 3)."""
    wire = refuse(Wire().push(speed(500)).pump(0).push(speed(450)), 20).pump(50).returned(80)
    assert wire.answered(90, Op.SET_TARGET_SPEED).pump(9000).sent == [
        speed(500).data,
        speed(450).data,
    ]


def test_a_target_that_was_refused_goes_before_what_waits_behind_it() -> None:
    """It keeps its place, and what waits is not lost."""
    wire = refuse(Wire().push(CONTROL).pump(0).push(STARTED), 20).pump(50).returned(80)
    assert wire.answered(90, Op.REQUEST_CONTROL).sent == [REQUEST_CONTROL, REQUEST_CONTROL, START]


@pytest.mark.parametrize("refused", [CONTROL, speed(500)])
def test_a_stop_takes_the_place_of_what_was_refused(refused: Outgoing) -> None:
    """What a stop has overtaken will never be sent (rule 4)."""
    wire = refuse(Wire().push(refused).pump(0).push(STOPPED), 20).pump(50).returned(80)
    assert wire.pump(9000).sent == [refused.data, STOP]


def test_a_refusal_without_a_write_changes_nothing() -> None:
    """The link may tell of one that was forgotten with the link before."""
    assert ControlPoint().write_done(at(20), failed=True) == ControlPoint()


def test_a_write_that_returns_is_neither_stalled_nor_worth_a_link_any_more() -> None:
    """The next one is judged by its own time."""
    stuck = Wire().push(STOPPED).pump(0).point._replace(stalled=True, dropped=True)
    assert stuck.write_done(at(20)) == ControlPoint(stopping=STOPPED, tries=1)


def test_a_stop_has_its_own_time_to_be_overdue() -> None:
    """A second from when it was handed over, not from when the session began."""
    wire = Wire().push(STOPPED).pump(5000)
    assert wire.point.wake_at == at(5000) + STALLED_AFTER
    assert not wire.point.stalls(at(5999))
    assert wire.point.stalls(at(6000))


def test_what_was_not_handed_over_after_all_blocks_nothing() -> None:
    """The guard had something against it: no write is under way, and no answer will come."""
    point = Wire().push(speed(500)).pump(0).point.withdrawn()
    assert point == ControlPoint(awaiting_until=point.awaiting_until)
    wire = Wire()
    wire.point = point
    assert wire.push(speed(450)).pump(1).sent == [speed(450).data]


def test_an_answer_says_what_was_sent() -> None:
    """Op code and result as they came, and our bytes only if they are what was answered."""
    point = Wire().push(speed(500)).pump(0).returned(30).point
    ok = encode_response(Op.SET_TARGET_SPEED, Result.SUCCESS)
    assert point.receive(ok)[1] == Answer(Op.SET_TARGET_SPEED, Result.SUCCESS, speed(500).data)
    other = encode_response(Op.START_OR_RESUME, Result.OPERATION_FAILED)
    assert point.receive(other) == (
        point,
        Answer(Op.START_OR_RESUME, Result.OPERATION_FAILED, None),
    )
    stopped = Wire().push(STOPPED).pump(0).returned(30).point
    refused = encode_response(Op.STOP_OR_PAUSE, Result.CONTROL_NOT_PERMITTED)
    assert stopped.receive(refused)[1] == Answer(
        Op.STOP_OR_PAUSE, Result.CONTROL_NOT_PERMITTED, None
    )


def test_control_that_is_asked_for_again_says_why() -> None:
    """The journal shows for what it was asked."""
    wire = Wire().push(STOPPED).pump(0).returned(30)
    point, _ = wire.point.receive(encode_response(Op.STOP_OR_PAUSE, Result.CONTROL_NOT_PERMITTED))
    assert point.stop == (Outgoing(REQUEST_CONTROL, "control was not permitted"), STOPPED)


def test_a_stop_that_goes_again_ends_the_wait_for_a_start() -> None:
    """A late answer to the start is then an answer to nothing that counts."""
    wire = Wire().push(STOPPED).pump(0).returned(30).push(STARTED).pump(31).returned(60)
    wire.answered(61, Op.STOP_OR_PAUSE, Result.CONTROL_NOT_PERMITTED)
    assert wire.sent == [STOP, START, REQUEST_CONTROL]
    _, answer = wire.point.receive(encode_response(Op.START_OR_RESUME, Result.SUCCESS))
    assert answer == Answer(Op.START_OR_RESUME, Result.SUCCESS, None)


def test_a_lost_link_leaves_the_stop_and_nothing_else() -> None:
    """Not even the time until which something was waited for."""
    wire = Wire().push(speed(500)).pump(10).push(STOPPED)
    assert wire.point.link_lost() == ControlPoint(stop=(STOPPED,), connected=False)
    assert wire.point.link_lost().wake_at is None


def test_when_to_look_again() -> None:
    """At a deadline of what is under way or waits, the first of them; never without reason."""
    idle = Wire()
    assert idle.point.wake_at is None
    assert Wire().push(STOPPED).point.wake_at == 0
    waits = Wire().push(CONTROL).pump(100).returned(110)
    assert waits.point.wake_at is None
    assert waits.push(STARTED).point.wake_at == at(100) + CONTROL_PATIENCE
    assert waits.push(STOPPED).point.wake_at == 0
    stuck = Wire().push(speed(500)).pump(100).push(STOPPED)
    assert stuck.point.wake_at == at(100) + STALLED_AFTER
    told = stuck.point._replace(stalled=True)
    assert told.wake_at == at(100) + DROP_AFTER
    assert told._replace(dropped=True).wake_at is None
    again = Wire().push(STOPPED).pump(0).returned(30).push(STARTED).pump(31).returned(60)
    point, _ = again.push(CONTROL).point.receive(
        encode_response(Op.STOP_OR_PAUSE, Result.CONTROL_NOT_PERMITTED)
    )
    assert point.wake_at == 0
