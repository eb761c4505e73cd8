"""Which routine of body work suits today: a suggestion, and never more.

Law: nothing here keeps anybody from a routine; a suggestion that is not taken is told of to nobody.
What was felt today does keep from strength work (`offer`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from controller.coach.history import Birth, BirthKind, History, Practice
from controller.coach.preparation.practised import counts_as_done
from controller.coach.preparation.scores import score_of
from controller.coach.preparation.suggestion import Listed, Suggestion
from controller.coach.readiness.felt import breath_alone
from controller.coach.readiness.gates import Felt
from controller.words.catalogue import tr, trn
from plans.preparation.routines import Routine
from protocols.units import SECOND

GENTLE: Final = "mobility"
"""The pillar that is open from the first days, and after a day with a symptom."""
_AFTER_RUN: Final = "single-leg"
"""The pillar that is for days without a run (readiness: what to do meanwhile for strength)."""


def sizes_of(routines: Iterable[Routine]) -> Mapping[str, int]:
    """Return how many exercises each routine has, by its id: by that it counts as done or not."""
    return {each.id: len(each.exercises) for each in routines}


def suggest(
    history: History, routines: Sequence[Routine], today: date, felt: Felt | None
) -> Suggestion:
    """Return what suits a day, and how often each routine was done: half of it or more.

    Args:
        history: all that was told and done.
        routines: those to choose from, in the order of the pillars.
        today: the day by the clock on the wall.
        felt: what was felt lately, as `readiness` has it.

    """
    begun = [each for each in history.of(Practice) if isinstance(each, Practice)]
    sizes = sizes_of(routines)
    done = [each for each in begun if counts_as_done(each, sizes)]
    listed = tuple(_listed(each, done, history.birth, today) for each in routines)
    if any(each.at.date() == today for each in done):
        routine, because = "", tr("Done today; rest is part of it.")
    else:
        routine, because = _choice(history, routines, listed, felt, today)
    week = {each.at.date() for each in done if _within_week(each, today)}
    return Suggestion(routine, because, listed, len(week))


def _choice(
    history: History,
    routines: Sequence[Routine],
    listed: Sequence[Listed],
    felt: Felt | None,
    today: date,
) -> tuple[str, str]:
    open_ = [each for each in listed if not each.note]
    gentle = {each.id for each in routines if each.pillar == GENTLE}
    if felt is not None and not felt.tests_only:
        open_ = [each for each in open_ if each.id in gentle]
        if not open_:
            return "", tr("{felt}: a day of rest.").format(felt=felt.what)
        return open_[0].id, breath_alone(felt)
    ran = any(each.has_runs and each.at.date() == today for each in history.sessions)
    if ran:
        strength = {each.id for each in routines if each.pillar == _AFTER_RUN}
        open_ = [each for each in open_ if each.id not in strength]
    if not open_:
        return "", tr("Nothing for today; rest is as good.")
    chosen = min(open_, key=lambda each: each.last or date.min)
    return chosen.id, _ago(chosen.last, today)


def _within_week(practice: Practice, today: date) -> bool:
    return timedelta() <= today - practice.at.date() < timedelta(days=7)


def _listed(routine: Routine, done: Iterable[Practice], birth: Birth | None, today: date) -> Listed:
    of_it = [each for each in done if each.routine == routine.id]
    lasts = sum(each.lasts or 0 for each in score_of(routine).legs)
    return Listed(
        id=routine.id,
        title=routine.title,
        minutes=-(-lasts // (60 * SECOND)),
        exercises=len(routine.exercises),
        days=len({each.at.date() for each in of_it if _within_week(each, today)}),
        last=max((each.at.date() for each in of_it), default=None),
        note=_not_yet(routine, birth, today),
    )


def _not_yet(routine: Routine, birth: Birth | None, today: date) -> str:
    if birth is None:
        return ""
    caesarean = birth.kind is BirthKind.CAESAREAN
    weeks = routine.weeks_after_caesarean if caesarean else routine.weeks
    if today >= birth.on + timedelta(weeks=weeks):
        return ""
    told = trn(
        "from {weeks} week after the birth on, or as you were advised",
        "from {weeks} weeks after the birth on, or as you were advised",
        weeks,
    )
    return told.format(weeks=weeks)


def _ago(last: date | None, today: date) -> str:
    if last is None:
        return tr("Not done yet.")
    days = (today - last).days
    if days == 1:
        return tr("Last done yesterday.")
    return trn("Last done {days} day ago.", "Last done {days} days ago.", days).format(days=days)
