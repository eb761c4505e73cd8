"""What a page has no room for says "more": no sentence ends in its middle, and all can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from controller.coach.history import History
from controller.coach.preparation.offer import preparation
from controller.tui.pages.body.page import BodyPage
from controller.tui.pages.body.player import PlayedPage
from controller.tui.pages.frame import AROUND
from controller.tui.pages.page import Become
from controller.tui.pages.plans.page import PlanPage, WarningsPage
from controller.tui.screen.frame import HEIGHT
from tests.coach.ready import CHECKS, TODAY, ready
from tests.tui.pages.shown import PAGES, SIZES
from tests.tui.pages.test_body import ROUTINES
from tests.tui.pages.test_plans import PLAN

if TYPE_CHECKING:
    from controller.tui.pages.page import Page

MANY: Final = PLAN._replace(
    about=("For whom: many. " * 5, "Known against it: little is known. " * 9),
    warnings=tuple(
        f"Level {n} is steeper than the one before it, by a lot. " * 2 for n in range(20)
    ),
)
LISTS: Final[dict[str, Page]] = {
    "body work, no test passed": BodyPage(
        preparation(History(ready()[:6]), ROUTINES, CHECKS, TODAY), TODAY
    ),
    "body work": BodyPage(preparation(History(ready()), ROUTINES, CHECKS, TODAY), TODAY),
    "plan": PlanPage(PLAN),
    "plan with much": PlanPage(MANY),
    "warnings": WarningsPage(MANY),
    "played": PlayedPage("Plank", ("Kept in the diary.", "Felt: knee. " * 9)),
    **{name: PAGES[name] for name in ("easier", "gates", "help", "text", "short")},
}
"""All that is read, but Today, which leaves whole sections to W, and what is asked in large
letters: `test_today` and `test_asking` have those."""


def read(page: Page, width: int, rows: int) -> list[str]:
    """Return what is seen of a page, a line each."""
    return ["".join(span.text for span in line).rstrip() for line in page.body(width, rows)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", LISTS)
def test_what_does_not_fit_says_more_and_can_be_read(name: str, size: tuple[int, int]) -> None:
    """Seen on the list of tests, of which seven in eleven were read nowhere."""
    page, (width, height) = LISTS[name], size
    rows = height - AROUND
    whole = [line for line in read(page, width, 500) if line]
    found: list[str] = []
    while True:
        screen = read(page, width, rows)
        assert len(screen) <= rows
        found += screen
        turn = page.press("down", "")
        if not isinstance(turn, Become):
            break
        # A larger terminal may be at the end before the smallest one is.
        assert any("more: DOWN" in line for line in screen) or height > HEIGHT
        assert ("UP DOWN", "read on") in page.keys
        page = turn.page
    assert not any("more: DOWN" in line for line in read(page, width, rows))
    assert [line for line in whole if line not in found] == []
