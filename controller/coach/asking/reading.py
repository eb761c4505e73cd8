"""What a line of the set-up is read as, and how that is said: choices, days, countries, points."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from controller.coach.asking.emergency import UNKNOWN, emergency_number
from controller.coach.asking.setup import NONE, Reads, Scale, SetupQuestion
from controller.words.catalogue import tr
from controller.words.days import day_and_year

YEARS_BACK: Final = 10
"""A birth that is longer ago is one that no rule here counts from."""
NO_BIRTH: Final = "none"
"""The value of a birth that there was none of, in any language."""


class EntryInvalid(ValueError):  # noqa: N818  # it is told to a person, and asked again
    """What was written cannot be; one sentence with what to write."""


def read_points(scale: Scale, text: str) -> int:
    """Return the points of a questionnaire.

    Raises:
        EntryInvalid: it has no such number.
    """
    if not re.fullmatch(r"[0-9]{1,2}", text, re.ASCII) or int(text) > scale.most:
        raise EntryInvalid(
            tr("{text} is no whole number from 0 to {most}, as {questionnaire} has them.").format(
                text=_shown(text), most=scale.most, questionnaire=scale.name
            )
        )
    return int(text)


def read_choice(question: SetupQuestion, text: str) -> str:
    """Return the value of a key, or of its words.

    Raises:
        EntryInvalid: it is none of them.
    """
    value = question.value_of(text)
    if value is not None:
        return value
    keys = ", ".join(key for key, _, _ in question.choices)
    raise EntryInvalid(
        tr("{text} is none of the keys {keys}; type one of them.").format(
            text=_shown(text), keys=keys
        )
    )


def read_birth(text: str, today: date) -> date | None:
    """Return the day of a birth; None if there was none.

    Raises:
        EntryInvalid: it is no day, one to come, or one of very long ago.
    """
    if text.lower() in (NONE.lower(), "none", "no"):
        return None
    day = read_past_day(text, today)
    years = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    if years >= YEARS_BACK:
        raise EntryInvalid(
            tr('{day} is {years} years ago; write "{none}", or mend the year.').format(
                day=day_and_year(day), years=years, none=NONE
            )
        )
    return day


_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DAY_DOTS: Final = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})", re.ASCII)
_DAY_WORDS: Final = re.compile(r"(\d{1,2}) ([A-Za-z]{3,9}) (\d{4})", re.ASCII)
_SEPT: Final = re.compile(r"\bsept\b", re.IGNORECASE)
"""The one month that is shortened to four letters."""


def read_past_day(text: str, today: date) -> date:
    """Return a day that is not to come: 2026-05-13, 13.5.2026 or 13 May 2026.

    Between dots the day comes first; 5/13/2026 is none, for there both orders are usual.

    Raises:
        EntryInvalid: it is none.
    """
    day = _day(text)
    if day is None:
        raise EntryInvalid(
            tr("{text} is no day; write it as 2026-05-13 or 13 May 2026.").format(text=_shown(text))
        )
    if day > today:
        raise EntryInvalid(
            tr("{day} is yet to come; today is {today}.").format(
                day=day_and_year(day), today=day_and_year(today)
            )
        )
    return day


def _day(text: str) -> date | None:
    ways: tuple[Callable[[], date | None], ...] = (
        lambda: _of(_DAY.fullmatch(text), (1, 2, 3)),
        lambda: _of(_DAY_DOTS.fullmatch(text), (3, 2, 1)),
        lambda: _in_words(text),
    )
    return next((day for way in ways if (day := way()) is not None), None)


def _of(found: re.Match[str] | None, order: tuple[int, int, int]) -> date | None:
    if found is None:
        return None
    try:
        return date(*(int(found[each]) for each in order))
    except ValueError:
        return None


def _in_words(text: str) -> date | None:
    if not _DAY_WORDS.fullmatch(text):
        return None
    short = _SEPT.sub("Sep", text)
    for form in ("%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(short, form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None


_COUNTRIES: Final = {"UK": "GB", "EN": "GB", "EL": "GR"}
_NOBODY_S: Final = re.compile(r"AA|Q[M-Z]|X[A-JL-Z]|ZZ")
"""Codes that ISO 3166-1 leaves to its users; but for XK, Kosovo's in use."""


def read_country(text: str) -> str:
    """Return two letters.

    Raises:
        EntryInvalid: it is none.
    """
    if not re.fullmatch(r"[A-Za-z]{2}", text):
        raise EntryInvalid(
            tr("{text} is not two letters such as DE, GB or US.").format(text=_shown(text))
        )
    code = text.upper()
    if _NOBODY_S.fullmatch(code):
        raise EntryInvalid(
            tr("{text} stands for no country; write two letters such as DE, GB or US.").format(
                text=_shown(text)
            )
        )
    return _COUNTRIES.get(code, code)


def read_words(text: str) -> str:
    """Return words that a person wrote.

    Raises:
        EntryInvalid: there are none, or too many, or what no screen can show.
    """
    if not text or len(text) > _LONGEST or not text.isprintable():
        raise EntryInvalid(tr("Write 1 to {most} characters in one line.").format(most=_LONGEST))
    return text


_LONGEST: Final = 300


def words_of(question: SetupQuestion, value: str) -> str:
    """Return a value of a question in words."""
    if value == question.left_out:
        return tr("left open")
    if question.reads in (Reads.BIRTH, Reads.DAY):
        return NONE if value == NO_BIRTH else day_and_year(date.fromisoformat(value))
    if question.reads is Reads.COUNTRY and emergency_number(value) == UNKNOWN:
        return tr(
            "{country} (its emergency number is not known here: you read of all three)"
        ).format(country=value)
    return next((words for _, words, each in question.choices if each == value), value)


def _shown(text: str) -> str:
    shown = "".join(each if each.isprintable() else "?" for each in text)
    return f'"{shown[:40]}"'
