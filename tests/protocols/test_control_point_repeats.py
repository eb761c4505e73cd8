"""A stop that is refused, in every way and order: how often it goes again, and how soon."""

from __future__ import annotations

from itertools import chain, cycle, pairwise, product, repeat
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.control_point import (
    CONTROL_PATIENCE,
    QUICK_TRIES,
    RETRY_AFTER,
    RETRY_LATER,
    ControlPoint,
    Outgoing,
)
from protocols.ftms import PAUSE, REQUEST_CONTROL, START, STOP, Op, Result, encode_response
from protocols.units import MILLISECOND, SECOND, Nanoseconds
from tests.protocols.test_control_point import CONTROL, STARTED, STOPPED, Wire, at, speed
from tests.protocols.test_control_point_refused import PAUSED, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ROUND_TRIP: Final = 30
_ANSWERS_AFTER: Final = 15
"""Milliseconds, as on the simulated treadmill."""
_KINDS: Final = ("ok", "fe", "05", "silent")
"""Taken and answered with success, refused by the radio, refused for want of control, no answer."""


class Write(NamedTuple):
    """Bytes, and the millisecond at which they were handed over."""

    at: int
    data: bytes


def play(
    answers: Iterable[str],
    *,
    seconds: int,
    asked: Sequence[int] = (0,),
    round_trip: int = _ROUND_TRIP,
) -> list[Write]:
    """Ask for a stop at some milliseconds, and let a machine give one answer to each write.

    Between two things that happen it looks again exactly when the control point wants that.
    """
    point, sent, answer = ControlPoint(), list[Write](), iter(answers)
    asks = sorted(asked)
    returns: tuple[int, str] | None = None
    comes: list[tuple[int, int, int]] = []
    now = 0
    while now < seconds * 1000:
        if asks and now >= asks[0]:
            asks.pop(0)
            point = point.push_stop(STOPPED)
        if returns is not None and now >= returns[0]:
            point = point.write_done(at(now), failed=returns[1] == "fe")
            returns = None
        while comes and now >= comes[0][0]:
            _, op, result = comes.pop(0)
            point, _ = point.receive(encode_response(op, result))
        point, outgoing = point.next_write(at(now))
        if outgoing is not None:
            sent.append(Write(now, outgoing.data))
            kind = next(answer)
            returns = (now + round_trip, kind)
            if kind in {"ok", "05"}:
                result = Result.SUCCESS if kind == "ok" else Result.CONTROL_NOT_PERMITTED
                comes.append((now + round_trip + _ANSWERS_AFTER, outgoing.data[0], result))
        wakes = None if point.writing is not None else point.wake_at
        dues = [*asks[:1], *(each[0] for each in comes[:1]), *(returns or ())[:1]]
        dues += [] if wakes is None else [wakes // MILLISECOND]
        if not dues:
            return sent
        now = max(now + 1, min(dues))
    return sent


def then(*answers: str, always: str = "ok") -> Iterable[str]:
    """Return answers in turn, and the same for ever behind them."""
    return chain(answers, repeat(always))


_S, _C = STOP, REQUEST_CONTROL

TABLE: Final = (
    # what the machine does to one write after the other; what is written, and when
    (("ok",), ((0, _S),)),
    (("silent",), ((0, _S),)),
    (("fe",), ((0, _S), (60, _S))),
    (("fe", "fe"), ((0, _S), (60, _S), (120, _S))),
    (("05",), ((0, _S), (45, _C), (75, _S))),
    (("05", "silent"), ((0, _S), (45, _C), (75, _S))),
    (("05", "05"), ((0, _S), (45, _C), (75, _S))),
    (("05", "ok", "fe"), ((0, _S), (45, _C), (75, _S), (135, _S))),
    (("fe", "05"), ((0, _S), (60, _S), (105, _C), (135, _S))),
    # each second write is refused, from either of the two on (profile busy, campaign seed 5436)
    (("05", "fe", "ok", "fe"), ((0, _S), (45, _C), (105, _C), (135, _S), (195, _S))),
    (
        ("fe", "05", "fe", "ok", "fe"),
        ((0, _S), (60, _S), (105, _C), (165, _C), (195, _S), (255, _S)),
    ),
    # two of three are refused
    (
        ("05", "fe", "fe", "ok", "fe", "fe"),
        ((0, _S), (45, _C), (105, _C), (165, _C), (195, _S), (255, _S), (315, _S)),
    ),
    # a request for control that is never taken does not keep the stop from going
    (
        ("05", "fe", "fe", "fe", "fe", "fe"),
        ((0, _S), *((45 + 60 * each, _C) for each in range(5)), (345, _S)),
    ),
    # the next one may again be refused for as long
    (
        ("05", "fe", "fe", "fe", "fe", "fe", "05", "fe"),
        (
            *((0, _S), *((45 + 60 * each, _C) for each in range(5)), (345, _S)),
            *((390, _C), (450, _C), (480, _S)),
        ),
    ),
)


@pytest.mark.parametrize(("answers", "written"), TABLE)
def test_what_is_written_after_which_answers(
    answers: Sequence[str], written: Sequence[tuple[int, bytes]]
) -> None:
    """To the millisecond; and nothing more once the stop was taken without a refusal."""
    assert play(then(*answers), seconds=10) == list(written)


def test_in_every_order_of_answers_the_stop_is_taken() -> None:
    """A machine that comes to its senses has the stop, and is not written to any more."""
    for answers in product(_KINDS, repeat=5):
        sent = play(then(*answers), seconds=6)
        given_to = list(zip(sent, then(*answers), strict=False))
        assert sent[-1].data == STOP, answers
        assert given_to[-1][1] in {"ok", "silent"}, answers
        assert sent[-1].at <= 6 * 60 + 15, answers


def test_whatever_comes_for_ever_no_stop_is_starved_and_there_is_no_storm() -> None:
    """The same five answers for a minute: quick at first, then slow or not at all."""
    most = (CONTROL_PATIENCE + RETRY_LATER) // MILLISECOND + 2 * _ROUND_TRIP + _ANSWERS_AFTER
    for answers in product(_KINDS, repeat=5):
        sent = play(cycle(answers), seconds=60)
        stops = [each.at for each in sent if each.data == STOP]
        assert all(after - before <= most for before, after in pairwise(stops)), answers
        later = [each for each in sent if each.at > 5000]
        assert len(later) <= 55 * SECOND // RETRY_LATER, answers
        assert all(each.data == STOP for each in later), answers


def test_a_stop_that_the_radio_refuses_is_given_up_for_nothing() -> None:
    """Quickly for a while, and then once in a while, as long as it takes."""
    sent = [each.at for each in play(repeat("fe"), seconds=60)]
    quick, later = sent[:QUICK_TRIES], sent[QUICK_TRIES:]
    assert QUICK_TRIES == 8
    assert quick == [60 * each for each in range(8)]
    assert RETRY_LATER == SECOND
    assert later == [420 + 1030 * (each + 1) for each in range(len(later))]
    assert len(later) == 57


def test_control_that_is_never_given_is_not_asked_for_for_ever() -> None:
    """Whoever asked for the stop has to ask again: then it begins anew."""
    sent = play(repeat("05"), seconds=60)
    assert [each.data for each in sent] == [STOP, *[REQUEST_CONTROL, STOP] * (QUICK_TRIES - 1)]
    again = play(repeat("05"), seconds=60, asked=(0, 30_000))
    assert again == [*sent, *(each._replace(at=each.at + 30_000) for each in sent)]


def test_a_stop_that_is_asked_for_again_does_not_wait_for_the_slow_repetition() -> None:
    """It goes as soon as any write may go after one that the radio refused."""
    assert [each.at for each in play(repeat("fe"), seconds=2, asked=(0, 460))][8:10] == [480, 540]


def test_only_a_stop_that_waits_makes_the_radio_wait_for_long() -> None:
    """What a stop was refused does not slow down a target."""
    wire = Wire().push(STOPPED).pump(0)
    for _ in range(QUICK_TRIES - 1):
        refuse(wire, 0).pump(30)
    assert wire.returned(40).push(speed(500)).pump(50).sent[-1] == speed(500).data
    assert refuse(wire, 60).pump(89).sent[-2:] == [STOP, speed(500).data]
    assert wire.pump(90).sent[-2:] == [speed(500).data] * 2


@pytest.mark.parametrize("stop", [STOPPED, PAUSED])
@pytest.mark.parametrize("when", ["waits", "is under way", "was answered"])
def test_once_a_person_goes_on_no_old_stop_is_repeated(stop: Outgoing, when: str) -> None:
    """Whether it waits, comes back refused, or is refused for want of control later on."""
    wire = Wire().push(stop).pump(0)
    if when == "waits":
        refuse(wire, 10)
    if when == "was answered":
        wire.returned(10)
    wire.point = wire.point.gone_on()
    if when == "is under way":
        refuse(wire, 10)
    before = list(wire.sent)
    wire.answered(20, Op.STOP_OR_PAUSE, Result.CONTROL_NOT_PERMITTED)
    for moment in range(50, 5000, 30):
        wire.returned(moment)
    assert wire.sent == before == [stop.data]
    assert wire.push(STOPPED).pump(5000).sent == [*before, STOP]


def test_a_stop_of_somebody_who_went_on_does_not_outlive_the_link() -> None:
    """It was under way when she went on, and when the link was lost."""
    point = Wire().push(STOPPED).pump(0).point.gone_on().link_lost()
    assert point == ControlPoint(connected=False)


def test_whoever_goes_on_keeps_what_is_asked_for_next() -> None:
    """The ordinary lane, and that a write is under way."""
    wire = Wire().push(STOPPED).pump(0).push(CONTROL, STARTED)
    wire.point = wire.point.gone_on()
    assert wire.pump(20).sent == [STOP]
    wire.returned(30).returned(60).answered(90, Op.REQUEST_CONTROL)
    assert wire.sent == [STOP, REQUEST_CONTROL, START]


def test_a_newer_stop_goes_before_a_request_for_control_that_is_refused() -> None:
    """The request for control was for the stop before it; the newer one needs nothing."""
    wire = Wire().push(STOPPED).pump(0).returned(30)
    wire.answered(45, Op.STOP_OR_PAUSE, Result.CONTROL_NOT_PERMITTED)
    wire.push(PAUSED)
    assert refuse(wire, 75).pump(105).sent == [STOP, REQUEST_CONTROL, PAUSE]


def test_a_link_that_returns_begins_anew() -> None:
    """What was tried on the link before says nothing about this one."""
    wire = Wire().push(STOPPED).pump(0)
    for _ in range(QUICK_TRIES):
        refuse(wire, 0).pump(2000)
    wire.point = wire.point.link_lost().link_restored()
    assert wire.point == ControlPoint(stop=(STOPPED,), without_control=True)


@pytest.mark.parametrize("asks", [True, False])
def test_behind_the_first_stop_in_a_new_connection_control_is_asked_for(*, asks: bool) -> None:
    """And the stop goes once more, whatever was answered; later ones go alone, by hand all do."""
    wire = Wire()
    wire.point = wire.point.link_lost().link_restored(asks=asks)
    wire.push(STOPPED).pump(0)
    for at_ms in (30, 60, 90):
        wire.point = wire.point.write_done(at(at_ms))
        wire.pump(at_ms)
    behind = [CONTROL.data, STOPPED.data] if asks else []
    assert wire.sent == [STOPPED.data, *behind]
    wire.push(STOPPED).pump(2000)
    assert wire.sent == [STOPPED.data, *behind, STOPPED.data]


_answers = st.lists(st.sampled_from(_KINDS), min_size=1, max_size=12)


@given(
    answers=_answers,
    asked=st.lists(st.integers(0, 9_000), min_size=1, max_size=6, unique=True),
    round_trip=st.integers(5, 200),
)
def test_a_stop_is_written_in_time_whatever_the_machine_answers(
    answers: list[str], asked: list[int], round_trip: int
) -> None:
    """Within a round trip and the 30 ms after a refusal; and the writes of a second are bounded.

    By twice the quick tries of each stop that was asked for (a request for control goes with each),
    and by what the pause after a refusal leaves room for.
    """
    sent = play(cycle(answers), seconds=15, asked=asked, round_trip=round_trip)
    stops = [each.at for each in sent if each.data == STOP]
    in_time = round_trip + RETRY_AFTER // MILLISECOND
    for moment in asked:
        assert any(moment <= each <= moment + in_time for each in stops)
    quick = 2 * QUICK_TRIES
    per_second = Nanoseconds(SECOND) // (RETRY_AFTER + round_trip * MILLISECOND)
    for first in sent:
        within = [each for each in sent if first.at <= each.at < first.at + 1000]
        pushes = [each for each in asked if first.at - 5000 <= each < first.at + 1000]
        assert len(within) <= quick * max(1, len(pushes)) + per_second + 1
    last = max(asked) + 5000 + QUICK_TRIES * 2 * round_trip
    assert len([each for each in sent if each.at > last]) <= 10
