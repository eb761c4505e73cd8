"""What others do to a treadmill: each fault is told, lasts as long as it was asked to, and ends."""

from __future__ import annotations

import pytest

from protocols.gatt import CONTROL_POINT
from protocols.units import SECOND, Nanoseconds
from simulators.driven.tampering import fault_named, kind_named
from simulators.faults import FORMS, OF_A_TREADMILL, FaultInvalid, Kind, Lasts, Unit, parse_fault
from simulators.treadmill.server import Subscribe
from tests.simulators.yard import Client, Yard, played

AMOUNT = {Unit.MILLISECONDS: "400ms", Unit.PERCENT: "20%", Unit.CHARACTERISTIC: "2AD9"}


@pytest.mark.parametrize("kind", OF_A_TREADMILL)
def test_every_fault_is_told_when_it_begins_and_when_it_is_over(kind: Kind) -> None:
    """With its amount and its span; one that is over in a moment is not mended."""
    form = FORMS[kind]
    amount = None if form.unit is None else AMOUNT[form.unit]
    lasts = 0 if form.lasts is Lasts.AT_ONCE else 2000
    yard = played("urevo-e1l", 5000, lambda yard: yard.at(1000, yard.begin, kind, lasts, amount))
    told: dict[str, object] = {"amount": amount} if amount else {}
    told |= {"for_s": 2.0} if lasts else {}
    assert yard.told_of("fault") == [{"t": 1.0, "fault": kind, **told}]
    assert yard.told_of("mended") == ([{"t": 3.0, "mended": kind}] if lasts else [])
    assert yard.tampering.on == {}


@pytest.mark.parametrize("kind", [each for each in OF_A_TREADMILL if each not in (
    Kind.DISCONNECT, Kind.CONTROL_LOST)])  # fmt: skip
def test_a_fault_without_a_span_lasts_until_it_is_mended(kind: Kind) -> None:
    """Mending what is whole is nothing."""
    unit = FORMS[kind].unit
    on: list[object] = []

    def story(yard: Yard) -> None:
        yard.at(1000, yard.begin, kind, 0, None if unit is None else AMOUNT[unit])
        yard.at(60_000, lambda: on.extend(yard.tampering.on))
        yard.at(60_000, yard.mend, kind)
        yard.at(61_000, yard.mend, kind)

    yard = played("generic", 62_000, story)
    assert on == [kind]
    assert yard.told_of("mended") == [{"t": 60.0, "mended": kind}]
    assert yard.tampering.on == {}


@pytest.mark.parametrize(
    ("fault", "answers", "later"),
    [("lost-answers", [], ["800801"]), ("disobey", ["800201"], ["800201", "800801"])],
)
def test_a_fault_lasts_as_long_as_it_was_asked_to(
    fault: str, answers: list[str], later: list[str]
) -> None:
    """A second; what is asked for behind that is answered and done."""
    at_two: list[str] = []

    def story(yard: Yard) -> None:
        yard.at(100, yard.connect)
        yard.at(200, yard.tampering.press, "start")
        yard.at(1000, yard.begin, fault, 1000)
        yard.at(1500, yard.write, "02e001")
        yard.at(1990, lambda: at_two.extend(yard.client.heard))
        yard.at(2500, yard.write, "0801")

    yard = played("urevo-e1l", 4000, story)
    assert at_two == answers
    assert yard.client.heard == later


def test_a_belt_that_disobeys_obeys_again() -> None:
    """The target of the time between is lost; the next one is followed."""

    def story(yard: Yard) -> None:
        yard.at(100, yard.connect)
        yard.at(200, yard.tampering.press, "start")
        yard.at(8_000, yard.begin, "disobey")
        yard.at(8_500, yard.write, "02e001")
        yard.at(20_000, lambda: speeds.append(yard.station.belt_speed()))
        yard.at(20_000, yard.mend, "disobey")
        yard.at(20_500, yard.write, "02e001")
        yard.at(40_000, lambda: speeds.append(yard.station.belt_speed()))

    speeds: list[int] = []
    played("urevo-e1l", 41_000, story)
    assert speeds == [96, 482]


def test_a_fault_of_the_link_waits_for_the_next_one() -> None:
    """It may be asked for before anybody connects, and holds over a new link."""

    def story(yard: Yard) -> None:
        yard.at(100, yard.begin, "lost-answers")
        yard.at(200, yard.connect)
        yard.at(300, yard.write, "00")
        yard.at(1000, lambda: yard.station.detach(yard.client))
        yard.at(1100, yard.connect)
        yard.at(1200, yard.write, "00")
        yard.at(2000, yard.mend, "lost-answers")
        yard.at(2100, yard.write, "00")

    assert played("urevo-e1l", 3000, story).client.heard == ["800001"]


def test_two_faults_of_the_link_end_one_by_one() -> None:
    """The end of one is not the end of the other."""

    def story(yard: Yard) -> None:
        yard.at(100, yard.connect)
        yard.at(200, yard.begin, "lost-answers")
        yard.at(300, yard.begin, "late-answers", 0, "400ms")
        yard.at(400, yard.mend, "late-answers")
        yard.at(500, yard.write, "00")

    yard = played("urevo-e1l", 1000, story)
    assert yard.client.heard == []
    assert set(yard.tampering.on) == {Kind.LOST_ANSWERS}


def test_a_lost_link_comes_back() -> None:
    """The client is dropped after the machine's timeout, and may come again after the span."""
    vacant: list[bool] = []

    def story(yard: Yard) -> None:
        yard.at(100, yard.connect)
        yard.at(1000, yard.begin, "link-loss", 8000)
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
    """The first span does not end the second, not even for a moment."""
    reachable: list[bool] = []

    def story(yard: Yard) -> None:
        yard.station.on_change = lambda: reachable.append(yard.station.reachable)
        yard.at(100, yard.begin, "link-loss", 1000)
        yard.at(600, yard.begin, "link-loss", 2000)

    told = played("generic", 5000, story).told_of("mended")
    assert told == [{"t": 2.6, "mended": "link-loss"}]
    assert reachable == [False, False, True]


def test_a_fault_begun_again_with_another_amount_has_that_one() -> None:
    """They do not add up."""
    heard: list[int] = []

    def story(yard: Yard) -> None:
        yard.at(100, yard.connect)
        yard.at(200, yard.begin, "late-answers", 0, "5000ms")
        yard.at(300, yard.begin, "late-answers", 0, "400ms")
        yard.at(1000, yard.write, "00")
        for when in (1400, 1600):
            yard.at(when, lambda: heard.append(len(yard.client.heard)))

    played("generic", 2000, story)
    assert heard == [0, 1]


def test_what_is_held_comes_when_it_is_mended() -> None:
    """In order; a stall has no end of its own here."""
    before: list[str] = []

    def story(yard: Yard) -> None:
        yard.at(100, yard.connect)
        yard.at(200, yard.begin, "stall")
        yard.at(300, yard.write, "00")
        yard.at(1300, yard.write, "07")
        yard.at(3000, lambda: before.extend(yard.client.heard))
        yard.at(3000, yard.mend, "stall")

    assert played("urevo-e1l", 4000, story).client.heard == ["800001", "800701"]
    assert before == []


def test_a_fault_is_on_the_links_of_all_clients() -> None:
    """A machine that serves two loses the answers to both, and hangs up on both."""

    def story(yard: Yard) -> None:
        yard.at(100, yard.connect)
        yard.at(100, yard.station.links[1].attach, other)
        yard.at(100, yard.station.links[1].give, Subscribe(CONTROL_POINT))
        yard.at(200, yard.begin, "lost-answers", 1000)
        yard.at(500, yard.station.write, bytes.fromhex("00"), 1)
        yard.at(1500, yard.station.write, bytes.fromhex("00"), 1)
        yard.at(1900, lambda: connected.append(not other.gone))
        yard.at(2000, yard.begin, "disconnect")

    other = Client()
    connected: list[bool] = []
    yard = played("specification", 3000, story)
    assert other.heard == ["800001"]
    assert (connected, other.gone, yard.client.gone) == ([True], True, True)


@pytest.mark.parametrize(
    ("name", "amount", "sentence"),
    [
        ("late-answer", None, 'a treadmill has no fault "late-answer"; did you mean "late-answe'),
        ("sleep", None, 'a treadmill has no fault "sleep"; there are link-loss, disconnect, stal'),
        ("late-answers", None, "late-answers needs an amount, 1ms to 60000ms; write HOW."),
        ("late-answers", "2s", '"2s" is no amount of late-answers; write 1ms to 60000ms.'),
        ("lost-answers", "", '"" is no amount of lost-answers; write 1% to 100%.'),
        ("link-loss", "3", "link-loss has no amount; leave it away."),
        ("control-lost", None, "control-lost happens at once; leave for_s away."),
    ],
)
def test_a_wrong_fault_is_told_in_a_sentence(name: str, amount: str | None, sentence: str) -> None:
    """With what to write."""
    with pytest.raises(ValueError, match=r"[.?]$") as told:
        fault_named(name, amount, Nanoseconds(SECOND), "HOW")
    assert str(told.value).startswith(sentence)


@pytest.mark.parametrize("text", ["0ms", "400", "4s", "60001ms", "ms", "9999999ms"])
def test_an_amount_is_wrong_in_the_words_of_fault(text: str) -> None:
    """Of ``reprise simulate --fault``."""
    with pytest.raises(ValueError, match="is no amount of delay") as told:
        fault_named("delay", text, Nanoseconds(0), "HOW")
    with pytest.raises(FaultInvalid) as by_option:
        parse_fault(f"delay@1:00={text}")
    assert str(by_option.value) == f'--fault "delay@1:00={text}": {told.value}'


@pytest.mark.parametrize("text", ["-1ms", "4 ms", "\u0661ms", " 4ms", "4ms\n", "4MS"])
def test_what_no_option_can_have_is_no_amount_either(text: str) -> None:
    """A sign, blanks, and digits of other scripts."""
    with pytest.raises(ValueError, match="is no amount of delay"):
        fault_named("delay", text, Nanoseconds(0), "HOW")


def test_names_are_those_of_the_option() -> None:
    """All of a link and of a machine, and nothing else."""
    assert [kind_named(str(each)) for each in OF_A_TREADMILL] == list(OF_A_TREADMILL)
    assert len(OF_A_TREADMILL) == 14
