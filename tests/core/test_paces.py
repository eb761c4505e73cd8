"""Slower, a little faster again, and cooling down: what she may choose about the pace."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from controller.core.commands import Announce, SetSpeed
from controller.core.events import (
    CoolDownPressed,
    FasterPressed,
    KeyPressed,
    KeysLost,
    SlowerPressed,
    SomethingWrong,
    SymptomReported,
)
from controller.core.gait import Label
from controller.core.state import Cause, Control, Outcome, Phase, segment
from controller.core.targets import Eased
from controller.core.timeline import Role
from protocols.units import CentiKmh, Nanoseconds
from tests.core.worlds import (
    JOG,
    PROGRAM,
    RUN,
    SETUP,
    WALK,
    World,
    arrived,
    at_segment,
    bring,
    seconds,
    started,
    well,
    with_program,
)


def going(index: int, length: Nanoseconds | None = None) -> World:
    """Return a world in which a segment goes as planned; ``length`` is another than planned."""
    made = bring(Phase.STILL)
    if length is not None:
        segments = list(PROGRAM.segments)
        segments[index] = replace(segments[index], duration=length)
        setup = replace(SETUP, program=replace(PROGRAM, segments=tuple(segments)))
        made.setup, made.state = setup, replace(made.state, setup=setup)
    made = at_segment(index, made)
    well(made.run(8)).run(4)
    return made.forget()


def targets(made: World) -> list[CentiKmh]:
    """Return the targets since the world was told to forget."""
    return [each.speed for _, each in made.heard(SetSpeed)]


@pytest.mark.parametrize("presses", [1, 2])
def test_slower_takes_half_a_kilometre_an_hour(presses: int) -> None:
    """At once, and for the runs to come as well."""
    made = going(1)
    for _ in range(presses):
        made.tell(SlowerPressed())
        made.run(3)
    assert targets(made) == [CentiKmh(RUN - 50 * each) for each in range(1, presses + 1)]
    made.forget()
    at_segment(3, made)
    assert max(targets(made)) == RUN - 50 * presses
    assert made.state.ceilings.lowest.speed > RUN, "it is her choice, and no ceiling"


def test_slower_than_a_jog_is_a_walk() -> None:
    """Three presses at 8.0: the third would be 6.5, so the run is over; the next is at 7.0."""
    made = going(1)
    for _ in range(3):
        made.tell(SlowerPressed())
        made.run(2)
    assert made.phase is Phase.RUNNING
    assert made.state.progress.cut == 1
    made.run(5)
    assert made.speed == WALK
    at_segment(3, made)
    assert made.speed == 700


def test_slower_in_a_walk_leaves_the_runs_alone() -> None:
    """5.0 becomes 4.5, in every walk; never less than the treadmill can."""
    made = going(2)
    made.tell(SlowerPressed())
    made.run(3)
    assert targets(made) == [450]
    assert made.state.drive.eased == Eased(walk=CentiKmh(50), by="runner")
    made.forget().tell(FasterPressed())
    made.run(3)
    assert targets(made) == [470], "and some of it back"
    for _ in range(12):
        made.tell(SlowerPressed())
    made.run(8)
    assert made.speed == 100
    at_segment(3, made)
    assert made.speed == RUN


def test_slower_on_the_way_up_is_fast_enough() -> None:
    """At 3.0 on the way to a walk it stays at 3.0; at 6.0 on the way to a run it is a walk."""
    made = started()
    while made.state.drive.commanded < 300:
        made.run(0.1)
    made.forget().tell(SlowerPressed())
    made.run(30)
    assert targets(made) == []
    assert made.speed == made.state.drive.commanded == 300
    made = arrived(0)
    well(made.run(20))
    while made.state.drive.commanded < 600:
        made.run(0.1)
    made.forget().tell(SlowerPressed())
    made.run(20)
    assert targets(made)[-1] == WALK
    assert targets(made) == sorted(targets(made), reverse=True)
    assert made.state.progress.cut == 1


@pytest.mark.parametrize("apart", [2.0, 2.5])
def test_faster_takes_some_of_it_back_and_never_more(apart: float) -> None:
    """Two tenths a press, no two within 2 s, and never above the plan."""
    made = going(1)
    made.tell(SlowerPressed())
    made.run(3).forget()
    for _ in range(5):
        made.tell(FasterPressed())
        made.run(apart)
    assert targets(made) == [770, 790, RUN]
    assert made.state.drive.eased == Eased(by="runner")
    whens = [when for when, _ in made.heard(SetSpeed)]
    assert all(b - a >= seconds(2) for a, b in pairwise(whens))
    assert made.refused == []


def test_a_faster_key_that_is_held_is_pressed_once() -> None:
    """Thirty a second for two seconds: one step."""
    made = going(1)
    made.tell(SlowerPressed())
    made.run(3).forget()
    for _ in range(60):
        made.tell(FasterPressed())
        made.run(1 / 30)
    assert targets(made) == [770]


def test_faster_is_nothing_without_slower() -> None:
    """It undoes, and does nothing else."""
    for index in (1, 2):
        made = going(index)
        made.tell(FasterPressed())
        made.run(5)
        assert targets(made) == []


@pytest.mark.parametrize(
    "event", [SymptomReported("knee", 1), SomethingWrong(), KeysLost()], ids=repr
)
def test_faster_is_nothing_behind_a_symptom_or_without_keys(event: object) -> None:
    """A symptom, though it changes nothing; an open question; keys that do not arrive."""
    made = going(2)
    made.tell(SlowerPressed())
    made.run(3)
    made.tell(event)  # type: ignore[arg-type]  # a list of events is a list of objects here
    made.run(2).forget()
    made.tell(FasterPressed())
    made.run(10)
    assert targets(made) == []


def test_faster_waits_for_nothing() -> None:
    """What cannot go at once does not go later: the belt is still on its way down."""
    made = going(1)
    made.tell(SlowerPressed())
    made.tell(FasterPressed())
    made.run(0.1)
    made.tell(FasterPressed())
    made.run(15)
    assert targets(made) == [750]
    assert made.state.drive.eased.run == 50


def test_faster_is_announced_by_her_own_key() -> None:
    """No countdown for two tenths; the next run has its own as ever."""
    made = going(1)
    made.tell(SlowerPressed())
    made.run(3).forget()
    made.tell(FasterPressed())
    made.run(1)
    assert made.heard(Announce) == []
    at_segment(3, made)
    assert len(made.heard(Announce)) == 4


def test_up_that_a_walking_cadence_would_hold_does_not_go_later() -> None:
    """What does not go at once does not go at all: no speed-up comes by surprise."""
    made = going(1, seconds(120))
    for _ in range(2):
        made.tell(SlowerPressed())
        made.run(3)
    made.steps = 120
    made.run(7)
    assert made.state.gait.label is Label.WALK
    made.forget().tell(FasterPressed())
    made.run(0.5)
    assert made.state.drive.eased.run == RUN - JOG
    made.steps = 160
    labels = [made.run(0.5).state.gait.label for _ in range(24)]
    assert labels[-1] is Label.RUN
    assert targets(made) == []
    assert made.heard(Announce) == []


@pytest.mark.parametrize("index", [0, 1, 2, 3])
def test_cooling_down_ends_the_work(index: int) -> None:
    """From wherever: the cool-down is walked whole, and no run comes."""
    made = going(index)
    made.tell(CoolDownPressed())
    interval = segment(made.state)
    assert interval is not None
    assert interval.role is Role.COOL_DOWN
    began = made.now
    for _ in range(60):
        well(made.run(5))
        if made.phase is Phase.ENDED:
            break
    whole = PROGRAM.segments[-1].duration
    assert whole <= made.now - began <= whole + seconds(60)
    assert all(each <= WALK for each in targets(made)[-3:])
    assert not [each for each in targets(made) if each > RUN - 40]
    ended = made.state.ended
    assert ended is not None
    assert (ended.outcome, ended.cause) == (Outcome.WALKED_OUT, Cause.RUNNER)
    assert made.state.progress.cut == (index in (1, 3))


def test_what_was_run_until_then_counts() -> None:
    """Twelve seconds of the first run, and nothing twice."""
    made = arrived(1)
    made.run(12).tell(CoolDownPressed())
    made.run(30)
    assert made.state.progress.ran == seconds(12)


def test_cooling_down_twice_is_once() -> None:
    """A second press changes nothing, nor does one in the cool-down itself."""
    made = going(1)
    made.tell(CoolDownPressed())
    made.run(30).tell(KeyPressed())
    before = made.state.progress
    made.tell(CoolDownPressed())
    assert made.state.progress == before


def test_a_plan_without_a_cool_down_ends_with_its_last_walk() -> None:
    """That is what is gone on with."""
    walk, run, between, *_ = PROGRAM.segments
    made = at_segment(1, with_program(walk, run, between, run, between))
    made.tell(CoolDownPressed())
    assert (made.state.progress.index, made.state.progress.detour) == (4, None)
    assert made.state.since == made.now


@pytest.mark.parametrize("control", [Control.STOP_ONLY, Control.NONE])
def test_in_manual_mode_the_pace_is_set_at_the_console(control: Control) -> None:
    """The keys of the pace mean nothing; cooling down does."""
    setup = replace(SETUP, control=control)
    made = bring(Phase.RUNNING, setup)
    for key in (SlowerPressed(), FasterPressed()):
        assert made.tell(key) == ()
    assert made.state.drive.eased == Eased()
    made.tell(CoolDownPressed())
    assert made.phase is Phase.WALKING_OUT


@pytest.mark.parametrize("phase", [Phase.STILL, Phase.STOPPING, Phase.PAUSED, Phase.ENDED])
def test_no_pace_is_chosen_for_a_belt_that_is_not_driven(phase: Phase) -> None:
    """The keys mean nothing there."""
    made = bring(phase)
    for key in (SlowerPressed(), FasterPressed(), CoolDownPressed()):
        assert not [each for each in made.tell(key) if isinstance(each, SetSpeed)]
    assert made.state.drive.eased == Eased()
    assert made.phase is phase
