"""A plan that was printed reads as the same plan."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from plans.plan.model import Plan
from plans.plan.printer import print_plan
from plans.plan.reader import read_plan
from plans.shelf import find_plan, plan_names
from tests.plans.strategies import plans, unsigned


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(plans())
def test_any_plan_that_was_printed_reads_as_the_same(plan: Plan) -> None:
    """Whatever a plan can say, and however odd its words: reading undoes printing."""
    printed = print_plan(plan)
    assert unsigned(read_plan(printed, "printed.plan.yaml")) == plan
    assert print_plan(read_plan(printed, "printed.plan.yaml")) == printed


@pytest.mark.parametrize("name", plan_names())
def test_a_bundled_plan_that_was_printed_reads_as_the_same(name: str) -> None:
    """And each of its levels that says no more takes one line."""
    plan = find_plan(name)
    printed = print_plan(plan)
    assert unsigned(read_plan(printed, name)) == unsigned(plan)
    assert max(len(line) for line in printed.splitlines()) <= 100
