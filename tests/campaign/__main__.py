"""Print the table of bugs of docs/testing.md anew: ``python -m tests.campaign``, some minutes."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from typing import Final

from simulators.campaign.case import everything
from tests.campaign.planted import PLANTED, Planted, found_at

WITHIN: Final = 150


def row(number: int) -> str:
    """Return the line of a bug: how many seeds it takes, calm and of everything."""
    bug = PLANTED[number]
    drawn = bug._replace(allowed=everything(), within=WITHIN)
    cells = (f"`{bug.finds}`", bug.name, *(_seeds(each) for each in (bug, drawn)))
    return f"| {' | '.join(cells)} |\n"


def _seeds(bug: Planted) -> str:
    seed = found_at(bug)
    return f"not within {bug.within}" if seed is None else str(seed + 1)


if __name__ == "__main__":
    with ProcessPoolExecutor() as pool:
        for found in pool.map(row, range(len(PLANTED))):
            sys.stdout.write(found)
            sys.stdout.flush()
