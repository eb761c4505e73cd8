"""Sleep and screen lock are held off while a belt may move.

A computer that sleeps stops nothing: the link drops and many treadmills run on. Whatever is held
here is given back by the operating system when this process dies, however it dies. A closed lid is
not held off; `controller.host.suspend` has the word then.

The ways for macOS and Windows follow their documentation and were never run there.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Final, Protocol

from controller.host.inhibitor import Inhibitor
from controller.host.screensaver import ScreenSaver
from controller.words.later import tr_later
from controller.words.with_values import LOCK_NOT_HELD, NEITHER_HELD, SLEEP_NOT_HELD

_ES_CONTINUOUS: Final = 0x80000000
_ES_SYSTEM_REQUIRED: Final = 0x00000001
_ES_DISPLAY_REQUIRED: Final = 0x00000002


class Hold(Protocol):
    """One thing that keeps the computer as it is."""

    @property
    def held(self) -> bool:
        """It does so at this moment."""

    @property
    def because(self) -> str:
        """Why it does not, in a few words; empty while it does."""

    async def end(self) -> None:
        """Let go. Ending twice does nothing."""


class Awake:
    """What is held off, and what is not. It looks each time it is asked: a holder may die."""

    def __init__(self, sleep: Hold, lock: Hold) -> None:
        """Remember who holds sleep off, and who the screen lock; it may be one and the same."""
        self._sleep = sleep
        self._lock = lock

    @property
    def sleep(self) -> bool:
        """The computer will not fall asleep by itself."""
        return self._sleep.held

    @property
    def lock(self) -> bool:
        """The screen will not lock by itself, as far as can be known."""
        return self._lock.held

    @property
    def because(self) -> str:
        """One sentence with a remedy when something is not held off; empty otherwise."""
        sleep, lock = self._sleep.because, self._lock.because
        if sleep and lock:
            whys = sleep if sleep == lock else f"{sleep}; {lock}"
            return NEITHER_HELD.format(reasons=whys)
        if sleep:
            return SLEEP_NOT_HELD.format(reason=sleep)
        if lock:
            return LOCK_NOT_HELD.format(reason=lock)
        return ""

    async def release(self) -> None:
        """Let the computer sleep and lock again; returns within two seconds."""
        await asyncio.gather(self._sleep.end(), self._lock.end())


async def hold_awake(why: str) -> Awake:
    """Hold off sleep and screen lock, and return within about two seconds what came of it.

    Never raises for want of a service: what is not held is said by the result. ``why`` may be shown
    to people by the operating system. Call it from the thread that will release it.
    """
    if sys.platform == "win32":
        return hold_by_execution_state()
    if sys.platform == "darwin":
        return await hold_by_caffeinate()
    return await hold_by_systemd(why)


async def hold_by_systemd(why: str) -> Awake:
    """Linux: a block lock of logind, and the desktop's screen saver when there is one.

    systemd-inhibit starts ``cat`` only once it has the lock, so an echo proves the lock; and
    ``cat`` ends with our end of the pipe.
    """
    inhibitor = Inhibitor(
        "systemd-inhibit",
        "--what=sleep:idle",
        "--mode=block",
        "--who=Reprise",
        f"--why={why}",
        "cat",
        echoes=True,
    )
    saver = ScreenSaver()
    awake = Awake(inhibitor, _LinuxLock(inhibitor, saver))
    try:
        async with asyncio.TaskGroup() as both:
            both.create_task(inhibitor.start())
            both.create_task(saver.start(why))
    except BaseException:
        await awake.release()
        raise
    return awake


async def hold_by_caffeinate() -> Awake:
    """On macOS: ``caffeinate``, which watches our process id and ends with it. Never run there."""
    inhibitor = Inhibitor("caffeinate", "-dims", "-w", str(os.getpid()), echoes=False)
    try:
        await inhibitor.start()
    except BaseException:
        await inhibitor.end()
        raise
    return Awake(inhibitor, inhibitor)


def hold_by_execution_state() -> Awake:
    """On Windows: the execution state of this very thread. Never run there."""
    state = _ExecutionState()
    return Awake(state, state)


class _LinuxLock:
    """The screen lock on Linux: the desktop's, or on a bare console logind's own idle action."""

    def __init__(self, inhibitor: Inhibitor, saver: ScreenSaver) -> None:
        self._inhibitor = inhibitor
        self._saver = saver
        self._desktop = any(os.environ.get(name) for name in ("WAYLAND_DISPLAY", "DISPLAY"))

    @property
    def held(self) -> bool:
        return self._saver.held or (not self._desktop and self._inhibitor.held)

    @property
    def because(self) -> str:
        if self.held:
            return ""
        return self._saver.because if self._desktop else self._inhibitor.because

    async def end(self) -> None:
        await self._saver.end()


class _ExecutionState:
    """SetThreadExecutionState: holds until it is reset, or until the thread that set it ends."""

    def __init__(self) -> None:
        self.held = self._set(_ES_CONTINUOUS | _ES_SYSTEM_REQUIRED | _ES_DISPLAY_REQUIRED)

    @property
    def because(self) -> str:
        return "" if self.held else tr_later("Windows refused")

    async def end(self) -> None:
        if self.held:
            self.held = not self._set(_ES_CONTINUOUS)

    def _set(self, state: int) -> bool:
        """Ask Windows; it answers with the state before, or with 0 when it refuses."""
        import ctypes  # noqa: PLC0415

        call = getattr(ctypes, "windll").kernel32.SetThreadExecutionState  # noqa: B009  # Windows only
        call.argtypes, call.restype = (ctypes.c_uint32,), ctypes.c_uint32
        return bool(call(state))
