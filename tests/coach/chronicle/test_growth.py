"""What telling costs by the length of a history: a count of calls, as of Today."""

from __future__ import annotations

from controller.coach.chronicle.told import tellings
from tests.coach.people import of_years
from tests.coach.today.test_growth import calls


def test_what_was_told_costs_by_the_check_and_not_by_its_square() -> None:
    """Each check before a session was held against every session."""

    def costs(sessions: int) -> int:
        history = of_years(sessions)
        return calls(lambda: tellings(history))

    costs(2)  # what is kept once is kept now
    assert costs(200) < 2.2 * costs(100)
