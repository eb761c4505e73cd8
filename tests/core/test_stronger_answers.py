"""A stronger answer never leaves more, longer or faster running than a milder one.

The order of the actions alone does not say so: a walk is stronger than a slower run, and yet the
runs behind it are the faster ones, if they have the plan's speed. So sessions are gone through.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

import pytest

from controller.core.events import SymptomReported
from controller.core.policy import Entry, Policy
from controller.core.state import DRIVEN, segment
from controller.core.timeline import Gait, Program, Role, Segment
from plans.shelf import policy_names
from protocols.units import CentiKmh
from tests.core.worlds import JOG, SETUP, WALK, World, arrived, policy_of, seconds, well

SPEEDS: Final = (
    pytest.param(700, marks=pytest.mark.long),
    pytest.param(750, marks=pytest.mark.long),
    pytest.param(800, marks=pytest.mark.long),
    900,
    pytest.param(1000, marks=pytest.mark.long),
)
"""Of the jogs: the slowest that there is, that of the bundled plans, and up to the cap."""
SECOND_RUN: Final = 3
"""Its place in the plan below."""


class Ran(NamedTuple):
    """What was run of one interval: the fastest that the belt was, and the seconds at a jog."""

    speed: int
    long: int


NOTHING: Final = Ran(0, 0)


def plan_at(speed: int) -> Program:
    """Return a warm-up, four short runs with walks between, and a cool-down."""
    bout = (
        Segment(Gait.RUN, Role.WORK, seconds(30), CentiKmh(speed), asks=False),
        Segment(Gait.WALK, Role.WORK, seconds(10), WALK, asks=True),
    )
    warm_up = Segment(Gait.WALK, Role.WARM_UP, seconds(10), WALK, asks=False)
    return Program((warm_up, *bout * 4), WALK)


def later_runs(policy: Policy, speed: int, symptom: str, value: int) -> dict[int, Ran]:
    """Return what is run behind a symptom of the second run that is gone when she is asked."""
    made = arrived(SECOND_RUN, replace(SETUP, policy=policy, program=plan_at(speed)))
    made.run(20).tell(SymptomReported(symptom, value))
    ran: dict[int, Ran] = {}
    until = made.now + seconds(600)
    while made.phase in DRIVEN and made.now < until:
        well(made).run(1)
        _note(made, ran)
    return ran


def _note(made: World, ran: dict[int, Ran]) -> None:
    interval, at = segment(made.state), made.state.progress.index
    if interval is None or interval.gait is not Gait.RUN or at == SECOND_RUN or made.speed < JOG:
        return
    before = ran.get(at, NOTHING)
    ran[at] = Ran(max(before.speed, made.speed), before.long + 1)


def judged() -> list[tuple[Policy, Entry]]:
    """Return each symptom of each policy; once, where policies do the same for it."""
    found = {
        (entry, policy.during): (policy, entry)
        for policy in map(policy_of, policy_names())
        for entry in policy.entries
    }
    return list(found.values())


@pytest.mark.long
@pytest.mark.parametrize("speed", SPEEDS)
def test_what_is_run_behind_a_stronger_answer_is_nowhere_more(speed: int) -> None:
    """Each row of each symptom, beside the next one: no more runs, none longer and none faster."""
    wrong = []
    for policy, entry in judged():
        symptom = entry.symptom.id
        runs = [
            (value, later_runs(policy, speed, symptom, value))
            for row in entry.rows
            for value in sorted({row.lowest, row.highest})
        ]
        for (milder, before), (stronger, behind) in pairwise(runs):
            for at, more in behind.items():
                less = before.get(at, NOTHING)
                if more.speed > less.speed or more.long > less.long:
                    told = f"{policy.id}, {symptom}, {stronger}: {more}, but {milder}: {less}"
                    wrong.append(told)
    assert not wrong, "\n".join(wrong)


def test_the_sessions_have_later_runs() -> None:
    """And one whose symptom is only noted is run as planned, or nothing would be compared."""
    ran = later_runs(policy_of("cautious"), 750, "knee", 1)
    assert [(at, each.speed) for at, each in ran.items()] == [(5, 750), (7, 750)]
    assert all(each.long >= 30 for each in ran.values())
