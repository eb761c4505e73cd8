"""A belt that was made slower at its console: no lower target of ours speeds it up (law 6)."""

from __future__ import annotations

import pytest

from controller import guard as gate
from controller.core.commands import Announce, SetSpeed
from controller.core.events import BeltReported, SymptomReported, WalkPressed
from controller.core.state import Phase
from protocols.ftms import encode_target_speed
from protocols.units import CentiKmh
from tests.core.worlds import bring


@pytest.mark.parametrize("seen", [40, 100, 200, 340])
@pytest.mark.parametrize(
    "event", [SymptomReported("heaviness", 1), WalkPressed(), None], ids=["symptom", "walk", "plan"]
)
def test_no_slower_target_is_faster_than_the_belt(seen: int, event: object) -> None:
    """She has pressed the console's minus; a symptom, the walk key or the plan goes to 5 km/h."""
    made = bring(Phase.RUNNING)
    made.deaf = True
    made.speed = seen
    made.tell(BeltReported(CentiKmh(seen), None))
    if event is not None:
        made.tell(event)  # type: ignore[arg-type]  # one of the two above
    made.run(9 if event is not None else 35)
    slowest = made.setup.speed_range.minimum
    assert made.heard(Announce) or made.state.drive.commanded <= max(seen, slowest)
    told = [when for when, _ in made.heard(Announce)]
    for when, command in made.heard(SetSpeed):
        assert command.speed <= seen or any(each <= when for each in told)
    assert made.refused == []


def test_the_guard_refuses_a_slower_target_that_is_faster_than_the_belt() -> None:
    """Not above what was asked for last, and yet above the belt: no step down."""
    made = bring(Phase.RUNNING)
    guard = gate.see(made.guard, CentiKmh(200), made.now)
    _, verdict = gate.judge(guard, encode_target_speed(CentiKmh(500)), made.now)
    assert verdict == (False, "faster than the belt, and no step up")
