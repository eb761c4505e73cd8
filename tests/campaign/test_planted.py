"""Each invariant finds a bug that was planted for it, and nothing where none was planted."""

from __future__ import annotations

import pytest

from simulators.campaign.case import everything
from simulators.campaign.invariants import INVARIANTS
from simulators.campaign.play import play
from tests.campaign.planted import PLANTED, Planted, found_at, planted
from tests.house.test_pages import page, table

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


def test_the_page_tells_at_which_seed_each_is_found() -> None:
    """A machine or a runner more, and its seeds play other sessions: the table is counted anew."""
    shown = {row[1]: row[3] for row in table(page("docs/testing.md"), "what must hold")}
    assert [*shown] == [bug.name for bug in PLANTED], "docs/testing.md: a row for each bug"
    moved = []
    for bug in PLANTED:
        if shown[bug.name].isdigit():
            with planted(bug):
                broken = play(int(shown[bug.name]) - 1, everything()).broken
            if bug.finds not in {each.invariant for each in broken}:
                moved.append(bug.name)
    assert not moved, (
        f"docs/testing.md: {moved} are found at other seeds, of everything; "
        "`.venv/bin/python -m tests.campaign` counts its table anew"
    )
