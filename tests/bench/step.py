"""What one step of the core takes: the events of a whole session, fed into `step` once more.

The session is the ladder's last level on the simulated treadmill, with every question answered; the
second time nothing but the core runs. Beside it, event by event, what Python needs to make one
changed copy of the same state: no step that changes anything can be cheaper.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Final

import pytest

from controller.core.events import Event
from controller.core.state import SessionState
from controller.core.step import Stepped, step
from controller.session import engine
from plans.plan.compile import compile_session
from plans.shelf import find_plan, find_policy
from protocols.units import Nanoseconds
from simulators.profiles import find_machine
from simulators.sitting.simulation import simulate
from tests.bench.figures import US, Row, row

PLAN: Final = "postpartum-ladder"
LEVEL: Final = 25
GROUP: Final = "one step of a whole session"
AT_MOST: Final = 1000.0
"""Microseconds for the p99: a tenth of what a stop key has until its bytes are written."""

Told = list[tuple[SessionState, Event, Nanoseconds]]


def session() -> Told:
    """Run the session, and return each call of `step` in it."""
    told: Told = []

    def noting(state: SessionState, event: Event, now: Nanoseconds) -> Stepped:
        told.append((state, event, now))
        return step(state, event, now)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "step", noting)
        result = simulate(
            compile_session(find_plan(PLAN), LEVEL),
            find_policy("cautious"),
            find_machine("generic"),
        )
    assert result.violations == []
    return told


def rows(repeats: int) -> list[Row]:
    """Feed the session again, so many times, and take the time of each step."""
    told = session()
    steps: list[float] = []
    copies: list[float] = []
    for _ in range(repeats):
        state = told[0][0]
        for _, event, now in told:
            began = time.perf_counter_ns()
            replace(state, since=now)
            between = time.perf_counter_ns()
            state = step(state, event, now).state
            ended = time.perf_counter_ns()
            copies.append((between - began) / 1000)
            steps.append((ended - between) / 1000)
    name = f"step(), {len(told)} events of level {LEVEL}"
    found = [
        row(GROUP, "one changed copy of the state (the floor)", "Python", copies),
        row(GROUP, name, US, steps, bar=AT_MOST),
    ]
    ratios = [long / short for long, short in zip(steps, copies, strict=True)]
    return [
        *(each._replace(unit="us") for each in found),
        row("the same as ratios, event by event", "step() / one copy", US, ratios)._replace(
            unit="x"
        ),
    ]
