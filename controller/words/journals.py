"""What is wrong with a journal: English where it is kept, and looked up where it is shown."""

from __future__ import annotations

from typing import Final

from controller.words.later import tr_later

CANNOT_BE_READ: Final = tr_later("{path}: cannot be read ({error}); give the path of a journal.")
NOT_A_WHOLE_LINE: Final = tr_later("{name}:1: not a whole line; a journal begins with its header.")
EMPTY: Final = tr_later("{name}: empty; a journal begins with its header.")
OF_ANOTHER_VERSION: Final = tr_later(
    "{name}:1: a {written}; this version reads {format}. "
    "Read it with the version of Reprise that wrote it."
)
NO_HEADER: Final = tr_later("{name}:1: not the header of a {format}; is this another kind of file?")
OUT_OF_ORDER: Final = tr_later(
    "{name}:{line}: record {number} stands where {expected} belongs; "
    "lines were removed, added or exchanged."
)
NO_RECORD: Final = tr_later(
    "{name}:{line}: not a record ({error}); the journal was edited or is damaged."
)
NOT_A_WHOLE_RECORD: Final = tr_later(
    "{name}:{line}: not a whole record; the journal was edited or is damaged."
)
OTHER_RECORDS: Final = tr_later(
    "{name}: its records are not what this version writes ({error}); "
    "the journal was edited or comes from another version."
)

WRONG: Final = (
    CANNOT_BE_READ,
    NOT_A_WHOLE_LINE,
    EMPTY,
    OF_ANOTHER_VERSION,
    NO_HEADER,
    OUT_OF_ORDER,
    NO_RECORD,
    NOT_A_WHOLE_RECORD,
    OTHER_RECORDS,
)
