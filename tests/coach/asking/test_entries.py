"""The set-up while it is answered: how a line was understood."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pytest

from controller.coach.asking.entries import Entries, score_asked, setup_questions

AT: Final = datetime(2026, 8, 13, 8, tzinfo=UTC)


def open_setup(key: str | None = None) -> Entries:
    """Return the questions of the set-up, or those of one key, with nothing answered."""
    return Entries(setup_questions(key), AT)


@pytest.mark.parametrize(
    ("line", "understood"),
    [
        ("3.8.2026", "3 August 2026"),
        ("8.3.2026", "8 March 2026"),
        ("2026-08-03", "3 August 2026"),
        ("3 aug 2026", "3 August 2026"),
        (" 3.8.2026 ", "3 August 2026"),
        ("none", "none"),
        ("3.8.202", ""),
        ("13.8.2999", ""),
        ("", ""),
    ],
)
def test_a_day_is_said_back_in_words(line: str, understood: str) -> None:
    """Which of two numbers is the month cannot be seen in 3.8.2026; before ENTER and after it."""
    asked = open_setup()
    assert asked.understood(line) == understood
    if understood:
        assert asked.answer(line).given[-1].words == understood


def test_the_day_of_a_questionnaire_is_said_back_and_words_are_not() -> None:
    """What can be understood in one way only needs no second telling."""
    asked = score_asked(AT)
    assert asked.understood("1") == ""
    asked = asked.answer("1")
    assert asked.understood("7") == ""
    assert asked.answer("7").understood("1.2.2026") == "1 February 2026"


def test_a_country_is_said_back_as_it_is_taken() -> None:
    """With what it means where no number is known; a warning sign has no line at all."""
    asked = open_setup("country")
    assert asked.understood("uk") == "GB"
    assert asked.understood("jp").startswith("JP (its emergency number is not known here")
    assert open_setup("signs").understood("0") == ""
