"""Days read in English as Python says them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.words import days
from tests.words.invented import speak


@given(st.dates())
def test_a_day_is_named_as_in_the_calendar(day: date) -> None:
    """In each length."""
    year = day.year
    assert days.day_words(day) == f"{day.day} {day:%B}"
    assert days.short_day_words(day) == f"{day.day} {day:%b}"
    assert days.day_and_year(day) == f"{day.day} {day:%B} {year}"
    assert days.weekday_and_day(day) == f"{day:%A} {day.day} {day:%B}"
    assert days.weekday_and_date(day) == f"{day:%A} {day.day} {day:%B} {year}"
    assert days.short_date(day) == f"{day:%a} {day.day} {day:%b} {year}"


def test_another_language_says_in_which_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts of a day are put together by the catalogue."""
    speak(monkeypatch)
    assert days.day_words(date(2026, 5, 20)) == "«20 May»"
