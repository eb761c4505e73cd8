"""A forced suspend is told of beforehand, and waits a little for the belt to be stopped.

logind gives out a file descriptor, a *delay lock*; while it is open a suspend, a closed lid
included, waits, though never longer than InhibitDelayMaxSec, 5 s unless somebody changed it
(systemd.io/INHIBITOR_LOCKS; logind.conf(5)). Linux only.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from controller.host.bus import BusUnusable, ask, connect, leave
from controller.words.catalogue import tr
from controller.words.later import tr_later
from controller.words.with_values import BUS_REFUSED, SUSPEND_NOT_HELD

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

START_LIMIT: Final = 1.0
"""Seconds for bus and logind together, when the watch starts."""
HOLD_LIMIT: Final = 4.0
"""Seconds that a suspend is held up at most: less than logind's 5, so that we let go, not it."""

_LOGIND: Final = "org.freedesktop.login1"
_PATH: Final = "/org/freedesktop/login1"
_MANAGER: Final = "org.freedesktop.login1.Manager"
_SIGNAL: Final = (_MANAGER, "PrepareForSleep", "b")
_WHY: Final = tr("The treadmill is stopped first")


class SuspendWatch:
    """Holds a delay lock, and calls ``on_sleep`` when the computer is about to sleep.

    Everything runs on the loop's thread and nothing waits for the bus, but for `start`, which is
    bounded; what logind sends is dealt with as it comes in.
    """

    def __init__(self, on_sleep: Callable[[], None]) -> None:
        """Watch nothing yet; ``on_sleep`` sends the stop and is called once for each suspend."""
        self._on_sleep = on_sleep
        self._bus: MessageBus | None = None
        self._asked = 0
        """The serial number of the request for a lock that is under way, or 0."""
        self._answered = asyncio.Event()
        self._lock: int | None = None
        self._sleeping = False
        self._limit: asyncio.TimerHandle | None = None
        self._reason = tr_later("not begun")

    @property
    def held(self) -> bool:
        """A suspend that came now would be told of, and would wait."""
        return self._lock is not None and self._bus is not None and self._bus.connected

    @property
    def because(self) -> str:
        """One sentence with a remedy while nothing is held; empty otherwise."""
        if self.held:
            return ""
        reason = tr_later("the system bus went away") if self._lock is not None else self._reason
        return SUSPEND_NOT_HELD.format(reason=reason)

    async def start(self) -> None:
        """Take the lock, or learn within `START_LIMIT` that there is none; that raises nothing."""
        if sys.platform != "linux":
            self._reason = tr_later("only Linux offers it")
            return
        try:
            async with asyncio.timeout(START_LIMIT):
                self._bus = await connect(system=True)
                self._bus.add_message_handler(self._received)
                await ask(self._bus, _subscription())
                self._take()
                await self._answered.wait()
        except TimeoutError:
            self._reason = tr_later("logind does not answer")
        except BusUnusable as error:
            self._reason = str(error)
        finally:
            if self._lock is None:
                await self.close()

    def let_go(self) -> None:
        """The belt was seen to: let the suspend go on. Does nothing unless one is waiting."""
        if self._sleeping:
            self._drop()

    async def close(self) -> None:
        """Let go and leave the bus, hung or not; returns within a second."""
        self._drop()
        bus, self._bus, self._asked = self._bus, None, 0
        if bus is not None:
            await leave(bus)

    def _take(self) -> None:
        """Ask for the lock; the answer is taken up by `_received`, however late it comes."""
        if self._bus is None:
            return
        request = _request()
        self._asked = request.serial = self._bus.next_serial()
        self._bus.send(request)
        self._reason = tr_later("logind does not answer")

    def _drop(self) -> None:
        self._call_off()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
            self._reason = tr_later("the computer is about to sleep")

    def _call_off(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None

    def _received(self, message: Message) -> None:
        """Deal with whatever the bus brings: the answer to our request, and logind's signal."""
        if message.reply_serial and message.unix_fds:
            self._got(message.reply_serial, message.unix_fds)
        elif message.reply_serial and message.reply_serial == self._asked:
            self._reason = BUS_REFUSED.format(who="logind", error=message.error_name)
            self._answered.set()
        elif (message.interface, message.member, message.signature) == _SIGNAL:
            self._prepare(begins=message.body[0])

    def _got(self, serial: int, descriptors: list[int]) -> None:
        """Keep the lock if it is the one asked for; a descriptor nobody wants is closed."""
        wanted = serial == self._asked and self._lock is None
        self._lock, *spare = descriptors if wanted else [self._lock, *descriptors]
        for descriptor in spare:
            if descriptor is not None:
                os.close(descriptor)
        self._answered.set()

    def _prepare(self, *, begins: bool) -> None:
        loop = asyncio.get_running_loop()
        if begins and not self._sleeping:
            self._sleeping = True
            self._limit = loop.call_later(HOLD_LIMIT, self._drop)
            loop.call_soon(self._on_sleep)  # so that its bugs are the loop's to report
        elif not begins:
            self._sleeping = False
            self._call_off()  # a suspend that came to nothing leaves us the lock
            if self._lock is None:
                self._take()


def _subscription() -> Message:
    from dbus_fast import Message  # noqa: PLC0415

    return Message(
        destination="org.freedesktop.DBus",
        path="/org/freedesktop/DBus",
        interface="org.freedesktop.DBus",
        member="AddMatch",
        signature="s",
        body=[f"type='signal',sender='{_LOGIND}',path='{_PATH}',member='PrepareForSleep'"],
    )


def _request() -> Message:
    from dbus_fast import Message  # noqa: PLC0415

    return Message(
        destination=_LOGIND,
        path=_PATH,
        interface=_MANAGER,
        member="Inhibit",
        signature="ssss",
        body=["sleep", "Reprise", _WHY, "delay"],
    )
