"""A belt that was made faster at its console, and a runner who says something: her word counts."""

from __future__ import annotations

import pytest

from controller.core.commands import SetSpeed
from controller.core.events import (
    CoolDownPressed,
    Event,
    KeyPressed,
    PlanGoesOn,
    SlowerPressed,
    SomethingWrong,
    SymptomReported,
    WalkPressed,
)
from controller.core.numbers import DOWN_RATE, SYMPTOM_RATE
from controller.core.questions import Ask
from controller.core.state import Phase
from tests.core.worlds import RUN, WALK, World, arrived, well


def walking() -> World:
    """Return a world in the walk behind the first run; its own question is answered."""
    made = arrived(2)
    while made.state.asking.question is None:
        made.run(0.1)
    return well(made).run(4)


def made_faster(speed: int) -> World:
    """Return the same walk, whose belt somebody has set faster at its console."""
    made = walking()
    made.target = speed
    made.run(10)
    change = made.state.obeys.change
    assert change is not None
    assert (change.higher, change.because, made.speed) == (True, "", speed)
    return made.forget()


@pytest.mark.parametrize("speed", [600, 800])
@pytest.mark.parametrize(
    "event",
    [
        SomethingWrong(),
        WalkPressed(),
        SlowerPressed(),
        CoolDownPressed(),
        SymptomReported("fatigue", 2),
        SymptomReported("fear", 1),
    ],
    ids=repr,
)
def test_a_careful_key_brings_it_down_at_once(event: Event, speed: int) -> None:
    """The next command is a lower target, in the same step; the belt walks within seconds."""
    made = made_faster(speed)
    commands = made.tell(event)
    assert [each.speed <= WALK for each in commands if isinstance(each, SetSpeed)] == [True]
    made.run(6)
    assert made.speed <= WALK
    assert made.refused == []


@pytest.mark.parametrize("event", [KeyPressed(), SymptomReported("knee", 1)], ids=repr)
def test_what_asks_for_no_walk_leaves_the_console_alone(event: Event) -> None:
    """A person there is not fought for a note."""
    made = made_faster(600)
    made.tell(event)
    made.run(6)
    assert made.speed == 600
    assert made.heard(SetSpeed) == []


def test_the_symptom_key_is_heard_over_the_question_about_the_console() -> None:
    """She is asked what it is; who set the belt does not matter any more."""
    made = made_faster(600)
    question = made.state.asking.question
    assert question is not None
    assert question.ask is Ask.CONSOLE
    made.tell(SomethingWrong())
    made.run(6)
    question = made.state.asking.question
    assert question is not None
    assert question.ask is Ask.ANYTHING


@pytest.mark.parametrize("phase", [Phase.RUNNING, Phase.WALKING_OUT])
def test_walk_on_is_an_answer_to_the_question_about_the_console(phase: Phase) -> None:
    """The screen offers it: the question is closed, the belt walks, and the running is not over."""
    made = made_faster(600) if phase is Phase.RUNNING else walking()
    if phase is Phase.WALKING_OUT:
        made.tell(SymptomReported("fatigue", 2))
        made.target = 560
        made.run(4)
    assert made.state.asking.question is not None
    made.tell(WalkPressed())
    assert made.state.asking.question is None
    made.run(6)
    assert made.speed == WALK
    assert made.phase is phase
    assert (made.state.course.walk_out is not None) is (phase is Phase.WALKING_OUT)


def test_a_symptom_key_before_the_change_is_seen_brings_it_down_when_it_is() -> None:
    """At 8 km/h nothing is asked; it is told to somebody who walks."""
    made = walking()
    made.speed = made.target = 800
    made.run(0.5).tell(SomethingWrong())
    assert made.state.obeys.change is None
    assert made.state.asking.question is None
    made.run(15)
    assert made.speed == WALK
    question = made.state.asking.question
    assert question is not None
    assert question.ask is Ask.ANYTHING


@pytest.mark.parametrize(
    ("event", "first"),
    [
        (SomethingWrong(), RUN - SYMPTOM_RATE),
        (WalkPressed(), RUN - DOWN_RATE),
        (SymptomReported("fatigue", 2), RUN - SYMPTOM_RATE),
    ],
    ids=repr,
)
def test_a_run_on_a_faster_belt_is_left_by_its_ramp(event: Event, first: int) -> None:
    """There the plan itself leads down: one step a second, and none that the guard refuses."""
    made = arrived(1).run(8)
    made.target = 900
    made.run(6)
    assert made.state.obeys.change is not None
    commands = made.forget().tell(event)
    assert [each.speed for each in commands if isinstance(each, SetSpeed)] == [first]
    made.run(12)
    assert made.speed == WALK
    assert made.refused == []


def test_each_says_why() -> None:
    """The reason in the journal is what she pressed."""
    for event, because in (
        (SomethingWrong(), "something is wrong"),
        (WalkPressed(), "you chose to walk"),
        (CoolDownPressed(), "you chose to cool down"),
        (SymptomReported("fear", 1), "Not confident to run this, present"),
    ):
        made = made_faster(800)
        commands = made.tell(event)
        assert [each.because for each in commands if isinstance(each, SetSpeed)] == [because]
    made = made_faster(600)
    commands = made.run(1).tell(PlanGoesOn())
    assert "the plan goes on" in next(e.because for e in commands if isinstance(e, SetSpeed))
