"""Reading a journal back, with one clear sentence for each thing that can be wrong with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, NamedTuple

from controller.records.format import FORMAT, HEADER, Record
from controller.words import journals

_DECODER: Final = json.JSONDecoder()

_ENDS: Final = ("ended", "last_resort_over")
"""What a session's last records are: by the core, or by the shell behind a mistake of ours."""
_FAMILY: Final = FORMAT.rsplit(" ", 1)[0] + " "


class JournalInvalid(Exception):  # noqa: N818  # blame is in the name (law 7)
    """The file is not a journal, or not a whole one."""


class Journal(NamedTuple):
    """A header and the records behind it."""

    header: Record
    records: tuple[Record, ...]
    cut: bool
    """The last line was cut off, as a kill leaves it; what is whole was read."""

    @property
    def ends(self) -> bool:
        """Whether the session's end is in it: a kill or a full disk may leave it out."""
        return any(each["kind"] in _ENDS for each in self.records)


def read_journal(path: Path) -> Journal:
    """Read a journal.

    Raises:
        JournalInvalid: it cannot be read, or a line other than the last is not a record.
    """
    try:
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise JournalInvalid(
            journals.CANNOT_BE_READ.format(path=path, error=error.strerror)
        ) from error
    return parse_journal(text, str(path))


def parse_journal(text: str, name: str) -> Journal:
    """Read a journal from its text; ``name`` is used in messages.

    Raises:
        JournalInvalid: as `read_journal`.
    """
    lines = text.split("\n")
    cut = bool(lines[-1])
    whole = lines[:-1]
    if cut and not whole:
        raise JournalInvalid(journals.NOT_A_WHOLE_LINE.format(name=name))
    records = [_record(line, name, number) for number, line in enumerate(whole, 1)]
    if not records:
        raise JournalInvalid(journals.EMPTY.format(name=name))
    header, *rest = records
    written = header.get("format")
    if header.get("io") == HEADER and written != FORMAT and str(written).startswith(_FAMILY):
        raise JournalInvalid(
            journals.OF_ANOTHER_VERSION.format(
                name=name, written=repr(written), format=repr(FORMAT)
            )
        )
    if header.get("io") != HEADER or written != FORMAT:
        raise JournalInvalid(journals.NO_HEADER.format(name=name, format=repr(FORMAT)))
    for expected, record in enumerate(rest, 1):
        if record["n"] != expected:
            raise JournalInvalid(
                journals.OUT_OF_ORDER.format(
                    name=name, line=expected + 1, number=record["n"], expected=expected
                )
            )
    return Journal(header, tuple(rest), cut)


def _record(line: str, name: str, number: int) -> Record:
    try:
        record = _value(line)
    except (ValueError, RecursionError) as error:
        raise JournalInvalid(
            journals.NO_RECORD.format(name=name, line=number, error=error)
        ) from error
    if not isinstance(record, dict) or not (
        isinstance(record.get("n"), int)
        and isinstance(record.get("t"), int)
        and isinstance(record.get("io"), str)
        and isinstance(record.get("kind"), str)
    ):
        raise JournalInvalid(journals.NOT_A_WHOLE_RECORD.format(name=name, line=number))
    return record


def _value(line: str) -> Any:
    """Return what the JSON on a line says.

    `decode` looks for blanks at both ends of it, which takes as long again: we write none.
    """
    if line.startswith("{"):
        value, end = _DECODER.raw_decode(line)
        if end == len(line):
            return value
    return _DECODER.decode(line)
