"""A belt that moves at the first connection is somebody's."""

from __future__ import annotations

from controller.core.commands import Command, StopBelt
from controller.core.events import BeltReported, Event, StartPressed, StopPressed, Woke
from controller.core.state import Outcome, Phase, SessionState, begin
from controller.core.step import is_over, step
from protocols.units import SECOND, CentiKmh, Nanoseconds
from tests.core.worlds import World


def _told(
    state: SessionState, *happened: tuple[float, Event]
) -> tuple[SessionState, list[Command]]:
    said: list[Command] = []
    for moment, event in happened:
        state, commands, _ = step(state, event, Nanoseconds(int(moment * SECOND)))
        said += commands
    return state, said


def test_nothing_is_sent_to_somebody_elses_belt() -> None:
    """It is refused at the first frame; frames, a start key and time send no byte."""
    state, said = _told(
        begin(World().setup),
        (0.5, BeltReported(CentiKmh(300), 10)),
        (1.0, BeltReported(CentiKmh(300), 10)),
        (2.0, StartPressed()),
        (9.0, BeltReported(CentiKmh(400), 19)),
    )
    assert state.phase is Phase.ENDED
    assert state.ended is not None
    assert state.ended.outcome is Outcome.REFUSED
    assert said == []


def test_the_stop_key_works_on_a_refused_session() -> None:
    """A person may stop it all the same; half a minute later the session is over."""
    state, said = _told(
        begin(World().setup),
        (0.5, BeltReported(CentiKmh(300), 10)),
        (3.0, StopPressed("the stop key")),
    )
    assert [type(each) for each in said] == [StopBelt]
    assert not is_over(state)
    state, _ = _told(state, (31.0, Woke()))
    assert is_over(state)
