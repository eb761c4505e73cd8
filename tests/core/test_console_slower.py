"""A belt that was made slower at its console: adopted, and no target speeds it up (H22)."""

from __future__ import annotations

import pytest

from controller import guard as gate
from controller.core.commands import Announce, SetSpeed
from controller.core.events import BeltReported, Event, SymptomReported, WalkPressed
from controller.core.state import Phase
from protocols.ftms import encode_target_speed
from protocols.units import CentiKmh
from tests.core.worlds import bring, seconds


@pytest.mark.parametrize("seen", [40, 100, 200, 340])
@pytest.mark.parametrize(
    "event", [SymptomReported("heaviness", 1), WalkPressed(), None], ids=["symptom", "walk", "plan"]
)
def test_a_belt_made_slower_stays_at_that(seen: int, event: Event | None) -> None:
    """She has pressed the console's minus in a run; a symptom, the walk key or nothing follows.

    Up to the next run nothing is announced and no target is above the belt.
    """
    made = bring(Phase.RUNNING).run(6)
    made.deaf = True
    made.speed = seen
    made.tell(BeltReported(CentiKmh(seen), None))
    if event is not None:
        made.tell(event)
    made.forget().run(60)
    assert made.state.progress.index == 2
    assert made.heard(Announce) == []
    assert all(command.speed <= seen for _, command in made.heard(SetSpeed))
    assert made.state.drive.commanded <= max(seen, made.setup.speed_range.minimum)
    assert made.refused == []
    assert not made.state.obeys.found_slower


def test_what_was_found_slower_is_noted_with_its_moment() -> None:
    """The ramp came down to it: three frames in a row, and it is what somebody has set."""
    made = bring(Phase.RUNNING).run(6)
    made.deaf = True
    made.speed = 340
    made.frame()
    made.tell(WalkPressed())
    for _ in range(200):
        if made.state.obeys.change is not None:
            break
        made.run(0.1)
    change = made.state.obeys.change
    assert change is not None
    assert (change.speed, change.higher) == (340, False)
    assert made.now - seconds(0.1) < change.at <= made.now


def test_the_guard_refuses_a_slower_target_that_is_faster_than_the_belt() -> None:
    """Not above what was asked for last, and yet above the belt: no step down."""
    made = bring(Phase.RUNNING)
    guard = gate.see(made.guard, CentiKmh(200), made.now)
    _, verdict = gate.judge(guard, encode_target_speed(CentiKmh(500)), made.now)
    assert verdict == (False, "faster than the belt, and no step up")
