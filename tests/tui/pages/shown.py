"""Pages between sessions of some lives, and keys for them: what the tests of pages walk through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from controller.coach.chronicle.weeks import two_weeks
from controller.coach.history import (
    Aftermath,
    Fact,
    History,
    Practice,
    PreCheck,
    Screen,
    Told,
    WhyStopped,
)
from controller.coach.preparation.suggest import sizes_of
from controller.coach.today.due import what_is_due
from controller.settings.values import Contrast
from controller.tui.pages.help import HelpPage
from controller.tui.pages.page import Page, Stay, Turn
from controller.tui.pages.text import Paragraph, TextPage
from controller.tui.pages.today.easier import EasierPage
from controller.tui.pages.today.gates import gates_page
from controller.tui.pages.today.page import TodayPage
from controller.tui.pages.wishes import Head
from plans.preparation.routines import bundled_routines
from plans.shelf import find_plan, find_routine, open_policy
from tests.coach.ready import CHECKS, ready, session

if TYPE_CHECKING:
    from controller.coach.today.values import Today
    from controller.tui.drawing.ink import Line

NOW: Final = datetime(2026, 4, 7, 13, 40, tzinfo=UTC)
DAY: Final = NOW.date()
_LADDER: Final = find_plan("postpartum-ladder")
_WALKING: Final = find_plan("postpartum-walk")
_ROUTINES: Final = tuple(find_routine(each) for each in bundled_routines())
_POLICY: Final = open_policy(_LADDER.policy)
SIZES: Final = ((80, 24), (100, 30), (160, 45))
KEYS: Final = (
    *((char, char) for char in "abcdefghijklmnopqrstuvwxyzäéHQ0123456789&é.?"),
    *(("enter", "\r"), ("escape", ""), ("backspace", "\b"), ("tab", "\t"), ("delete", "")),
    *((key, "") for key in ("up", "down", "left", "right", "home", "f1", "f2", "ctrl+p")),
)
"""As Textual names them, with what they print; Y and Z, too, which are no key of ours."""
STOP_KEYS: Final = (
    *(("space", " "), ("pageup", ""), ("pagedown", ""), ("end", "")),
    *((key, "") for key in ("ctrl+c", "ctrl+d", "ctrl+z", "ctrl+backslash")),
)


def _before(**fields: object) -> PreCheck:
    usual: dict[str, object] = {
        "warning_sign": False, "bleeding": False, "pelvic": False, "pain": (), "rested": True,
        "safety_key": True,
    }  # fmt: skip
    return PreCheck(NOW - timedelta(minutes=5), **{**usual, **fields})  # type: ignore[arg-type]


def _told(*facts: Fact) -> History:
    return History((*ready(DAY), *facts))


def _cut() -> History:
    cut = session(
        DAY, at=NOW - timedelta(minutes=20), level=3, completed=False, outcome="stopped",
        planned_run_s=300, ran_s=160, lasted_s=600,
    )  # fmt: skip
    facts = ready(DAY - timedelta(days=3))
    return History(
        (*facts, Aftermath(NOW - timedelta(minutes=9), cut.id, 3, WhyStopped.ELSEWHERE)), (cut,)
    )


LIVES: Final = {
    "first start": History(),
    "a run is due": _told(Practice(NOW - timedelta(days=4), "breath", ("breathing",))),
    "much is due": History(
        ready(DAY - timedelta(days=9)), (session(DAY - timedelta(days=1), lasted_s=1755),)
    ),
    "a step up": History(
        ready(DAY - timedelta(days=9)),
        tuple(
            session(DAY - timedelta(days=each), level=2, planned_run_s=300, ran_s=300)
            for each in (6, 3)
        ),
    ),
    "half told": History(ready(DAY)[:3]),
    "leaking": _told(Told(NOW, "daily-pelvic", "every day")),
    "warning sign": _told(Screen(NOW, ("chest",))),
    "warning sign, and the week": History(
        (*ready(DAY - timedelta(days=9)), Screen(NOW, ("chest",)))
    ),
    "pain today": _told(_before(pain=(("knee", 5),))),
    "no safety key": _told(_before(safety_key=False)),
    "cut for the door": _cut(),
    "nine weeks": History(ready(DAY, born=DAY - timedelta(weeks=9))),
    "no birth": History(ready(DAY, born=None)),
}


def due(history: History) -> Today:
    """Return what is due now."""
    return what_is_due(history, _LADDER, _POLICY, CHECKS, NOW, walking=_WALKING, routines=_ROUTINES)


def today_page(life: str, news: tuple[str, ...] = ()) -> TodayPage:
    """Return Today of a life."""
    history = LIVES[life]
    return TodayPage(due(history), two_weeks(history, date(2026, 4, 7), sizes_of(_ROUTINES)), news)


def _pages() -> dict[str, Page]:
    made: dict[str, Page] = {life: today_page(life) for life in LIVES}
    run = today_page("a run is due")
    long = tuple(Paragraph(f"{number} " + "words " * 40) for number in range(30))
    return {
        **made,
        "news": today_page("half told", ("Call 112 now. Sit down. " * 4, "Kept in the diary.")),
        "easier": EasierPage(run.today.easier),
        "gates": gates_page(today_page("leaking").today),
        "help": HelpPage(run),
        "text": TextPage("Long", (Paragraph("A heading", heading=True), *long)),
        "short": TextPage("Short", (Paragraph("One."),)),
    }


PAGES: Final = _pages()


class Noting:
    """Notes what is wanted, and does nothing."""

    def __init__(self, turn: Turn = Stay("noted")) -> None:  # noqa: B008  # a frozen value
        self.wanted: list[object] = []
        self._turn = turn
        self.bell: Callable[[], object] = lambda: None
        self.contrast = Contrast.NORMAL
        self.head = Head("Tuesday 7 April, 14 weeks since the birth")

    def do(self, what: object) -> object:
        """Note it."""
        self.wanted.append(what)
        return self._turn


def text_of(lines: list[Line] | tuple[Line, ...]) -> str:
    """Return lines as text."""
    return "\n".join("".join(span.text for span in line).rstrip() for line in lines)
