"""Routines of body work: the exercises of the evidence, two legs before one, and every mistake."""

from __future__ import annotations

import re
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.notation.parse import NotationError
from plans.preparation.routines import PILLARS, Breath, bundled_routines, parse_breath, read_routine
from plans.problems import RoutineInvalid, UnknownName
from plans.shelf import find_routine
from protocols.units import SECOND, Nanoseconds
from tests.plans.tables import Case, wrong_files

TEXTS: Final = {name: path.read_text("utf-8") for name, path in bundled_routines().items()}
WRONG: Final = wrong_files("wrong_routines.txt", TEXTS["stacking"])

# From the table of the article in evidence.md, not from the files.
EXERCISES: Final = {
    "mobility": ("breathing", "pelvic-tilts", "cat-cow", "rise-on-the-exhale"),
    "stacking": (
        "glute-bridge", "toe-taps", "dead-bug", "bird-dog", "lunge-90-90", "hip-march", "plank",
    ),
    "rotation": ("open-book", "thread-the-needle", "half-kneeling-turn", "standing-turn"),
    "single-leg": (
        "squat", "deadlift", "calf-raise", "one-leg-bridge", "mountain", "warrior-3",
        "one-leg-deadlift", "one-leg-squat", "one-leg-calf-raise",
    ),
}  # fmt: skip
EFFORTS: Final = ("lift", "press", "rise", "stand", "up onto")
"""Words of an effort; it belongs to the exhale."""


@pytest.mark.parametrize("name", PILLARS)
def test_each_pillar_has_a_routine_with_the_exercises_of_the_evidence(name: str) -> None:
    """By its id, not signed by anybody, and 4 to 15 minutes of work short."""
    routine = find_routine(name)
    assert routine.pillar == routine.id == name
    assert tuple(each.id for each in routine.exercises) == EXERCISES[name]
    assert str(routine.review) == "not reviewed by a physiotherapist"
    assert 4 * 60 * SECOND <= sum(each.lasts for each in routine.exercises) <= 15 * 60 * SECOND


@pytest.mark.parametrize("name", PILLARS)
def test_the_effort_falls_on_the_exhale_and_each_inhale_lets_go(name: str) -> None:
    """Nothing is lifted on an inhale; on an ordinary exhale nothing is lifted either."""
    for each in find_routine(name).exercises:
        if each.breath is not None:
            assert "let go below" in each.on_in, each.id
            inhale = each.on_in.lower()
            assert not re.search(rf"\b({'|'.join(EFFORTS)})\b", inhale), each.id
    breathing = find_routine("mobility").exercises[0]
    assert "lift nothing" in breathing.on_out


@pytest.mark.parametrize("name", PILLARS)
def test_two_legs_come_before_one(name: str) -> None:
    """In each routine that has something on one leg."""
    legs = [each.legs for each in find_routine(name).exercises if each.legs != "none"]
    assert legs == sorted(legs, reverse=True)


def test_breathing_is_open_from_the_first_days() -> None:
    """And nothing else before six weeks, after a caesarean before eight (snee)."""
    weeks = {each: find_routine(each) for each in PILLARS}
    assert {name: each.weeks for name, each in weeks.items()} == {
        "mobility": 0, "stacking": 6, "rotation": 6, "single-leg": 6,
    }  # fmt: skip
    assert {name: each.weeks_after_caesarean for name, each in weeks.items()} == {
        "mobility": 0, "stacking": 8, "rotation": 8, "single-leg": 8,
    }  # fmt: skip


@pytest.mark.parametrize("case", WRONG, ids=[case.name for case in WRONG])
def test_a_mistake_is_named_with_its_place_and_remedy(case: Case) -> None:
    """Exactly the text of the table is printed."""
    with pytest.raises(RoutineInvalid) as caught:
        read_routine(case.text, "my.routine.yaml")
    assert str(caught.value) == case.said


def test_all_mistakes_of_a_file_come_in_one_pass() -> None:
    """Sorted by place."""
    text = TEXTS["mobility"].replace("dose: 10 times\n", "dose: 10\n").replace("[seed]", "[sed]")
    with pytest.raises(RoutineInvalid) as caught:
        read_routine(text, "my.routine.yaml")
    lines = [each.line for each in caught.value.problems]
    assert lines == sorted(lines)
    assert len(lines) == 2 + 4


@given(st.text(max_size=400))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    """Whatever stands behind the format line."""
    with pytest.raises(RoutineInvalid):
        read_routine(f"format: reprise-routine 1\n{text}", "my.routine.yaml")


@given(st.integers(1, 20), st.integers(1, 20))
def test_a_breath_is_read_as_it_is_written(inhale: int, exhale: int) -> None:
    """Both halves, in whole seconds."""
    read = parse_breath(f"in {inhale}s, out {exhale}s")
    assert read == Breath(Nanoseconds(inhale * SECOND), Nanoseconds(exhale * SECOND))
    assert read.lasts == (inhale + exhale) * SECOND


@given(st.text(max_size=30))
def test_a_breath_is_read_or_refused(text: str) -> None:
    """With a place inside the text."""
    try:
        assert parse_breath(text).lasts > 0
    except NotationError as error:
        assert 0 <= error.start <= error.end <= len(text)  # noqa: PT017  # either is right


def test_a_routine_that_is_none_is_told_of() -> None:
    """With the one that may be meant."""
    with pytest.raises(UnknownName, match=r'did you mean "rotation"\?'):
        find_routine("rotations")
