"""DOWN and UP: half a kilometre an hour less, and some of it back, but never more than the plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from controller.core.commands import Announce, SetSpeed
from controller.core.events import (
    Event,
    FasterPressed,
    KeysLost,
    SlowerPressed,
    SomethingWrong,
    SymptomReported,
)
from controller.core.gait import Label
from controller.core.numbers import FASTER_BY, SLOWER_BY
from controller.core.state import Phase
from tests.core.worlds import JOG, RUN, WALK, World, at_segment, bring, seconds, well


def running() -> World:
    """Return a world in a run that lasts, at its speed."""
    made = bring(Phase.STILL)
    first, run, *rest = made.setup.program.segments
    segments = (first, replace(run, duration=seconds(300)), *rest)
    setup = replace(made.setup, program=replace(made.setup.program, segments=segments))
    made.setup, made.state = setup, replace(made.state, setup=setup)
    made = at_segment(1, made)
    while not (made.state.drive.commanded == RUN and made.state.drive.confirmed):
        made.run(0.1)
    return made.forget()


def eased_to(speed: int, made: World | None = None) -> World:
    """Return a run that was eased by DOWN to a speed, and is there."""
    made = made or running()
    while made.state.drive.commanded > speed:
        made.tell(SlowerPressed())
        made.run(3)
    assert (made.speed, made.phase) == (speed, Phase.RUNNING)
    return made.forget()


def targets(made: World) -> list[int]:
    """Return the speeds that were asked for."""
    return [each.speed for _, each in made.heard(SetSpeed)]


def test_down_is_half_a_kilometre_an_hour_at_once() -> None:
    """In the same step, and for every run to come."""
    made = running()
    commands = made.tell(SlowerPressed())
    assert [each.speed for each in commands if isinstance(each, SetSpeed)] == [RUN - SLOWER_BY]
    made.forget()
    while made.state.progress.index < 3:
        well(made).run(0.5)
    well(made.run(20))
    assert max(targets(made)) == RUN - SLOWER_BY


def test_down_below_a_jog_is_a_walk_and_the_runs_to_come_are_the_slowest_jog() -> None:
    """7.0 km/h is the last run; half less is a walk, and this run is not repeated."""
    made = eased_to(JOG)
    made.tell(SlowerPressed())
    made.run(8)
    assert (made.speed, made.state.progress.index, made.state.progress.cut) == (WALK, 2, 1)
    while made.state.progress.index < 3:
        well(made).run(0.5)
    well(made.run(20))
    assert max(targets(made)) == JOG


def test_down_never_goes_below_the_machine() -> None:
    """Pressed for ever it walks at the slowest speed that there is."""
    made = at_segment(2, bring(Phase.STILL))
    for _ in range(20):
        made.tell(SlowerPressed())
        made.run(1)
    least = made.setup.speed_range.minimum
    assert made.speed == least
    assert made.state.drive.eased.walk == WALK - least
    assert made.refused == []


def test_up_gives_back_a_step_at_once_and_never_more_than_the_plan() -> None:
    """0.2, 0.2 and what is left; from the plan's speed it does nothing."""
    made = eased_to(RUN - SLOWER_BY)
    for _ in range(6):
        made.tell(FasterPressed())
        made.run(2.5)
    assert targets(made) == [RUN - SLOWER_BY + FASTER_BY, RUN - SLOWER_BY + 2 * FASTER_BY, RUN]
    assert made.refused == []


def test_up_without_down_does_nothing() -> None:
    """The plan is the most that there is."""
    made = running()
    made.tell(FasterPressed())
    assert targets(made.run(2)) == []


def test_up_counts_again_only_when_the_last_step_is_there_and_two_seconds_old() -> None:
    """One per two seconds, however often it is pressed, so that none is saved up."""
    made = eased_to(JOG)
    made.tell(FasterPressed())
    made.run(1).tell(FasterPressed())
    assert targets(made) == [JOG + FASTER_BY]
    made.run(0.5)
    assert made.state.drive.eased.run == RUN - JOG - FASTER_BY
    made.run(1).tell(FasterPressed())
    assert targets(made) == [JOG + FASTER_BY, JOG + 2 * FASTER_BY]


def test_up_that_is_held_down_is_one_step() -> None:
    """Key repeat is no second press, however long."""
    made = eased_to(JOG)
    made.tell(FasterPressed())
    made.run(0.5)
    for _ in range(120):
        made.tell(FasterPressed())
        made.run(1 / 30)
    assert targets(made) == [JOG + FASTER_BY]


@pytest.mark.parametrize(
    "event",
    [
        SymptomReported("knee", 1),
        SymptomReported("doming", 1),
        SomethingWrong(),
        KeysLost(),
    ],
    ids=repr,
)
def test_up_is_refused_where_a_speed_up_is_not_permitted(event: Event) -> None:
    """Never after a symptom, however mild; nor while one is to be told, or a key might not come."""
    made = eased_to(JOG)
    made.tell(event)
    made.run(1)
    made.forget().tell(FasterPressed())
    assert max(targets(made), default=0) <= JOG
    assert made.state.drive.eased.run == RUN - JOG


def test_up_that_a_walking_cadence_would_hold_does_not_go_later() -> None:
    """What does not go at once does not go at all: no speed-up comes by surprise."""
    made = eased_to(JOG)
    made.steps = 120
    made.run(7)
    assert made.state.gait.label is Label.WALK
    made.tell(FasterPressed())
    made.run(0.5)
    assert made.state.drive.eased.run == RUN - JOG
    made.steps = 160
    labels = [made.run(0.5).state.gait.label for _ in range(24)]
    assert labels[-1] is Label.RUN
    assert targets(made) == []
    assert made.heard(Announce) == []
