"""Why a decision is as it is: one sentence for the runner, for each moment that a rule can hold."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.coach.progress.decision import Kind
from plans.policies.after import AfterWhen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from controller.coach.progress.decision import Decision
    from controller.coach.progress.standing import Standing
    from plans.policies.after import After

_PHYSIOTHERAPIST: Final = "see a pelvic-health physiotherapist before the next run"
_CLINICIAN: Final = "see a clinician before the next run"

_REASONS: Final[Mapping[AfterWhen, str]] = MappingProxyType(
    {
        AfterWhen.WARNING: "a warning sign or bleeding was noted on {on}",
        AfterWhen.PELVIC_STRONG: "leaking, heaviness or a bulge was strong on {on}",
        AfterWhen.PELVIC_AGAIN: "leaking, heaviness or pain down below came again on {on}",
        AfterWhen.PELVIC_AT_FIRST: (
            "leaking, heaviness or pain down below came at level 1 on {on}"
        ),
        AfterWhen.BONE: "pain on bone, or pain of 6 and over, was noted on {on}",
        AfterWhen.PAIN_ENDS_AGAIN: "the same pain ended two sessions running, the last on {on}",
        AfterWhen.UNCHECKED: "the next-day check of {last} is not done yet",
        AfterWhen.STILL_THERE: "on {on} it was more than before the session",
        AfterWhen.WARM_UP: "something was noted in the warm-up on {on}",
        AfterWhen.PELVIC_GONE: "leaking, heaviness or pain down below was noted on {on}",
        AfterWhen.PAIN_GONE: "pain of 4 and over, or limping, was noted on {on}",
        AfterWhen.NOTED: "on {last} there was something to note, or less than planned",
        AfterWhen.CLEAN: "level {done} was done {times} with nothing to note, next-day checks too",
        AfterWhen.AWAY_8: "the last session was {days} days ago",
        AfterWhen.AWAY_15: "the last session was {days} days ago",
        AfterWhen.AWAY_29: "the last session was {days} days ago",
        AfterWhen.EASIER_AGAIN: "it became one level easier for a second time on {on}",
    }
)


class Outcome(NamedTuple):
    """What a row that holds asks for."""

    row: After
    kind: Kind
    level: int
    not_before: date
    at: datetime | None
    """When that was told which the row is about; None if nothing was."""


def because(standing: Standing, first: Outcome) -> str:
    """Return one sentence: what the row that decided is about, and what follows."""
    reason = _reason(standing, first)
    return f"{reason[0].upper()}{reason[1:]}: {_next(standing, first)}."


def chosen(level: int, decided: Decision) -> str:
    """Return the sentence of a level that she chose."""
    return f"You chose level {level}: level {decided.level} stays open to you."


def _reason(standing: Standing, first: Outcome) -> str:
    when, last = first.row.when, standing.last
    if when is AfterWhen.NOT_YET:
        return _not_yet(standing) if last else "nothing of this plan was done yet"
    count = standing.clean_at_level() if last else 0
    return _REASONS[when].format(
        on=_day(first.at.date()) if first.at else "",
        last=_day(last.on) if last else "",
        done=standing.level,
        times="once" if count == 1 else "twice" if count == _TWICE else f"{count} times",
        days=(standing.today - standing.latest.on).days if standing.latest else 0,
    )


_TWICE: Final = 2


def _not_yet(standing: Standing) -> str:
    """Say why a session with nothing to note is not yet followed by a step up."""
    needed, done = standing.plan.progression.step_up_after, standing.clean_at_level()
    last = standing.last
    if last is not None and last.occasion.session.shortened:
        return f"nothing to note, in fewer runs as you chose; {done} of {needed} whole ones stand"
    if done >= needed:
        return "nothing to note, but the last step up is too near"
    if last is not None and last.occasion.check is None and done + 1 >= needed:
        return "nothing to note, and the next-day check is still to come"
    what = "session" if needed == 1 else "sessions"
    return f"nothing to note, and {done} of {needed} such {what} at this level done and checked"


def _next(standing: Standing, first: Outcome) -> str:
    level, fewer = first.level, standing.level - first.level
    match first.kind:
        case Kind.REFER if first.row.when is AfterWhen.WARNING:
            return "nothing on the belt until you record that a clinician has seen you"
        case Kind.REFER:
            return f"{_who(first.row)}, and record what was said"
        case Kind.REST:
            return f"rest until it is as before; from {_day(first.not_before)} tell how it is"
        case Kind.WALK:
            return "a walk of 30 min comes first, then a minute of jogging on the spot"
        case Kind.EASIER if fewer:
            return f"{'one level' if fewer == 1 else f'{fewer} levels'} easier, level {level}"
        case Kind.EASIER | Kind.SAME:
            return f"level {level} once more" if standing.last else f"it begins with level {level}"
        case Kind.UP:
            return f"one level up, level {level}"
        case Kind.DONE:
            return "the plan is done, and its last level may be kept up"


def _who(row: After) -> str:
    return _PHYSIOTHERAPIST if "physiotherapist" in row.next else _CLINICIAN


def _day(day: date) -> str:
    """Return a day as people say it: ``"20 May"``."""
    return f"{day.day} {day:%B}"
