"""A line of a journal is one JSON object and nothing else, whoever has touched the file."""

from __future__ import annotations

import pytest

from controller.records.format import FORMAT, to_line
from controller.records.reader import JournalInvalid, parse_journal

HEADER = to_line({"n": 0, "t": 0, "io": "head", "kind": "header", "format": FORMAT})
WAKE = {"n": 1, "t": 5, "io": "in", "kind": "wake"}


@pytest.mark.parametrize("around", ["{}", " {}", "{}\r", "\t{} "])
def test_blanks_around_a_record_mean_nothing(around: str) -> None:
    """An editor leaves some, and another system ends its lines by two characters."""
    line = around.replace("{}", to_line(WAKE))
    assert parse_journal(f"{HEADER}\n{line}\n", "journal").records == (WAKE,)


@pytest.mark.parametrize("behind", ["x", "{}", " ,", to_line(WAKE)])
def test_anything_else_behind_a_record_is_told(behind: str) -> None:
    """With the file and the line."""
    with pytest.raises(JournalInvalid, match=r"^journal:2: not a record \(Extra data: "):
        parse_journal(f"{HEADER}\n{to_line(WAKE)}{behind}\n", "journal")
