"""A tally that grows session by session finds what a look back over all of them finds."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from controller.coach.history import History
from controller.coach.progress.standing import Standing, standing_of
from controller.coach.progress.step import Step
from controller.coach.progress.tally import Tally, easier_moments
from plans.policies.after import AfterWhen
from plans.shelf import find_plan, open_policy
from tests.coach.stories import LADDER, WALK, day
from tests.coach.strategies import histories

if TYPE_CHECKING:
    from plans.policies.reader import PolicyFile

PLANS: Final = {each: find_plan(each) for each in (LADDER, WALK)}
POLICIES: Final = {each: open_policy(each) for each in ("cautious", "standard")}
TWO_WEEKS: Final = timedelta(days=14)


def open_to(standing: Standing, rule: str) -> list[Step]:
    """Return the sessions that no clinician was seen about since."""
    return [each for each in standing.steps if not standing.settled(rule, each.at)]


def pelvic_again(standing: Standing) -> list[datetime | None]:
    """N2: two running, of all or of those with runs; three within two weeks."""
    steps = open_to(standing, "N2")
    found = [
        second.signs.pelvic
        for of in (steps, [each for each in steps if each.runs])
        for first, second in pairwise(of)
        if first.signs.pelvic and second.signs.pelvic
    ]
    felt = [each for each in steps if each.signs.pelvic]
    thirds = zip(felt, felt[2:], strict=False)
    return found + [each.signs.pelvic for first, each in thirds if each.on - first.on < TWO_WEEKS]


def ends_again(standing: Standing) -> list[datetime | None]:
    """N3: the same pain ended two running."""
    steps = open_to(standing, "N3")
    return [
        second.at
        for of in (steps, [each for each in steps if each.runs])
        for first, second in pairwise(of)
        if first.signs.ended_by & second.signs.ended_by
    ]


def easier_again(standing: Standing, policy: PolicyFile) -> list[datetime | None]:
    """N13: twice from one level, or twice to the first."""
    easier = easier_moments(policy.after)
    before: Counter[int] = Counter()
    found: list[datetime | None] = []
    for step in standing.own:
        signs = step.signs
        moments = {
            AfterWhen.STILL_THERE: signs.above,
            AfterWhen.WARM_UP: signs.warm_up,
            AfterWhen.PELVIC_GONE: signs.pelvic,
            AfterWhen.PAIN_GONE: signs.pain,
        }
        if standing.settled("N13", step.at) or not any(moments[each] for each in easier):
            continue
        level = standing.level_of(step)
        before[level] += 1
        if before[level] > 1 or (level <= 2 and before[1] + before[2] > 1):
            found.append(step.at)
    return found


def last(moments: list[datetime | None]) -> datetime | None:
    """Return the latest."""
    return max((each for each in moments if each), default=None)


@pytest.mark.long
@settings(max_examples=80)
@given(histories(most=9), st.sampled_from(sorted(PLANS)), st.sampled_from(sorted(POLICIES)))
def test_a_tally_is_what_a_look_back_finds(known: History, plan: str, by: str) -> None:
    """Of every rule, whatever clinicians said and whenever a birth was."""
    policy = POLICIES[by]
    standing = standing_of(known, PLANS[plan], policy, day(0))
    steps = standing.steps
    found = {
        "warning": last([each.signs.warning for each in steps]),
        "strong": last([each.signs.strong for each in steps]),
        "at_first": last(
            [each.signs.pelvic for each in steps if each.runs and each.occasion.session.level <= 1]
        ),
        "again": last(pelvic_again(standing)),
        "bone": last([each.signs.bone for each in steps]),
        "ends_again": last(ends_again(standing)),
        "easier_again": last(easier_again(standing, policy)),
    }
    for name, moment in found.items():
        event(f"{name}: {moment is not None}")
        assert getattr(standing.tally, name) == moment, name
    assert set(Tally._fields) == {*found, "before"}
