"""Two weeks at a glance: each day by what was most demanding, and the sums."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from controller.coach.chronicle.weeks import Mark, two_weeks
from controller.coach.history import History, Practice
from tests.coach.stories import at, day, done, fact, history, walked
from tests.coach.strategies import histories


def body(number: int) -> Practice:
    """Return a routine that was done on a day."""
    return Practice(at(number, 18), "breath", ("breathing",))


def test_a_day_shows_the_most_demanding_thing_that_was_done_on_it() -> None:
    """A run hides a walk and body work, a walk hides body work; day 7 is a Monday."""
    lived = history(
        walked(0), fact(body(0)), done(2, 3), walked(2, id="again"), fact(body(3)), done(7, 3),
    )  # fmt: skip
    weeks = two_weeks(lived, day(8), {})
    assert "".join(each.value for each in weeks.last.days) == "w.rb..."
    assert "".join(each.value for each in weeks.this.days) == "r.     "
    assert weeks.weekday == 1


def test_the_sums_are_of_sessions_and_the_body_s_of_days() -> None:
    """Minutes count as the belt moved; two routines on a day are one day."""
    lived = history(
        done(1, 3, completed=False, outcome="stopped", ran_s=60, lasted_s=500),
        done(3, 3), walked(4), fact(body(4), body(4)), fact(body(5)),
    )  # fmt: skip
    last = two_weeks(lived, day(7), {}).last
    assert (last.runs, last.walks, last.body_days) == (2, 1, 2)
    assert (last.ran_s, last.belt_s) == (60 + 420, 500 + 1800 + 1800)


def test_a_routine_that_was_hardly_begun_is_no_day_of_body_work() -> None:
    """Less than half of it is offered again, and counted nowhere."""
    lived = history(fact(body(0)), fact(body(1)._replace(exercises=("breathing",) * 2)))
    last = two_weeks(lived, day(7), {"breath": 4}).last
    assert "".join(each.value for each in last.days) == ".b....."
    assert last.body_days == 1


def test_a_run_that_was_stopped_in_its_warm_up_was_a_walk() -> None:
    """Nobody ran."""
    lived = history(done(1, 3, completed=False, outcome="stopped", ran_s=0))
    assert two_weeks(lived, day(1), {}).this.days[1] is Mark.WALK


@given(histories(), st.integers(0, 60))
def test_what_is_counted_is_what_was_done(lived: History, number: int) -> None:
    """No session is left out or counted twice, and no day that is to come has a mark."""
    today = day(number)
    weeks = two_weeks(lived, today, {})
    monday = today - timedelta(days=today.weekday())
    both = [monday + timedelta(days=each) for each in range(-7, 7)]
    sessions = [each for each in lived.sessions if each.at.date() in both]
    found = (weeks.last, weeks.this)
    assert sum(each.runs + each.walks for each in found) == len(sessions)
    assert sum(each.ran_s for each in found) == sum(each.ran_s for each in sessions)
    busy = {each.at.date() for each in sessions}
    for on, mark in zip(both, weeks.last.days + weeks.this.days, strict=True):
        assert (mark in (Mark.RUN, Mark.WALK)) == (on in busy)
        assert (mark is Mark.TO_COME) == (on > today and on not in busy)
