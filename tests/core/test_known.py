"""What was learnt of a machine, in use: it waits longer, and less only where the belt was seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from controller.core.belt import BeltSeen
from controller.core.commands import SetSpeed, StopBelt
from controller.core.events import StopPressed, Unwell
from controller.core.known import UNKNOWN_MACHINE, MachineKnown
from controller.core.numbers import (
    COAST_RATE,
    LEAST_OBEY_RATE,
    LONGEST_GRACE,
    OBEY_GRACE,
    OBEY_RATE,
    STOP_LAG,
)
from controller.core.questions import Ask, Question
from controller.core.state import Outcome, Phase, Setup, begin
from controller.core.stopping import ladder_due, rest_due
from controller.core.timeline import Gait, Program, Role, Segment
from protocols.units import SECOND, CentiKmh, Nanoseconds
from tests.core.worlds import SETUP, WALK, World, at_segment, seconds, started

QUICK = CentiKmh(150)
SLOW = CentiKmh(20)


def world_of(known: MachineKnown, program: Program | None = None) -> World:
    """Return a connected world in which so much is known of the machine."""
    setup: Setup = replace(SETUP, known=known, program=program or SETUP.program)
    return World(setup=setup, state=begin(setup)).run(2)


def test_nothing_known_is_what_it_always_was() -> None:
    """The defaults are the constants."""
    known = UNKNOWN_MACHINE
    assert known.coast_rate == COAST_RATE
    assert known.stop_lag == STOP_LAG
    assert (known.obey_grace, known.obey_rate) == (OBEY_GRACE, OBEY_RATE)


@pytest.mark.parametrize("follows", [True, False])
@pytest.mark.parametrize("rate", [1, 20, 48, 49, 50, 100, 300])
def test_a_quick_stop_counts_only_where_the_belt_was_seen(rate: int, *, follows: bool) -> None:
    """A machine that reports its target is still only after v/a as well (H13)."""
    known = MachineKnown(deceleration=CentiKmh(rate), follows_belt=follows)
    assert known.coast_rate == (rate if follows else min(rate, COAST_RATE))
    assert LEAST_OBEY_RATE <= known.obey_rate <= OBEY_RATE
    assert known.obey_rate < max(rate, LEAST_OBEY_RATE + 1)


@pytest.mark.parametrize(
    ("rate", "expected"), [(1, 10), (12, 10), (14, 11), (20, 16), (49, 39), (50, 40), (300, 40)]
)
def test_a_belt_is_expected_to_follow_at_four_fifths_of_its_rate(rate: int, expected: int) -> None:
    """Never faster than any that was measured, and never so slowly that a deaf one goes unseen."""
    assert MachineKnown(deceleration=CentiKmh(rate)).obey_rate == expected


@pytest.mark.parametrize(
    ("shown", "lag", "grace"),
    [(0, 0.5, 5), (0.4, 0.5, 5), (1.0, 1.0, 5), (4, 4, 8), (7, 7, 14), (20, 20, 15)],
)
def test_a_late_machine_is_given_time(shown: float, lag: float, grace: float) -> None:
    """Never less than without that knowledge, and never without end."""
    known = MachineKnown(shown=seconds(shown))
    assert (known.stop_lag, known.obey_grace) == (seconds(lag), seconds(grace))
    assert known.obey_grace <= LONGEST_GRACE


@pytest.mark.parametrize(
    ("known", "rests_after"),
    [
        (UNKNOWN_MACHINE, 800 / 49),
        (MachineKnown(deceleration=SLOW), 40),
        (MachineKnown(deceleration=QUICK), 800 / 49),
        (MachineKnown(deceleration=QUICK, follows_belt=True), 800 / 150),
    ],
)
def test_still_is_not_before_the_belt_has_run_out(known: MachineKnown, rests_after: float) -> None:
    """From the last frame at 8 km/h, by the deceleration that is believed."""
    belt = BeltSeen().reported(CentiKmh(800), None, seconds(0), known.coast_rate)
    for at in (1, 2):
        belt = belt.reported(CentiKmh(0), None, seconds(at), known.coast_rate)
    for late, stands in ((-0.01, False), (0.01, True)):
        at = seconds(rests_after + late)
        assert belt.reported(CentiKmh(0), None, at, known.coast_rate).still is stands


def test_the_session_asks_its_belt_by_what_is_known() -> None:
    """A target reporter that runs out slowly keeps the session stopping for as long."""
    for known, after in ((UNKNOWN_MACHINE, 800 / 49), (MachineKnown(deceleration=SLOW), 40)):
        made = at_segment(1, started(world_of(known)))
        asked, since = made.now, made.state.belt.at
        made.tell(StopPressed("the stop key"))
        made.speed = made.target = 0
        made.until(Phase.ENDED, 60)
        assert since is not None
        assert 0 <= made.now - since - seconds(after) < SECOND, (known, made.now - asked)


def test_the_ladder_waits_for_a_late_machine() -> None:
    """Its next rung comes after two periods and the lag; the alarm is as early as ever."""
    for known, after in ((UNKNOWN_MACHINE, 1.5), (MachineKnown(shown=seconds(1.2)), 2.2)):
        made = at_segment(1, started(world_of(known)))
        made.deaf = True
        made.tell(StopPressed("the stop key"))
        assert ladder_due(made.state) == made.now + seconds(after)
        late = MachineKnown(shown=seconds(7))
        patient = replace(made.state, setup=replace(made.setup, known=late))
        assert ladder_due(patient) == made.now + seconds(3)


@pytest.mark.parametrize(
    ("known", "after"),
    [
        (UNKNOWN_MACHINE, None),
        (MachineKnown(deceleration=CentiKmh(100), follows_belt=True), 0.5 + 8),
        (MachineKnown(deceleration=CentiKmh(100), lead=seconds(1), follows_belt=True), 1 + 8),
        (MachineKnown(deceleration=SLOW, lead=seconds(1)), 1 + 40),
        (MachineKnown(deceleration=QUICK, lead=seconds(0)), 800 / 49),
    ],
)
def test_the_time_to_still_is_told(known: MachineKnown, after: float | None) -> None:
    """v/a and the lag; never sooner than *still* can be; nothing where nothing was learnt."""
    made = at_segment(1, started(world_of(known)))
    assert rest_due(made.state) is None
    made.tell(StopPressed("the stop key"))
    due = rest_due(made.state)
    assert (due is None) is (after is None)
    if due is not None and after is not None:
        assert abs(due - made.now - seconds(after)) <= SECOND // 2


def test_a_stop_that_is_led_by_targets_takes_as_long_as_these() -> None:
    """0.8 km/h per second down, whatever the belt could do."""
    known = MachineKnown(deceleration=QUICK, lead=seconds(0), follows_belt=True)
    made = at_segment(1, started(world_of(known)))
    made.tell(Unwell())
    due = rest_due(made.state)
    assert due is not None
    assert due - made.now == 10 * SECOND


def _program(*lengths: int, timed_stop: bool = False) -> Program:
    walks = (
        Segment(Gait.WALK, Role.WORK, seconds(length), CentiKmh(speed), asks=False)
        for length, speed in zip(lengths, (500, 400, 500), strict=False)
    )
    return Program(tuple(walks), WALK, timed_stop=timed_stop)


@pytest.mark.parametrize(
    ("lead", "early"), [(None, 0.0), (0.0, 0.0), (0.4, 0.4), (2.0, 2.0), (90.0, 7.5)]
)
def test_a_slower_part_is_asked_for_by_the_lag_early(lead: float | None, early: float) -> None:
    """So that the part before it lasts as long as planned; a quarter of it at the most."""
    known = MachineKnown(lead=None if lead is None else seconds(lead))
    made = at_segment(0, started(world_of(known, _program(30, 30, 30))))
    begins = made.state.progress.count_from
    made.forget().run(35)
    down = next(when for when, told in made.heard(SetSpeed) if told.speed < 500)
    assert begins is not None
    assert down == begins + seconds(30 - early)


@pytest.mark.parametrize("lead", [0.0, 2.0])
def test_a_faster_part_never_comes_before_its_moment(lead: float) -> None:
    """What was announced for a moment is not sent ahead of it, however late the belt follows."""
    made = at_segment(1, started(world_of(MachineKnown(lead=seconds(lead)), _program(30, 30, 30))))
    begins = made.state.progress.count_from
    made.forget().run(40)
    up = next(when for when, told in made.heard(SetSpeed) if told.speed > 400)
    assert begins is not None
    assert up >= begins + seconds(30)


def test_a_run_that_is_led_out_early_counts_whole() -> None:
    """Its belt runs on for the lag: the time that is told is the time that was run."""
    known = MachineKnown(lead=seconds(2))
    made = at_segment(1, started(world_of(known)))
    made.until(Phase.RUNNING).run(29)
    assert made.state.progress.index == 2
    assert made.state.progress.ran == 30 * SECOND


def test_a_run_that_is_cut_where_it_would_be_led_out_counts_no_more_than_was_run() -> None:
    """An open question holds the lead; the stop comes in between, and nothing runs on as asked."""
    made = at_segment(1, started(world_of(MachineKnown(lead=seconds(2)))))
    began = made.state.progress.count_from
    assert began is not None
    question = Question(Ask.ANYTHING, asked_at=made.now, shown_at=made.now)
    made.state = replace(made.state, asking=replace(made.state.asking, question=question))
    made.run((began - made.now) / SECOND + 28.5)
    made.tell(StopPressed("the stop key"))
    assert (made.state.progress.index, made.state.progress.ran) == (1, 28.5 * SECOND)


@pytest.mark.parametrize("late", [None, 0.0, 8.0])
def test_a_run_is_counted_from_where_the_belt_was_seen_to_run(late: float | None) -> None:
    """Its time on the plan begins anyway (Sole F80 follows 7 s late); what was walked is no run."""
    made = at_segment(0, started(world_of(UNKNOWN_MACHINE)))
    while made.state.progress.index == 0:
        made.run(0.1)
    made.deaf = True
    while made.state.progress.count_from is None:
        made.run(0.1)
    began = made.now
    if late is not None:
        made.run(late)
        made.speed = made.target = 700
    made.run(20 - (made.now - began) / SECOND)
    made.tell(StopPressed("the stop key"))
    ran = made.state.progress.ran / SECOND
    assert ran == (0 if late is None else pytest.approx(20 - late, abs=0.6))


def test_a_timed_stop_goes_out_at_the_speed_of_the_last_part() -> None:
    """08 01 at a walk, and no target before it; without it the belt is led down first."""
    for timed in (True, False):
        made = at_segment(1, started(world_of(UNKNOWN_MACHINE, _program(10, 10, timed_stop=timed))))
        made.forget().until(Phase.STOPPING, 30)
        assert bool(made.heard(StopBelt)) is timed
        made.until(Phase.ENDED, 60)
        assert made.state.ended is not None
        assert made.state.ended.outcome is Outcome.COMPLETED
        assert bool(made.heard(SetSpeed)) is not timed


def test_a_machine_that_slows_late_is_not_called_disobedient() -> None:
    """7 s (Sole F80) are waited for, once they are known; a deaf one is found out all the same."""
    known = MachineKnown(shown=seconds(7), deceleration=CentiKmh(100), follows_belt=True)
    for told, stops_after in ((UNKNOWN_MACHINE, 5.0), (known, 14.0)):
        made = at_segment(0, started(world_of(told, _program(30, 60))))
        made.deaf = True
        made.forget().until(Phase.STOPPING, 60)
        (first, _), *_ = made.heard(SetSpeed)
        waited = Nanoseconds(made.now - first)
        assert stops_after <= waited / SECOND < stops_after + 4
