"""The desktop's own screen lock, asked over the session bus (freedesktop.org Idle Inhibition)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from controller.host.bus import BusUnusable, ask, connect, leave
from controller.words.later import tr_later

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

ANSWER_LIMIT: Final = 1.0
"""Seconds for bus and desktop together."""

_NAME: Final = "org.freedesktop.ScreenSaver"


class ScreenSaver:
    """A request that the screen is not locked; the desktop forgets it when this process dies."""

    def __init__(self) -> None:
        """Ask nothing yet."""
        self._bus: MessageBus | None = None
        self._cookie: int | None = None
        self._because = tr_later("not begun")

    @property
    def held(self) -> bool:
        """The desktop has agreed, and the connection that it watches stands."""
        return self._cookie is not None and self._bus is not None and self._bus.connected

    @property
    def because(self) -> str:
        """Why it is not held, in a few words; empty while it is."""
        if self.held:
            return ""
        return self._because if self._cookie is None else tr_later("the bus went away")

    async def start(self, why: str) -> None:
        """Ask, and wait `ANSWER_LIMIT` at most for the answer; ``why`` may be shown to people."""
        try:
            async with asyncio.timeout(ANSWER_LIMIT):
                self._bus = await connect(system=False)
                (self._cookie,) = await ask(self._bus, _inhibit(why))
        except TimeoutError:
            self._because = tr_later("the desktop does not answer")
        except BusUnusable as error:
            self._because = str(error)
        if self._cookie is None:
            await self.end()

    async def end(self) -> None:
        """Take the request back, which closing the connection does; returns within a second."""
        bus, self._bus, self._cookie = self._bus, None, None
        if bus is not None:
            await leave(bus)


def _inhibit(why: str) -> Message:
    from dbus_fast import Message, MessageFlag  # noqa: PLC0415

    return Message(
        destination=_NAME,
        path="/org/freedesktop/ScreenSaver",
        interface=_NAME,
        member="Inhibit",
        signature="ss",
        body=["Reprise", why],
        flags=MessageFlag.NO_AUTOSTART,  # a desktop that is not running locks nothing
    )
