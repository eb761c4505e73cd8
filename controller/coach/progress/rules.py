"""What comes next: the rows of a policy's ``after``, held against what is known of a person.

Law: of all rows that hold the strictest counts; the level is the lowest and the day the latest that
any of them names. So neither the order of a file nor one more thing that was told can soften
anything. One level up at most, and only by the one row that asks for clean sessions with their
next-day checks. While pain refers (N3) walking stays open, and goes no level up, either. A plan may
ask for more than is asked here, and not for less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from controller.coach.history import Choice
from controller.coach.progress.decision import Decision, Kind
from controller.coach.progress.moments import HOLDS
from controller.coach.progress.standing import DAY, standing_of
from controller.coach.progress.words import HOLDS_WALKS, Outcome, because, chosen
from plans.policies.after import NEXTS, AfterWhen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from controller.coach.history import History
    from controller.coach.progress.standing import Standing
    from plans.plan.model import Plan
    from plans.policies.after import After
    from plans.policies.reader import PolicyFile

_ORDER: Final = {kind: place for place, kind in enumerate(Kind)}
"""From the strictest to the mildest."""
_WALKING_TOO: Final = frozenset(
    {
        AfterWhen.WARNING,
        *HOLDS_WALKS,
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


def decide(history: History, plan: Plan, policy: PolicyFile, today: date) -> Decision:
    """Return what is next in a plan.

    Args:
        history: what is known of her.
        plan: the plan that she does, with runs or without.
        policy: its rows of ``after``, and by what a symptom is judged.
        today: the day by her clock.

    """
    return decide_by(standing_of(history, plan, policy, today), policy)


def decide_by(standing: Standing, policy: PolicyFile) -> Decision:
    """Return what is next, by a person's way through the plan up to some day."""
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
    return _as_chosen(decided, standing)


def _holding(standing: Standing, rows: tuple[After, ...]) -> Iterator[Outcome]:
    """Yield what each row that holds asks for."""
    earliest = standing.earliest()
    for row in rows:
        if not standing.runs and row.when not in _WALKING_TOO:
            continue
        held = HOLDS[row.when](standing)
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
        only_held = not standing.runs and row.when in HOLDS_WALKS
        if at is None or not standing.settled(row.rule, at):
            if only_held:
                return Outcome(row, Kind.SAME, standing.level, day, at)
            return Outcome(row, kind, 1, told + DAY, at)
        if only_held or standing.last is None or at < standing.last.at:
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


def _as_chosen(decided: Decision, standing: Standing) -> Decision:
    """Return the decision with the level that she chose since the last session, if it is easier."""
    since = standing.last.at if standing.last else None
    choices = [
        each
        for each in standing.facts
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
