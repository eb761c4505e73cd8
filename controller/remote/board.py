"""What the server knows: the last news, how old they are, and whether a stop was passed on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final

from controller.words.catalogue import tr
from protocols.units import MILLISECOND, SECOND

OLD: Final = 2500 * MILLISECOND
"""News that are older than this show nothing any more; the front end tells some 4 a second.

Those that say themselves that they are the last stay true."""
_ANSWER_WITHIN: Final = 3 * SECOND
"""A stop that was passed on is in the news by then."""


class Board:
    """One state, and those who wait for the next."""

    def __init__(self, now: Callable[[], int]) -> None:
        """Begin with news that there are none."""
        self._now = now
        self._news: dict[str, Any] = {}
        self._told_at = now()
        self._passed_at: int | None = None
        self._changed = asyncio.Event()
        self.number = 0
        """Of the last change."""
        self.left = False
        """The session's front end has left as it should."""

    def put(self, news: dict[str, Any]) -> None:
        """Take the next news.

        They answer a stop if they tell of one; and none from before there were any news waits for
        an answer: there was nothing to be stopped.
        """
        if news.get("stop") or not self._news:
            self._passed_at = None
        self._news, self._told_at = news, self._now()
        self._ring()

    def passed_on(self) -> None:
        """A stop was passed on to the front end."""
        if self._passed_at is None:
            self._passed_at = self._now()
        self._ring()

    def leave(self) -> None:
        """Nothing more will be told, because the session was left."""
        self.left = True
        self._ring()

    def _ring(self) -> None:
        self.number += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def wait(self, number: int, seconds: float) -> None:
        """Wait until there is something newer than ``number``, but no longer than that."""
        if self.number == number:
            try:
                async with asyncio.timeout(seconds):
                    await self._changed.wait()
            except TimeoutError:
                pass

    def state(self) -> dict[str, Any]:
        """Return all that a page shows, with the age of the news in milliseconds."""
        age = self._now() - self._told_at
        return {
            **self._news,
            "stop": self._news.get("stop") or self._passed(),
            "age": age // MILLISECOND,
            "old": not self._news or (age > OLD and not self._news.get("last")),
            "left_session": self.left,
        }

    def _passed(self) -> str:
        """Return what became of a stop that is not in the news."""
        if self._passed_at is None:
            return ""
        if not self._news:
            return tr("Nothing has begun that could be stopped.")
        if self._news.get("over"):
            return tr("The session is over.")
        if self._now() - self._passed_at < _ANSWER_WITHIN:
            return tr("Stop passed on to the laptop.")
        return tr("THE LAPTOP DOES NOT ANSWER. Use the treadmill's own stop.")
