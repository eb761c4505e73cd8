"""A step up that does not leave at once, or not at all, is never taken for one that did.

Found by rehearsing sessions on drawn machines: a belt that was slow to its lowest speed was asked
for a step that the guard refused, and a busy radio's second try was refused as well. The core
believed both to be sent, and the session ended as a fault after five minutes.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pytest

from controller.core.numbers import UP_INTERVAL, UP_STEP
from controller.records.intents import Intent
from controller.session.inputs import Wake
from protocols.ftms import REQUEST_CONTROL, STOP, Op, Result, encode_response
from protocols.gatt import CONTROL_POINT
from protocols.link import Received, WriteDone
from protocols.units import MILLISECOND, SECOND, CentiKmh, Nanoseconds
from simulators.profiles import find_machine
from simulators.sitting.simulation import Result as Played
from simulators.sitting.simulation import simulate
from tests.session.bench import POLICY, SHORT
from tests.session.test_engine import Driven, driven, kinds

if TYPE_CHECKING:
    from simulators.treadmill.machine import MachineProfile

GENERIC: Final = find_machine("generic")


def _slow(acceleration: int, increment: int) -> MachineProfile:
    speeds = GENERIC.motion.speeds._replace(increment=CentiKmh(increment))
    return replace(
        GENERIC,
        motion=replace(GENERIC.motion, acceleration=acceleration, speeds=speeds),
        telemetry=replace(GENERIC.telemetry, period=Nanoseconds(500 * MILLISECOND)),
        radio=replace(GENERIC.radio, cadence_sensor=False),
    )


def _rises(played: Played) -> list[tuple[int, int, int]]:
    """Return each admitted rise: when, by how much over what went before it, and to what.

    The first is counted from the speed that the machine had shown last.
    """
    rises, last, shown = [], 0, 0
    for each in played.records:
        if each["kind"] == "belt":
            shown = each["speed"]
        if each["kind"] != "tx" or each["verdict"] != "admitted":
            continue
        if (data := bytes.fromhex(each["hex"]))[0] == Op.SET_TARGET_SPEED:
            target = int.from_bytes(data[1:], "little")
            base = last or shown
            if target > base:
                rises.append((each["t"], target - base, target))
            last = target
    return rises


@pytest.mark.parametrize(
    ("acceleration", "increment"),
    [(22, 20), (15, 50), (22, 1)],
    ids=str,
)
def test_a_belt_that_is_slow_to_its_lowest_speed(acceleration: int, increment: int) -> None:
    """Three seconds after its first motion it is short of it, and counts as shown all the same."""
    played = simulate(SHORT, POLICY, _slow(acceleration, increment))
    assert (played.violations, played.summary.outcome) == ([], "completed")
    rises = _rises(played)
    assert max(by for _, by, _ in rises) <= UP_STEP
    assert max(to for _, _, to in rises) == 750 // increment * increment


@pytest.mark.parametrize("every", [5, 6, 7])
def test_a_busy_radio(every: int) -> None:
    """A target that the radio refused goes again, and passes the guard as it did before."""
    busy = replace(GENERIC, control_point=replace(GENERIC.control_point, busy_every=every))
    played = simulate(SHORT, POLICY, busy)
    assert (played.violations, played.summary.outcome) == ([], "completed")
    refused = [each for each in played.records if each["kind"] == "write_done" and each["error"]]
    assert len(refused) >= 3
    sent = [data for _, data in played.commands if data[0] == Op.SET_TARGET_SPEED]
    assert any(one == other for one, other in pairwise(sent))
    ups = [at for at, _, _ in _rises(played)]
    assert min(later - at for at, later in pairwise(ups)) >= UP_INTERVAL


def _targets(made: Driven) -> list[tuple[Nanoseconds, int]]:
    return [
        (at, int.from_bytes(data[1:], "little"))
        for at, data in made.written
        if data[0] == Op.SET_TARGET_SPEED
    ]


def _to_the_second_step() -> Driven:
    """Return an engine whose first step up of a run, 5.5 km/h, was shown and has not returned."""
    made = driven()
    while not _targets(made):
        made.take(Intent("nothing"))
        made.returns = False
        made.run(0.5)
    made.speed = 550
    made.frame()
    return made


def test_a_step_up_that_the_guard_refuses_is_decided_anew() -> None:
    """It waits behind a write, and the frame before it leaves shows a zero: not sent, not lost."""
    made = _to_the_second_step()
    ((began, _),) = _targets(made)
    made.run((began + UP_INTERVAL - made.now) / SECOND)
    assert made.engine.state.drive.commanded == 600
    made.speed = 0
    made.frame()
    made.returns = True
    made.take(WriteDone(""))
    refused = [each for each in kinds(made.effects, "tx") if each["verdict"] != "admitted"]
    assert [each["hex"] for each in refused] == ["025802"]
    assert made.engine.state.drive.commanded == 550
    assert kinds(made.effects, "target")[-1]["speed"] == 550
    at, made.speed = made.now, 550
    made.take(Wake())
    made.run(1.9)
    assert [to for _, to in _targets(made)] == [550]
    while made.speed < 600 and made.now < at + 20 * SECOND:
        made.run(0.5)
        made.speed = _targets(made)[-1][1]
    assert [to for _, to in _targets(made)] == [550, 600]
    tried = [each for each in kinds(made.effects, "tx") if each["verdict"] != "admitted"]
    assert len(tried) == 1


def test_a_step_up_that_was_held_back_is_announced_again() -> None:
    """Four seconds behind a write: it does not leave when that returns, but after a new 3-2-1."""
    made = _to_the_second_step()
    made.run(7)
    made.effects.clear()
    made.returns = True
    made.take(WriteDone(""))
    (late,) = [each for each in kinds(made.effects, "tx") if each["verdict"] != "admitted"]
    assert late["verdict"] == "a step up that was held back for too long"
    assert made.engine.state.drive.commanded == 550
    made.run(9.5)
    assert [to for _, to in _targets(made)] == [550]
    made.run(1)
    assert [to for _, to in _targets(made)] == [550, 600]
    assert [each["seconds"] for each in kinds(made.effects, "announce")] == [10, 3, 2, 1]


def _in_the_first_ramp() -> Driven:
    """Return an engine on its way to a walk, whose step up from 3.5 to 4.0 km/h has to wait."""
    made = Driven()
    made.run(2)
    made.take(Intent("start"))
    made.run(11)
    made.speed = 100
    while made.speed < 300:
        made.run(0.5)
        made.speed = _targets(made)[-1][1] if _targets(made) else made.speed
    made.returns = False
    made.run(UP_INTERVAL / SECOND)
    made.speed = 350
    made.run(UP_INTERVAL / SECOND)
    assert [to for _, to in _targets(made)][-1] == 350
    assert made.engine.state.drive.commanded == 400
    made.effects.clear()
    return made


@pytest.mark.parametrize(
    ("comes", "goes"),
    [("wrong", "nothing"), ("keys-lost", "keys-back")],
)
def test_a_step_up_that_something_came_before_does_not_leave(comes: str, goes: str) -> None:
    """It was decided with no question open and with keys that arrived, and waited for a write."""
    made = _in_the_first_ramp()
    made.take(Intent(comes))
    made.returns = True
    made.take(WriteDone(""))
    (late,) = [each for each in kinds(made.effects, "tx") if each["verdict"] != "admitted"]
    assert (late["hex"], late["verdict"]) == ("029001", "a step up that something came before")
    assert made.engine.state.drive.commanded == 350
    assert kinds(made.effects, "target")[-1]["speed"] == 350
    made.run(5)
    assert [to for _, to in _targets(made)][-1] == 350
    made.take(Intent(goes))
    made.run(9.5)
    assert [to for _, to in _targets(made)][-1] == 350
    made.run(5)
    assert [to for _, to in _targets(made)][-1] == 400
    assert [each["seconds"] for each in kinds(made.effects, "announce")] == [10, 3, 2, 1]


def test_a_step_up_that_only_waited_leaves() -> None:
    """Nothing came before it."""
    made = _in_the_first_ramp()
    made.returns = True
    made.take(WriteDone(""))
    assert [to for _, to in _targets(made)][-1] == 400


@pytest.mark.parametrize("comes", ["stop", "pause", "unwell", "symptom"])
def test_nothing_faster_leaves_behind_what_stops_or_slows(comes: str) -> None:
    """A step up of a run that waits for a write is taken out of the lane, or replaced."""
    made = _to_the_second_step()
    ((began, _),) = _targets(made)
    made.run((began + UP_INTERVAL - made.now) / SECOND)
    assert made.engine.state.drive.commanded == 600
    before = len(made.written)
    made.take(Intent(comes, symptom="knee", value=5))
    made.returns = True
    made.take(WriteDone(""))
    made.run(8)
    behind = [data for _, data in made.written[before:]]
    assert behind
    assert all(data == STOP or int.from_bytes(data[1:], "little") <= 500 for data in behind)


def test_a_step_up_that_the_radio_refuses_behind_a_stop_is_gone() -> None:
    """It would have gone again, but for the stop that waited for it to return."""
    made = _in_the_first_ramp()
    made.take(WriteDone(""))
    made.take(Received(CONTROL_POINT, encode_response(Op.SET_TARGET_SPEED, Result.SUCCESS)))
    assert [to for _, to in _targets(made)][-1] == 400
    before = len(made.written)
    made.take(Intent("stop"))
    made.returns = True
    made.take(WriteDone("busy"))
    made.run(2)
    assert {data for _, data in made.written[before:]} == {STOP}
    assert {each["verdict"] for each in kinds(made.effects, "tx")} == {"admitted"}


def test_the_next_step_is_counted_from_when_the_last_one_left() -> None:
    """One that waited a second for the radio has the one behind it wait, too: 2 s apart."""
    made = _to_the_second_step()
    ((began, _),) = _targets(made)
    made.run((began + UP_INTERVAL - made.now) / SECOND + 1)
    made.returns = True
    made.take(WriteDone(""))
    assert [to for _, to in _targets(made)] == [550, 600]
    made.speed = 600
    made.run(4)
    (_, (second, _), (third, to), *_) = _targets(made)
    assert to == 650
    assert third - second == UP_INTERVAL
    assert {each["verdict"] for each in kinds(made.effects, "tx")} == {"admitted"}


def test_a_step_up_for_which_control_was_not_permitted_goes_again() -> None:
    """Behind the request for control; it asks for no more than it did before."""
    made = driven()
    made.answers = False
    while not _targets(made):
        made.take(Intent("nothing"))
        made.run(0.5)
    answer = encode_response(Op.SET_TARGET_SPEED, Result.CONTROL_NOT_PERMITTED)
    made.answers = True
    made.take(Received(CONTROL_POINT, answer))
    assert [data for _, data in made.written[-2:]] == [REQUEST_CONTROL, made.written[0][1]]
    assert {each["verdict"] for each in kinds(made.effects, "tx")} == {"admitted"}
