"""Whether somebody has to stop the belt when the controller is gone, from the records alone."""

from __future__ import annotations

import pytest

from controller.operator.reach import Reach
from controller.records.fold import fold
from controller.records.format import OUTPUT, Record
from controller.records.intents import Renewal
from controller.records.view import View
from controller.session.lease import Lease
from simulators.virtual_time import VirtualClock, run_virtual
from tests.scenarios.journals import recorded
from tests.scenarios.scenes import SCENES, Scene


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
    assert reach.ours_to_stop is may_move


@pytest.mark.parametrize("told", [True, False])
def test_a_stop_that_was_seen_is_kept(*, told: bool) -> None:
    """It is noted with the treadmill when the session is over."""
    reach = Reach()
    for record in [*STARTED, *([out("stop_seen")] if told else []), out("ended", **ENDED)]:
        reach.take(record)
    assert reach.stop_seen is told


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_who_may_stop_a_belt_and_whether_it_moves_are_one_but_for_two_phases(scene: Scene) -> None:
    """In a countdown the start's bytes may be out; an end is told in two records, the phase first.

    The lease asks of a screen what its View says, record for record, until the session has ended.
    """

    async def main(clock: VirtualClock) -> None:
        view, reach, lease = View(), Reach(), Lease(clock, lost)
        for record in recorded(scene).records:
            view = fold(view, record)
            reach.take(record)
            lease.told(record)
            over = view.course.ended is not None
            ours_alone = view.phase.name == "countdown" or (view.phase.name == "ended" and not over)
            assert reach.ours_to_stop is (view.may_move or ours_alone)
            assert not (ours_alone and view.may_move)
            if view.phase.name != "ended":
                # A lease is lost by a renewal that says something else.
                lease.renew(Renewal(record["n"], moving=view.may_move))

    def lost(because: str) -> None:
        raise AssertionError(because)

    run_virtual(main)
