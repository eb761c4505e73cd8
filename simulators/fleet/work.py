"""Runners are lived through by processes of this computer, or by a cluster's."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from simulators.fleet.lives import dead
from simulators.fleet.packed import live_packed, packed
from simulators.workers import Work, work_through

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from simulators.fleet.lives import Fleet, Lived
    from simulators.workers import Worked

_AT_ONCE: Final = 1
"""A runner takes some seconds: what is under way at a Ctrl-C is waited for."""


def live_here(
    fleet: Fleet, numbers: Sequence[int], *, jobs: int, tell: Callable[[Lived], None]
) -> Worked:
    """Live through the months of these runners, as `work_through` does."""
    here = tuple(numbers)
    work = Work(partial(_nth, here, packed(fleet)), partial(_dead, here), _AT_ONCE)
    return work_through(range(len(here)), work, jobs=jobs, tell=tell)


def _nth(numbers: tuple[int, ...], fleet: bytes, place: int) -> Lived:
    return live_packed(numbers[place], fleet)


def _dead(numbers: tuple[int, ...], place: int) -> Lived:
    return dead(numbers[place])
