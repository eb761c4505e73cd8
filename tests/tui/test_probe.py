"""A probe on the screen: the stop that comes is announced, and the way down has a time."""

from __future__ import annotations

from controller.records.format import Record
from controller.tui.screen.talk import Ui
from protocols.units import SECOND
from simulators.profiles import find_machine
from tests.probes import probe, probed
from tests.tui.sessions import first, fold_all, until
from tests.tui.test_frame import shown


def test_the_stop_at_the_end_is_counted_down() -> None:
    """In large letters, with the rail to hold; behind it nothing is left of it."""
    records: tuple[Record, ...] = tuple(probed("generic").result.records)
    told = shown(until(records, first(records, "timed_stop", 4.5)), Ui())
    assert "The belt is stopped from this speed, to measure it. HOLD THE RAIL." in told
    assert fold_all(until(records, first(records, "timed_stop", 4.5))).stops_in == 8
    assert fold_all(records).stops_in is None


def test_a_belt_that_was_measured_says_how_long_it_still_needs() -> None:
    """It counts down to the standstill; a machine of which nothing is known promises nothing."""
    learnt = probed("generic").learnt
    records = tuple(probe(find_machine("generic"), learnt).result.records)
    at = first(records, "time_to_still")
    views = [fold_all(until(records, at + second * SECOND)) for second in range(7)]
    assert [view.still_in for view in views] == [5, 4, 3, 2, 1, None, None]
    assert "HOLD THE RAIL.  Still in about 3 s." in shown(until(records, at + 2 * SECOND), Ui())
    unknown = tuple(probed("generic").result.records)
    stop = first(unknown, "stop", 2)
    assert "Still in" not in shown(until(unknown, stop), Ui())
