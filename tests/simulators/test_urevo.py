"""The two UREVO machines: the E1L against its capture, the URTM024 against its bridge's notes."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from protocols import ftms
from protocols.gatt import CONTROL_POINT, MACHINE_STATUS, TRAINING_STATUS, TREADMILL_DATA
from protocols.units import CentiKmh
from simulators.treadmill.server import Foot, Press, read

if TYPE_CHECKING:
    from tests.simulators.conftest import Bench

RECORDING = Path(__file__).parents[1] / "recordings" / "urevo_e1l_trace.json"
TOLERANCE = {CONTROL_POINT: 46, MACHINE_STATUS: 100, TRAINING_STATUS: 211, TREADMILL_DATA: 250}
"""Milliseconds. Everything in the capture lies on connection events of 45 ms, so it cannot tell
times finer; steps on the way down come 225 to 360 ms apart there and 328 ms apart here; the one
training status that is far off is that of a console pause, whose key press nobody recorded."""


def trace() -> list[dict[str, Any]]:
    """Return the capture's events."""
    events: list[dict[str, Any]] = json.loads(RECORDING.read_text(encoding="utf-8"))["trace"]
    return events


def at_2_25(bench: Bench) -> Bench:
    """Bring an E1L to 2.25 km/h, where the capture's was; it runs there from 10 s on."""
    return bench.write(100, "02 e1 00").write(200, "07").at(10_000)


def test_e1l_stop_as_captured(e1l: Bench) -> None:
    """08 01 at 2.25 km/h: answer after 45 ms, first step after 225, telemetry after 405."""
    stop = 30_095  # as far behind a telemetry beat as the capture's write at 80.963
    at_2_25(e1l).write(stop, "08 01").at(stop + 900)
    assert [
        (each.milliseconds - stop, each.characteristic, each.data.hex(" "))
        for each in e1l.heard
        if each.milliseconds > stop and each.characteristic != TREADMILL_DATA
    ] == [
        (45, CONTROL_POINT, "80 08 01"),
        (225, MACHINE_STATUS, "05 d1 00"),
        (315, TRAINING_STATUS, "00 0f"),
        (pytest.approx(547, abs=1), MACHINE_STATUS, "05 c1 00"),
        (pytest.approx(876, abs=1), MACHINE_STATUS, "05 b1 00"),
    ]
    first = e1l.values(TREADMILL_DATA, since=stop)[0]
    assert first.milliseconds - stop == 405
    assert ftms.decode_treadmill_data(first.data).speed == 209


def test_e1l_slows_down_at_0_49(e1l: Bench) -> None:
    """The belt itself loses 0.49 km/h each second, 4.6 s from 2.25 km/h to a standstill."""
    at_2_25(e1l).write(30_000, "08 01").at(30_225)
    speeds = [e1l.speed(30_225 + milliseconds) for milliseconds in (0, 1000, 2000, 3000, 4592)]
    assert speeds == [225, 176, 127, 78, 0]
    assert e1l.speed(30_225 + 4590) == 1


def test_e1l_every_step_on_the_way_down(e1l: Bench) -> None:
    """Machine Status counts the tenths of a mile per hour down to zero, as captured."""
    at_2_25(e1l).write(30_000, "08 01").at(40_000)
    steps = [
        status.target_speed
        for each in e1l.values(MACHINE_STATUS, since=30_000)
        if (status := ftms.decode_machine_status(each.data))
    ]
    recorded = {
        int.from_bytes(bytes.fromhex(event["hex"])[1:3], "little")
        for event in trace()
        if event.get("characteristic") == MACHINE_STATUS and event["hex"].startswith("05")
    }
    assert steps == [209, 193, 177, 160, 144, 128, 112, 96, 80, 64, 48, 32, 16, 0]
    assert recorded - {225} <= set(steps)


def test_e1l_replay_of_the_capture(e1l: Bench) -> None:
    """The recorded writes, at their times, are answered as they were; and the belt does the same.

    The machine is brought to where the capture begins: paused from the console at 2.25 km/h,
    its first step down at 0.563 s. The console start came 3.015 s before motion at 18.503 s. A
    sniffer misses packets, so every recorded value must be among ours, not the other way about.
    """
    offset = 30_155.0  # telemetry then beats as it did, at 0.345 s and every half second
    at_2_25(e1l).at(offset + 563 - 225, Press.STOP)
    events = trace()
    for event in events:
        when = offset + event["t"] * 1000
        if event.get("hex") == "00 0e":
            e1l.at(when, Press.START)
        elif event["type"] == "write_command":
            e1l.write(when, event["hex"])
        elif event["type"] == "read":
            assert read(e1l.treadmill, event["characteristic"]) == bytes.fromhex(event["hex"])
    e1l.at(offset + 82_000)
    for event in events:
        if event["type"] != "notification" or event["t"] < 0.4:
            continue
        characteristic, data = event["characteristic"], bytes.fromhex(event["hex"])
        # Distance, time and steps began before the capture did: of 2ACD flags and speed count.
        compared = 4 if characteristic == TREADMILL_DATA else len(data)
        nearest = min(
            abs(each.milliseconds - offset - event["t"] * 1000)
            for each in e1l.values(characteristic)
            if each.data[:compared] == data[:compared]
        )
        assert nearest <= TOLERANCE[characteristic], event


def test_e1l_counts_as_captured(e1l: Bench) -> None:
    """At 2.25 km/h: 10, 30, 40 m each 26 s apart, a second a second, about 68 steps a minute."""
    at_2_25(e1l).at(100_000)
    data = [ftms.decode_treadmill_data(each.data) for each in e1l.values(TREADMILL_DATA)]
    assert {each.flags for each in data} == {0x2584}
    seen = list(dict.fromkeys(each.total_distance for each in data))
    assert seen == [0, 10, 30, 40]
    changes = [
        next(i for i, each in enumerate(data) if each.total_distance == metres)
        for metres in seen[1:]
    ]
    assert [(b - a) / 2 for a, b in pairwise(changes)] == pytest.approx([26, 26], abs=0.5)
    first, last = data[40], data[160]
    assert first.elapsed_time is not None
    assert last.elapsed_time == first.elapsed_time + 60
    assert first.vendor_step_count is not None
    assert last.vendor_step_count == pytest.approx(first.vendor_step_count + 69, abs=2)


def test_e1l_reports_its_target_at_once(e1l: Bench) -> None:
    """Telemetry shows the full speed with the first motion, which the belt has not."""
    e1l.write(100, "02 e1 00").write(200, "07").at(3600)
    shown = ftms.decode_treadmill_data(e1l.values(TREADMILL_DATA)[-1].data).speed
    assert (shown, e1l.speed(3500)) == (225, 15)


def test_e1l_elapsed_time_freezes_before_the_belt_does(e1l: Bench) -> None:
    """The machine's clock stops when it begins to slow, while the belt still moves."""
    at_2_25(e1l).write(30_000, "08 01").at(34_500)
    data = [ftms.decode_treadmill_data(each.data) for each in e1l.values(TREADMILL_DATA, 30_250)]
    assert len({each.elapsed_time for each in data}) == 1
    assert e1l.speed(34_500) > 0


@pytest.mark.parametrize(
    ("sent", "answered"),
    [("03 46 00", "80 03 01"), ("13", "80 13 01"), ("08 01", "80 08 01"), ("02", "80 02 01")],
)
def test_e1l_success_to_everything(e1l: Bench, sent: str, answered: str) -> None:
    """Without control, for what it does not have, and out of place: success (quirk 16)."""
    e1l.write(100, sent).at(1000)
    assert e1l.answers() == [answered]


def test_e1l_answers_commands_back_to_back(e1l: Bench) -> None:
    """Two commands 1 ms apart are both answered (capture, t=1.357)."""
    e1l.write(100, "03 3c 00").write(101, "03 46 00").write(102, "").at(1000)
    assert (e1l.answers(), e1l.refused) == (["80 03 01", "80 03 01"], [])


@pytest.mark.parametrize(
    ("asked", "runs"), [(480, 482), (96, 96), (0, 96), (643, 643), (1000, 643), (224, 225)]
)
def test_e1l_counts_in_tenths_of_a_mile(e1l: Bench, asked: int, runs: int) -> None:
    """A target becomes the nearest tenth of a mile per hour within the range (quirk 36)."""
    e1l.write(100, "07").write(4000, ftms.encode_target_speed(CentiKmh(asked)).hex()).at(30_000)
    assert e1l.speed(30_000) == runs


def test_e1l_slows_to_a_lower_target_in_steps(e1l: Bench) -> None:
    """A lower target is echoed step by step too, and the last step is the target itself."""
    at_2_25(e1l).write(20_000, "02 b1 00").at(30_000)
    echoed = [each.data.hex(" ") for each in e1l.values(MACHINE_STATUS, since=20_000)]
    assert (echoed, e1l.speed(30_000)) == (["05 d1 00", "05 c1 00", "05 b1 00"], 177)


def test_e1l_console(e1l: Bench) -> None:
    """Its stop key pauses; statuses are padded to three bytes; a start resumes at 2.25 km/h."""
    at_2_25(e1l).at(20_000, Press.FASTER).at(22_000, Press.SLOWER).at(25_000, Press.STOP)
    e1l.at(32_000, Press.START).at(40_000, Press.SAFETY_KEY).at(50_000)
    told = [each.data.hex(" ") for each in e1l.values(MACHINE_STATUS, since=20_000)]
    assert told[:3] == ["05 f1 00", "05 e1 00", "02 02 00"]
    assert told[told.index("05 00 00") + 1 :][:3] == ["05 e1 00", "04 00 00", "03 00 00"]
    status = [each.data[1] for each in e1l.values(TRAINING_STATUS, since=20_000)]
    assert status == [0x10, 0x11, 0x0E, 0x0D, 0x0F]
    assert e1l.speed(50_000) == 0


def test_e1l_steps_stand_while_nobody_walks(e1l: Bench) -> None:
    """Steps are those of somebody on the belt."""
    at_2_25(e1l).at(20_000, Foot(on=False)).at(40_000)
    data = [ftms.decode_treadmill_data(each.data) for each in e1l.values(TREADMILL_DATA, 20_001)]
    assert len({each.vendor_step_count for each in data}) == 1


def test_e1l_start_before_the_true_standstill_is_lost(e1l: Bench) -> None:
    """It reports 0 one step ahead of its belt; a start in between succeeds and does nothing."""
    at_2_25(e1l).write(30_000, "08 01").write(34_600, "07").at(50_000)
    assert (e1l.answers()[-1], e1l.speed(50_000)) == ("80 07 01", 0)


def test_urtm024_a_stop_after_start_vanishes(urtm024: Bench) -> None:
    """Quirk 5: for 9 s after Start a stop is answered with success, and the belt starts."""
    urtm024.write(100, "07").write(1000, "08 01").write(8000, "08 01").at(9000)
    assert urtm024.answers() == ["80 07 01", "80 08 01", "80 08 01"]
    assert urtm024.speed(9000) > 0
    urtm024.write(9150, "08 01").at(15_000)
    assert urtm024.speed(15_000) == 0


def test_urtm024_a_target_after_start_vanishes(urtm024: Bench) -> None:
    """Quirk 5: a target sent in those 9 s is lost, one sent later is obeyed."""
    urtm024.write(100, "07").write(8500, "02 e1 00").at(20_000)
    assert urtm024.speed(20_000) == 96
    urtm024.write(20_000, "02 e1 00").at(30_000)
    assert urtm024.speed(30_000) == 225
