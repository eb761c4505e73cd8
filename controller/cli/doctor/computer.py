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
from controller.words.catalogue import tr
from controller.words.later import tr_later
from controller.words.recorded import tr_recorded
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
        Probe(tr_later("Python"), aside(_python)),
        Probe(tr_later("packages"), aside(_packages)),
        Probe(tr_later("system"), aside(_system)),
        Probe(tr_later("terminal size"), aside(_terminal)),
        Probe(tr_later("colours"), aside(_colours)),
        Probe(tr_later("characters"), aside(_characters)),
        Probe(tr_later("folders"), aside(_folders)),
        Probe(tr_later("remembered treadmills"), aside(_machines)),
        Probe(tr_later("clocks"), aside(_clocks)),
        Probe(tr_later("sleep and lock"), _awake),
    ]


def _python() -> Finding:
    found, here = platform.python_version(), sys.version_info[:2]
    if here < _OLDEST_PYTHON:
        return fail(found, tr("install Python 3.11 or newer"))
    if here > _NEWEST_TRIED:
        return warn(
            tr("{found}, with which Reprise was not tried").format(found=found),
            tr("prefer 3.13 if something is odd"),
        )
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
            wrong.append(tr("{package} is missing").format(package=name[0]))
            continue
        found.append(f"{name[0]} {installed}")
        if not _fits(installed, line):
            wrong.append(
                tr("{package} {installed} is not what Reprise needs ({wanted})").format(
                    package=name[0], installed=installed, wanted=line
                )
            )
    if wrong:
        return fail("; ".join(wrong), tr("install Reprise anew into an environment of its own"))
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
        return fail(found, tr("bleak needs Windows 11"))
    if sys.platform == "darwin" and _numbers(platform.mac_ver()[0])[:2] < _OLDEST_MACOS:
        return fail(found, tr("bleak needs macOS 10.15 or newer"))
    if "microsoft" in platform.release().lower():
        return warn(
            tr("{found}: a Linux within Windows has no Bluetooth of its own").format(found=found),
            tr("install Reprise in Windows itself"),
        )
    if sys.platform not in {"linux", "darwin", "win32"}:
        return warn(found, tr("Reprise is made for Linux, macOS and Windows"))
    return ok(found)


def _terminal() -> Finding:
    if not sys.stdout.isatty():
        return warn(
            tr("the output goes to no terminal, so it has no size"), tr("run this in a terminal")
        )
    size = os.get_terminal_size(sys.stdout.fileno())
    found = f"{size.columns} x {size.lines}"
    if size.columns < _WIDTH or size.lines < _HEIGHT:
        return warn(
            found,
            tr("make it at least {width} x {height}, or use reprise run --plain").format(
                width=_WIDTH, height=_HEIGHT
            ),
        )
    return ok(found)


def _colours() -> Finding:
    kind = os.environ.get("TERM", "")
    if kind == "dumb" or (not kind and sys.platform != "win32"):
        return warn(
            tr("TERM is {kind!r}: this terminal draws nothing").format(kind=kind),
            tr("use another terminal, or reprise run --plain"),
        )
    if os.environ.get("NO_COLOR"):
        return ok(
            tr("{kind}, and NO_COLOR is set: shapes and words say all that colours do").format(
                kind=kind
            )
        )
    many = os.environ.get("COLORTERM", "") in {"truecolor", "24bit"}
    colours = tr("16 million") if many else tr("some")
    return ok(", ".join((kind or tr("of Windows"), colours)))


def _characters() -> Finding:
    encoding = (sys.stdout.encoding or "none").lower().replace("-", "")
    if encoding != "utf8":
        return warn(
            tr("the terminal is written to in {encoding}").format(encoding=sys.stdout.encoding),
            tr("choose a UTF-8 locale, for example export LANG=C.UTF-8"),
        )
    return ok("UTF-8")


def _folders() -> Finding:
    folders = {
        tr("journals"): Path(user_data_path("reprise")),
        tr("settings"): Path(user_config_path("reprise")),
        tr("logs"): Path(user_log_path("reprise")),
    }
    wrong = [f"{name}: {why}" for name, folder in folders.items() if (why := _unfit(folder))]
    if wrong:
        return fail(
            "; ".join(wrong), tr("make these folders writable for this user, and free some space")
        )
    return ok(
        "; ".join(
            tr("{what} in {folder}").format(what=name, folder=folder)
            for name, folder in folders.items()
        )
    )


def _unfit(folder: Path) -> str:
    """Return why nothing can be kept in a folder, which need not be there yet."""
    nearest = next(each for each in (folder, *folder.parents) if each.exists())
    if not nearest.is_dir():
        return tr("{folder} is not a folder").format(folder=nearest)
    if not os.access(nearest, os.W_OK | os.X_OK):
        return tr("{folder} cannot be written to").format(folder=nearest)
    if shutil.disk_usage(nearest).free < _ROOM:
        return tr("{folder} has less than {size} MB left").format(
            folder=nearest, size=_ROOM // 1_000_000
        )
    return ""


def _machines() -> Finding:
    try:
        machines = load().all
    except MachinesInvalid as error:
        return fail(f"{error}", tr("see there"))
    if not machines:
        return ok(tr("none yet; reprise run asks before it connects to a new one"))
    no_name = tr("(no name)")
    return ok(", ".join(f"{each.name or no_name} ({each.address})" for each in machines))


def _clocks() -> Finding:
    first = boot_time_ns()
    asleep = first - awake_time_ns()
    if boot_time_ns() < first:
        return fail(tr("boot time runs backwards"), tr("restart the computer"))
    if sys.platform not in {"linux", "darwin", "win32"}:
        return warn(
            tr("no clock counts sleep here"), tr("keep the computer from sleeping in a session")
        )
    return ok(
        tr("boot time counts sleep: {seconds} s of it since the start").format(
            seconds=max(asleep, 0) // SECOND
        )
    )


async def _awake() -> Finding:
    awake = await hold_awake(tr("reprise doctor tries it"))
    because = awake.because
    await awake.release()
    if because:
        return warn(tr("not everything can be held off"), tr_recorded(because).rstrip("."))
    return ok(tr("both can be held off in a session"))
