"""The state's own few words: where it begins, where it may go, and what its parts say of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from controller.core.ceilings import Ceiling
from controller.core.policy import Again
from controller.core.questions import Ask, Asking, Pending, Question, Watched
from controller.core.state import (
    TRANSITIONS,
    Control,
    Phase,
    Progress,
    StopPlan,
    begin,
    enter,
    segment,
)
from controller.core.timeline import Gait, Role, Segment
from protocols.units import CentiKmh, Nanoseconds, SpeedRange
from tests.core.worlds import CAP, SETUP, bring, seconds


def test_a_session_begins_still_and_under_both_ceilings() -> None:
    """The treadmill's, and the runner's where it is lower; each says whose it is."""
    state = begin(SETUP)
    assert (state.phase, state.since, state.setup) == (Phase.STILL, 0, SETUP)
    machine = Ceiling(CentiKmh(1600), "the treadmill's highest speed")
    assert state.ceilings.history == (
        *(machine, Ceiling(CAP, "the highest speed set for this runner")),
    )
    slow = replace(SETUP, cap=CentiKmh(1600))
    assert begin(slow).ceilings.history == (machine,)


@pytest.mark.parametrize("before", Phase, ids=lambda phase: phase.value)
@pytest.mark.parametrize("after", Phase, ids=lambda phase: phase.value)
def test_a_phase_changes_only_along_the_table(before: Phase, after: Phase) -> None:
    """Any other change is our bug, and says which."""
    state = replace(begin(SETUP), phase=before)
    if after in TRANSITIONS[before]:
        assert enter(state, after, seconds(9)) == replace(state, phase=after, since=seconds(9))
        return
    with pytest.raises(ValueError, match=f"^no way from {before.value} to {after.value}$"):
        enter(state, after, seconds(9))


def test_where_in_the_timeline_a_session_is() -> None:
    """In a detour, in a segment, or behind the last one."""
    state, segments = begin(SETUP), SETUP.program.segments
    walk = Segment(Gait.WALK, Role.GOING_ON, seconds(9), CentiKmh(400), asks=True)
    last = len(segments) - 1
    for progress, where in (
        (Progress(), segments[0]),
        (Progress(last), segments[last]),
        (Progress(last + 1), None),
        (Progress(last + 2), None),
        (Progress(1, detour=walk), walk),
        (Progress(last + 1, detour=walk), walk),
    ):
        assert segment(replace(state, progress=progress)) is where


@pytest.mark.parametrize(
    ("control", "manual", "tolerance"),
    [(Control.FULL, False, 10), (Control.STOP_ONLY, True, 30), (Control.NONE, True, 30)],
)
@pytest.mark.parametrize("step", [1, 9, 10, 16, 30, 31, 50])
def test_how_near_a_speed_must_be(
    control: Control, step: int, tolerance: int, *, manual: bool
) -> None:
    """A step of the machine's grid, and never less than 0.1 km/h; a hand's, never less than 0.3."""
    grid = SpeedRange(CentiKmh(100), CentiKmh(1600), CentiKmh(step))
    setup = replace(SETUP, control=control, speed_range=grid)
    assert setup.manual is manual
    assert setup.tolerance == max(step, tolerance)


@pytest.mark.parametrize(
    ("rung", "ramp_until", "waits"),
    [(0, None, True), (0, seconds(0), False), (1, None, False), (1, seconds(9), False)],
)
def test_which_stop_waits_for_the_link(
    rung: int, ramp_until: Nanoseconds | None, *, waits: bool
) -> None:
    """One of which nothing was sent, and that leads no belt down."""
    plan = bring(Phase.STOPPING).state.stop
    assert isinstance(plan, StopPlan)
    assert replace(plan, rung=rung, ramp_until=ramp_until).waits is waits


def test_when_nothing_is_open_between_the_questions_and_the_runner() -> None:
    """A question, an answer that may be taken back, and the key that says there is something."""
    question = Question(Ask.ANYTHING, seconds(1), seconds(1))
    assert Asking().idle
    assert not Asking(question=question).idle
    assert not Asking(pending=Pending(question, seconds(2))).idle
    assert not Asking(wants_to_tell=True).idle


def test_when_a_run_waits_for_something_to_be_gone() -> None:
    """Where one of the symptoms that are watched leads to runs again, and not else."""
    said = None
    watched = Watched(said, seconds(1))  # type: ignore[arg-type]  # what was said is not looked at
    again = replace(watched, again=Again())
    assert not Asking().awaits
    assert not Asking(watched=(watched,)).awaits
    assert Asking(watched=(watched, again)).awaits


def test_how_many_runs_a_program_has() -> None:
    """The world's own has two."""
    assert SETUP.program.runs == 2
    walks = tuple(each for each in SETUP.program.segments if each.gait is Gait.WALK)
    assert replace(SETUP.program, segments=walks).runs == 0
