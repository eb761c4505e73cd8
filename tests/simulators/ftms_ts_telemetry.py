"""FTMS.TS: what a treadmill says of itself, Treadmill Data and Training Status."""

from __future__ import annotations

import asyncio
from typing import Final

import pytest

from protocols import ftms
from protocols.ftms.status import EXTENDED_STRING, STRING_PRESENT
from protocols.gatt import TRAINING_STATUS, TREADMILL_DATA
from tests.simulators.ftms_tester import MACHINE, Cases, TestedRoom, Tester

CASES: Final = Cases()
alone, together = CASES.try_alone, CASES.try_together

# Treadmill Data, at 6.0 km/h and up a slope of 2 %.

UPHILL: Final = "03 14 00"


@alone("CN/BV-01")
async def a_record_is_complete(tester: Tester) -> None:
    """Every field is there, in as few notifications as it takes, the speed in the last."""
    record = await (await tester.running()).record()
    assert record.flags == 0x1FFE
    assert not record.truncated
    assert record.trailing == b""
    fields = set(record._asdict()) - {"vendor_step_count"}
    assert {name for name in fields if getattr(record, name) is None} == set()
    parts = [bytes.fromhex(each) for each in tester.told(TREADMILL_DATA)[-2:]]
    assert [each[0] & 1 for each in parts] == [1, 0]
    assert max(len(each) for each in parts) <= 20


@alone("CN/BV-02")
async def average_speed(tester: Tester) -> None:
    """It is the distance by the elapsed time, and goes on towards the speed."""
    first = await (await tester.running()).record()
    assert first.average_speed is not None
    assert first.total_distance is not None
    assert first.elapsed_time is not None
    metres = first.average_speed * first.elapsed_time / 360
    assert metres == pytest.approx(first.total_distance, abs=first.average_speed / 360 + 1)
    await asyncio.sleep(60)
    assert first.average_speed < ((await tester.record()).average_speed or 0) < 600


@alone("CN/BV-03")
async def total_distance(tester: Tester) -> None:
    """A minute at 6 km/h is 100 m."""
    first = await (await tester.running()).record()
    await asyncio.sleep(59)
    second = await tester.record()
    assert (second.total_distance or 0) - (first.total_distance or 0) == 100


@alone("CN/BV-04")
async def inclination(tester: Tester) -> None:
    """The deck moves by 0.5 % a second; 2 % are 1.1 degrees, and -3 % are -1.7."""
    await (await tester.running()).do(UPHILL)
    under_way = await tester.record()
    assert 0 < (under_way.inclination or 0) < 20
    await asyncio.sleep(5)
    up = await tester.record()
    assert (up.inclination, up.ramp_angle) == (20, 11)
    await tester.do("03 e2 ff")
    await asyncio.sleep(11)
    down = await tester.record()
    assert (down.inclination, down.ramp_angle) == (-30, -17)


@alone("CN/BV-05")
async def elevation(tester: Tester) -> None:
    """A minute at 6 km/h is 2.0 m up at 2 %, and 3.0 m down at -3 %."""
    await (await tester.running()).do(UPHILL)
    await asyncio.sleep(5)
    first = await tester.record()
    await asyncio.sleep(59)
    second = await tester.record()
    assert (second.positive_elevation_gain or 0) - (first.positive_elevation_gain or 0) == 20
    assert second.negative_elevation_gain == 0
    await tester.do("03 e2 ff")
    await asyncio.sleep(11)
    third = await tester.record()
    await asyncio.sleep(59)
    fourth = await tester.record()
    assert (fourth.negative_elevation_gain or 0) - (third.negative_elevation_gain or 0) == 30
    assert fourth.positive_elevation_gain == third.positive_elevation_gain


@alone("CN/BV-06")
async def pace(tester: Tester) -> None:
    """12 km/h are 0.2 km/min; in one byte, as the first edition has it."""
    record = await (await tester.running("02 b0 04")).record()
    assert (record.pace_width, record.instantaneous_pace) == (1, 2)
    await asyncio.sleep(120)
    assert (await tester.record()).average_pace == 2


@alone("CN/BV-07")
async def energy(tester: Tester) -> None:
    """16 m a kilocalorie: 375 an hour and 6 a minute at 6 km/h, and the total goes with that."""
    first = await (await tester.running()).record()
    assert (first.energy_per_hour, first.energy_per_minute) == (375, 6)
    await asyncio.sleep(479)
    second = await tester.record()
    assert (second.total_energy or 0) - (first.total_energy or 0) == 50


@alone("CN/BV-08")
async def heart_rate(tester: Tester) -> None:
    """It is 70 at rest and rises by 10 for each km/h."""
    assert (await tester.record()).heart_rate == 70
    assert (await (await tester.running()).record()).heart_rate == 130


@alone("CN/BV-09")
async def metabolic_equivalent(tester: Tester) -> None:
    """1 MET, 3.5 ml, at rest; 8.3 ml more at 5 km/h, 3.0 for 2 %; 20 ml at 6 km/h, 1.8 for 2 %."""
    assert (await tester.record()).metabolic_equivalent == 10
    walking = await (await tester.running("02 f4 01")).record()
    assert walking.metabolic_equivalent == 34
    await tester.do(UPHILL)
    await asyncio.sleep(5)
    assert (await tester.record()).metabolic_equivalent == 42
    await tester.do("02 58 02")
    assert (await tester.moving_at(600)).metabolic_equivalent == 72


@alone("CN/BV-10")
async def remaining_time(tester: Tester) -> None:
    """The programme of 30 minutes runs down as the elapsed time runs up, and ends at 0."""
    record = await (await tester.running()).record()
    assert (record.remaining_time or 0) + (record.elapsed_time or 0) in (1799, 1800)
    await asyncio.sleep(1850)
    assert (await tester.record()).remaining_time == 0


@alone("CN/BV-11")
async def force_and_power(tester: Tester) -> None:
    """4 % of 687 N on the level and 2 % more uphill; power is force times 6 km/h."""
    level = await (await tester.running()).record()
    assert (level.force_on_belt, level.power_output) == (27, 45)
    await tester.do(UPHILL)
    await asyncio.sleep(5)
    up = await tester.record()
    assert (up.force_on_belt, up.power_output) == (41, 68)


@together("CN/BV-12")
async def elapsed_time_goes_on_through_a_link_loss(room: TestedRoom) -> None:
    """After 10 s without a link it is 10 s on, and what comes first is the first of a record."""
    tester = await (await room.tester().connect()).running()
    before = await tester.record()
    room.air.lose_link(MACHINE)
    await asyncio.sleep(10)
    room.air.restore_link(MACHINE)
    assert not tester.client.is_connected
    lost = room.clock.now()
    again = await room.tester().connect()
    after = await again.record()
    waited = 10 + (room.clock.now() - lost) / 1e9
    assert again.heard[TREADMILL_DATA][0][0] & 1
    assert (after.elapsed_time or 0) - (before.elapsed_time or 0) == round(waited)
    assert after.speed == 600


# Training Status.


@alone("TSN/BV-01")
async def training_status_without_a_string(tester: Tester) -> None:
    """The end of a session: post-workout while the belt slows down, then idle."""
    await tester.running()
    await tester.do("08 01")
    await tester.moving_at(0)
    await asyncio.sleep(1)
    assert tester.told(TRAINING_STATUS)[-2:] == ["00 0f", "00 01"]


@alone("TSN/BV-02")
async def training_status_with_a_string(tester: Tester) -> None:
    """What is going on in words, as it is notified and as it is read."""
    await tester.running()
    notified = tester.heard[TRAINING_STATUS][-1]
    status = ftms.decode_training_status(notified)
    assert (status.flags, status.status, status.string) == (STRING_PRESENT, 0x0D, b"Quick Start")
    assert await tester.read(TRAINING_STATUS) == notified


@alone("TSN/BV-03")
async def training_status_with_an_extended_string(tester: Tester) -> None:
    """What does not fit is cut off in the notification, which says so, and read in full."""
    await tester.do("00", "07")
    await asyncio.sleep(1)
    (notified,) = tester.heard[TRAINING_STATUS]
    status = ftms.decode_training_status(notified)
    assert (status.flags, status.status) == (STRING_PRESENT | EXTENDED_STRING, 0x0E)
    assert len(notified) == 20
    whole = ftms.decode_training_status(await tester.read(TRAINING_STATUS)).string
    assert whole == b"Step on when the belt moves"
    assert whole.startswith(status.string)
