"""What a treadmill that is watched tells: commands with their answers, its belt, its clients."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from protocols.gatt import CONTROL_POINT
from protocols.units import MILLISECOND, Nanoseconds
from simulators.profiles import find_machine
from simulators.tampering import Tampering
from simulators.treadmill import Subscribe, Value
from simulators.virtual_time import VirtualClock, run_virtual
from simulators.watched import WatchedStation

if TYPE_CHECKING:
    from simulators.machine import MachineProfile
    from simulators.wire import Message


class Client:
    """The other end of the link."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.gone = False

    def receive(self, value: Value) -> None:
        """Note an answer."""
        if value.characteristic == CONTROL_POINT:
            self.heard.append(value.data.hex())

    def dropped(self) -> None:
        """Note the end."""
        self.gone = True


class Yard:
    """A watched treadmill on virtual time, driven by calls at given milliseconds."""

    def __init__(self, machine: MachineProfile, clock: VirtualClock) -> None:
        self.told: list[Message] = []
        self.clock, self.client = clock, Client()
        self.station = WatchedStation("C0:DE:00:00:00:01", machine, clock, self.told.append)
        self.tampering = Tampering(self.station, clock)

    def at(self, milliseconds: int, what: Callable[..., Any], *given: Any) -> None:
        """Arrange a call."""
        self.clock.call_at(Nanoseconds(milliseconds * MILLISECOND), lambda: what(*given))

    def connect(self) -> None:
        """Connect and subscribe to answers."""
        self.client = Client()
        self.station.attach(self.client)
        self.station.give(Subscribe(CONTROL_POINT))

    def write(self, data: str) -> None:
        """Write to the control point, as it arrives."""
        self.station.write(bytes.fromhex(data))

    def told_of(self, key: str) -> list[Message]:
        """Return the messages of one kind."""
        return [each for each in self.told if key in each]


def played(machine: str | MachineProfile, until: int, story: Callable[[Yard], None]) -> Yard:
    """Play a story that arranges what happens, until some millisecond."""

    async def play(clock: VirtualClock) -> Yard:
        yard = Yard(find_machine(machine) if isinstance(machine, str) else machine, clock)
        story(yard)
        await asyncio.sleep(until / 1000)
        return yard

    return run_virtual(play)


def test_a_command_is_told_with_its_answer() -> None:
    """At the moment at which it arrived, in bytes and in words."""

    def story(yard: Yard) -> None:
        yard.at(100, yard.connect)
        yard.at(3214, yard.write, "02e001")

    told = played("urevo-e1l", 4000, story).told_of("command")
    assert told == [
        {
            "t": 3.214,
            "command": "02e001",
            "means": "target 4.80 km/h",
            "answered": "800201",
            "says": "success",
        }
    ]


def test_a_refused_command_is_told_with_the_error() -> None:
    """The second of two at once is refused by a strict machine, and the first is answered."""

    def story(yard: Yard) -> None:
        yard.at(100, yard.connect)
        yard.at(200, yard.write, "00")
        yard.at(210, yard.write, "07")

    told = played("generic", 1000, story).told_of("command")
    assert [(each["command"], each["answered"], each.get("refused")) for each in told] == [
        ("07", None, "fe"),
        ("00", "800001", None),
    ]
    assert told[0]["because"] == "procedure already in progress"


def test_a_command_without_an_answer_is_told_after_two_seconds() -> None:
    """A Horizon Omega Z never answers a request for control."""

    def story(yard: Yard) -> None:
        yard.at(100, yard.connect)
        yard.at(200, yard.write, "00")

    assert not played("horizon-omega-z", 2199, story).told_of("command")
    (told,) = played("horizon-omega-z", 2201, story).told_of("command")
    assert told == {"t": 0.2, "command": "00", "means": "request control", "answered": None}


def test_each_of_two_commands_has_its_own_answer() -> None:
    """A lax machine takes the second before it has answered the first."""

    def story(yard: Yard) -> None:
        yard.at(100, yard.connect)
        yard.at(200, yard.write, "00")
        yard.at(210, yard.write, "07")

    told = played("urevo-e1l", 1000, story).told_of("command")
    assert [(each["command"], each["answered"]) for each in told] == [
        ("00", "800001"),
        ("07", "800701"),
    ]


def test_an_answer_that_comes_too_late_is_told_by_itself() -> None:
    """The command was told without one by then."""
    machine = find_machine("urevo-e1l")
    late = replace(machine.control_point, answers_after=Nanoseconds(3000 * MILLISECOND))

    def story(yard: Yard) -> None:
        yard.at(100, yard.connect)
        yard.at(200, yard.write, "00")

    yard = played(replace(machine, control_point=late), 4000, story)
    assert [each["answered"] for each in yard.told_of("command")] == [None]
    assert yard.told_of("answer") == [{"t": 3.2, "answer": "800001", "says": "success"}]


def test_the_end_of_a_link_ends_the_wait_for_an_answer() -> None:
    """What was written before it is told, unanswered."""

    def story(yard: Yard) -> None:
        yard.at(100, yard.connect)
        yard.at(200, yard.write, "00")
        yard.at(210, lambda: yard.station.detach(yard.client))

    yard = played("horizon-omega-z", 300, story)
    assert [each["answered"] for each in yard.told_of("command")] == [None]
    assert [each["client"] for each in yard.told_of("client")] == ["connected", "gone"]


def test_the_belt_is_told_of_while_it_changes() -> None:
    """Each phase once at its moment, and the speed twice a second on the way."""

    def story(yard: Yard) -> None:
        yard.at(100, yard.tampering.press, "start")
        yard.at(10_000, yard.tampering.press, "stop")

    told = played("generic", 20_000, story).told_of("phase")
    phases = [each["phase"] for each in told]
    assert list(dict.fromkeys(phases)) == ["countdown", "moving", "stopping", "still"]
    assert [(each["t"], each["belt_kmh"]) for each in told] == [
        (0.1, 0.0),
        (3.1, 0.0),
        (3.6, 0.5),
        (4.1, 1.0),
        (10.1, 1.0),
        (10.6, 0.5),
        (11.1, 0.0),
    ]


@pytest.mark.parametrize(
    ("fault", "answers", "later"),
    [("answers-lost", [], ["800801"]), ("disobey", ["800201"], ["800201", "800801"])],
)
def test_a_fault_lasts_as_long_as_it_was_asked_to(
    fault: str, answers: list[str], later: list[str]
) -> None:
    """A second; what is asked for behind that is answered and done."""
    at_two: list[str] = []

    def story(yard: Yard) -> None:
        yard.at(100, yard.connect)
        yard.at(200, yard.tampering.press, "start")
        yard.at(1000, yard.tampering.begin, fault, Nanoseconds(1000 * MILLISECOND))
        yard.at(1500, yard.write, "02e001")
        yard.at(1990, lambda: at_two.extend(yard.client.heard))
        yard.at(2500, yard.write, "0801")

    yard = played("urevo-e1l", 4000, story)
    assert at_two == answers
    assert yard.client.heard == later
    assert yard.told_of("fault") == [{"t": 1.0, "fault": fault, "for_s": 1.0}]
    assert yard.told_of("mended") == [{"t": 2.0, "mended": fault}]
    assert yard.tampering.on == frozenset()


def test_a_belt_that_disobeys_obeys_again() -> None:
    """The target of the time between is lost; the next one is followed."""

    def story(yard: Yard) -> None:
        yard.at(100, yard.connect)
        yard.at(200, yard.tampering.press, "start")
        yard.at(8_000, yard.tampering.begin, "disobey")
        yard.at(8_500, yard.write, "02e001")
        yard.at(20_000, lambda: speeds.append(yard.station.belt_speed()))
        yard.at(20_000, yard.tampering.mend, "disobey")
        yard.at(20_500, yard.write, "02e001")
        yard.at(40_000, lambda: speeds.append(yard.station.belt_speed()))

    speeds: list[int] = []
    played("urevo-e1l", 41_000, story)
    assert speeds == [96, 482]


def test_a_fault_of_the_link_waits_for_the_next_one() -> None:
    """It may be asked for before anybody connects, and holds over a new link."""

    def story(yard: Yard) -> None:
        yard.at(100, yard.tampering.begin, "answers-lost")
        yard.at(200, yard.connect)
        yard.at(300, yard.write, "00")
        yard.at(1000, lambda: yard.station.detach(yard.client))
        yard.at(1100, yard.connect)
        yard.at(1200, yard.write, "00")
        yard.at(2000, yard.tampering.mend, "answers-lost")
        yard.at(2100, yard.write, "00")

    yard = played("urevo-e1l", 3000, story)
    assert yard.client.heard == ["800001"]


def test_two_faults_of_the_link_end_one_by_one() -> None:
    """The end of one is not the end of the other."""

    def story(yard: Yard) -> None:
        yard.at(100, yard.connect)
        yard.at(200, yard.tampering.begin, "answers-lost")
        yard.at(300, yard.tampering.begin, "unresponsive")
        yard.at(400, yard.tampering.mend, "unresponsive")
        yard.at(500, yard.write, "00")

    yard = played("urevo-e1l", 1000, story)
    assert yard.client.heard == []
    assert yard.tampering.on == {"answers-lost"}


def test_a_silent_radio_loses_the_link_and_comes_back() -> None:
    """The client is dropped after the machine's timeout, and may come again after the span."""
    vacant: list[bool] = []

    def story(yard: Yard) -> None:
        yard.at(100, yard.connect)
        yard.at(1000, yard.tampering.begin, "silent", Nanoseconds(8000 * MILLISECOND))
        yard.at(8999, lambda: vacant.append(yard.station.vacant))
        yard.at(9001, lambda: vacant.append(yard.station.vacant))

    yard = played("urevo-e1l", 10_000, story)
    assert yard.client.gone
    assert [(each["t"], each["client"]) for each in yard.told_of("client")] == [
        (0.1, "connected"),
        (6.0, "gone"),
    ]
    assert vacant == [False, True]


def test_a_fault_begun_again_counts_from_there() -> None:
    """The first span does not end the second."""

    def story(yard: Yard) -> None:
        yard.at(100, yard.tampering.begin, "silent", Nanoseconds(1000 * MILLISECOND))
        yard.at(600, yard.tampering.begin, "silent", Nanoseconds(2000 * MILLISECOND))

    told = played("generic", 5000, story).told_of("mended")
    assert told == [{"t": 2.6, "mended": "silent"}]
