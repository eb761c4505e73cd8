"""What the rules that look back over all sessions have found, one session after the other.

A tally grows by a session and looks at no other again: a long history has one for each of its
decisions. The rules are N1, N2, N3 and N13 (evidence.md 10.2).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.coach.baseline import is_a_yes
from controller.coach.history import Birth, Clearance, ClearanceKind
from plans.policies.after import NEXTS, AfterWhen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from controller.coach.progress.signs import Signs
    from controller.coach.progress.step import Step
    from plans.plan.model import Plan
    from plans.policies.after import After

TWO_WEEKS: Final = timedelta(days=14)
PELVIC_TIMES: Final = 3
"""Within two weeks (N2, a proposal)."""
ENDED_BY: Final[Mapping[str, tuple[ClearanceKind, ...]]] = {
    "N1": (ClearanceKind.SEEN,),
    "N2": (ClearanceKind.PELVIC,),
    "N3": (ClearanceKind.SEEN,),
}
"""What a clinician has to be recorded for, so that a rule no longer counts what was before; any
other rule that refers ends with either."""
_EITHER: Final = (ClearanceKind.SEEN, ClearanceKind.PELVIC)
_EASIER: Final = (
    AfterWhen.STILL_THERE,
    AfterWhen.WARM_UP,
    AfterWhen.PELVIC_GONE,
    AfterWhen.PAIN_GONE,
)
"""The moments of one session that lead to an easier level."""
_SECOND: Final = 2
"""From this level one level easier is the first."""


class Counting(NamedTuple):
    """By what sessions are counted."""

    plan: Plan
    birth: Birth | None
    """The last; it begins the levels anew."""
    clearances: tuple[Clearance, ...]
    easier: frozenset[AfterWhen]
    """The moments after which the policy makes it easier."""

    def owns(self, step: Step) -> bool:
        """Whether a session is of this plan, and since the birth."""
        birth = self.birth
        return step.occasion.session.plan == self.plan.id and (birth is None or step.on >= birth.on)

    def level_of(self, step: Step) -> int:
        """Return the level of a session, as far as the plan has it now."""
        return min(max(step.occasion.session.level, 1), len(self.plan.levels))


class _Before(NamedTuple):
    """What the next session is held against: of all that are counted, and of those with runs."""

    pelvic: bool = False
    pelvic_run: bool = False
    felt: tuple[date, ...] = ()
    """The days of the last that were felt, one fewer than `PELVIC_TIMES`."""
    ended: frozenset[str] = frozenset()
    ended_run: frozenset[str] = frozenset()
    easier: frozenset[int] = frozenset()
    """The levels that became one easier."""


class Tally(NamedTuple):
    """When the last of it was told; None if nothing was."""

    warning: datetime | None = None
    """N1, in sessions."""
    strong: datetime | None = None
    """N2, in sessions."""
    at_first: datetime | None = None
    """N2: anything pelvic at level 1 of a running plan."""
    again: datetime | None = None
    """N2: in two sessions running, those with runs taken alone, too; or in three within two weeks.
    """
    bone: datetime | None = None
    """N3, in sessions."""
    ends_again: datetime | None = None
    """N3: the same pain ended two sessions running."""
    easier_again: datetime | None = None
    """N13: a symptom led to an easier level twice from one level, or twice to the first. A gap does
    not count (N12): nobody needs a clinician for a holiday."""
    before: _Before = _Before()

    def grown(self, step: Step, by: Counting) -> Tally:
        """Return it with one session more, which came after all that it knows."""
        signs = step.signs
        at_first = step.runs and step.occasion.session.level <= 1
        before, again, ends_again, easier_again = self.before, None, None, None
        if not settled(by.clearances, "N2", step.at):
            again = _pelvic_again(before, step)
            before = _with_pelvic(before, step)
        if not settled(by.clearances, "N3", step.at):
            ends_again = step.at if _ends_again(before, step) else None
            ended_run = signs.ended_by if step.runs else before.ended_run
            before = before._replace(ended=signs.ended_by, ended_run=ended_run)
        led_down = by.owns(step) and _led_down(signs, by.easier)
        if led_down and not settled(by.clearances, "N13", step.at):
            level = by.level_of(step)
            easier_again = step.at if _easier_again(before, level) else None
            before = before._replace(easier=before.easier | {level})
        return Tally(
            _later(self.warning, signs.warning),
            _later(self.strong, signs.strong),
            _later(self.at_first, signs.pelvic if at_first else None),
            _later(self.again, again),
            _later(self.bone, signs.bone),
            _later(self.ends_again, ends_again),
            _later(self.easier_again, easier_again),
            before,
        )


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    if one is None or other is None:
        return one or other
    return max(one, other)


def settled(clearances: Iterable[Clearance], rule: str, at: datetime) -> bool:
    """Whether a clinician was seen about what a rule counts, after it was told.

    What was refused is written down with the same words as a yes, and settles nothing.
    """
    kinds = ENDED_BY.get(rule, _EITHER)
    return any(
        each.kind in kinds
        and each.at > at
        and each.on >= at.date()
        and (each.kind is not ClearanceKind.PELVIC or is_a_yes(each))
        for each in clearances
    )


def easier_moments(rows: Iterable[After]) -> frozenset[AfterWhen]:
    """Return the moments of one session after which a policy makes it easier."""
    return frozenset(each.when for each in rows if each.when in _EASIER and NEXTS[each.next].easier)


def latest(*moments: datetime | None) -> datetime | None:
    """Return the last of some moments."""
    return max((each for each in moments if each is not None), default=None)


def _pelvic_again(before: _Before, step: Step) -> datetime | None:
    at = step.signs.pelvic
    if at is None:
        return None
    first = before.felt[0] if len(before.felt) == PELVIC_TIMES - 1 else None
    often = first is not None and step.on - first < TWO_WEEKS
    return at if before.pelvic or (step.runs and before.pelvic_run) or often else None


def _with_pelvic(before: _Before, step: Step) -> _Before:
    pelvic = step.signs.pelvic is not None
    return before._replace(
        pelvic=pelvic,
        pelvic_run=pelvic if step.runs else before.pelvic_run,
        felt=(*before.felt, step.on)[1 - PELVIC_TIMES :] if pelvic else before.felt,
    )


def _ends_again(before: _Before, step: Step) -> bool:
    ended = step.signs.ended_by
    return bool(ended & before.ended or (step.runs and ended & before.ended_run))


def _easier_again(before: _Before, level: int) -> bool:
    to_first = level <= _SECOND and any(each <= _SECOND for each in before.easier)
    return level in before.easier or to_first


def _led_down(signs: Signs, easier: frozenset[AfterWhen]) -> bool:
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
