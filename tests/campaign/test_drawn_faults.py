"""What a campaign's faults are drawn from."""

from __future__ import annotations

from collections import Counter
from random import Random

from protocols.units import SECOND, Nanoseconds
from simulators.campaign.drawn_faults import DRAWN, draw_faults
from simulators.campaign.events import MISHAPS
from simulators.faults import Fault, Kind, parse_fault

HORIZON = Nanoseconds(300 * SECOND)


def drawn_by(seed: int) -> tuple[Fault, ...]:
    """Return what a seed draws."""
    return draw_faults(Random(seed), HORIZON)  # noqa: S311  # it is to be the same again


def test_what_is_drawn() -> None:
    """None to three of all kinds, each one that can be written; a seed draws the same again."""
    drawn = [drawn_by(seed) for seed in range(1000)]
    assert drawn == [drawn_by(seed) for seed in range(1000)]
    assert {len(each) for each in drawn} == {0, 1, 2, 3}
    all_of_them = [fault for each in drawn for fault in each]
    assert set(Counter(fault.kind for fault in all_of_them)) == set(DRAWN)
    assert all(parse_fault(str(fault)) == fault for fault in all_of_them)
    assert all(fault.when.after < HORIZON for fault in all_of_them)


def test_front_end_and_controller_are_not_both_taken_away() -> None:
    """Nobody would be left, and nothing to be found (SAFETY.md, what it cannot do)."""
    for seed in range(1000):
        kinds = {each.kind for each in drawn_by(seed)}
        gone = {Kind.CONTROLLER_KILLED, Kind.CONTROLLER_FROZEN, Kind.BUG} & kinds
        assert not (gone and Kind.SCREEN_KILLED in kinds)


def test_each_kind_is_drawn_in_one_place() -> None:
    """As a fault or as a mishap, not as both."""
    assert set(DRAWN) | set(MISHAPS) >= set(Kind)
    assert not set(DRAWN) & set(MISHAPS)
