"""What comes next: the rows of a policy's ``after``, held against what is known of a person.

Law: of all rows that hold the strictest counts; the level is the lowest and the day the latest that
any of them names. So neither the order of a file nor one more thing that was told can soften
anything. One level up at most, and only by the one row that asks for clean sessions with their
next-day checks. A plan may ask for more than is asked here, and not for less.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.coach.decision import Decision, Kind
from controller.coach.history import Choice, NextDay, PreCheck, Screen
from controller.coach.progress_words import Outcome, because, chosen
from controller.coach.signs import hurts_badly
from controller.coach.standing import DAY, standing_of
from plans.after import NEXTS, AfterWhen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date, datetime

    from controller.coach.history import History
    from controller.coach.standing import Standing, Step
    from plans.after import After
    from plans.model import Plan
    from plans.policy import PolicyFile

_ORDER: Final = {kind: place for place, kind in enumerate(Kind)}
"""From the strictest to the mildest."""
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
_WALKING_TOO: Final = frozenset(
    {
        AfterWhen.WARNING,
        AfterWhen.UNCHECKED,
        AfterWhen.STILL_THERE,
        AfterWhen.NOTED,
        AfterWhen.NOT_YET,
        AfterWhen.CLEAN,
        AfterWhen.AWAY_8,
        AfterWhen.AWAY_15,
        AfterWhen.AWAY_29,
    }
)
"""What counts in a plan without runs; the others are about running."""
_BEGUN: Final = frozenset(
    {
        AfterWhen.WARNING,
        AfterWhen.PELVIC_STRONG,
        AfterWhen.PELVIC_AGAIN,
        AfterWhen.PELVIC_AT_FIRST,
        AfterWhen.BONE,
        AfterWhen.PAIN_ENDS_AGAIN,
        AfterWhen.NOT_YET,
    }
)
"""What can count before the first session of a plan; the rest is a matter of readiness."""


class _Held(NamedTuple):
    """Whether a row holds."""

    holds: bool
    at: datetime | None
    """When the last of it was told."""


def decide(history: History, plan: Plan, policy: PolicyFile, today: date) -> Decision:
    """Return what is next in a plan.

    Args:
        history: what is known of her.
        plan: the plan that she does, with runs or without.
        policy: its rows of ``after``, and by what a symptom is judged.
        today: the day by her clock.

    """
    standing = standing_of(history, plan, policy.policy, today)
    held = list(_holding(standing, policy.after))
    first = min(held, key=lambda each: (_ORDER[each.kind], each.level))
    if first.kind in (Kind.REFER, Kind.WALK):
        first = first._replace(level=1)
    else:
        first = first._replace(
            level=min(each.level for each in held),
            not_before=max(each.not_before for each in held),
        )
    decided = Decision(
        first.kind,
        first.level,
        first.not_before,
        because(standing, first),
        first.row.rule,
        first.row.sources,
        first.row.meanwhile if first.kind in (Kind.REFER, Kind.REST, Kind.WALK) else "",
    )
    return _as_chosen(decided, standing, history)


def _holding(standing: Standing, rows: tuple[After, ...]) -> Iterator[Outcome]:
    """Yield what each row that holds asks for."""
    earliest = standing.earliest()
    for row in rows:
        if not standing.runs and row.when not in _WALKING_TOO:
            continue
        if standing.last is None and row.when not in _BEGUN:
            continue
        held = (
            _easier_again(standing, rows)
            if row.when is AfterWhen.EASIER_AGAIN
            else _HOLDS[row.when](standing)
        )
        outcome = _outcome(standing, row, held.at, earliest) if held.holds else None
        if outcome:
            yield outcome


def _outcome(standing: Standing, row: After, at: datetime | None, earliest: date) -> Outcome | None:
    """Return what a row asks for; what stands first in its sentence may be over.

    None: it is about something that a clinician was seen about, and she has been on since.
    """
    following = NEXTS[row.next]
    kind, easier, day = Kind[following.kind.name], following.easier, earliest
    told = at.date() if at else standing.today
    if kind is Kind.REFER:
        if at is None or not standing.settled(row.rule, at):
            return Outcome(row, kind, 1, told + DAY, at)
        if standing.last is None or at < standing.last.at:
            return None
        kind, easier = Kind.EASIER, 1
    elif kind is Kind.WALK:
        over = at is not None and standing.walked_and_tested(at)
        kind, day = (Kind.EASIER, day) if over else (kind, told + DAY)
    elif kind is Kind.UP:
        return _up(standing, row, at, earliest)
    elif kind is Kind.REST:
        over = at is not None and standing.as_before(at)
        kind = Kind.EASIER if over or not standing.runs else kind
        day = max(day, told + DAY * following.rest) if standing.runs else day
    elif standing.last:
        rested = standing.last.on + DAY * (1 + following.rest)
        day = max(day + DAY * following.more_rest, rested)
    return Outcome(row, kind, max(standing.level - easier, 1), day, at)


def _up(standing: Standing, row: After, at: datetime | None, earliest: date) -> Outcome:
    if standing.level == len(standing.plan.levels):
        return Outcome(row, Kind.DONE, standing.level, earliest, at)
    day = standing.fits_from(standing.level_up_from(earliest))
    return Outcome(row, Kind.UP, standing.level + 1, day, at)


def _as_chosen(decided: Decision, standing: Standing, history: History) -> Decision:
    """Return the decision with the level that she chose since the last session, if it is easier."""
    since = standing.last.at if standing.last else None
    choices = [
        each
        for each in history.facts
        if isinstance(each, Choice)
        and each.plan == standing.plan.id
        and (since is None or each.at > since)
    ]
    choice = max(choices, key=lambda each: (each.at, -each.level), default=None)
    if choice is None or choice.level >= decided.level:
        return decided
    level = max(choice.level, 1)
    kind = Kind.EASIER if decided.kind in (Kind.SAME, Kind.UP, Kind.DONE) else decided.kind
    return decided._replace(kind=kind, level=level, because=chosen(level, decided))


def _latest(moments: Iterable[datetime | None]) -> _Held:
    last = max((each for each in moments if each is not None), default=None)
    return _Held(last is not None, last)


def _about_last(standing: Standing, *, holds: bool) -> _Held:
    return _Held(holds, standing.last.at if standing.last else None)


def _warning(standing: Standing) -> _Held:
    """N1: a warning sign at any time, or heavier bleeding."""
    return _latest(standing.warnings())


def _pelvic_strong(standing: Standing) -> _Held:
    """N2: a bulge, clear leaking of wind or poo, pelvic 3, or what the session referred for."""
    told = (
        each.at for each in standing.facts if isinstance(each, Screen) and "bulge" in each.signs
    )
    return _latest((*(each.signs.strong for each in standing.steps), *told))


def _pelvic_again(standing: Standing) -> _Held:
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


def _pelvic_at_first(standing: Standing) -> _Held:
    """N2: any at level 1 of a running plan."""
    return _latest(
        each.signs.pelvic
        for each in standing.steps
        if each.runs and each.occasion.session.level <= 1
    )


def _bone(standing: Standing) -> _Held:
    """N3: pain on bone, or pain of 6 and over, whenever it was told."""
    checks = (each for each in standing.facts if isinstance(each, PreCheck | NextDay))
    told = (each.at for each in checks if hurts_badly(each))
    return _latest((*(each.signs.bone for each in standing.steps), *told))


def _pain_ends_again(standing: Standing) -> _Held:
    """N3: the same pain ended two sessions running."""
    steps = standing.open("N3")
    runs = [each for each in steps if each.runs]
    return _latest(
        second.at
        for found in (steps, runs)
        for first, second in pairwise(found)
        if first.signs.ended_by & second.signs.ended_by
    )


def _unchecked(standing: Standing) -> _Held:
    """N4: the day after has come, and its check was not answered."""
    last = standing.last
    holds = last is not None and last.occasion.check is None and standing.today > last.on
    return _about_last(standing, holds=holds)


def _still_there(standing: Standing) -> _Held:
    """N5: more than before on the next day, or on any day up to the next session."""
    return _latest(each.signs.above for each in standing.recent)


def _warm_up(standing: Standing) -> _Held:
    """N6: a symptom during the warm-up."""
    return _latest(each.at for each in standing.recent if each.signs.warm_up)


def _pelvic_gone(standing: Standing) -> _Held:
    """N7: any pelvic symptom; where it was more than that, N2 and N5 are stricter."""
    return _latest(each.signs.pelvic for each in standing.recent)


def _pain_gone(standing: Standing) -> _Held:
    """N8: pain of 4 and over, or a limp; where it was more than that, N3 and N5 are stricter."""
    return _latest(each.signs.pain for each in standing.recent)


def _noted(standing: Standing) -> _Held:
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


def _not_yet(standing: Standing) -> _Held:
    """N10: nothing to note, but too few such sessions, or a week that would grow too much."""
    return _about_last(standing, holds=not _noted(standing).holds and not _may_go_up(standing))


def _clean(standing: Standing) -> _Held:
    """N11: clean sessions as often as the plan asks, next-day checks, and room in the week."""
    return _about_last(standing, holds=_may_go_up(standing))


def _away(standing: Standing, least: int, most: int | None) -> _Held:
    days = (standing.today - standing.last.on).days if standing.last else 0
    return _about_last(standing, holds=days >= least and (most is None or days <= most))


def _easier_again(standing: Standing, rows: tuple[After, ...]) -> _Held:
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


_SECOND: Final = 2
"""From here one level easier is the first."""


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


_HOLDS: Final[Mapping[AfterWhen, Callable[[Standing], _Held]]] = MappingProxyType(
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
