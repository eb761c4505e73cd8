"""Every named machine does what its profile says is odd about it: the bare server, driven.

The numbers are those of the profiles; what a machine does in no way at all is a test of its own,
`test_every_machine_is_shown`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from protocols import ftms
from protocols.gatt import (
    CONTROL_POINT,
    FITNESS_MACHINE_FEATURE,
    MACHINE_STATUS,
    SUPPORTED_SPEED_RANGE,
    TREADMILL_DATA,
)
from protocols.units import CentiKmh
from simulators.profiles import find_machine, machine_names
from simulators.treadmill.machine import Phase, gatt_table
from simulators.treadmill.server import Disconnected, Foot, Press, read
from tests.simulators.conftest import Bench

HAZARDS: Final = Path(__file__).parents[2] / "docs" / "hazards.md"
Shown = Callable[[str], None]
SHOWN: Final[dict[str, list[Shown]]] = {}


def shows(*names: str) -> Callable[[Shown], Shown]:
    """Say which machines a function shows."""

    def note(shown: Shown) -> Shown:
        for name in names:
            SHOWN.setdefault(name, []).append(shown)
        return shown

    return note


class Driven(Bench):
    """A bench on which to ask for a speed is to wait for it."""

    def speed(self, milliseconds: float) -> CentiKmh:
        """Let time pass, and return the belt's true speed."""
        self.at(milliseconds)
        return super().speed(milliseconds)


def started(name: str) -> Bench:
    """Return a machine that was asked for control and to start, and has been running a while."""
    return Driven(name).write(10, "00").write(200, "07").at(20_000)


def speeds(bench: Bench, since: float = 0) -> list[int | None]:
    """Return what the speed field said, frame by frame."""
    frames = bench.values(TREADMILL_DATA, since)
    return [ftms.decode_treadmill_data(each.data).speed for each in frames]


def elapsed(bench: Bench, since: float = 0) -> list[int | None]:
    """Return what the elapsed time said."""
    frames = bench.values(TREADMILL_DATA, since)
    return [ftms.decode_treadmill_data(each.data).elapsed_time for each in frames]


def answered(bench: Bench, milliseconds: float, request: str) -> list[str]:
    """Return what a request is answered with, within two seconds."""
    before = len(bench.at(milliseconds).answers())
    bench.write(milliseconds, request).at(milliseconds + 2000)
    return bench.answers()[before:]


@shows("generic")
def _refuses_what_the_specification_refuses(name: str) -> None:
    bench = Driven(name)
    assert answered(bench, 100, "07") == ["80 07 05"]
    assert answered(bench, 3000, "00") == ["80 00 01"]
    assert answered(bench, 6000, "08 01") == ["80 08 04"]
    assert answered(bench, 9000, "02 41 06") == ["80 02 03"]
    assert answered(bench, 12_000, "77") == ["80 77 02"]


@shows("specification")
def _has_what_a_client_can_ask_for(name: str) -> None:
    bench = Driven(name).write(100, "00")
    assert answered(bench, 3000, "03 14 00") == ["80 03 01"]
    assert answered(bench, 6000, "06 78") == ["80 06 01"]
    assert len(bench.treadmill.links) == 2


@shows("deaf-control")
def _claims_and_does_nothing(name: str) -> None:
    bench = Driven(name)
    feature = ftms.decode_feature(read(bench.treadmill, FITNESS_MACHINE_FEATURE) or b"")
    assert feature is not None
    assert feature.speed_target
    assert answered(bench, 100, "00") == ["80 00 02"]
    assert answered(bench, 3000, "07") == ["80 07 02"]
    assert bench.speed(20_000) == 0


@shows("no-control")
def _has_no_control_point(name: str) -> None:
    machine = find_machine(name)
    offered = {each for table in gatt_table(machine).values() for each in table}
    assert TREADMILL_DATA in offered
    assert not {CONTROL_POINT, MACHINE_STATUS} & offered
    assert machine.radio.target_settings == 0


@shows("horizon-omega-z")
def _never_answers_request_control(name: str) -> None:
    bench = Driven(name).write(0, "00").write(500, "07").at(10_000)
    assert bench.answers() == ["80 07 01"]
    assert bench.speed(10_000) == 100
    assert find_machine(name).radio.local_name == ""


@shows("urevo-e1l")
def _says_success_to_an_incline_it_does_not_have(name: str) -> None:
    assert answered(Driven(name), 100, "03 3c 00") == ["80 03 01"]


@shows("urevo-urtm024")
def _is_deaf_for_nine_seconds(name: str) -> None:
    bench = Driven(name).write(0, "07").write(8000, "08 01").at(9000)
    assert bench.answers() == ["80 07 01", "80 08 01"]
    assert bench.speed(12_000) > 0


@shows("urevo-urtm024")
def _follows_feet(name: str) -> None:
    bench = started(name).at(21_000, Foot(on=False)).at(30_000)
    assert bench.treadmill.phase is Phase.PAUSED
    assert bench.at(31_000, Foot(on=True)).at(45_000).speed(45_000) == 96
    status = [each.data.hex(" ") for each in bench.values(MACHINE_STATUS, 20_000)]
    assert {"02 02 00", "04 00 00"} <= set(status)


@shows("tm11gy")
def _a_second_start_pauses(name: str) -> None:
    bench = started(name)
    assert answered(bench, 21_000, "07") == ["80 07 01"]
    assert bench.at(25_000).treadmill.phase is Phase.PAUSED
    bench.write(26_000, "07").at(31_000)
    assert bench.treadmill.phase is Phase.MOVING


@shows("fitshow-fs")
def _a_second_start_slows(name: str) -> None:
    bench = started(name).write(21_000, "02 bc 02").at(30_000)
    assert bench.speed(30_000) == 700
    assert answered(bench, 31_000, "07") == ["80 07 01"]
    assert bench.speed(40_000) == 100


@shows("fitshow-fs")
def _counts_its_distance_in_steps(name: str) -> None:
    bench = started(name).write(21_000, "02 bc 02").at(60_000)
    frames = [ftms.decode_treadmill_data(each.data) for each in bench.values(TREADMILL_DATA)]
    assert {each.total_distance for each in frames} == {0, 50}


@shows("fitshow-fs", "sole-f65")
def _advertises_oddly(name: str) -> None:
    radio = find_machine(name).radio
    plain = ftms.decode_service_data(find_machine("generic").radio.service_data)
    assert ftms.decode_service_data(radio.service_data) != plain


@shows("horizon-7.4")
def _starts_when_somebody_connects(name: str) -> None:
    bench = Driven(name).at(5000)
    assert bench.answers() == []
    assert bench.speed(5000) == 100


@shows("kingsmith-x21")
def _an_early_target_drops_the_link(name: str) -> None:
    bench = Driven(name).write(0, "00").write(200, "07").write(3000, "02 2c 01")
    assert bench.hung_up == [3000]
    assert bench.at(3001, Disconnected()).speed(12_000) == 100  # and the belt runs on
    late = started(name).write(21_000, "02 2c 01").at(30_000)
    assert (late.hung_up, late.speed(30_000)) == ([], 300)


@shows("kingsmith-x21", "sole-f80", "clinic")
def _forgets_a_target_at_rest(name: str) -> None:
    bench = Driven(name).write(0, "00")
    assert answered(bench, 500, "02 2c 01") == ["80 02 01"]
    assert bench.write(3000, "07").at(30_000).speed(30_000) == 100


@shows("wellfit")
def _wants_control_asked_for_twice(name: str) -> None:
    bench = Driven(name)
    assert answered(bench, 100, "00") == ["80 00 01"]
    assert answered(bench, 3000, "07") == ["80 07 04"]
    assert answered(bench, 6000, "00") == ["80 00 01"]
    assert answered(bench, 9000, "07") == ["80 07 01"]


@shows("sole-f80")
def _obeys_seven_seconds_late(name: str) -> None:
    bench = started(name).write(21_000, "02 2c 01").at(40_000)
    assert bench.answers()[-1] == "80 02 01"
    bench.write(41_000, "08 01").at(48_000)
    assert bench.speed(48_000) == 300
    assert bench.speed(51_001) == 0


@shows("speed-only", "success-but-runs-on", "needs-unlock")
def _a_stop_is_answered_and_ignored(name: str) -> None:
    bench = Driven(name).write(0, "00").at(500, Press.START).at(10_000)
    assert answered(bench, 11_000, "08 01") == ["80 08 01"]
    assert answered(bench, 14_000, "08 02") == ["80 08 01"]
    assert bench.speed(20_000) == 100
    assert bench.at(21_000, Press.STOP).speed(25_000) == 0  # its own key works


@shows("speed-only", "success-but-runs-on")
def _a_target_is_obeyed_where_a_stop_is_not(name: str) -> None:
    bench = Driven(name).write(0, "00").at(500, Press.START).write(10_000, "02 2c 01").at(20_000)
    assert bench.write(21_000, "08 01").speed(30_000) == 300


@shows("speed-only", "needs-unlock")
def _a_start_is_answered_and_ignored(name: str) -> None:
    bench = Driven(name).write(0, "00")
    assert answered(bench, 500, "07") == ["80 07 01"]
    assert bench.speed(20_000) == 0


@shows("clinic")
def _a_pause_is_answered_and_ignored(name: str) -> None:
    bench = started(name)
    assert answered(bench, 21_000, "08 02") == ["80 08 01"]
    assert bench.speed(30_000) == 100
    assert bench.write(31_000, "08 01").speed(33_000) == 0


@shows("clinic", "merach")
def _some_frames_say_zero(name: str) -> None:
    bench = started(name).at(59_500)
    said = speeds(bench, 20_000)
    telemetry = find_machine(name).telemetry
    assert set(said) == {0, 100}
    assert said.count(0) == len(said) // telemetry.glitch_every * telemetry.glitch_frames
    assert bench.speed(59_500) == 100


@shows("merach", "jftm-t202", "tm11gy")
def _a_target_is_taken_as_miles(name: str) -> None:
    bench = started(name).write(21_000, "02 90 01").at(40_000)
    assert bench.answers()[-1] == "80 02 01"
    assert speeds(bench)[-1] == bench.speed(40_000) == 643  # 4.00 mph


@shows("control-lost-after-stop")
def _a_stop_takes_control_away(name: str) -> None:
    bench = started(name)
    assert answered(bench, 21_000, "08 01") == ["80 08 01"]
    assert answered(bench, 25_000, "07") == ["80 07 05"]
    assert answered(bench, 28_000, "00") == ["80 00 01"]
    assert answered(bench, 31_000, "07") == ["80 07 01"]


@shows("holds-old-session")
def _wants_a_reset_first(name: str) -> None:
    bench = Driven(name).write(0, "00")
    assert answered(bench, 500, "07") == ["80 07 04"]
    assert answered(bench, 3000, "01") == ["80 01 01"]
    assert answered(bench, 6000, "00") == ["80 00 01"]
    assert answered(bench, 9000, "07") == ["80 07 01"]


@shows("tunturi-t80")
def _pauses_itself(name: str) -> None:
    bench = Driven(name).write(0, "00").write(200, "07").at(11_000)
    assert bench.speed(11_000) == 100
    bench.at(13_000)
    assert bench.treadmill.phase is Phase.PAUSED
    assert bench.values(MACHINE_STATUS)[-1].data == b"\x02\x02"


@shows("nordictrack")
def _ends_after_half_an_hour(name: str) -> None:
    bench = started(name).at(1_803_000)
    assert bench.speed(1_803_000) == 100
    assert bench.at(1_806_000).treadmill.phase is Phase.STILL


@shows("kingsmith-k12")
def _a_stop_in_a_pause_starts(name: str) -> None:
    bench = started(name).at(21_000, Press.STOP).at(25_000)
    assert bench.treadmill.phase is Phase.PAUSED
    assert answered(bench, 26_000, "08 01") == ["80 08 01"]
    assert bench.speed(32_000) == 100


@shows("restarts-by-itself")
def _starts_again(name: str) -> None:
    bench = started(name).write(21_000, "08 01").at(23_000)
    assert bench.treadmill.phase is Phase.STILL
    assert bench.at(32_000).speed(32_000) == 100
    assert bench.values(MACHINE_STATUS)[-1].data == b"\x04"


@shows("horizon-t318")
def _says_nothing_once_it_stands(name: str) -> None:
    bench = started(name)
    assert speeds(bench)[0] == 0  # before it has moved it speaks
    assert len(speeds(bench.write(21_000, "08 01").at(40_000), 22_200)) == 0
    assert bench.write(41_000, "07").at(50_000).speed(50_000) == 100
    assert speeds(bench)[-1] == 100


@shows("horizon-paragon")
def _reports_a_speed_in_a_pause(name: str) -> None:
    bench = started(name).at(21_000, Press.STOP).at(30_000)
    assert (speeds(bench)[-1], bench.speed(30_000)) == (100, 0)
    assert speeds(bench.write(31_000, "08 01").at(34_000))[-1] == 0


@shows("mobvoi-tmp")
def _only_its_time_shows_that_it_stands(name: str) -> None:
    bench = started(name).write(21_000, "08 01").at(60_000)
    assert set(speeds(bench, 21_000)) == {100}
    assert bench.speed(60_000) == 0
    assert len(set(elapsed(bench, 24_000))) == 1
    assert elapsed(bench)[-1] != 0


@shows("zero-while-running")
def _its_time_runs_under_a_speed_of_zero(name: str) -> None:
    bench = started(name).at(30_000)
    assert set(speeds(bench)) == {0}
    assert bench.speed(30_000) == 100
    assert elapsed(bench)[-1] == 26


@shows("reports-target")
def _reports_what_it_is_asked_for(name: str) -> None:
    bench = started(name).write(21_000, "02 20 03").at(23_000)
    assert (speeds(bench)[-1], bench.speed(23_000)) == (800, 138)
    bench.at(70_000).write(71_000, "08 01").at(73_000)
    assert speeds(bench)[-1] == 0
    assert bench.speed(73_000) > 600
    assert bench.treadmill.phase is Phase.STOPPING  # the machine knows what its belt does


@shows("fs-bt-t4", "off-grid", "wellfit")
def _offers_a_range_of_its_own(name: str) -> None:
    offered = ftms.decode_speed_range(read(Driven(name).treadmill, SUPPORTED_SPEED_RANGE) or b"")
    assert offered == find_machine(name).offered_speeds
    assert offered == {"fs-bt-t4": (60, 380, 10), "off-grid": (96, 643, 32)}.get(
        name, (96, 966, 15)
    )


@shows("fs-bt-t4")
def _its_range_is_in_miles(name: str) -> None:
    bench = started(name)
    assert bench.speed(20_000) == 100  # and not the 0.6 km/h that it offers
    assert answered(bench, 21_000, "02 90 01") == ["80 02 03"]
    assert answered(bench, 24_000, "02 7c 01") == ["80 02 01"]
    assert bench.speed(40_000) == 380


@shows("off-grid")
def _refuses_what_lies_off_its_grid(name: str) -> None:
    bench = started(name)
    assert answered(bench, 21_000, "02 2c 01") == ["80 02 03"]
    assert answered(bench, 24_000, "02 20 01") == ["80 02 01"]
    assert bench.speed(40_000) == 288


@shows("ronning-x27", "fs-bt-t4")
def _claims_what_it_does_not_have(name: str) -> None:
    bench = started(name)
    feature = ftms.decode_feature(read(bench.treadmill, FITNESS_MACHINE_FEATURE) or b"")
    assert feature is not None
    assert feature.features & 1 << 10  # a heart rate
    assert feature.features & 1 << 14  # power
    frames = [ftms.decode_treadmill_data(each.data) for each in bench.values(TREADMILL_DATA)]
    assert {each.heart_rate for each in frames} <= {None, 0}
    assert {each.power_output for each in frames} == {None}


@shows("matrix")
def _cuts_at_twenty_bytes(name: str) -> None:
    frames = started(name).values(TREADMILL_DATA)
    assert {len(each.data) for each in frames} == {20}
    last = ftms.decode_treadmill_data(frames[-1].data)
    assert (last.flags, last.truncated, last.elapsed_time) == (0x1F9E, True, None)
    assert (last.speed, last.positive_elevation_gain, last.negative_elevation_gain) == (
        100,
        None,
        None,
    )


@shows("matrix-touchxl")
def _splits_each_record(name: str) -> None:
    bench = started(name)
    parts = [ftms.decode_treadmill_data(each.data) for each in bench.values(TREADMILL_DATA)[-2:]]
    assert [each.flags for each in parts] == [0x009F, 0x1F00]
    assert [each.speed for each in parts] == [None, 100]
    _, whole = ftms.join(parts[0], parts[1])
    assert whole is not None
    assert (whole.speed, whole.elapsed_time, whole.total_distance) == (100, 16, 4)


@shows("urevo-e3")
def _every_field_is_zero(name: str) -> None:
    bench = started(name)
    frames = bench.values(TREADMILL_DATA)
    assert {each.data.hex() for each in frames} == {"04040000000000" + "0000"}
    assert bench.speed(20_000) == 100


@shows("life-fitness")
def _sends_no_data(name: str) -> None:
    bench = started(name)
    assert bench.values(TREADMILL_DATA) == []
    assert bench.answers() == ["80 00 01", "80 07 01"]


@shows("winfita-t532")
def _knows_no_pause(name: str) -> None:
    bench = started(name)
    assert answered(bench, 21_000, "08 02") == ["80 08 02"]
    assert bench.speed(24_000) == 100
    assert answered(bench, 24_000, "08 01") == ["80 08 01"]


@shows("answers-late")
def _answers_late_and_is_busy_until_then(name: str) -> None:
    bench = Driven(name).write(0, "00").write(700, "07")
    assert bench.refused == [0xFE]
    assert bench.at(1449).answers() == []
    assert bench.at(1450).answers() == ["80 00 01"]


@shows("answers-twice")
def _answers_twice(name: str) -> None:
    assert started(name).answers() == ["80 00 01"] * 2 + ["80 07 01"] * 2


@shows("answers-for-another")
def _answers_for_another(name: str) -> None:
    assert started(name).answers() == ["80 02 01"] * 2


@shows("answers-never")
def _never_answers(name: str) -> None:
    bench = started(name).write(21_000, "02 2c 01").at(25_000)
    assert bench.speed(25_000) == 300
    assert bench.write(26_000, "08 01").speed(30_000) == 0
    assert bench.answers() == []


@shows("answers-with-more")
def _puts_bytes_behind(name: str) -> None:
    bench = started(name).at(21_000, Press.STOP)
    assert bench.answers() == ["80 00 01 96 00", "80 07 01 96 00"]
    assert ftms.decode_treadmill_data(bench.values(TREADMILL_DATA)[-1].data).trailing == bytes(2)
    assert bench.values(MACHINE_STATUS)[-1].data == b"\x02\x01\x00"


@shows("busy")
def _each_second_write_is_refused(name: str) -> None:
    bench = Driven(name).write(0, "00").write(200, "07").write(400, "07").at(20_000)
    bench.write(21_000, "08 01").at(22_000)
    assert bench.refused == [0xFE, 0xFE]
    assert bench.speed(22_000) == 100
    assert bench.write(23_000, "08 01").speed(25_000) == 0


@pytest.mark.parametrize(
    ("name", "show"),
    [
        pytest.param(name, show, id=f"{name}{show.__name__}")
        for name, shown in SHOWN.items()
        for show in shown
    ],
)
def test_a_machine_is_as_odd_as_it_says(name: str, show: Shown) -> None:
    """Each function above, with each machine that it shows."""
    show(name)


def test_every_machine_is_shown() -> None:
    """No profile stands in a file that nothing here drives."""
    missing = {*SHOWN} ^ {*machine_names()}
    assert not missing, f'write a function here with @shows("NAME") for {missing}, or take it out'


@pytest.mark.parametrize("name", [name for name in machine_names() if name != "generic"])
def test_nothing_odd_is_told_of_a_machine_that_the_generic_one_does_too(name: str) -> None:
    """What shows a machine's oddity fails on the generic treadmill, or it would show nothing."""
    shown = [show for show in SHOWN[name] if show is not _offers_a_range_of_its_own]
    for show in shown:
        with pytest.raises(AssertionError):
            show("generic")


@pytest.mark.parametrize("name", machine_names())
def test_each_oddity_has_its_source(name: str) -> None:
    """Something is odd, each time with a source; a quirk's number is a row of the hazards."""
    known = set(re.findall(r"^\| Q(\d+) \|", HAZARDS.read_text(encoding="utf-8"), re.MULTILINE))
    odd = find_machine(name).odd
    assert odd
    for each in odd:
        assert not each.what[0].isupper()
        assert not each.what.endswith(".")
        cited = re.findall(r"\bquirks? (\d+)(?:(?:,| and) (\d+))?", each.source)
        assert {number for pair in cited for number in pair if number} <= known
        assert "quirk" not in re.sub(r"\bquirks? \d+", "", each.source)


def test_what_can_be_told_of_treadmills_is_simulated() -> None:
    """Each quirk that a server can have is in some profile; the others are named, with why."""
    cited = {
        int(number)
        for name in machine_names()
        for each in find_machine(name).odd
        for pair in re.findall(r"\bquirks? (\d+)(?:(?:,| and) (\d+))?", each.source)
        for number in pair
        if number
    }
    elsewhere = {
        3: "an app's",
        12: "every strict machine's",
        18: "every strict machine's",
        25: "of the incline",
        37: "of the incline",
        39: "of the incline",
        50: "no FTMS machine's",
        52: "the computer's",
        53: "each profile's supervision timeout",
        55: "a sound's",
        56: "a hand's",
        57: "an owner's",
        58: "every machine's",
    }
    shown = cited & {*elsewhere}
    assert not shown, f"a machine shows the quirks {shown} now: take them out of elsewhere"
    missing = {*range(1, 59)} - cited - {*elsewhere}
    assert not missing, (
        f"no machine shows the quirks {missing}: write one, or into elsewhere why not"
    )
    assert cited <= {*range(1, 59)}
