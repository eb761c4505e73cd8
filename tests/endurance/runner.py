"""Whoever is at the keys for hours: presses what a journal and a terminal ask for."""

from __future__ import annotations

import os
import select
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from controller.records.format import HEADER
from tests.bench.nuisance import Follower
from tests.operator.household import Front

_START: Final = "\r\r\r\rg"
_AGAIN: Final = 2.0
"""Seconds between two tries: a busy computer takes its time to show what a key did."""
_KEPT: Final = 64
"""Parts of what the terminal was told last, some 4,000 bytes each at most."""


class Terminal:
    """What a terminal was told, read as it comes, so that nobody ever waits for us."""

    def __init__(self, front: Front) -> None:
        """Take over the terminal of a front end; `reading` reads it."""
        self._front = front
        self._told: deque[bytes] = deque(maxlen=_KEPT)

    def shows(self, text: str) -> bool:
        """Return whether a text was told since `forget`, or not too long ago."""
        return text in b"".join(self._told).decode(errors="replace")

    def forget(self) -> None:
        """Forget what was told up to now."""
        self._told.clear()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read in a thread of its own."""
        over = threading.Event()

        def read() -> None:
            while not over.is_set():
                select.select([self._front.terminal], [], [], 0.2)
                with suppress(OSError):
                    self._told.append(os.read(self._front.terminal, 65_536))

        thread = threading.Thread(target=read)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


class Runner:
    """Starts sessions, answers their questions and knows how far they are."""

    def __init__(self, answers_after: float) -> None:
        """Be somebody who looks at a question for so many seconds; `sit_down` somewhere."""
        self._answers_after = answers_after
        self._front: Front
        self._journals: Follower
        self._due: list[float] = []
        self._tried = 0.0
        self._stands = False
        self.over = True
        """No session is under way."""
        self.now = 0
        """The time of the present session, in ns."""
        self.phase = ""
        self._before = 0
        self.outcomes: list[str] = []

    def sit_down(self, front: Front, folder: Path) -> None:
        """Take a seat at a front end whose journals come into ``folder``."""
        self._front, self._journals = front, Follower(folder)

    def look(self) -> Iterator[dict[str, Any]]:
        """Do what is to be done now, and yield what journals say since the last time."""
        for record in self._journals.new():
            self._take(record)
            yield record
        for due in [each for each in self._due if each <= time.monotonic()]:
            self._due.remove(due)
            self._front.key("\r")
        if self._stands and self.phase in {"", "still"} and self.again():
            self._front.key(_START)

    @property
    def lived(self) -> int:
        """The time of all sessions up to now, in ns."""
        return self._before + self.now

    def again(self) -> bool:
        """Return whether it is time to try something once more."""
        if time.monotonic() - self._tried < _AGAIN:
            return False
        self._tried = time.monotonic()
        return True

    def _take(self, record: dict[str, Any]) -> None:
        if record["io"] == HEADER:
            self.phase, self._stands, self.over = "", False, False
        self.now = 0 if self.over else record["t"]
        match record:
            case {"kind": "standing"}:
                self._stands = True
            case {"kind": "phase", "phase": phase}:
                self.phase = phase
                self._stands = self._stands and phase == "still"
            case {"kind": "question", "state": "open"}:
                self._due.append(time.monotonic() + self._answers_after)
            case {"kind": "ended", "outcome": outcome}:
                self.outcomes.append(outcome)
                self._before += self.now
                self.now, self.over, self._stands = 0, True, False
            case _:
                pass
