"""A treadmill that is new here, end to end: its stop is tried, and only then does it go faster."""

from __future__ import annotations

import pytest

from protocols.ftms import START, STOP, Op
from tests.session.bench import run


@pytest.mark.parametrize("machine", ["generic", "urevo-e1l", "urevo-urtm024"])
def test_the_trial_comes_before_the_first_target(machine: str) -> None:
    """Start, 08 01, Start by the runner's key, and then the plan to its end."""
    bench = run(machine, drill=True)
    assert [each["outcome"] for each in bench.kind("ended")] == ["completed"]
    order = [data for _, data in bench.written if data in (START, STOP) or data[0] == Op(2)]
    assert order[:3] == [START, STOP, START]
    assert order[3][0] == Op.SET_TARGET_SPEED
    (tried,) = bench.kind("drill")
    seen, *_ = bench.kind("stop_seen")
    assert tried["t"] < seen["t"]
    assert (bench.bug, bench.final_speed) == (None, 0)


def test_control_is_asked_for_again_before_every_start() -> None:
    """Many machines take it away at a stop (Q8, Q12, Q13)."""
    bench = run(drill=True)
    sent = [data for _, data in bench.written]
    starts = [at for at, data in enumerate(sent) if data == START]
    assert [sent[at - 1] for at in starts] == [bytes([Op.REQUEST_CONTROL])] * 2


def test_a_known_treadmill_has_no_trial() -> None:
    """Its stop was seen to work before; that it works again is told all the same."""
    bench = run()
    assert bench.kind("drill") == []
    assert len(bench.kind("stop_seen")) == 1
