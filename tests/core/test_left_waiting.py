"""Behind the end: what may still be told standing, for how long, and what ends the wait."""

from __future__ import annotations

import pytest

from controller.core import numbers
from controller.core.commands import SetSpeed, StartBelt, StopBelt
from controller.core.events import (
    Event,
    MustStop,
    OperatorLost,
    PlaceGiven,
    SignsGiven,
    SiteGiven,
    StopPressed,
    StrengthGiven,
    Unwell,
)
from controller.core.state import Outcome, Phase
from controller.core.step import is_over
from controller.core.symptoms import UNSURE
from tests.core.worlds import World, at_segment, bring


def ended_unwell() -> World:
    """Return a world that has ended by the unwell key, and whose belt is not watched any more."""
    made = bring(Phase.RUNNING)
    made.tell(Unwell())
    made.until(Phase.ENDED, 60)
    return made.run(numbers.WATCH / 10**9 + 1).forget()


def ended_with_a_place() -> World:
    """Return a world in which only the place of a pain was named before the stop key."""
    made = at_segment(2, bring(Phase.STILL))
    while made.state.asking.question is None:
        made.run(0.1)
    made.run(1).tell(StrengthGiven(1))
    made.run(1).tell(PlaceGiven("leg"))
    made.run(4).tell(StopPressed("the stop key"))
    return made.until(Phase.ENDED, 60).forget()


def test_the_signs_are_waited_for_and_then_no_more() -> None:
    """Ten minutes; without a word it stays at the most serious."""
    made = ended_unwell()
    assert not is_over(made.state)
    made.run(numbers.NOTES_LIMIT / 10**9)
    assert is_over(made.state)
    assert made.state.course.signs == ""


@pytest.mark.parametrize(
    ("choice", "word"), [(0, "mistake"), (1, "now"), (2, "today"), (3, "bulge")]
)
def test_a_sign_that_is_told_ends_the_wait(choice: int, word: str) -> None:
    """It sharpens the words; what was done about it stays done."""
    made = ended_unwell()
    made.tell(SignsGiven(choice))
    assert made.state.course.signs == word
    assert is_over(made.state)
    assert made.state.ended is not None
    assert made.state.ended.outcome is Outcome.STOPPED_AND_REFER


@pytest.mark.parametrize(("symptom", "known"), [("knee", "knee"), (UNSURE.id, "hip")])
def test_the_exact_site_is_written_into_the_report(symptom: str, known: str) -> None:
    """Not sure: it stays as it was judged."""
    made = ended_with_a_place()
    (report,) = made.state.course.reports
    made.tell(SiteGiven(0, symptom))
    (after,) = made.state.course.reports
    assert (report.symptom, after.symptom) == ("hip", known)
    assert (after.action, after.value) == (report.action, report.value)
    assert made.state.ended is not None
    assert made.state.ended.notes is None


@pytest.mark.parametrize(
    "event", [MustStop("signal SIGTERM"), OperatorLost("the screen is gone")], ids=repr
)
def test_whoever_is_told_to_go_waits_for_no_note(event: Event) -> None:
    """And sends nothing more: the session is over, and the belt may be somebody else's by now."""
    made = ended_unwell()
    made.speed = made.target = 500
    made.run(1).tell(event)
    assert is_over(made.state)
    sent = [each for _, each in made.said if isinstance(each, StopBelt | SetSpeed | StartBelt)]
    assert sent == []


def test_who_must_go_while_the_belt_is_still_watched_sends_the_stop() -> None:
    """That long it is ours."""
    made = bring(Phase.ENDED)
    commands = made.tell(MustStop("signal SIGTERM"))
    assert [type(each) for each in commands] == [StopBelt]


def test_the_stop_key_is_heard_while_a_note_is_waited_for() -> None:
    """A person's key needs nothing."""
    made = ended_unwell()
    commands = made.tell(StopPressed("the stop key"))
    assert [type(each) for each in commands] == [StopBelt]
