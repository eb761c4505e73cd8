"""The body work that is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from controller.coach.history import Practice
from controller.coach.preparation.practised import counts_as_done
from controller.coach.preparation.suggest import sizes_of, suggest
from controller.coach.today.values import Item, What
from controller.words.catalogue import tr, trn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from controller.coach.history import History
    from controller.coach.preparation.suggestion import Suggestion
    from controller.coach.readiness.gates import Felt
    from plans.preparation.routines import Routine


def body_work_due(
    history: History, routines: Sequence[Routine], on: date, felt: Felt | None
) -> Iterator[Item]:
    """Yield the body work of a day, unless some was done on it.

    Args:
        history: what is known of her.
        routines: in the order of the pillars; the one that suits is named. None: only that some
            body work is due.
        on: the day.
        felt: what was felt lately.

    """
    sizes = sizes_of(routines)
    done = (each for each in history.of(Practice) if isinstance(each, Practice))
    last = next((each for each in done if counts_as_done(each, sizes)), None)
    days = None if last is None else (on - last.at.date()).days
    if days is not None and days <= 0:
        return
    if routines:
        yield _suggested(suggest(history, routines, on, felt))
        return
    if days is None:
        ago = tr("not done yet")
    elif days == 1:
        ago = tr("last done yesterday")
    else:
        told = trn("last done {days} day ago", "last done {days} days ago", days)
        ago = told.format(days=days)
    yield Item(
        What.PREPARATION,
        tr("10 MIN FOR THE BODY"),
        tr("Breath, pelvic floor, strength and balance carry the run: {ago}.").format(ago=ago),
        do="reprise prepare",
    )


def _suggested(found: Suggestion) -> Item:
    chosen = next((each for each in found.listed if each.id == found.routine), None)
    if chosen is None:
        title, do = tr("BODY WORK, OR REST"), "reprise prepare"
    else:
        title = tr("{minutes} MIN FOR THE BODY: {routine}").format(
            minutes=chosen.minutes, routine=chosen.title
        )
        do = f"reprise prepare {chosen.id}"
    return Item(What.PREPARATION, title, found.because, do=do)
