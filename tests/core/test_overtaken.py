"""What was told counts for the runs that follow, also where a pause came before it had acted."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from controller.core import numbers
from controller.core.commands import SetSpeed
from controller.core.drive import length
from controller.core.events import (
    DegreeGiven,
    Key,
    PausePressed,
    PlaceGiven,
    ResumePressed,
    SomethingWrong,
    StartPressed,
    StrengthGiven,
    SymptomReported,
    TakenBack,
    WhichGiven,
)
from controller.core.questions import Ask
from controller.core.state import Phase, Setup, begin
from controller.core.timeline import Gait, Program, Role, Segment
from protocols.units import CentiKmh
from tests.core.worlds import PROGRAM, SETUP, WALK, World, arrived, policy_of, seconds, well

FAST: Final = CentiKmh(900)
"""Ten per cent less of it is still a jog."""
SLOWED: Final = CentiKmh(810)


def setup(policy: str) -> Setup:
    """Return the usual session with runs that a slow-down leaves runs."""
    segments = tuple(
        replace(each, speed=FAST) if each.gait is Gait.RUN else each for each in PROGRAM.segments
    )
    return replace(SETUP, policy=policy_of(policy), program=Program(segments, WALK))


def told(policy: str, *keys: Key) -> World:
    """Return a world in which these were answered behind the first run, a second apart."""
    made = arrived(2, setup(policy))
    while made.state.asking.question is None:
        made.run(0.1)
    for key in keys:
        made.run(1).tell(key)
    return made.run(1)


def paused_and_resumed(made: World) -> World:
    """Return the world going on again after a pause of some seconds."""
    made.tell(PausePressed())
    made.until(Phase.PAUSED, 60).run(5)
    made.tell(ResumePressed())
    made.run(1)
    while made.phase in (Phase.COUNTDOWN, Phase.STARTING):
        made.run(0.1)
    return made.forget()


def done(made: World) -> list[Ask]:
    """Go on to the end, well from here on, and return what was asked."""
    asked = []
    while made.phase is not Phase.ENDED:
        question = made.state.asking.question
        if question is not None:
            asked.append(question.ask)
            well(made)
        made.run(1)
    return asked


def fastest(made: World) -> int:
    """Return the highest target."""
    return max(each.speed for _, each in made.heard(SetSpeed))


def test_a_slow_down_that_a_pause_overtook_slows_the_next_run() -> None:
    """A clear pain, and the baby cries within the three seconds: I9 holds all the same."""
    made = told("cautious", StrengthGiven(2), PlaceGiven("leg"))
    pending = made.state.asking.pending
    assert pending is not None
    assert pending.action == "SLOW"
    done(paused_and_resumed(made))
    assert fastest(made) == SLOWED


@pytest.mark.parametrize(
    "keys",
    [(StrengthGiven(1), PlaceGiven("heavy")), (StrengthGiven(1),)],
    ids=["pending", "half said"],
)
def test_a_retry_that_a_pause_overtook_waits_for_gone(keys: tuple[Key, ...]) -> None:
    """I4: still there? is asked before the next run, and that run is 0.9 of the onset."""
    made = told("standard", *keys)
    asked = done(paused_and_resumed(made))
    assert Ask.STILL_THERE in asked
    assert made.state.course.runs.longest == seconds(25)
    assert length(made.state, setup("standard").program.segments[3]) == seconds(25)


def test_gone_that_a_pause_overtook_is_asked_again() -> None:
    """It is no report: nothing is lost by asking, and a slip of the finger opens no run."""
    made = arrived(1, setup("standard"))
    made.tell(SymptomReported("heaviness", 1))
    while (question := made.state.asking.question) is None or question.ask is not Ask.STILL_THERE:
        well(made).run(0.1)
    made.run(1).tell(DegreeGiven(0))
    made.run(1)
    paused_and_resumed(made)
    assert made.state.asking.awaits
    assert Ask.STILL_THERE in done(made)


def test_another_symptom_behind_a_pending_one_takes_nothing_away() -> None:
    """Both count: the pain still slows the runs."""
    made = told("cautious", StrengthGiven(2), PlaceGiven("leg"))
    made.tell(SymptomReported("breast", 1))
    assert [each.action for each in made.state.course.reports] == ["SLOW", "NOTE"]
    assert made.state.ceilings.lowest.speed == SLOWED


def test_the_trial_of_the_stop_loses_nothing_that_was_told() -> None:
    """It comes five seconds after the first motion, and the session goes on behind it."""
    drilled = replace(setup("standard"), drill=True)
    made = World(setup=drilled, state=begin(drilled)).run(2)
    made.tell(StartPressed())
    made.until(Phase.RUNNING, 60)
    made.run(0.5).tell(SomethingWrong())
    made.run(1).tell(StrengthGiven(1))
    made.run(1).tell(PlaceGiven("heavy"))
    made.until(Phase.STOPPING, 3)
    assert made.state.asking.pending is None
    assert [each.action for each in made.state.course.reports] == ["WALK"]
    assert made.state.asking.awaits


def test_who_goes_on_with_something_to_be_gone_walks_at_walking_speed() -> None:
    """No run comes before it is gone; the walk itself is one, and no crawl at 1 km/h."""
    made = arrived(1, setup("standard"))
    made.tell(SymptomReported("heaviness", 1))
    paused_and_resumed(made.run(5))
    assert made.state.asking.awaits
    made.run(40)
    assert made.speed == WALK
    assert made.refused == []


BRISK: Final = (
    Segment(Gait.WALK, Role.WARM_UP, seconds(60), WALK, asks=True),
    Segment(Gait.WALK, Role.WORK, seconds(120), CentiKmh(580), asks=True),
    Segment(Gait.WALK, Role.COOL_DOWN, seconds(60), WALK, asks=True),
)


@pytest.mark.parametrize(("degree", "top"), [(0, 580), (2, WALK)], ids=["gone", "the same"])
def test_a_brisk_walk_waits_for_gone_as_a_run_does(degree: int, top: int) -> None:
    """It is asked for before it, and the walk goes on either way: nothing stands in wait."""
    brisk = replace(SETUP, program=Program(BRISK, WALK), policy=policy_of("cautious"))
    made = arrived(0, brisk)
    made.tell(SymptomReported("fear", 1))
    made.forget()
    while made.phase is not Phase.ENDED:
        question = made.state.asking.question
        if question is not None and question.ask is Ask.STILL_THERE:
            made.run(1).tell(DegreeGiven(degree))
        elif question is not None:
            well(made)
        made.run(0.5)
    assert made.state.ended is not None
    assert "could not begin" not in made.state.ended.because
    assert max(fastest(made), WALK) == top


def brisk_at(index: int, speed: int = 580) -> World:
    """Return a world in that part of a walk whose middle is brisk."""
    parts = tuple(
        replace(each, speed=CentiKmh(speed)) if each.role is Role.WORK else each for each in BRISK
    )
    return arrived(index, replace(SETUP, program=Program(parts, WALK)))


def test_a_walk_becomes_no_brisker_while_something_has_to_be_gone() -> None:
    """Told on the way up to the brisk walk: the way ends there."""
    made = brisk_at(0, 650)
    while made.state.drive.commanded <= WALK:
        well(made)
        made.run(0.1)
    assert made.state.drive.commanded == WALK + numbers.UP_STEP
    made.forget().tell(SymptomReported("fear", 1))
    while made.state.progress.index == 1:
        well(made)
        made.run(0.5)
    assert [each.speed for _, each in made.heard(SetSpeed) if each.speed > WALK] == []


def test_nothing_is_asked_again_before_a_slower_walk() -> None:
    """Nothing waits for it there."""
    made = brisk_at(1)
    made.tell(SymptomReported("fear", 1))
    assert made.state.asking.awaits
    assert Ask.STILL_THERE not in done(made)


def test_a_place_taken_back_and_given_again_buys_no_time() -> None:
    """Whoever goes to and fro between two lists is stopped after a minute all the same (I13)."""
    made = told("cautious", StrengthGiven(1), PlaceGiven("else"))
    began = made.now
    while made.phase is Phase.RUNNING and made.now - began < 3 * numbers.GIVE_UP_AFTER:
        made.tell(TakenBack())
        made.run(1).tell(PlaceGiven("else"))
        made.run(1)
    assert made.phase is not Phase.RUNNING
    assert made.now - began <= numbers.GIVE_UP_AFTER + seconds(2)


def test_the_third_list_has_its_own_minute_at_first() -> None:
    """Only what was taken back buys no time: the way forward does."""
    made = told("cautious", StrengthGiven(1))
    made.run(30).tell(PlaceGiven("else"))
    question = made.state.asking.question
    assert question is not None
    assert question.asked_at == made.now
    made.run(40).tell(WhichGiven("breast"))
    assert made.state.asking.pending is not None
