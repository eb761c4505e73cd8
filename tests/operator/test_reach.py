"""Whether somebody has to stop the belt when the controller is gone, from the records alone."""

from __future__ import annotations

import pytest

from controller.operator.reach import Reach
from controller.records.format import OUTPUT, Record


def out(kind: str, **fields: object) -> Record:
    """Return an output."""
    return {"io": OUTPUT, "kind": kind, **fields}


STARTED = [out("phase", phase="countdown"), out("phase", phase="starting")]
ENDED = {"outcome": "stopped", "confirmed": True, "console": False}
ALARM = out("alarm", because="it moves")
THEIRS = out("console", has=True, stands=True)
HERS = out("console", has=False, stands=False)
GONE = out("console", has=False, stands=True)


@pytest.mark.parametrize(
    ("records", "may_move"),
    [
        ([], False),
        (STARTED, True),
        ([*STARTED, out("ended", **ENDED)], False),
        ([*STARTED, out("ended", **{**ENDED, "confirmed": False})], True),
        ([*STARTED, out("ended", **{**ENDED, "confirmed": False, "console": True})], False),
        ([*STARTED, out("ended", **ENDED), ALARM], True),
        ([*STARTED, out("ended", **ENDED), ALARM, THEIRS], False),
        ([*STARTED, out("ended", **ENDED), ALARM, THEIRS, HERS], True),
        ([*STARTED, out("ended", **ENDED), ALARM, THEIRS, out("alarm_over"), GONE], False),
        ([*STARTED, out("ended", **ENDED), THEIRS, out("alarm_over"), GONE, ALARM], True),
    ],
)
def test_a_successor_is_for_a_belt_of_ours(records: list[Record], *, may_move: bool) -> None:
    """One that its console has is nobody's to stop but the person's at it."""
    reach = Reach()
    for record in records:
        reach.take(record)
    assert reach.may_move is may_move


@pytest.mark.parametrize("told", [True, False])
def test_a_stop_that_was_seen_is_kept(*, told: bool) -> None:
    """It is noted with the treadmill when the session is over."""
    reach = Reach()
    for record in [*STARTED, *([out("stop_seen")] if told else []), out("ended", **ENDED)]:
        reach.take(record)
    assert reach.stop_seen is told
