"""What a session of a fleet takes: the very core and a person, without bytes.

Each sample is processor time for thirty minutes of a session, so that levels can be compared. The
first level has most changes of speed and most questions, the last has the fewest.
"""

from __future__ import annotations

import time
from typing import Final

from controller.core.timeline import Program
from plans.plan.compile import compile_session
from plans.shelf import find_plan, find_policy
from protocols.units import SECOND
from simulators.fleet.lives import live_one
from simulators.fleet.unwired import Unwired
from simulators.people import find_person
from simulators.profiles import find_machine
from tests.bench.figures import US, Row, row
from tests.fleet.made import small_fleet

PLAN: Final = "postpartum-ladder"
GROUP: Final = "thirty minutes of a fleet's session, processor time"
AT_MOST: Final = 20.0
"""Milliseconds: fifty sessions in a second on one core."""
_HALF_HOUR: Final = 1800 * SECOND


def rows(repeats: int) -> list[Row]:
    """Play the levels of a plan, so many times each, and one runner's weeks with the coach."""
    plan = find_plan(PLAN)
    programs = [compile_session(plan, level) for level in plan.levels]
    named = {"the first level": programs[:1], "the last level": programs[-1:]}
    found = [
        row(GROUP, name, US, [_session(each) for _ in range(repeats) for each in levels])
        for name, levels in named.items()
    ]
    whole = [sum(map(_session, programs)) / len(programs) for _ in range(max(1, repeats // 4))]
    found.append(row(GROUP, "all levels, on average", US, whole, bar=AT_MOST))
    found.append(row("a fleet's session with all that the coach does", "", US, [_with_coach()]))
    return found


def _session(program: Program) -> float:
    """Return the milliseconds that half an hour of a session takes."""
    last = 0

    def tell(record: dict[str, object]) -> None:
        nonlocal last
        moment = record["t"]
        assert isinstance(moment, int)
        last = moment

    session = Unwired(
        program,
        find_policy("cautious"),
        find_machine("generic"),
        person=find_person("prompt"),
        tell=tell,
    )
    began = time.process_time()
    session.play()
    return (time.process_time() - began) * 1000 * _HALF_HOUR / last


def _with_coach() -> float:
    """Return the milliseconds for a session of a runner's weeks, with every day between."""
    began = time.process_time()
    outcomes = live_one(0, small_fleet()).outcomes or ()
    return (time.process_time() - began) * 1000 / sum(each.sessions for each in outcomes)
