"""``reprise doctor``: this computer's Bluetooth, from the bus up to what it is connected to."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any, Final

from controller.cli.doctor.finding import LIMIT, Finding, Probe, fail, ok, warn
from controller.host.bluez import Adapter, find_adapters, find_version
from controller.host.bus import BusRefused, BusUnusable, connect, leave
from controller.words.catalogue import tr
from controller.words.later import tr_later
from controller.words.recorded import tr_recorded
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
_SYSTEM_BUS: Final = tr("the system bus")
_START_IT: Final = tr(
    "install the package bluez and start it: sudo systemctl enable --now bluetooth"
)


def bluetooth_probes(backend: Any = None) -> list[Probe]:
    """Return the probes for this platform, in the order in which they build on each other.

    Args:
        backend: bleak's adapter, if not the system's own.
    """
    last = Probe(tr_later("connected treadmills"), partial(_connected, backend))
    if sys.platform == "linux":
        return [
            Probe(tr_later("D-Bus"), _bus),
            Probe(tr_later("bluetoothd"), _bluetoothd),
            Probe(tr_later("Bluetooth permission"), _permission),
            Probe(tr_later("Bluetooth adapter"), _adapter),
            last,
        ]
    return [Probe(tr_later("Bluetooth"), partial(_bluetooth, backend)), last]


async def _bus() -> Finding:
    try:
        await leave(await connect(system=True))
    except BusUnusable as error:
        return fail(
            tr_recorded(str(error)),
            tr("start D-Bus, or in a container hand in the host's /run/dbus/system_bus_socket"),
        )
    return ok(tr("the system bus answers"))


async def _bluetoothd() -> Finding:
    try:
        await find_adapters()
    except BusRefused as error:
        if error.error in _ABSENT:
            return fail(tr("bluetoothd is not running"), _START_IT)
        if error.error != _DENIED:
            return fail(
                tr("bluetoothd gives an error ({error})").format(error=error.error),
                tr("restart it"),
            )
    except BusUnusable:
        return _not_known()
    version = await find_version()
    if version is None:
        return warn(
            tr("it runs; its version is not known, for want of bluetoothctl"),
            tr("see that it is BlueZ {version} or newer").format(version=_dotted(_OLDEST_BLUEZ)),
        )
    if version < _OLDEST_BLUEZ:
        return fail(
            tr("BlueZ {version} is too old for bleak").format(version=_dotted(version)),
            tr("update to BlueZ {version} or newer").format(version=_dotted(_OLDEST_BLUEZ)),
        )
    return ok(tr("BlueZ {version} runs").format(version=_dotted(version)))


async def _permission() -> Finding:
    try:
        await find_adapters()
    except BusRefused as error:
        if error.error == _DENIED:
            return fail(
                tr("this user may not speak to bluetoothd"),
                tr("join its group, then log in anew: sudo usermod -aG bluetooth $USER"),
            )
        return _not_known("bluetoothd")
    except BusUnusable:
        return _not_known()
    return ok(tr("this user may speak to bluetoothd"))


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
            tr("there is no Bluetooth adapter"),
            tr("plug one in, or see whether it is blocked: rfkill"),
        )
    if not usable:
        return fail(
            tr("{adapters} cannot do Bluetooth Low Energy as a central").format(
                adapters=_names(adapters)
            ),
            tr("plug in an adapter for Bluetooth 4.0 or newer"),
        )
    powered = [each for each in usable if each.powered]
    if not powered:
        return fail(
            tr("{adapters} is switched off").format(adapters=_names(usable)),
            tr("switch it on: rfkill unblock bluetooth; bluetoothctl power on"),
        )
    return ok(tr("{adapters} is switched on").format(adapters=_names(powered)))


async def _bluetooth(backend: Any) -> Finding:
    """On macOS and Windows: what bleak can say. Never run there."""
    try:
        await held_machines(seconds=LIMIT, backend=backend)
    except LinkFailed as error:
        return fail(
            tr_recorded(str(error)).rstrip("."),
            tr("allow it in the system's settings, and switch it on"),
        )
    if sys.platform == "win32":
        return warn(
            tr("Windows does not say here whether it is switched on"),
            tr("reprise scan shows whether it is"),
        )
    return ok(tr("it is switched on, and this terminal may use it"))


async def _connected(backend: Any) -> Finding:
    try:
        names = await held_machines(seconds=LIMIT, backend=backend)
    except LinkFailed:
        return _not_known(tr("usable Bluetooth"))
    if names:
        return warn(
            tr("connected to this computer now: {treadmills}").format(treadmills=", ".join(names)),
            tr(
                "if no session of Reprise runs, end the program that holds it, or disconnect "
                "it in the system's settings"
            ),
        )
    return ok(tr("this computer holds none; other devices' apps cannot be seen from here"))


def _not_known(want: str = _SYSTEM_BUS) -> Finding:
    return warn(
        tr("not known, for want of {want}").format(want=want), tr("see the line above that failed")
    )


def _names(adapters: list[Adapter]) -> str:
    return ", ".join(each.name for each in adapters)


def _dotted(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"
