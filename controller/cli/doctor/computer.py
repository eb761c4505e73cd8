"""``reprise doctor``: what a session needs of this computer beside its Bluetooth."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Final

from platformdirs import user_config_path, user_data_path, user_log_path

from controller.cli.doctor.finding import Finding, Probe, aside, fail, ok, warn
from controller.cli.machines.file import MachinesInvalid, load
from controller.host.awake import hold_awake
from controller.host.jump import awake_time_ns, boot_time_ns
from protocols.units import SECOND

_OLDEST_PYTHON: Final = (3, 11)
_NEWEST_TRIED: Final = (3, 13)
_OLDEST_WINDOWS: Final = 22000
_OLDEST_MACOS: Final = (10, 15)
"""Both are bleak's (its README)."""
_WIDTH, _HEIGHT = 80, 24
"""What the screen needs (`controller.tui.screen.frame`)."""
_ROOM: Final = 50_000_000
"""Bytes; a journal takes about one for an hour."""


def computer_probes() -> list[Probe]:
    """Return the probes, in the order in which they are shown."""
    return [
        Probe("Python", aside(_python)),
        Probe("packages", aside(_packages)),
        Probe("system", aside(_system)),
        Probe("terminal size", aside(_terminal)),
        Probe("colours", aside(_colours)),
        Probe("characters", aside(_characters)),
        Probe("folders", aside(_folders)),
        Probe("remembered treadmills", aside(_machines)),
        Probe("clocks", aside(_clocks)),
        Probe("sleep and lock", _awake),
    ]


def _python() -> Finding:
    found, here = platform.python_version(), sys.version_info[:2]
    if here < _OLDEST_PYTHON:
        return fail(found, "install Python 3.11 or newer")
    if here > _NEWEST_TRIED:
        return warn(f"{found}, with which Reprise was not tried", "prefer 3.13 if something is odd")
    return ok(found)


def _packages() -> Finding:
    found, wrong = [], []
    for line in requires("reprise") or ():
        name = re.match(r"[\w.-]+", line)
        if name is None or "extra ==" in line:
            continue
        try:
            installed = version(name[0])
        except PackageNotFoundError:
            wrong.append(f"{name[0]} is missing")
            continue
        found.append(f"{name[0]} {installed}")
        if not _fits(installed, line):
            wrong.append(f"{name[0]} {installed} is not what Reprise needs ({line})")
    if wrong:
        return fail("; ".join(wrong), "install Reprise anew into an environment of its own")
    return ok(", ".join(found))


def _fits(installed: str, line: str) -> bool:
    """Return whether a version is within the bounds of a requirement."""
    have = _numbers(installed)
    least = re.search(r">=\s*([\d.]+)", line)
    below = re.search(r"<\s*([\d.]+)", line)
    return (least is None or have >= _numbers(least[1])) and (
        below is None or have < _numbers(below[1])
    )


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(each) for each in re.findall(r"\d+", text)[:3])


def _system() -> Finding:
    found = platform.platform()
    if sys.platform == "win32" and sys.getwindowsversion().build < _OLDEST_WINDOWS:
        return fail(found, "bleak needs Windows 11")
    if sys.platform == "darwin" and _numbers(platform.mac_ver()[0])[:2] < _OLDEST_MACOS:
        return fail(found, "bleak needs macOS 10.15 or newer")
    if "microsoft" in platform.release().lower():
        return warn(
            f"{found}: a Linux within Windows has no Bluetooth of its own",
            "install Reprise in Windows itself",
        )
    if sys.platform not in {"linux", "darwin", "win32"}:
        return warn(found, "Reprise is made for Linux, macOS and Windows")
    return ok(found)


def _terminal() -> Finding:
    if not sys.stdout.isatty():
        return warn("the output goes to no terminal, so it has no size", "run this in a terminal")
    size = os.get_terminal_size(sys.stdout.fileno())
    found = f"{size.columns} x {size.lines}"
    if size.columns < _WIDTH or size.lines < _HEIGHT:
        return warn(found, f"make it at least {_WIDTH} x {_HEIGHT}, or use reprise run --plain")
    return ok(found)


def _colours() -> Finding:
    kind = os.environ.get("TERM", "")
    if kind == "dumb" or (not kind and sys.platform != "win32"):
        return warn(
            f"TERM is {kind!r}: this terminal draws nothing",
            "use another terminal, or reprise run --plain",
        )
    if os.environ.get("NO_COLOR"):
        return ok(f"{kind}, and NO_COLOR is set: shapes and words say all that colours do")
    many = os.environ.get("COLORTERM", "") in {"truecolor", "24bit"}
    return ok(f"{kind or 'of Windows'}, {'16 million' if many else 'some'}")


def _characters() -> Finding:
    encoding = (sys.stdout.encoding or "none").lower().replace("-", "")
    if encoding != "utf8":
        return warn(
            f"the terminal is written to in {sys.stdout.encoding}",
            "choose a UTF-8 locale, for example export LANG=C.UTF-8",
        )
    return ok("UTF-8")


def _folders() -> Finding:
    folders = {
        "journals": Path(user_data_path("reprise")),
        "settings": Path(user_config_path("reprise")),
        "logs": Path(user_log_path("reprise")),
    }
    wrong = [f"{name}: {why}" for name, folder in folders.items() if (why := _unfit(folder))]
    if wrong:
        return fail(
            "; ".join(wrong), "make these folders writable for this user, and free some space"
        )
    return ok("; ".join(f"{name} in {folder}" for name, folder in folders.items()))


def _unfit(folder: Path) -> str:
    """Return why nothing can be kept in a folder, which need not be there yet."""
    nearest = next(each for each in (folder, *folder.parents) if each.exists())
    if not nearest.is_dir():
        return f"{nearest} is not a folder"
    if not os.access(nearest, os.W_OK | os.X_OK):
        return f"{nearest} cannot be written to"
    if shutil.disk_usage(nearest).free < _ROOM:
        return f"{nearest} has less than {_ROOM // 1_000_000} MB left"
    return ""


def _machines() -> Finding:
    try:
        machines = load().all
    except MachinesInvalid as error:
        return fail(f"{error}", "see there")
    if not machines:
        return ok("none yet; reprise run asks before it connects to a new one")
    return ok(", ".join(f"{each.name or '(no name)'} ({each.address})" for each in machines))


def _clocks() -> Finding:
    first = boot_time_ns()
    asleep = first - awake_time_ns()
    if boot_time_ns() < first:
        return fail("boot time runs backwards", "restart the computer")
    if sys.platform not in {"linux", "darwin", "win32"}:
        return warn("no clock counts sleep here", "keep the computer from sleeping in a session")
    return ok(f"boot time counts sleep: {max(asleep, 0) // SECOND} s of it since the start")


async def _awake() -> Finding:
    awake = await hold_awake("reprise doctor tries it")
    because = awake.because
    await awake.release()
    if because:
        return warn("not everything can be held off", because.rstrip("."))
    return ok("both can be held off in a session")
