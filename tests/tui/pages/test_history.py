"""The page of what was done: a list, one session, and minutes of running in blocks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from controller.coach.history import Noted
from controller.tui.drawing.ink import width_of
from controller.tui.pages.history import HistoryPage, SessionPage, running_chart
from controller.tui.pages.page import Become, Close, Open, Page, Stay
from tests.coach.stories import done, history, walked
from tests.report.made import chronicle

if TYPE_CHECKING:
    from controller.tui.drawing.ink import Line

HEAVY = Noted("heaviness", 1, running=True, warm_up=False, at_s=498)
LONG = history(
    *(done(2 * each, 1 + each // 8, *([HEAVY] if each % 3 else [])) for each in range(40))
)


def text(lines: list[Line]) -> list[str]:
    """Return lines as they are read."""
    return ["".join(span.text for span in line).rstrip() for line in lines]


def chosen(page: HistoryPage) -> str:
    """Return the line with the mark; there is one."""
    (line,) = (each for each in text(page.body(80, 22)) if each.startswith("   >"))
    return line


@pytest.mark.parametrize("sessions", [0, 1, 3, 40])
@pytest.mark.parametrize(("width", "rows"), [(80, 22), (120, 40)])
def test_it_fits_wherever_one_is_in_the_list(sessions: int, width: int, rows: int) -> None:
    """No line is wider than the terminal, there are not too many, and the chosen one is shown."""
    known = replace(LONG, sessions=LONG.sessions[:sessions])
    page = HistoryPage(chronicle(known, 2 * sessions))
    for number in range(max(sessions, 1)):
        lines = replace(page, chosen=number).body(width, rows)
        assert len(lines) <= rows
        assert all(width_of(line) <= width for line in lines)
        if sessions:
            assert sum(each.startswith("   >") for each in text(lines)) == 1


def test_up_and_down_choose_and_enter_shows() -> None:
    """The latest first; at the ends a key does nothing; escape closes."""
    page: Page = HistoryPage(chronicle(LONG, 80))
    assert isinstance(page.press("up", ""), Stay)
    for _ in range(39):
        turn = page.press("down", "")
        assert isinstance(turn, Become)
        page = turn.page
    assert isinstance(page, HistoryPage)
    assert "2026-03-02" in chosen(page)
    assert isinstance(page.press("down", ""), Stay)
    turn = page.press("enter", "\r")
    assert isinstance(turn, Open)
    assert isinstance(turn.page, SessionPage)
    assert turn.page.title == "Mon 2 Mar 2026, 9:00"
    assert isinstance(page.press("escape", ""), Close)
    assert isinstance(page.press("x", "x"), Stay)
    assert isinstance(page.returned(None), Stay)


def test_a_line_says_what_was_done() -> None:
    """Day, level, minutes, what was noted, and what it led to."""
    known = history(done(0, 3, HEAVY, HEAVY, ran_s=120, completed=False), walked(2))
    page = HistoryPage(chronicle(known, 3))
    walk, run = text(page.body(80, 22))[-2:]
    assert walk.split()[:4] == [">", "2026-03-04", "5", "walk"]
    assert "2:00/7:00" in run
    assert "heaviness, a lit… +1" in run
    assert run.endswith("N7 walk first")


def test_one_session_says_all() -> None:
    """What was planned, done, noted, decided; closed by either key."""
    known = history(done(0, 3, HEAVY, rules=("I3",), pre={"pain": (("knee", 1),)}))
    told = chronicle(known, 1)
    page = SessionPage(told.entries[0], told)
    said = " ".join(" ".join(text(page.body(80, 22))).split())
    for part in (
        "PLAN postpartum-ladder, level 3 of 25",
        "DONE 7:00 of 7:00 running, 30:00 on the belt: done as planned.",
        "BEFORE knee 1",
        "NOTED heaviness, a little, 8:18, run",
        "RULES rule I3",
        "NEXT DAY nothing; energy 4 of 5",
        "(rule N7)",
    ):
        assert part in said
    assert isinstance(page.press("escape", ""), Close)
    assert isinstance(page.press("enter", ""), Close)
    assert isinstance(page.press("x", "x"), Stay)
    assert isinstance(page.returned(None), Stay)


def test_the_chart_has_a_block_for_a_week() -> None:
    """The tallest for the most; a dot for a week without running; no week of many is lost."""
    known = history(done(0, 1, ran_s=600), done(14, 2, ran_s=300), walked(21))
    line = text(running_chart(chronicle(known, 22), 80))[1]
    assert line == "   last 4 weeks  █ . ▄ .   most 10:00, this week 0:00"
    years = history(*(done(7 * each, 1) for each in range(150)))
    (line,) = [each for each in text(running_chart(chronicle(years, 1043), 80)) if each]
    assert line.startswith("   last 20 weeks  █ █")


def test_nothing_done_yet_is_said() -> None:
    """And no key but the way back does anything."""
    page = HistoryPage(chronicle(history(), 0))
    assert "No session yet. What you do will stand here." in " ".join(text(page.body(80, 22)))
    assert page.keys == (("ESC", "back"),)
    assert isinstance(page.press("enter", ""), Stay)
    assert isinstance(page.press("down", ""), Stay)
