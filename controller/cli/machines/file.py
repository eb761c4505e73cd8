"""The file of remembered treadmills and sensors: JSON in the user's configuration.

On macOS an address is what that computer calls the device, and is good on that computer only. A
file that cannot be read is never written over. One without sensors is of before there were any.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from platformdirs import user_config_path

from controller.cli.own_json import ContentWrong, read_own_json
from controller.cli.rewriting import rewrite
from controller.records.learnt import Learnt, from_json, to_json
from controller.words.catalogue import tr
from protocols.discovery import Known
from protocols.gatt import FITNESS_MACHINE_FEATURE, SUPPORTED_SPEED_RANGE
from protocols.worn import SensorKind

_VERSION: Final = 1
_KINDS: Final = [kind.value for kind in SensorKind]
_REMEDY: Final = tr("mend it, or move it away and a new one will be made")


class MachinesInvalid(Exception):  # noqa: N818  # blame is in the name (law 7)
    """The file of remembered treadmills cannot be understood; one sentence with a remedy."""


class Said(NamedTuple):
    """What a treadmill said of itself when it was connected last."""

    reads: Mapping[str, bytes]
    """Of `SAYS`, what could be read."""
    control_point: bool
    """It has one to write to."""


SAYS: Final = (FITNESS_MACHINE_FEATURE, SUPPORTED_SPEED_RANGE)
"""The characteristics by which it is judged what it can be asked for."""


@dataclass(frozen=True, slots=True)
class RememberedMachine:
    """A treadmill that a person has chosen."""

    address: str
    name: str
    """As it calls itself; empty if it does not."""
    first_seen: date
    stop_seen: date | None
    """The day of the session in which its stop was last seen to work, if there was one."""
    learnt: Learnt | None = None
    """What was learnt of it and kept (``reprise probe``)."""
    said: Said | None = None
    """None: it was not connected since this is kept."""


@dataclass(frozen=True, slots=True)
class RememberedSensor:
    """What a person has chosen to wear; a device for both is remembered as each."""

    address: str
    name: str
    """As it calls itself; empty if it does not."""
    kind: SensorKind
    first_seen: date


@dataclass(frozen=True, slots=True)
class Machines:
    """All that is remembered."""

    path: Path
    """The file."""
    all: tuple[RememberedMachine, ...]
    """The treadmills, in the order in which they were met."""
    sensors: tuple[RememberedSensor, ...] = ()
    """In the order in which they were last chosen."""

    @property
    def known(self) -> list[Known]:
        """The treadmills, as a scan is told of them."""
        return [Known(each.address, each.name) for each in self.all]

    def find(self, address: str) -> RememberedMachine | None:
        """Return the treadmill with an address, in whichever case it is written."""
        wanted = address.lower()
        return next((each for each in self.all if each.address.lower() == wanted), None)

    def chosen(self, kind: SensorKind) -> RememberedSensor | None:
        """Return the sensor that was chosen last for something."""
        return next((each for each in reversed(self.sensors) if each.kind is kind), None)


def load(path: Path | None = None) -> Machines:
    """Return what is remembered; without a file that is nothing.

    Args:
        path: of the file, if it is not the user's own.

    Raises:
        MachinesInvalid: the file cannot be read.
    """
    path = Path(user_config_path("reprise")) / "machines.json" if path is None else path
    held = read_own_json(path, partial(_parse, path), MachinesInvalid, _REMEDY)
    return Machines(path, ()) if held is None else held


def _parse(path: Path, held: Any) -> Machines:
    if not isinstance(held, dict) or not isinstance(held.get("machines"), list):
        raise ContentWrong(tr('it has no list of "machines"'))
    sensors = held.get("sensors", [])
    if not isinstance(sensors, list):
        raise ContentWrong(tr('its "sensors" are not a list'))
    if held.get("version") != _VERSION:
        raise ContentWrong(
            tr("its version is {version!r} and not {wanted}").format(
                version=held.get("version"), wanted=_VERSION
            )
        )
    return Machines(
        path,
        tuple(
            _parse_machine(tr("machine {n}").format(n=n), row)
            for n, row in enumerate(held["machines"], 1)
        ),
        tuple(_parse_sensor(tr("sensor {n}").format(n=n), row) for n, row in enumerate(sensors, 1)),
    )


def _parse_machine(place: str, row: Any) -> RememberedMachine:
    learnt, said = None, None
    if isinstance(row, dict) and "learnt" in row:
        learnt = _parse_learnt(place, row["learnt"])
    if isinstance(row, dict) and "said" in row:
        said = _parse_said(place, row["said"])
    if isinstance(row, dict):
        row = {key: value for key, value in row.items() if key not in ("learnt", "said")}
    _check_fields(place, row, ("address", "name", "first_seen", "stop_seen"))
    first, seen = _parse_day(place, "first_seen", row["first_seen"]), row["stop_seen"]
    stop_seen = None if seen is None else _parse_day(place, "stop_seen", seen)
    return RememberedMachine(row["address"], row["name"], first, stop_seen, learnt, said)


def _parse_learnt(place: str, held: Any) -> Learnt:
    try:
        return from_json(held)
    except ValueError as error:
        raise ContentWrong(
            tr("learnt of {place}: {error}").format(place=place, error=error)
        ) from error


def _parse_said(place: str, held: Any) -> Said:
    match held:
        case {"control_point": bool() as control, "reads": dict() as reads, **more} if not more:
            if set(reads) <= set(SAYS):
                with suppress(TypeError, ValueError):
                    values = {short: bytes.fromhex(value) for short, value in reads.items()}
                    return Said(values, control)
    raise ContentWrong(
        tr('"said" of {place} does not have control_point, and reads of {reads} in hex').format(
            place=place, reads=tr(" or ").join(SAYS)
        )
    )


def _parse_sensor(place: str, row: Any) -> RememberedSensor:
    _check_fields(place, row, ("address", "name", "kind", "first_seen"))
    if row["kind"] not in _KINDS:
        raise ContentWrong(
            tr("kind of {place} is {kind!r} and not {kinds}").format(
                place=place, kind=row["kind"], kinds=tr(" or ").join(_KINDS)
            )
        )
    first = _parse_day(place, "first_seen", row["first_seen"])
    return RememberedSensor(row["address"], row["name"], SensorKind(row["kind"]), first)


def _check_fields(place: str, row: Any, fields: Sequence[str]) -> None:
    """Check what both lists have in common."""
    if not isinstance(row, dict) or set(row) != set(fields):
        listed = tr("{others} and {last}").format(others=", ".join(fields[:-1]), last=fields[-1])
        raise ContentWrong(
            tr("{place} does not have {fields}, and no more").format(place=place, fields=listed)
        )
    address, name = row["address"], row["name"]
    if not (isinstance(address, str) and isinstance(name, str) and address):
        raise ContentWrong(tr("{place} has no address, or no text for a name").format(place=place))
    if not (address + name).isprintable():
        raise ContentWrong(
            tr("{place} has characters in its address or name that cannot be shown").format(
                place=place
            )
        )


def _parse_day(place: str, field: str, text: Any) -> date:
    with suppress(TypeError, ValueError):
        return date.fromisoformat(text)
    raise ContentWrong(
        tr("{field} of {place} is {text!r} and not a day like 2026-01-31").format(
            field=field, place=place, text=text
        )
    )


def _row(machine: RememberedMachine) -> dict[str, Any]:
    """Return a treadmill as it is kept; one of which nothing was learnt looks as it always did."""
    row = asdict(replace(machine, learnt=None, said=None))
    del row["learnt"], row["said"]
    if machine.learnt is not None:
        row["learnt"] = to_json(machine.learnt)
    if machine.said is not None:
        reads = {short: value.hex() for short, value in machine.said.reads.items()}
        row["said"] = {"control_point": machine.said.control_point, "reads": reads}
    return row


def save(machines: Machines) -> None:
    """Put a whole new file in the place of the old one, so that a cut of the power leaves one.

    Raises:
        OSError: it cannot be written.
    """
    path = machines.path
    held = {
        "version": _VERSION,
        "machines": [_row(each) for each in machines.all],
        "sensors": [asdict(each) for each in machines.sensors],
    }
    text = json.dumps(held, indent=2, ensure_ascii=False, default=date.isoformat)
    path.parent.mkdir(parents=True, exist_ok=True)
    rewrite(path, f"{text}\n")
