"""pyftms, unmodified, on the same simulated radio: only bleak is told of another backend.

It needs Python 3.12; where it is not installed, `MISSING` says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from contextvars import ContextVar
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

from bleak.exc import BleakError

from protocols.bleak_find import find_treadmill
from tests.bench.situations import HERE, Radio, Sample, Situation, When, between, sample_of

if TYPE_CHECKING:
    from protocols.clock import Clock

NAME: Final = "pyftms"
MISSING: Final = None if find_spec(NAME) else "pyftms: not installed (needs Python 3.12 or newer)"
_FAILS: Final = (TimeoutError, BleakError)
"""How pyftms tells of a machine that does not answer."""


_BACKEND: ContextVar[Any] = ContextVar("the simulated client of the present task")


def on_the_simulated_radio() -> AbstractContextManager[Any]:
    """Let every client that is made without a backend get the one of its task."""
    return patch("bleak.get_platform_client_backend_type", lambda: (_BACKEND.get(), "simulated"))


async def once(make_clock: Callable[[], Clock], situation: Situation, share: float) -> Sample:
    """Bring a client into the situation, ask for a stop, and return what became of it."""
    pyftms, clock = import_module(NAME), make_clock()
    radio = Radio(clock, situation)
    device = await find_treadmill(HERE, backend=radio.air.scanner_backend)
    client: Any = pyftms.get_client(device, pyftms.MachineType.TREADMILL)
    _BACKEND.set(radio.client_backend)
    await client.connect()
    waiting: set[asyncio.Task[Any]] = set()
    try:
        if situation.when is not When.FRESH:
            with suppress(*_FAILS):
                await client.start_resume()
        if situation.when is When.IN_FLIGHT:
            waiting.add(asyncio.create_task(client.set_target_speed(3.0)))
            with suppress(TimeoutError):
                await asyncio.wait_for(radio.set_speed.wait(), 0.1)
        await asyncio.sleep(between(situation, share))
        asked = clock.now()
        waiting.add(asyncio.create_task(client.stop()))
        return await sample_of(radio, asked)
    finally:
        await client.disconnect()
        await asyncio.gather(*waiting, return_exceptions=True)
