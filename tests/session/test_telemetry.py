"""What the engine makes of odd telemetry: split records, and speeds that no belt has."""

from __future__ import annotations

import pytest

from controller.core.numbers import START_DELAY, USER_CAP
from controller.core.state import Setup
from controller.session.adapt import FASTEST_BELT, belt_event
from controller.session.engine import Effects, Engine
from protocols import gatt
from protocols.ftms import TreadmillData, decode_treadmill_data, encode_treadmill_data
from protocols.link import Lost, Received
from protocols.units import SECOND, CentiKmh, Nanoseconds, SpeedRange
from tests.session.bench import POLICY, SHORT

FIRST = bytes.fromhex("05 04 22 00 00 3c 00")
"""A first part: 34 m, 60 s, and more to come."""
LAST = bytes.fromhex("00 00 2c 01")
"""A last part: 3.0 km/h."""


def engine() -> Engine:
    """Return a new one on a generic treadmill."""
    speeds = SpeedRange(CentiKmh(50), CentiKmh(2000), CentiKmh(10))
    return Engine(Setup(SHORT, POLICY, speeds, USER_CAP, START_DELAY))


def take(one: Engine, second: int, data: bytes) -> Effects:
    """Let it have a notification."""
    return one.handle(Received(gatt.TREADMILL_DATA, data), Nanoseconds(second * SECOND))


def told(effects: Effects) -> list[tuple[int, int | None]]:
    """Return speed and distance of the belt records."""
    return [(each["speed"], each["distance"]) for each in effects.records if each["kind"] == "belt"]


def test_a_split_record_reports_once_and_whole() -> None:
    """Distance and elapsed time of the first part come with the speed of the last."""
    one = engine()
    assert told(take(one, 1, FIRST)) == []
    assert told(take(one, 1, LAST)) == [(300, 34)]
    assert (one.state.belt.speed, one.state.belt.elapsed) == (300, 60)
    assert belt_event(decode_treadmill_data(FIRST)) is None


def test_a_part_does_not_outlive_its_link() -> None:
    """After a loss the next record stands alone: nothing of the old one is resent."""
    one = engine()
    take(one, 1, FIRST)
    one.handle(Lost("out of range"), Nanoseconds(2 * SECOND))
    assert told(take(one, 3, LAST)) == [(300, None)]


def test_a_part_does_not_outlive_its_record() -> None:
    """What was told once is not told again."""
    one = engine()
    take(one, 1, FIRST)
    take(one, 1, LAST)
    assert told(take(one, 2, LAST)) == [(300, None)]


@pytest.mark.parametrize(
    ("speed", "believed"), [(0, True), (3000, True), (3001, False), (65535, False)]
)
def test_a_speed_that_no_belt_has_is_silence(speed: int, believed: bool) -> None:  # noqa: FBT001
    """Beyond 30 km/h a frame tells nothing of the belt, so that what holds for silence holds."""
    one = engine()
    frame = TreadmillData(flags=0, more_data=False, speed=CentiKmh(speed))
    effects = take(one, 1, encode_treadmill_data(frame))
    assert (one.state.belt.speed == speed) is believed
    assert told(effects) == ([(speed, None)] if believed else [])
    assert FASTEST_BELT == 3000
