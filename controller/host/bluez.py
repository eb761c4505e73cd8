"""What BlueZ, the Bluetooth of Linux, says of itself: its adapters, and its version."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from typing import Any, Final, NamedTuple

from controller.host.bus import ask, connect, leave

_ADAPTER: Final = "org.bluez.Adapter1"


class Adapter(NamedTuple):
    """A Bluetooth adapter of this computer."""

    name: str
    """As the kernel has it, such as hci0."""
    powered: bool
    low_energy: bool
    """It can be the central of Bluetooth Low Energy links."""


async def find_adapters() -> list[Adapter]:
    """Return the adapters that bluetoothd knows, by name; whoever asks limits the time.

    Raises:
        BusRefused: bluetoothd is not there, or does not let this user in.
        BusUnusable: there is no system bus.
    """
    from dbus_fast import Message  # noqa: PLC0415

    bus = await connect(system=True)
    try:
        (objects,) = await ask(
            bus,
            Message(
                destination="org.bluez",
                path="/",
                interface="org.freedesktop.DBus.ObjectManager",
                member="GetManagedObjects",
            ),
        )
    finally:
        await leave(bus)
    found = [
        _adapter(path, interfaces[_ADAPTER])
        for path, interfaces in objects.items()
        if _ADAPTER in interfaces
    ]
    return sorted(found)


def _adapter(path: str, properties: dict[str, Any]) -> Adapter:
    values = {name: variant.value for name, variant in properties.items()}
    return Adapter(
        path.rpartition("/")[2],
        powered=bool(values.get("Powered")),
        # bluetoothd tells of roles since 5.48; an older one is found by its version.
        low_energy="central" in values.get("Roles", ["central"]),
    )


async def find_version() -> tuple[int, int] | None:
    """Return the version of the installed BlueZ, or None if its tool does not tell.

    It is not told over D-Bus, so bluetoothctl is asked, which is installed with bluetoothd.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            "bluetoothctl",
            "--version",
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        return None
    try:
        said, _ = await process.communicate()
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    found = re.search(rb"(\d+)\.(\d+)", said)
    return None if found is None else (int(found[1]), int(found[2]))
