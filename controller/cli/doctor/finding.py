"""What ``reprise doctor`` finds: one thing that was looked at, how it is, and what to do."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from enum import StrEnum, unique
from functools import partial
from typing import Final, NamedTuple, TypeVar

from controller.words.catalogue import tr

T = TypeVar("T")

LIMIT: Final = 2.0
"""Seconds for one look."""


@unique
class State(StrEnum):
    """How it is."""

    OK = "ok"
    WARN = "warn"
    """A session is possible, or nobody can say; it is worth a look."""
    FAIL = "fail"
    """A session on a real treadmill is not possible like this."""


class Finding(NamedTuple):
    """How one thing is."""

    state: State
    found: str
    remedy: str = ""
    """What to do; empty if there is nothing to be done."""


class Probe(NamedTuple):
    """One look at one thing."""

    check: str
    """What is looked at, in a word or three."""
    look: Callable[[], Awaitable[Finding]]


def ok(found: str) -> Finding:
    """Return a finding that needs nothing."""
    return Finding(State.OK, found)


def warn(found: str, remedy: str) -> Finding:
    """Return a finding that is worth a look."""
    return Finding(State.WARN, found, remedy)


def fail(found: str, remedy: str) -> Finding:
    """Return a finding that has to be mended."""
    return Finding(State.FAIL, found, remedy)


async def look_within(probe: Probe, seconds: float = LIMIT) -> Finding:
    """Return what a probe finds; a look that takes longer, or fails, is a finding too."""
    try:
        async with asyncio.timeout(seconds):
            return await probe.look()
    except TimeoutError:
        return warn(
            tr("no answer within {seconds:g} s").format(seconds=seconds),
            tr("try again; if it stays like this, restart the computer"),
        )
    except Exception as error:  # noqa: BLE001  # one look that fails must not hide the others
        return warn(
            tr("it cannot be looked at ({kind}: {error})").format(
                kind=type(error).__name__, error=error
            ),
            tr("tell the people who make Reprise"),
        )


def aside(look: Callable[[], Finding]) -> Callable[[], Awaitable[Finding]]:
    """Return a look that may block, such as at a disk, as one that can be given up.

    The thread is a daemon: one that hangs keeps nobody from leaving.
    """
    return partial(_in_thread, look)


async def _in_thread(work: Callable[[], T]) -> T:
    loop = asyncio.get_running_loop()
    result: asyncio.Future[T] = loop.create_future()

    def settle(value: T | None, error: Exception | None) -> None:
        if result.done():
            return
        if error is not None:
            result.set_exception(error)
        else:
            result.set_result(value)  # type: ignore[arg-type]  # T may be None itself

    def run() -> None:
        try:
            told = partial(settle, work(), None)
        except Exception as error:  # noqa: BLE001  # it belongs to whoever waits
            told = partial(settle, None, error)
        with suppress(RuntimeError):  # nobody waits any more, and the loop is closed
            loop.call_soon_threadsafe(told)

    threading.Thread(target=run, daemon=True).start()
    return await result
