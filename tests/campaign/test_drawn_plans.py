"""What a campaign's sessions are made of: more than one plan, and all that a plan can say."""

from __future__ import annotations

from collections import Counter

import pytest

from controller.core.timeline import Gait, Program
from plans.shelf import find_plan
from simulators.campaign.case import draw, everything, program_of

SEEDS = range(350)
"""As many as ``make test`` plays."""


def told(program: Program) -> set[str]:
    """Return what a program has that one of the ladder has not."""
    walks = [each for each in program.segments if each.gait is Gait.WALK]
    runs = [each for each in program.segments if each.gait is Gait.RUN]
    seen = {
        "a walk that does not ask": not all(each.asks for each in walks),
        "no talk test": not program.talk_test,
        "a note": any(each.note for each in program.segments),
        "a run with a reminder": any(each.duration > program.reminder for each in runs),
    }
    return {what for what, there in seen.items() if there}


@pytest.mark.long
def test_a_few_seeds_hold_all_that_a_plan_can_say() -> None:
    """Ladder and walk most of the time, each other plan often enough, and nothing that is rare."""
    plans: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for seed in SEEDS:
        case = draw(seed, everything())
        assert case.level in find_plan(case.plan).levels
        plans[case.plan] += 1
        said.update(told(program_of(case)))
    assert set(plans) == {
        "postpartum-ladder", "postpartum-walk", "army-6", "mile-ladder-8", "run-walk-ratios",
        "twenty-by-five",
    }  # fmt: skip
    assert [name for name, _ in plans.most_common(2)] == ["postpartum-ladder", "postpartum-walk"]
    assert min(plans.values()) >= 10
    assert len(said) == 4
    assert min(said.values()) >= 15


def test_the_first_and_the_last_walk_of_a_session_ask() -> None:
    """Cut short or not, whatever its plan leaves out in between."""
    for seed in SEEDS:
        program = program_of(draw(seed, everything()))
        walks = [each for each in program.segments if each.gait is Gait.WALK]
        assert walks[0].asks
        assert walks[-1].asks
