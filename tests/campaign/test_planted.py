"""Each invariant finds a bug that was planted for it, and nothing where none was planted."""

from __future__ import annotations

import pytest

from simulators.campaign.invariants import INVARIANTS
from simulators.campaign.play import play
from tests.campaign.planted import PLANTED, Planted, found_at

pytestmark = pytest.mark.long


def test_a_bug_is_planted_for_every_invariant() -> None:
    """An invariant that never found anything has proved nothing."""
    assert {bug.finds for bug in PLANTED} == set(INVARIANTS)


@pytest.mark.parametrize("bug", PLANTED, ids=lambda bug: bug.name)
def test_a_planted_bug_is_found(bug: Planted) -> None:
    """Within its few seeds, and the very seed that finds it is clean without it."""
    seed = found_at(bug)
    assert seed is not None, f"{bug.name}: not found in {bug.within} seeds"
    assert play(seed, bug.allowed).broken == ()
