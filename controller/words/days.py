"""Days, as people say them in the runner's language; Python's own names of them are English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from controller.words.catalogue import tr, trc

if TYPE_CHECKING:
    from datetime import date

_WEEKDAYS: Final = (
    tr("Monday"),
    tr("Tuesday"),
    tr("Wednesday"),
    tr("Thursday"),
    tr("Friday"),
    tr("Saturday"),
    tr("Sunday"),
)
_SHORT_WEEKDAYS: Final = (
    tr("Mon"),
    tr("Tue"),
    tr("Wed"),
    tr("Thu"),
    tr("Fri"),
    tr("Sat"),
    tr("Sun"),
)
# For translators: months as they stand in a date, behind the day.
_MONTHS: Final = (
    tr("January"),
    tr("February"),
    tr("March"),
    tr("April"),
    tr("May"),
    tr("June"),
    tr("July"),
    tr("August"),
    tr("September"),
    tr("October"),
    tr("November"),
    tr("December"),
)
_SHORT_MONTHS: Final = (
    tr("Jan"),
    tr("Feb"),
    tr("Mar"),
    tr("Apr"),
    trc("short for a month", "May"),
    tr("Jun"),
    tr("Jul"),
    tr("Aug"),
    tr("Sep"),
    tr("Oct"),
    tr("Nov"),
    tr("Dec"),
)


def day_words(day: date) -> str:
    """Return a day of this year: ``"20 May"``."""
    return tr("{day} {month}").format(day=day.day, month=_MONTHS[day.month - 1])


def short_day_words(day: date) -> str:
    """Return it in little room: ``"5 Dec"``."""
    return tr("{day} {month}").format(day=day.day, month=_SHORT_MONTHS[day.month - 1])


def day_and_year(day: date) -> str:
    """Return a day of any year: ``"7 April 2026"``."""
    return tr("{day} {month} {year}").format(
        day=day.day, month=_MONTHS[day.month - 1], year=day.year
    )


def weekday_and_day(day: date) -> str:
    """Return a day near by: ``"Friday 15 May"``."""
    return tr("{weekday} {day} {month}").format(
        weekday=_WEEKDAYS[day.weekday()], day=day.day, month=_MONTHS[day.month - 1]
    )


def weekday_and_date(day: date) -> str:
    """Return all of it: ``"Friday 15 May 2026"``."""
    return tr("{weekday} {day} {month} {year}").format(
        weekday=_WEEKDAYS[day.weekday()],
        day=day.day,
        month=_MONTHS[day.month - 1],
        year=day.year,
    )


def short_date(day: date) -> str:
    """Return all of it for a column: ``"Tue 5 May 2026"``."""
    return tr("{weekday} {day} {month} {year}").format(
        weekday=_SHORT_WEEKDAYS[day.weekday()],
        day=day.day,
        month=_SHORT_MONTHS[day.month - 1],
        year=day.year,
    )
