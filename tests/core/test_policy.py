"""What a policy says of itself; what its files say is in `tests/plans/test_policies`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from controller.core.policy import Strength
from controller.core.symptoms import value_of
from tests.core.worlds import policy_of

POLICY = policy_of("cautious")
PAIN = POLICY.entry("knee")


def test_which_row_a_value_is_judged_by() -> None:
    """Each by its own, from end to end; above the scale by the strongest, below it by none."""
    assert PAIN is not None
    for row in PAIN.rows:
        assert PAIN.row(row.lowest) is row
        assert PAIN.row(row.highest) is row
    lowest, highest = PAIN.rows[0].lowest, PAIN.rows[-1].highest
    assert PAIN.row(highest + 1) is PAIN.rows[-1]
    assert PAIN.row(lowest - 1) is None
    one = replace(PAIN, rows=PAIN.rows[:1])
    assert one.row(highest + 1) is PAIN.rows[0]


def test_what_a_policy_finds_by_its_id() -> None:
    """The very one, or nothing."""
    for entry in POLICY.entries:
        assert POLICY.entry(entry.symptom.id) is entry
    for place in POLICY.places:
        assert POLICY.place(place.id) is place
    assert POLICY.entry("no such symptom") is None
    assert POLICY.place("no such place") is None


def test_which_actions_refer() -> None:
    """The two that say so."""
    refers = {each for each in Strength if each.refers}
    assert refers == {Strength.WALK_THEN_STOP_AND_REFER, Strength.STOP_AND_REFER}


@pytest.mark.parametrize(
    ("highest", "values"),
    [(10, [2, 3, 5, 6, 5]), (3, [1, 2, 3, 3, 3]), (2, [1, 2, 2, 2, 2]), (1, [1, 1, 1, 1, 1])],
)
def test_what_a_strength_key_is_judged_as(highest: int, values: list[int]) -> None:
    """The upper end of its band from 0 to 10; a shorter scale ends with its own last value.

    A key that there is not is taken as it is.
    """
    assert [value_of(highest, key) for key in (1, 2, 3, 4, 5)] == values
