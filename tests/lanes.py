"""Which rows of a long table `make test` tries; `make test-long` tries the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _pytest.mark.structures import ParameterSet


def one_in(count: int, rows: Iterable[object]) -> list[ParameterSet]:
    """Return rows of one argument: the first and each ``count``-th behind it, the others long.

    For a table whose rows go the same way through the code: sizes, machines, lengths of a wait.
    """
    return [
        pytest.param(row, marks=pytest.mark.long if number % count else ())
        for number, row in enumerate(rows)
    ]
