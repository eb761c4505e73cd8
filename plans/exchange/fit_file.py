"""What every FIT file of ours has in common: how it begins, and what fits into its texts.

Source of the fields: Garmin's FIT SDK, profile 21, file_id.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.profile_type import FileType, Manufacturer

from plans.exchange.workout import LONGEST_TEXT

if TYPE_CHECKING:
    from fit_tool.data_message import DataMessage

_CUT: Final = "…"


def file_of(kind: FileType, serial: int, created_ms: int, messages: Iterable[DataMessage]) -> bytes:
    """Return the bytes of a whole file, checksum included.

    Args:
        kind: what it is.
        serial: by which other programs tell files of a kind apart; 0 is none.
        created_ms: when, in ms since 1970 (UTC).
        messages: what is in it.
    """
    head = FileIdMessage()
    head.type = kind
    head.manufacturer = Manufacturer.DEVELOPMENT.value
    head.product = 0
    head.serial_number = serial or 1
    head.time_created = created_ms
    builder = FitFileBuilder()
    builder.add(head)
    for message in messages:
        builder.add(message)
    made: bytes = builder.build_bytes()
    return made


def fitting(words: str) -> str:
    """Return a text of at most `LONGEST_TEXT` bytes, cut behind a character if it was longer."""
    if len(words.encode()) <= LONGEST_TEXT:
        return words
    room = LONGEST_TEXT - len(_CUT.encode())
    return words.encode()[:room].decode(errors="ignore").rstrip() + _CUT
