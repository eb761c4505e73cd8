"""When a session began, by the clock on the wall: in a journal all else is counted from there."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from controller.records.format import Record

_NAME: Final = re.compile(r"\d{8}T\d{6}\.\d{6}Z")
"""When a session began, in UTC, as its journal is called."""


def began_at(header: Record, name: str) -> datetime:
    """Return when a session began; a journal without an offset is of where it is read.

    Args:
        header: of its journal.
        name: of its journal, without the ending.

    Raises:
        TypeError, ValueError: neither header nor name say so.
    """
    told = header.get("began")
    if told is not None:
        began = datetime.fromisoformat(told)
        if began.utcoffset() is None:
            raise ValueError("began has no offset")
        return began
    if not _NAME.fullmatch(name):
        raise ValueError("neither its header nor its name say when it began")
    return datetime.strptime(name, "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC).astimezone()
