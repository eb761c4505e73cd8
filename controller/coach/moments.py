"""When a row of a policy's ``after`` holds: a predicate for each of its moments (evidence.md 10.2).

What a clinician was seen about is asked where the row refers (`controller.coach.progress`); where
sessions are counted, those before it no longer count.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.coach.history import NextDay, PreCheck, Screen
from controller.coach.signs import hurts_badly
from plans.after import NEXTS, AfterWhen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from controller.coach.standing import Standing, Step
    from plans.after import After

TWO_WEEKS: Final = timedelta(days=14)
PELVIC_TIMES: Final = 3
"""Within two weeks (N2, a proposal)."""
EASIER_TIMES: Final = 2
"""From one level, or to the first (N13)."""

_EASIER: Final = (
    AfterWhen.STILL_THERE,
    AfterWhen.WARM_UP,
    AfterWhen.PELVIC_GONE,
    AfterWhen.PAIN_GONE,
)
"""The moments of one session that lead to an easier level."""
_SECOND: Final = 2
"""From this level one level easier is the first."""


class Held(NamedTuple):
    """Whether a row holds."""

    holds: bool
    at: datetime | None
    """When the last of it was told."""


def _latest(moments: Iterable[datetime | None]) -> Held:
    last = max((each for each in moments if each is not None), default=None)
    return Held(last is not None, last)


def _about_last(standing: Standing, *, holds: bool) -> Held:
    return Held(holds, standing.last.at if standing.last else None)


def _warning(standing: Standing) -> Held:
    """N1: a warning sign at any time, or heavier bleeding."""
    return _latest(standing.warnings())


def _pelvic_strong(standing: Standing) -> Held:
    """N2: a bulge, clear leaking of wind or poo, pelvic 3, or what the session referred for."""
    told = (
        each.at for each in standing.facts if isinstance(each, Screen) and "bulge" in each.signs
    )
    return _latest((*(each.signs.strong for each in standing.steps), *told))


def _pelvic_again(standing: Standing) -> Held:
    """N2: two sessions running, those with runs taken alone, too; or three within two weeks."""
    steps = standing.open("N2")
    runs = [each for each in steps if each.runs]
    moments: list[datetime | None] = [
        second.signs.pelvic
        for found in (steps, runs)
        for first, second in pairwise(found)
        if first.signs.pelvic and second.signs.pelvic
    ]
    felt = [each for each in steps if each.signs.pelvic]
    moments += [
        third.signs.pelvic
        for first, third in zip(felt, felt[PELVIC_TIMES - 1 :], strict=False)
        if third.on - first.on < TWO_WEEKS
    ]
    return _latest(moments)


def _pelvic_at_first(standing: Standing) -> Held:
    """N2: any at level 1 of a running plan."""
    return _latest(
        each.signs.pelvic
        for each in standing.steps
        if each.runs and each.occasion.session.level <= 1
    )


def _bone(standing: Standing) -> Held:
    """N3: pain on bone, or pain of 6 and over, whenever it was told."""
    checks = (each for each in standing.facts if isinstance(each, PreCheck | NextDay))
    told = (each.at for each in checks if hurts_badly(each))
    return _latest((*(each.signs.bone for each in standing.steps), *told))


def _pain_ends_again(standing: Standing) -> Held:
    """N3: the same pain ended two sessions running."""
    steps = standing.open("N3")
    runs = [each for each in steps if each.runs]
    return _latest(
        second.at
        for found in (steps, runs)
        for first, second in pairwise(found)
        if first.signs.ended_by & second.signs.ended_by
    )


def _unchecked(standing: Standing) -> Held:
    """N4: the day after has come, and its check was not answered."""
    last = standing.last
    holds = last is not None and last.occasion.check is None and standing.today > last.on
    return _about_last(standing, holds=holds)


def _still_there(standing: Standing) -> Held:
    """N5: more than before on the next day, or on any day up to the next session."""
    return _latest(each.signs.above for each in standing.recent)


def _warm_up(standing: Standing) -> Held:
    """N6: a symptom during the warm-up."""
    return _latest(each.at for each in standing.recent if each.signs.warm_up)


def _pelvic_gone(standing: Standing) -> Held:
    """N7: any pelvic symptom; where it was more than that, N2 and N5 are stricter."""
    return _latest(each.signs.pelvic for each in standing.recent)


def _pain_gone(standing: Standing) -> Held:
    """N8: pain of 4 and over, or a limp; where it was more than that, N3 and N5 are stricter."""
    return _latest(each.signs.pain for each in standing.recent)


def _noted(standing: Standing) -> Held:
    """N9: whatever else makes the last session one that is not clean."""
    last = standing.last
    holds = last is not None and not (last.signs.quiet and last.signs.morning)
    return _about_last(standing, holds=holds)


def _may_go_up(standing: Standing) -> bool:
    last = standing.last
    if last is None or not last.clean:
        return False
    if standing.clean_at_level() < standing.plan.progression.step_up_after:
        return False
    earliest = standing.earliest()
    return standing.level_up_from(earliest) <= max(earliest, standing.today)


def _not_yet(standing: Standing) -> Held:
    """N10: nothing to note, but too few such sessions, or the last step up is too near."""
    return _about_last(standing, holds=not _noted(standing).holds and not _may_go_up(standing))


def _clean(standing: Standing) -> Held:
    """N11: clean sessions as often as the plan asks, with their checks, and room for a level."""
    return _about_last(standing, holds=_may_go_up(standing))


def _away(standing: Standing, least: int, most: int | None) -> Held:
    days = (standing.today - standing.latest.on).days if standing.latest else 0
    return _about_last(standing, holds=days >= least and (most is None or days <= most))


def easier_again(standing: Standing, rows: tuple[After, ...]) -> Held:
    """N13: a symptom led to an easier level twice from one level, or twice to the first.

    A gap does not count (N12): nobody needs a clinician for a holiday.
    """
    easier: set[AfterWhen] = {
        each.when for each in rows if each.when in _EASIER and NEXTS[each.next].easier
    }
    met = [
        each for each in standing.own if _led_down(each, easier) and not _settled(standing, each)
    ]
    found: list[datetime | None] = []
    before: Counter[int] = Counter()
    for step in met:
        level = standing.level_of(step)
        before[level] += 1
        to_first = sum(before[each] for each in range(1, _SECOND + 1)) >= EASIER_TIMES
        if before[level] >= EASIER_TIMES or (to_first and level <= _SECOND):
            found.append(step.at)
    return _latest(found)


def _settled(standing: Standing, step: Step) -> bool:
    return standing.settled("N13", step.at)


def _led_down(step: Step, easier: set[AfterWhen]) -> bool:
    signs = step.signs
    return not easier.isdisjoint(
        when
        for when, held in (
            (AfterWhen.STILL_THERE, signs.above),
            (AfterWhen.WARM_UP, signs.warm_up),
            (AfterWhen.PELVIC_GONE, signs.pelvic),
            (AfterWhen.PAIN_GONE, signs.pain),
        )
        if held
    )


HOLDS: Final[Mapping[AfterWhen, Callable[[Standing], Held]]] = MappingProxyType(
    {
        AfterWhen.WARNING: _warning,
        AfterWhen.PELVIC_STRONG: _pelvic_strong,
        AfterWhen.PELVIC_AGAIN: _pelvic_again,
        AfterWhen.PELVIC_AT_FIRST: _pelvic_at_first,
        AfterWhen.BONE: _bone,
        AfterWhen.PAIN_ENDS_AGAIN: _pain_ends_again,
        AfterWhen.UNCHECKED: _unchecked,
        AfterWhen.STILL_THERE: _still_there,
        AfterWhen.WARM_UP: _warm_up,
        AfterWhen.PELVIC_GONE: _pelvic_gone,
        AfterWhen.PAIN_GONE: _pain_gone,
        AfterWhen.NOTED: _noted,
        AfterWhen.NOT_YET: _not_yet,
        AfterWhen.CLEAN: _clean,
        AfterWhen.AWAY_8: lambda standing: _away(standing, 8, 14),
        AfterWhen.AWAY_15: lambda standing: _away(standing, 15, 28),
        AfterWhen.AWAY_29: lambda standing: _away(standing, 29, None),
    }
)
