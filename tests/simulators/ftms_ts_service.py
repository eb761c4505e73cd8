"""FTMS.TS: the service's characteristics, what can be read, and what can be switched on."""

from __future__ import annotations

import asyncio
from typing import Final

import pytest
from bleak.exc import BleakGATTProtocolError

from protocols.gatt import (
    CONTROL_POINT,
    FITNESS_MACHINE_FEATURE,
    MACHINE_STATUS,
    SUPPORTED_INCLINATION_RANGE,
    SUPPORTED_SPEED_RANGE,
    TRAINING_STATUS,
    TREADMILL_DATA,
)
from simulators.treadmill.server import Press
from tests.simulators.ftms_tester import MACHINE, Alone, Cases, Tester

CASES: Final = Cases()
alone, together = CASES.try_alone, CASES.try_together

CCCD_IMPROPERLY_CONFIGURED: Final = 0xFD

# The service, its characteristics and their properties.

PROPERTIES: Final = {
    "SGGIT/CHA/BV-01": (FITNESS_MACHINE_FEATURE, {"read"}),
    "SGGIT/CHA/BV-02": (TREADMILL_DATA, {"notify"}),
    "SGGIT/CHA/BV-08": (TRAINING_STATUS, {"read", "notify"}),
    "SGGIT/CHA/BV-09": (SUPPORTED_SPEED_RANGE, {"read"}),
    "SGGIT/CHA/BV-10": (SUPPORTED_INCLINATION_RANGE, {"read"}),
    "SGGIT/CHA/BV-14": (CONTROL_POINT, {"write", "indicate"}),
    "SGGIT/CHA/BV-15": (MACHINE_STATUS, {"notify"}),
    "SGGIT/CHA/BV-16": (FITNESS_MACHINE_FEATURE, {"read", "indicate"}),
}


def _has(characteristic: str, properties: set[str]) -> Alone:
    async def story(tester: Tester) -> None:
        offered = tester.offered()[characteristic]
        if characteristic == FITNESS_MACHINE_FEATURE:  # v1.0 has it read only, v1.0.1 indicated
            assert properties <= offered <= {"read", "indicate"}
        else:
            assert offered == properties

    return story


for _case, _expected in PROPERTIES.items():
    alone(_case)(_has(*_expected))

VALUES: Final = {
    "CR/BV-01": (FITNESS_MACHINE_FEATURE, "3d be 00 00 13 00 00 00"),
    "CR/BV-02": (TRAINING_STATUS, "00 01"),
    "CR/BV-03": (SUPPORTED_SPEED_RANGE, "64 00 40 06 0a 00"),
    "CR/BV-04": (SUPPORTED_INCLINATION_RANGE, "e2 ff 96 00 05 00"),
}
"""What is read: the claims that the other cases hold the machine to, idle, 1.0 to 16.0 km/h by
0.1, and -3.0 to 15.0 % by 0.5."""


def _reads(characteristic: str, value: str) -> Alone:
    async def story(tester: Tester) -> None:
        assert (await tester.read(characteristic)).hex(" ") == value

    return story


for _case, _value in VALUES.items():
    alone(_case)(_reads(*_value))


@alone("CON/BV-01")
async def treadmill_data_can_be_switched_on_and_off(tester: Tester) -> None:
    """A record a second, in two notifications, while it is on."""
    await tester.unsubscribe(TREADMILL_DATA)
    tester.heard.clear()
    await asyncio.sleep(3)
    assert tester.told(TREADMILL_DATA) == []
    await tester.subscribe(TREADMILL_DATA)
    await asyncio.sleep(3)
    assert len(tester.told(TREADMILL_DATA)) == 6


@alone("CON/BV-07")
async def training_status_can_be_switched_on_and_off(tester: Tester) -> None:
    """It is on for the countdown and the motion, and off for the stop."""
    await tester.running()
    await tester.unsubscribe(TRAINING_STATUS)
    await tester.do("08 01")
    await tester.moving_at(0)
    await asyncio.sleep(1)
    assert [each[3:5] for each in tester.told(TRAINING_STATUS)] == ["0e", "0d"]


@alone("CON/BV-08")
async def the_control_point_can_be_switched_on_and_off(tester: Tester) -> None:
    """Without indications a write is refused and nothing happens; with them it is answered."""
    await tester.do("00")
    await tester.unsubscribe(CONTROL_POINT)
    with pytest.raises(BleakGATTProtocolError) as caught:
        await tester.write("07")
    assert caught.value.code == CCCD_IMPROPERLY_CONFIGURED
    await asyncio.sleep(5)
    assert tester.air.belt_speed(MACHINE) == 0
    await tester.subscribe(CONTROL_POINT)
    await tester.do("07")


@alone("CON/BV-09")
async def machine_status_can_be_switched_on_and_off(tester: Tester) -> None:
    """It is off for the start and on for the stop."""
    await tester.unsubscribe(MACHINE_STATUS)
    await tester.pressed(Press.START)
    await tester.subscribe(MACHINE_STATUS)
    await tester.pressed(Press.STOP)
    assert tester.told() == ["02 01"]
