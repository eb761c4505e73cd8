"""What is in the air, and what of it is a treadmill: judged from advertisements, without any IO.

A treadmill is known by the FTMS service, by its service data in either byte order, or because it
is remembered: a Sole F65 advertises neither, and some machines have no name (ftms.md 2.8,
Q49). What is heard of one machine comes in pieces, an advertisement and a scan response.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum, unique
from typing import Final, NamedTuple

from protocols.ftms.advertising import decode_service_data
from protocols.gatt import FITNESS_MACHINE_SERVICE
from protocols.worn import SensorSighting, kinds_of

_LOOKALIKES: Final = ("domyos",)
"""Beginnings of names, in lower case, that advertise FTMS and do not speak it (quirk 50: QZ)."""

_MACHINES: Final = 0x003F
"""The machine types that FTMS v1.0 section 3.1 defines."""

_RSSI_UNKNOWN: Final = frozenset({-127, 127})
"""BlueZ's and the Core specification's ways to say that there is none."""


def tidy_name(name: str | None, address: str) -> str:
    """Return a name as it may be shown: what a terminal might obey is replaced.

    It is empty where there is none: BlueZ then writes the address with dashes instead.
    """
    if name is None or name.replace("-", ":").lower() == address.lower():
        return ""
    shown = (each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in name)
    return "".join(shown).strip()


class Known(NamedTuple):
    """A treadmill that is remembered."""

    address: str
    """As the platform has it; it is compared without regard to case."""
    name: str
    """As it was heard then, and printable; empty if it said none."""


class Heard(NamedTuple):
    """What was heard of one machine so far."""

    address: str
    """As the platform has it: on macOS no Bluetooth address, but a UUID of its own."""
    name: str
    """Empty if it has not said one; printable."""
    rssi: int | None
    """dBm; None if it is not known."""
    services: frozenset[str]
    """Their four hex digits, as of `protocols.gatt`."""
    service_data: bytes | None
    """Of the FTMS service, behind its UUID; None if it sends none."""

    def with_more(self, later: Heard) -> Heard:
        """Return both together; where both say something, the later one is right."""
        return Heard(
            self.address,
            later.name or self.name,
            self.rssi if later.rssi is None else later.rssi,
            self.services | later.services,
            self.service_data if later.service_data is None else later.service_data,
        )


@unique
class Kind(StrEnum):
    """What a machine is believed to be."""

    TREADMILL = "treadmill"
    """Its service data says so."""
    FITNESS_MACHINE = "fitness_machine"
    """It offers FTMS and does not say for which kind of machine: it may be a treadmill."""
    UNSAID = "unsaid"
    """What it advertises does not show it: it is here because it is remembered."""
    LOOKALIKE = "lookalike"
    """It advertises FTMS, and others of its name are known not to speak it."""
    OTHER = "other"
    """Its service data names other machines only."""


_TREADMILLS: Final = frozenset({Kind.TREADMILL, Kind.FITNESS_MACHINE, Kind.UNSAID})


@unique
class Memory(StrEnum):
    """Whether a machine is one of those that are remembered."""

    NONE = "none"
    ADDRESS = "address"
    """It has the address of a remembered one."""
    NAME = "name"
    """It has the name of a remembered one that is not heard itself; nobody else has that name."""


class Sighting(NamedTuple):
    """A machine that was heard, and what to make of it."""

    address: str
    name: str
    """Empty if it has not said one; printable."""
    rssi: int | None
    """dBm; None if it is not known."""
    kind: Kind
    memory: Memory
    """By what it is remembered, if it is."""

    @property
    def may_be_treadmill(self) -> bool:
        """Whether it may be offered for a connection."""
        return self.kind in _TREADMILLS

    @property
    def because(self) -> str:
        """Why it is believed to be what it is, as a few words for people."""
        return _BECAUSE[self.kind]


_BECAUSE: Final = {
    Kind.TREADMILL: "a treadmill: its service data says so",
    Kind.FITNESS_MACHINE: "perhaps a treadmill: it offers FTMS and does not say for which machine",
    Kind.UNSAID: "remembered as a treadmill, though what it advertises does not show it",
    Kind.LOOKALIKE: "not usable: machines of this name advertise FTMS and do not speak it",
    Kind.OTHER: "not a treadmill: its service data names another kind of machine",
}


def signal_words(rssi: int | None) -> str:
    """Return a signal strength in dBm in words; the steps are chosen, there is no standard."""
    if rssi is None:
        return "unknown"
    return (
        "strong"
        if rssi >= -60
        else "good"
        if rssi >= -70
        else "weak"
        if rssi >= -85
        else "very weak"
    )


class Surroundings:
    """Everything that was heard in one scan."""

    def __init__(self) -> None:
        """Begin with silence."""
        self._heard: dict[str, Heard] = {}

    def hear(self, heard: Heard) -> None:
        """Add an advertisement or a scan response."""
        before = self._heard.get(heard.address)
        self._heard[heard.address] = heard if before is None else before.with_more(heard)

    def sightings(self, known: Collection[Known] = ()) -> list[Sighting]:
        """Return the fitness machines and the remembered ones: treadmills and near ones first."""
        everything = self._heard.values()
        found = [_judge(heard, _memory(heard, everything, known)) for heard in everything]
        order = list(Kind)
        return sorted(
            (each for each in found if each is not None),
            key=lambda each: (
                order.index(each.kind),
                each.memory is Memory.NONE,
                _distance(each.rssi),
                each.address,
            ),
        )

    def sensors(self, known: Collection[Known] = ()) -> list[SensorSighting]:
        """Return what a runner may wear, near ones first; what is in `sightings` is not worn."""
        machines = {each.address for each in self.sightings(known)}
        found = [
            SensorSighting(each.address, each.name, each.rssi, kinds_of(each.services))
            for each in self._heard.values()
            if each.address not in machines
        ]
        return sorted(
            (each for each in found if each.kinds),
            key=lambda each: (_distance(each.rssi), each.address),
        )


def hear(
    address: str,
    name: str | None,
    rssi: int,
    services: Iterable[str],
    service_data: bytes | None,
) -> Heard:
    """Return what one packet tells.

    Args:
        address: or what the platform has in its place.
        name: as it was sent; None for a machine that has none.
        rssi: dBm, or -127 or 127 where it is not known.
        services: their four hex digits, as of `protocols.gatt`.
        service_data: of the FTMS service, behind its UUID; None if there is none.
    """
    return Heard(
        address,
        tidy_name(name, address),
        None if rssi in _RSSI_UNKNOWN else rssi,
        frozenset(services),
        service_data,
    )


def _distance(rssi: int | None) -> int:
    """Return what grows with the distance; where nothing is known, it is far."""
    return 1000 if rssi is None else -rssi


def _judge(heard: Heard, memory: Memory) -> Sighting | None:
    treadmill = None if heard.service_data is None else _says_treadmill(heard.service_data)
    ftms = FITNESS_MACHINE_SERVICE in heard.services or heard.service_data is not None
    if memory is Memory.ADDRESS:
        kind = Kind.TREADMILL if treadmill else Kind.UNSAID
    elif ftms and heard.name.lower().startswith(_LOOKALIKES):
        kind = Kind.LOOKALIKE
    elif treadmill is False:
        kind = Kind.OTHER
    elif treadmill:
        kind = Kind.TREADMILL
    elif ftms:
        kind = Kind.FITNESS_MACHINE
    elif memory is Memory.NAME:
        kind = Kind.UNSAID
    else:
        return None
    return Sighting(heard.address, heard.name, heard.rssi, kind, memory)


def _says_treadmill(service_data: bytes) -> bool | None:
    """Return whether it is said to be one, or None if no machine that FTMS knows is named."""
    told = decode_service_data(service_data)
    if told is None or not (told.machine_types & _MACHINES or told.byte_swapped):
        return None
    return told.treadmill


def _memory(heard: Heard, everything: Collection[Heard], known: Collection[Known]) -> Memory:
    address = heard.address.lower()
    if any(each.address.lower() == address for each in known):
        return Memory.ADDRESS
    names = [each for each in known if each.name and each.name == heard.name]
    if len(names) != 1 or sum(each.name == heard.name for each in everything) != 1:
        return Memory.NONE
    here = any(each.address.lower() == names[0].address.lower() for each in everything)
    return Memory.NONE if here else Memory.NAME
