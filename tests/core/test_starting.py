"""From a start key to a moving belt, function by function: what stands against it, and each edge.

That nothing starts a belt but a key and its countdown is in `test_product` and `test_machine`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from controller.core import starting
from controller.core.belt import BeltSeen
from controller.core.commands import Command, StartBelt, StopBelt
from controller.core.known import MachineKnown
from controller.core.state import (
    Cause,
    Contact,
    Control,
    Outcome,
    Phase,
    SessionState,
    Setup,
    WalkOut,
    begin,
)
from controller.core.targets import Drive, Eased, Notice, Obeys
from controller.core.timeline import Gait, Role
from protocols.units import SECOND, CentiKmh, Nanoseconds
from tests.core.worlds import CAP, RUN, SETUP, bring, seconds

HAND: Final = replace(SETUP, control=Control.STOP_ONLY)
NONE: Final = replace(SETUP, control=Control.NONE)
NEW: Final = replace(SETUP, drill=True)
NOW: Final = seconds(900)
NOT_STARTED: Final = (
    "the treadmill did not start the belt; "
    "with --manual you press its keys yourself, as Reprise says them"
)
EASED: Final = Eased(walk=CentiKmh(50), run=CentiKmh(20), by="the runner")


def brought(phase: Phase) -> SessionState:
    """Return the state of a session that has just come into a phase by real events."""
    return bring(phase).state


def standing(phase: Phase, now: Nanoseconds = NOW) -> SessionState:
    """Return the state of a phase whose belt was just now seen to stand."""
    belt = BeltSeen(speed=CentiKmh(0), at=now, zero_frames=2, zero_since=Nanoseconds(0))
    return replace(brought(phase), belt=belt)


def walking_out(state: SessionState, stop_at: Nanoseconds | None) -> SessionState:
    """Return it with the running over, and perhaps a referral to come."""
    return replace(state, course=replace(state.course, walk_out=WalkOut("a rule", stop_at)))


READY: Final = standing(Phase.STILL)
LATE: Final = replace(READY.belt, at=Nanoseconds(NOW - 3 * SECOND))
MOVES: Final = replace(READY.belt, speed=CentiKmh(1))
AGAINST: Final[list[tuple[SessionState, str | None]]] = [
    (READY, None),
    (walking_out(READY, None), None),
    (replace(READY, contact=Contact(link=False)), "the treadmill cannot be reached"),
    (replace(READY, contact=Contact(operator=False)), "nobody is at the keys"),
    (
        walking_out(READY, seconds(1)),
        "what you noted ends the session: please see a clinician",
    ),
    (replace(READY, contact=Contact(keys=False)), "keys do not reach Reprise"),
    (
        replace(READY, contact=Contact(battery=False)),
        "the computer's battery is below 10 %; plug it in",
    ),
    (replace(READY, belt=LATE), "the treadmill says nothing at the moment"),
    (replace(READY, belt=BeltSeen()), "the treadmill says nothing at the moment"),
    (replace(READY, belt=MOVES), "the belt has not been seen to stand for long enough"),
]


@pytest.mark.parametrize(("state", "why"), AGAINST)
def test_what_stands_against_a_start(state: SessionState, why: str | None) -> None:
    """In the words that the screen shows; where nothing does, the ten seconds begin."""
    assert starting.why_not(state, NOW) == why
    assert starting.may_start(state, NOW) is (why is None)
    after = starting.count_down(state, NOW)
    if why is None:
        assert (after.phase, after.since) == (Phase.COUNTDOWN, NOW)
        assert starting.countdown_due(after) == NOW + 10 * SECOND
    else:
        assert after is state


@pytest.mark.parametrize("paused_at", [None, seconds(0), seconds(800)])
def test_a_start_is_called_off_to_where_it_was_asked_for(paused_at: Nanoseconds | None) -> None:
    """A pause stays one, whenever it began."""
    state = brought(Phase.COUNTDOWN)
    state = replace(state, course=replace(state.course, paused_at=paused_at))
    after = starting.call_off(state, NOW)
    leads = Phase.STILL if paused_at is None else Phase.PAUSED
    assert (after.phase, after.since) == (leads, NOW)


@pytest.mark.parametrize(("late", "goes"), [(0, True), (2 * SECOND, True), (2 * SECOND + 1, False)])
@pytest.mark.parametrize("reached", [True, False])
def test_the_one_start_goes_out_in_time_or_not_at_all(
    late: int, *, goes: bool, reached: bool
) -> None:
    """Two seconds late is late; what the speed was eased by is kept, and nothing else is."""
    now = Nanoseconds(brought(Phase.COUNTDOWN).since + 10 * SECOND + late)
    state = replace(standing(Phase.COUNTDOWN, now), contact=Contact(link=reached))
    state = replace(
        state,
        course=replace(state.course, moved=True),
        drive=Drive(commanded=RUN, confirmed=True, hurried=True, eased=EASED),
    )
    out = list[Command]()
    after = starting.start(state, now, out)
    if not goes or not reached:
        assert (after.phase, after.since, out) == (Phase.STILL, now, [])
        return
    assert out == [StartBelt("the runner pressed start")]
    assert (after.phase, after.since) == (Phase.STARTING, now)
    assert after.course == replace(state.course, started_at=now, moved=False)
    assert after.drive == Drive(eased=EASED)


def test_a_start_out_of_a_pause_goes_on_with_a_walk() -> None:
    """Two minutes, or the warm-up after more than ten minutes of pause."""
    for pause, walk in ((600, 120), (601, 180)):
        state = standing(Phase.COUNTDOWN)
        course = replace(state.course, paused_at=Nanoseconds(NOW - pause * SECOND))
        progress = replace(state.progress, index=1)
        state = replace(state, since=NOW, course=course, progress=progress)
        after = starting.start(state, NOW, [])
        detour = after.progress.detour
        assert detour is not None
        assert (detour.gait, detour.role) == (Gait.WALK, Role.GOING_ON)
        assert detour.duration == walk * SECOND


@pytest.mark.parametrize(
    ("setup", "longest", "because", "cause"),
    [
        (SETUP, 15, NOT_STARTED, Cause.FAULT),
        (HAND, 60, "nobody started the belt", Cause.RUNNER),
        (NONE, 60, "nobody started the belt", Cause.RUNNER),
    ],
)
def test_a_belt_that_does_not_start(setup: Setup, longest: int, because: str, cause: Cause) -> None:
    """It is asked to stop, in case it comes late; the runner's own hand is nobody's fault."""
    state = replace(brought(Phase.STARTING), setup=setup)
    assert starting.no_motion_due(state) == state.since + longest * SECOND
    out = list[Command]()
    after = starting.did_not_start(state, NOW, out)
    assert out == [StopBelt(because, final=True)]
    assert after.stop is not None
    assert (after.phase, after.since, after.stop.asked_at) == (Phase.STOPPING, NOW, NOW)
    assert (after.stop.because, after.stop.cause) == (because, cause)
    assert (after.stop.outcome, after.stop.resumable) == (Outcome.STOPPED, False)


def moving(phase: Phase, speed: int, setup: Setup = SETUP) -> SessionState:
    """Return the state of a phase whose belt is seen to move."""
    state = replace(brought(phase), setup=setup)
    belt = replace(state.belt, speed=CentiKmh(speed), at=NOW)
    return replace(state, belt=belt, drive=Drive(eased=EASED, hurried=True))


@pytest.mark.parametrize("walks", [False, True])
@pytest.mark.parametrize("drill", [False, True])
@pytest.mark.parametrize(
    ("speed", "commanded", "ramp"),
    [
        (1, 100, 14),
        (89, 100, 14),
        (90, 100, 14),
        (105, 100, 14),
        (300, 300, 6),
        (450, 450, 0),
        (1000, 1000, 11),
    ],
)
def test_the_first_motion_is_taken_over(
    speed: int, commanded: int, ramp: int, *, drill: bool, walks: bool
) -> None:
    """At the speed that was seen, on the grid; three seconds are counted before it goes faster."""
    known = MachineKnown(shown=seconds(4))
    state = moving(Phase.STARTING, speed, replace(SETUP, drill=drill, known=known))
    left = Notice(NOW, 1, NOW, RUN)  # of before a pause
    course = replace(state.course, notice=left)
    state = replace(state, obeys=Obeys(frames=3, found_slower=True), course=course)
    if walks:
        state = walking_out(state, None)
    out = list[Command]()
    after = starting.first_motion(state, NOW, out)
    assert out == []
    assert (after.phase, after.since) == (Phase.WALKING_OUT if walks else Phase.RUNNING, NOW)
    goes_up = commanded < 450 and not drill  # a walk of 5.0 km/h, eased by half a one
    notice = Notice(
        due=Nanoseconds(NOW + 3 * SECOND),
        said=4,
        lapses_at=Nanoseconds(NOW + 5 * SECOND),
        speed=CentiKmh(450),
    )
    assert after.course == replace(state.course, moved=True, notice=notice if goes_up else None)
    assert not goes_up or repr(after.course.notice) == repr(notice)  # 4, and not 4.0
    # One that is more than a grid step short of the lowest speed is not there yet.
    confirmed = speed >= 90
    assert after.drive == Drive(commanded=CentiKmh(commanded), confirmed=confirmed, eased=EASED)
    assert after.obeys == Obeys(judged_from=Nanoseconds(NOW + 8 * SECOND))
    # It counts at the latest ten seconds after the ramp to 4.5 km/h, up by a quarter of a kilometre
    # an hour each second and down by half of one.
    assert after.progress.count_anyway_at - NOW == (3 + ramp + 10) * SECOND


@pytest.mark.parametrize("speed", [None, CentiKmh(0)])
def test_no_motion_is_none(speed: CentiKmh | None) -> None:
    """What is not heard, and zero, take nothing over."""
    state = brought(Phase.STARTING)
    state = replace(state, belt=replace(state.belt, speed=speed))
    assert starting.first_motion(state, NOW, []) is state


@pytest.mark.parametrize(
    ("setup", "speed", "stops"), [(SETUP, CAP, False), (SETUP, CAP + 1, True), (HAND, 1200, False)]
)
def test_a_belt_that_starts_too_fast_is_stopped(setup: Setup, speed: int, *, stops: bool) -> None:
    """Faster than the lowest ceiling, which is named; a hand is told instead."""
    out = list[Command]()
    after = starting.first_motion(moving(Phase.STARTING, speed, setup), NOW, out)
    assert after.since == NOW
    if not stops:
        assert (after.phase, out) == (Phase.RUNNING, [])
        return
    because = "the belt started faster than allowed (the highest speed set for this runner)"
    assert out == [StopBelt(because, final=True)]
    assert after.stop is not None
    assert (after.stop.cause, after.stop.because) == (Cause.FAULT, because)
    assert (after.phase, after.stop.asked_at) == (Phase.STOPPING, NOW)


@pytest.mark.parametrize("phase", [Phase.COUNTDOWN, Phase.PAUSED])
@pytest.mark.parametrize(("setup", "hers"), [(SETUP, False), (HAND, True), (NONE, True)])
@pytest.mark.parametrize("keys", [True, False])
def test_a_hand_may_start_the_belt_before_it_is_told_to(
    phase: Phase, setup: Setup, *, hers: bool, keys: bool
) -> None:
    """In manual mode, where nothing stands against it; a pause goes on with its walk."""
    state = replace(moving(phase, 300, setup), contact=Contact(keys=keys))
    out = list[Command]()
    after = starting.begun_by_hand(state, NOW, out)
    assert out == []
    if not hers or not keys:
        assert after is None
        return
    assert after is not None
    assert (after.phase, after.since, after.drive.commanded) == (Phase.RUNNING, NOW, 300)
    assert (after.course.started_at, after.course.moved) == (NOW, True)
    assert after.course.paused_at is None
    detour = after.progress.detour
    assert (detour is not None) is (phase is Phase.PAUSED)


def test_when_the_stop_of_a_new_treadmill_is_tried() -> None:
    """Five seconds after the first motion, once; a pause by a rule, which her key ends."""
    state = replace(brought(Phase.RUNNING), setup=NEW)
    assert starting.drill_due(state) == state.since + 5 * SECOND
    assert starting.drill_due(brought(Phase.RUNNING)) is None
    seen = replace(state, course=replace(state.course, stop_seen=True))
    assert starting.drill_due(seen) is None
    out = list[Command]()
    after = starting.try_stop(state, NOW, out)
    assert out == [StopBelt("a trial of the stop", final=False)]
    assert after.stop is not None
    assert (after.stop.because, after.stop.cause) == ("a trial of the stop", Cause.RULE)
    assert (after.stop.resumable, after.stop.asked_at) == (True, NOW)
    assert (after.phase, after.since) == (Phase.STOPPING, NOW)


def test_when_a_pause_is_too_long() -> None:
    """Half an hour from when it was asked for, and it is the runner's own doing."""
    state = brought(Phase.PAUSED)
    assert starting.pause_limit_due(begin(SETUP)) is None
    state = replace(state, course=replace(state.course, paused_at=seconds(7)))
    assert starting.pause_limit_due(state) == seconds(7 + 1800)
    out = list[Command]()
    after = starting.pause_too_long(state, NOW, out)
    assert out == [StopBelt("paused for 30 minutes", final=True)]
    assert after.stop is not None
    assert (after.stop.because, after.stop.cause) == ("paused for 30 minutes", Cause.RUNNER)
    assert (after.phase, after.since, after.stop.asked_at) == (Phase.STOPPING, NOW, NOW)
