"""The first plan of an author: its levels grow by small steps, and lint has nothing to say."""

from __future__ import annotations

from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.authoring.starter import (
    FEWEST_REPEATS,
    MOST_LEVELS,
    Answers,
    First,
    grow,
    parse_first,
    starter,
)
from plans.lint.linter import lint
from plans.lint.rules import FIRST_TOTAL, RUNNING_WEEKS
from plans.notation.parse import NotationError, parse_intervals
from plans.plan.reader import read_plan_file
from protocols.units import SECOND, Nanoseconds
from tests.plans.editor import VALIDATOR, seen


def spans(least: int, most: int) -> st.SearchStrategy[Nanoseconds]:
    """Return durations between two, in seconds."""
    return st.integers(least, most).map(lambda seconds: Nanoseconds(seconds * SECOND))


FIRSTS = st.builds(First, st.integers(FEWEST_REPEATS, 20), spans(30, 60), spans(30, 300)).filter(
    lambda first: first.total <= FIRST_TOTAL
)
TEXTS = st.text(
    st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" :#'\"-[]{}>|&*!%@`"),
    min_size=1,
    max_size=80,
).filter(lambda text: text == " ".join(text.split()))
ANSWERS = st.builds(
    Answers,
    id=st.just("mine"),
    title=TEXTS,
    weeks=st.integers(3, 520),
    for_whom=TEXTS,
    first=FIRSTS,
    levels=st.integers(2, MOST_LEVELS),
    jog=st.sampled_from(["7.5 km/h", "8.0 km/h (7.0 km/h to 10.0 km/h)"]),
)


@pytest.mark.long
@settings(max_examples=300, deadline=None)
@given(ANSWERS)
def test_a_new_plan_has_no_mistake_and_no_warning(answers: Answers) -> None:
    """Whatever is answered, but for less than 12 weeks; it stands in it, and an editor agrees."""
    text = starter(answers, "reprise-plan.schema.json")
    file = read_plan_file(text, "mine.plan.yaml")
    assert [each.id for each in lint(file)] == ["early-start"] * (answers.weeks < RUNNING_WEEKS)
    plan = file.plan
    assert (plan.title, plan.for_whom) == (answers.title, answers.for_whom)
    assert plan.entry.weeks_since_birth == answers.weeks
    assert 1 <= len(plan.levels) <= answers.levels
    assert plan.levels[1].line == parse_intervals(str(answers.first))
    assert VALIDATOR.is_valid(seen(text))
    assert text.startswith("# yaml-language-server: $schema=reprise-plan.schema.json\n")
    assert max(map(len, text.splitlines())) <= 100


@given(FIRSTS)
def test_levels_grow_to_an_end(first: First) -> None:
    """Each is harder than the one before by repeats or by length, never by both."""
    levels = list(islice(grow(first), 41))
    assert len(levels) <= 40
    for before, after in pairwise(levels):
        assert (after.repeats == before.repeats + 1) is (after.run == before.run)
        assert after.run >= before.run
        assert after.walk == before.walk


def test_the_usual_first_level_leads_far_enough() -> None:
    """The levels that are offered when nothing is typed."""
    levels = list(grow(parse_first("8 x (30s jog, 2min walk)")))
    assert [str(level) for level in levels[:4]] == [
        "8 x (30s jog, 2min walk)",
        "9 x (30s jog, 2min walk)",
        "6 x (45s jog, 2min walk)",
        "7 x (45s jog, 2min walk)",
    ]
    assert len(levels) >= MOST_LEVELS
    assert levels[-1].total > 15 * 60 * SECOND


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("8 x (30s jog, 2 walk)", "2 what?"),
        ("30s jog, 2min walk", "is runs and walks"),
        ("8 x (2min walk, 30s jog)", "is runs and walks"),
        ("8 x (0.1 mi jog, 2min walk)", "is runs and walks"),
        ("3 x (30s jog, 2min walk)", "at least 4 times"),
        ("8 x (29s jog, 2min walk)", "the first runs last 30s to 1min."),
        ("8 x (61s jog, 2min walk)", "the first runs last 30s to 1min."),
        ("8 x (30s jog, 29s walk)", "the walks between last 30s to 5min."),
        ("8 x (30s jog, 301s walk)", "the walks between last 30s to 5min."),
        ("11 x (1min jog, 2min walk)", "at most 10min of running."),
    ],
)
def test_a_first_level_that_is_none_gets_a_sentence(text: str, said: str) -> None:
    """The notation's own, or what a first level may be."""
    with pytest.raises(NotationError) as caught:
        parse_first(text)
    assert said in caught.value.message
