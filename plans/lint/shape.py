"""How hard a level is, in the few numbers that lint compares between levels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final, NamedTuple

from plans.notation.line import Bout, Intervals, Pace, lasts
from plans.plan.model import Level, Plan, Step
from protocols.units import CentiKmh, DeciPercent, Nanoseconds

_TWICE: Final = 2
"""So many turns of a repeat have every stretch that more of them have."""


class Stretch(NamedTuple):
    """Bouts in a row that are all run, or all walked."""

    runs: bool
    lasts: Nanoseconds


class Shape(NamedTuple):
    """The work of one level, at the plan's usual speeds. Times are 0 where there is no run."""

    running: Nanoseconds
    """All runs together."""
    longest_run: Nanoseconds
    shortest_run: Nanoseconds
    last_run: Nanoseconds
    """The run with which the work ends, 0 if a walk of the work follows it."""
    shortest_walk: Nanoseconds | None
    """Between two runs."""
    walk_speed: CentiKmh
    """The fastest pace that is walked, 0.01 km/h; 0 where nothing is."""
    effort: int | None
    """The hardest that is said, 0 to 10."""
    incline: DeciPercent
    """The level's own, else the plan's, 0.1 %; 0 where neither says one."""


def shape(plan: Plan, level: Level) -> Shape:
    """Return the numbers of a level of that plan."""
    speeds = plan.usual_speeds()
    row = stretches(level.line, speeds)
    runs = [each.lasts for each in row if each.runs] or [Nanoseconds(0)]
    walks_between = [each.lasts for each in row[1:-1] if not each.runs]
    steps = (each.effort for each in level.work if isinstance(each, Step))
    efforts = [each for each in (level.effort, *steps) if each is not None]
    return Shape(
        running=_running(level.line, speeds),
        longest_run=max(runs),
        shortest_run=min(runs),
        last_run=row[-1].lasts if row[-1].runs else Nanoseconds(0),
        shortest_walk=min(walks_between, default=None),
        walk_speed=max(_walked(level.line, speeds), default=CentiKmh(0)),
        effort=max(efforts, default=None),
        incline=(plan.incline if level.incline is None else level.incline) or DeciPercent(0),
    )


def stretches(line: Intervals, speeds: Mapping[Pace, CentiKmh]) -> list[Stretch]:
    """Return runs and walks in turn; of a repeat that has both, two turns and no more."""
    return _joined(_pieces(line, speeds))


def longest(line: Intervals, speeds: Mapping[Pace, CentiKmh]) -> Stretch | None:
    """Return the longest run or walk; None where there is neither."""
    return max(stretches(line, speeds), key=lambda each: each.lasts, default=None)


def _pieces(line: Intervals, speeds: Mapping[Pace, CentiKmh]) -> Iterator[Stretch]:
    for item in line:
        if isinstance(item, Bout):
            yield Stretch(item.pace is Pace.JOG, lasts(item, speeds))
            continue
        turn = stretches(item.inside, speeds)
        if len(turn) == 1:
            yield Stretch(turn[0].runs, Nanoseconds(item.times * turn[0].lasts))
        else:
            yield from turn * min(item.times, _TWICE)


def _joined(pieces: Iterable[Stretch]) -> list[Stretch]:
    return [
        Stretch(runs, Nanoseconds(sum(each.lasts for each in group)))
        for runs, group in groupby(pieces, key=lambda each: each.runs)
    ]


def _running(line: Intervals, speeds: Mapping[Pace, CentiKmh]) -> Nanoseconds:
    total = 0
    for item in line:
        if not isinstance(item, Bout):
            total += item.times * _running(item.inside, speeds)
        elif item.pace is Pace.JOG:
            total += lasts(item, speeds)
    return Nanoseconds(total)


def _walked(line: Intervals, speeds: Mapping[Pace, CentiKmh]) -> Iterator[CentiKmh]:
    for item in line:
        if not isinstance(item, Bout):
            yield from _walked(item.inside, speeds)
        elif item.pace is not Pace.JOG:
            yield speeds[item.pace]
