"""The pages of plans: nothing is used that was not looked at, with its warnings."""

from __future__ import annotations

from typing import Final

import pytest

from controller.tui.drawing.ink import Span, width_of
from controller.tui.pages.page import Page, Stay
from controller.tui.pages.plans.page import PlanPage, PlansPage, WarningsPage
from controller.tui.pages.plans.wishes import ListedPlan, PlanUsed, ShownPlan, ShowPlan, UsePlan
from controller.tui.pages.settled import COUNTS_AFTER
from controller.tui.pages.stack import Stack
from controller.tui.pages.today.page import TodayPage
from controller.tui.pages.wishes import Answers
from tests.tui.pages.shown import KEYS, SIZES, STOP_KEYS, Noting, text_of, today_page

STAIRS: Final = tuple((Span("#" * 74, "run text"),) for _ in range(9))
PLAN: Final = ShownPlan(
    "ladder", "A ladder", "not reviewed", "cautious: not reviewed", ("For whom: many. " * 5,),
    "For you level 3 of 25 is next: 5 x (1min jog, 2min walk)", "Minutes of running by level.",
    STAIRS, (), in_use=False,
)  # fmt: skip
WARNED: Final = PLAN._replace(warnings=("Level 2 is steep. " * 6, "No study has tested it. " * 9))
LISTED: Final = (
    ListedPlan("mine", "Mine " * 40, "3 levels", "not reviewed", own=True),
    ListedPlan("broken", "broken", "", "", own=True, trouble="broken:1:1: it has no levels. " * 4),
    *(ListedPlan(f"p{n}", f"Plan {n}", "9 levels", "not reviewed", n == 5) for n in range(20)),
    ListedPlan("waits", "Waits", "9 levels", "not reviewed", meanwhile="WALKS BY ANOTHER " * 9),
)
PAGES: Final[dict[str, Page]] = {
    "list": PlansPage(LISTED, 7),
    "one": PlansPage(LISTED[2:3]),
    "plan": PlanPage(PLAN),
    "in use": PlanPage(PLAN._replace(in_use=True)),
    "warned": PlanPage(WARNED),
    "warnings": WarningsPage(WARNED),
}


class Shelf(Noting):
    """Has plans, and notes which is used."""

    def __init__(self, plan: ShownPlan = PLAN) -> None:
        super().__init__()
        self._plan = plan
        self.used: list[str] = []

    def do(self, what: object) -> object:
        """Answer as whoever shows the pages does."""
        self.wanted.append(what)
        match what:
            case ShowPlan(name):
                return self._plan._replace(id=name)
            case UsePlan(name):
                self.used.append(name)
                return PlanUsed("In use.")
            case _:
                return Stay()


def wait(stack: Stack) -> None:
    """Let the page be there for a moment."""
    for moment in (0, COUNTS_AFTER):
        stack.at(moment)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_it_fits(page: Page, size: tuple[int, int]) -> None:
    """At every size, with the mark wherever it goes."""
    stack = Stack((today_page("a run is due"), page), Shelf())
    for _ in range(25):
        lines = stack.draw(size)
        assert len(lines) == size[1]
        assert [line for line in lines if width_of(line) > size[0]] == []
        if isinstance(page, PlansPage):
            assert "   > " in text_of(lines)
        stack.press("down", "")


def test_by_which_plan_she_walks_meanwhile_stands_below_a_plan() -> None:
    """In place of the empty line, so that no plan less has room."""
    seen = text_of(Stack((PlansPage(LISTED[-2:]),), Shelf()).draw((80, 24)))
    assert "WALKS BY ANOTHER" in seen.partition("Waits")[2]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_no_key_but_enter_uses_anything_and_escape_leads_back(page: Page) -> None:
    """Stop keys included; nor does an ENTER that came with the page."""
    for key, char in (*KEYS, *STOP_KEYS):
        shelf = Shelf()
        stack = Stack((today_page("a run is due"), page), shelf)
        if key != "enter":
            wait(stack)
        stack.press(key, char)
        assert shelf.used == [], key
        for _ in range(3):
            if stack.depth > 1:
                stack.press("escape", "")
        assert stack.depth == 1, key


@pytest.mark.parametrize("size", SIZES)
def test_the_staircase_the_level_and_both_reviews_are_seen(size: tuple[int, int]) -> None:
    """Though the warnings are long, in the smallest terminal."""
    seen = text_of(Stack((PlanPage(WARNED),), Shelf()).draw(size))
    assert seen.count("#" * 74) == len(STAIRS)
    assert "level 3 of 25" in seen
    assert "ladder, not reviewed" in seen
    assert "policy cautious: not reviewed" in seen


def test_a_plan_without_warnings_is_used_by_the_second_enter() -> None:
    """And Today is there, to look again."""
    shelf = Shelf()
    stack = Stack((today_page("a run is due"), PlansPage(LISTED, 7)), shelf)
    stack.press("enter", "")
    wait(stack)
    stack.press("enter", "")
    assert shelf.used == ["p5"]
    assert isinstance(stack.top, TodayPage)
    assert shelf.wanted[-1] == Answers(PlanUsed("In use."))


def test_warnings_are_read_before_a_plan_is_used() -> None:
    """Escape leaves it as it was."""
    shelf = Shelf(WARNED)
    stack = Stack((today_page("a run is due"), PlansPage(LISTED, 7)), shelf)
    stack.press("enter", "")
    wait(stack)
    stack.press("enter", "")
    seen = " ".join(text_of(stack.draw((80, 24))).split())
    assert all(each.strip() in seen for each in WARNED.warnings)
    stack.press("enter", "")
    assert shelf.used == [], "that ENTER came with the page"
    stack.press("escape", "")
    assert isinstance(stack.top, PlanPage)
    wait(stack)
    stack.press("enter", "")
    wait(stack)
    stack.press("enter", "")
    assert (shelf.used, stack.depth) == (["p5"], 1)


def test_what_is_in_use_is_not_used_again() -> None:
    """It says so."""
    shelf = Shelf()
    stack = Stack((today_page("a run is due"), PAGES["in use"]), shelf)
    wait(stack)
    stack.press("enter", "")
    assert (shelf.used, stack.depth) == ([], 2)
    assert "It is in use." in text_of(stack.draw((80, 24)))


def test_a_plan_that_cannot_be_read_says_why() -> None:
    """In the list, and by ENTER in full."""
    shelf = Shelf()
    stack = Stack((today_page("a run is due"), PlansPage(LISTED, 1)), shelf)
    stack.press("enter", "")
    assert shelf.wanted == []
    assert "broken:1:1: it has no levels." in text_of(stack.draw((80, 24))[-3:])
