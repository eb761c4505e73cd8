"""What Reprise remembers: which treadmills it was connected to, and which sensors were chosen.

It connects by itself only to these.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from controller.cli.machines.file import (
    Machines,
    RememberedMachine,
    RememberedSensor,
    Said,
    load,
    save,
)
from controller.records.learnt import Learnt
from controller.words.catalogue import tr
from protocols.discovery import tidy_name
from protocols.worn import SensorKind


class MachineNotRemembered(LookupError):  # noqa: N818  # a reader's slip, and reads as a sentence
    """None, or more than one, has the name that was given."""


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
        save(replace(machines, all=(*machines.all, added)))
    elif name not in ("", before.name):
        _put(machines, before, replace(before, name=name))


def remember_sensor(kind: SensorKind, address: str, name: str, *, path: Path | None = None) -> None:
    """Remember what was chosen to be worn, as the last of its kind.

    Raises:
        MachinesInvalid: the file cannot be read, so it is left alone.
        OSError: it cannot be written.
    """
    machines, name = load(path), tidy_name(name, address)
    others, chosen = [], RememberedSensor(address, name, kind, today())
    for each in machines.sensors:
        if (each.kind, each.address.lower()) == (kind, address.lower()):
            chosen = replace(each, name=name or each.name)
        else:
            others.append(each)
    sensors = (*others, chosen)
    if sensors != machines.sensors:
        save(replace(machines, sensors=sensors))


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
        _put(machines, before, replace(before, stop_seen=day))


def note_said(address: str, said: Said, *, path: Path | None = None) -> None:
    """Keep what a machine that is remembered said of itself.

    Raises:
        MachinesInvalid: the file cannot be read, so it is left alone.
        OSError: it cannot be written.
    """
    machines = load(path)
    before = machines.find(address)
    if before is not None and before.said != said:
        _put(machines, before, replace(before, said=said))


def note_learnt(address: str, name: str, learnt: Learnt, *, path: Path | None = None) -> None:
    """Keep what was learnt of a machine, which is remembered from here on if it was not.

    Raises:
        MachinesInvalid: the file cannot be read, so it is left alone.
        OSError: it cannot be written.
    """
    remember(address, name, path=path)
    machines = load(path)
    before = machines.find(address)
    if before is not None and before.learnt != learnt:
        _put(machines, before, replace(before, learnt=learnt))


def forget(
    name_or_address: str, *, path: Path | None = None
) -> RememberedMachine | RememberedSensor:
    """Forget a treadmill or a sensor, for whatever it was worn, and return what was known of it.

    Raises:
        MachineNotRemembered: none is meant by this, or several may be.
        MachinesInvalid: the file cannot be read, so it is left alone.
        OSError: it cannot be written.
    """
    machines, wanted = load(path), name_or_address.lower()
    everything: list[RememberedMachine | RememberedSensor] = [*machines.all, *machines.sensors]
    meant = [each for each in everything if each.address.lower() == wanted]
    meant = meant or [each for each in everything if each.name.lower() == wanted]
    addresses = {each.address.lower(): each.address for each in meant}
    if len(addresses) > 1:
        raise MachineNotRemembered(
            tr(
                "{number} devices are called {name!r}; give the address of one: {addresses}."
            ).format(
                number=len(addresses), name=name_or_address, addresses=", ".join(addresses.values())
            )
        )
    if not meant:
        raise MachineNotRemembered(
            tr(
                "no treadmill or sensor {name!r} is remembered; reprise machines lists them."
            ).format(name=name_or_address)
        )
    save(
        replace(
            machines,
            all=tuple(each for each in machines.all if each not in meant),
            sensors=tuple(each for each in machines.sensors if each not in meant),
        )
    )
    return meant[0]


def today() -> date:
    """Return the day, as the person at the treadmill would call it."""
    return datetime.now(UTC).astimezone().date()


def _put(machines: Machines, before: RememberedMachine, after: RememberedMachine) -> None:
    save(replace(machines, all=tuple(after if each is before else each for each in machines.all)))
