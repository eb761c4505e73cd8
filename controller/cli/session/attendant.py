"""Beside a session: the computer stays awake while a belt may move, and says when it cannot.

It sees the session's records and gives it inputs, like a front end. Nothing here is waited for: an
operating system that does not answer costs a line on the screen and never a stop.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import traceback
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Final

from controller.host.awake import Awake, hold_awake
from controller.host.battery import Battery, read_battery, too_low
from controller.host.jump import JumpWatch, awake_time_ns, boot_time_ns
from controller.host.suspend import SuspendWatch
from controller.records.format import MAY_MOVE, Record
from controller.session.inputs import BatteryRead, MustStop
from controller.session.pipe import Operated, Pipe
from controller.session.shell import Session
from controller.words.catalogue import tr
from controller.words.later import tr_later

_BATTERY_EVERY: Final = 60.0
_WHY: Final = tr("A treadmill is under control")


class Attendant:
    """Stands beside one session, from before it is served until after it is over."""

    def __init__(self, session: Session, *, simulated: bool) -> None:
        """Take the session; a simulated belt may be started on an empty battery."""
        self._session, self._simulated = session, simulated
        self._suspend = SuspendWatch(self._on_sleep)
        self._awake: Awake | None = None
        self._wanted = False
        self._not_held = ""
        """Why sleep or lock could not be held off when it was last tried."""
        self._battery: Battery | None = None
        self._changed = asyncio.Event()
        self._tasks = [
            asyncio.get_running_loop().create_task(_surely(each))
            for each in (self._look_at_battery(), self._hold())
        ]

    def told(self, record: Record) -> None:
        """Take note of a record of the session."""
        match record:
            case {"io": "out", "kind": "phase", "phase": phase} if phase != "ended":
                self._wanted = phase == "countdown" or phase in MAY_MOVE
            case {"io": "out", "kind": "ended", "outcome": outcome, "confirmed": confirmed}:
                self._wanted = not confirmed and outcome != "refused"
            case {"io": "out", "kind": "confirmed"}:
                self._wanted = False
            case _:
                return
        if not self._wanted:
            self._suspend.let_go()
        self._changed.set()

    async def close(self) -> None:
        """Let the computer sleep again."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._awake is not None:
            await self._awake.release()
        await self._suspend.close()

    def _on_sleep(self) -> None:
        self._session.happen(MustStop(tr_later("the computer goes to sleep")))
        if not self._wanted:
            self._suspend.let_go()

    async def _look_at_battery(self) -> None:
        while True:
            self._battery = await _by_a_thread(read_battery)
            low = too_low(self._battery) and not self._simulated
            self._session.happen(BatteryRead(low))
            self._tell("")
            await asyncio.sleep(_BATTERY_EVERY)

    async def _hold(self) -> None:
        """Hold sleep off while it is wanted; what cannot be held is said once a start."""
        await self._suspend.start()
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self._wanted and self._awake is None:
                self._awake = await hold_awake(_WHY)
                self._not_held = self._awake.because
                self._tell(self._not_held)
            elif not self._wanted and self._awake is not None:
                awake, self._awake = self._awake, None
                await awake.release()
                self._tell("")

    def _held(self) -> bool | None:
        """Return whether sleep is held off; None while nobody has tried, or need not."""
        if self._awake is not None:
            return self._awake.sleep and self._awake.lock
        return False if self._not_held else None

    def _tell(self, because: str) -> None:
        battery = self._battery
        self._session.say(
            "host",
            battery=None if battery is None else battery.percent,
            plugged=None if battery is None else battery.plugged,
            awake=self._held(),
            because=because,
        )


def sleep_watch() -> Callable[[], int]:
    """Return what tells by how many ns the computer slept since it was last asked."""
    jumps = JumpWatch()
    return lambda: jumps.look(boot_time_ns(), awake_time_ns())


class Overheard:
    """A pipe to which others listen."""

    def __init__(self, pipe: Pipe) -> None:
        """Stand before ``pipe``."""
        self._pipe = pipe
        self.listeners: list[Callable[[Record], None]] = []

    def attach_session(self, session: Operated) -> None:
        """Give what comes up to ``session``."""
        self._pipe.attach_session(session)

    def send(self, record: Record) -> None:
        """Hand a record down, and let the listeners hear it."""
        self._pipe.send(record)
        for listener in self.listeners:
            listener(record)


async def _by_a_thread(read: Callable[[], Battery | None]) -> Battery | None:
    """Read on a thread that nobody waits for at the end: a driver may hang."""
    loop = asyncio.get_running_loop()
    found: asyncio.Future[Battery | None] = loop.create_future()

    def give(battery: Battery | None, mistake: Exception | None) -> None:
        if found.done():
            return
        if mistake is None:
            found.set_result(battery)
        else:
            found.set_exception(mistake)

    def work() -> None:
        battery = mistake = None
        try:
            battery = read()
        except Exception as error:  # noqa: BLE001  # it belongs to whoever waits
            mistake = error
        with suppress(RuntimeError):  # the loop is closed: the session is over
            loop.call_soon_threadsafe(give, battery, mistake)

    threading.Thread(target=work, name="battery", daemon=True).start()
    return await found


async def _surely(work: Coroutine[Any, Any, None]) -> None:
    """Keep a mistake in here away from the belt: it goes to the log."""
    try:
        await work
    except Exception as error:  # noqa: BLE001  # the session must not end for it
        traceback.print_exception(error, file=sys.stderr)
