"""The rehearsed curve of a session, held against the session itself on a simulated treadmill."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from controller.cli.machines.ramps import find_ramps, ramps_of
from controller.core.timeline import Gait, Program, Role, Segment
from controller.records.learnt import NOTHING_LEARNT, Learnt, Measured, known_of
from plans.plan.compile import compile_session
from plans.preview.timeline import Timeline, rehearse
from plans.shelf import find_plan, find_policy
from protocols.units import MILLISECOND, SECOND, CentiKmh, Nanoseconds
from simulators.profiles import find_machine
from simulators.sitting.result import Result
from simulators.sitting.simulation import simulate
from simulators.treadmill.belt import FINE, arrives_at, pieces
from simulators.treadmill.machine import MachineProfile

POLICY: Final = find_policy("cautious")
WALK: Final = CentiKmh(500)


def true_curve(result: Result) -> Timeline:
    """Return what the simulated belt really did, from its first motion until it stood."""
    moves = next(each.begins for each in result.belts if each.target)
    ends = [*(each.since for each in result.belts[1:]), arrives_at(result.belts[-1])]
    t, v = [], []
    for belt, end in zip(result.belts, ends, strict=True):
        at = belt.since
        for piece in pieces(belt, end):
            if at + piece.duration >= moves:
                t += [at, at + piece.duration]
                v += [piece.first, piece.last]
            at = Nanoseconds(at + piece.duration)
    seconds = np.array([max(0, each - moves) / SECOND for each in t])
    speeds = np.array([each / FINE / 100 for each in v])
    return Timeline(seconds, speeds, np.zeros(len(t), dtype=np.int64), (), "")


def unworn(machine: MachineProfile) -> MachineProfile:
    """Return a treadmill without a sensor, which would hold a run until steps are those of one."""
    return replace(machine, radio=replace(machine.radio, cadence_sensor=False))


def agree(program: Program, machine: MachineProfile, learnt: Learnt = NOTHING_LEARNT) -> Timeline:
    """Hold the rehearsal against the session: 2 s of it all and of the running, 1 % of metres."""
    ramps = ramps_of(machine)._replace(known=known_of(learnt))
    rehearsed = rehearse(program, POLICY, ramps)
    result = simulate(program, POLICY, machine, learnt=learnt)
    assert (result.summary.outcome, rehearsed.unfinished) == ("completed", "")
    true = true_curve(result)
    assert rehearsed.seconds == pytest.approx(true.seconds, abs=2)
    assert rehearsed.seconds_at() == pytest.approx(true.seconds_at(), abs=2)
    assert rehearsed.metres == pytest.approx(true.metres, rel=0.01)
    assert len(rehearsed.asked) == sum(
        each["kind"] == "question" and each["state"] == "open" and each.get("step") != "where"
        for each in result.records
    )
    return rehearsed


@pytest.mark.long
@pytest.mark.parametrize("level", [1, 12, 25])
@pytest.mark.parametrize("machine", ["generic", "horizon-omega-z", "reports-target"])
def test_a_level_takes_as_long_as_it_really_does(machine: str, level: int) -> None:
    """Levels of the bundled ladder on three treadmills, ramps, lags and odd reports included."""
    agree(compile_session(find_plan("postpartum-ladder"), level), unworn(find_machine(machine)))


@pytest.mark.long
def test_a_lag_that_was_learnt_lengthens_no_run() -> None:
    """A belt that is known to follow late is asked down early, in the rehearsal as in life."""
    late = unworn(find_machine("generic"))
    late = replace(late, motion=replace(late.motion, obeys_after=Nanoseconds(4 * SECOND)))
    four = Measured(4 * SECOND, 4 * SECOND, 4 * SECOND, 1)
    program = compile_session(find_plan("postpartum-ladder"), 3)
    unknown, known = agree(program, late), agree(program, late, Learnt(lag=four))
    assert unknown.seconds_at() - known.seconds_at() == pytest.approx(5 * 4, abs=2)


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Draw a short session: runs between walks, as a plan may have them."""
    bouts = draw(st.lists(st.tuples(st.integers(5, 60), st.integers(20, 90)), max_size=3))
    jog = CentiKmh(draw(st.integers(70, 100)) * 10)
    segments = [_walk(Role.WARM_UP, 60)]
    for run, walk in bouts:
        run_for = Nanoseconds(run * SECOND)
        segments.append(Segment(Gait.RUN, Role.WORK, run_for, jog, asks=False))
        segments.append(_walk(Role.WORK, walk))
    return Program((*segments, _walk(Role.COOL_DOWN, 30)), WALK)


def _walk(role: Role, seconds: int) -> Segment:
    return Segment(Gait.WALK, role, Nanoseconds(seconds * SECOND), WALK, asks=True)


@st.composite
def machines(draw: st.DrawFn) -> MachineProfile:
    """Draw a treadmill: the ordinary one with ramps, a lag, a grid and a period of its own.

    The period is no part of a second: plans are made of whole ones, and which of two things comes
    first that happen at the very same moment is not for a rehearsal to know.
    """
    generic = unworn(find_machine("generic"))
    motion = replace(
        generic.motion,
        acceleration=draw(st.integers(50, 300)),
        deceleration=draw(st.integers(49, 300)),
        obeys_after=Nanoseconds(draw(st.integers(0, 2_000)) * MILLISECOND),
        speeds=generic.motion.speeds._replace(
            increment=CentiKmh(draw(st.sampled_from([10, 20, 50])))
        ),
    )
    period = Nanoseconds(draw(st.sampled_from([270, 470, 930])) * MILLISECOND)
    return replace(generic, motion=motion, telemetry=replace(generic.telemetry, period=period))


@pytest.mark.long
@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(programs(), machines())
def test_any_session_takes_as_long_as_it_really_does(
    program: Program, machine: MachineProfile
) -> None:
    """Whatever the ramps, the lag, the grid and the period, and however short the runs are."""
    agree(program, machine)


STEADY: Final = Timeline(
    t=np.array([0.0, 10.0, 20.0, 40.0, 50.0]),
    v=np.array([0.0, 5.0, 9.0, 9.0, 4.0]),
    segment=np.array([0, 0, 1, 1, 1]),
    asked=(),
    unfinished="",
)


def test_the_numbers_of_a_curve() -> None:
    """Half of each ramp is at 7.0 km/h or faster, the level part is, and one at 9.0 just so."""
    assert STEADY.seconds == 50
    # Areas in km/h times seconds, by hand: 25 + 70 + 180 + 65.
    assert STEADY.metres == pytest.approx(340 / 3.6)
    assert STEADY.seconds_at(CentiKmh(700)) == pytest.approx(5 + 20 + 4)
    assert STEADY.seconds_at(CentiKmh(900)) == pytest.approx(20)
    assert STEADY.seconds_at(CentiKmh(901)) == 0
    assert STEADY.speed_at(np.array([5.0, 45.0])) == pytest.approx([2.5, 6.5])


def test_each_segment_has_its_place_on_the_curve() -> None:
    """They follow each other from the first to the last, and the way to the stop comes behind."""
    program = compile_session(find_plan("postpartum-ladder"), 3)
    timeline = rehearse(program, POLICY, find_ramps("generic").ramps)
    order = timeline.segment
    assert order[0] == 0
    assert np.all(np.diff(order) >= 0)
    assert order[-1] == len(program.segments)
    for index, segment in enumerate(program.segments):
        own = timeline.v[order == index]
        reached = own.max() if segment.gait is Gait.RUN else own[-1]
        assert reached == pytest.approx(segment.speed / 100)


def test_a_belt_that_never_gets_there_is_told() -> None:
    """A treadmill on which the session cannot be done to its end says why."""
    program = compile_session(find_plan("postpartum-ladder"), 1)
    lame = find_ramps("generic").ramps._replace(deceleration=CentiKmh(3))
    timeline = rehearse(program, POLICY, lame)
    assert timeline.unfinished == "the belt does not come to a stop"


@pytest.mark.timeout(20)
def test_a_belt_that_is_hardly_ever_heard_is_not_waited_for() -> None:
    """Without a fresh frame nothing can be started, however long it is tried."""
    program = compile_session(find_plan("postpartum-walk"), 1)
    silent = find_ramps("generic").ramps._replace(period=Nanoseconds(100_000 * SECOND))
    timeline = rehearse(program, POLICY, silent)
    assert timeline.unfinished == "it sends its speed too rarely to be started"
    assert timeline.seconds == 0


@pytest.mark.long
@pytest.mark.timeout(20)
def test_a_belt_that_is_heard_all_the_time_takes_no_longer() -> None:
    """Ten times a second is enough for the curve."""
    program = compile_session(find_plan("postpartum-ladder"), 1)
    ramps = find_ramps("generic").ramps
    heard, often = (
        rehearse(program, POLICY, ramps._replace(period=period))
        for period in (Nanoseconds(SECOND // 10), MILLISECOND)
    )
    assert often.seconds == heard.seconds
    assert often.metres == heard.metres
