"""Which treadmill a session is for: nothing is connected that nobody has chosen."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from controller.cli.machines.choosing import Chooser, look
from controller.cli.machines.file import load
from controller.cli.machines.remembered import note_stop_seen, remember
from protocols.discovery import Sighting
from protocols.link import LinkFailed
from protocols.units import SECOND
from simulators.virtual_time import VirtualClock, run_virtual
from tests.cli.test_machines import DAY
from tests.protocols.broadcasts import Packet, scanner

A, B, C = "AA:00:00:00:00:01", "AA:00:00:00:00:02", "AA:00:00:00:00:03"
TREADMILL: Final = b"\x01\x01\x00"
BIKE: Final = b"\x01\x20\x00"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where treadmills are remembered."""
    return tmp_path / "machines.json"


class Person:
    """Somebody at the terminal, and what was shown to them."""

    def __init__(self, *answers: str | None) -> None:
        """Have these answers ready; None is a Ctrl-D."""
        self._answers = list(answers)
        self.asked: list[str] = []
        self.told: list[str] = []

    def ask(self, question: str) -> str:
        """Answer a question."""
        self.asked.append(question)
        answer = self._answers.pop(0)
        if answer is None:
            raise EOFError
        return answer

    def tell(self, text: str) -> None:
        """Be told something."""
        self.told.append(text)


def heard(
    path: Path, packets: Sequence[Packet], every: float = 0.1
) -> tuple[list[Sighting], float]:
    """Listen in an air with these packets; return what was seen, and after how many seconds."""

    async def main(clock: VirtualClock) -> tuple[list[Sighting], float]:
        found = await look(load(path), backend=scanner(*packets, every=every))
        took = clock.now() / SECOND
        await asyncio.sleep(30)  # whatever was arranged has happened
        return found, took

    return run_virtual(main)


def chosen(path: Path, packets: Sequence[Packet], person: Person) -> str:
    """Listen, let the person choose, and return the address."""
    machines = load(path)
    return Chooser(person.ask, person.tell, path=path).choose(heard(path, packets)[0], machines)


def remembered(path: Path) -> list[tuple[str, str]]:
    """Return the addresses and names in the file."""
    return [(each.address, each.name) for each in load(path).all]


def test_a_remembered_treadmill_is_taken_at_once_and_without_a_question(path: Path) -> None:
    """Whatever else is in the air, and though it says nothing of itself."""
    remember(A, "SOLE F65", path=path)
    packets = [Packet(B, "Neighbour", ("1826",), TREADMILL), Packet(A.lower(), "SOLE F65")]
    found, took = heard(path, packets)
    assert took < 0.3
    person = Person()
    assert Chooser(person.ask, person.tell, path=path).choose(found, load(path)) == A.lower()
    assert person.told == [f"SOLE F65 ({A.lower()}) is remembered."]


def test_a_second_remembered_treadmill_is_waited_for_a_little(path: Path) -> None:
    """Two seconds; all of them are heard sooner than that."""
    remember(A, "Home", path=path)
    remember(B, "Gym", path=path)
    assert 2 <= heard(path, [Packet(A, "Home")])[1] < 2.5
    assert heard(path, [Packet(A, "Home"), Packet(B, "Gym")])[1] < 0.3


@pytest.mark.parametrize(("answer", "address"), [("1", A), (" 2 ", B)])
def test_between_two_remembered_ones_a_person_chooses(
    path: Path, answer: str, address: str
) -> None:
    """By a number; nothing new is remembered."""
    remember(B, "Gym", path=path)
    remember(A, "Home", path=path)
    before = path.read_bytes()
    person = Person(answer)
    packets = [Packet(A, "Home", rssi=-50), Packet(B, "Gym", rssi=-80)]
    assert chosen(path, packets, person) == address
    assert person.asked == ["Which one is it today? [1-2, ENTER for none] "]
    assert path.read_bytes() == before


def test_a_new_treadmill_is_asked_about_and_then_remembered(path: Path) -> None:
    """The scan goes on to its end: a nearer one may still be heard."""
    packets = [Packet(A, "UREVO E1L", ("1826",), TREADMILL)]
    assert heard(path, packets)[1] == 10
    person = Person("y")
    assert chosen(path, packets, person) == A
    assert person.asked == [f"Connect to UREVO E1L ({A})? It will be remembered. [y/N] "]
    assert "strong (-60 dBm)" in person.told[0]
    assert remembered(path) == [(A, "UREVO E1L")]


@pytest.mark.parametrize("answer", ["", "n", "no", "yes please", "1", None])
def test_anything_but_yes_connects_nothing(path: Path, answer: str | None) -> None:
    """Nor is anything remembered."""
    with pytest.raises(LinkFailed, match="no treadmill was chosen, so none is connected"):
        chosen(path, [Packet(A, "T", ("1826",), TREADMILL)], Person(answer))
    assert not path.exists()


NEW: Final = [
    Packet(A, "Near", ("1826",), TREADMILL, -50),
    Packet(B, None, ("1826",), None, -50),
    Packet(C, "Bike", ("1826",), BIKE, -40),
]


def test_of_several_new_ones_a_person_chooses_by_a_number(path: Path) -> None:
    """A bike is not offered, and it is said why."""
    person = Person("2")
    assert chosen(path, NEW, person) == B
    assert person.asked == ["Which one is yours? It will be remembered. [1-2, ENTER for none] "]
    assert person.told[0].startswith(f"Not offered: Bike ({C}), not a treadmill")
    assert person.told[1].startswith(f"  1  Near ({A})")
    assert person.told[2].startswith(f"  2  a machine without a name ({B})")
    assert remembered(path) == [(B, "")]


@pytest.mark.parametrize("answer", ["", "0", "3", "-1", "y", "1.", "²", "٢", None])
def test_what_is_no_number_on_the_list_connects_nothing(path: Path, answer: str | None) -> None:
    """Only the digits that are shown count."""
    with pytest.raises(LinkFailed, match="no treadmill was chosen"):
        chosen(path, NEW, Person(answer))
    assert not path.exists()


@pytest.mark.parametrize("packets", [[], [Packet(C, "Bike", ("1826",), BIKE)], [Packet(A, "TV")]])
def test_where_no_treadmill_is_nobody_is_asked(path: Path, packets: list[Packet]) -> None:
    """It is said what to do."""
    with pytest.raises(LinkFailed, match="press a button on it"):
        chosen(path, packets or [Packet(A)], Person())


def test_a_known_name_at_a_new_address_is_asked_about(path: Path) -> None:
    """It may be a neighbour's: it is said, and its stop counts as never seen."""
    remember(B, "UREVO E1L", path=path)
    note_stop_seen(B, DAY, path=path)
    remember(C, "Other", path=path)
    person = Person("yes")
    assert chosen(path, [Packet(A, "UREVO E1L", ("1826",), TREADMILL)], person) == A
    assert "remembered at another address" in person.told[0]
    assert A in person.told[0]
    assert remembered(path) == [(C, "Other"), (A, "UREVO E1L")]
    assert [each.stop_seen for each in load(path).all] == [None, None]


def test_a_second_treadmill_of_the_same_name_takes_no_place(path: Path) -> None:
    """Two of the name are in the air: neither can be said to be the old one, which is kept."""
    remember(C, "UREVO E1L", path=path)
    packets = [Packet(each, "UREVO E1L", ("1826",), TREADMILL) for each in (A, B)]
    assert chosen(path, packets, Person("1")) == A
    assert [address for address, _ in remembered(path)] == [C, A]


def test_a_refused_new_address_keeps_the_old_one(path: Path) -> None:
    """Nothing is changed by a no."""
    remember(B, "UREVO E1L", path=path)
    before = path.read_bytes()
    with pytest.raises(LinkFailed, match="no treadmill was chosen"):
        chosen(path, [Packet(A, "UREVO E1L", ("1826",), TREADMILL)], Person("n"))
    assert path.read_bytes() == before


def test_a_disk_that_takes_nothing_does_not_keep_anybody_from_running(tmp_path: Path) -> None:
    """It is said that it will not be remembered."""
    (tmp_path / "file").write_text("")
    person = Person("y")
    sighting, _ = heard(tmp_path / "none.json", [Packet(A, "T", ("1826",), TREADMILL)])
    nowhere = tmp_path / "file" / "machines.json"
    machines = load(tmp_path / "none.json")
    chooser = Chooser(person.ask, person.tell, path=nowhere)
    assert chooser.choose(sighting, machines) == A
    assert "cannot be remembered" in person.told[-1]
