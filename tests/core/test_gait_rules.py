"""What steps may do to a session: hold a ramp, ask early, bring an empty belt down; never more."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.core import gait_rules
from controller.core.cadence import Unit
from controller.core.commands import Announce, SetSpeed, StopBelt
from controller.core.events import (
    BeltReported,
    CadenceReported,
    NothingToNote,
    PausePressed,
    ResumePressed,
)
from controller.core.gait import Feet, GaitSeen, Label, Seen
from controller.core.gait_rules import OFF_THE_BELT
from controller.core.state import DRIVEN, Cause, Control, Outcome, Phase, SessionState, begin
from controller.core.step import step
from controller.core.timeline import Gait, Role, Segment
from controller.session.narrate import narrate
from protocols.units import SECOND, CentiKmh, Nanoseconds, SpeedRange
from tests.core.worlds import (
    RUN,
    SETUP,
    WALK,
    World,
    arrived,
    at_segment,
    bring,
    seconds,
    with_program,
)

HELD = CentiKmh(700)


def _segment(gait: Gait, length: float, speed: int, *, asks: bool = False) -> Segment:
    return Segment(gait, Role.WORK, seconds(length), CentiKmh(speed), asks=asks)


def one_run(length: float = 60, speed: int = RUN) -> World:
    """Return a world with a walk, a run and a walk that asks."""
    return with_program(
        _segment(Gait.WALK, 60, WALK),
        _segment(Gait.RUN, length, speed),
        _segment(Gait.WALK, 120, WALK, asks=True),
    )


def walking_into_a_run(length: float = 60, speed: int = RUN) -> World:
    """Return a world whose run has just begun, with somebody who walks at 120 steps a minute."""
    made = one_run(length, speed)
    made.steps = 120
    return up_to_the_run(made)


def up_to_the_run(made: World) -> World:
    """Let time go by until the run's ramp begins."""
    at_segment(0, made)
    while made.state.progress.index == 0:
        made.run(0.1)
    return made.forget()


def highest(made: World) -> int:
    """Return the highest target that went out."""
    return max(each.speed for _, each in made.heard(SetSpeed))


def test_a_walking_cadence_holds_the_ramp_at_a_jogs_floor() -> None:
    """7.0 km/h and no more, for the whole run; and the walk behind it comes when it should."""
    made = walking_into_a_run(length=60)
    began = made.now
    made.run(10.9)
    assert (made.state.drive.commanded, made.state.gait.held) == (HELD, False)
    made.run(0.2)
    assert made.state.gait.held
    while made.state.progress.index == 1:
        made.run(0.1)
    # Its ramp, the 10 s after which it counts anyway, and the minute that was planned.
    assert seconds(82) <= made.now - began <= seconds(82.5)
    assert highest(made) == HELD
    made.run(6)
    assert not made.state.gait.held
    assert made.speed == WALK


@pytest.mark.parametrize("walk", [430, 530, 690])
def test_a_step_that_would_pass_the_floor_ends_at_it(walk: int) -> None:
    """From 6.8 the next half is 7.0, and not 7.3."""
    made = with_program(_segment(Gait.WALK, 60, walk), _segment(Gait.RUN, 60, RUN))
    made.steps = 120
    up_to_the_run(made).run(30)
    assert made.state.drive.commanded == HELD
    assert made.state.gait.held


@pytest.mark.parametrize("steps", [None, 145, 0], ids=["no sensor", "running", "never counted"])
def test_without_a_walking_cadence_the_ramp_goes_on(steps: int | None) -> None:
    """Running, or nobody knows: at 12 s the run's speed is reached, with no second word."""
    made = one_run()
    made.steps = steps
    up_to_the_run(made).run(12.5)
    assert (highest(made), made.heard(Announce)) == (RUN, [])
    assert not made.state.gait.held


@pytest.mark.parametrize(
    ("after", "again"), [(4, False), (8, True), (20, True)], ids="runs {} s in".format
)
def test_a_ramp_that_was_held_for_long_is_announced_again(after: float, *, again: bool) -> None:
    """Within 2 s of its time it just goes on; later there are ten seconds and 3-2-1 (H6)."""
    made = walking_into_a_run()
    made.run(after)
    made.steps = 150
    made.run(25)
    assert highest(made) == RUN
    told = made.heard(Announce)
    assert bool(told) is again
    if again:
        faster = [when for when, each in made.heard(SetSpeed) if each.speed > HELD]
        assert faster[0] - told[0][0] == seconds(10)
        assert [each.seconds for _, each in told] == [10, 3, 2, 1]


def test_a_sensor_that_falls_silent_holds_nothing() -> None:
    """Three seconds on nobody is seen to walk, and the ramp is announced and goes on."""
    made = walking_into_a_run().run(15)
    made.run((SECOND - made.now % SECOND) / SECOND)
    assert made.state.gait.held
    made.steps = None
    made.forget().run(2.9)
    assert (made.state.gait.held, made.state.gait.label) == (True, Label.WALK)
    made.run(0.2)
    assert (made.state.gait.held, made.state.gait.label) == (False, Label.UNKNOWN)
    made.run(25)
    assert highest(made) == RUN
    assert made.heard(Announce)


def test_who_begins_to_walk_on_a_fast_belt_is_not_slowed() -> None:
    """The hold is on the way up and nowhere else."""
    made = one_run()
    made.steps = 160
    up_to_the_run(made).run(14)
    made.steps = 120
    made.forget().run(30)
    assert made.state.gait.label is Label.WALK
    assert made.heard(SetSpeed) == []
    assert made.state.drive.commanded == RUN


def test_a_run_at_the_floor_is_never_held() -> None:
    """It has no way up to hold; only the question comes early."""
    made = walking_into_a_run(length=60, speed=HELD)
    made.run(30)
    assert not made.state.gait.held
    assert made.state.gait.early


def test_a_run_that_was_held_does_not_wait_for_a_faster_one() -> None:
    """A faster run behind it begins in its time, and is held as well."""
    made = with_program(
        _segment(Gait.WALK, 60, WALK),
        _segment(Gait.RUN, 30, RUN),
        _segment(Gait.RUN, 30, 900),
        _segment(Gait.WALK, 60, WALK),
    )
    made.steps = 120
    up_to_the_run(made).run(8 + 14 + 30 + 4)
    assert made.state.progress.index == 2
    made.run(45)
    assert made.state.progress.index == 3
    assert highest(made) == HELD


def told(before: SessionState, after: SessionState, kind: str) -> list[dict[str, object]]:
    """Return the records of a kind that tell the states apart."""
    return [each for each in narrate(before, after) if each["kind"] == kind]


def test_who_still_walks_after_fifteen_seconds_is_asked_early_and_once() -> None:
    """The reminder is told at 15 s, the question at walking speed instead of 5 s later."""
    made = walking_into_a_run(length=40).run(8.5)
    reached = made.state.gait.jog_since
    assert reached is not None
    made.run((reached - made.now) / SECOND + 14.9)
    before = made.state
    assert before.gait.reminded is None
    made.run(0.2)
    assert told(before, made.state, "reminder") == [{"kind": "reminder", "why": "steps"}]
    before = made.state
    made.run(20)
    assert told(before, made.state, "reminder") == []
    while made.state.asking.question is None:
        made.run(0.1)
    assert made.now - (made.state.progress.count_from or 0) <= seconds(0.1)
    assert not made.state.gait.early


@pytest.mark.parametrize("steps", [150, 140], ids=["runs", "between"])
def test_who_runs_is_asked_as_always(steps: int) -> None:
    """Five seconds behind the moment at which the belt walks."""
    made = one_run()
    made.steps = 160
    up_to_the_run(made).run(8)
    made.steps = steps
    while made.state.asking.question is None:
        made.run(0.1)
    assert made.state.gait.reminded is None
    assert made.now - (made.state.progress.count_from or 0) >= seconds(4.9)


@pytest.mark.parametrize(
    ("steps", "length", "early"),
    [(147, 21, True), (147, 19, False), (148, 40, False), (160, 40, False)],
)
def test_a_drop_below_her_own_cadence_asks_early(steps: int, length: float, *, early: bool) -> None:
    """8 % for 20 s after a minute at 160; the belt is left as it is."""
    made = one_run(length=300)
    made.steps = 160
    up_to_the_run(made).run(12 + 10 + 62)
    made.steps = steps
    made.forget().run(length)
    assert made.state.gait.early is early
    assert made.said == []
    assert made.phase is Phase.RUNNING


def stepped_off(made: World, after: float) -> tuple[Phase, list[str]]:
    """Return the phase after so many seconds without a step, and why the belt was asked for it."""
    made.steps = 0
    made.forget().run(after)
    return made.phase, [each.because for _, each in made.heard(SetSpeed)]


@pytest.mark.parametrize("worn", [True, False], ids=["on a foot", "the treadmill's own"])
@pytest.mark.parametrize(("after", "off"), [(2.9, False), (3.9, False), (4.1, True)])
def test_no_steps_on_a_moving_belt_bring_it_down(after: float, *, worn: bool, off: bool) -> None:
    """Zeros a second apart: the fourth is three seconds behind the first."""
    made = bring(Phase.RUNNING)
    made.worn, made.steps = worn, 160
    made.run(-made.now % SECOND / SECOND + 2)
    phase, because = stepped_off(made, after)
    assert (phase is Phase.STOPPING) is off
    assert set(because) == ({OFF_THE_BELT} if off else set())
    if not off:
        return
    made.until(Phase.ENDED, 60)
    ended = made.state.ended
    assert ended is not None
    assert (ended.outcome, ended.cause, ended.because) == (
        Outcome.STOPPED, Cause.RULE, OFF_THE_BELT,
    )  # fmt: skip
    assert made.heard(StopBelt)[0][0] - made.heard(SetSpeed)[0][0] <= seconds(10)


def test_a_pod_that_never_counted_proves_nothing() -> None:
    """It lies on a shelf, or its wearer stands beside the belt: zeros from the first on."""
    made = bring(Phase.RUNNING)
    made.worn = True
    assert stepped_off(made, 20) == (Phase.RUNNING, [])


def test_steps_beside_the_belt_before_it_began_prove_nothing() -> None:
    """Counted before the start, and since then not once."""
    made = World(steps=0, worn=True).run(1)
    for _ in range(5):
        made.tell(CadenceReported(90, worn=True))
        made.run(1)
    at_segment(0, made.run(10))
    assert made.phase is Phase.RUNNING


def test_who_steps_off_while_a_pause_slows_the_belt_has_paused() -> None:
    """A stop that is under way needs no second reason, and a pause stays one."""
    made = bring(Phase.RUNNING)
    made.steps = 160
    made.run(3)
    made.tell(PausePressed())
    made.deaf, made.steps = True, 0
    made.run(5)
    assert made.state.stop is not None
    assert made.state.stop.resumable
    made.deaf = False
    made.until(Phase.PAUSED, 60)


def test_a_belt_that_begins_anew_asks_for_new_steps() -> None:
    """She ran before the pause and stands beside the belt after it: the pod proves nothing."""
    made = bring(Phase.RUNNING)
    made.worn, made.steps = True, 160
    made.run(3)
    made.steps = 0
    made.tell(PausePressed())
    made.until(Phase.PAUSED, 60).run(5)
    made.tell(ResumePressed())
    made.until(Phase.RUNNING, 60).run(20)
    assert made.phase is Phase.RUNNING


@pytest.mark.parametrize(("zeros", "anew"), [(1, False), (2, True)])
def test_what_was_counted_before_a_stand_proves_nothing(zeros: int, *, anew: bool) -> None:
    """One zero may be false; two are a stand, and what moves behind it begins anew."""
    made = arrived(1)
    counted = replace(made.state.gait, own=Feet(counted=True), worn=Feet(counted=True))
    before = replace(made.state.belt, zero_frames=zeros)
    after = gait_rules.belt_seen(replace(made.state, gait=counted), before, made.now).gait
    assert (after.own.counted, after.worn.counted) == (not anew, not anew)


def test_a_sensor_that_goes_silent_is_no_empty_belt() -> None:
    """Silence is not zero."""
    made = bring(Phase.RUNNING)
    made.steps = 160
    made.run(3)
    made.steps = None
    made.run(20)
    assert made.phase is Phase.RUNNING


@pytest.mark.parametrize(("speed", "off"), [(50, False), (60, True)])
def test_a_belt_that_creeps_is_not_left(speed: int, *, off: bool) -> None:
    """Above 0.5 km/h there is something to fall on."""
    made = World()
    made.state = begin(
        replace(SETUP, speed_range=SpeedRange(CentiKmh(30), CentiKmh(1600), CentiKmh(10)))
    )
    made.run(2)
    at_segment(0, made)
    made.steps = 90
    made.run(3)
    made.deaf = True
    made.speed = speed
    made.steps = 0
    made.run(5)
    assert (made.phase is Phase.STOPPING) is off


@pytest.mark.parametrize("phase", sorted(set(Phase) - DRIVEN, key=str), ids=str)
def test_no_steps_say_nothing_where_the_belt_is_not_driven(phase: Phase) -> None:
    """Before, behind and in a stop the sensor goes about with its owner."""
    made = bring(phase)
    for second in range(6):
        made.now = Nanoseconds(made.now + SECOND)
        made.tell(CadenceReported(90 if second < 2 else 0, worn=True))
    assert OFF_THE_BELT not in {each.because for _, each in made.heard(SetSpeed)}
    assert made.state.stop is None or made.state.stop.because != OFF_THE_BELT


def test_a_false_zero_of_the_belt_hides_nobody() -> None:
    """Merach sends single zeros (Q29): the steps before it still count."""
    made = bring(Phase.RUNNING)
    made.steps = 160
    made.run(3)
    made.steps = 0
    made.run(1)
    made.tell(BeltReported(CentiKmh(0), None))
    made.run(3.6)
    assert made.phase is Phase.STOPPING


def test_no_sensor_is_told_once_when_the_first_run_is_announced() -> None:
    """Not before, and never again; with one there is nothing to tell."""
    made = one_run()
    at_segment(0, made)
    before = made.state
    assert before.gait.sensed is None
    while made.state.gait.sensed is None:
        before = made.state
        made.run(0.1)
    assert told(before, made.state, "no_steps") == [{"kind": "no_steps"}]
    assert made.heard(Announce)[-1][0] == made.now
    late = made.state
    made.run(120)
    assert told(late, made.state, "no_steps") == []
    live = one_run()
    live.steps = 110
    before = live.state
    up_to_the_run(live)
    assert live.state.gait.sensed is True
    assert told(before, live.state, "no_steps") == []


def test_a_pod_that_counts_strides_is_not_taken_for_a_walk() -> None:
    """80 a minute at 7 km/h can be no steps: what was taken for a walk is not known."""
    made = walking_into_a_run()
    made.steps = 51
    made.run(6)
    made.steps = 78
    made.run(5)
    assert made.state.gait.label is Label.UNKNOWN
    made.run(3)
    assert highest(made) == RUN


CADENCES = st.lists(
    st.tuples(st.sampled_from([0, 60, 90, 120, 135, 140, 145, 160, 200, 300]), st.integers(1, 20)),
    max_size=14,
)


@cache
def _before_a_run(steps: int | None) -> World:
    made = one_run(60)
    made.steps = steps
    return up_to_the_run(made)


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(cadences=CADENCES, worn=st.booleans())
def test_no_cadence_makes_a_run_faster_or_sooner(
    cadences: list[tuple[int, int]], *, worn: bool
) -> None:
    """At every moment up to the run's end: not above what a session without a sensor is at."""
    without, made = _before_a_run(None).copy(), _before_a_run(120).copy()
    made.worn = worn
    assert made.now == without.now
    for steps, length in cadences:
        made.steps = steps
        for _ in range(length * 2):
            made.run(0.5)
            without.run(0.5)
            if without.state.progress.index != 1:
                return
            assert made.state.drive.commanded <= without.state.drive.commanded


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(cadences=CADENCES, worn=st.booleans())
def test_at_every_step_a_gait_takes_away_and_never_adds(
    cadences: list[tuple[int, int]], *, worn: bool
) -> None:
    """From the same state, and whatever the time: no higher target than if no gait were known."""
    made = _before_a_run(120).copy()
    made.worn = worn
    for steps, length in cadences:
        made.steps = steps
        for _ in range(length * 2):
            event = BeltReported(CentiKmh(made.speed), None)
            blind = replace(made.state, gait=GaitSeen())
            seen = step(made.state, event, Nanoseconds(made.now + 1)).state
            unseen = step(blind, event, Nanoseconds(made.now + 1)).state
            assert seen.drive.commanded <= unseen.drive.commanded
            made.run(0.5)
            if made.state.asking.question is not None:
                made.tell(NothingToNote())
    assert made.refused == []


def test_steps_on_a_belt_that_stands_prove_nothing() -> None:
    """She walks about before the start: that a sensor counts now says nothing of the belt."""
    made = World().run(2)
    made.tell(CadenceReported(100, worn=False))
    made.tell(CadenceReported(100, worn=True))
    assert (made.state.gait.own.counted, made.state.gait.worn.counted) == (False, False)


@pytest.mark.parametrize(("unit", "steps"), [(Unit.ASSUMED, None), (Unit.STEPS, 60)])
def test_a_count_that_can_only_be_strides_is_no_walk_while_its_unit_is_open(
    unit: Unit, steps: int | None
) -> None:
    """60 a minute at 8 km/h; a unit that is settled stands."""
    made = arrived(1)
    made.tell(CadenceReported(60, worn=False))
    belt = replace(made.state.belt, own=replace(made.state.belt.own, unit=unit))
    assert gait_rules._steps(belt, made.now) == steps


@pytest.mark.parametrize(
    ("index", "speed", "jogs"), [(1, 689, False), (1, 690, True), (1, 800, True), (2, 700, False)]
)
def test_a_jogs_speed_counts_in_a_run_and_from_a_grid_step_below(
    index: int, speed: int, *, jogs: bool
) -> None:
    """Twenty seconds of walking at it are what she is asked about."""
    made = arrived(index)
    made.state = replace(made.state, gait=replace(made.state.gait, jog_since=None))
    made.speed = speed
    made.frame()
    assert made.state.gait.jog_since == (made.now if jogs else None)


def test_a_hold_is_over_at_once() -> None:
    """It is said after a while that a speed-up is held, and without a while that it is not."""
    made = walking_into_a_run().run(15)
    assert made.state.gait.held
    state = replace(made.state, gait=replace(made.state.gait, seen=Seen()))
    assert gait_rules.hold_due(state) == 0


@pytest.mark.parametrize(("speed", "looked"), [(690, None), (700, False)])
def test_a_sensor_is_looked_for_at_a_jogs_speed(speed: int, looked: object) -> None:
    """A brisk walk that is announced is no run."""
    made = with_program(_segment(Gait.WALK, 60, WALK), _segment(Gait.RUN, 60, speed))
    up_to_the_run(made)
    assert made.state.gait.sensed is looked


def test_a_sensor_is_looked_for_once() -> None:
    """Said once: what comes or goes later is told of where it does."""
    made = up_to_the_run(one_run())
    assert made.state.gait.sensed is False
    made.tell(CadenceReported(150, worn=False))
    assert gait_rules.announced(made.state, made.now) is made.state


@pytest.mark.parametrize("manual", [False, True])
def test_an_empty_belt_is_stopped_in_manual_mode_too(*, manual: bool) -> None:
    """Where no target leads down, the stop goes out in the same step."""
    setup = replace(SETUP, control=Control.STOP_ONLY if manual else Control.FULL)
    made = World(setup=setup, state=begin(setup), steps=110).run(2)
    at_segment(0, made).run(12).forget()
    made.steps = 0
    made.run(6)
    assert made.phase is Phase.STOPPING
    assert bool(made.heard(StopBelt)) is manual
