"""FTMS.TS cases by their ids, on the treadmill that follows the specification (ftms.md 2.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from protocols import ftms
from protocols.gatt import (
    FITNESS_MACHINE_FEATURE,
    MACHINE_STATUS,
    RSC_MEASUREMENT,
    SUPPORTED_INCLINATION_RANGE,
    SUPPORTED_SPEED_RANGE,
    TRAINING_STATUS,
    TREADMILL_DATA,
)
from protocols.rsc import decode_rsc_measurement
from protocols.units import CentiKmh, SpeedRange
from simulators.treadmill.machine import Phase
from simulators.treadmill.server import (
    Connected,
    Disconnected,
    Foot,
    LoseControl,
    Press,
    Subscribe,
    Unsubscribe,
    read,
)

if TYPE_CHECKING:
    from tests.simulators.conftest import Bench


def running(bench: Bench, target: int = 500) -> Bench:
    """Bring a generic belt to its target; it runs there from 20 s on."""
    bench.write(100, "00").write(200, "07")
    return bench.write(4000, ftms.encode_target_speed(CentiKmh(target)).hex()).at(20_000)


def test_cw_bv_01_control_is_granted(generic: Bench) -> None:
    """CW/BV-01: Request Control is answered with success, one answer delay after the write."""
    generic.write(100, "00").at(1000)
    assert [(each.milliseconds, each.data.hex(" ")) for each in generic.values("2AD9")] == [
        (130, "80 00 01")
    ]


def test_cw_bv_08_and_09_start_and_stop(generic: Bench) -> None:
    """CW/BV-08, BV-09: a start and a stop succeed, and the belt comes up at its minimum."""
    generic.write(100, "00").write(200, "07").at(6000)
    assert generic.speed(6000) == 100
    generic.write(6000, "08 01").at(9000)
    assert generic.answers() == ["80 00 01", "80 07 01", "80 08 01"]
    assert generic.speed(9000) == 0


def test_cw_bv_03_a_target_is_reached(generic: Bench) -> None:
    """CW/BV-03: a target in range and on the grid succeeds, and telemetry comes to show it."""
    running(generic, 500)
    last = ftms.decode_treadmill_data(generic.values(TREADMILL_DATA)[-1].data)
    assert (generic.answers()[-1], last.speed) == ("80 02 01", 500)


def test_cw_bv_10_a_pause_keeps_the_session(generic: Bench) -> None:
    """CW/BV-10: a pause stops the belt, and a later start resumes at the minimum."""
    running(generic).write(20_000, "08 02").at(30_000)
    assert generic.treadmill.phase is Phase.PAUSED
    generic.write(30_000, "07").at(40_000)
    assert generic.speed(40_000) == 100


def test_cw_bv_02_reset_stops_and_takes_control_away(generic: Bench) -> None:
    """CW/BV-02: Reset succeeds, the belt stops, and the next command is not permitted."""
    running(generic).write(20_000, "01").write(20_100, "02 f4 01").at(30_000)
    assert generic.answers()[-2:] == ["80 01 01", "80 02 05"]
    assert generic.speed(30_000) == 0


def test_spe_bv_01_second_start_fails(generic: Bench) -> None:
    """SPE/BV-01: Start while started is answered with Operation Failed, countdown included."""
    generic.write(100, "00").write(200, "07").write(400, "07").write(8000, "07").at(9000)
    assert generic.answers() == ["80 00 01", "80 07 01", "80 07 04", "80 07 04"]


def test_spe_bv_02_stop_while_stopped_fails(generic: Bench) -> None:
    """SPE/BV-02: Stop, or pause, of a stopped machine is answered with Operation Failed."""
    generic.write(100, "00").write(200, "08 01").write(300, "08 02").at(1000)
    assert generic.answers() == ["80 00 01", "80 08 04", "80 08 04"]


def test_a_second_stop_while_the_belt_slows_succeeds(generic: Bench) -> None:
    """A machine that is not stopped yet has no reason to refuse a stop."""
    running(generic).write(20_000, "08 01").write(21_000, "08 01").at(22_000)
    assert generic.answers()[-2:] == ["80 08 01", "80 08 01"]


def test_spe_bv_03_unknown_op_is_not_supported(generic: Bench) -> None:
    """SPE/BV-03: an op code that the machine does not have is answered with 02."""
    generic.write(100, "00").write(200, "03 0a 00").write(300, "20").at(1000)
    assert generic.answers() == ["80 00 01", "80 03 02", "80 20 02"]


@pytest.mark.parametrize("target", [0, 90, 1610, 1655, 505, 65535])
def test_spe_bv_04_speed_out_of_range_or_off_grid(generic: Bench, target: int) -> None:
    """SPE/BV-04: a speed out of range, or between two increments, is an invalid parameter."""
    speed = ftms.encode_target_speed(CentiKmh(target))
    generic.write(100, "00").write(200, "07").write(5000, speed.hex()).at(9000)
    assert generic.answers()[-1] == "80 02 03"
    assert generic.speed(9000) == 100


@pytest.mark.parametrize("cut", ["02", "02 f4", "08", "08 03"])
def test_a_parameter_that_says_nothing_is_invalid(generic: Bench, cut: str) -> None:
    """A request without its parameter, or with one that means nothing, is answered with 03."""
    generic.write(100, "00").write(200, cut).at(1000)
    assert generic.answers()[-1] == f"80 {cut[:2]} 03"


def test_spe_bv_09_start_without_control(generic: Bench) -> None:
    """SPE/BV-09: whoever has not requested control is not permitted to start the belt."""
    generic.write(100, "07").at(9000)
    assert generic.answers() == ["80 07 05"]
    assert generic.speed(9000) == 0


def test_control_ends_with_the_connection(generic: Bench) -> None:
    """Control lasts until disconnection: the next client has to ask again."""
    generic.write(100, "00").at(200, Disconnected()).at(300, Connected())
    generic.at(300, Subscribe("2AD9")).write(400, "07").at(1000)
    assert generic.answers()[-1] == "80 07 05"


def test_fmsn_bv_23_control_is_taken_away(generic: Bench) -> None:
    """FMSN/BV-23: it is told, 0xFF, the belt runs on, and control has to be asked for again."""
    running(generic).at(20_000, LoseControl()).write(20_100, "02 58 02").at(25_000)
    assert [each.data.hex() for each in generic.values("2ADA")][-1] == "ff"
    assert (generic.answers()[-1], generic.speed(25_000)) == ("80 02 05", 500)
    generic.write(26_000, "00").write(27_000, "02 58 02").at(35_000)
    assert (generic.answers()[-1], generic.speed(35_000)) == ("80 02 01", 600)


def test_a_write_during_a_procedure_is_refused_by_att(generic: Bench) -> None:
    """A procedure is outstanding until its answer: ATT 0xFE, and nothing is done."""
    generic.write(100, "00").write(110, "07").at(9000)
    assert (generic.refused, generic.answers()) == ([0xFE], ["80 00 01"])
    assert generic.speed(9000) == 0


def test_a_write_without_subscription_is_refused_by_att(generic: Bench) -> None:
    """Without indications switched on a write is refused with ATT 0xFD, an empty one 0x0D."""
    generic.at(0, Unsubscribe("2AD9")).write(100, "00").write(200, "")
    assert generic.refused == [0xFD, 0x0D]


def test_fmsn_its_own_client_is_not_told(generic: Bench) -> None:
    """FMSN/BV-24: what the controlling client did is not notified to it in Machine Status."""
    running(generic).write(20_000, "08 01").at(30_000)
    assert generic.values(MACHINE_STATUS) == []


def test_fmsn_console_and_safety_key_are_told(generic: Bench) -> None:
    """FMSN/BV-02, 04, 05, 06: what a hand does at the machine is notified."""
    generic.at(100, Press.START).at(5000, Press.FASTER).at(7000, Press.SLOWER)
    generic.at(9000, Press.STOP).at(14_000, Press.START).at(20_000, Press.SAFETY_KEY).at(30_000)
    assert [each.data.hex(" ") for each in generic.values(MACHINE_STATUS)] == [
        "04",
        "05 6e 00",
        "05 64 00",
        "02 01",
        "04",
        "03",
    ]
    assert generic.speed(30_000) == 0


def test_keys_in_a_row_count_one_by_one(generic: Bench) -> None:
    """Three quick presses are three steps: the key works on the target that stands last."""
    generic.at(100, Press.START).at(5000)
    for _ in range(3):
        generic.at(5000, Press.FASTER)
    assert generic.at(9000).speed(9000) == 130


def test_keys_on_a_still_belt_do_nothing(generic: Bench) -> None:
    """Faster and stop at rest are no news."""
    generic.at(100, Press.FASTER).at(200, Press.STOP).at(9000)
    assert (generic.values(MACHINE_STATUS), generic.speed(9000)) == ([], 0)


def test_tsn_training_status_follows_the_belt(generic: Bench) -> None:
    """TSN/BV-01: countdown, motion, slowing down and rest are notified as they come."""
    generic.write(100, "00").write(200, "07").write(10_000, "08 01").at(20_000)
    assert [each.data.hex(" ") for each in generic.values(TRAINING_STATUS)] == [
        "00 0e",
        "00 0d",
        "00 0f",
        "00 01",
    ]


def test_cn_bv_12_elapsed_time_through_a_link_loss(generic: Bench) -> None:
    """CN/BV-12: elapsed time goes on through a 10 s link loss, because the belt does."""
    running(generic).at(20_250, Disconnected()).at(30_250, Connected())
    generic.at(30_250, Subscribe(TREADMILL_DATA)).at(31_000)
    before, after = (
        ftms.decode_treadmill_data(each.data)
        for each in (generic.values(TREADMILL_DATA)[-2], generic.values(TREADMILL_DATA)[-1])
    )
    assert before.elapsed_time is not None
    assert before.total_distance is not None
    assert after.elapsed_time == before.elapsed_time + 11
    assert after.total_distance == pytest.approx(before.total_distance + 11 * 500 / 360, abs=1)
    assert generic.speed(31_000) == 500


def test_elapsed_time_stands_while_the_belt_does(generic: Bench) -> None:
    """Elapsed time runs from the first motion to the standstill, and telemetry at rest too."""
    generic.write(100, "00").write(200, "07").write(10_200, "08 01").at(60_000)
    data = [ftms.decode_treadmill_data(each.data) for each in generic.values(TREADMILL_DATA)]
    assert len(data) == 60
    assert data[2].elapsed_time == 0
    # Motion from 3.2 s; the motor obeys the stop at 10.3 s and needs 1 s from 1 km/h.
    assert data[-1].elapsed_time == 8


def test_cr_reads(generic: Bench) -> None:
    """CR/BV-01 to 04: feature, ranges and training status can be read; data cannot."""
    assert read(generic.treadmill, FITNESS_MACHINE_FEATURE) == ftms.encode_feature(0x1004, 1)
    assert read(generic.treadmill, SUPPORTED_SPEED_RANGE) == ftms.encode_speed_range(
        SpeedRange(CentiKmh(100), CentiKmh(1600), CentiKmh(10))
    )
    assert read(generic.treadmill, SUPPORTED_INCLINATION_RANGE) == bytes(6)
    assert read(generic.treadmill, TRAINING_STATUS) == b"\x00\x01"
    assert read(generic.treadmill, TREADMILL_DATA) is None


def test_a_target_set_at_rest_waits_for_the_start(generic: Bench) -> None:
    """A target for a still machine moves nothing; the next start makes for it, once."""
    generic.write(100, "00").write(200, "02 c8 00").at(5000)
    assert generic.speed(5000) == 0
    generic.write(5000, "07").at(20_000)
    assert generic.speed(20_000) == 200
    generic.write(20_000, "08 01").write(30_000, "07").at(40_000)
    assert generic.speed(40_000) == 100


def test_a_stop_in_the_countdown_means_no_motion(generic: Bench) -> None:
    """A stop before the first motion is a stop: the belt never begins."""
    generic.write(100, "00").write(200, "07").write(1000, "08 01")
    assert all(generic.at(at).speed(at) == 0 for at in range(1100, 20_000, 100))
    assert generic.treadmill.phase is Phase.STILL


def test_a_start_right_after_an_aborted_one_counts_anew(generic: Bench) -> None:
    """The countdown of an aborted start is forgotten: the next one counts from its own start."""
    generic.write(100, "00").write(200, "07").write(1000, "08 01").write(2000, "07")
    assert generic.at(4999).speed(4999) == 0
    assert generic.at(5100).speed(5100) > 0


def test_a_target_behind_a_stop_does_not_win(generic: Bench) -> None:
    """A target sent while the belt slows down fails, and one sent just before it is lost."""
    running(generic).write(20_000, "08 01").write(20_050, "02 20 03")
    generic.write(22_000, "02 20 03").at(40_000)
    assert generic.answers()[-2:] == ["80 02 01", "80 02 04"]
    assert generic.speed(40_000) == 0


def test_a_stop_of_a_pause_is_final(generic: Bench) -> None:
    """A pause that is stopped, under way or done, is a stop."""
    running(generic).write(20_000, "08 02").write(21_000, "08 01").at(30_000)
    assert generic.treadmill.phase is Phase.STILL
    generic.write(30_000, "07").write(40_000, "08 02").write(45_000, "08 01").at(50_000)
    assert (generic.answers()[-1], generic.treadmill.phase) == ("80 08 01", Phase.STILL)


def test_cadence_follows_the_belt_and_the_walker(generic: Bench) -> None:
    """RSC tells once a second how somebody walks, and 0 when nobody does or the belt stands."""
    generic.at(0, Subscribe(RSC_MEASUREMENT))
    running(generic).at(20_500, Foot(on=False)).at(23_500, Foot(on=True)).at(24_500)
    measured = [decode_rsc_measurement(each.data) for each in generic.values(RSC_MEASUREMENT)]
    assert [each.cadence for each in measured if each is not None][-6:] == [118, 118, 0, 0, 0, 118]
    assert measured[0] is not None
    assert measured[0].cadence == 0
    assert measured[-1] is not None
    assert (measured[-1].running, measured[-1].speed) == (False, round(500 / 360 * 256))
