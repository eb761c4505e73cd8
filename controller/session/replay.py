"""Making a session's outputs again from its inputs, and holding them against the journal."""

from __future__ import annotations

from controller.records.format import INPUT, OUTPUT, SHELL
from controller.records.reader import Journal, JournalInvalid
from controller.session.engine import Engine
from controller.session.header import setup_of
from controller.session.inputs import from_fields
from protocols.units import Nanoseconds


def verify(journal: Journal, name: str) -> int:
    """Return how many outputs were made again and found equal.

    Raises:
        JournalInvalid: an input cannot be read, or an output is not what the inputs make.
    """
    engine = Engine(setup_of(journal.header, name))
    expected: list[dict[str, object]] = []
    compared = 0
    last = 0
    for line, record in enumerate(journal.records, 2):
        place = f"{name}:{line}"
        if record["io"] == SHELL:
            if record["kind"] == "bug":
                return compared  # what follows a bug was decided by the shell alone
            continue
        if record["io"] == INPUT:
            if expected:
                raise JournalInvalid(_missing(place, expected[0]))
            if record["t"] < last:
                raise JournalInvalid(f"{place}: time runs backwards; the journal was edited.")
            last = record["t"]
            try:
                happened = from_fields(record)
            except (KeyError, ValueError, TypeError) as error:
                raise JournalInvalid(
                    f"{place}: not an input that this version writes ({error}); "
                    "the journal was edited or comes from another version."
                ) from error
            expected = engine.handle(happened, Nanoseconds(record["t"])).records
        elif record["io"] == OUTPUT:
            fields = {key: each for key, each in record.items() if key not in ("n", "t", "io")}
            if not expected or fields != expected[0] or record["t"] != last:
                made = "nothing" if not expected else expected[0]
                raise JournalInvalid(
                    f"{place}: recorded {fields}, but the inputs before it make {made}; "
                    "the journal was edited or comes from another version."
                )
            expected = expected[1:]
            compared += 1
        else:
            raise JournalInvalid(f"{place}: neither input nor output; the journal was edited.")
    if expected and not journal.cut:
        raise JournalInvalid(_missing(f"{name}:{len(journal.records) + 1}", expected[0]))
    return compared


def _missing(place: str, record: dict[str, object]) -> str:
    return f"{place}: {record} is missing here; lines were removed from the journal."
