"""Words that could be meant in two ways are mistakes; whatever can be meant in one way is kept."""

# ruff: noqa: RUF001 - characters that look like others are what this file is about
from __future__ import annotations

import pytest

from plans.plan.reader import read_plan
from plans.problems import PlanInvalid
from tests.plans.tables import good
from tests.plans.test_review import signed

PLAN = good("good.plan.yaml")


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("“Easy” running", "“Easy” running"),
        ("Running, the “easy” way", "Running, the “easy” way"),
        ("Between “one” and “two”", "Between “one” and “two”"),
        ('"“Easy”"', "“Easy”"),
        ("'Plan #2'", "Plan #2"),
        ("Plan#2", "Plan#2"),
        ("The runners’", "The runners’"),
        ("’Tis easy", "’Tis easy"),
        ("‘Easy’ running", "‘Easy’ running"),
        ("Mine # my own", "Mine"),
        ("Mine ## my own", "Mine"),
        ("Mine #", "Mine"),
        ("Mine #! my own", "Mine"),
    ],
)
def test_a_text_is_what_was_written(written: str, title: str) -> None:
    """Quotes within it stay, and so does all that stands in plain quotes; a note is none of it."""
    assert read_plan(PLAN.replace("title: My plan", f"title: {written}"), "f").title == title


@pytest.mark.parametrize(
    ("written", "mistake"),
    [
        ("‘Easy’", "curly-quotes"),
        ("„Easy“", "curly-quotes"),
        ("Easy”", "curly-quotes"),
        ("Mine #1 of two", "glued-note"),
    ],
)
def test_a_text_that_may_be_meant_otherwise_is_a_mistake(written: str, mistake: str) -> None:
    """One message for it."""
    with pytest.raises(PlanInvalid) as caught:
        read_plan(PLAN.replace("title: My plan", f"title: {written}"), "f")
    assert [each.id for each in caught.value.problems] == [mistake]


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ("[walk, run]", ("walk", "run")),
        ("[Walk, Run]", ("Walk", "Run")),
        ('["Walk", run]', ("Walk", "run")),
        ('[Walk, "run"]', ("Walk", "run")),
        ("\n    - Walk\n    - run", ("Walk", "run")),
    ],
)
def test_a_list_has_the_lines_that_were_written(written: str, lines: tuple[str, ...]) -> None:
    """Only where a comma may have cut one line in two is it asked which."""
    since = "since-birth: 12 weeks"
    plan = read_plan(PLAN.replace(since, f"{since}\n  also: {written}"), "f")
    assert plan.entry.also == lines


@pytest.mark.parametrize("words", ["For the plan “Easy”", "Easy”", "(see «Easy»"])
def test_words_of_a_review_may_end_with_any_quotes(words: str) -> None:
    """They are written so that they read as the same words."""
    signature = read_plan(signed(PLAN, words), "f").review.signature
    assert signature is not None
    assert signature.words == words
