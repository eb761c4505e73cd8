"""Which machine is a treadmill: tables of what real ones advertise, and properties for the rest."""

from __future__ import annotations

import itertools
from typing import Final, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.discovery import (
    Heard,
    Kind,
    Known,
    Memory,
    Sighting,
    Surroundings,
    hear,
    signal_words,
    tidy_name,
)
from protocols.worn import SensorKind, SensorSighting

_ORDERS: Final[tuple[Literal["little", "big"], ...]] = ("little", "big")
A, B, C = "AA:00:00:00:00:01", "AA:00:00:00:00:02", "AA:00:00:00:00:03"


def packet(
    address: str = A,
    name: str | None = "T",
    services: tuple[str, ...] = (),
    data: str | None = None,
    rssi: int = -60,
) -> Heard:
    """Return a packet; the service data is hexadecimal."""
    return hear(address, name, rssi, services, None if data is None else bytes.fromhex(data))


def seen(*packets: Heard, known: tuple[Known, ...] = ()) -> list[Sighting]:
    """Return what is made of some packets."""
    surroundings = Surroundings()
    for each in packets:
        surroundings.hear(each)
    return surroundings.sightings(known)


KINDS: Final = [
    pytest.param(packet(services=("1826",), data="01 01 00"), Kind.TREADMILL, id="E1L"),
    pytest.param(packet(services=("1826",), data="01 00 01"), Kind.TREADMILL, id="swapped"),
    pytest.param(packet(data="01 01 00"), Kind.TREADMILL, id="service data without the UUID"),
    pytest.param(packet(data="00 01 00"), Kind.TREADMILL, id="not available now"),
    pytest.param(packet(data="01 21 00"), Kind.TREADMILL, id="treadmill and bike"),
    pytest.param(packet(data="01 01 00 00 07"), Kind.TREADMILL, id="longer than it should be"),
    pytest.param(packet(name=None, data="01 01 00"), Kind.TREADMILL, id="no name (Omega Z)"),
    pytest.param(packet(services=("1826",)), Kind.FITNESS_MACHINE, id="UUID only"),
    pytest.param(packet(data=""), Kind.FITNESS_MACHINE, id="empty service data"),
    pytest.param(packet(data="01 01"), Kind.FITNESS_MACHINE, id="cut service data"),
    pytest.param(packet(data="01 00 00"), Kind.FITNESS_MACHINE, id="no type at all"),
    pytest.param(packet(data="01 40 00"), Kind.FITNESS_MACHINE, id="a reserved type"),
    pytest.param(packet(services=("1826",), data="01 20 00"), Kind.OTHER, id="indoor bike"),
    pytest.param(packet(data="01 00 20"), Kind.OTHER, id="swapped indoor bike"),
    pytest.param(packet(data="01 02 00"), Kind.OTHER, id="cross trainer"),
    pytest.param(packet(name="Domyos-TC-0520", services=("1826",)), Kind.LOOKALIKE, id="quirk 50"),
    pytest.param(packet(services=("180D",)), None, id="a heart rate strap"),
    pytest.param(packet(name="SOLE F65"), None, id="Sole F65, not remembered"),
    pytest.param(packet(name="Domyos-TC-0520"), None, id="Domyos without FTMS"),
]


@pytest.mark.parametrize(("heard", "kind"), KINDS)
def test_what_a_machine_is(heard: Heard, kind: Kind | None) -> None:
    """By its service data in either byte order, or by its UUID."""
    assert [each.kind for each in seen(heard)] == ([] if kind is None else [kind])


@pytest.mark.parametrize(("heard", "kind"), KINDS)
def test_only_what_may_be_a_treadmill_is_offered(heard: Heard, kind: Kind | None) -> None:
    """A bike and a lookalike are shown, with the reason why they are not usable."""
    for each in seen(heard):
        assert each.may_be_treadmill == (kind in (Kind.TREADMILL, Kind.FITNESS_MACHINE))
        assert ("not " in each.because.split(":")[0]) != each.may_be_treadmill


@pytest.mark.parametrize(
    "heard",
    [
        packet(name="SOLE F65"),
        packet(name="Domyos-TC-0520", services=("1826",)),
        packet(data="01 20 00"),
        packet(services=("1826",)),
    ],
)
def test_one_that_was_connected_before_is_offered_whatever_it_says(heard: Heard) -> None:
    """Nothing in its advertisement counts for more than that it worked."""
    (found,) = seen(heard, known=(Known(A.lower(), "whatever"),))
    assert (found.memory, found.kind) == (Memory.ADDRESS, Kind.UNSAID)
    assert found.may_be_treadmill


@pytest.mark.parametrize(
    ("known", "packets", "memories"),
    [
        pytest.param((Known(B, "T"),), (packet(),), [Memory.NAME], id="a new address"),
        pytest.param((Known(B, "U"),), (packet(),), [], id="another name"),
        pytest.param((Known(B, ""),), (packet(name=None),), [], id="no name is no name"),
        pytest.param((Known(B, "T"), Known(C, "T")), (packet(),), [], id="two remembered"),
        pytest.param((Known(C, "T"),), (packet(A), packet(B)), [], id="two heard"),
        pytest.param(
            (Known(B, "T"),), (packet(A), packet(B)), [Memory.ADDRESS], id="it is here itself"
        ),
        pytest.param(
            (Known(B, "T"),),
            (packet(A), packet(B, name=None)),
            [Memory.ADDRESS],
            id="it is here itself, nameless",
        ),
    ],
)
def test_a_name_is_remembered_only_where_it_can_mean_one_machine(
    known: tuple[Known, ...], packets: tuple[Heard, ...], memories: list[Memory]
) -> None:
    """A neighbour's treadmill of the same make has the same name."""
    assert [each.memory for each in seen(*packets, known=known)] == memories


def test_the_nearest_treadmill_comes_first() -> None:
    """Treadmills before what may be one, then the remembered, then by signal; unknown is last."""
    names = [
        each.name
        for each in seen(
            packet("1", "bike", data="01 20 00", rssi=-30),
            packet("2", "perhaps", ("1826",), rssi=-30),
            packet("3", "far", data="01 01 00", rssi=-90),
            packet("4", "unknown", data="01 01 00", rssi=127),
            packet("5", "near", data="01 01 00", rssi=-50),
            packet("6", "mine", data="01 01 00", rssi=-95),
            known=(Known("6", "mine"),),
        )
    ]
    assert names == ["mine", "near", "far", "unknown", "perhaps", "bike"]


PIECES: Final = (
    packet(name="T", rssi=-127),
    packet(name=None, services=("1826",)),
    packet(name="", data="01 00 01"),
)
"""FS-BC11B7: a name in the advertisement, everything else in the scan response (ftms.md 2.8)."""


@pytest.mark.parametrize("order", list(itertools.permutations(PIECES)))
def test_pieces_are_put_together_in_any_order(order: tuple[Heard, ...]) -> None:
    """An advertisement and its scan response arrive as two packets on some systems."""
    assert seen(*order) == [Sighting(A, "T", -60, Kind.TREADMILL, Memory.NONE)]


def test_a_service_that_was_heard_once_stays() -> None:
    """A scan response without it takes nothing back."""
    (found,) = seen(packet(services=("1826",)), packet(services=("180A",)))
    assert found.kind is Kind.FITNESS_MACHINE


def test_the_last_signal_strength_counts() -> None:
    """A person walks about with the computer."""
    (found,) = seen(packet(data="010100", rssi=-80), packet(rssi=-40), packet(rssi=-127))
    assert found.rssi == -40


POD, STRAP = SensorKind.FOOTPOD, SensorKind.STRAP


def worn(*packets: Heard, known: tuple[Known, ...] = ()) -> list[SensorSighting]:
    """Return which sensors are made of some packets."""
    surroundings = Surroundings()
    for each in packets:
        surroundings.hear(each)
    return surroundings.sensors(known)


@pytest.mark.parametrize(
    ("packets", "kinds"),
    [
        pytest.param((packet(services=("1814",)),), [POD], id="a foot pod"),
        pytest.param((packet(services=("180D",)),), [STRAP], id="a strap"),
        pytest.param((packet(services=("180D", "1814")),), [POD, STRAP], id="one for both"),
        pytest.param(
            (packet(services=("180D",)), packet(services=("1814",))), [POD, STRAP], id="in pieces"
        ),
        pytest.param((packet(services=("1816", "180A")),), [], id="a bike's cadence"),
        pytest.param((packet(services=("1826", "1814")),), [], id="a treadmill's own pod"),
        pytest.param((packet(services=("1814",), data="01 01 00"),), [], id="by service data"),
        pytest.param(
            (packet(services=("1814",)), packet(data="01 01 00")), [], id="a treadmill in pieces"
        ),
        pytest.param((packet(services=("180D",), data="01 20 00"),), [], id="a bike with a strap"),
    ],
)
def test_what_is_worn(packets: tuple[Heard, ...], kinds: list[SensorKind]) -> None:
    """By what it advertises; whatever is listed as a machine is not worn."""
    assert [kind for each in worn(*packets) for kind in each.kinds] == kinds
    assert bool(worn(*packets)) == bool(kinds)


def test_a_remembered_treadmill_is_not_worn() -> None:
    """Though it advertises nothing but its cadence (its FTMS may come in a later packet)."""
    heard = packet(services=("1814",))
    assert worn(heard, known=(Known(A.lower(), "T"),)) == []
    assert worn(heard, known=(Known(B, "U"),)) == [SensorSighting(A, "T", -60, (POD,))]


def test_the_nearest_sensor_comes_first() -> None:
    """The runner's own is on the runner; an unknown signal is last, and ties go by address."""
    found = worn(
        packet("4", services=("180D",), rssi=127),
        packet("2", services=("180D",), rssi=-80),
        packet("3", services=("1814",), rssi=-40),
        packet("1", services=("1814",), rssi=-80),
    )
    assert [each.address for each in found] == ["3", "1", "2", "4"]


@given(st.text(), st.binary(max_size=8), st.integers(-128, 127))
def test_whatever_is_sent_can_be_shown(name: str, data: bytes, rssi: int) -> None:
    """No bytes raise, and no name can move a cursor or clear a screen."""
    (found,) = seen(hear(A, name, rssi, (), data))
    assert found.name.isprintable()
    assert found.name == tidy_name(found.name, A)
    assert signal_words(found.rssi)


def test_a_name_that_bluez_made_of_the_address_is_none() -> None:
    """BlueZ shows the address with dashes for a machine without a name."""
    (found,) = seen(packet(name="aa-00-00-00-00-01", data="010100"))
    assert found.name == ""


@given(st.integers(0, 255), st.integers(0, 0xFFFF))
def test_a_machine_that_says_it_both_ways_is_the_same(flags: int, types: int) -> None:
    """Either byte order names the same machine, unless both of them name one."""
    known = 0x3F
    if not (types & known and (types >> 8) & known):
        kinds = [
            seen(hear(A, "T", -60, (), bytes([flags]) + types.to_bytes(2, order)))[0].kind
            for order in _ORDERS
        ]
        assert kinds[0] is kinds[1]
        assert (kinds[0] is Kind.TREADMILL) == bool((types | types >> 8) & 1)


@pytest.mark.parametrize(
    ("rssi", "words"),
    [
        (-60, "strong"),
        (-61, "good"),
        (-70, "good"),
        (-71, "weak"),
        (-85, "weak"),
        (-86, "very weak"),
    ],
)
def test_a_signal_in_words(rssi: int, words: str) -> None:
    """Each step of the scale at both of its ends."""
    assert signal_words(rssi) == words
