"""Seeds are played by processes; one that its process dies of, twice, has a verdict, too."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from simulators.campaign.case import draw
from simulators.campaign.invariants import Broken
from simulators.campaign.play import Verdict, play
from simulators.workers import Work, work_through

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from simulators.campaign.case import Allowed
    from simulators.workers import Worked

HANDFUL: Final = 8
"""Seeds that a worker takes at once."""


def play_all(
    seeds: range,
    allowed: Allowed,
    *,
    jobs: int,
    keep: Path | None,
    tell: Callable[[Verdict], None],
) -> Worked:
    """Play the seeds, as `work_through` does; ``tell`` is given each verdict."""
    work = Work(partial(play, allowed=allowed, keep=keep), partial(_dead, allowed=allowed), HANDFUL)
    return work_through(seeds, work, jobs=jobs, tell=tell)


def _dead(seed: int, allowed: Allowed) -> Verdict:
    case = draw(seed, allowed)
    what = (Broken("no-crash", 0, "the process that played it died, and died again"),)
    return Verdict(seed, str(case), case.machine, "crashed", what, 0, 0)
