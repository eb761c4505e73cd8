"""Drives a treadmill by pyftms over a Bumble transport, a step for each line on its stdin.

It puts the backends on Bumble where bleak chooses the platform's, and changes nothing else: pyftms
and bleak are as they were installed.
"""

from __future__ import annotations

import asyncio
import json
import sys
from unittest.mock import patch

import bleak
import pyftms

from simulators.radio.backends import backends_for
from simulators.radio.central import Central


async def drive(transport: str) -> None:
    """Find the treadmill, connect, and do what stdin says; tell of each step on stdout."""
    central = await Central.connect(transport)
    backends = backends_for(central)
    platform = patch.multiple(
        bleak,
        get_platform_client_backend_type=lambda: (backends.client, "bumble"),
        get_platform_scanner_backend_type=lambda: (backends.scanner, "bumble"),
    )
    with platform:
        await follow_stdin()
    await central.close()


async def follow_stdin() -> None:
    """Use pyftms as any application does."""
    async for device, kind in pyftms.discover_ftms_devices(10):
        tell(found=device.address, name=device.name, kind=kind.name)
        break
    speeds: asyncio.Queue[float] = asyncio.Queue()

    def hear(event: object) -> None:
        if isinstance(event, pyftms.UpdateEvent) and "speed_instant" in event.event_data:
            speeds.put_nowait(event.event_data["speed_instant"])

    machine = pyftms.get_client(device, kind, on_ftms_event=hear)
    await machine.connect()
    tell(ranges={name: list(each) for name, each in machine.supported_ranges.items()})
    while line := await asyncio.to_thread(sys.stdin.readline):
        match line.split():
            case ["start"]:
                tell(result=(await machine.start_resume()).name)
            case ["set", kmh]:
                tell(result=(await machine.set_target_speed(float(kmh))).name)
            case ["hear", kmh]:
                while await speeds.get() != float(kmh):
                    pass
                tell(heard=kmh)
            case _:
                tell(result=(await machine.stop()).name)
    await machine.disconnect()


def tell(**what: object) -> None:
    """Say what has happened."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


asyncio.run(drive(sys.argv[1]))
