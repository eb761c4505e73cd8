"""Making a session's outputs again from its inputs, and holding them against the journal."""

from __future__ import annotations

import json
from typing import Any

from controller.records.format import INPUT, OUTPUT, SHELL, Record
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
    again = _Again(Engine(setup_of(journal.header, name)), name)
    for line, record in enumerate(journal.records, 2):
        if record["io"] == SHELL:
            if record["kind"] == "bug":
                return again.compared  # what follows a bug was decided by the shell alone
        elif record["io"] == INPUT:
            again.take(record, line)
        elif record["io"] == OUTPUT:
            again.compare(record, line)
        else:
            raise JournalInvalid(f"{name}:{line}: neither input nor output; it was edited.")
    again.expect_whole(len(journal.records) + 1)
    # A kill may end a journal between an input and its outputs; what is there was compared.
    return again.compared


class _Again:
    """The session once more, one record at a time."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine, self._name = engine, name
        self._made: list[dict[str, Any]] = []
        self._broke = ""
        """What the last input did to the engine, if it broke it: a journal says so by a bug."""
        self._now = 0
        self.compared = 0

    def take(self, record: Record, line: int) -> None:
        """Give a recorded input to the engine."""
        self.expect_whole(line)
        self.expect_nothing(line)
        if record["t"] < self._now:
            raise JournalInvalid(
                f"{self._name}:{line}: time runs backwards; the journal was edited."
            )
        self._now = record["t"]
        try:
            happened = from_fields(record)
        except (KeyError, ValueError, TypeError) as error:
            raise JournalInvalid(
                f"{self._name}:{line}: not an input that this version writes ({error}); "
                "the journal was edited or comes from another version."
            ) from error
        try:
            self._made = self._engine.handle(happened, Nanoseconds(self._now)).records
        except Exception as bug:  # noqa: BLE001  # as it was when it was recorded (law 7), or not
            self._broke = f"{type(bug).__name__}: {bug}"

    def compare(self, record: Record, line: int) -> None:
        """Hold a recorded output against the one that was made."""
        self.expect_whole(line)
        fields = {key: each for key, each in record.items() if key not in ("n", "t", "io")}
        made = self._made[0] if self._made else None
        if fields != made or record["t"] != self._now:
            raise JournalInvalid(
                f"{self._name}:{line}: {_difference(fields, made)}; the journal was edited or "
                "comes from another version."
            )
        del self._made[0]
        self.compared += 1

    def expect_whole(self, line: int) -> None:
        """Miss what would have been made, had the input before not broken the engine."""
        if self._broke:
            raise JournalInvalid(
                f"{self._name}:{line}: the input before it breaks this version ({self._broke}), "
                "and did not break the one that recorded it."
            )

    def expect_nothing(self, line: int) -> None:
        """Miss what was made and is not recorded."""
        if self._made:
            raise JournalInvalid(
                f'{self._name}:{line}: a record "{self._made[0]["kind"]}" is missing here, which '
                "the inputs before it make; lines were removed from the journal, or the time of "
                "an input (t) was changed."
            )


def _difference(recorded: dict[str, Any], made: dict[str, Any] | None) -> str:
    """Return how a recorded output differs from the one that was made."""
    kind = recorded.get("kind")
    if made is None:
        return f'a record "{kind}" stands here, and the inputs before it make none'
    if kind != made["kind"]:
        return f'a record "{kind}" stands here, and the inputs before it make "{made["kind"]}"'
    for key in (*made, *recorded):
        if recorded.get(key) != made.get(key):
            told, right = (json.dumps(each.get(key)) for each in (recorded, made))
            return f'{key} of the record "{kind}" is {told}, and the inputs before it make {right}'
    return f'the time (t) of the record "{kind}" is not that of the input before it'
