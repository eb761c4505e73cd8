"""The first page: what is due today and why, with a key for each thing that may be done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from controller.coach.chronicle.weeks import Weeks
from controller.coach.today.values import CLINICIAN, Item, Today, What
from controller.tui.drawing.ink import Line
from controller.tui.pages.page import Become, Close, Do, Open, Stay, Turn
from controller.tui.pages.today.easier import EasierPage
from controller.tui.pages.today.gates import gates_page
from controller.tui.pages.today.lines import Row, today_lines
from controller.tui.pages.wishes import (
    Answers,
    Attend,
    Begin,
    Leave,
    Look,
    NotToday,
    Place,
    Visit,
)
from controller.words.catalogue import tr

LOOK_EVERY: Final = 60 * 1_000_000_000
"""In nanoseconds: when it would be over, if it began now, is told to the minute."""
_SESSIONS: Final = (What.REST_OF_SESSION, What.SESSION)
_IN_ORDER: Final = (
    *(What.SETUP, What.REST_OF_SESSION, What.NEXT_DAY, What.WEEKLY, What.SESSION, What.BEFORE),
)
"""What ENTER does, the first that is due: the rest of a session is open for minutes only."""
_DOES: Final = {
    What.SETUP: tr("the first questions, about two minutes"),
    What.REST_OF_SESSION: tr("six questions, then find the treadmill, and the rest of it"),
    What.NEXT_DAY: tr("six questions about the day after"),
    What.WEEKLY: tr("the check of the week, four keys"),
    What.SESSION: tr("six questions, then find the treadmill"),
    What.BEFORE: tr("the six questions again, if it is otherwise now"),
    What.NOT_YET: tr("tell it anew; about a minute"),
}
_BEHIND_QUESTIONS: Final = {
    What.REST_OF_SESSION: tr("find the treadmill, and the rest of it"),
    What.SESSION: tr("find the treadmill"),
}
_WALK_OPEN: Final = tr("the walk that is open: six questions, then find the treadmill")
_WALK_AT_ONCE: Final = tr("the walk that is open: find the treadmill")
_SEEN: Final = tr("write down what a clinician said about it")
_PRACTISE: Final = tr("begin on the simulated treadmill; it enters no diary")
_HELP: Final = (
    ("H", tr("history: what was done, noted and decided")),
    ("L", tr("plans: look at them, use another one")),
    ("T", tr("body work, and the tests that running waits for")),
    ("S", tr("set-up: what you told, to be told anew on any day")),
    ("O", tr("options: units, sound, colours, stop keys")),
    ("D", tr("system: whether this computer is fit for a session")),
    ("P", tr("practise on a simulated treadmill; it enters no diary")),
    ("W", tr("all that decides about running")),
    ("C", tr("write down what a clinician said")),
    ("Q", tr("leave")),
)
_PLACES: Final = {
    "h": Place.HISTORY,
    "l": Place.PLANS,
    "t": Place.BODY,
    "s": Place.SETUP,
    "o": Place.SETTINGS,
    "d": Place.DOCTOR,
    "a": Place.ABOUT,
    "c": Place.CLINICIAN,
    "p": Place.PRACTICE,
}


@dataclass(frozen=True, slots=True)
class TodayPage:
    """What is due on a day. All that it wants done it hands up."""

    today: Today
    weeks: Weeks
    news: tuple[str, ...] = ()
    """What has just been done, or what went wrong; a sentence each."""
    simulated: bool = False
    """Sessions begin on a simulated treadmill."""
    answered: bool = False
    """The six questions before a session were just answered; they are not asked again."""
    since: int | None = None
    """When it was first shown, in nanoseconds; None: not yet."""
    title: str = tr("Today")

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Where the letters lead."""
        return (
            *(("H", tr("past")), ("L", tr("plans")), ("T", tr("body")), ("S", tr("set-up"))),
            *(("O", tr("options")), ("D", tr("system")), ("P", tr("try")), ("Q", tr("leave"))),
        )

    @property
    def help(self) -> tuple[tuple[str, str], ...]:
        """What the letters are for, those that the last line has no room for too."""
        return _HELP

    def body(self, width: int, rows: int) -> list[Line]:
        """Return what is due, as much of it as there is room for; W has all."""
        return today_lines(self.today, self.weeks, self.news, self._rows(), (width, rows))

    def press(self, key: str, char: str) -> Turn:
        """Return what a key means."""
        char = char.lower()
        due = self._due()
        if key == "enter" or (char.isascii() and char.isdecimal() and char != "0"):
            number = 0 if key == "enter" else int(char) - 1
            return self._begin(due[number]) if number < len(due) else Stay()
        if char in _PLACES:
            return Do(Visit(_PLACES[char]))
        match char:
            case "e" if self.today.easier:
                return Open(EasierPage(self.today.easier))
            case "b" if (body := self.today.first(What.PREPARATION)) is not None:
                return Do(Attend(body))
            case "r" if (waits := self.today.first(What.NOT_YET)) is not None:
                return Do(Attend(waits))
            case "w" if self.today.gates:
                return Open(gates_page(self.today))
            case "n":
                return Do(NotToday())
            case "q":
                return Do(Leave())
            case _:
                return Stay()

    def returned(self, result: object) -> Turn:
        """Take what came of a wish, or what a page above was closed with."""
        match result:
            case None:  # something may have been told there all the same
                return Do(Look())
            case str():
                return Stay(result)
            case Stay() | Become() | Open() | Close() | Do():
                return result
            case Item():
                return Do(Begin(result))
            case _:
                return Do(Answers(result))

    def at(self, now: int) -> Turn:
        """Look again once a minute."""
        if self.since is None:
            return Become(replace(self, since=now))
        return Do(Look()) if now - self.since >= LOOK_EVERY else Stay()

    def _due(self) -> list[Item]:
        """Return what can be begun, as ENTER does it; behind a warning sign one thing is first."""
        kinds = _IN_ORDER if self.today.belt else (*_IN_ORDER, What.NOT_YET)
        found = (self.today.first(each) for each in kinds)
        due = (each for each in found if each is not None and (each.workout or each.do))
        return sorted(due, key=_after_the_sign)

    def _begin(self, item: Item) -> Turn:
        return Do(Begin(item) if item.what in _SESSIONS else Attend(item))

    def _rows(self) -> list[Row]:
        rows = [
            Row("ENTER" if number == 1 else str(number), self._does(item))
            for number, item in enumerate(self._due(), 1)
        ]
        if self.today.easier:
            easier = " / ".join(each.title for each in self.today.easier)
            rows.append(Row("E", tr("easier: {what}").format(what=easier)))
        body = self.today.first(What.PREPARATION)
        if body is not None:
            rows.append(Row("B", _body_words(body)))
        if any(self.today.first(each) for each in _SESSIONS):
            rows.append(Row("N", tr("not today; nothing is lost")))
        return rows

    def _does(self, item: Item) -> str:
        if self.simulated and item.what in _SESSIONS:
            return _PRACTISE
        if item.do == CLINICIAN:
            return _SEEN
        if item.what is What.SESSION and self.today.first(What.BEFORE) is not None:
            return _WALK_AT_ONCE if self.answered else _WALK_OPEN
        if self.answered and item.what in _BEHIND_QUESTIONS:
            return _BEHIND_QUESTIONS[item.what]
        return _DOES[item.what]


def _after_the_sign(item: Item) -> bool:
    return item.do != CLINICIAN


def _body_words(item: Item) -> str:
    """Return what it is, and when it was done last, in small letters."""
    why = item.why.rpartition(": ")[2].rstrip(".")
    return f"{item.title.lower()} ({why[:1].lower()}{why[1:]})"
