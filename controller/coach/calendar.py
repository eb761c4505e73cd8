"""Entries for a calendar, as RFC 5545 wants them; they name no symptom and no level.

Times are those of the clock on the wall wherever she is (form 1 of section 3.3.5): eight in the
morning stays eight in the morning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

_LINE: Final = 75
"""The most octets of a line (section 3.1)."""


class Entry(NamedTuple):
    """One entry."""

    uid: str
    """The same for the same thing, so that a second import changes the first."""
    begins: datetime
    """By the clock on the wall; its offset is not used."""
    minutes: int
    summary: str
    description: str


def calendar_text(entries: Iterable[Entry], stamped: datetime) -> str:
    """Return an iCalendar object.

    Args:
        entries: what it holds; at least one (section 3.6).
        stamped: when it was made, with an offset.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Reprise//Reprise//EN",
        *(line for entry in entries for line in _event(entry, stamped)),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(entry: Entry, stamped: datetime) -> Iterator[str]:
    ends = entry.begins + timedelta(minutes=entry.minutes)
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{stamped.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART:{entry.begins:%Y%m%dT%H%M%S}"
    yield f"DTEND:{ends:%Y%m%dT%H%M%S}"
    yield f"SUMMARY:{_text(entry.summary)}"
    yield f"DESCRIPTION:{_text(entry.description)}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_text(entry.summary)}"
    yield "TRIGGER:PT0S"
    yield "END:VALARM"
    yield "END:VEVENT"


def _text(text: str) -> str:
    """Return a TEXT value (section 3.3.11)."""
    for raw, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(raw, escaped)
    return text


def _folded(line: str) -> Iterator[str]:
    """Yield a line as parts of at most 75 octets; no character is cut in two."""
    part, room = "", _LINE
    for each in line:
        size = len(each.encode())
        if size > room:
            yield part
            part, room = " ", _LINE - 1
        part += each
        room -= size
    yield part
