"""Calendar entries are RFC 5545, whatever stands in them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from controller.coach.calendar import Entry, calendar_text

STAMPED: Final = datetime(2026, 5, 13, 1, 30, tzinfo=timezone(timedelta(hours=2)))
BEGINS: Final = datetime(2026, 5, 14, 8)  # noqa: DTZ001  # a calendar's own clock


def test_an_entry() -> None:
    """Line by line: the stamp in UTC, the rest by the clock on the wall."""
    text = calendar_text(
        [Entry("u@reprise", BEGINS, 5, "Six questions", "Do, or not; \\o")], STAMPED
    )
    assert text.split("\r\n") == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Reprise//Reprise//EN",
        "BEGIN:VEVENT", "UID:u@reprise", "DTSTAMP:20260512T233000Z",
        "DTSTART:20260514T080000", "DTEND:20260514T080500",
        "SUMMARY:Six questions", "DESCRIPTION:Do\\, or not\\; \\\\o",
        "CLASS:PRIVATE", "TRANSP:TRANSPARENT",
        "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Six questions", "TRIGGER:PT0S", "END:VALARM",
        "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=300))
def test_long_lines_are_folded_between_characters(words: str) -> None:
    """No line has more than 75 octets, and unfolding gives the text again (section 3.1)."""
    text = calendar_text([Entry("u", BEGINS, 5, words, "")], STAMPED)
    lines = text.split("\r\n")
    assert all(len(each.encode()) <= 75 for each in lines)
    assert "\n" not in "".join(lines)
    whole = text.replace("\r\n ", "").split("\r\n")
    (told,) = {each.partition(":")[2] for each in whole if each.startswith("SUMMARY:")}
    plain = told.replace("\\;", ";").replace("\\,", ",").replace("\\\\", "\\")
    assert plain == words


def test_where_a_line_is_folded() -> None:
    """Behind 75 octets, and then behind 74 more, for a fold begins with a space."""
    text = calendar_text([Entry("u", BEGINS, 5, "a" * (75 - 8 + 74 + 1), "")], STAMPED)
    at = text.split("\r\n").index("SUMMARY:" + "a" * 67)
    assert text.split("\r\n")[at + 1 : at + 3] == [" " + "a" * 74, " a"]
