"""The stop key, the lease, and sessions of random keys: the belt ends still."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.records.reader import parse_journal
from controller.session.lease import LEASE
from controller.session.replay import verify
from protocols.ftms import START, STOP, Op
from protocols.units import MILLISECOND, SECOND, Nanoseconds
from simulators.profiles import find_machine
from simulators.script import Scripted
from simulators.sitting.simulation import simulate
from tests.lanes import one_in
from tests.session.bench import POLICY, PROGRAMS, Bench, run, slow_to_answer

ATT = 30 * MILLISECOND
IN_THE_MIDDLE = 97 * MILLISECOND
"""After a target was handed over: its write has returned, its answer is still out."""
PHASES = {
    2_000: "still",
    8_000: "countdown",
    15_000: "starting",
    30_000: "running",
}
"""Milliseconds on the generic treadmill and the phase that the session is in by then."""


def pressed(bench: Bench, moment: int) -> tuple[int, bytes]:
    """Return what reached the treadmill first after a press, and how much later."""
    at, data = next(each for each in bench.arrived if each[0] >= moment)
    return at - moment, data


@pytest.mark.parametrize("machine", one_in(3, ["generic", "urevo-e1l", "urevo-urtm024"]))
@pytest.mark.parametrize(
    "milliseconds", [2_000, 3_650, *range(13_900, 14_300, 35), *range(15_000, 130_000, 7_919)]
)
def test_the_stop_key_reaches_the_treadmill(machine: str, milliseconds: int) -> None:
    """Within the write under way and half a round trip, 08 01 is there, in whatever phase."""
    moment = milliseconds * MILLISECOND
    bench = run(machine, keys=[(moment, "stop")])
    trip = find_machine(machine).radio.att_round_trip
    if bench.ended_at > moment:
        after = [each for each in bench.arrived if each[0] >= moment]
        stop_at = next(at for at, data in after if data == STOP)
        assert stop_at - moment <= trip + trip // 2
        assert len([data for at, data in after if at <= stop_at]) <= 2
    assert (bench.bug, bench.final_speed, bench.later_speed) == (None, 0, 0)
    assert all(data != START for at, data in bench.arrived if at > moment + trip)


@pytest.mark.parametrize(("milliseconds", "phase"), PHASES.items())
def test_the_stop_key_stops_in_every_phase(milliseconds: int, phase: str) -> None:
    """With nothing under way the bytes take half a round trip, and the session ends."""
    moment = milliseconds * MILLISECOND
    bench = run(keys=[(moment, "stop")])
    assert bench.phase_at(moment) == phase
    assert pressed(bench, moment) == (ATT // 2, STOP)
    assert [each["outcome"] for each in bench.kind("ended")] == ["stopped"]


def test_the_stop_key_stops_a_pause_and_a_stop() -> None:
    """Paused, the stop goes out all the same; while stopping, it goes out again."""
    for keys in ([(40_000, "pause"), (60_000, "stop")], [(40_000, "stop"), (40_500, "stop")]):
        bench = run(keys=[(at * MILLISECOND, key) for at, key in keys])
        for at, _ in keys:
            assert pressed(bench, at * MILLISECOND) == (ATT // 2, STOP)
        assert (bench.bug, bench.final_speed, bench.later_speed) == (None, 0, 0)


def test_the_stop_key_stops_while_walking_out() -> None:
    """A symptom has ended the running; the stop works as ever."""
    symptom = Scripted("run", 1, Nanoseconds(5 * SECOND), "symptom", "heaviness", 1)
    bench = run(script=[symptom], keys=[(100 * SECOND, "stop")])
    assert bench.phase_at(100 * SECOND) in ("walking out", "running")
    assert pressed(bench, 100 * SECOND) == (ATT // 2, STOP)


@pytest.mark.parametrize("answers_after", [300, 1500])
@pytest.mark.parametrize("milliseconds", one_in(3, range(30_000, 34_000, 97)))
def test_a_machine_that_is_slow_to_answer_still_stops(
    answers_after: int, milliseconds: int
) -> None:
    """A stop refused because the last answer is outstanding is sent again until it is obeyed."""
    moment = milliseconds * MILLISECOND
    bench = run(slow_to_answer(answers_after), keys=[(moment, "stop")])
    assert (bench.bug, bench.final_speed, bench.later_speed) == (None, 0, 0)
    stops = [at for at, data in bench.arrived if data == STOP and at >= moment]
    assert stops[0] - moment <= ATT + ATT // 2


@pytest.mark.parametrize("answers_after", [300, 1500])
def test_a_stop_that_the_radio_refused_goes_again_when_the_write_returns(
    answers_after: int,
) -> None:
    """The write came back with an error, so the stop was not taken: it is next again."""
    machine = slow_to_answer(answers_after)
    target = next(at for at, data in run(machine).written if data[0] == Op.SET_TARGET_SPEED)
    bench = run(machine, keys=[(target + IN_THE_MIDDLE, "stop")])
    refused = [each["t"] for each in bench.kind("write_done") if each["error"]]
    assert refused != []
    assert any(
        data == STOP and 0 < at - refused[0] <= 500 * MILLISECOND for at, data in bench.arrived
    )


@pytest.mark.parametrize("key", ["freeze-screen", "kill-screen"])
def test_a_lost_screen_brings_the_belt_down(key: str) -> None:
    """The symptom ramp, then 08 01 within its ten seconds; a frozen screen has its lease first."""
    lost = Scripted("run", 1, Nanoseconds(5 * SECOND), key)
    bench = run(script=[lost])
    counted = next(
        each["t"]
        for each in bench.kind("segment")
        if each["counting"] and each["gait"] == "run" and each["role"] == "work"
    )
    gone = counted + 5 * SECOND
    (told,) = bench.kind("lease_lost")
    assert told["t"] - gone <= (LEASE if key == "freeze-screen" else 0)
    after = [each for each in bench.written if each[0] > gone]
    stop_at = next(at for at, data in after if data == STOP)
    ramp = [int.from_bytes(data[1:], "little") for at, data in after if at < stop_at]
    assert stop_at - gone <= 10 * SECOND + LEASE
    assert len(ramp) > 2
    assert ramp == sorted(ramp, reverse=True)
    assert (bench.bug, bench.final_speed, bench.later_speed) == (None, 0, 0)


KEYS = st.builds(
    Scripted,
    st.just(""),
    st.just(0),
    st.integers(0, 150_000).map(lambda at: Nanoseconds(at * MILLISECOND)),
    st.sampled_from(
        [
            "stop",
            "pause",
            "resume",
            "start",
            "nothing",
            "what",
            "freeze-screen",
            "kill-screen",
            "answer:none",
        ]
    ),
)
SYMPTOM_KEYS = st.builds(
    Scripted,
    st.just(""),
    st.just(0),
    st.integers(0, 150_000).map(lambda at: Nanoseconds(at * MILLISECOND)),
    st.just("symptom"),
    st.sampled_from([each.symptom.id for each in POLICY.entries]),
    st.integers(0, 10),
)
LOSSES = st.builds(
    Scripted,
    st.just(""),
    st.just(0),
    st.integers(0, 150_000).map(lambda at: Nanoseconds(at * MILLISECOND)),
    st.just("link-loss"),
    st.just(""),
    st.integers(1, 40),
)
SCRIPTS = st.lists(st.one_of(KEYS, SYMPTOM_KEYS, LOSSES), max_size=8)


@given(script=SCRIPTS, machine=st.sampled_from(sorted(PROGRAMS)))
@settings(max_examples=40, deadline=None)
def test_random_keys_at_random_moments(script: list[Scripted], machine: str) -> None:
    """Nothing forbidden happens, the belt ends still, and the records prove themselves."""
    # A countdown that a key has called off would wait for a start key for ever.
    script = [*script, Scripted("", 0, Nanoseconds(200 * SECOND), "stop")]
    result = simulate(PROGRAMS[machine], POLICY, find_machine(machine), script=script)
    assert result.violations == []
    assert result.summary.outcome is not None
    if result.summary.outcome not in ("link_lost", "unknown"):
        assert result.final_speed == 0
    text = "".join(json.dumps(each) + "\n" for each in result.records)
    outputs = sum(each["io"] == "out" for each in result.records)
    assert verify(parse_journal(text, "a.jsonl"), "a.jsonl") == outputs
