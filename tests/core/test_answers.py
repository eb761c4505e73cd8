"""The question's two halves: what each key does, when it counts, and what silence means."""

from __future__ import annotations

import pytest

from controller.core import numbers
from controller.core.commands import SetSpeed, StartBelt
from controller.core.events import (
    KeyPressed,
    LinkLost,
    NothingToNote,
    PausePressed,
    PlaceGiven,
    ResumePressed,
    StopPressed,
    StrengthGiven,
    TakenBack,
    SymptomReported,
    Unwell,
)
from controller.core.starting import why_not
from controller.core.state import Outcome, Phase
from controller.core.symptoms import PLACES, STRENGTHS, TOO_MUCH, UNSURE, Strength, value_of
from plans.shelf import find_policy
from tests.core.worlds import JOG, World, at_segment, seconds

SOON = numbers.ANSWER_FROM // 1_000_000 / 1000
PLACE_IDS = [each.id for each in (*PLACES, UNSURE)]
STRONGEST = {
    Strength.WALK_TO_THE_END: Phase.WALKING_OUT,
    Strength.WALK_THEN_STOP_AND_REFER: Phase.WALKING_OUT,
    Strength.STOP: Phase.STOPPING,
    Strength.STOP_AND_REFER: Phase.STOPPING,
}


def asked() -> World:
    """Return a world in which the question has just been put, in the walk behind run 1."""
    made = at_segment(2)
    for _ in range(200):
        if made.state.asking.question is not None:
            return made
        made.run(0.1)
    raise AssertionError("no question was put")


def answered(*events: object) -> World:
    """Return a world in which each event came a second behind the one before."""
    made = asked()
    for event in events:
        made.run(1)
        made.tell(event)  # type: ignore[arg-type]  # a list of events is a list of objects here
    return made


def test_nothing_is_one_key() -> None:
    """The question is closed, nothing is written down, and the next run comes."""
    made = answered(NothingToNote())
    assert made.state.asking.question is None
    assert made.state.course.reports == ()
    made.run(120)
    assert max(each.speed for _, each in made.heard(SetSpeed)) >= JOG


@pytest.mark.parametrize("place", PLACE_IDS)
@pytest.mark.parametrize("strength", [each for each in STRENGTHS if each != TOO_MUCH])
def test_strength_and_place_do_what_the_policy_says(strength: int, place: str) -> None:
    """Every pair leads to the row of the symptom that the place is judged as, and is written."""
    made = answered(StrengthGiven(strength), PlaceGiven(place))
    (report,) = made.state.course.reports
    judged = next(each for each in (*PLACES, UNSURE) if each.id == place).judged_as
    policy = find_policy("cautious")
    symptom = policy.symptom(judged)
    assert symptom is not None
    row = policy.band(judged, value_of(symptom.scale, strength))
    assert row is not None
    assert (report.place, report.symptom, report.words) == (place, judged, STRENGTHS[strength])
    assert report.action == row.action.strength.name
    expected = STRONGEST.get(row.action.strength, Phase.RUNNING)
    assert made.phase is expected
    assert not made.heard(StartBelt)[1:]


@pytest.mark.parametrize("place", PLACE_IDS)
def test_a_strength_alone_holds_the_next_run(place: str) -> None:
    """From the first key on nothing gets faster; the place may then be said at leisure."""
    made = answered(StrengthGiven(1))
    made.forget().run(55)
    assert made.phase is Phase.RUNNING
    assert made.heard(SetSpeed) == []
    made.tell(PlaceGiven(place))
    assert made.state.asking.question is None


def test_too_much_brings_the_belt_to_a_stop_at_once() -> None:
    """Nobody is asked where before the belt slows down; somebody has to be seen."""
    made = answered(StrengthGiven(TOO_MUCH))
    assert made.phase is Phase.STOPPING
    assert made.state.stop is not None
    assert made.state.stop.outcome is Outcome.STOPPED_AND_REFER
    assert [each.place for each in made.state.course.reports] == [UNSURE.id]


def test_a_strength_without_a_place_counts_as_unsure() -> None:
    """Twenty seconds hold, sixty stop, and what was said is written down."""
    made = answered(StrengthGiven(2))
    made.run(19)
    assert made.state.asking.question is not None
    assert made.state.asking.question.holding is False
    made.run(2)
    assert made.state.asking.question.holding is True
    made.until(Phase.STOPPING, 45)
    (report,) = made.state.course.reports
    assert (report.place, report.words) == (UNSURE.id, "clear")


def test_nothing_is_no_answer_to_where() -> None:
    """Once a strength was said, "nothing" does not unsay it; only taking it back does."""
    made = answered(StrengthGiven(2), NothingToNote())
    assert made.state.asking.question is not None
    assert made.state.asking.question.strength == 2
    made.run(1).tell(TakenBack())
    assert made.state.asking.question is not None
    assert made.state.asking.question.strength is None
    made.run(1).tell(NothingToNote())
    assert made.state.asking.question is None


@pytest.mark.parametrize("second", STRENGTHS)
def test_a_strength_that_was_said_is_not_overwritten(second: int) -> None:
    """A late digit does not turn "clear" into something else; only taking it back does."""
    made = answered(StrengthGiven(2))
    question = made.state.asking.question
    made.run(1).tell(StrengthGiven(second))
    assert made.state.asking.question == question
    assert made.phase is Phase.RUNNING


def test_a_strength_that_was_taken_back_is_asked_for_afresh() -> None:
    """The question is a new one: its time begins again, and so does the 0.7 s that it is deaf."""
    made = answered(StrengthGiven(2))
    made.run(18).tell(TakenBack())
    made.run(0.5).tell(NothingToNote())
    assert made.state.asking.question is not None
    made.run(18)
    assert made.state.asking.question is not None
    assert made.state.asking.question.holding is False
    made.run(2)
    assert made.state.asking.question is not None
    assert made.state.asking.question.holding is True


@pytest.mark.parametrize("event", [NothingToNote(), StrengthGiven(1), StrengthGiven(4)], ids=repr)
@pytest.mark.parametrize("after", [0.0, 0.3, 0.6])
def test_an_answer_that_comes_too_soon_answers_nothing(event: object, after: float) -> None:
    """Within 0.7 s of the question a key was meant for what was there before."""
    made = asked()
    made.run(after)
    made.tell(event)  # type: ignore[arg-type]  # as above
    assert made.state.asking.question is not None
    assert made.state.asking.question.strength is None
    assert made.phase is Phase.RUNNING


def test_a_key_that_is_held_answers_nothing() -> None:
    """Thirty presses a second for ten seconds: the question stays until the finger leaves."""
    made = asked()
    for _ in range(300):
        made.run(1 / 30)
        made.tell(NothingToNote())
    assert made.state.asking.question is not None
    made.run(0.4).tell(NothingToNote())
    assert made.state.asking.question is None


@pytest.mark.parametrize("event", [StopPressed("the stop key"), Unwell()], ids=repr)
def test_stop_and_unwell_wait_for_nothing(event: object) -> None:
    """They count at the instant at which the question appears, and behind any other key."""
    made = asked()
    made.tell(KeyPressed())
    made.tell(event)  # type: ignore[arg-type]  # as above
    assert made.phase is Phase.STOPPING


def test_every_place_is_judged_as_a_symptom_of_every_bundled_policy() -> None:
    """No key on the screen leads to a symptom that a policy does not know."""
    for name in ("cautious",):
        policy = find_policy(name)
        for place in (*PLACES, UNSURE):
            assert policy.symptom(place.judged_as) is not None, place


def test_seconds_are_what_they_say() -> None:
    """The table in look.md: an answer from 0.7 s on, and 0.3 s behind any key."""
    assert (seconds(0.7), seconds(0.3)) == (numbers.ANSWER_FROM, numbers.ANSWER_QUIET)


@pytest.mark.parametrize("strength", [1, 2, 3])
@pytest.mark.parametrize(
    "event", [StopPressed("the stop key"), LinkLost("out of range"), PausePressed()], ids=repr
)
def test_half_an_answer_is_not_thrown_away(strength: int, event: object) -> None:
    """Whatever stops the belt over the second half of the question: what was said is kept."""
    made = answered(StrengthGiven(strength), event)
    (report,) = made.state.course.reports
    assert (report.place, report.words) == (UNSURE.id, STRENGTHS[strength])
    assert made.state.course.walk_out is not None
    if isinstance(event, StopPressed):
        made.until(Phase.ENDED, 60)
        assert made.state.ended is not None
        refers = made.state.ended.outcome is Outcome.STOPPED_AND_REFER
        assert refers is (strength == 3)


def test_a_strong_half_answer_is_no_pause() -> None:
    """A pause over it brings the belt to a stop; going on is refused, and it is said why."""
    made = answered(StrengthGiven(3), PausePressed())
    made.until(Phase.PAUSED, 60)
    made.forget().tell(ResumePressed())
    made.run(30)
    assert made.phase is Phase.PAUSED
    assert made.heard(StartBelt) == []
    assert "clinician" in str(why_not(made.state, made.now))


@pytest.mark.parametrize("event", [SymptomReported("heaviness", 0), SymptomReported("itch", 2)])
@pytest.mark.parametrize("strength", [None, 3])
def test_what_reports_nothing_is_no_answer(event: object, strength: int | None) -> None:
    """A zero or an unknown symptom leaves the question as it is, and holds the run on."""
    made = answered(*(() if strength is None else (StrengthGiven(strength),)), event)
    question = made.state.asking.question
    assert question is not None
    assert question.strength == strength
    assert made.state.course.reports == ()


def test_a_symptom_told_over_half_an_answer_leaves_both() -> None:
    """The strength that was given first counts too."""
    made = answered(StrengthGiven(3), SymptomReported("knee", 1))
    assert [each.symptom for each in made.state.course.reports] == ["heaviness", "knee"]
