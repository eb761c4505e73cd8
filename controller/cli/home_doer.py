"""What the pages want done: the diary read and written, a page opened, or the pages left for it."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple

from controller.cli.around_session import just_answered
from controller.cli.check_command import last_session
from controller.cli.choice_file import ChoiceInvalid
from controller.cli.diary_file import open_diary
from controller.cli.due import country_of, due_now, now
from controller.cli.home_places import PLACES, Pages
from controller.cli.profile import DEFAULT, profile_name
from controller.cli.session_commands import DEFAULT_MACHINE
from controller.coach import questions, told
from controller.coach.diary_schema import DiaryTrouble
from controller.coach.history import Fact, History, Session
from controller.coach.interview import Interview
from controller.coach.lately import done_words
from controller.coach.today_values import Item, What
from controller.coach.weeks import two_weeks
from controller.tui.pages.page import Become, Do, Open, Page, Stay, Turn
from controller.tui.pages.today_lines import day_words
from controller.tui.pages.today_page import TodayPage
from controller.tui.pages.wishes import (
    Answers,
    Attend,
    Begin,
    Head,
    Leave,
    Look,
    NotToday,
    Place,
    Visit,
)
from plans.problems import Refused
from simulators.profiles import find_machine

NOT_TODAY: Final = "Not today; nothing is lost. What is due stays due."
_SIMULATED: Final = "That was SIMULATED; nothing of it is kept."
_NO_SESSION: Final = "No session came of it, and nothing is lost."
CALLED_OFF: Final = "Called off. Nothing was kept, and nothing is lost."
_KEPT: Final = "Kept in the diary."
KEPT_OFF: Final = "What you told keeps it off today. It is in the diary, and nothing is lost."
_TROUBLES: Final = (DiaryTrouble, Refused, ChoiceInvalid)
"""What the diary and the plan in use can be wrong by, each with a sentence for her."""
_FORMS: Final = {
    What.NEXT_DAY: questions.NEXT_DAY,
    What.WEEKLY: questions.WEEKLY,
    What.BEFORE: questions.BEFORE,
}


class Errand(NamedTuple):
    """What the pages are left for: a command, and they are shown again."""

    words: list[str]
    """Of a command line."""
    session: Item | None = None
    """The session that it begins, if it does."""
    simulated: bool = False


class HomeDoer:
    """Whoever does what Today and the pages above it want done."""

    def __init__(self, args: argparse.Namespace, pages: Pages | None = None) -> None:
        """Take whose pages these are, and on which belt sessions begin.

        Raises:
            MachineUnknown, MachineInvalid: there is no such simulated treadmill.
            ProfileInvalid: the environment says what cannot be a name.
        """
        self._args, self._pages = args, Pages() if pages is None else pages
        self._profile = profile_name(args)
        self.profile_words = [] if self._profile == DEFAULT else ["--profile", self._profile]
        self.simulated = args.simulate is not None
        if self.simulated:
            find_machine(args.simulate)
        self.news: tuple[str, ...] = ()
        self._day = ""
        self._shown: TodayPage
        """As it was seen last."""
        self._waiting: Item | None = None
        """The session that the six questions are asked for."""
        self._about = ""
        """The id of the session that is asked about."""
        self._above: tuple[Page, ...] = ()

    @property
    def head(self) -> Head:
        """The day as it was looked at last."""
        whose = "" if self._profile == DEFAULT else self._profile
        return Head(self._day, whose, self.simulated)

    def pages(self) -> tuple[Page, ...]:
        """Return what is shown first, the lowest page first.

        Raises:
            DiaryTrouble, ChoiceInvalid, ChoiceRefused, UnknownName, FileInvalid: nothing can be.
        """
        above, self._above = self._above, ()
        return (self._today_page(), *above)

    def do(self, what: object) -> Turn:
        """Do what a page wants; what stands in the way is said on it, in one sentence."""
        try:
            return self._done(what)
        except _TROUBLES as trouble:
            return Stay(f"{trouble}")

    def tell(self, facts: Sequence[Fact]) -> str:
        """Put facts into the diary; return why not, or nothing."""
        try:
            with open_diary(self._args) as diary:
                diary.add(facts, ())
        except DiaryTrouble as trouble:
            return f"{trouble}"
        return ""

    def just_answered(self) -> bool:
        """Whether the six questions were answered for a session that did not begin yet."""
        return just_answered(self._history(), now()) is not None

    def is_offered(self, item: Item) -> bool:
        """Whether a session may still begin, with what was told since it was offered."""
        today = due_now(self._args, self._history(), now())
        if item.workout is None:
            return today.belt
        return item.do in (each.do for each in (*today.items, *today.easier))

    def came_back(self, errand: Errand, began: datetime) -> Session | None:
        """Note what came of an errand, and return the session that did."""
        self.news = (_SIMULATED,) if errand.simulated else ()
        if errand.session is None or errand.simulated:
            return None
        last = last_session(self._history())
        came = last if last is not None and last.at >= began else None
        self.news = (_NO_SESSION,) if came is None else (done_words(came),)
        return came

    def ask_about(self, session: Session) -> bool:
        """Let the session be asked about on the pages; return whether they can."""
        if self._pages.form is None:
            return False
        form = questions.STOPPED if session.outcome == "stopped" else questions.AFTER
        self._about, self._above = session.id, (self._pages.form(Interview(form)),)
        return True

    def _done(self, what: object) -> Turn:
        match what:
            case Begin(item):
                return self._begin(item)
            case Attend(item):
                return self._attend(item)
            case Answers(Interview() as done):
                return self._answered(done)
            case Visit(place):
                return self._visit(place)
            case Look():
                return Become(self._look())
            case NotToday():
                return Do(Leave(NOT_TODAY))
            case _:
                return Stay()

    def _begin(self, item: Item) -> Turn:
        if self._pages.form is None or self.simulated or self.just_answered():
            return self._leave_for(item)
        self._waiting = item
        return Open(self._pages.form(Interview(questions.BEFORE)))

    def _leave_for(self, item: Item) -> Turn:
        return Do(Leave(Errand(self._words(item.do), item, self.simulated)))

    def _attend(self, item: Item) -> Turn:
        form = _FORMS.get(item.what)
        if form is not None and self._pages.form is not None:
            self._waiting, self._about = None, item.session
            return Open(self._pages.form(Interview(form)))
        if item.what is What.PREPARATION:
            return self._visit(Place.BODY)
        return Do(Leave(Errand([*shlex.split(item.do)[1:], *self.profile_words])))

    def _visit(self, place: Place) -> Turn:
        own = self._pages.places.get(place)
        if own is not None:
            return Open(own())
        if place in PLACES:
            return Open(PLACES[place])
        match place:
            case Place.PRACTICE:
                return self._practise()
            case Place.CLINICIAN:
                words = ["setup", "clinician"]
            case _:
                words = ["setup"]
        return Do(Leave(Errand([*words, *self.profile_words])))

    def _practise(self) -> Turn:
        today = due_now(self._args, self._history(), now())
        item = today.first(What.SESSION)
        words = ["run"] if item is None else shlex.split(item.do)[1:]
        words += ["--simulate", self._args.simulate or DEFAULT_MACHINE, *self._speedup()]
        return Do(Leave(Errand([*words, *self.profile_words], simulated=True)))

    def _words(self, do: str) -> list[str]:
        words = [*shlex.split(do)[1:], *self.profile_words]
        if self.simulated:
            words += ["--simulate", self._args.simulate, *self._speedup()]
        return words

    def _speedup(self) -> list[str]:
        speedup = self._args.speedup
        return [] if speedup is None else ["--speedup", str(speedup)]

    def _answered(self, done: Interview) -> Turn:
        """Keep what was answered; what has to be said at once stands first on Today."""
        if done.question is not None:
            return Stay(CALLED_OFF)
        facts = _facts(done, now(), self._about)
        problem = self.tell(facts)
        if problem:
            return Stay(problem)
        self.news = (*told.at_once(facts, country_of(self._history())), _KEPT)
        waiting, self._waiting = self._waiting, None
        if done.form == questions.BEFORE and waiting is not None:
            if self.is_offered(waiting):
                return self._leave_for(waiting)
            self.news = (*self.news[:-1], KEPT_OFF)
        return Become(self._today_page())

    def _look(self) -> TodayPage:
        """Return Today anew; if it cannot be had, the one that stands, and why."""
        try:
            return self._today_page()
        except _TROUBLES as trouble:
            return replace(self._shown, news=(f"{trouble}",), since=None)

    def _history(self) -> History:
        with open_diary(self._args) as diary:
            return diary.history()

    def _today_page(self) -> TodayPage:
        history, at = self._history(), now()
        today = due_now(self._args, history, at)
        self._day = day_words(at, today.weeks_since_birth)
        weeks = two_weeks(history, at.date())
        self._shown = TodayPage(today, weeks, self.news, self.simulated)
        return self._shown


def _facts(done: Interview, at: datetime, about: str) -> tuple[Fact, ...]:
    """Return what was answered as facts; ``about`` is the session that it is of, if of one."""
    match done.form:
        case questions.BEFORE:
            return told.before_session(done, at)
        case questions.NEXT_DAY:
            return told.next_day(done, at, about)
        case questions.WEEKLY:
            return told.weekly(done, at)
        case _:
            return told.after_session(done, at, about)
