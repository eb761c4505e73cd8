"""Whatever a machine is like, within what machines are: somebody who is well does her session.

Not one of these machines is odd: each does what it is asked, in its own time. So nothing may be
refused, by anybody, and the plan is done to its end.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.core.timeline import Gait, Program
from protocols.units import MILLISECOND, CentiKmh, Nanoseconds, SpeedRange
from simulators.profiles import find_machine
from simulators.sitting.simulation import simulate
from simulators.treadmill.machine import MachineProfile
from tests.session.bench import POLICY, program

GENERIC: Final = find_machine("generic")


def _ms(least: int, most: int) -> st.SearchStrategy[Nanoseconds]:
    return st.integers(least, most).map(lambda each: Nanoseconds(each * MILLISECOND))


@st.composite
def machines(draw: st.DrawFn) -> MachineProfile:
    """Draw how quick, how fine, how late and how talkative a machine is."""
    increment = draw(st.sampled_from((1, 5, 10, 16, 20, 25, 30, 32, 40, 50)))
    lowest = draw(st.sampled_from((50, 80, 96, 100, 160, 200)))
    motion = replace(
        GENERIC.motion,
        speeds=SpeedRange(CentiKmh(lowest), CentiKmh(1600), CentiKmh(increment)),
        acceleration=draw(st.integers(10, 200)),
        deceleration=draw(st.integers(49, 200)),
        spin_up=draw(_ms(0, 6000)),
        start_delay_to_expect=Nanoseconds(8000 * MILLISECOND),
        obeys_after=draw(_ms(0, 1500)),
    )
    telemetry = replace(
        GENERIC.telemetry,
        period=draw(_ms(200, 1300)),
        reports_target=draw(st.booleans()),
    )
    control_point = replace(
        GENERIC.control_point,
        answers_after=draw(_ms(10, 1900)),
        never_answers=draw(st.sampled_from(((), (), (0x02,)))),
    )
    radio = replace(
        GENERIC.radio, cadence_sensor=draw(st.booleans()), att_round_trip=draw(_ms(10, 400))
    )
    return replace(
        GENERIC, motion=motion, telemetry=telemetry, control_point=control_point, radio=radio
    )


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Draw a short plan: a walk, a run or a quicker walk, a walk, a slower one."""
    walk = draw(st.integers(300, 550))
    quicker = draw(st.sampled_from((Gait.RUN, Gait.WALK)))
    middle = draw(st.integers(700, 950)) if quicker is Gait.RUN else draw(st.integers(walk, 600))
    seconds = draw(st.tuples(st.integers(15, 40), st.integers(15, 60), st.integers(40, 60)))
    return program(
        (Gait.WALK, seconds[0], walk),
        (quicker, seconds[1], middle),
        (Gait.WALK, seconds[2], walk),
        (Gait.WALK, 10, draw(st.integers(250, walk))),
        walk=walk,
    )


@pytest.mark.long
@settings(max_examples=30, derandomize=True)
@given(machine=machines(), planned=programs())
def test_a_session_is_done_on_any_machine_that_does_what_it_is_asked(
    machine: MachineProfile, planned: Program
) -> None:
    """Nothing is refused by the guard, no law is broken, and the plan is done."""
    played = simulate(planned, POLICY, machine)
    assert (played.violations, played.summary.outcome) == ([], "completed")
