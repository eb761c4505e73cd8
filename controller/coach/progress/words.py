"""Why a decision is as it is: one sentence for the runner, for each moment that a rule can hold."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.coach.progress.behind import day_of, reason
from controller.coach.progress.decision import Kind
from controller.coach.progress.said import mild_words, noted_words
from controller.words.catalogue import tr, trn
from controller.words.days import day_words
from plans.policies.after import AfterWhen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from controller.coach.progress.decision import Decision
    from controller.coach.progress.standing import Standing
    from plans.policies.after import After

_PHYSIOTHERAPIST: Final = tr("see a pelvic-health physiotherapist before the next run")
_CLINICIAN: Final = tr("see a clinician before the next run")

# Where it is known which of several things it was, `behind` names that one.
_REASONS: Final[Mapping[AfterWhen, str]] = MappingProxyType(
    {
        AfterWhen.WARNING: tr("a warning sign or bleeding was noted on {on}"),
        AfterWhen.PELVIC_STRONG: tr("leaking, heaviness or a bulge was strong on {on}"),
        AfterWhen.PELVIC_AGAIN: tr("leaking, heaviness or pain down below came again on {on}"),
        AfterWhen.PELVIC_AT_FIRST: tr(
            "leaking, heaviness or pain down below came at level 1 on {on}"
        ),
        AfterWhen.BONE: tr("pain on bone, or pain of 6 and over, was noted on {on}"),
        AfterWhen.PAIN_ENDS_AGAIN: tr("the same pain ended two sessions running, the last on {on}"),
        AfterWhen.UNCHECKED: tr("the next-day check of {last} is not done yet"),
        AfterWhen.STILL_THERE: tr("on {on} it was more than before the session"),
        AfterWhen.WARM_UP: tr("something was noted in the warm-up on {on}"),
        AfterWhen.PELVIC_GONE: tr("leaking, heaviness or pain down below was noted on {on}"),
        AfterWhen.PAIN_GONE: tr("pain of 4 and over, or limping, was noted on {on}"),
        AfterWhen.EASIER_AGAIN: tr("it became one level easier for a second time on {on}"),
    }
)


HOLDS_WALKS: Final = (AfterWhen.BONE, AfterWhen.PAIN_ENDS_AGAIN)
"""What refers from running to a clinician leaves walking open, at the level where it is (N3)."""
_AWAY: Final = (AfterWhen.AWAY_8, AfterWhen.AWAY_15, AfterWhen.AWAY_29)


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
    told = _reason(standing, first)
    return tr("{reason}: {next}.").format(
        reason=f"{told[0].upper()}{told[1:]}", next=_next(standing, first)
    )


def chosen(level: int, decided: Decision) -> str:
    """Return the sentence of a level that she chose."""
    return tr("You chose level {level}: level {decided} stays open to you.").format(
        level=level, decided=decided.level
    )


def _reason(standing: Standing, first: Outcome) -> str:
    when, last = first.row.when, standing.last
    if when is AfterWhen.NOT_YET:
        return _not_yet(standing) if last else tr("nothing of this plan was done yet")
    if when in _AWAY:
        days = (standing.today - standing.latest.on).days if standing.latest else 0
        # Walks between runs are sessions, too, and do not fill the gap (`Standing.latest`).
        told = trn(
            "the last session of this plan was {days} day ago",
            "the last session of this plan was {days} days ago",
            days,
        )
        if not standing.runs:
            told = trn(
                "the last session was {days} day ago", "the last session was {days} days ago", days
            )
        return told.format(days=days)
    if when is AfterWhen.NOTED and last:
        return noted_words(day_words(last.on), last.signs)
    if when is AfterWhen.CLEAN:
        return _clean(standing)
    which = reason(standing, when, first.at) if first.at else ""
    return which or _REASONS[when].format(
        on=day_words(day_of(standing, when, first.at)) if first.at else "",
        last=day_words(last.on) if last else "",
    )


_TWICE: Final = 2


def _times(count: int) -> str:
    if count == _TWICE:
        return tr("twice")
    return trn("once", "{count} times", count).format(count=count)


def _clean(standing: Standing) -> str:
    counted = standing.clean_at_level()
    told = tr("level {done} was done {times} with nothing to note, next-day checks too")
    noted = mild_words(each.signs for each in counted)
    if noted:
        told = tr("level {done} was done {times} with no more than {noted}, next-day checks too")
    return told.format(done=standing.level, times=_times(len(counted)), noted=noted)


def _not_yet(standing: Standing) -> str:
    """Say why a session that holds nobody back is not yet followed by a step up."""
    counted, last = standing.clean_at_level(), standing.last
    steps = (*counted, *((last,) if last else ()))
    noted = mild_words(each.signs for each in steps)
    quiet = tr("no more than {noted}").format(noted=noted) if noted else tr("nothing to note")
    return _why_not_yet(standing, len(counted), quiet)


def _why_not_yet(standing: Standing, done: int, quiet: str) -> str:
    """Say which of the conditions of a step up is not met yet, behind what there was to note."""
    needed, last = standing.plan.progression.step_up_after, standing.last
    if last is not None and last.occasion.session.shortened:
        told = tr("{quiet}, in fewer runs as you chose; {done} of {needed} whole ones stand")
    elif last is not None and last.occasion.check is None and done + 1 >= needed:
        # Before all else: without it no session counts, however many have done so before.
        told = tr("{quiet}, and the next-day check is still to come")
    elif done >= needed:
        told = tr("{quiet}, but the last step up is too near")
    else:
        told = trn(
            "{quiet}, and {done} of {needed} such session at this level done and checked",
            "{quiet}, and {done} of {needed} such sessions at this level done and checked",
            needed,
        )
    return told.format(quiet=quiet, done=done, needed=needed)


def _next(standing: Standing, first: Outcome) -> str:
    level, fewer = first.level, standing.level - first.level
    match first.kind:
        case Kind.REFER if first.row.when is AfterWhen.WARNING:
            return tr("nothing on the belt until you record that a clinician has seen you")
        case Kind.REFER:
            return tr("{whom_to_see}, and record what was said").format(whom_to_see=_who(first.row))
        case Kind.REST:
            return tr("rest until it is as before; from {day} tell how it is").format(
                day=day_words(first.not_before)
            )
        case Kind.WALK:
            return tr("a walk of 30 min comes first, then a minute of jogging on the spot")
        case Kind.EASIER if fewer:
            return trn("one level easier, {level}", "{fewer} levels easier, {level}", fewer).format(
                fewer=fewer, level=_level_words(standing, level)
            )
        case Kind.SAME if first.row.when in HOLDS_WALKS:
            return tr(
                "no walks above level {level} until you record that a clinician has seen you"
            ).format(level=level)
        case Kind.EASIER | Kind.SAME:
            told = tr("{level} once more") if standing.last else tr("it begins with {level}")
            return told.format(level=_level_words(standing, level))
        case Kind.UP:
            return tr("one level up, {level}").format(level=_level_words(standing, level))
        case Kind.DONE:
            return tr("the plan is done, and its last level may be kept up")


def _level_words(standing: Standing, level: int) -> str:
    """Name a level; beside a plan with runs a level of the walks would be taken for one of runs."""
    told = tr("level {level}") if standing.runs else tr("level {level} of the walking plan")
    return told.format(level=level)


def _who(row: After) -> str:
    return _PHYSIOTHERAPIST if "physiotherapist" in row.next else _CLINICIAN
