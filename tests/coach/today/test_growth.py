"""What Today costs by the length of a history: a count of calls, which no busy computer changes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from controller.coach.today.due import what_is_due
from plans.shelf import find_plan, open_policy
from tests.coach.people import of_years, session_at
from tests.coach.ready import CHECKS

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

PLAN: Final = find_plan("postpartum-ladder")
WALKING: Final = find_plan("postpartum-walk")
POLICY: Final = open_policy("cautious")


def calls(act: Callable[[], object]) -> int:
    """Return how many functions are called, those written in C as well."""
    count = 0

    def profile(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        act()
    finally:
        sys.setprofile(before)
    return count


def test_what_is_due_costs_by_the_session_and_not_by_its_square() -> None:
    """A thousand sessions took more than a second when each asked for all clearances."""

    def costs(sessions: int) -> int:
        history = of_years(sessions)
        now = session_at(3).at
        return calls(lambda: what_is_due(history, PLAN, POLICY, CHECKS, now, walking=WALKING))

    costs(2)  # what is kept once is kept now
    assert costs(200) < 2.2 * costs(100)
