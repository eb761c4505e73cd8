"""Steps and a hand at the console, over the simulated air: what the treadmill is really sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from controller.cli.session.wearables import Wearables
from controller.core.timeline import Gait, Program
from controller.records.reader import Journal
from controller.session.replay import verify
from controller.session.shell import Session
from protocols.ftms import STOP, Op, decode_request
from protocols.sensor_link import Radio
from protocols.units import SECOND, Nanoseconds
from simulators.profiles import find_machine
from simulators.script import Scripted
from simulators.treadmill import gait
from simulators.treadmill.machine import MachineProfile
from simulators.treadmill.server import Press
from tests.session.bench import HERE, Bench, program, run

POD = "5E:1F:7E:AD:00:02"
LONG: Program = program(
    (Gait.WALK, 60, 400), (Gait.RUN, 40, 750), (Gait.WALK, 60, 400), (Gait.RUN, 30, 750),
    (Gait.WALK, 20, 300),
)  # fmt: skip
WALKING, RUNNING = 70, 125
"""By these seconds the belt has walked, and run, for longer than any lag."""


def at(second: float, *acts: Callable[[Bench], None]) -> Callable[[Bench], None]:
    """Return what arranges that something is done at a moment."""

    def prepare(bench: Bench) -> None:
        for act in acts:
            bench.clock.call_at(Nanoseconds(int(second * SECOND)), partial(act, bench))

    return prepare


def press(key: Press, times: int) -> Callable[[Bench], None]:
    """Return a hand that presses a key so often."""

    def act(bench: Bench) -> None:
        for _ in range(times):
            bench.air.press_console(HERE, key)

    return act


def step_off(bench: Bench) -> None:
    """Leave the belt."""
    bench.air.step_off(HERE)


def take_control(bench: Bench) -> None:
    """Let another app have the treadmill."""
    bench.air.take_control_away(HERE)


def speeds(bench: Bench, since: float) -> list[int]:
    """Return the targets that were handed to the link from a moment on."""
    requests = [decode_request(data) for when, data in bench.written if when >= since * SECOND]
    return [
        each.target_speed
        for each in requests
        if each is not None and each.op == Op.SET_TARGET_SPEED and each.target_speed is not None
    ]


def wear_pod(bench: Bench, session: Session) -> Wearables:
    """Put a pod on the runner's foot."""
    bench.air.add_footpod(POD, HERE)
    air = bench.air
    radio = Radio(air.scanner_backend, air.client_backend, air.adapter_backend)
    return Wearables(session, radio, treadmill=HERE, footpod=POD)


def without_cadence() -> MachineProfile:
    """Return a generic treadmill that counts no steps."""
    generic = find_machine("generic")
    return replace(generic, radio=replace(generic.radio, cadence_sensor=False))


def check(bench: Bench) -> None:
    """Hold a session against what every one must do: no bug, a belt that stands, its journal."""
    assert (bench.bug, bench.final_speed, bench.later_speed) == (None, 0, 0)
    assert [each for each in bench.kind("tx") if each["verdict"] != "admitted"] == []
    header, *records = bench.records
    assert verify(Journal(header, tuple(records), cut=False), "here") > 10


@pytest.mark.parametrize("second", [WALKING, RUNNING])
@pytest.mark.parametrize("by", ["the treadmill's own", "a pod"])
def test_an_empty_belt_is_brought_down(by: str, second: int) -> None:
    """The first slower target within a sensor's second of the three, and 08 01 in ten more."""
    pod = by == "a pod"
    machine = without_cadence() if pod else find_machine("generic")
    bench = run(
        machine, session_program=LONG, prepare=at(second, step_off), wear=wear_pod if pod else None
    )
    check(bench)
    (stop,) = bench.kind("stop")
    assert (stop["because"], stop["cause"]) == ("no steps on a moving belt", "rule")
    assert 3 * SECOND <= stop["t"] - second * SECOND <= 4.2 * SECOND
    sent = speeds(bench, second)
    assert sent == sorted(sent, reverse=True)
    assert sent[-1] == 100
    stops = [when for when, data in bench.written if data == STOP]
    assert stops[0] - stop["t"] <= 10 * SECOND


def test_a_walker_is_not_taken_faster_than_a_jog(monkeypatch: pytest.MonkeyPatch) -> None:
    """At 120 steps a minute both runs are walked at 7.0; it is told, and asked early."""
    monkeypatch.setattr(gait, "cadence", lambda speed: 120 if speed else 0)
    bench = run(session_program=LONG)
    check(bench)
    assert max(speeds(bench, 0)) == 700
    assert bench.kind("ended")[0]["outcome"] == "completed"
    assert [each["held"] for each in bench.kind("held_gait")] == [True, False] * 2
    assert [each["why"] for each in bench.kind("reminder")] == ["steps"] * 2
    (walk,) = [
        each for each in bench.kind("segment")
        if each["counting"] and each["role"] == "work" and each["gait"] == "walk"
    ]  # fmt: skip
    question = next(each for each in bench.kind("question") if each["t"] > walk["t"] - 1)
    assert question["t"] - walk["t"] <= SECOND // 2


def test_a_runner_is_seen_to_run_and_to_walk() -> None:
    """The label follows the plan; there is a sensor, so nothing is said of none."""
    bench = run(session_program=LONG)
    check(bench)
    ended = bench.kind("ended")[0]["t"]
    labels = [each["gait"] for each in bench.kind("gait") if each["t"] < ended]
    assert labels == ["walk", "run", "walk", "run", "walk"]
    assert bench.kind("no_steps") + bench.kind("reminder") + bench.kind("changed") == []
    assert max(speeds(bench, 0)) == 750


def test_without_a_sensor_it_is_told_once() -> None:
    """And the plan is done as with one."""
    bench = run(without_cadence(), session_program=LONG)
    check(bench)
    assert len(bench.kind("no_steps")) == 1
    assert max(speeds(bench, 0)) == 750
    assert bench.kind("ended")[0]["outcome"] == "completed"


def test_slower_at_the_console_is_adopted_in_a_walk() -> None:
    """3.4 instead of 4.0: the walk stays there, and so does the next."""
    bench = run(session_program=LONG, prepare=at(WALKING - 10, press(Press.SLOWER, 6)))
    check(bench)
    (changed,), (eased,) = bench.kind("changed"), bench.kind("eased")
    assert (changed["speed"], changed["higher"]) == (340, False)
    assert (eased["walk"], eased["run"], eased["by"]) == (60, 0, "console")
    walks = [each["speed"] for each in bench.kind("segment") if each["gait"] == "walk"]
    assert walks == [400, 400, 340, 340, 240, 240]
    assert bench.kind("ended")[0]["outcome"] == "completed"


@pytest.mark.parametrize(("times", "run_speed", "cut"), [(3, 720, 0), (15, 700, 1)])
def test_slower_at_the_console_in_a_run(times: int, run_speed: int, cut: int) -> None:
    """Still a run: it and the next go on more slowly; no run any more: it is a walk."""
    bench = run(session_program=LONG, prepare=at(RUNNING, press(Press.SLOWER, times)))
    check(bench)
    assert max(speeds(bench, RUNNING)) == run_speed
    assert bench.kind("ended")[0]["cut"] == cut
    assert bench.kind("ended")[0]["outcome"] == "completed"


def test_faster_at_the_console_is_not_fought() -> None:
    """6.0 in a walk of 4.0: nothing is sent while it stands, and the plan waits."""
    bench = run(
        session_program=LONG,
        prepare=at(WALKING, press(Press.FASTER, 20)),
        script=[Scripted("", 0, Nanoseconds(50 * SECOND), "answer:none")],
        keys=[((WALKING + 50) * SECOND, "stop")],
    )
    check(bench)
    (changed,) = bench.kind("changed")
    assert (changed["speed"], changed["higher"]) == (600, True)
    assert (changed["because"], changed["until"]) == ("", None)
    assert speeds(bench, WALKING) == []
    asked = [each for each in bench.kind("question") if each.get("step") == "console"]
    assert [each["state"] for each in asked] == ["open", "held"]


@pytest.mark.parametrize("keys", [[], [((WALKING + 20) * SECOND, "walk")]], ids=["ENTER", "W"])
def test_faster_at_the_console_is_led_back_by_her_word(keys: list[tuple[int, str]]) -> None:
    """Both answers to the question take the belt back to the walk of 4.0, once."""
    script = [Scripted("", 0, Nanoseconds(50 * SECOND), "answer:none")] if keys else []
    bench = run(
        session_program=LONG,
        prepare=at(WALKING, press(Press.FASTER, 20)),
        script=script,
        keys=keys,
    )
    check(bench)
    assert speeds(bench, WALKING)[0] == 400
    assert len(bench.kind("changed")) == 1


def test_above_the_cap_is_asked_down_after_ten_seconds() -> None:
    """11 km/h in a run of 7.5: one target, and the run goes on."""
    bench = run(session_program=LONG, prepare=at(RUNNING, press(Press.FASTER, 35)))
    check(bench)
    (changed,) = bench.kind("changed")
    assert changed["speed"] == 1100
    assert changed["because"] == "the highest speed set for this runner"
    assert changed["until"] == changed["t"] + 10 * SECOND
    down = next(each for each in bench.kind("target") if each["t"] >= RUNNING * SECOND)
    assert (down["t"], down["speed"]) == (changed["until"], 750)
    assert bench.kind("ended")[0]["outcome"] == "completed"


@pytest.mark.parametrize("second", [3, 18, WALKING, RUNNING], ids="second {}".format)
def test_control_that_is_taken_away(second: int) -> None:
    """Before the start it means nothing; from then on it stops the belt at that moment."""
    bench = run(session_program=LONG, prepare=at(second, take_control))
    check(bench)
    if second == 3:
        assert bench.kind("ended")[0]["outcome"] == "completed"
        return
    (stop,) = bench.kind("stop")
    assert stop["because"].startswith("the treadmill has taken control away")
    assert stop["cause"] == "fault"
    assert next(data for when, data in bench.written if when >= second * SECOND) == STOP
    assert bench.kind("ended")[0]["confirmed"]
