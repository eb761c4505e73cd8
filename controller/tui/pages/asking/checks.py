"""The checks as pages: which form it is, and what its answers are kept as."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

from controller.coach.asking import questions, told
from controller.coach.asking.interview import Interview
from controller.coach.history import Session
from controller.tui.pages.asking.form import FormPage

STOPPED: Final = "stopped"


def before_page(now: datetime, country: str) -> FormPage:
    """Return the six questions before a session."""
    kept = partial(told.before_session, at=now)
    return FormPage(Interview(questions.BEFORE), kept, partial(told.signs_if_left, at=now), country)


def after_page(session: Session, now: datetime, country: str) -> FormPage:
    """Return what is asked standing; why it was stopped only if she stopped it by herself."""
    form = questions.STOPPED if session.outcome == STOPPED else questions.AFTER
    kept = partial(told.after_session, at=now, session=session.id)
    return FormPage(Interview(form), kept, partial(told.signs_if_left, at=now), country)


def next_day_page(session: Session, now: datetime, country: str) -> FormPage:
    """Return the six questions about the day after a session."""
    kept = partial(told.next_day, at=now, session=session.id)
    return FormPage(
        Interview(questions.NEXT_DAY), kept, partial(told.signs_if_left, at=now), country
    )


def weekly_page(now: datetime, country: str) -> FormPage:
    """Return the check of the week."""
    kept = partial(told.weekly, at=now)
    return FormPage(Interview(questions.WEEKLY), kept, partial(told.signs_if_left, at=now), country)
