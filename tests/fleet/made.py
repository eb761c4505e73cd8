"""What the tests of fleets are made of."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from controller.coach.readiness.judge import WALKING
from plans.readiness.checks import known_checks
from plans.shelf import find_plan, open_policy
from simulators.fleet.lives import Fleet
from simulators.months.live import Rules
from simulators.people import find_person
from simulators.profiles import find_machine

DAYS: Final = 56
"""Until some of them run: the first day is six weeks after the birth, and twelve are asked for."""


@lru_cache(maxsize=1)
def small_fleet() -> Fleet:
    """Return a fleet of two policies that is quick."""
    plan = find_plan("postpartum-ladder")
    rules = tuple(
        Rules(plan, find_plan(WALKING), open_policy(each), known_checks())
        for each in ("cautious", "standard")
    )
    people = tuple(find_person(each) for each in ("candid", "stoic"))
    return Fleet(rules, people, find_machine("generic"), DAYS, seed=5)
