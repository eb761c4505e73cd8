"""The guard and the core's ceilings: a core that went wrong cannot speed the belt up past one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Final

import pytest

from controller.core import drive
from controller.core.events import Event
from controller.core.state import SessionState, begin
from controller.core.step import Stepped, step
from controller.core.timeline import Gait
from protocols.units import Nanoseconds
from simulators.script import parse_script
from tests.session.bench import POLICY, Bench, program, run

TWO_RUNS: Final = program(
    (Gait.WALK, 20, 400), (Gait.RUN, 20, 750), (Gait.WALK, 20, 400), (Gait.RUN, 20, 750),
    (Gait.WALK, 10, 400),
)  # fmt: skip
HEAVINESS: Final = [parse_script("run1+0:05=symptom:heaviness:2", POLICY)]
REFUSED: Final = "faster, and above a ceiling"

Mutant = Callable[[pytest.MonkeyPatch], None]


def _forgets(patch: pytest.MonkeyPatch) -> None:
    """A core that takes its ceilings away when the next part of the plan begins."""

    def forgetful(before: SessionState, event: Event, now: Nanoseconds) -> Stepped:
        made = step(before, event, now)
        if made.state.progress.index == before.progress.index:
            return made
        ceilings = begin(before.setup).ceilings
        return made._replace(state=replace(made.state, ceilings=ceilings))

    patch.setattr("controller.session.engine.step", forgetful)


def _overlooks(patch: pytest.MonkeyPatch) -> None:
    """A core that knows its ceilings and asks for the plan's speed all the same."""
    patch.setattr(drive, "allowed_speed", lambda _state, interval: interval.speed)


def speeds_up_above(bench: Bench, ceiling: int) -> bool:
    """Return whether the belt was made faster above a ceiling after that was lowered."""
    lowered = next(each["t"] for each in bench.kind("ceiling") if each["speed"] == ceiling)
    shown = [each["speed"] for each in bench.kind("belt") if each["t"] > lowered]
    return any(later > max(before, ceiling) for before, later in pairwise(shown))


def test_a_core_in_order_is_never_refused() -> None:
    """The ramp down to a ceiling passes the guard, and the run behind it is walked."""
    bench = run(script=HEAVINESS, session_program=TWO_RUNS)
    assert [each["verdict"] for each in bench.kind("tx") if each["verdict"] != "admitted"] == []
    assert not speeds_up_above(bench, 400)


@pytest.mark.parametrize("mutant", [_forgets, _overlooks])
def test_a_core_that_went_wrong_is_stopped_at_the_guard(
    mutant: Mutant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Heaviness has ended the running; the second run's speed-up does not leave the house."""
    mutant(monkeypatch)
    bench = run(script=HEAVINESS, session_program=TWO_RUNS)
    assert REFUSED in [each["verdict"] for each in bench.kind("tx")]
    assert not speeds_up_above(bench, 400)
