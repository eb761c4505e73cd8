"""A recorded session on the same screens: with pause, speed and seek, and no belt anywhere."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import reduce
from typing import Final

from textual import events
from textual.app import App

from controller.records.format import Record
from controller.records.intents import Intent
from controller.records.reader import Journal
from controller.records.view import View
from controller.settings.values import USUAL, Settings
from controller.sound.announcer import Announcer
from controller.tui.app import SessionApp
from controller.words.catalogue import tr
from protocols.units import SECOND, clock_time

_SPEEDS: Final = (1, 2, 4, 8, 16, 32, 64)
_NEAR: Final = 10 * SECOND
_FAR: Final = 60 * SECOND
_TURN: Final = 0.1
"""In seconds: how often records that are due are played."""


class Player:
    """Stands where an operator stands, and plays records by their moments."""

    def __init__(self, journal: Journal) -> None:
        """Take a journal, and stand before its first record."""
        self._records = (journal.header, *journal.records)
        self._moments = [record["t"] for record in self._records]
        self._given = 0
        self._give: Callable[[Record], None] = _nobody
        self.position = 0
        """In nanoseconds of session time."""
        self.end: int = self._moments[-1]

    async def start(self, on_record: Callable[[Record], None]) -> None:
        """Give the first records; the others follow with `advance`."""
        self._give = on_record
        self.advance(0)

    def advance(self, span: int) -> None:
        """Give the records of the next ``span`` nanoseconds."""
        self.position = min(self.end, self.position + span)
        until = bisect_right(self._moments, self.position)
        for record in self._records[self._given : until]:
            self._give(record)
        self._given = until

    def seek(self, position: int) -> Iterable[Record]:
        """Move to a moment and return every record up to it."""
        self.position = max(0, min(self.end, position))
        self._given = bisect_right(self._moments, self.position)
        return self._records[: self._given]

    def press(self, intent: Intent) -> None:
        """Do nothing: what was pressed stands in the records."""

    def stop(self, because: str) -> None:
        """Do nothing: there is no belt."""

    def renew(self, number: int, *, moving: bool) -> None:
        """Do nothing: nobody waits for this screen."""

    async def close(self) -> None:
        """Leave."""


def _nobody(_record: Record) -> None:
    """Take a record before there is a screen."""


class ReplayApp(SessionApp):
    """The screens of a session over a journal."""

    def __init__(self, player: Player, settings: Settings = USUAL) -> None:
        """Take the player, and how it looks."""
        super().__init__(player, settings)
        self._player = player
        self._speed = 0
        self._paused = False
        self._last = 0.0
        self._announcer = Announcer(_silence, None, Settings())

    async def on_mount(self) -> None:
        """Begin to play. Textual calls the handler of `SessionApp` as well."""
        self._last = self.clock()
        self._tell()
        self.set_interval(_TURN, self._play)

    def _play(self) -> None:
        now = self.clock()
        gone, self._last = now - self._last, now
        if not self._paused:
            self._player.advance(int(gone * _SPEEDS[self._speed] * SECOND))
            self._tell()

    def key_pressed(self, event: events.Key) -> None:
        """Pause, change the speed, seek or leave."""
        name, char = event.key.lower(), event.character or ""
        if name in ("space", "p"):
            self._paused = not self._paused
        elif name in ("q", "escape", "ctrl+c", "ctrl+d"):
            self.exit(0)
        elif char in ("]", "+", "="):
            self._speed = min(len(_SPEEDS) - 1, self._speed + 1)
        elif char in ("[", "-"):
            self._speed = max(0, self._speed - 1)
        elif name in ("left", "right"):
            self.seek(self._player.position + (_NEAR if name == "right" else -_NEAR))
        elif name.endswith(("+left", "+right")) or char in (",", "."):
            later = char == "." or name.endswith("+right")
            self.seek(self._player.position + (_FAR if later else -_FAR))
        elif name in ("home", "end"):
            self.seek(0 if name == "home" else self._player.end)
        self._tell()

    def seek(self, position: int) -> None:
        """Show the session as it was at a moment: everything up to it is folded again."""
        self.view = reduce(self.folded, self._player.seek(position), View())
        self._dirty = True
        self._tell()

    def mouse_pressed(self, event: events.MouseDown) -> None:
        """Do nothing: the bar is a list of keys here."""

    def _tell(self) -> None:
        where = f"{clock_time(self._player.position)} / {clock_time(self._player.end)}"
        told = [f"x{_SPEEDS[self._speed]}", where, *([tr("PAUSED")] if self._paused else [])]
        self.update_ui(replay="  ".join(told))


def _silence() -> None:
    """Ring no bell for what is long over."""


def replay_app(journal: Journal, settings: Settings = USUAL) -> App[int]:
    """Return the app that shows a journal; its result is 0."""
    return ReplayApp(Player(journal), settings)
