"""Many cases in one test: each is tried, and each that fails is named."""

from __future__ import annotations

import pytest

from tests.within import within


def test_every_case_is_tried_and_what_failed_is_told_with_its_values() -> None:
    """Also those behind the first that fails, and what pytest itself says has failed."""
    tried = []

    @within(a=[1, 2], b="xy")
    def some(a: int, b: str) -> None:
        tried.append((a, b))
        assert (a, b) != (1, "x")
        if a == 2 and b == "x":
            pytest.fail("no")

    with pytest.raises(BaseExceptionGroup, match="2 of 4 cases") as caught:
        some()
    assert tried == [(1, "x"), (1, "y"), (2, "x"), (2, "y")]
    notes = [each.__notes__ for each in caught.value.exceptions]
    assert notes == [["with {'a': 1, 'b': 'x'}"], ["with {'a': 2, 'b': 'x'}"]]


@pytest.mark.parametrize("rest", [1, 2])
@within(a=[3])
def test_what_is_left_comes_from_pytest(a: int, rest: int) -> None:
    """Parametrised further, or from a fixture."""
    assert a > rest


def test_an_axis_without_a_value_is_no_test() -> None:
    """It would pass whatever the code does."""

    @within(a=[])
    def some(a: int) -> None:
        raise NotImplementedError(a)

    with pytest.raises(AssertionError, match="an axis without a value"):
        some()
