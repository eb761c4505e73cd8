"""A history, session by session: each with what was told before it, after it and the next day.

A session and the rest of it that was done later are one occasion.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from controller.coach.history import Aftermath, NextDay, PreCheck

if TYPE_CHECKING:
    from datetime import date

    from controller.coach.history import History, Session


REFERRED: Final = "stopped_and_refer"
"""The outcome of a session that a clinician has to be seen about."""
_SIGNS: Final = ("", "mistake", "bulge", "today", "now")
"""From nothing to grave."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A session and all that was told of it."""

    session: Session
    """With the rest that was done of it later; then it counts as not completed."""
    before: PreCheck | None
    """The check that it began with."""
    check: NextDay | None
    """The last next-day check of it."""
    told: tuple[Aftermath, ...]
    later: tuple[PreCheck, ...]
    """The checks that were told after it, up to the next occasion."""

    @property
    def on(self) -> date:
        """The day, by the clock on the wall."""
        return self.session.at.date()

    @property
    def effort(self) -> int:
        """The hardest that was told afterwards, 0 to 10; 0 if nothing was told."""
        return max((each.effort or 0 for each in self.told), default=0)

    @property
    def since(self) -> tuple[str, ...]:
        """Symptoms that came after the belt stood."""
        return tuple(symptom for each in self.told for symptom in each.since)


def occasions(history: History) -> tuple[Occasion, ...]:
    """Return the occasions in the order of time, in whatever order the facts stand."""
    sittings = _sittings(history)
    checks: dict[str, NextDay] = {}
    told: defaultdict[str, list[Aftermath]] = defaultdict(list)
    before: list[PreCheck] = []
    for fact in sorted(history.facts, key=lambda each: each.at):
        match fact:
            case NextDay():
                checks[fact.session] = fact
            case Aftermath():
                told[fact.session].append(fact)
            case PreCheck():
                before.append(fact)
            case _:
                pass
    moments = [each.at for each in before]
    begins = [bisect_right(moments, each[0].at) for each in sittings]
    return tuple(
        Occasion(
            session=_joined(parts),
            before=before[begin - 1] if begin else None,
            check=max(
                (checks[each.id] for each in parts if each.id in checks),
                key=lambda each: each.at,
                default=None,
            ),
            told=tuple(fact for each in parts for fact in told[each.id]),
            later=tuple(before[begin:until]),
        )
        for parts, begin, until in zip(sittings, begins, [*begins, len(before)][1:], strict=True)
    )


def _sittings(history: History) -> list[tuple[Session, ...]]:
    """Return the sessions, each with its rests."""
    whole: dict[str, list[Session]] = {}
    of: dict[str, str] = {}
    for session in sorted(history.sessions, key=lambda each: (each.at, each.id)):
        first = of.get(session.goes_on, session.id)
        of[session.id] = first
        whole.setdefault(first, []).append(session)
    return [tuple(parts) for parts in whole.values()]


def _joined(parts: tuple[Session, ...]) -> Session:
    first = parts[0]
    if len(parts) == 1:
        # The rest of a session that is not known was not the whole of anything, either.
        return replace(first, completed=False) if first.goes_on else first
    return replace(
        first,
        completed=False,
        outcome=max((each.outcome for each in parts), key=_refers),
        ran_s=sum(each.ran_s for each in parts),
        lasted_s=sum(each.lasted_s for each in parts),
        noted=tuple(note for each in parts for note in each.noted),
        rules=tuple(dict.fromkeys(rule for each in parts for rule in each.rules)),
        signs=max((each.signs for each in parts), key=_SIGNS.index),
        ran_on_s=_ran_on(parts),
    )


def _ran_on(parts: tuple[Session, ...]) -> int:
    """Return how long was run after the first symptom, in its own part and in those after it."""
    first = next((number for number, each in enumerate(parts) if each.noted), len(parts))
    return sum(
        each.ran_on_s if number == first else each.ran_s
        for number, each in enumerate(parts)
        if number >= first
    )


def _refers(outcome: str) -> bool:
    return outcome == REFERRED
