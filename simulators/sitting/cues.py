"""When in a session something is to happen, as its records tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from protocols.units import Nanoseconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from controller.records.format import Record
    from protocols.clock import Clock, Timer
    from simulators.when import When


class Cues:
    """Lets things happen at moments of a session, by its records; give each to `see`."""

    def __init__(self, clock: Clock) -> None:
        """Know of nothing yet."""
        self._clock = clock
        self._waiting: list[tuple[When, Callable[[], None]]] = []
        self._timers: list[Timer] = []
        self._started = False

    def add(self, when: When, action: Callable[[], None]) -> None:
        """Let ``action`` happen at a moment that is still to come."""
        self._waiting.append((when, action))

    def see(self, record: Record) -> None:
        """Take a record: the start key, or a part of the session that counts from here."""
        match record["kind"]:
            case "intent" if record["key"] == "start" and not self._started:
                self._started = True
                self.begin("", 0)
            case "segment" if record["counting"] and record["role"] == "work":
                self.begin(record["gait"], record["number"])
            case "segment" if record["counting"]:
                self.begin(record["role"], 0)
            case _:
                pass

    def begin(self, part: str, number: int) -> None:
        """Arrange what counts from here; nothing of it happens before the present call returns."""
        due = [each for each in self._waiting if each[0][:2] == (part, number)]
        for each in due:
            self._waiting.remove(each)
            when = Nanoseconds(self._clock.now() + each[0].after)
            self._timers.append(self._clock.call_at(when, each[1]))

    def leave(self) -> None:
        """Let nothing more happen."""
        for timer in self._timers:
            timer.cancel()
