"""Ceilings on their own: they come down, and remember why."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from controller.core.ceilings import Ceiling, Ceilings
from protocols.units import CentiKmh

CAP = Ceilings((Ceiling(CentiKmh(1000), "the runner's cap"),))
speeds = st.lists(st.tuples(st.integers(0, 1200).map(CentiKmh), st.text(max_size=3)))


@given(speeds)
def test_the_lowest_that_was_ever_set_counts(asked: list[tuple[CentiKmh, str]]) -> None:
    """In whatever order; each that is kept is lower than the one before it."""
    ceilings = CAP
    for speed, because in asked:
        ceilings = ceilings.lowered(speed, because)
    assert ceilings.lowest.speed == min([1000, *(speed for speed, _ in asked)])
    kept = [each.speed for each in ceilings.history]
    assert kept == sorted(set(kept), reverse=True)


def test_what_lowers_nothing_changes_nothing() -> None:
    """The first who asked for it is the one who is named."""
    once = CAP.lowered(CentiKmh(800), "heaviness")
    assert once.lowest == Ceiling(CentiKmh(800), "heaviness")
    assert once.lowered(CentiKmh(800), "a knee") is once
    assert once.lowered(CentiKmh(900), "a knee") is once
