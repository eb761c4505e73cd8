"""The body between sessions: in which direction things go, and that mild ones go overnight."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.core.symptoms import Category
from simulators.months.tissue import USED_TO_S, Body, helped, practised, ran, slept, today
from simulators.people import find_person
from simulators.person.chance import dice

if TYPE_CHECKING:
    from collections.abc import Callable


def hazards(body: Body, *, weeks: int = 14, seconds: int = 600) -> dict[str, float]:
    """Return her hazards per minute on a day."""
    person = today(find_person("candid"), body, weeks=weeks, seconds=seconds)
    return {each.symptom: each.per_minute for each in person.feels}


@pytest.mark.parametrize(
    ("symptom", "value", "morning", "days_later"),
    [
        ("leak_urine", 2, 0, 0),
        ("calf_achilles", 3, 1, 0),
        ("calf_achilles", 7, 3, 0),
        ("shin_foot_bone", 3, 3, 2),
    ],
)
def test_mild_symptoms_go_overnight_and_bone_takes_weeks(
    symptom: str, value: int, morning: int, days_later: int
) -> None:
    """The middle of many draws, on the next morning and three days on."""

    def middle(nights: int) -> int:
        felt = []
        for seed in range(101):
            body = ran(Body(), 300, [(symptom, value)], dice(seed, "test"))
            for _ in range(nights):
                body = slept(body, 1)
            felt.append(body.felt(symptom))
        return sorted(felt)[50]

    assert middle(1) == pytest.approx(morning, abs=1)
    assert middle(4) == days_later


@pytest.mark.parametrize(
    "change",
    [
        practised,
        lambda body: helped(body, tuple(Category)),
        lambda body: replace(body, used_to_s=2 * body.used_to_s),
    ],
)
def test_body_work_help_and_habit_make_everything_less_likely(
    change: Callable[[Body], Body],
) -> None:
    """Each by itself, for every complaint."""
    before, after = hazards(Body()), hazards(change(Body()))
    assert all(after[each] < before[each] for each in before)


def test_more_running_an_earlier_week_and_what_is_left_make_it_likelier() -> None:
    """More than she is used to; less than that is as likely per minute."""
    usual = hazards(Body())
    assert all(hazards(Body(), seconds=900)[each] > usual[each] for each in usual)
    assert hazards(Body(), seconds=60) == hazards(Body(), seconds=int(USED_TO_S))
    assert all(hazards(Body(), weeks=20)[each] < usual[each] for each in usual)
    sore = ran(Body(), 300, [("calf_achilles", 5)], dice(0, "test"))
    worse = [each for each in usual if hazards(sore)[each] > usual[each]]
    assert worse == ["calf_achilles"]


@given(st.lists(st.integers(0, 3600), max_size=60))
def test_what_she_is_used_to_lies_between_the_least_and_the_most_that_she_ran(
    sessions: list[int],
) -> None:
    """It comes near to what is run, from below, and is forgotten in time."""
    body = Body()
    for seconds in sessions:
        body = slept(ran(body, seconds, (), dice(0, "test")), 2)
    assert USED_TO_S <= body.used_to_s <= max([USED_TO_S, *sessions])


def test_a_stronger_one_that_comes_again_is_felt_and_a_milder_one_takes_nothing_away() -> None:
    """The most counts."""
    body = ran(Body(), 300, [("calf_achilles", 5)], dice(0, "test"))
    assert ran(body, 300, [("calf_achilles", 2)], dice(0, "test")).felt("calf_achilles") == 5
    assert ran(body, 300, [("calf_achilles", 6)], dice(0, "test")).felt("calf_achilles") == 6
