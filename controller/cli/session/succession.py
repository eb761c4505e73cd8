"""How a successor comes to the belt of a controller that died: it finds it again, and stops it."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable
from typing import Final

from protocols.bleak_find import find_known_treadmill
from protocols.bleak_link import BleakLink
from protocols.ftms import STOP
from protocols.link import LinkFailed, Machine
from protocols.sensor_link import Radio

_SEARCH_SECONDS: Final = 10.0
_SEARCH_AGAIN: Final = 1.0
_ATTEMPT_SECONDS: Final = 30.0
"""For one search, one connection and one stop; a write that hangs goes with its connection."""


async def find_again(
    address: str, radio: Radio, failed: Callable[[str], None]
) -> tuple[BleakLink, Machine]:
    """Find the treadmill and write the stop, again and again until it has been done.

    Args:
        address: as it stands in the header of the session that is taken over.
        radio: for bleak.
        failed: is told why, each time that it has to be tried again.
    """
    while True:
        try:
            async with asyncio.timeout(_ATTEMPT_SECONDS):
                device = await find_known_treadmill(
                    address,
                    seconds=_SEARCH_SECONDS,
                    scanner_backend=radio.scanner,
                    adapter_backend=radio.adapter,
                )
                return await BleakLink.connect(device, backend=radio.client, first=STOP)
        except Exception as error:  # noqa: BLE001  # whatever a stack may raise: try again
            if not isinstance(error, LinkFailed | TimeoutError):
                traceback.print_exception(error)
            failed(str(error))
            await asyncio.sleep(_SEARCH_AGAIN)
