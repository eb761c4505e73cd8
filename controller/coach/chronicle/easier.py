"""Why a session was of an easier level than the one before it: the decision that it began with."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from controller.coach.chronicle.values import Easier
from controller.coach.history import Choice
from controller.coach.progress.decision import WAITS
from controller.coach.progress.decisions import deciding
from controller.coach.progress.occasions import occasions
from controller.words.catalogue import tr

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from controller.coach.history import History
    from controller.coach.progress.decision import Decision
    from plans.plan.model import Plan
    from plans.policies.reader import PolicyFile

_JUST_BEFORE: Final = timedelta(microseconds=1)
"""A decision knows what was at its moment: this session is not to count in its own."""


def easier_sessions(
    history: History, plan: Plan, policy: PolicyFile, today: date
) -> Mapping[str, Easier]:
    """Return by the session's id those of an easier level than the last of the plan, and why.

    Args:
        history: all that is known.
        plan: whose sessions.
        policy: its rows, by which it is worked out anew.
        today: the day by the clock on the wall.

    """
    # What she chose by herself is no rule's doing, and hides which one there was.
    facts = tuple(each for each in history.facts if not isinstance(each, Choice))
    decided_at = deciding(replace(history, facts=facts), plan, policy, today)
    own = [each.session for each in occasions(history) if each.session.plan == plan.id]
    return {
        session.id: _easier(before.level, session.level, decided_at(session.at - _JUST_BEFORE))
        for before, session in pairwise(own)
        if session.level < before.level
    }


def _easier(before: int, level: int, decided: Decision) -> Easier:
    # A rule that lets no session of the plan begin names the first level, and leads to none.
    led = decided.level < before and decided.kind not in WAITS
    told = [decided.because] if led else []
    if not led or decided.level != level:
        told.append(
            tr("No rule of the policy as it is now asked for level {level}.").format(level=level)
        )
    return Easier(before, level, " ".join(told), decided.rule if led else "")
