"""Lines of JSON that drive a treadmill: what they do, and what is said of a bad one."""

from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulators.driven.control import Control, Lines
from simulators.driven.tampering import CONSOLE, Tampering
from simulators.driven.watched import WatchedStation
from simulators.faults import FORMS, OF_A_TREADMILL, Kind, Lasts, Unit, parse_fault
from simulators.link.wire import LONGEST_LINE, Message
from simulators.profiles import find_machine
from simulators.virtual_time import VirtualClock
from tests.house.tree import ROOT

_NOTHING = (
    'nothing is asked for; write one of "fault", "mend", "console", "steps", "on_belt", "do".'
)
_ALL = ", ".join(OF_A_TREADMILL)
_MOMENT = "control-lost happens at once; leave for_s away."
_MORE = '"for" does not belong here; a fault has only amount and for_s.'
_AMOUNT = 'amount is a text with its unit, like "20%" or "400ms".'
_STEPS = "steps is a whole number a minute from 0 to 255, or null: as the belt asks."
_SPAN = "for_s is a number of seconds from 0.001 to 86400."


class Desk:
    """A treadmill with a control, and all that came out."""

    def __init__(self) -> None:
        clock = VirtualClock()
        self.told: list[Message] = []
        self.left: list[str] = []
        self.station = WatchedStation(
            "C0:DE:00:00:00:01", find_machine("generic"), clock, self.told.append
        )
        self.tampering = Tampering(self.station, clock, Random(1))  # noqa: S311
        self.control = Control(self.station, self.tampering, self.left.append)

    def take(self, line: str) -> Message | None:
        """Give it a line."""
        return self.control.take(line.encode())


@pytest.mark.parametrize("key", CONSOLE)
def test_every_console_key_can_be_pressed(key: str) -> None:
    """And is told of; a start sets the belt going."""
    desk = Desk()
    assert desk.take(json.dumps({"console": key})) is None
    assert desk.told[0] == {"t": 0.0, "console": key}
    assert (desk.station.treadmill.phase.value == "countdown") is (key == "start")


@pytest.mark.parametrize("kind", OF_A_TREADMILL)
def test_every_fault_can_be_begun_and_mended(kind: Kind) -> None:
    """As `--fault` writes its amount; one that happens in a moment does not last."""
    desk = Desk()
    amounts = {Unit.MILLISECONDS: "400ms", Unit.PERCENT: "20%", Unit.CHARACTERISTIC: "2AD9"}
    unit = FORMS[kind].unit
    amount = {} if unit is None else {"amount": amounts[unit]}
    span = {} if FORMS[kind].lasts is Lasts.AT_ONCE else {"for_s": 8}
    assert desk.take(json.dumps({"fault": kind, **amount, **span})) is None
    if span:
        written = f"{kind}@0:00+8s{f'={amounts[unit]}' if unit else ''}"
        assert desk.tampering.on == {kind: parse_fault(written)}
    whole = {
        "t": 0.0,
        "error": f"{kind} does not last now; there is nothing to be mended.",
        "line": json.dumps({"mend": kind}),
    }
    assert desk.take(json.dumps({"mend": kind})) == (None if span else whole)
    assert desk.take(json.dumps({"mend": kind})) == whole
    assert desk.tampering.on == {}
    mended = [{"t": 0.0, "mended": kind}] if span else []
    assert desk.told == [{"t": 0.0, "fault": kind, **amount, **span}, *mended]


def test_the_usual_amount_is_told() -> None:
    """Where none was asked for."""
    desk = Desk()
    assert desk.take('{"fault": "lost-answers", "for_s": 0.5}') is None
    assert desk.told == [{"t": 0.0, "fault": "lost-answers", "amount": "100%", "for_s": 0.5}]


def test_steps_and_feet() -> None:
    """So many a minute, then as the belt asks, and off it."""
    desk = Desk()
    for line in ('{"steps": 160}', '{"steps": null}', '{"on_belt": false}'):
        assert desk.take(line) is None
    assert desk.told == [
        {"t": 0.0, "steps": 160},
        {"t": 0.0, "steps": None},
        {"t": 0.0, "on_belt": False},
    ]
    counters = desk.station.treadmill.counters
    assert (counters.cadence, counters.walking) == (None, False)


def test_a_look_tells_everything() -> None:
    """The belt, the client and the faults."""
    desk = Desk()
    desk.take('{"fault": "disobey"}')
    desk.take('{"do": "look"}')
    assert desk.told[-1] == {
        "t": 0.0,
        "phase": "still",
        "belt_kmh": 0.0,
        "reported_kmh": 0.0,
        "client": "none",
        "faults": ["disobey"],
    }


def test_quit_leaves() -> None:
    """With its reason; an empty line is nothing."""
    desk = Desk()
    assert desk.take("  ") is None
    assert desk.left == []
    assert desk.take('{"do": "quit"}') is None
    assert desk.left == ["quit"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{nope", 'a line is one JSON object, like {"console": "stop"}.'),
        ("[1, 2]", 'a line is one JSON object, like {"console": "stop"}.'),
        ("[" * 50_000, 'a line is one JSON object, like {"console": "stop"}.'),
        ('"' + "x" * LONGEST_LINE, f"a line has at most {LONGEST_LINE} bytes."),
        ("{}", _NOTHING),
        ('{"console": "stp"}', 'there is no console key "stp"; did you mean "stop"?'),
        ('{"console": 7}', f"there is no console key 7; there are {', '.join(CONSOLE)}."),
        ('{"console": "stop", "for_s": 8}', '"for_s" does not belong here; it stands alone.'),
        ('{"fault": "link-los"}', 'a treadmill has no fault "link-los"; did you mean "link-loss"?'),
        ('{"fault": 7}', f'a treadmill has no fault "7"; there are {_ALL}.'),
        ('{"fault": "stall", "for": 8}', _MORE),
        ('{"fault": "control-lost", "for_s": 8}', _MOMENT),
        ('{"fault": "delay"}', 'delay needs an amount, 1ms to 60000ms; write "amount": "...".'),
        ('{"fault": "delay", "amount": "2s"}', '"2s" is no amount of delay; write 1ms to 60000ms.'),
        ('{"fault": "delay", "amount": 400}', _AMOUNT),
        ('{"fault": "stall", "amount": "1s"}', "stall has no amount; leave it away."),
        ('{"mend": "every"}', f'a treadmill has no fault "every"; there are {_ALL}.'),
        ('{"mend": "delay", "amount": "1ms"}', '"amount" does not belong here; it stands alone.'),
        ('{"fault": "stall", "fault": "delay"}', '"fault" stands there twice; write it once.'),
        ('{"steps": 1, "x": {"y": 1, "y": 2}}', '"y" stands there twice; write it once.'),
        ('{"steps": 256}', _STEPS),
        ('{"steps": true}', _STEPS),
        ('{"on_belt": 1}', "on_belt is true or false."),
        ('{"do": "stop"}', 'there is no thing to do "stop"; there are look, quit.'),
        *[
            (f'{{"fault": "link-loss", "for_s": {each}}}', _SPAN)
            for each in ("0", "-1", "true", '"8"', "NaN", "Infinity", "1e9", "null", "[]")
        ],
    ],
)
def test_a_bad_line_is_told_and_does_nothing(line: str, sentence: str) -> None:
    """In one sentence with what to write, beside the beginning of the line."""
    desk = Desk()
    assert desk.take(line) == {"t": 0.0, "error": sentence, "line": line[:200]}
    assert desk.told == []
    assert desk.left == []
    assert desk.tampering.on == {}


@given(st.binary(max_size=60))
def test_any_bytes_are_a_request_or_an_error(line: bytes) -> None:
    """Nothing raises, and an error can be written as JSON."""
    json.dumps(Desk().control.take(line))


@given(st.lists(st.binary(max_size=12)), st.lists(st.integers(1, 9)))
def test_lines_are_the_same_however_they_come(parts: list[bytes], sizes: list[int]) -> None:
    """In pieces of any size."""
    data = b"\n".join(parts)
    lines, at = Lines(), 0
    found: list[bytes] = []
    for size in [*sizes, max(1, len(data))]:
        found += lines.feed(data[at : at + size])
        at += size
    assert [*found, lines.end()] == data.split(b"\n")


def test_a_line_without_an_end_is_not_collected() -> None:
    """Beyond what is needed to see that it is too long; the next one is whole."""
    lines = Lines()
    for _ in range(100):
        assert not list(lines.feed(b"x" * LONGEST_LINE))
    assert len(lines.end()) == LONGEST_LINE + 1
    long, good = lines.feed(b"x\n{}\n")
    assert len(long) > LONGEST_LINE
    assert good == b"{}"


def test_the_page_names_every_key() -> None:
    """What can be pressed stands in docs/simulators.md."""
    page = (ROOT / "docs" / "simulators.md").read_text("utf-8")
    assert [name for name in CONSOLE if f"`{name}`" not in page] == []
