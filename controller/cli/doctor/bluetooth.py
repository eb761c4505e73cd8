"""``reprise doctor``: this computer's Bluetooth, from the bus up to what it is connected to."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any, Final

from controller.cli.doctor.finding import LIMIT, Finding, Probe, fail, ok, warn
from controller.host.bluez import Adapter, find_adapters, find_version
from controller.host.bus import BusRefused, BusUnusable, connect, leave
from protocols.bleak_scan import held_machines
from protocols.link import LinkFailed

_OLDEST_BLUEZ: Final = (5, 55)
"""bleak's README: BlueZ from 5.55 on."""
_ABSENT: Final = frozenset(
    {
        "org.freedesktop.DBus.Error.ServiceUnknown",
        "org.freedesktop.DBus.Error.NameHasNoOwner",
        "org.freedesktop.DBus.Error.Spawn.ServiceNotFound",
        "org.freedesktop.systemd1.NoSuchUnit",
    }
)
_DENIED: Final = "org.freedesktop.DBus.Error.AccessDenied"
_START_IT: Final = "install the package bluez and start it: sudo systemctl enable --now bluetooth"


def bluetooth_probes(backend: Any = None) -> list[Probe]:
    """Return the probes for this platform, in the order in which they build on each other.

    Args:
        backend: bleak's adapter, if not the system's own.
    """
    last = Probe("connected treadmills", partial(_connected, backend))
    if sys.platform == "linux":
        return [
            Probe("D-Bus", _bus),
            Probe("bluetoothd", _bluetoothd),
            Probe("Bluetooth permission", _permission),
            Probe("Bluetooth adapter", _adapter),
            last,
        ]
    return [Probe("Bluetooth", partial(_bluetooth, backend)), last]


async def _bus() -> Finding:
    try:
        await leave(await connect(system=True))
    except BusUnusable as error:
        return fail(
            str(error),
            "start D-Bus, or in a container hand in the host's /run/dbus/system_bus_socket",
        )
    return ok("the system bus answers")


async def _bluetoothd() -> Finding:
    try:
        await find_adapters()
    except BusRefused as error:
        if error.error in _ABSENT:
            return fail("bluetoothd is not running", _START_IT)
        if error.error != _DENIED:
            return fail(f"bluetoothd gives an error ({error.error})", "restart it")
    except BusUnusable:
        return _not_known()
    version = await find_version()
    if version is None:
        return warn(
            "it runs; its version is not known, for want of bluetoothctl",
            f"see that it is BlueZ {_dotted(_OLDEST_BLUEZ)} or newer",
        )
    if version < _OLDEST_BLUEZ:
        return fail(
            f"BlueZ {_dotted(version)} is too old for bleak",
            f"update to BlueZ {_dotted(_OLDEST_BLUEZ)} or newer",
        )
    return ok(f"BlueZ {_dotted(version)} runs")


async def _permission() -> Finding:
    try:
        await find_adapters()
    except BusRefused as error:
        if error.error == _DENIED:
            return fail(
                "this user may not speak to bluetoothd",
                "join its group, then log in anew: sudo usermod -aG bluetooth $USER",
            )
        return _not_known("bluetoothd")
    except BusUnusable:
        return _not_known()
    return ok("this user may speak to bluetoothd")


async def _adapter() -> Finding:
    try:
        adapters = await find_adapters()
    except BusRefused:
        return _not_known("bluetoothd")
    except BusUnusable:
        return _not_known()
    usable = [each for each in adapters if each.low_energy]
    if not adapters:
        return fail(
            "there is no Bluetooth adapter", "plug one in, or see whether it is blocked: rfkill"
        )
    if not usable:
        return fail(
            f"{_names(adapters)} cannot do Bluetooth Low Energy as a central",
            "plug in an adapter for Bluetooth 4.0 or newer",
        )
    powered = [each for each in usable if each.powered]
    if not powered:
        return fail(
            f"{_names(usable)} is switched off",
            "switch it on: rfkill unblock bluetooth; bluetoothctl power on",
        )
    return ok(f"{_names(powered)} is switched on")


async def _bluetooth(backend: Any) -> Finding:
    """On macOS and Windows: what bleak can say. Never run there."""
    try:
        await held_machines(seconds=LIMIT, backend=backend)
    except LinkFailed as error:
        return fail(str(error).rstrip("."), "allow it in the system's settings, and switch it on")
    if sys.platform == "win32":
        return warn(
            "Windows does not say here whether it is switched on",
            "reprise scan shows whether it is",
        )
    return ok("it is switched on, and this terminal may use it")


async def _connected(backend: Any) -> Finding:
    try:
        names = await held_machines(seconds=LIMIT, backend=backend)
    except LinkFailed:
        return _not_known("usable Bluetooth")
    if names:
        return warn(
            f"connected to this computer now: {', '.join(names)}",
            "if no session of Reprise runs, end the program that holds it, or disconnect it in the "
            "system's settings",
        )
    return ok("this computer holds none; other devices' apps cannot be seen from here")


def _not_known(want: str = "the system bus") -> Finding:
    return warn(f"not known, for want of {want}", "see the line above that failed")


def _names(adapters: list[Adapter]) -> str:
    return ", ".join(each.name for each in adapters)


def _dotted(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"
