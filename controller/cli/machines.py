"""The treadmills that a person has connected: one small file of JSON in the user's configuration.

Reprise connects by itself only to these. On macOS an address is what that computer calls the
machine, and is good on that computer only. A file that cannot be read is never written over.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from platformdirs import user_config_path

from protocols.discovery import Known, tidy_name

_VERSION: Final = 1
_REMEDY: Final = "mend it, or move it away and a new one will be made"


class MachinesInvalid(Exception):  # noqa: N818  # blame is in the name (design.md law 9)
    """The file of remembered treadmills cannot be understood; one sentence with a remedy."""


class MachineNotRemembered(LookupError):  # noqa: N818  # a reader's slip, and reads as a sentence
    """None, or more than one, has the name that was given."""


@dataclass(frozen=True, slots=True)
class RememberedMachine:
    """A treadmill that a person has chosen."""

    address: str
    name: str
    """As it calls itself; empty if it does not."""
    first_seen: date
    stop_seen: date | None
    """The day of the session in which its stop was last seen to work, if there was one."""


@dataclass(frozen=True, slots=True)
class Machines:
    """All of them, in the order in which they were met."""

    path: Path
    """The file."""
    all: tuple[RememberedMachine, ...]

    @property
    def known(self) -> list[Known]:
        """All of them, as a scan is told of them."""
        return [Known(each.address, each.name) for each in self.all]

    def find(self, address: str) -> RememberedMachine | None:
        """Return the one with an address, in whichever case it is written."""
        wanted = address.lower()
        return next((each for each in self.all if each.address.lower() == wanted), None)


def load(path: Path | None = None) -> Machines:
    """Return what is remembered; without a file that is nothing.

    Args:
        path: of the file, if it is not the user's own.

    Raises:
        MachinesInvalid: the file cannot be read.
    """
    path = Path(user_config_path("reprise")) / "machines.json" if path is None else path
    try:
        text = path.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return Machines(path, ())
    except OSError as error:
        raise MachinesInvalid(
            f"{path}: it cannot be read ({error.strerror}); make it readable."
        ) from error
    except UnicodeDecodeError as error:
        raise MachinesInvalid(f"{path}: it is not UTF-8; {_REMEDY}.") from error
    try:
        return Machines(path, _parse(json.loads(text)))
    except json.JSONDecodeError as error:
        where = f"{path}:{error.lineno}:{error.colno}"
        raise MachinesInvalid(f"{where}: this is not JSON ({error.msg}); {_REMEDY}.") from error
    except (_Wrong, RecursionError) as error:
        raise MachinesInvalid(f"{path}: {error}; {_REMEDY}.") from error


def remember(address: str, name: str, *, path: Path | None = None) -> None:
    """Remember a machine, or by which name it goes now if it is remembered already.

    Raises:
        MachinesInvalid: the file cannot be read, so it is left alone.
        OSError: it cannot be written.
    """
    machines, name = load(path), tidy_name(name, address)
    before = machines.find(address)
    if before is None:
        added = RememberedMachine(address, name, today(), None)
        _save(machines.path, [*machines.all, added])
    elif name not in ("", before.name):
        _change(machines, before, lambda each: replace(each, name=name))


def note_stop_seen(address: str, day: date, *, path: Path | None = None) -> None:
    """Note that a machine's stop was seen to work in the session of a day.

    A machine that is not remembered is none of this file's business.

    Raises:
        MachinesInvalid: the file cannot be read, so it is left alone.
        OSError: it cannot be written.
    """
    machines = load(path)
    before = machines.find(address)
    if before is not None and before.stop_seen != day:
        _change(machines, before, lambda each: replace(each, stop_seen=day))


def forget(name_or_address: str, *, path: Path | None = None) -> RememberedMachine:
    """Forget a machine and return what was known of it.

    Raises:
        MachineNotRemembered: none is meant by this, or several may be.
        MachinesInvalid: the file cannot be read, so it is left alone.
        OSError: it cannot be written.
    """
    machines = load(path)
    meant = machines.find(name_or_address)
    if meant is None:
        named = [each for each in machines.all if each.name.lower() == name_or_address.lower()]
        if len(named) > 1:
            addresses = ", ".join(each.address for each in named)
            raise MachineNotRemembered(
                f"{len(named)} treadmills are called {name_or_address!r}; "
                f"give the address of one: {addresses}."
            )
        if not named:
            raise MachineNotRemembered(
                f"no treadmill {name_or_address!r} is remembered; reprise machines lists them."
            )
        meant = named[0]
    _save(machines.path, [each for each in machines.all if each is not meant])
    return meant


class _Wrong(Exception):  # noqa: N818  # becomes a `MachinesInvalid`
    """What is wrong with the content, in a few words."""


def _parse(held: Any) -> tuple[RememberedMachine, ...]:
    if not isinstance(held, dict) or not isinstance(held.get("machines"), list):
        raise _Wrong('it has no list of "machines"')
    if held.get("version") != _VERSION:
        raise _Wrong(f"its version is {held.get('version')!r} and not {_VERSION}")
    return tuple(_parse_machine(n, row) for n, row in enumerate(held["machines"], 1))


def _parse_machine(number: int, row: Any) -> RememberedMachine:
    place = f"machine {number}"
    if not isinstance(row, dict) or set(row) != {"address", "name", "first_seen", "stop_seen"}:
        raise _Wrong(f"{place} does not have address, name, first_seen and stop_seen, and no more")
    address, name, seen = row["address"], row["name"], row["stop_seen"]
    if not (isinstance(address, str) and isinstance(name, str) and address):
        raise _Wrong(f"{place} has no address, or no text for a name")
    if not (address + name).isprintable():
        raise _Wrong(f"{place} has characters in its address or name that cannot be shown")
    first = _parse_day(place, "first_seen", row["first_seen"])
    return RememberedMachine(
        address, name, first, None if seen is None else _parse_day(place, "stop_seen", seen)
    )


def _parse_day(place: str, field: str, text: Any) -> date:
    with suppress(TypeError, ValueError):
        return date.fromisoformat(text)
    raise _Wrong(f"{field} of {place} is {text!r} and not a day like 2026-01-31")


def today() -> date:
    """Return the day, as the person at the treadmill would call it."""
    return datetime.now(UTC).astimezone().date()


def _change(
    machines: Machines,
    which: RememberedMachine,
    how: Callable[[RememberedMachine], RememberedMachine],
) -> None:
    _save(machines.path, [how(each) if each is which else each for each in machines.all])


def _save(path: Path, machines: Sequence[RememberedMachine]) -> None:
    """Put a whole new file in the place of the old one, so that a cut of the power leaves one."""
    text = json.dumps(
        {"version": _VERSION, "machines": [asdict(each) for each in machines]},
        indent=2,
        ensure_ascii=False,
        default=date.isoformat,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        Path(made).replace(path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
