"""What every session of a history led to: the decision that held when the next one began.

It is worked out anew, by the plan and the policy as they are now and by what was known then. The
last session's is as of today.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from controller.coach.history import Birth, History
from controller.coach.progress import decide_by
from controller.coach.standing import own_steps, standing_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from controller.coach.decision import Decision
    from controller.coach.standing import Standing, Step
    from plans.model import Plan
    from plans.policy import PolicyFile


def decisions(
    history: History, plan: Plan, policy: PolicyFile, today: date
) -> Mapping[str, Decision]:
    """Return the decisions by the id of the session that each followed, of one plan.

    Args:
        history: all that is known.
        plan: whose sessions; those of other plans count as they do in `decide`.
        policy: its rows.
        today: the day by the clock on the wall.

    """
    whole = standing_of(history, plan, policy.policy, today)
    known = _known_since(history, whole.steps)
    births = tuple(each for each in history.of(Birth) if isinstance(each, Birth))
    made: dict[str, Decision] = {}
    latest = None
    for number, step in enumerate(whole.steps):
        latest = known[number] if latest is None else max(latest, known[number])
        if step.occasion.session.plan != plan.id:
            continue
        following = whole.steps[number + 1] if number + 1 < len(whole.steps) else None
        if following is None:
            standing = whole
        elif latest <= following.at:
            standing = _as_of(whole, births, number, following)
        else:
            # Something of these sessions was told later than that: it was not known then.
            standing = standing_of(_until(history, following.at), plan, policy.policy, following.on)
        made[step.occasion.session.id] = decide_by(standing, policy)
    return made


def _known_since(history: History, steps: tuple[Step, ...]) -> list[datetime]:
    """Return for each session the moment at which all was told that is known of it now."""
    rests: dict[str, datetime] = {}
    first: dict[str, str] = {}
    for session in sorted(history.sessions, key=lambda each: (each.at, each.id)):
        begun = first.setdefault(session.id, first.get(session.goes_on, session.id))
        rests[begun] = session.at
    return [
        max(
            rests[each.occasion.session.id],
            *(told.at for told in (*each.occasion.told, each.occasion.check) if told),
        )
        if each.occasion.told or each.occasion.check
        else rests[each.occasion.session.id]
        for each in steps
    ]


def _as_of(whole: Standing, births: tuple[Birth, ...], number: int, following: Step) -> Standing:
    """Return the standing when the next session began, made of what is worked out already.

    Args:
        whole: of all the history.
        births: that were told, the last one first.
        number: of the session, counted from 0.
        following: the one after it.

    """
    until = following.at
    facts = whole.facts[: bisect_right(whole.facts, until, key=lambda each: each.at)]
    steps = whole.steps[: number + 1]
    birth = next((each for each in births if each.at <= until), None)
    if births and birth != births[0]:
        own = own_steps(steps, whole.plan, birth)
    else:
        own = whole.own[: bisect_left(whole.own, until, key=lambda each: each.at)]
    return replace(
        whole,
        today=following.on,
        facts=facts,
        clearances=tuple(each for each in whole.clearances if each.at <= until),
        steps=steps,
        own=own,
    )


def _until(history: History, moment: datetime) -> History:
    return History(
        tuple(each for each in history.facts if each.at <= moment),
        tuple(each for each in history.sessions if each.at < moment),
    )
