"""What a clinician accepted is the baseline that worse is measured from, behind every door."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Final

import pytest

from controller.cli.main import parse
from controller.cli.session.admit import NotAdmitted, admit
from controller.cli.session.planned import Planned, planned
from controller.coach.history import Birth, BirthKind, ClearanceKind
from controller.coach.progress.rules import decide
from controller.coach.readiness.gates import State
from controller.coach.readiness.judge import readiness
from plans.shelf import find_plan, open_policy
from tests.coach.ready import CHECKS, ready
from tests.coach.stories import LADDER, day, done, fact, history, note, seen, walked

PLAN: Final = find_plan(LADDER)
POLICY: Final = open_policy(PLAN.policy)
PELVIC: Final = ClearanceKind.PELVIC
REFERS: Final = {"leak_urine": 3, "leak_bowel": 2, "heaviness": 3}
"""From here on a symptom refers, whatever was accepted."""
CASES: Final = tuple(product(REFERS, range(3), range(1, 4)))
"""A symptom, up to which strength it was accepted, and as what it was told."""


def asked(level: int) -> tuple[Planned, int]:
    """Return a session of the plan, as a command line asks for it."""
    args = parse(["run", LADDER, "--level", str(level)])
    return planned(args), level


@pytest.mark.parametrize(("symptom", "accepted", "told"), CASES)
def test_worse_is_what_is_more_than_was_accepted(symptom: str, accepted: int, told: int) -> None:
    """At the walking test, in what comes next, and at the door."""
    others = tuple((each, 3) for each in REFERS if each != symptom)
    yes = seen(-9, PELVIC, accepted=((symptom, accepted), *others))
    facts = fact(*ready(day(-9), born=day(-9) - timedelta(weeks=14)))
    as_accepted = told <= accepted and told < REFERS[symptom]

    found = history(fact(*facts.facts), yes, walked(0, note(symptom, told)))
    gate = next(each for each in readiness(found, CHECKS, day(1)).gates if each.id == "walk")
    assert (gate.state is State.YES) is (told <= accepted)

    ran = history(facts, yes, done(-2, 5), done(0, 5, note(symptom, told)))
    decided = decide(ran, PLAN, POLICY, day(3))
    expected = "N11" if as_accepted else "N2" if told >= REFERS[symptom] else "N7"
    assert decided.rule == expected

    try:
        admit(ran, CHECKS, *asked(6), day(3))
    except NotAdmitted:
        assert not as_accepted
    else:
        assert as_accepted


def test_not_sure_where_is_nothing_that_was_accepted() -> None:
    """As in the session itself, where it ended the runs: it is judged as heaviness, and is none."""
    yes = seen(-9, PELVIC, accepted=(("heaviness", 2),))
    for beyond, rule in ((False, "N11"), (True, "N7")):
        told = note("heaviness", 1)._replace(beyond=beyond)
        ran = history(fact(*ready(day(-9))), yes, done(-2, 5), done(0, 5, told))
        assert decide(ran, PLAN, POLICY, day(3)).rule == rule


def test_a_baseline_ends_with_the_next_birth() -> None:
    """As every word of a clinician does: it was about another body."""
    yes = seen(-9, PELVIC, accepted=(("leak_urine", 1),))
    born = fact(Birth(done(-4, 1).sessions[0].at, day(-5), BirthKind.VAGINAL))
    leaking = done(0, 1, note("leak_urine", 1))
    assert decide(history(yes, leaking), PLAN, POLICY, day(2)).rule != "N2"
    assert decide(history(yes, born, leaking), PLAN, POLICY, day(2)).rule == "N2"
