"""``KIND@WHEN[+DURATION][=AMOUNT]``: what can be written, and what is refused."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.shelf import find_policy
from protocols.units import MILLISECOND, SECOND, Nanoseconds
from simulators.driven.control import Control
from simulators.driven.tampering import Tampering
from simulators.driven.watched import WatchedStation
from simulators.faults import (
    CHARACTERISTICS,
    FORMS,
    OF_A_TREADMILL,
    OF_THE_LINK,
    STAGES,
    Fault,
    FaultInvalid,
    Form,
    Kind,
    Lasts,
    Unit,
    parse_fault,
    written,
)
from simulators.fixture import Treadmills
from simulators.profiles import find_machine
from simulators.scenarios.events import read_event
from simulators.virtual_time import VirtualClock
from simulators.when import CONNECT, When, parse_when
from tests.house.tree import ROOT

if TYPE_CHECKING:
    from simulators.link.wire import Message


def at(part: str = "", number: int = 0, seconds: int = 0) -> When:
    """Return a moment."""
    return When(part, number, Nanoseconds(seconds * SECOND))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("link-loss@7:00+12s", Fault(Kind.LINK_LOSS, at(seconds=420), Nanoseconds(12 * SECOND))),
        ("link-loss@7:00", Fault(Kind.LINK_LOSS, at(seconds=420))),
        ("lost-answers@run2+0:10", Fault(Kind.LOST_ANSWERS, at("run", 2, 10), amount=100)),
        (
            "lost-notifications@warm-up+0:05+300ms=20%",
            Fault(
                Kind.LOST_NOTIFICATIONS,
                at("warm-up", 0, 5),
                Nanoseconds(300 * MILLISECOND),
                20,
            ),
        ),
        ("delay@walk13+1:00=400ms", Fault(Kind.DELAY, at("walk", 13, 60), amount=400)),
        (
            "refused-subscriptions@connect+0:00+1min=2ACD",
            Fault(Kind.REFUSED_SUBSCRIPTIONS, at(CONNECT), Nanoseconds(60 * SECOND), 0x2ACD),
        ),
        ("footpod-implausible@0:00=0", Fault(Kind.FOOTPOD_IMPLAUSIBLE, at(), amount=0)),
        ("bug@run1+0:05=guard", Fault(Kind.BUG, at("run", 1, 5), amount=STAGES.index("guard"))),
    ],
)
def test_what_is_written(text: str, fault: Fault) -> None:
    """Each field has its place."""
    assert parse_fault(text) == parse_fault(f" {text} ") == fault


@st.composite
def faults(draw: st.DrawFn) -> Fault:
    """Draw a fault as it can be written."""
    kind = draw(st.sampled_from(Kind))
    form = FORMS[kind]
    parts = [("", 0), ("warm-up", 0), ("cool-down", 0), ("run", 7), ("walk", 999)]
    parts += [(CONNECT, 0)] if kind in OF_THE_LINK else []
    part, number = draw(st.sampled_from(parts))
    shortest, longest = {
        Lasts.AT_ONCE: (0, 0),
        Lasts.DURATION: (1, 9_999_999),
    }.get(form.lasts, (0, 9_999_999))
    amounts: dict[Unit | None, st.SearchStrategy[int | None]] = {
        None: st.none(),
        Unit.STAGE: st.integers(0, len(STAGES) - 1),
        Unit.CHARACTERISTIC: st.sampled_from((0, *CHARACTERISTICS)),
    }
    return Fault(
        kind,
        at(part, number, draw(st.integers(0, 59_999))),
        Nanoseconds(draw(st.integers(shortest, longest)) * MILLISECOND),
        draw(amounts.get(form.unit, st.sampled_from(form.amounts or (0,)))),
    )


@given(faults())
def test_what_is_printed_is_read_back(fault: Fault) -> None:
    """One parser, one printer."""
    assert parse_fault(str(fault)) == fault


@given(st.text() | st.builds("{}@{}+{}={}".format, st.sampled_from(Kind), *[st.text()] * 3))
def test_nothing_that_can_be_written_is_a_mistake_of_ours(text: str) -> None:
    """It becomes a fault, or a sentence."""
    with suppress(FaultInvalid):
        assert parse_fault(text).when.after >= 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("link-los@7:00+1s", 'there is no fault "link-los"; did you mean "link-loss"?'),
        ("help", 'there is no fault "help"; there are link-loss@WHEN[+DURATION], '),
        ("link-loss", "write link-loss@WHEN[+DURATION] with WHEN as 6:30"),
        ("link-loss@soon", "write link-loss@WHEN[+DURATION] with WHEN as 6:30"),
        ("link-loss@1:60", "write link-loss@WHEN[+DURATION] with WHEN as 6:30"),
        ("link-loss@1:00+5", "write link-loss@WHEN[+DURATION]"),
        ("link-loss@1:00+0s", "a duration is longer than 0"),
        ("link-loss@1:00=5", "link-loss has no amount; write link-loss@WHEN[+DURATION]."),
        ("stall@1:00", "stall comes to an end; write stall@WHEN+DURATION."),
        ("full-disk@1:00+3s", "full-disk happens at once; write full-disk@WHEN."),
        (
            "delay@1:00",
            "delay needs an amount, 1ms to 60000ms; write delay@WHEN[+DURATION]=Nms.",
        ),
        ("delay@1:00=0ms", '"0ms" is no amount of delay; write 1ms to 60000ms.'),
        ("lost-answers@1:00=101%", '"101%" is no amount of lost-answers; write 1% to 100%.'),
        ("lost-answers@1:00=-1", "write lost-answers@WHEN[+DURATION][=N%]"),
        ("bug@1:00=lunch", '"lunch" is no amount of bug; there are decode, step,'),
        ("bug@1:00", "summary, pipe, journal, timer; write bug@WHEN=STAGE."),
        ("refused-subscriptions@1:00=2acd", "there are 2AD9, 2ACD, 2ADA, 2AD3, 2A53."),
        ("sleep@connect+0:00+3s", "sleep has its place in a session; write sleep@WHEN+DURATION."),
    ],
)
def test_what_is_refused_is_told_in_a_sentence(text: str, told: str) -> None:
    """With the fault as it was written, what is wrong, and what can be written instead."""
    with pytest.raises(FaultInvalid) as refused:
        parse_fault(text)
    assert str(refused.value).startswith(f'--fault "{text}": ')
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_every_kind_says_what_it_is_and_how_it_is_written() -> None:
    """No row is missing, and each kind is read by the form that is told for it."""
    assert set(FORMS) == set(Kind)
    for kind, form in FORMS.items():
        assert form.means
        text = written(kind).replace("WHEN", "1:00").replace("DURATION", "5s")
        text = text.replace("[", "").replace("]", "").replace("=UUID", "=2ACD")
        text = text.replace("=STAGE", "=pipe").replace("=N", "=9")
        assert parse_fault(text).kind is kind


@pytest.mark.parametrize("text", ["6:30", "0:00", "run2+0:10", "walk13+1:06", "connect+0:59"])
def test_a_moment_is_printed_as_it_was_written(text: str) -> None:
    """The same text comes back."""
    assert str(parse_when(text)) == text


PAGE: Final = (ROOT / "docs" / "simulators.md").read_text("utf-8")
SPANS: Final = {
    Lasts.FOR_GOOD: "for good",
    Lasts.ONCE: "once",
    Lasts.AT_ONCE: "it has none",
    Lasts.DURATION: "it needs one",
}


def amounts(form: Form) -> str:
    """Return what the page says of a kind's amounts."""
    match form.unit:
        case None:
            return ""
        case Unit.CHARACTERISTIC:
            return f"{', '.join(f'`{each:04X}`' for each in CHARACTERISTICS)}; else all"
        case Unit.STAGE:
            return ", ".join(f"`{each}`" for each in STAGES)
        case unit:
            known = f"`{form.amounts[0]}{unit}` to `{form.amounts[-1]}{unit}`"
            return known if form.usual is None else f"{known}; else `{form.usual}{unit}`"


def test_the_page_has_one_table_of_faults_and_it_is_the_code_s() -> None:
    """Every kind, what it is, its amounts, its span, and who can have it."""
    _, *tables = PAGE.split("| fault |")
    assert len(tables) == 1
    rows = tables[0].partition("\n\n")[0].splitlines()[2:]
    assert rows == [
        f"| `{kind}` | {form.means} | {amounts(form)} | {SPANS[form.lasts]} | "
        f"{'any treadmill' if kind in OF_A_TREADMILL else 'session'} |"
        for kind, form in FORMS.items()
    ]


def test_the_page_writes_one_fault_in_four_ways() -> None:
    """It is the same value in each, but for its moment."""
    ways = PAGE.partition("how it is written |")[2].partition("\n\n")[0]
    by = dict(re.findall(r"^\| (.*?) \| (.*) \|$", ways, re.MULTILINE))
    line, mend = re.findall(r"`(\{.*?\})`", by["`--control`"])
    call = re.fullmatch(
        r'`belt\.fault\("(.*)", for_s=(\d+)\)`, ended by `belt\.mend\("(.*)"\)`', by["pytest"]
    )
    option = re.match(r"`--fault (\S+)`", by["`reprise simulate`"])
    keys = dict(re.findall(r"`([a-z]+): (.*?)`", by["a scenario"]))
    assert call is not None
    assert option is not None
    asked = parse_fault(option[1])
    assert read_event(keys, find_policy("cautious")).happens == asked

    clock = VirtualClock()
    told: list[Message] = []
    station = WatchedStation("C0:DE:00:00:00:01", find_machine("generic"), clock, told.append)
    tampering = Tampering(station, clock, Random(1))  # noqa: S311
    control = Control(station, tampering, print)
    assert control.take(line.encode()) is None
    assert tampering.on == {asked.kind: asked._replace(when=at())}
    assert control.take(mend.encode()) is None
    assert tampering.on == {}

    room = Treadmills(clock)
    belt = room()
    belt.fault(call[1], for_s=int(call[2]))
    belt.mend(call[3])
    assert [json.loads(each) for each in room.told()] == told
