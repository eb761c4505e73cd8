"""What came of what was told beside sessions, what kept running off, and what made it easier."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from controller.coach.chronicle.easier import easier_sessions
from controller.coach.chronicle.told import tellings
from controller.coach.chronicle.values import Chronicle, Hold, Telling
from controller.coach.history import Clearance
from controller.coach.progress.decision import WAITS, Decision, Kind
from controller.coach.progress.decisions import deciding, decisions
from controller.coach.progress.tally import settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from controller.coach.history import History
    from plans.plan.model import Plan
    from plans.policies.reader import PolicyFile

_GRAVE: Final = "N1"
_TOLD: Final = ("N1", "N2", "N3", "N5", "N6", "N7", "N8", "N13")
"""The rules that rest on something that was told."""


def with_tellings(
    chronicle: Chronicle, history: History, plan: Plan, policy: PolicyFile
) -> Chronicle:
    """Return it with what was told beside sessions, what that led to, and what rules did.

    They keep running off, and make a level easier.

    What was told of the mood is in it: see `without_mood`.

    Args:
        chronicle: of the same history; from its first day on, and what is grave and open besides.
        history: all that is known.
        plan: the one in use.
        policy: its rows.

    """
    clearances = [each for each in history.facts if isinstance(each, Clearance)]

    def shown(telling: Telling) -> bool:
        recent = chronicle.since is None or telling.on >= chronicle.since
        grave = any(each.grave for each in telling.spoken)
        return recent or (grave and not settled(clearances, _GRAVE, telling.at))

    decided_at = deciding(history, plan, policy, chronicle.today)
    told = tuple(
        replace(each, decision=_decision(each, decided_at))
        for each in tellings(history)
        if shown(each)
    )
    known = decisions(history, plan, policy, chronicle.today)
    events: list[tuple[datetime, str | None]] = [
        (each.at, each.decision.rule)
        for each in told
        if each.decision is not None and each.decision.kind in WAITS
    ]
    for session in history.sessions:
        decided = known.get(session.id)
        if session.plan == plan.id and session.ran_s:
            events.append((session.at, None))
        elif session.plan != plan.id and session.noted:
            decided = decided_at(session.at)
        if decided is not None and decided.kind in WAITS:
            events.append((session.at, decided.rule))
    holds = (
        each
        for each in _holds(events)
        if each.until is None or chronicle.since is None or each.until >= chronicle.since
    )
    easier = easier_sessions(history, plan, policy, chronicle.today)
    entries = tuple(replace(each, easier=easier.get(each.id)) for each in chronicle.entries)
    return replace(chronicle, entries=entries, tellings=told, holds=tuple(holds))


def _decision(telling: Telling, decided_at: Callable[[datetime], Decision]) -> Decision | None:
    """Return what was next behind it; None where that rests on nothing that was told."""
    if not any(each.felt for each in telling.spoken):
        return None
    decided = decided_at(telling.at)
    strict = decided.kind in (*WAITS, Kind.EASIER) or decided.rule == "N3"
    return decided if strict and decided.rule in _TOLD else None


def _holds(events: list[tuple[datetime, str | None]]) -> list[Hold]:
    """Return the times from when a rule held until the next run; None stands for a run."""
    held: list[Hold] = []
    for at, rule in sorted(events, key=lambda each: (each[0], each[1] or "")):
        day = at.date()
        if rule is None:
            held = [each if each.until else each._replace(until=day) for each in held]
        elif not any(each.rule == rule and each.until is None for each in held):
            held.append(Hold(rule, day, None))
    return held
