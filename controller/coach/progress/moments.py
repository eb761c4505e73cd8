"""When a row of a policy's ``after`` holds: a predicate for each of its moments (evidence.md 10.2).

What a clinician was seen about is asked where the row refers (`rules`, beside it); where
sessions are counted, those before it no longer count.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.coach.history import NextDay, PreCheck, Screen
from controller.coach.progress.checks import hurts_badly
from controller.coach.progress.tally import latest
from plans.policies.after import AfterWhen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from controller.coach.history import Fact
    from controller.coach.progress.standing import Standing


class Held(NamedTuple):
    """Whether a row holds."""

    holds: bool
    at: datetime | None
    """When the last of it was told."""


def _told(at: datetime | None) -> Held:
    return Held(at is not None, at)


def _last(standing: Standing, noted: datetime | None, tells: Callable[[Fact], bool]) -> Held:
    """Return the later of what was noted in a session and of what was told besides."""
    told = next((each.at for each in reversed(standing.facts) if tells(each)), None)
    return _told(latest(noted, told))


def _about_last(standing: Standing, *, holds: bool) -> Held:
    return Held(holds, standing.last.at if standing.last else None)


def _warning(standing: Standing) -> Held:
    """N1: a warning sign at any time, or heavier bleeding."""
    return _last(standing, standing.tally.warning, _warns)


def _warns(fact: Fact) -> bool:
    """Whether a check tells of it.

    Bleeding before a session that is merely no period is a gate of running (evidence.md 1.7),
    and not of walking: for some weeks after a birth there is some, and it may be walked with.
    """
    match fact:
        case PreCheck():
            return fact.warning_sign
        case NextDay():
            return fact.warning_sign or fact.bleeding
        case Screen():
            return bool(set(fact.signs) - {"bulge"})
        case _:
            return False


def _pelvic_strong(standing: Standing) -> Held:
    """N2: a bulge, clear leaking of wind or poo, pelvic 3, or what the session referred for."""
    return _last(standing, standing.tally.strong, _bulges)


def _bulges(fact: Fact) -> bool:
    return isinstance(fact, Screen) and "bulge" in fact.signs


def _bone(standing: Standing) -> Held:
    """N3: pain on bone, or pain of 6 and over, whenever it was told."""
    return _last(standing, standing.tally.bone, _hurts)


def _hurts(fact: Fact) -> bool:
    return isinstance(fact, PreCheck | NextDay) and hurts_badly(fact)


def _unchecked(standing: Standing) -> Held:
    """N4: the day after has come, and its check was not answered."""
    last = standing.last
    holds = last is not None and last.occasion.check is None and standing.today > last.on
    return _about_last(standing, holds=holds)


def _still_there(standing: Standing) -> Held:
    """N5: more than before on the next day, or on any day up to the next session."""
    return _told(latest(*(each.signs.above for each in standing.recent)))


def _warm_up(standing: Standing) -> Held:
    """N6: a symptom during the warm-up."""
    return _told(latest(*(each.at for each in standing.recent if each.signs.warm_up)))


def _pelvic_gone(standing: Standing) -> Held:
    """N7: any pelvic symptom; where it was more than that, N2 and N5 are stricter."""
    return _told(latest(*(each.signs.pelvic for each in standing.recent)))


def _pain_gone(standing: Standing) -> Held:
    """N8: pain of 4 and over, or a limp; where it was more than that, N3 and N5 are stricter."""
    return _told(latest(*(each.signs.pain for each in standing.recent)))


def _noted(standing: Standing) -> Held:
    """N9: whatever else makes the last session one that is not clean."""
    last = standing.last
    holds = last is not None and not (last.signs.quiet and last.signs.morning)
    return _about_last(standing, holds=holds)


def _may_go_up(standing: Standing) -> bool:
    last = standing.last
    if last is None or not last.clean:
        return False
    if len(standing.clean_at_level()) < standing.plan.progression.step_up_after:
        return False
    earliest = standing.earliest()
    return standing.level_up_from(earliest) <= max(earliest, standing.today)


def _not_yet(standing: Standing) -> Held:
    """N10: nothing that holds back, but too few such sessions, or the last step up is too near."""
    return _about_last(standing, holds=not _noted(standing).holds and not _may_go_up(standing))


def _clean(standing: Standing) -> Held:
    """N11: clean sessions as often as the plan asks, with their checks, and room for a level."""
    return _about_last(standing, holds=_may_go_up(standing))


def _away(standing: Standing, least: int, most: int | None) -> Held:
    days = (standing.today - standing.latest.on).days if standing.latest else 0
    return _about_last(standing, holds=days >= least and (most is None or days <= most))


HOLDS: Final[Mapping[AfterWhen, Callable[[Standing], Held]]] = MappingProxyType(
    {
        AfterWhen.WARNING: _warning,
        AfterWhen.PELVIC_STRONG: _pelvic_strong,
        AfterWhen.PELVIC_AGAIN: lambda standing: _told(standing.tally.again),
        AfterWhen.PELVIC_AT_FIRST: lambda standing: _told(standing.tally.at_first),
        AfterWhen.BONE: _bone,
        AfterWhen.PAIN_ENDS_AGAIN: lambda standing: _told(standing.tally.ends_again),
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
        AfterWhen.EASIER_AGAIN: lambda standing: _told(standing.tally.easier_again),
    }
)
