"""What the pages want done: the diary read and written, a page opened, or the pages left for it."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from controller.cli.body.preparing import NotOpen
from controller.cli.coach.check import just_answered, last_session
from controller.cli.coach.diary_file import known_history, open_diary
from controller.cli.coach.due import body_sizes, due_now, now
from controller.cli.coach.told_units import take_over, without_units
from controller.cli.defaults import DEFAULT_MACHINE
from controller.cli.home.body_doing import BodyWork
from controller.cli.home.errand import Errand
from controller.cli.home.finding import HomeFinding
from controller.cli.home.places import PLACES
from controller.cli.home.sounds import HomeSounds
from controller.cli.plan.choice_file import ChoiceInvalid
from controller.cli.profile import DEFAULT, profile_name, settings_path
from controller.cli.settings.file import SettingsInvalid, change, read_file
from controller.coach.asking import questions
from controller.coach.asking.interview import Interview
from controller.coach.asking.told import checks_of
from controller.coach.chronicle.lately import done_words
from controller.coach.chronicle.weeks import two_weeks
from controller.coach.diary.schema import DiaryTrouble
from controller.coach.history import Aftermath, Fact, History, NextDay, PreCheck, Session
from controller.coach.preparation.cues import rings
from controller.coach.preparation.score import Mark
from controller.coach.readiness.stands import still_stands
from controller.coach.today.values import Item, Today, What
from controller.tui.pages.asking.keep import Keep, Kept
from controller.tui.pages.body.wishes import Heard, KeepPlayed, LookAtBodyWork, Play
from controller.tui.pages.find.wishes import Choose, ListenNoMore, LookAround
from controller.tui.pages.page import Become, Do, Open, Page, Turn
from controller.tui.pages.plans.wishes import PlanUsed, ShowPlan, UsePlan
from controller.tui.pages.settings.page import SettingsPage
from controller.tui.pages.settings.wishes import Changed, ChangeSetting
from controller.tui.pages.today.lines import day_words, main_item
from controller.tui.pages.today.page import TodayPage
from controller.tui.pages.wishes import (
    Answers,
    Attend,
    Begin,
    Head,
    Leave,
    NotToday,
    Place,
    Visit,
)
from controller.words.catalogue import tr
from plans.problems import Refused, in_a_line
from plans.readiness.checks import known_checks
from simulators.profiles import find_machine

if TYPE_CHECKING:
    from controller.cli.home.pages import HomePages
    from controller.cli.home.plans import HomePlans

NOT_TODAY: Final = tr("Not today; nothing is lost. What is due stays due.")
KEPT_OFF: Final = tr("What you told keeps it off today. It is in the diary, and nothing is lost.")
_SIMULATED: Final = tr("That was SIMULATED; it enters no diary.")
_NO_SESSION: Final = tr("No session came of it, and nothing is lost.")
_TROUBLES: Final = (DiaryTrouble, Refused, ChoiceInvalid, NotOpen, SettingsInvalid)
"""What the diary, the plan in use and a routine can be wrong by, each with a sentence for her."""
_DECIDED_BY: Final = (NextDay, Aftermath)
"""What the next session is decided by, told after the last."""


class HomeDoer:
    """Whoever does what Today and the pages above it want done."""

    def __init__(self, args: argparse.Namespace) -> None:
        """Take whose pages these are, and on which belt sessions begin.

        Raises:
            MachineUnknown, MachineInvalid: there is no such simulated treadmill.
            ProfileInvalid: the environment says what cannot be a name.
        """
        self._args = args
        self._finding = HomeFinding(args.parse, self._speedup)
        self._profile = profile_name(args)
        self._simulated = args.simulate is not None
        if self._simulated:
            find_machine(args.simulate)
        self.bell: Callable[[], object] = lambda: None
        self.contrast = read_file(settings_path(args)).settings.contrast
        self._sounds = HomeSounds(args, self)
        self._body = BodyWork(args, self._sounds)
        self._news: tuple[str, ...] = ()
        self._day = ""
        self._shown: TodayPage
        """As it was seen last."""
        self._waiting: Item | None = None
        """The session that the six questions are asked for."""
        self._after: Session | None = None
        """The session that is to be asked about."""

    @property
    def head(self) -> Head:
        """The day as it was looked at last."""
        whose = "" if self._profile == DEFAULT else self._profile
        return Head(self._day, whose, self._simulated)

    def pages(self) -> tuple[Page, ...]:
        """Return what is shown first, the lowest page first.

        Raises:
            DiaryTrouble, ChoiceInvalid, ChoiceRefused, UnknownName, FileInvalid: nothing can be.
        """
        after, self._after = self._after, None
        today = self._today_page()
        return (today,) if after is None else (today, self._pages().after(after.id))

    def play(self, mark: Mark) -> None:
        """Ring the terminal's bell for a mark of body work."""
        if rings(mark):
            self.bell()

    def do(self, what: object) -> object:
        """Do what a page wants; what stands in the way comes back as one sentence."""
        try:
            return self._done(what)
        except _TROUBLES as trouble:
            return in_a_line(trouble)
        except OSError as error:
            return tr("It cannot be kept ({file}: {reason}).").format(
                file=error.filename, reason=error.strerror
            )

    def tell(self, facts: Sequence[Fact]) -> str:
        """Put facts into the diary; return why not, or nothing."""
        try:
            with open_diary(self._args) as diary:
                kept, unchanged = without_units(self._args, tuple(facts))
                diary.add(kept, ())
        except DiaryTrouble as trouble:
            return f"{trouble}"
        if unchanged:
            self._news = (unchanged,)
        return ""

    def came_back(self, errand: Errand, began: datetime) -> None:
        """Note what came of an errand; a session is asked about as soon as pages are shown."""
        if errand.simulated:
            self._news = (_SIMULATED,)
            return
        last = last_session(self._history())
        if last is None or last.at < began:
            self._news = (_NO_SESSION,)
            return
        self._news, self._after = (done_words(last),), last

    async def close(self) -> None:
        """End what goes on beside the pages."""
        self._sounds.close()
        await self._finding.close()

    def _done(self, what: object) -> object:
        match what:
            case Keep(facts):
                earlier = self._earlier(facts)
                if trouble := self.tell(facts):
                    return trouble
                stands = still_stands(self._history(), facts, known_checks().signs)
                return Kept(self._comes_next(facts), earlier, stands)
            case LookAround() | Choose() | ListenNoMore():
                return self._finding.do(what)
            case ChangeSetting(key, value, page):
                held = change(settings_path(self._args), key, value)
                self.contrast = held.settings.contrast
                self._sounds.close()
                return Changed(page, held)
            case ShowPlan() | UsePlan():
                return self._of_plans(what)
            case Heard() | KeepPlayed() | LookAtBodyWork() | Play():
                return self._body.do(what)
            case _:
                return self._turn(what)

    def _of_plans(self, wish: ShowPlan | UsePlan) -> object:
        came = self._plans().do(wish)
        if isinstance(came, PlanUsed):
            self._news = (came.told,)
        return came

    def _turn(self, what: object) -> Turn:
        """Return what Today becomes or opens."""
        if isinstance(what, Begin | Attend | Visit):
            self._news = ()  # it was read, and is none any more behind what comes now
        match what:
            case Begin(item):
                return self._begin(item)
            case Attend(item):
                self._waiting = None
                return Open(self._pages().due(item))
            case Answers(result):
                return self._answered(result)
            case Visit(place):
                return self._visit(place)
            case NotToday():
                return Do(Leave(NOT_TODAY))
            case _:
                return Become(self._look())

    def _begin(self, item: Item) -> Turn:
        if self._simulated or just_answered(self._history(), now()) is not None:
            return self._leave_for(item)
        self._waiting = item
        return Open(self._pages().before())

    def _leave_for(self, item: Item) -> Turn:
        words = [*shlex.split(item.do)[1:], *self._same_words]
        if self._simulated:
            words += ["--simulate", self._args.simulate, *self._speedup]
            return Do(Leave(Errand(words, simulated=True)))
        return Open(self._finding.page(item.title.lower(), words, self._history()))

    def _answered(self, result: object) -> Turn:
        """Go on to the session that was waited for, unless what was told keeps it off."""
        waiting, self._waiting = self._waiting, None
        if isinstance(result, Interview) and result.form == questions.BEFORE:
            if waiting and _offers(self._today(), waiting):
                return self._leave_for(waiting)
            self._news = (KEPT_OFF,) if waiting else ()
        return Become(self._look())

    def _visit(self, place: Place) -> Turn:
        match place:
            case Place.PRACTICE:
                return self._practise()
            case Place.PLANS:
                return Open(self._plans().page())
            case Place.SETTINGS:
                return Open(SettingsPage(read_file(settings_path(self._args))))
            case Place.SETUP:
                return Open(self._pages().setup())
            case Place.CLINICIAN:
                return Open(self._pages().setup("clinician"))
            case Place.BODY:
                return Open(self._pages().body())
            case Place.HISTORY:
                return Open(self._pages().history())
            case _:
                return Open(PLACES[place])

    def _practise(self) -> Turn:
        item = self._today().first(What.SESSION)
        words = ["run"] if item is None else shlex.split(item.do)[1:]
        machine = self._args.simulate or DEFAULT_MACHINE
        words += [*self._same_words, "--simulate", machine, *self._speedup]
        return Do(Leave(Errand(words, simulated=True)))

    def _earlier(self, facts: Sequence[Fact]) -> tuple[PreCheck, ...]:
        """Return the six answers of the same day that are in the diary already."""
        days = [each.at.date() for each in facts if isinstance(each, PreCheck)]
        return checks_of(self._history(), days[-1]) if days else ()

    def _comes_next(self, facts: Sequence[Fact]) -> str:
        """Return what is decided now, if by these facts."""
        if not any(isinstance(each, _DECIDED_BY) for each in facts):
            return ""
        item = main_item(self._today())
        return f"{item.title}. {item.why}"

    def _look(self) -> TodayPage:
        """Return Today anew; if it cannot be had, the one that stands, and why."""
        try:
            return self._today_page()
        except _TROUBLES as trouble:
            return replace(self._shown, news=(in_a_line(trouble),), since=None)

    def _today_page(self) -> TodayPage:
        history, at = self._history(), now()
        take_over(self._args, history)
        today = due_now(self._args, history, at)
        self._day = day_words(at, today.weeks_since_birth)
        weeks = two_weeks(history, at.date(), body_sizes())
        asked = just_answered(history, at) is not None
        self._shown = TodayPage(today, weeks, self._news, self._simulated, answered=asked)
        return self._shown

    def _today(self) -> Today:
        return due_now(self._args, self._history(), now())

    def _history(self) -> History:
        return known_history(self._args)

    def _pages(self) -> HomePages:
        # A page above Today takes a tenth of a start, and most days none is opened at once.
        from controller.cli.home.pages import HomePages  # noqa: PLC0415

        return HomePages(self._args, self._history(), now())

    def _plans(self) -> HomePlans:
        from controller.cli.home.plans import HomePlans  # noqa: PLC0415  # numpy, only there

        return HomePlans(self._args, self._history(), now())

    @property
    def _same_words(self) -> list[str]:
        """What holds for a session as for the pages."""
        whose = [] if self._profile == DEFAULT else ["--profile", self._profile]
        return [*whose, *(["--silent"] if self._args.silent else [])]

    @property
    def _speedup(self) -> list[str]:
        speedup = self._args.speedup
        return [] if speedup is None else ["--speedup", str(speedup)]


def _offers(today: Today, item: Item) -> bool:
    """Whether a session may still begin, with what was told since it was offered."""
    if item.workout is None:
        return today.belt
    return item.do in (each.do for each in (*today.items, *today.easier))
