"""A connection to D-Bus in which every way of failing is one exception.

dbus-fast is imported when a bus is first asked for: it exists on Linux only, and costs 12 to 25 ms.
Whoever asks limits how long a bus may take to answer.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from controller.words.later import tr_later
from controller.words.with_values import BUS_REFUSED, NO_BUS

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus


LEAVE_LIMIT: Final = 1.0
"""Seconds to wait for our own end of a connection to be closed; no bus has a say in it."""


class BusUnusable(Exception):  # noqa: N818  # blame is in the name (law 7)
    """There is no bus, or what was asked for is not on it. A few words that say which."""


class BusRefused(BusUnusable):
    """Whom we asked has answered with an error."""

    def __init__(self, who: str, error: str) -> None:
        """Say who, and by which of D-Bus's names for errors."""
        super().__init__(BUS_REFUSED.format(who=who, error=error))
        self.error = error


async def connect(*, system: bool) -> MessageBus:
    """Connect to the system's bus, or to that of the person's session.

    The addresses are the standard ones, environment variables first.

    Raises:
        BusUnusable: there is no such bus, or it does not let us in.
    """
    try:
        from dbus_fast import BusType, DBusFastError  # noqa: PLC0415
        from dbus_fast.aio import MessageBus  # noqa: PLC0415
    except ImportError as error:
        raise BusUnusable(tr_later("dbus-fast is not installed")) from error
    name = tr_later("system bus") if system else tr_later("session bus")
    try:
        kind = BusType.SYSTEM if system else BusType.SESSION
        return await MessageBus(bus_type=kind, negotiate_unix_fd=system).connect()
    except (DBusFastError, OSError, EOFError, KeyError) as error:  # KeyError: no HOME to look in
        raise BusUnusable(NO_BUS.format(bus=name)) from error


async def ask(bus: MessageBus, message: Message) -> list[Any]:
    """Call a method and return what it returned.

    Raises:
        BusUnusable: it returned an error, or the bus went away.
    """
    from dbus_fast import MessageType  # noqa: PLC0415

    try:
        reply = await bus.call(message)
    except (OSError, EOFError) as error:
        raise BusUnusable(tr_later("the bus went away")) from error
    if reply.message_type is MessageType.ERROR:
        raise BusRefused(
            message.destination or tr_later("the bus"), reply.error_name or tr_later("no reason")
        )
    return reply.body


async def leave(bus: MessageBus) -> None:
    """Close the connection, whether the bus is alive, hung or gone."""
    if bus.connected:
        bus.disconnect()
        with suppress(TimeoutError, OSError, EOFError):
            done = bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
            await asyncio.wait_for(done, LEAVE_LIMIT)
