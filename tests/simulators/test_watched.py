"""What a treadmill that is watched tells: commands with their answers, its belt, its clients."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from protocols.gatt import CONTROL_POINT
from protocols.units import MILLISECOND, Nanoseconds
from simulators.link.radio_end import Reply
from simulators.profiles import find_machine
from simulators.treadmill.server import Refused, Subscribe
from tests.simulators.yard import Client, Yard, played


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


@pytest.mark.parametrize(
    ("machine", "response", "because"),
    [
        ("urevo-e1l", True, "write not permitted"),
        ("generic", False, "write without response not permitted"),
    ],
)
@pytest.mark.parametrize("client", [0, 1])
def test_a_write_of_the_wrong_kind_is_told_and_does_nothing(
    machine: str,
    response: bool,  # noqa: FBT001
    because: str,
    client: int,
) -> None:
    """By the properties of the control point; the other kind is served."""
    profile = find_machine(machine)
    profile = replace(profile, radio=replace(profile.radio, clients=2))
    replies: list[object] = []

    def write(yard: Yard, data: bytes, *, response: bool) -> None:
        link = yard.station.links[client]
        if response:
            reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
            reply.add_done_callback(lambda done: replies.append(done.result()))
            link.request_write(data, reply)
        else:
            link.command(data)

    def story(yard: Yard) -> None:
        yard.at(100, yard.station.links[client].attach, yard.client)
        yard.at(100, yard.station.links[client].give, Subscribe(CONTROL_POINT))
        yard.at(200, lambda: write(yard, b"\x00", response=response))
        yard.at(400, lambda: write(yard, b"\x00", response=not response))

    yard = played(profile, 1000, story)
    refused, answered = yard.told_of("command")
    assert refused.pop("t") in (0.2, 0.2 + 45 / 1000)
    assert refused == {
        "command": "00",
        "means": "request control",
        "answered": None,
        "refused": "03",
        "because": because,
    }
    assert answered["answered"] == "800001"
    assert yard.client.heard == ["800001"]
    assert [data for _, data in yard.station.commands] == [b"\x00"] * 2
    assert replies == [Refused(3) if response else b""]


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


def test_one_client_s_end_ends_no_other_s_wait() -> None:
    """Of a machine that serves two, the second goes while the first waits for its answer."""
    other = Client()

    def story(yard: Yard) -> None:
        yard.at(100, yard.connect)
        yard.at(100, yard.station.links[1].attach, other)
        yard.at(200, yard.write, "00")
        yard.at(210, yard.station.links[1].detach, other)

    yard = played("specification", 1000, story)
    assert [each["answered"] for each in yard.told_of("command")] == ["800001"]


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
