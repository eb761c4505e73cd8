"""The pages above Today, made of what is in the diary and of the plan in use."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Final

from controller.cli.body.preparing import what_there_is
from controller.cli.coach.due import country_of
from controller.cli.coach.past import past_of
from controller.cli.coach.told_units import with_setting
from controller.cli.plan.choice_file import load_choice
from controller.cli.plan.use import plan_file_in_use
from controller.cli.profile import choice_path
from controller.cli.settings.file import settings_of
from controller.coach.asking.setup import CLINICIAN
from controller.coach.asking.speeds import own_speeds
from controller.coach.history import History, Session
from controller.coach.today.values import Item, What
from controller.core.accepted import acceptable
from controller.tui.pages.asking.answers import AnswersPage, clearance_page, setup_page
from controller.tui.pages.asking.checks import after_page, before_page, next_day_page, weekly_page
from controller.tui.pages.body.page import BodyPage
from controller.tui.pages.history import HistoryPage
from controller.tui.pages.page import Page
from plans.shelf import policy_of

_SETUP: Final = "reprise setup"


class HomePages:
    """Makes pages at one moment.

    Each of its methods may raise what tells that the plan in use, or a routine, cannot be had:
    `Refused` or `ChoiceInvalid`.
    """

    def __init__(self, args: argparse.Namespace, history: History, at: datetime) -> None:
        """Take for whom, what is known of her, and the moment by the clock on the wall."""
        self._args, self._history, self._at = args, history, at
        self._country = country_of(history)

    def before(self) -> Page:
        """Return the six questions before a session."""
        return before_page(self._at, self._country)

    def after(self, session: str) -> Page:
        """Return what is asked standing."""
        return after_page(self._session(session), self._at, self._country)

    def due(self, item: Item) -> Page:
        """Return what is due, but for sessions."""
        match item.what:
            case What.NEXT_DAY:
                return next_day_page(self._session(item.session), self._at, self._country)
            case What.WEEKLY:
                return weekly_page(self._at, self._country)
            case What.BEFORE:
                return self.before()
            case What.PREPARATION:
                return self.body()
            case _:
                # "reprise setup", or that with the one question that decides. The tests have T.
                setup, _, key = item.do.partition(_SETUP)
                return self.setup("" if setup else key.strip())

    def setup(self, key: str = "") -> Page:
        """Return the set-up: all of it the first time, then the answers, or one question."""
        file = plan_file_in_use(load_choice(choice_path(self._args)))
        yes = acceptable(policy_of(file).policy)
        if key == CLINICIAN:
            return clearance_page(self._history, self._at, yes)
        history = with_setting(self._args, self._history, self._at)
        speeds = own_speeds(file.plan, settings_of(self._args)[0].units)
        if key or not self._history.facts:
            return setup_page(history, speeds, self._at, key or None)
        return AnswersPage(history, speeds, self._at, yes)

    def body(self) -> Page:
        """Return the routines and tests."""
        today = self._at.date()
        return BodyPage(what_there_is(self._history, today), today)

    def history(self) -> Page:
        """Return what was done."""
        args = argparse.Namespace(**{**vars(self._args), "since": None})
        return HistoryPage(past_of(args, self._history, self._at.date()).chronicle)

    def _session(self, name: str) -> Session:
        return next(each for each in self._history.sessions if each.id == name)
