"""Manual mode end to end: which bytes leave, what a hand is told, and how such sessions end."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.core.state import Control
from controller.records.reader import read_journal
from controller.session.admission import NotPossible, admit
from controller.session.journal import FileJournal
from controller.session.replay import verify
from protocols.ftms import REQUEST_CONTROL, STOP, encode_feature, encode_speed_range
from protocols.gatt import FITNESS_MACHINE_FEATURE, SUPPORTED_SPEED_RANGE
from protocols.link import Machine
from protocols.units import MILLISECOND, SECOND, CentiKmh, Nanoseconds, SpeedRange
from simulators.profiles import find_machine
from simulators.script import parse_script
from simulators.treadmill.server import Press
from tests.session.bench import HERE, POLICY, SHORT, Bench, run

BY_HAND: Final = [("no-control", False), ("deaf-control", True), ("generic", True)]
ALLOWED: Final = {"no-control": set[bytes](), "deaf-control": {STOP}}
"""What may be written; a treadmill that wants control first is asked for it behind its refusal."""

machines = pytest.mark.parametrize(("machine", "manual"), BY_HAND)


def bytes_of(bench: Bench, machine: str) -> list[bytes]:
    """Return what was written, every byte of it accounted for."""
    sent = [data for _, data in bench.written]
    assert set(sent) <= ALLOWED.get(machine, {STOP, REQUEST_CONTROL})
    for at, data in enumerate(sent):
        assert data != REQUEST_CONTROL or STOP in sent[:at]
    assert [data for _, data in bench.arrived] == sent or machine == "generic"
    return sent


def pressed(bench: Bench) -> list[tuple[str, int | None]]:
    """Return what was to be pressed."""
    return [(each["key"], each["speed"]) for each in bench.kind("press")]


def outcome(bench: Bench) -> tuple[str, bool]:
    """Return how it ended, and whether the belt was seen to stand."""
    (ended,) = bench.kind("ended")
    return ended["outcome"], ended["confirmed"]


@machines
def test_a_whole_session(machine: str, *, manual: bool) -> None:
    """The plan is done by a hand, each change pressed once, and no alarm rises."""
    bench = run(machine, manual=manual)
    bytes_of(bench, machine)
    assert outcome(bench) == ("completed", True)
    assert pressed(bench) == [
        ("start", 100), ("faster", 400), ("faster", 750), ("slower", 400), ("slower", 300),
        ("stop", None),
    ]  # fmt: skip
    assert [each["speed"] for each in bench.kind("target")] == [100, 400, 750, 400, 300]
    assert max(each["speed"] for each in bench.kind("belt")) == 750
    assert bench.kind("alarm") == []
    assert (bench.bug, bench.final_speed, bench.later_speed) == (None, 0, 0)


@machines
@pytest.mark.parametrize(
    ("script", "ends", "keys"),
    [
        ("run1+0:05=stop", "stopped", ["stop"]),
        ("run1+0:05=symptom:heaviness:2", "walked_out", ["slower", "slower", "stop"]),
        ("run1+0:05=symptom:chest:1", "stopped_and_refer", ["stop"]),
    ],
)
def test_a_stop_and_a_symptom(
    machine: str,
    *,
    manual: bool,
    script: str,
    ends: str,
    keys: list[str],
) -> None:
    """What leads to a target or to 08 01 elsewhere is said, and done by a hand."""
    bench = run(machine, manual=manual, script=[parse_script(script, POLICY)])
    sent = bytes_of(bench, machine)
    assert (STOP in sent) is (machine != "no-control")
    assert outcome(bench) == (ends, True)
    assert [key for key, _ in pressed(bench)][3:] == keys


@machines
def test_a_pause(machine: str, *, manual: bool) -> None:
    """Stop, start and the walk that goes on, all by a hand; the plan is done."""
    script = [parse_script(each, POLICY) for each in ("run1+0:05=pause", "2:00=resume")]
    bench = run(machine, manual=manual, script=script)
    bytes_of(bench, machine)
    assert outcome(bench) == ("completed", True)
    assert [key for key, _ in pressed(bench)][3:6] == ["stop", "start", "faster"]


@pytest.mark.parametrize("offset", range(0, 1000, 125))
def test_a_pause_on_a_machine_that_refuses_each_second_write(offset: int) -> None:
    """Campaign, seed 5436: the refused request for control let the same stop go 20,000 times.

    The stop is carried out at once, by a machine that wants control for it first; and it is over
    when she goes on.
    """
    pause = 45 * SECOND + offset * MILLISECOND
    keys = [(pause, "pause"), (pause + 30 * SECOND, "resume")]
    bench = run("busy", manual=True, keys=keys, session_program=SHORT)
    sent = bytes_of(bench, "generic")
    assert outcome(bench) == ("completed", True)
    assert sent.count(STOP) <= 6
    first, last = (bench.arrived[at][0] for at in (0, 4))
    assert [data for _, data in bench.arrived[:5]] == [STOP, *[REQUEST_CONTROL] * 2, *[STOP] * 2]
    assert pause < first <= pause + 30 * MILLISECOND
    assert last - first < 300 * MILLISECOND
    resumed = pause + 30 * SECOND
    (done,) = (each["t"] for each in bench.kind("stop") if each["cause"] == "plan")
    assert not [at for at, _ in bench.written if resumed <= at < done]


def test_the_stop_of_a_pause_is_over_when_she_goes_on() -> None:
    """A machine refuses every write; her hand has stopped the belt, and started it again."""
    generic = find_machine("generic")
    deaf = replace(generic, control_point=replace(generic.control_point, busy_every=1))
    keys = [(45 * SECOND, "pause"), (75 * SECOND, "resume")]
    bench = run(deaf, manual=True, keys=keys, session_program=SHORT)
    assert outcome(bench) == ("completed", True)
    in_the_pause = [at for at, _ in bench.written if 45 * SECOND <= at < 75 * SECOND]
    assert 30 < len(in_the_pause) < 50
    (done,) = (each["t"] for each in bench.kind("stop") if each["cause"] == "plan")
    assert not [at for at, _ in bench.written if 75 * SECOND <= at < done]


@machines
def test_a_link_that_is_lost_and_returns(machine: str, *, manual: bool) -> None:
    """The alarm at once; at the return a stop is announced only where it can be sent."""
    script = [parse_script("run1+0:05=link-loss:20", POLICY)]
    bench = run(machine, manual=manual, script=script)
    sent = bytes_of(bench, machine)
    assert outcome(bench) == ("link_lost", True)
    assert bench.kind("alarm")[0]["because"].startswith("the link to the treadmill is lost")
    assert bool(bench.kind("announce_stop")) is (machine != "no-control")
    assert bool(sent) is (machine != "no-control")
    assert bench.final_speed == 0


@machines
def test_nobody_presses(machine: str, *, manual: bool) -> None:
    """A minute, and it is over without an alarm; a belt that nobody started stands."""
    bench = run(machine, manual=manual, follows=False)
    bytes_of(bench, machine)
    assert outcome(bench) == ("stopped", True)
    assert bench.kind("ended")[0]["because"] == "nobody started the belt"
    assert pressed(bench) == [("start", 100)]
    assert bench.kind("alarm") == []


def test_a_machine_that_claims_control_and_has_none() -> None:
    """Its Start is refused; the end says what can be done instead."""
    bench = run("deaf-control")
    (ended,) = bench.kind("ended")
    assert ended["because"] == (
        "the treadmill refused to start: op code not supported; "
        "with --manual you press its keys yourself, as Reprise says them"
    )


def test_a_machine_that_answers_success_and_does_not_start() -> None:
    """Quirk 10: nothing moves within the longest start delay; the same remedy."""
    generic = find_machine("generic")
    silent = replace(
        generic, control_point=replace(generic.control_point, strict=False, obeys=False)
    )
    bench = run(silent)
    (ended,) = bench.kind("ended")
    assert ended["because"].startswith("the treadmill did not start the belt; with --manual")


KEYS: Final = ("stop", "pause", "resume", "walk", "wrong", "unwell", "start", "keys-lost", "other")
happenings = st.lists(
    st.tuples(
        st.integers(0, 150),
        st.sampled_from((*KEYS, *Press, "lost", "back")),
    ),
    max_size=8,
)


@pytest.mark.long
@pytest.mark.parametrize(("machine", "manual"), BY_HAND[:2])
@settings(max_examples=60, deadline=None)
@given(happens=happenings, follows=st.booleans())
def test_no_other_byte_ever_leaves(
    machine: str,
    *,
    manual: bool,
    happens: list[tuple[int, str | Press]],
    follows: bool,
) -> None:
    """Random keys, hands at the console and losses: 08 01 at most; nothing at all without 2AD9."""

    def prepare(bench: Bench) -> None:
        for second, what in happens:
            when = Nanoseconds(second * SECOND + 7 * MILLISECOND)
            if isinstance(what, Press):
                act = partial(bench.air.press_console, HERE, what)
            elif what == "lost":
                act = partial(bench.air.lose_link, HERE)
            elif what == "back":
                act = partial(bench.air.restore_link, HERE)
            else:
                continue
            bench.clock.call_at(when, act)

    keys = [(at * SECOND, what) for at, what in happens if isinstance(what, str) and what in KEYS]
    keys.append((250 * SECOND, "stop"))  # a start that was called off ends by nothing else
    bench = run(machine, manual=manual, follows=follows, keys=keys, prepare=prepare)
    assert bench.bug is None
    assert {data for _, data in bench.written} <= ALLOWED[machine]


@machines
def test_its_journal_proves_itself(machine: str, *, manual: bool, tmp_path: Path) -> None:
    """The control is in the header; the inputs make the same presses again."""
    path = tmp_path / "by-hand.jsonl"
    journal = FileJournal(path)
    script = [parse_script("run1+0:05=symptom:heaviness:2", POLICY)]
    bench = run(machine, manual=manual, script=script, journal=journal)
    journal.close()
    read = read_journal(path)
    assert verify(read, "by-hand.jsonl") == sum(each["io"] == "out" for each in bench.records)


USUAL: Final = SpeedRange(CentiKmh(100), CentiKmh(1600), CentiKmh(10))


def machine_with(
    speed_range: SpeedRange | None = USUAL,
    settings: int | None = 1,
    *,
    control_point: bool = True,
) -> Machine:
    """Return a machine that says so much of itself."""
    reads = {}
    if speed_range is not None:
        reads[SUPPORTED_SPEED_RANGE] = encode_speed_range(speed_range)
    if settings is not None:
        reads[FITNESS_MACHINE_FEATURE] = encode_feature(0x1004, settings)
    return Machine(HERE, "Treadmill", reads, control_point)


@pytest.mark.parametrize(
    ("machine", "manual", "control"),
    [
        (machine_with(), False, Control.FULL),
        (machine_with(settings=None), False, Control.FULL),  # Sole F65 has no 2ACC
        (machine_with(), True, Control.STOP_ONLY),
        (machine_with(settings=2), False, Control.STOP_ONLY),
        (machine_with(None), False, Control.STOP_ONLY),
        (machine_with(control_point=False), False, Control.NONE),
        (machine_with(None, None, control_point=False), True, Control.NONE),
    ],
)
def test_what_a_machine_can_be_asked_for(
    machine: Machine, control: Control, *, manual: bool
) -> None:
    """What it does not claim is not tried; what it cannot do is not hidden by a choice."""
    terms = admit(SHORT, machine, manual=manual)
    assert terms.control is control
    assert bool(terms.why) is (control is not Control.FULL)


def test_a_hand_may_set_what_no_ramp_could() -> None:
    """A grid of 1 km/h is too coarse to be driven, and the remedy is named; a hand sets it."""
    coarse = machine_with(SpeedRange(CentiKmh(100), CentiKmh(1600), CentiKmh(100)))
    with pytest.raises(NotPossible, match="Add --manual to press its keys yourself"):
        admit(SHORT, coarse)
    assert admit(SHORT, coarse, manual=True).speed_range.increment == 100


def test_what_the_belt_cannot_do_no_hand_can() -> None:
    """A session beyond a range that is known is refused by hand as well."""
    slow = machine_with(SpeedRange(CentiKmh(100), CentiKmh(600), CentiKmh(10)))
    with pytest.raises(NotPossible, match=r"needs 7\.5 km/h"):
        admit(SHORT, slow, manual=True)
